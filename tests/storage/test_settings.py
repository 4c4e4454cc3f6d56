"""Settings: typed, safe, and each mistake named by its variable."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from audit_app.settings import Settings, UnsafeSettings

KEY = "k" * 32
SERVER = "postgresql://extra@db/eyes"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in list(os.environ):
        if name.startswith("EXTRA_EYES_") or name in ("PORT", "DATA"):
            monkeypatch.delenv(name)


def test_without_any_it_runs_on_this_machine():
    settings = Settings()
    assert (str(settings.data), settings.port, settings.address) == ("data", 8000, "http://localhost:8000")
    assert settings.database == "sqlite:///data/extra-eyes.sqlite"
    assert (settings.checklists / "standards.yaml").parent.name == "checklists"


def test_they_come_from_the_environment(monkeypatch):
    given = {
        "DATA": "/srv/eyes",
        "PORT": "9000",
        "EXTRA_EYES_DATABASE_URL": SERVER,
        "EXTRA_EYES_SECRET_KEY": KEY,
        "EXTRA_EYES_BASE_URL": "https://eyes.example.org/",
        "EXTRA_EYES_SECURE_COOKIES": "true",
        "EXTRA_EYES_TRUSTED_HOSTS": "eyes.example.org, www.example.org",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (str(settings.data), settings.port, settings.database) == ("/srv/eyes", 9000, SERVER)
    assert (settings.address, settings.signing_key()) == ("https://eyes.example.org", KEY)
    assert settings.trusted_hosts == ("eyes.example.org", "www.example.org")


def test_behind_https_it_answers_to_its_own_name_alone():
    public = Settings(base_url="https://eyes.example.org:8443", secure_cookies=True)
    assert public.trusted_hosts == ("eyes.example.org",)
    assert Settings(base_url="http://192.168.1.20:8000").trusted_hosts == ()


def test_the_longer_name_goes_before_the_shorter(monkeypatch):
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("EXTRA_EYES_PORT", "9001")
    assert Settings().port == 9001


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"port": "nine"}, "EXTRA_EYES_PORT"),
        ({"port": 70000}, "EXTRA_EYES_PORT"),
        ({"database_url": "mysql://db/eyes"}, "EXTRA_EYES_DATABASE_URL"),
        ({"database_url": SERVER}, "EXTRA_EYES_SECRET_KEY"),
        ({"secret_key": "short"}, "EXTRA_EYES_SECRET_KEY"),
        ({"base_url": "eyes.example.org"}, "EXTRA_EYES_BASE_URL"),
        ({"base_url": "http://eyes.example.org"}, "EXTRA_EYES_BASE_URL"),
        ({"base_url": "javascript://x"}, "EXTRA_EYES_BASE_URL"),
        ({"base_url": "https://eyes.example.org"}, "EXTRA_EYES_SECURE_COOKIES"),
        ({"secure_cookies": "perhaps"}, "EXTRA_EYES_SECURE_COOKIES"),
    ],
)
def test_an_unsafe_one_is_refused_by_name(given, variable):
    with pytest.raises(UnsafeSettings, match=rf"^{variable}: ") as refusal:
        Settings(**given)
    assert "short" not in str(refusal.value)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(UnsafeSettings) as refusal:
        Settings(port=0, base_url="nowhere")
    assert [line.partition(":")[0] for line in str(refusal.value).splitlines()] == [
        "EXTRA_EYES_PORT",
        "EXTRA_EYES_BASE_URL",
    ]


@pytest.mark.parametrize("near", ["http://localhost:8000", "http://192.168.1.20:8000", "http://shop.local"])
def test_a_phone_in_the_same_network_may_try_it_unencrypted(near):
    assert Settings(base_url=near).address == near


def test_the_signing_key_is_made_once_and_kept_private(tmp_path):
    folder = tmp_path / "kept"
    key = Settings(data=folder).signing_key()
    assert len(key) >= 64
    assert Settings(data=folder).signing_key() == key
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert Settings(data=tmp_path / "other").signing_key() != key


def test_processes_that_start_together_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: Settings(data=tmp_path / "kept").signing_key(), range(64)))
    assert len(keys) == 1


def test_a_folder_open_to_others_is_refused(tmp_path):
    tmp_path.chmod(0o755)
    with pytest.raises(UnsafeSettings, match=r"^EXTRA_EYES_DATA: .* run `chmod 700"):
        Settings(data=tmp_path).private_folder()


def test_the_secret_is_not_shown(tmp_path):
    assert KEY not in repr(Settings(secret_key=KEY))


def test_new_files_are_ours_alone(tmp_path):
    code = (
        "from pathlib import Path; from audit_app.settings import Settings;"
        f"(Settings(data={str(tmp_path / 'kept')!r}).private_folder() / 'file').touch();"
        f"print(oct(Path({str(tmp_path / 'kept' / 'file')!r}).stat().st_mode & 0o777))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "0o600"), done.stderr

"""How the app starts when something is wrong: it says what, and keeps going where it can."""

import os
import shutil
import subprocess
import sys

import pytest

from audit_app import create_app
from audit_app.settings import ROOT, Settings


def start(folder, **environment):
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "run-demo", "--no-serve"]
    spoken = {**os.environ, "DATA": str(folder / "data"), **environment}
    return subprocess.run(command, cwd=ROOT, env=spoken, capture_output=True, text=True, check=False)


def test_an_unusable_setting_is_told_in_a_sentence(tmp_path):
    done = start(tmp_path, PORT="abc")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: EXTRA_EYES_PORT: ")
    assert "Traceback" not in done.stderr


@pytest.fixture
def checklists(tmp_path):
    return shutil.copytree(ROOT / "checklists", tmp_path / "checklists")


def test_checklists_with_mistakes_are_told_at_the_start(tmp_path, checklists):
    old = (checklists / "customers/counter-survey.v1.yaml").read_text("utf-8")
    new = old.replace("edition: 1", "edition: 2").replace("type: praise", "type: prise")
    (checklists / "customers/counter-survey.v2.yaml").write_text(new, "utf-8")
    app = create_app(Settings(data=tmp_path / "data", checklists=checklists))
    done = app.test_cli_runner().invoke(args=["run-demo", "--no-serve"])
    assert done.exit_code == 0
    assert "counter-survey.v2.yaml:" in done.stderr
    assert '"prise" is not offered here; write "praise"' in done.stderr
    assert "Not loaded because of 1 mistake" in done.stderr
    assert "Extra Eyes is ready" in done.stdout


def test_sound_checklists_are_not_talked_about(tmp_path):
    app = create_app(Settings(data=tmp_path / "data"))
    assert app.test_cli_runner().invoke(args=["run-demo", "--no-serve"]).stderr == ""

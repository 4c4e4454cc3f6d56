"""The house stands as docs/architecture.md says it does, and stays small enough to walk through."""

import ast
import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import administrator, chromium, engines, environment, node, setup, system
from tools.stop import Stop

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = (
    ROOT / "audit_app/storage/migrations"
)  # history: written by Alembic, read by nobody, changed by nobody
NOT_OURS = {".git", ".venv", "__pycache__", "build", "data", "node_modules"}
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_MAKEFILE = 40, 250, 59
CATCH_ALLS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
HEAVY = ("weasyprint", "openpyxl", "PIL")


def our_paths(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name not in NOT_OURS:
            yield path
            if path.is_dir():
                yield from our_paths(path)


def app_files() -> list[Path]:
    files = [path for path in our_paths(ROOT / "audit_app") if path.suffix == ".py"]
    return [path for path in files if MIGRATIONS not in path.parents]


def scripts() -> list[Path]:
    return [path for path in our_paths(ROOT / "static") if path.suffix == ".js"]


def function_lengths(path: Path) -> Iterator[tuple[str, int]]:
    for part in ast.walk(ast.parse(path.read_text())):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.end_lineno:
            yield f"{path.relative_to(ROOT)}:{part.lineno} {part.name}", part.end_lineno - part.lineno + 1


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.* ## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


def code_in(markdown: str) -> list[str]:
    """Everything in a fenced block, an indented block or between backticks."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^    (.+)$", markdown, re.MULTILINE)
    return [*fenced, *indented, *re.findall(r"`([^`\n]+)`", markdown)]


def test_there_is_something_to_look_at():
    assert {"audit_app/__init__.py", "audit_app/core/scoring.py"} <= {
        str(p.relative_to(ROOT)) for p in app_files()
    }


def test_no_function_is_longer_than_a_screen():
    lengths = [pair for path in app_files() for pair in function_lengths(path)]
    assert len(lengths) > 100
    assert [pair for pair in lengths if pair[1] > LONGEST_FUNCTION] == []


def test_no_file_is_too_long_to_read_at_once():
    files = [*app_files(), *scripts()]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_is_a_drawer_for_everything():
    code = [path for path in our_paths(ROOT) if path.suffix in (".py", ".js") or path.is_dir()]
    assert [path for path in code if path.stem in CATCH_ALLS] == []


def lint(script: str) -> list[str]:
    """The rules that a script of a page would break, as `make check` looks at it."""
    command = [node.NODE, "node_modules/eslint/bin/eslint.js", "--format=json"]
    command += ["--stdin", "--stdin-filename", "static/js/made-up.js"]
    done = subprocess.run(command, cwd=ROOT, input=script, capture_output=True, text=True, check=False)
    return sorted({each["ruleId"] for found in json.loads(done.stdout) for each in found["messages"]})


@pytest.mark.parametrize(
    ("script", "rules"),
    [
        ('document.title = "Not sent yet";', ["no-restricted-syntax"]),
        ("document.title = `Sending ${1} of five photos`;", ["no-restricted-syntax"]),
        ('document.title = "Δεν στάλθηκε";', ["no-restricted-syntax"]),
        ('document.body.innerHTML = "";', ["no-restricted-properties"]),
        ('console.log("here");', ["no-console"]),
        ("{\n" * 41 + "}\n" * 41, ["no-empty"]),
        ("export function long() {\n" + "open();\n" * 40 + "}", ["max-lines-per-function"]),
        ("open();\n" * 251, ["max-lines"]),
        ('document.querySelector("form input[type=file]")?.closest("section details");', []),
        ('document.body.dataset.state = "not-sent";', []),
    ],
)
def test_scripts_are_held_to_the_same_laws_and_say_no_sentence(script, rules):
    assert lint(script) == rules


def test_heavy_libraries_wait_until_they_are_used(tmp_path):
    loaded = f"import sys, wsgi; print([name for name in {HEAVY} if name in sys.modules])"
    surroundings = {**os.environ, "DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", loaded],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


@pytest.mark.parametrize("lock", environment.LOCKS.values(), ids=lambda path: path.name)
def test_locks_name_no_host_and_a_hash_for_everything(lock):
    text = lock.read_text()
    assert re.findall(r"https?:|--(?:extra-)?index-url|--find-links|--trusted-host|\S+ @ ", text) == []
    releases = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert len(releases) > 40
    assert [release for release in releases if "--hash=sha256:" not in release] == []


@pytest.mark.parametrize(
    "folder", [path.parent for path in our_paths(ROOT) if path.name == "package.json"], ids=str
)
def test_node_packages_are_pinned_and_name_no_registry(folder):
    lock = json.loads((folder / "package-lock.json").read_text())
    wanted = json.loads((folder / "package.json").read_text())["devDependencies"]
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted
    packages = [each for name, each in lock["packages"].items() if name]
    assert [each for each in packages if "resolved" in each or "integrity" not in each] == []


def test_tests_run_on_the_releases_that_the_app_runs_on():
    app, tests = (
        set(re.findall(r"^\S+==\S+", lock.read_text(), re.MULTILINE)) for lock in environment.LOCKS.values()
    )
    assert app - tests == set()


def test_makefile_stays_small_and_lists_itself():
    assert len((ROOT / "Makefile").read_text().splitlines()) <= LONGEST_MAKEFILE
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make ([a-z]+) ", listed, re.MULTILINE)) == targets()
    assert targets() == {"help", "run", "test", "check", "bench", "report", "clean"}


@pytest.mark.skipif(not (ROOT / "README.md").exists(), reason="no README yet")
def test_commands_in_the_readme_exist():
    code = "\n".join(code_in((ROOT / "README.md").read_text()))
    commands = set(re.findall(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*make ([a-z-]+)", code, re.MULTILINE))
    assert {"run", "test"} <= commands
    assert commands <= targets()


@pytest.mark.skipif(not (ROOT / "docs/architecture.md").exists(), reason="no picture of the house yet")
def test_rooms_in_the_picture_exist():
    code = "\n".join(code_in((ROOT / "docs/architecture.md").read_text()))
    named = {
        name.rstrip("/") for name in re.findall(r"(?<![\w./<*-])[\w.-][\w./-]*(?:/|\.py)(?![\w.<*-])", code)
    }
    there = [f"/{path.relative_to(ROOT)}" for path in our_paths(ROOT)]
    assert {"core", "services", "web"} <= {Path(name).name for name in named}
    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in there)] == []


# --- set-up: what it says where it may not install, and that it does nothing where nothing is missing


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A Debian without Pango whose person is no administrator: PATH holds apt-get, and no sudo."""
    write_program(tmp_path / "apt-get", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(system, "loads", lambda linux, macos: "pango" not in linux)
    return tmp_path


def test_without_rights_setup_prints_the_command_and_stops(bare_machine, capsys):
    assert setup.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "Missing: Pango, PangoFT2, fc-list, the font DejaVu Sans." in said
    assert re.search(
        r"^    sudo apt-get install .*fontconfig fonts-dejavu-core libpango-1.0-0 libpangoft2",
        said,
        re.MULTILINE,
    )


def test_with_rights_setup_installs_and_looks_again(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(administrator, "prefix", list)
    assert setup.main(["run"]) == 1
    assert "Still missing: Pango" in capsys.readouterr().err


def test_an_unknown_system_is_told_what_to_get(bare_machine, capsys):
    (bare_machine / "apt-get").unlink()
    assert setup.main(["run"]) == 1
    assert "Pango, PangoFT2" in capsys.readouterr().err


@pytest.fixture
def hands_off(monkeypatch):
    """A test looks; it never installs anything on the machine it runs on."""

    def touched(*arguments, **keywords):
        raise AssertionError(f"wanted to install: {arguments} {keywords}")

    for module, name in (
        (system, "install"),
        (environment, "install"),
        (node, "install"),
        (chromium, "fetch"),
        (venv, "create"),
    ):
        monkeypatch.setattr(module, name, touched)


def test_setup_is_silent_where_nothing_is_missing(hands_off, capsys):
    assert setup.main(["test"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_changed_lock_is_installed_again(monkeypatch, tmp_path):
    assert environment.is_ready("run")
    changed = tmp_path / "requirements.txt"
    changed.write_text("flask==0\n")
    monkeypatch.setitem(environment.LOCKS, "run", changed)
    assert not environment.is_ready("run")


def test_changed_node_packages_are_installed_again(tmp_path):
    assert node.is_ready(ROOT)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "package-lock.json").write_text("{}")
    node.stamp(tmp_path).write_text(node.digest(ROOT))
    assert not node.is_ready(tmp_path)


@pytest.mark.parametrize(
    ("program", "said"), [("echo no network; exit 1", "no network\n"), ("sleep 9", "still")]
)
def test_npm_that_fails_or_waits_is_reported(monkeypatch, tmp_path, program, said):
    write_program(tmp_path / "npm", program)
    monkeypatch.setattr(node, "NPM", tmp_path / "npm")
    monkeypatch.setattr(node, "PATIENCE", 1)
    (tmp_path / "package-lock.json").write_text("{}")
    with pytest.raises(Stop, match=said):
        node.ensure(tmp_path)
    assert not node.is_ready(tmp_path)


@pytest.fixture
def other_environment(monkeypatch, tmp_path):
    """A clone's .venv, of which one install was finished for an older lock."""
    folder = tmp_path / ".venv"
    monkeypatch.setattr(environment, "VENV", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "bin/python")
    monkeypatch.setattr(environment, "MADE", folder / ".made")
    (folder / "bin").mkdir(parents=True)
    write_program(folder / "bin/python", "exit 0")
    environment.MADE.touch()
    environment.stamp("run").write_text("an older lock")
    return folder


def test_an_interrupted_install_leaves_no_stamp(other_environment, monkeypatch, capsys):
    def interrupted(lock):
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.ensure("run")
    assert not environment.stamp("run").exists()


def test_what_tests_need_serves_the_app_too(other_environment, monkeypatch, capsys):
    monkeypatch.setattr(environment, "install", lambda lock: None)
    environment.ensure("test")
    assert environment.is_ready("test")
    assert environment.is_ready("run")


@pytest.mark.parametrize("harm", ["interrupted", "python gone", "python broken"])
def test_a_broken_environment_is_made_anew(other_environment, harm):
    if harm == "interrupted":
        environment.MADE.unlink()
    elif harm == "python gone":
        environment.PYTHON.unlink()
    else:
        write_program(environment.PYTHON, "exit 1")
    assert not environment.works()


@pytest.fixture
def find_python(tmp_path):
    """tools/find-python on a machine that has only the Pythons a test writes there."""
    script = (ROOT / "tools/find-python").read_text()
    (tmp_path / "find-python").write_text(re.sub(r"(?<= )/(usr|opt)/", "/nowhere/", script))

    def run(*arguments):
        command = ["/bin/sh", "find-python", *arguments]
        paths = {"PATH": str(tmp_path)}
        return subprocess.run(command, cwd=tmp_path, env=paths, capture_output=True, text=True, check=False)

    return run


def write_program(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_an_old_python_is_passed_over(find_python, tmp_path):
    write_program(tmp_path / "python3", "exit 1")
    write_program(tmp_path / "python3.12", 'echo "$@"')
    assert find_python("-m", "tools.setup").stdout == "-m tools.setup\n"


def test_without_python_one_is_told_what_to_get(find_python, tmp_path):
    write_program(tmp_path / "cat", 'exec /bin/cat "$@"')
    done = find_python("-m", "tools.setup")
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs Python 3.11" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


@pytest.fixture
def other_browsers(monkeypatch, tmp_path):
    """A Debian without one of two browsers, and the commands that were run to mend that; they all fail."""
    ran = []
    write_program(tmp_path / "apt-get", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(engines, "PACKAGES", {"here": lambda: "/bin/here", "gone": lambda: None})
    monkeypatch.setattr(engines, "TRIED", tmp_path / "tried")
    monkeypatch.setattr(administrator, "prefix", lambda: ["sudo"])
    monkeypatch.setattr(system, "install", lambda spelled: ran.extend(spelled) or "E: no such package")
    return ran


def test_other_browsers_are_asked_for_once_whatever_comes_of_it(other_browsers, capsys):
    for _ in range(2):
        engines.ensure()
    update, install = other_browsers
    assert update == ["sudo", "apt-get", "update", "-qq"]
    assert (install[:3], install[-1]) == (["sudo", "apt-get", "install"], "gone")
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize("obstacle", ["no rights", "no apt-get", "nothing missing"])
def test_other_browsers_are_left_out_where_they_would_cost_a_question(
    other_browsers, monkeypatch, tmp_path, capsys, obstacle
):
    if obstacle == "no rights":
        monkeypatch.setattr(administrator, "prefix", lambda: None)
    elif obstacle == "no apt-get":
        (tmp_path / "apt-get").unlink()
    else:
        monkeypatch.setattr(engines, "PACKAGES", {"here": lambda: "/bin/here"})
    engines.ensure()
    assert (other_browsers, capsys.readouterr().out, engines.TRIED.exists()) == ([], "", False)


def test_a_browser_given_by_hand_must_run(hands_off, monkeypatch, capsys):
    monkeypatch.setenv(chromium.VARIABLE, "/nowhere/chrome")
    assert setup.main(["test"]) == 1
    assert "/nowhere/chrome" in capsys.readouterr().err

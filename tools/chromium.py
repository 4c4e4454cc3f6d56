"""The browser that the tests drive: the machine's own Chromium or Chrome, else one that Playwright brings."""

import os
import shutil
import subprocess
from pathlib import Path

from tools import administrator, environment
from tools.stop import Stop

VARIABLE = "EXTRA_EYES_CHROMIUM"
COMMANDS = ("chromium", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
RECORD = environment.VENV / ".chromium"
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path, end='')"
)


def find() -> str | None:
    """Give the path of a browser to test with, if there is one. A path given by hand is taken as it is."""
    if given := os.environ.get(VARIABLE):
        return given
    downloaded = RECORD.read_text() if RECORD.exists() else ""
    known = (*map(shutil.which, COMMANDS), downloaded, *APPLICATIONS)
    return next((path for path in known if path and is_usable(path)), None)


def is_usable(path: str) -> bool:
    """Tell whether a test can drive it; one in a snap sees neither our files nor our ports."""
    return os.access(path, os.X_OK) and not Path(path).is_dir() and "snap" not in Path(path).resolve().parts


def ensure() -> None:
    """See that there is a browser; fetch Playwright's where the machine has none."""
    found = find()
    if found and not is_usable(found):
        raise Stop(f"{VARIABLE} is {found!r}, which is no program that can be run.")
    if not found:
        print("Fetching a Chromium for the browser tests (once) …", flush=True)
        RECORD.write_text(fetch())


def fetch() -> str:
    """Let Playwright download its Chromium; say where it is."""
    python = str(environment.PYTHON)
    command = [python, "-m", "playwright", "install", *dependencies(), "chromium"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(
            "The browser tests need a Chromium, and Playwright could not bring one:\n"
            f"{done.stdout}{done.stderr}\n"
            f"Please install Chromium or Chrome, or set {VARIABLE} to the path of one."
        )
    return subprocess.run([python, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=True).stdout


def dependencies() -> list[str]:
    """Let Playwright install the libraries its browser links to, where it may do so without asking."""
    return ["--with-deps"] if shutil.which("apt-get") and administrator.prefix() is not None else []

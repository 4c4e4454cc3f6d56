"""Other browsers, in which a few tests prove that the phone's part does not depend on Chromium alone.

Nothing needs them: where the system has none to offer, those tests say so and are skipped.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from tools import administrator, chromium, environment, system

TRIED = environment.VENV / ".engines-tried"
FIREFOXES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")


def firefox() -> str | None:
    """Give the path of a Firefox that a test can drive."""
    found = filter(None, map(shutil.which, FIREFOXES))
    return next((path for path in found if chromium.is_usable(path)), None)


def webkit_driver() -> str | None:
    """Give the path of the program that drives WebKitGTK."""
    return shutil.which("WebKitWebDriver")


def webkit() -> str | None:
    """Give the path of the browser that WebKitGTK brings for tests; of the newest, if there are several."""
    found = sorted(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    return found[-1] if found else None


def screen() -> str | None:
    """Give the path of a screen that exists in memory alone; WebKitGTK wants one to paint on."""
    return shutil.which("Xvfb")


PACKAGES: Mapping[str, Callable[[], str | None]] = {
    "firefox-esr": firefox,
    "webkit2gtk-driver": webkit_driver,
    "xvfb": screen,
}


def ensure() -> None:
    """Install what is missing, where that can be done without asking; once, and whatever comes of it."""
    wanted = [package for package, find in PACKAGES.items() if find() is None]
    before = administrator.prefix()
    if not wanted or TRIED.exists() or before is None or not shutil.which("apt-get"):
        return
    print(
        "Installing Firefox and WebKit for a few of the tests (once, if this system has them) …", flush=True
    )
    # One command each: Ubuntu has no Firefox outside a snap, and the rest shall come all the same.
    install = ["apt-get", "install", *system.APT_OPTIONS]
    spelled = [["apt-get", "update", "-qq"], *([*install, package] for package in wanted)]
    system.install([[*before, *command] for command in spelled])
    TRIED.touch()

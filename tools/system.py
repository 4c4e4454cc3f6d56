"""What the operating system must have: libraries, a font, a browser. Looked for, and installed if missing."""

import ctypes
import importlib.util
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tools import administrator, chromium
from tools.stop import Stop

FONT = "DejaVu Sans"
APT_OPTIONS = ("-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300")
BREW_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib")


@dataclass(frozen=True)
class Need:
    """One thing to have: its name, how to see it, and what apt-get and brew call it."""

    what: str
    present: Callable[[], bool]
    apt: str
    brew: str


def loads(linux: str, macos: str) -> bool:
    """Tell whether the dynamic linker finds the library, which is all that WeasyPrint will ask."""
    places = (
        [linux] if sys.platform == "linux" else [macos, *(f"{folder}/{macos}" for folder in BREW_LIBRARIES)]
    )
    return any(map(_opens, places))


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font() -> bool:
    """Tell whether fontconfig knows the face that reports are printed in."""
    if not shutil.which("fc-list"):
        return False
    answer = subprocess.run(["fc-list", FONT, "family"], capture_output=True, text=True, check=False)
    return FONT in answer.stdout


def can_make_environments() -> bool:
    """Tell whether Python can make a virtual environment; Debian ships that part of it apart."""
    return sys.prefix != sys.base_prefix or importlib.util.find_spec("ensurepip") is not None


def library(name: str, linux: str, macos: str, apt: str) -> Need:
    """Give the need for a library; on macOS all of them come with Pango."""
    return Need(name, lambda: loads(linux, macos), apt, "pango")


TO_RUN = (
    library("Pango", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0"),
    library("PangoFT2", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0"),
    library("HarfBuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz0b"),
    library(
        "HarfBuzz-Subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset0"
    ),
    library("Fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig1"),
    Need("fc-list", lambda: shutil.which("fc-list") is not None, "fontconfig", "fontconfig"),
    Need(f"the font {FONT}", has_font, "fonts-dejavu-core", "--cask font-dejavu"),
    Need("Python's venv", can_make_environments, f"python3.{sys.version_info.minor}-venv", "python"),
)
BROWSER = Need("Chromium", lambda: chromium.find() is not None, "chromium", "")


def needs(purpose: str) -> tuple[Need, ...]:
    """List what a purpose asks for. Only Debian packs a Chromium that tests can drive; Ubuntu's is a snap."""
    return (*TO_RUN, BROWSER) if purpose == "test" and distribution() == "debian" else TO_RUN


def distribution() -> str:
    """Name the Linux distribution as it names itself; empty elsewhere."""
    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""


def missing(purpose: str) -> list[Need]:
    """List what is not there."""
    return [need for need in needs(purpose) if not need.present()]


def commands(wanted: Iterable[Need]) -> list[list[str]]:
    """Spell the commands that install what is wanted, or stop where we know no installer."""
    wanted = list(wanted)
    if shutil.which("apt-get"):
        packages = sorted({need.apt for need in wanted})
        return [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", *APT_OPTIONS, *packages],
        ]
    if shutil.which("brew"):
        return [
            ["brew", "install", "--quiet", *shlex.split(name)]
            for name in sorted({need.brew for need in wanted})
        ]
    raise Stop(f"{named(wanted)} must be installed first, by this system's own package manager.")


def named(wanted: Iterable[Need]) -> str:
    """Join the names for a sentence."""
    return ", ".join(need.what for need in wanted)


def ensure(purpose: str) -> None:
    """Install what is missing, or stop with the very commands to type."""
    wanted = missing(purpose)
    if not wanted:
        return
    before, spelled = administrator.prefix(), commands(wanted)
    if before is None:
        raise Stop(asking(wanted, spelled))
    print(f"Installing {named(wanted)} …", flush=True)
    said = install([[*before, *command] for command in spelled])
    if still := missing(purpose):
        raise Stop(f"Still missing: {named(still)}.\n{said}")


def asking(wanted: Iterable[Need], spelled: Iterable[list[str]]) -> str:
    """Word the request to somebody who may install."""
    lines = "\n".join(f"    sudo {shlex.join(command)}" for command in spelled)
    return (
        f"Missing: {named(wanted)}. It takes an administrator. Please run\n\n{lines}\n\nand then this again."
    )


def install(spelled: list[list[str]]) -> str:
    """Run the commands and give what the failing ones said. A stale list of packages alone does no harm."""
    said = ""
    for command in spelled:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            said += f"\n{shlex.join(command)}\n{done.stdout}{done.stderr}"
    return said

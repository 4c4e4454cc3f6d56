"""What npm brings, exactly as a package-lock.json says: for reading our scripts over, and for measuring."""

import hashlib
import os
import signal
import subprocess
from pathlib import Path

from tools import environment
from tools.stop import Stop

NPM = environment.VENV / "bin" / "npm"
NODE = environment.VENV / "bin" / "node"
PATIENCE = 300
"""Seconds: npm without a network would try for much longer."""


def stamp(folder: Path) -> Path:
    """Give the file that says which lock was installed; npm removes it with all else before it begins."""
    return folder / "node_modules" / ".installed-to"


def digest(folder: Path) -> str:
    """Name the lock by its content."""
    return hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()


def is_ready(folder: Path) -> bool:
    """Tell whether there is nothing to do."""
    return stamp(folder).exists() and stamp(folder).read_text() == digest(folder)


def ensure(folder: Path = environment.ROOT) -> None:
    """Install what the folder's lock says if it is not in."""
    if is_ready(folder):
        return
    print("Installing Node packages (a few seconds, once) …", flush=True)
    said = install(folder)
    if said is not None:
        raise Stop(f"The Node packages could not be installed:\n{said}")
    stamp(folder).write_text(digest(folder))


def install(folder: Path) -> str | None:
    """Let npm install, without running any package's own scripts; give what it said where it failed."""
    command = [str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # a group of its own: what npm starts ends with it
    ) as npm:
        said = _words_of(npm)
    return said if npm.returncode else None


def _words_of(npm: subprocess.Popen[str]) -> str:
    try:
        return npm.communicate(timeout=PATIENCE)[0]
    except subprocess.TimeoutExpired:
        return f"npm was still at it after {PATIENCE} seconds."
    finally:
        if npm.poll() is None:
            os.killpg(npm.pid, signal.SIGKILL)

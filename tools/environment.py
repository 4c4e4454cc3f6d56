"""The virtual environment `.venv`, with exactly what the lock files say."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from tools.stop import Stop

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MADE = VENV / ".made"  # absent when the making was interrupted
LOCKS = {"run": ROOT / "requirements.txt", "test": ROOT / "requirements-dev.txt"}


def stamp(purpose: str) -> Path:
    """Give the file that says for which lock the packages of a purpose are in."""
    return VENV / f".installed-to-{purpose}"


def digest(purpose: str) -> str:
    """Name the lock by its content."""
    return hashlib.sha256(LOCKS[purpose].read_bytes()).hexdigest()


def works() -> bool:
    """Tell whether there is an environment, finished, with a Python that runs and is new enough."""
    if not MADE.exists():
        return False
    if Path(sys.prefix) == VENV:
        return True  # it runs this very line
    question = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return PYTHON.exists() and subprocess.run(question, capture_output=True, check=False).returncode == 0


def is_ready(purpose: str) -> bool:
    """Tell whether there is nothing to do."""
    return works() and stamp(purpose).exists() and stamp(purpose).read_text() == digest(purpose)


def ensure(purpose: str) -> None:
    """Make the environment if there is none that works, and install what the lock says if it is not in."""
    if is_ready(purpose):
        return
    if not works():
        venv.create(VENV, clear=True, symlinks=True, with_pip=True)
        MADE.touch()
    for name in LOCKS:
        stamp(name).unlink(missing_ok=True)
    print("Installing Python packages (about a minute, once) …", flush=True)
    install(LOCKS[purpose])
    for name in LOCKS if purpose == "test" else ["run"]:  # what tests need contains what running needs
        stamp(name).write_text(digest(name))


def install(lock: Path) -> None:
    """Install what a lock names, nothing that differs from it by a byte."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", "--requirement", str(lock)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"The Python packages could not be installed:\n{done.stdout}{done.stderr}")

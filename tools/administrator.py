"""Whether this person may install system packages without being asked for a password."""

import os
import shutil
import subprocess

QUIET = ("env", "DEBIAN_FRONTEND=noninteractive")


def prefix() -> list[str] | None:
    """Give what goes before an installer's command; None where only an administrator could run it."""
    if not shutil.which("apt-get"):
        return []  # Homebrew wants no administrator
    if os.geteuid() == 0:
        return [*QUIET]
    return ["sudo", "-n", *QUIET] if may_sudo() else None


def may_sudo() -> bool:
    """Tell whether sudo lets us through without a question."""
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0

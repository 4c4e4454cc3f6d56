"""The real app on the server of `make run`, in a process of its own that may be killed at any moment.

Run as a module it makes the app ready once, then serves it in a child for each line it reads: so a killed app
is there again within a moment, and all that the killed one knew is gone. It ends with whoever started it.
"""

import os
import signal
import subprocess
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from audit_app.settings import ROOT, Settings

if TYPE_CHECKING:
    from flask import Flask


class Site:
    """The app; started again after it was killed, it listens on another port. `words`: what it logs."""

    def __init__(self, settings: Settings) -> None:
        self.words = settings.data / "words-of-the-app"
        self.port: int | None = None
        self._settings = settings
        self._life = 0

    def __enter__(self) -> "Site":
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "bench._site"]
        surroundings = {**os.environ, **_variables(self._settings)}
        with self.words.open("a") as words:
            self._parent = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=words, text=True, env=surroundings
            )
        self.start()
        return self

    def start(self) -> None:
        """Serve; returns when it listens."""
        assert self._parent.stdin
        assert self._parent.stdout
        print(file=self._parent.stdin, flush=True)
        said = self._parent.stdout.readline().split()
        if not said:
            raise RuntimeError(f"the app did not start:\n{self.words.read_text()}")
        self._life, self.port = map(int, said)

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing flushed."""
        self.port = None
        os.kill(self._life, signal.SIGKILL)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.port = None
        self._parent.communicate()


def _variables(settings: Settings) -> dict[str, str]:
    return {
        "DATA": str(settings.data),
        "EXTRA_EYES_DATABASE_URL": settings.database_url,
        "EXTRA_EYES_SECRET_KEY": settings.signing_key(),
        "PYTHONPATH": str(ROOT),
    }


def serve_again_and_again() -> None:
    """A life for each line, until there are no more lines."""
    from audit_app import create_app

    app, life = create_app(), 0
    for _ in sys.stdin:
        _end(life)
        life = os.fork()
        if not life:
            _serve(app)
    _end(life)


def _serve(app: "Flask") -> None:
    from audit_app.cli.run import server_of

    server = server_of(app, port=0)
    print(os.getpid(), server.effective_port, flush=True)
    server.run()
    os._exit(0)


def _end(life: int) -> None:
    if life:
        os.kill(life, signal.SIGKILL)
        os.waitpid(life, 0)


if __name__ == "__main__":
    serve_again_and_again()

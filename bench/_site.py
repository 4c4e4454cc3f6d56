"""The real app on the server of `make run`, in a process of its own.

Run as a module it serves until somebody kills it, or until whoever started it is gone.
"""

import os
import subprocess
import sys
from threading import Thread

from audit_app.settings import ROOT, Settings


class Site:
    """The app; started again after it was killed, it listens on another port. `words`: what it logs."""

    def __init__(self, settings: Settings) -> None:
        self._surroundings = {**os.environ, **_variables(settings)}
        self.words = settings.data / "words-of-the-app"
        self._process: subprocess.Popen[str] | None = None
        self.port: int | None = None

    def start(self) -> None:
        """Serve; returns when it listens."""
        command = [sys.executable, "-m", "bench._site"]
        pipe = subprocess.PIPE
        with self.words.open("a") as words:
            process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=words, text=True, env=self._surroundings
            )
        assert process.stdout
        self._process, self.port = process, int(process.stdout.readline() or 0)
        if not self.port:
            raise RuntimeError(f"the app did not start:\n{self.words.read_text()}")

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing flushed."""
        self.port = None
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _variables(settings: Settings) -> dict[str, str]:
    return {
        "DATA": str(settings.data),
        "EXTRA_EYES_DATABASE_URL": settings.database_url,
        "EXTRA_EYES_SECRET_KEY": settings.signing_key(),
        "PYTHONPATH": str(ROOT),
    }


def serve() -> None:
    """Serve the app that the environment describes, and print the port."""
    from audit_app import create_app
    from audit_app.cli.run import server_of

    server = server_of(create_app(), port=0)
    Thread(target=_end_with_whoever_started_it, daemon=True).start()
    print(server.effective_port, flush=True)
    server.run()


def _end_with_whoever_started_it() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    serve()

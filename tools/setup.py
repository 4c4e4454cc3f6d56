"""`python -m tools.setup run|test`: installs what is missing, and nothing when nothing is."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import chromium, engines, environment, node, system
from tools.stop import Stop


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let `make run` and `make test`, started together in one clone, take turns: both write `.venv`."""
    folder = os.open(Path(__file__).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def set_up(purpose: str) -> None:
    """Bring the machine to where the app runs (`run`) or is tested as well (`test`)."""
    with one_at_a_time():
        system.ensure(purpose)
        environment.ensure(purpose)
        if purpose == "test":
            node.ensure()
            chromium.ensure()
            engines.ensure()


def main(arguments: list[str]) -> int:
    """Set up, or say what is in the way."""
    purpose = arguments[0] if len(arguments) == 1 else ""
    if purpose not in environment.LOCKS:
        print("usage: python -m tools.setup run|test", file=sys.stderr)
        return 2
    try:
        set_up(purpose)
    except Stop as reason:
        print(f"\n{reason}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # whoever stopped it knows why
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Writers take turns on SQLite: it has one writer at a time, and its own waiting is neither fair nor quick.

A kernel lock on a file beside the database queues the threads of this process and of every other one.
Measured with 8 writers: waiting by SQLite's busy_timeout alone starved one of them for seconds.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import URL

Turn = Callable[[], AbstractContextManager[object]]


def turn_of(url: URL) -> Turn:
    """How a writer waits for its turn: a file for SQLite, not at all where the server queues writers."""
    if url.get_backend_name() != "sqlite":
        return nullcontext
    if url.database in (None, "", ":memory:"):
        return _own_turn(threading.Lock())
    return lambda: file_turn(Path(f"{url.database}.turn"))


def _own_turn(lock: threading.Lock) -> Turn:
    return lambda: lock


@contextmanager
def file_turn(path: Path) -> Iterator[None]:
    """Hold the lock on `path`; each holder opens the file anew, so threads queue like processes."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

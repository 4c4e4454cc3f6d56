"""What the printing process does: keep its limits, and set one document after the other."""

import contextlib
import signal
from pathlib import Path

LONGEST_SECONDS = 60
MOST_MEMORY = 1536 * 1024 * 1024
"""Bytes of address space."""


class CouldNotPrint(Exception):
    """What went wrong, in words that can travel between processes."""


def limit_memory() -> None:
    """Keep this process below its memory for good; where the system knows no such limit, do without."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def work(html: str, reports: str, seconds: int) -> bytes:
    """The PDF of a document; raises CouldNotPrint. The process dies where it takes longer than `seconds`."""
    from audit_app.printing.typesetting import typeset

    _die_after(seconds)
    try:
        return typeset(html, Path(reports))
    except Exception as error:  # noqa: BLE001 (whatever it was, it must reach the other process as words)
        raise CouldNotPrint(f"{type(error).__name__}: {error}") from None
    finally:
        _die_after(0)


def _die_after(seconds: int) -> None:
    """Set the alarm clock that ends the process, even in the middle of C code; 0 stops it."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)

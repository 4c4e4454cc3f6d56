"""HTML into PDF, in a process of its own: the web process never loads WeasyPrint.

    pdf_of(html, reports) -> bytes; raises NotPrinted

One worker, started with the first report and again after it died. A report that takes longer than a minute
or more than 1.5 GB kills its worker, and nothing but its worker.
"""

import atexit
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Lock

from audit_app.printing import worker
from audit_app.printing.looks import REPORTS

REPORTS_PER_WORKER = 200
"""A process that prints for weeks must not grow for weeks."""


class NotPrinted(Exception):
    """A report could not be printed; the message says why, for the person who keeps the system."""


class Press:
    """The worker process and who may use it: one report at a time."""

    def __init__(self, seconds: int = worker.LONGEST_SECONDS) -> None:
        self._seconds = seconds
        self._one_at_a_time = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def print(self, html: str, reports: Path) -> bytes:
        """The PDF's bytes; raises NotPrinted."""
        with self._one_at_a_time:
            try:
                return self._ready().submit(worker.work, html, str(reports), self._seconds).result()
            except BrokenProcessPool as error:
                self.close()
                raise NotPrinted("the report took too long or too much memory") from error
            except worker.CouldNotPrint as error:
                raise NotPrinted(str(error)) from error

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                1, mp_context=spawn, initializer=worker.limit_memory, max_tasks_per_child=REPORTS_PER_WORKER
            )
        return self._pool

    def close(self) -> None:
        """End the worker; the next report starts a new one."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None


_press = Press()
atexit.register(_press.close)


def pdf_of(html: str, reports: Path = REPORTS) -> bytes:
    """The document as an A4 PDF with the stylesheets of `reports`; raises NotPrinted.

    Nothing is fetched but `report:` addresses below `reports` and `data:`; anything else fails the report.
    """
    return _press.print(html, reports)

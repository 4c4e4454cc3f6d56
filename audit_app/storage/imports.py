"""Runs of imports: which file under which mapping, and what became of its rows."""

from audit_app.storage.records import ImportRun
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import import_run

COLUMNS = columns_of(import_run, ImportRun)


def add(scope: Scope, run: ImportRun) -> None:
    """Keep what an import did."""
    scope.insert(import_run, vars(run))


def every(scope: Scope) -> list[ImportRun]:
    """All runs, the newest first."""
    return scope.records(ImportRun, scope.select(*COLUMNS).order_by(import_run.c.created_at.desc()))


def of_file(scope: Scope, file_digest: str) -> list[ImportRun]:
    """The runs of one file, the newest first."""
    query = scope.select(*COLUMNS).where(import_run.c.file_digest == file_digest)
    return scope.records(ImportRun, query.order_by(import_run.c.created_at.desc()))

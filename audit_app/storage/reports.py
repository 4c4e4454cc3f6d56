"""Issued reports: what was printed, with the data it was printed from."""

from uuid import UUID

from audit_app.storage.records import IssuedReport
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import issued_report

COLUMNS = columns_of(issued_report, IssuedReport)


def add(scope: Scope, issued: IssuedReport) -> None:
    """Keep an issued report."""
    scope.insert(issued_report, vars(issued))


def get(scope: Scope, report_id: UUID) -> IssuedReport | None:
    """The report with this id, if it is the organisation's."""
    return scope.record(IssuedReport, scope.select(*COLUMNS).where(issued_report.c.id == report_id))


def latest(scope: Scope, limit: int = 50) -> list[IssuedReport]:
    """The reports issued last, the newest first."""
    query = scope.select(*COLUMNS).order_by(issued_report.c.created_at.desc(), issued_report.c.id)
    return scope.records(IssuedReport, query.limit(limit))

"""Reports: composed from what is kept, shown on screen, issued with their data, printed again the same."""

import hashlib
import json
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from audit_app.core.plain_data import from_plain, to_plain
from audit_app.core.report import Report
from audit_app.formatting import format_period
from audit_app.printing import pdf_of_report, render
from audit_app.services import Rooms
from audit_app.services.refusals import NotHere
from audit_app.services.reporting.composing import compose
from audit_app.services.reporting.gathering import ask, gather
from audit_app.storage import reports
from audit_app.storage.records import IssuedReport


def comparison(
    rooms: Rooms,
    organisation_id: UUID,
    location_ids: Collection[UUID],
    first_day: date,
    last_day: date,
    language: str,
    now: datetime,
) -> Report:
    """The comparison of some locations (none named: all) over a period of days, both ends included."""
    with rooms.store.reading(organisation_id) as scope:
        return compose(gather(rooms, scope, ask(scope, location_ids, first_day, last_day, language)), now)


def as_screen(rooms: Rooms, report: Report) -> str:
    """The report as a piece of a page."""
    return str(render(report, "screen", rooms.settings.reports))


def as_paper(rooms: Rooms, report: Report) -> bytes:
    """The report as a PDF."""
    return pdf_of_report(report, rooms.settings.reports)


def issue(
    rooms: Rooms, organisation_id: UUID, report: Report, person_id: UUID | None, now: datetime
) -> IssuedReport:
    """Keep a report with its data, so that every reprint shows the same numbers."""
    data = to_plain(report)
    issued = IssuedReport(
        id=uuid4(),
        organisation_id=organisation_id,
        kind="comparison",
        language=report.language,
        title=_title(report),
        parameters={"first_day": report.first_day.isoformat(), "last_day": report.last_day.isoformat()},
        data=data,
        digest=digest_of(data),
        created_at=now,
        created_by=person_id,
    )
    with rooms.store.writing(organisation_id) as scope:
        reports.add(scope, issued)
    return issued


def _title(report: Report) -> str:
    period = format_period(report.first_day, report.last_day, report.language)
    return f"{', '.join(report.places)} · {period}"


def digest_of(data: object) -> str:
    """SHA-256 (hex) of a report's data in one canonical spelling."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def issued(rooms: Rooms, organisation_id: UUID, report_id: UUID) -> IssuedReport:
    """An issued report; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        found = reports.get(scope, report_id)
    if found is None:
        raise NotHere
    return found


def all_issued(rooms: Rooms, organisation_id: UUID) -> list[IssuedReport]:
    """The reports issued last, the newest first."""
    with rooms.store.reading(organisation_id) as scope:
        return reports.latest(scope)


def pdf_of(rooms: Rooms, organisation_id: UUID, report_id: UUID) -> bytes:
    """An issued report printed (again) from the data it was issued with; raises NotHere."""
    return as_paper(rooms, from_plain(Report, issued(rooms, organisation_id, report_id).data))

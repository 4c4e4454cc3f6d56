"""The owner's first page: where each place stands, what came in, what to do next."""

from collections.abc import Iterator

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.core.questionnaire import View
from audit_app.core.report import PlaceRow, Report
from audit_app.services import overview, reporting
from audit_app.services.locations import latest_day
from audit_app.services.overview import Overview
from audit_app.services.reporting.periods import usual_period
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.mails import unsent_in_words
from audit_app.web.owner.waiting_words import number_waiting_in_words
from audit_app.web.owner.words import NextStep, next_step


@door.get("/", endpoint="overview")
@allow(Role.OWNER)
def show_overview() -> ResponseReturnValue:
    """The overview; the figures are those of the results page without a filter."""
    found = overview.today(rooms(), me().organisation_id, now())
    return render_template(
        "owner/overview.html",
        found=found,
        steps=list(_steps(found)),
        standing=_standing(found),
        views=list(View),
    )


def _steps(found: Overview) -> Iterator[NextStep]:
    """What to do next; what waits for a decision comes first, since somebody's work hangs on it."""
    if waiting := number_waiting_in_words():
        yield NextStep(waiting, url_for(".held"))
    if unsent := unsent_in_words():
        yield NextStep(unsent, url_for(".mails"))
    yield from (next_step(step, found) for step in found.steps)


def _standing(found: Overview) -> tuple[PlaceRow, ...]:
    if not found.places:
        return ()
    today = latest_day(found.places, now())
    report = reporting.comparison(rooms(), me().organisation_id, (), *usual_period(today), g.language, now())
    return report.by_place or _only_place(found, report)


def _only_place(found: Overview, report: Report) -> tuple[PlaceRow, ...]:
    place = found.places[0]
    return (PlaceRow(place.name, place.city, {v: each.reading for v, each in report.overall.items()}, ()),)

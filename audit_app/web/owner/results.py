"""The comparison on screen, for the places, days and language in the address; and its way to paper."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from audit_app.core.programme import Location, Role
from audit_app.core.questionnaire import LANGUAGES
from audit_app.core.report import Report
from audit_app.formatting import format_period, language_name
from audit_app.services import locations, reporting
from audit_app.services.refusals import NotHere
from audit_app.services.reporting.periods import EARLIEST, LATEST, usual_period
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner.door import door


@dataclass(frozen=True)
class Filter:
    """What the results are asked about: no places chosen means all of them.

    `written` keeps the days as they were written, `mistakes` says what is wrong with which of them.
    """

    places: tuple[Location, ...]
    chosen: frozenset[UUID]
    first_day: date
    last_day: date
    language: str
    written: dict[str, str]
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, object]:
        """The filter as it stands in an address."""
        ids = sorted(str(place_id) for place_id in self.chosen)
        return {"location": ids, **self.written, "language": self.language}


@door.get("/results", endpoint="results")
@allow(Role.OWNER, Role.HR)
def show_results() -> ResponseReturnValue:
    """The comparison; with unusable days only the filter, and what is wrong with it."""
    asked = read_filter(request.args)
    if asked.mistakes:
        return _page(asked), 422
    fragment = Markup(reporting.as_screen(rooms(), compare(asked)))  # noqa: S704 - escaped where it is made
    return _page(asked, fragment)


def _page(asked: Filter, fragment: str = "") -> str:
    return render_template("owner/results.html", asked=asked, fragment=fragment, summary=_summary(asked))


def _summary(asked: Filter) -> str:
    names = ", ".join(place.name for place in asked.places if place.id in asked.chosen)
    period = "" if asked.mistakes else format_period(asked.first_day, asked.last_day, g.language)
    told = (names or _("All locations"), period, language_name(asked.language))
    return " · ".join(part for part in told if part)


@door.post("/reports")
@allow(Role.OWNER, Role.HR)
def issue_report() -> ResponseReturnValue:
    """Freeze what is on the screen as a report, and hand over its PDF."""
    asked = read_filter(request.form)
    if asked.mistakes:
        return _page(asked), 422
    issued = reporting.issue(rooms(), me().organisation_id, compare(asked), me().id, now())
    return redirect(url_for(".report_pdf", report_id=issued.id), 303)


def compare(asked: Filter) -> Report:
    """The comparison that a filter asks for."""
    return reporting.comparison(
        rooms(), me().organisation_id, asked.chosen, asked.first_day, asked.last_day, asked.language, now()
    )


def read_filter(given: MultiDict[str, str]) -> Filter:
    """The filter out of an address or a form; raises NotHere for what is no place's id or no language.

    Without days: the last three whole months and the current one.
    """
    places = tuple(locations.every(rooms(), me().organisation_id))
    today = locations.latest_day(places, now())
    usual = dict(zip(("from", "to"), (day.isoformat() for day in usual_period(today)), strict=True))
    written = {end: given.get(end, "").strip()[:40] or day for end, day in usual.items()}
    first, last = (_day(written[end]) for end in ("from", "to"))
    return Filter(
        places=places,
        chosen=frozenset(map(as_uuid, given.getlist("location"))),
        first_day=first or today,
        last_day=last or today,
        language=_language(given.get("language") or g.language),
        written=written,
        mistakes=_mistakes(first, last),
    )


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise NotHere
    return code


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _mistakes(first: date | None, last: date | None) -> dict[str, str]:
    wrong = _("Please write a day like 2026-03-31.")
    mistakes = {end: wrong for end, found in (("from", first), ("to", last)) if found is None}
    if first and last and last < first:
        mistakes["to"] = _("The last day cannot be before the first day.")
    return mistakes

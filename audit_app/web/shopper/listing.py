"""My visits: what to do next, what comes, what is done."""

from dataclasses import dataclass

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.lifecycle import VisitState
from audit_app.core.programme import Location, Role
from audit_app.core.questionnaire import text_in
from audit_app.formatting import format_datetime, format_period
from audit_app.services import visits as visiting
from audit_app.services.visits import Visit
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.shopper.entrance import door
from audit_app.web.shopper.words import badge_of, due_in_words, loudness_of, next_step, opens_in_words


@dataclass(frozen=True)
class VisitCard:
    """One visit on the list; `form` is the page that a phone keeps, empty once nothing is left to fill in."""

    id: str
    url: str
    place: str
    city: str
    checklist: str
    window: str
    badge: str
    loudness: str
    when: str
    step: str
    form: str
    is_unread: bool


@door.get("")
@allow(Role.SHOPPER)
def visits() -> ResponseReturnValue:
    """All my visits in three groups."""
    listed = visiting.visits_of(rooms(), me(), now())
    return render_template(
        "shopper/visits.html",
        to_do=[_card(visit, _next(visit), due_in_words(visit), next_step(visit)) for visit in listed.to_do],
        coming=[_card(visit, "brief", opens_in_words(visit), _("Read the brief")) for visit in listed.coming],
        done=[_card(visit, "receipt", _sent(visit), _("Show the receipt")) for visit in listed.done],
    )


def _next(visit: Visit) -> str:
    return "checklist" if visit.assignment.brief_read_at else "brief"


def _card(visit: Visit, page: str, when: str, step: str) -> VisitCard:
    opens_on, due_on = visit.assignment.opens_on, visit.assignment.due_on
    return VisitCard(
        id=str(visit.id),
        url=url_for(f"shopper.{page}", visit_id=visit.id),
        place=visit.location.name,
        city=city_of(visit.location),
        checklist=text_in(visit.questionnaire.titles, g.language),
        window=format_period(opens_on, due_on, g.language),
        badge=badge_of(visit),
        loudness=loudness_of(visit),
        when=when,
        step=step,
        form="" if visit.is_sent or visit.stage is VisitState.RETURNED else form_of(visit),
        is_unread=visit.assignment.brief_read_at is None,
    )


def form_of(visit: Visit) -> str:
    """The checklist's page for the phone."""
    return url_for("shopper.phone", visit_id=visit.id, edition=visit.assignment.questionnaire)


def city_of(location: Location) -> str:
    """The city where it is not said by the place's name already."""
    return "" if location.city in location.name else location.city


def _sent(visit: Visit) -> str:
    return format_datetime(visit.sent_at, visit.location.zone, g.language) if visit.sent_at else ""

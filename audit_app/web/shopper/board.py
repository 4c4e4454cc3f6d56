"""The job board: visits to take, offers to answer in time, and those not possible now, with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from audit_app.core.day_spans import Span
from audit_app.core.eligibility import Reason, ReasonKind
from audit_app.core.programme import PlaceKind, Role
from audit_app.core.questionnaire import text_in
from audit_app.formatting import format_datetime, format_duration, format_money, format_period
from audit_app.services import briefing, taking
from audit_app.services.opening_refusals import NotEligible, OfferOver, TakenByAnother
from audit_app.services.taking import OnOffer, Sieve
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.forms.page import Filled, page_of
from audit_app.web.shopper.entrance import door, my_visit
from audit_app.web.shopper.listing import city_of
from audit_app.web.shopper.quiz import picture_address
from audit_app.web.shopper.reason_words import reason_in_words
from audit_app.web.shopper.words import what_it_takes

KINDS = {PlaceKind.SHOP: _l("Shop"), PlaceKind.PHONE: _l("Phone line"), PlaceKind.WEBSITE: _l("Website")}
LONGEST_REASON = 1000


@dataclass(frozen=True)
class OpeningCard:
    """A visit on the board; `until` is when an offer ends, `why` the reasons against, if any."""

    id: str
    place: str
    city: str
    programme: str
    kind: object
    window: str
    fee: str
    expenses: str
    until: str
    left: str
    why: tuple[str, ...]
    needs_test: bool
    programme_id: str


@door.get("/board")
@allow(Role.SHOPPER)
def board() -> ResponseReturnValue:
    """All that is on offer to me, sifted as I wish."""
    sieve, mistake = _sieve()
    found = taking.board(rooms(), me(), sieve, now())
    return render_template(
        "shopper/board.html",
        offers=_cards(found.offers),
        possible=_cards(found.possible),
        not_possible=_cards(found.not_possible),
        cities=found.cities,
        kinds=KINDS,
        asked=request.args,
        is_sifted=any(request.args.get(name) for name in ("city", "kind", "from", "to")),
        mistake=mistake,
    )


def _sieve() -> tuple[Sieve, str]:
    """What the address asks for; days that are none are left out, and said to be."""
    kind = request.args.get("kind", "")
    city, kinds = request.args.get("city", ""), set(PlaceKind)
    try:
        days, mistake = _days(request.args.get("from", ""), request.args.get("to", "")), ""
    except ValueError:
        days, mistake = None, _("Please write the days as first and last day, like 2026-03-31.")
    return Sieve(city, PlaceKind(kind) if kind in kinds else None, days), mistake


def _days(first: str, last: str) -> Span | None:
    if not (first or last):
        return None
    return Span(
        date.fromisoformat(first) if first else date.min, date.fromisoformat(last) if last else date.max
    )


def _cards(listed: Iterable[OnOffer]) -> list[OpeningCard]:
    return [_card(one) for one in listed]


def _card(one: OnOffer) -> OpeningCard:
    reasons, days = one.eligibility.reasons, one.eligibility.days or one.opening.days
    until = one.until
    return OpeningCard(
        id=str(one.opening.id),
        place=one.place.name,
        city=city_of(one.place),
        programme=one.programme.name,
        kind=KINDS[one.place.kind],
        window=format_period(days.first, days.last, g.language),
        fee=_money(one.programme.fee, one.programme.currency),
        expenses=_money(one.programme.expenses_cap, one.programme.currency),
        until=format_datetime(until, one.place.zone, g.language) if until else "",
        left=format_duration(int((until - now()).total_seconds()) // 60 * 60, g.language) if until else "",
        why=tuple(reason_in_words(reason) for reason in reasons),
        needs_test=_only_test_missing(reasons),
        programme_id=str(one.programme.id),
    )


def _money(cents: int, currency: str) -> str:
    return format_money(Decimal(cents) / 100, currency, g.language) if cents else ""


def _only_test_missing(reasons: Iterable[Reason]) -> bool:
    return [reason.kind for reason in reasons] == [ReasonKind.LEVEL]


@door.get("/board/<opening_id>")
@allow(Role.SHOPPER)
def opening(opening_id: str) -> ResponseReturnValue:
    """One visit on offer with all that is to be read before it is taken."""
    return _page(taking.find(rooms(), me(), as_uuid(opening_id), now()))


def _page(one: OnOffer, *, unread: bool = False) -> str:
    asked, part = taking.asked_in(rooms(), me(), one)
    brief = briefing.brief_of(rooms(), me(), one.programme.id, g.language, picture_address)
    return render_template(
        "shopper/opening.html",
        card=_card(one),
        title=text_in(asked.titles, g.language),
        takes=list(what_it_takes(asked)),
        sections=page_of(asked, g.language, Filled()),
        scenario=text_in(part, g.language) if part else "",
        brief=brief,
        brief_html=Markup(brief.html),  # noqa: S704 - made by our own renderer
        unread=unread,
    )


@door.post("/board/<opening_id>/accept")
@allow(Role.SHOPPER)
def accept_opening(opening_id: str) -> ResponseReturnValue:
    """Yes: it is mine. Somebody else may have been quicker."""
    named = as_uuid(opening_id)
    if not {"brief", "checklist"} <= request.form.keys():
        return _page(taking.find(rooms(), me(), named, now()), unread=True), 422
    try:
        visit = taking.accept(rooms(), me(), named, now())
    except NotEligible:
        return _page(taking.find(rooms(), me(), named, now())), 409
    except (TakenByAnother, OfferOver) as refused:
        return render_template("shopper/gone.html", refused=refused), refused.status
    flash(_("The visit is yours. Thank you!"), "good")
    return redirect(url_for("shopper.brief", visit_id=visit.id), 303)


@door.post("/board/<opening_id>/decline")
@allow(Role.SHOPPER)
def decline_opening(opening_id: str) -> ResponseReturnValue:
    """No: it goes to somebody else."""
    taking.decline(rooms(), me(), as_uuid(opening_id), _reason(), now())
    flash(_("Thank you for telling us. The visit goes to somebody else."), "good")
    return redirect(url_for("shopper.board"), 303)


@door.post("/<visit_id>/give-back")
@allow(Role.SHOPPER)
def give_back_visit(visit_id: str) -> ResponseReturnValue:
    """I cannot go: what was filled in is kept, somebody else may take the place."""
    taking.abandon(rooms(), me(), my_visit(visit_id).id, _reason(), now())
    flash(_("You have given the visit back. What you filled in is kept."), "good")
    return redirect(url_for("shopper.visits"), 303)


def _reason() -> str:
    return request.form.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]

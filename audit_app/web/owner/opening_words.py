"""What the month plan says: bands, weekdays, what could not be placed, and why somebody cannot be asked."""

from collections.abc import Iterable, Iterator

from flask import g

from audit_app.core.eligibility import Reason, ReasonKind
from audit_app.core.panel import TimeBand
from audit_app.core.plan import Coverage, WhyNot
from audit_app.formatting import weekday_name
from audit_app.services.month_records import NotPlaced, Published, Row
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.translations import ngettext
from audit_app.web.owner.words import StateBadge
from audit_app.web.visit_words import STATE_LOOKS, STATE_NAMES

BANDS = {
    TimeBand.MORNING: _l("Until noon"),
    TimeBand.AFTERNOON: _l("Afternoon"),
    TimeBand.EVENING: _l("Evening"),
}
WHY_NOT_ASKED = {
    ReasonKind.WINDOW_OVER: _l("The days of the visit are over."),
    ReasonKind.CONFLICT: _l("The shopper named a conflict of interest with this place."),
    ReasonKind.LANGUAGE: _l("The shopper does not speak the language of the brief."),
    ReasonKind.LEVEL: _l("The shopper does not have the certificate that the programme asks for."),
    ReasonKind.VISITED_HERE: _l("The shopper visited this place too recently."),
    ReasonKind.PROMISED_HERE: _l("The shopper has another visit to this place at that time."),
    ReasonKind.VISITED_BRAND: _l("The shopper visited another of your places too recently."),
    ReasonKind.PROMISED_BRAND: _l("The shopper has a visit to another of your places at that time."),
    ReasonKind.TOO_CLOSE: _l("Another visit to this place is too close."),
}
DRAFT = StateBadge(_l("Draft"), "quiet")


def badge(row: Row) -> StateBadge:
    """Where a row stands."""
    return StateBadge(STATE_NAMES[row.state], STATE_LOOKS.get(row.state, "")) if row.state else DRAFT


def why_not_asked(reasons: Iterable[Reason]) -> str:
    """Every reason against asking a shopper."""
    return " ".join(str(WHY_NOT_ASKED[one.kind]) for one in reasons if one.kind in WHY_NOT_ASKED)


def not_placed_in_words(one: NotPlaced) -> str:
    """How many visits of a place have no room, and why."""
    why = {
        WhyNot.MONTH_OVER: _("%(place)s: the days of this month are over.", place=one.place.name),
        WhyNot.NO_ROOM: _("%(place)s: the gap between visits leaves too few days.", place=one.place.name),
        WhyNot.CLOSED: _("%(place)s: the days that are left are not open.", place=one.place.name),
    }[one.why]
    missing = ngettext("%(num)s visit is missing.", "%(num)s visits are missing.", one.visits)
    return f"{why} {missing}"


def proposed_in_words(num: int) -> str:
    """What proposing has brought."""
    if not num:
        return _("There is nothing to add: the month has all its visits, or no room for more.")
    return ngettext(
        "%(num)s visit is proposed. Look at it, then publish it.",
        "%(num)s visits are proposed. Look at them, then publish them.",
        num,
    )


def published_in_words(done: Published) -> Iterator[str]:
    """What publishing has brought, sentence by sentence."""
    if done.offered:
        yield ngettext(
            "%(num)s visit is offered to its shopper.",
            "%(num)s visits are offered to their shoppers.",
            done.offered,
        )
    if done.on_board:
        yield ngettext("%(num)s visit is on the board.", "%(num)s visits are on the board.", done.on_board)
    if done.not_eligible:
        yield ngettext(
            "%(num)s of them could not be offered, because its shopper may not take it any more.",
            "%(num)s of them could not be offered, because their shoppers may not take them any more.",
            done.not_eligible,
        )


def weekdays(coverage: Coverage) -> list[tuple[str, int]]:
    """Visits by weekday, Monday first."""
    return [(weekday_name(day, g.language), num) for day, num in enumerate(coverage.weekdays)]


def bands(coverage: Coverage) -> list[tuple[object, int]]:
    """Visits by part of the day, weekends and weekdays together."""
    weekend = dict(coverage.weekend_bands)
    return [(BANDS[band], num + weekend.get(band, 0)) for band, num in coverage.weekday_bands]

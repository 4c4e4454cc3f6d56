"""What the owner reads about a visit that waits: why, on which road it came, and by whose clock."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g

from audit_app.core.answers import Lack, Missing
from audit_app.core.programme import HeldFor, Via
from audit_app.formatting import format_date, format_datetime, format_duration
from audit_app.services import held
from audit_app.services.held import HeldVisit
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.translations import ngettext
from audit_app.web.desk import me, rooms

SAME_CLOCK = 60
"""Seconds by which nobody notices that two clocks differ."""

LABELS = {
    HeldFor.REVIEW: _l("To be read"),
    HeldFor.LATE: _l("Late"),
    HeldFor.EARLY: _l("Too early"),
    HeldFor.WITHDRAWN: _l("Withdrawn"),
    HeldFor.REASSIGNED: _l("Given to somebody else"),
    HeldFor.DUPLICATE: _l("Came twice"),
    HeldFor.OLD_EDITION: _l("Other checklist"),
    HeldFor.INCOMPLETE: _l("Incomplete"),
    HeldFor.UNREADABLE: _l("Partly unreadable"),
}
ROADS = {
    Via.PHONE: _l("From the phone"),
    Via.PAGE: _l("From the page"),
    Via.RESCUE: _l("From a rescue file"),
}


def number_waiting_in_words() -> str:
    """How many visits wait for the owner, as a sentence; empty where none does."""
    num = held.number_waiting(rooms(), me().organisation_id)
    if not num:
        return ""
    return ngettext(
        "%(num)s visit is waiting for your decision.", "%(num)s visits are waiting for your decision.", num
    )


def reason(held_for: HeldFor, visit: HeldVisit) -> str:
    """Why it waits, as a sentence."""
    first, last = (format_date(d, g.language) for d in (visit.assignment.opens_on, visit.assignment.due_on))
    return {
        HeldFor.REVIEW: _("An editor reads every visit of this programme before it counts."),
        HeldFor.LATE: _("It was finished after its last day, %(day)s.", day=last),
        HeldFor.EARLY: _("It was finished before its first day, %(day)s.", day=first),
        HeldFor.WITHDRAWN: _("The visit had been withdrawn."),
        HeldFor.REASSIGNED: _("The visit had been given to somebody else before this came in."),
        HeldFor.DUPLICATE: _("An audit of this visit had come in before."),
        HeldFor.OLD_EDITION: _("It answers another edition of the checklist than the visit asks for."),
        HeldFor.INCOMPLETE: _("Something that the checklist needs is missing."),
        HeldFor.UNREADABLE: _("Some of what came in cannot be read."),
    }[held_for]


@dataclass(frozen=True)
class Moment:
    """When something happened by our clock; `phones` is what the phone's said, where that was different."""

    label: str
    ours: str
    phones: str = ""


def moments(visit: HeldVisit) -> Iterator[Moment]:
    """Begun, finished and arrived, on the place's clock."""
    if visit.started_at:
        yield _moment(_("Begun"), visit.started_at, visit)
    yield _moment(_("Finished"), visit.finished_at, visit)
    yield Moment(_("Arrived"), format_datetime(visit.received_at, visit.location.zone, g.language))


def _moment(label: str, corrected: datetime, visit: HeldVisit) -> Moment:
    ours = format_datetime(corrected, visit.location.zone, g.language)
    if not is_off(visit):
        return Moment(label, ours)
    said = corrected - timedelta(seconds=visit.skew or 0)
    return Moment(label, ours, format_datetime(said, visit.location.zone, g.language))


def is_off(visit: HeldVisit) -> bool:
    """Whether the phone's clock told another time than ours."""
    return abs(visit.skew or 0) >= SAME_CLOCK


def clock(visit: HeldVisit) -> str:
    """What is to be known about the phone's clock; nothing where it was right."""
    if visit.skew is None:
        return _("These are the times of the phone’s own clock; it could not be compared with ours.")
    if not is_off(visit):
        return ""
    length = format_duration(abs(visit.skew), g.language)
    if visit.skew > 0:
        return _(
            "The phone’s clock was behind by %(length)s. The times are corrected by that.", length=length
        )
    return _("The phone’s clock was ahead by %(length)s. The times are corrected by that.", length=length)


def active(visit: HeldVisit) -> str:
    """How long the checklist was open in front of the shopper."""
    return "" if visit.active_seconds is None else format_duration(visit.active_seconds, g.language)


def lacks(missing: Iterable[Missing]) -> Mapping[str, list[str]]:
    """What the checklist misses, in words, by question code."""
    words = {
        Lack.ANSWER: _("The answer is missing."),
        Lack.COMMENT: _("The comment is missing."),
        Lack.PHOTO: _("The photo is missing."),
    }
    found: dict[str, list[str]] = defaultdict(list)
    for each in missing:
        found[each.question.code].append(words[each.lack])
    return found


def lost_photos(num: int) -> str:
    """How many photos were named and are not here; empty where all are."""
    if not num:
        return ""
    return ngettext(
        "%(num)s photo that it names never came in.", "%(num)s photos that it names never came in.", num
    )

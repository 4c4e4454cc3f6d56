"""What a hint says: something to look at, with its numbers, and never a verdict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from flask import g

from audit_app.core.hints import Hint, HintKind
from audit_app.formatting import format_duration, format_number
from audit_app.translations import gettext as _
from audit_app.translations import ngettext


def by_question(hints: Iterable[Hint]) -> Mapping[str, list[str]]:
    """The sentences by question code, those about the whole visit under ""."""
    found: dict[str, list[str]] = defaultdict(list)
    for hint in hints:
        found[hint.question or ""].append(sentence(hint))
    return found


def sentence(hint: Hint) -> str:
    """One hint, as a sentence."""
    return _of_time(hint) or _of_place(hint) or _of_words(hint)


def _long(hint: Hint, name: str) -> str:
    return format_duration(abs(float(hint.numbers[name])), g.language)


def _of_time(hint: Hint) -> str:
    if hint.kind is HintKind.TOO_FAST:
        return _(
            "It was filled in within %(active)s; reading and typing alone take about %(floor)s.",
            active=_long(hint, "active"),
            floor=_long(hint, "floor"),
        )
    if hint.kind is HintKind.OUTSIDE_WINDOW:
        if "early" in hint.numbers:
            return _("It was begun %(length)s before the first day.", length=_long(hint, "early"))
        return _("It was begun %(length)s after the last day.", length=_long(hint, "late"))
    if hint.kind is HintKind.REPORTED_LATE:
        return _(
            "It was finished %(after)s after it was begun; %(allowed)s are allowed.",
            after=_long(hint, "after"),
            allowed=_long(hint, "allowed"),
        )
    if hint.kind is HintKind.CLOCK_WRONG:
        return _("The phone’s clock was wrong by %(length)s.", length=_long(hint, "skew"))
    return ""


def _of_place(hint: Hint) -> str:
    if hint.kind not in (HintKind.FAR_AWAY, HintKind.PLACE_DOUBTFUL):
        return ""
    metres = format_number(round(hint.numbers["metres"]), g.language)
    if hint.kind is HintKind.FAR_AWAY:
        return _("The phone was %(metres)s metres away from the place.", metres=metres)
    return _("The phone’s place is doubtful: %(metres)s metres away, with no good accuracy.", metres=metres)


def _of_words(hint: Hint) -> str:
    if hint.kind is HintKind.STRAIGHT_LINED:
        num = int(hint.numbers["same"])
        return ngettext(
            "%(num)s question with these choices has the same answer.",
            "All %(num)s questions with these choices have the same answer.",
            num,
        )
    return {
        HintKind.TEXT_REUSED: _("A text of another visit is much like this one."),
        HintKind.PRAISED_THOUGH_WORST: _("The answer is the worst one, and the comment only praises."),
        HintKind.BLAMED_THOUGH_BEST: _("The answer is the best one, and the comment finds fault."),
        HintKind.COMMENT_TOO_SHORT: _("The comment is very short."),
        HintKind.COMMENT_REPEATS_QUESTION: _("The comment repeats the question."),
    }[hint.kind]

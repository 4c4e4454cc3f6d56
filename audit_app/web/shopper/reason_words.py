"""Why a shopper cannot take a visit, as sentences to that shopper."""

from collections.abc import Callable

from flask import g

from audit_app.core.eligibility import Reason, ReasonKind
from audit_app.formatting import format_date, language_name
from audit_app.translations import gettext as _
from audit_app.translations import ngettext


def reason_in_words(reason: Reason) -> str:
    """One reason, with the day from which it is gone where there is one."""
    return SENTENCES[reason.kind](reason)


def _day(reason: Reason) -> str:
    return format_date(reason.day, g.language) if reason.day else ""


def _again(reason: Reason) -> str:
    return format_date(reason.again_from, g.language) if reason.again_from else ""


def _visited_here(reason: Reason) -> str:
    return ngettext(
        "You visited this place %(num)s day ago; again from %(day)s.",
        "You visited this place %(num)s days ago; again from %(day)s.",
        reason.days_ago or 0,
        day=_again(reason),
    )


def _visited_brand(reason: Reason) -> str:
    return ngettext(
        "You visited a place of %(brand)s %(num)s day ago; again from %(day)s.",
        "You visited a place of %(brand)s %(num)s days ago; again from %(day)s.",
        reason.days_ago or 0,
        brand=reason.brand,
        day=_again(reason),
    )


def _standing(reason: Reason) -> str:
    if reason.has is None:
        return _(
            "This visit asks for a standing of %(needed)s. You have none yet: it comes with three visits.",
            needed=reason.needed,
        )
    return _(
        "This visit asks for a standing of %(needed)s, and yours is %(has)s.",
        needed=reason.needed,
        has=reason.has,
    )


SENTENCES: dict[ReasonKind, Callable[[Reason], str]] = {
    ReasonKind.WINDOW_OVER: lambda one: _("Its last day was %(day)s.", day=_day(one)),
    ReasonKind.CONFLICT: lambda _one: _("You named a conflict of interest with this place."),
    ReasonKind.LANGUAGE: lambda one: _(
        "The brief is written in %(language)s.", language=language_name(one.language or "", g.language)
    ),
    ReasonKind.LEVEL: lambda _one: _("This visit asks for a certificate that you do not have yet."),
    ReasonKind.INVITATION_ONLY: lambda _one: _("These visits are given by invitation."),
    ReasonKind.STANDING: _standing,
    ReasonKind.VISITED_HERE: _visited_here,
    ReasonKind.PROMISED_HERE: lambda one: _(
        "You have another visit to this place until %(until)s; again from %(day)s.",
        until=_day(one),
        day=_again(one),
    ),
    ReasonKind.VISITED_BRAND: _visited_brand,
    ReasonKind.PROMISED_BRAND: lambda one: _(
        "You have a visit to another place of %(brand)s until %(until)s; again from %(day)s.",
        brand=one.brand,
        until=_day(one),
        day=_again(one),
    ),
    ReasonKind.TOO_CLOSE: lambda one: _(
        "Another visit to this place is too close; again from %(day)s.", day=_again(one)
    ),
}

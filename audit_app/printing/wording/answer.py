"""The first page below its headline in words: the three numbers, what has changed, what to do."""

from audit_app.core.comparison import Absence, Reading, Thresholds
from audit_app.core.questionnaire import View
from audit_app.core.report import Action, ActionKind, Change
from audit_app.formatting import format_interval
from audit_app.printing.wording import figures
from audit_app.translations import current_language
from audit_app.translations import gettext as _


def view_heading(view: View) -> str:
    """Over one of the three big numbers."""
    headings = {
        View.STAFF: _("The team believes"),
        View.OBSERVED: _("Shoppers observed"),
        View.CUSTOMER: _("Customers felt"),
    }
    return headings[view]


def overall_base(reading: Reading) -> str:
    """What one of the big numbers rests on: the fewest sheets on any standard in it."""
    return _("%(base)s or more per standard", base=figures.base(reading))


def missing(reading: Reading, thresholds: Thresholds) -> str:
    """Why one of the big numbers is not there, as a kind sentence."""
    if reading.absence is Absence.HIDDEN:
        least = figures.number(thresholds.least_team)
        return _("Not shown: fewer than %(least)s people of a team answered.", least=least)
    if reading.absence is Absence.NOTHING:
        return {
            View.STAFF: _("The team was not asked, or nobody has answered yet."),
            View.OBSERVED: _("No visit came back in this period."),
            View.CUSTOMER: _("No customer answered in this period."),
        }[reading.view]
    return {
        View.STAFF: _("Too few team answers to set beside the other views."),
        View.OBSERVED: _("Too few visits to set beside the other views."),
        View.CUSTOMER: _("Too few customer answers to set beside the other views."),
    }[reading.view]


def change(found: Change | None) -> str:
    """Against the period of equal length before."""
    if found is None:
        return _("Nothing to compare with in the period before.")
    values = {
        "difference": figures.difference(found.points),
        "interval": format_interval(found.low, found.high, current_language(), signed=True),
    }
    if found.verdict == "better":
        return _("Better than in the period before: %(difference)s (%(interval)s).", **values)
    if found.verdict == "worse":
        return _("Worse than in the period before: %(difference)s (%(interval)s).", **values)
    return _("No clear change from the period before: %(difference)s (%(interval)s).", **values)


def action(found: Action) -> str:
    """Why something is proposed, in one sentence that names its subject."""
    if found.kind is ActionKind.MORE_ANSWERS:
        return _more_answers(found.subject)
    # A question that is a sentence of its own would end within ours.
    subject = {"subject": found.subject.rstrip(" .։")}
    sentences = {
        ActionKind.CRITICAL: _("“%(subject)s” must never fail, and it did.", **subject),
        ActionKind.BLIND_SPOT: _(
            "“%(subject)s” is a blind spot of the team: look at it together.", **subject
        ),
        ActionKind.WEAKNESS: _("“%(subject)s” is weak: make it better first.", **subject),
        ActionKind.HIDDEN_STRENGTH: _("“%(subject)s” is better than the team thinks: tell them.", **subject),
    }
    return sentences[found.kind]


def _more_answers(subject: str) -> str:
    by_view = {
        View.STAFF.value: _("Ask the team again: too few have answered."),
        View.OBSERVED.value: _("Send more shoppers: too few visits were made."),
        View.CUSTOMER.value: _("Ask more customers: too few have answered."),
    }
    return by_view.get(subject) or _(
        "“%(subject)s” needs more answers before it can be judged.", subject=subject
    )

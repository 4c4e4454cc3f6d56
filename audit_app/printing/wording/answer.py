"""The first page in words: the one sentence, the three numbers, what to do."""

from fractions import Fraction

from audit_app.core.comparison import Absence, Reading, Thresholds
from audit_app.core.questionnaire import View
from audit_app.core.report import Action, ActionKind, Change, Headline, HeadlineKind, Report
from audit_app.formatting import format_interval, format_percent, round_half_up
from audit_app.printing.wording import figures
from audit_app.printing.wording.comparing import name_of, row_of
from audit_app.translations import current_language, ngettext
from audit_app.translations import gettext as _


def headline(report: Report) -> str:
    """The answer in one sentence; of one place among several it names the place."""
    sentence = _sentence(report)
    if not report.headline.place:
        return sentence
    return _("%(place)s: %(sentence)s", place=report.headline.place, sentence=sentence)


def _sentence(report: Report) -> str:
    found = report.headline
    if found.kind in (HeadlineKind.BLIND_SPOT, HeadlineKind.BLIND_SPOT_CONFIRMED):
        return _blind_spot(found, name_of(report, found.standard))
    if found.kind in (
        HeadlineKind.HIDDEN_STRENGTH,
        HeadlineKind.OBSERVED_HIGHER,
        HeadlineKind.OBSERVED_LOWER,
    ):
        return _seen_otherwise(found, name_of(report, found.standard))
    if found.kind is HeadlineKind.AGREE:
        return _agreement(found, report)
    return _no_comparison(found, name_of(report, found.standard))


def whole(points: Fraction | None) -> int:
    """Points without sign, as a plural form wants them."""
    return abs(int(round_half_up(points or 0)))


def _values(found: Headline, standard: str) -> dict[str, str]:
    return {"standard": standard, "points": figures.points(abs(found.points) if found.points else 0)}


def _blind_spot(found: Headline, standard: str) -> str:
    num, values = whole(found.points), _values(found, standard)
    if found.right is View.OBSERVED:
        return ngettext(
            "Shoppers rate “%(standard)s” %(points)s point lower than the team does.",
            "Shoppers rate “%(standard)s” %(points)s points lower than the team does.",
            num,
            **values,
        )
    if found.kind is HeadlineKind.BLIND_SPOT_CONFIRMED:
        return ngettext(
            "Customers rate “%(standard)s” %(points)s point lower than the team does, "
            "and what shoppers observed is closer to the customers.",
            "Customers rate “%(standard)s” %(points)s points lower than the team does, "
            "and what shoppers observed is closer to the customers.",
            num,
            **values,
        )
    return ngettext(
        "Customers rate “%(standard)s” %(points)s point lower than the team does.",
        "Customers rate “%(standard)s” %(points)s points lower than the team does.",
        num,
        **values,
    )


def _seen_otherwise(found: Headline, standard: str) -> str:
    num, values = whole(found.points), _values(found, standard)
    if found.kind is HeadlineKind.OBSERVED_HIGHER:
        return ngettext(
            "Shoppers rate “%(standard)s” %(points)s point higher than customers do.",
            "Shoppers rate “%(standard)s” %(points)s points higher than customers do.",
            num,
            **values,
        )
    if found.kind is HeadlineKind.OBSERVED_LOWER:
        return ngettext(
            "Shoppers rate “%(standard)s” %(points)s point lower than customers do.",
            "Shoppers rate “%(standard)s” %(points)s points lower than customers do.",
            num,
            **values,
        )
    if found.right is View.OBSERVED:
        return ngettext(
            "Shoppers rate “%(standard)s” %(points)s point higher than the team does.",
            "Shoppers rate “%(standard)s” %(points)s points higher than the team does.",
            num,
            **values,
        )
    return ngettext(
        "Customers rate “%(standard)s” %(points)s point higher than the team does.",
        "Customers rate “%(standard)s” %(points)s points higher than the team does.",
        num,
        **values,
    )


def _agreement(found: Headline, report: Report) -> str:
    least = figures.number(report.method.thresholds.least_gap)
    if (found.left, found.right) == (View.STAFF, View.CUSTOMER):
        return _("The team and its customers agree: no standard differs by %(least)s points.", least=least)
    if (found.left, found.right) == (View.OBSERVED, View.CUSTOMER):
        return _("Shoppers and customers agree: no standard differs by %(least)s points.", least=least)
    if (found.left, found.right) == (View.STAFF, View.OBSERVED):
        return _("The team and the shoppers agree: no standard differs by %(least)s points.", least=least)
    return _("The views agree: no standard differs by %(least)s points.", least=least)


def _no_comparison(found: Headline, standard: str) -> str:
    if found.kind is HeadlineKind.UNCLEAR:
        return _(
            "“%(standard)s” differs most, by %(points)s points, but too uncertainly to call it a difference.",
            **_values(found, standard),
        )
    if found.kind is HeadlineKind.ONE_VIEW:
        return {
            View.STAFF: _("Only the team has answered so far, so there is nothing to compare yet."),
            View.OBSERVED: _("Only shoppers have been there so far, so there is nothing to compare yet."),
            View.CUSTOMER: _("Only customers have answered so far, so there is nothing to compare yet."),
        }[found.left or View.CUSTOMER]
    if found.kind is HeadlineKind.TOO_FEW:
        return _("There are answers, but too few to compare the views.")
    return _("There are no answers for this period yet.")


def certainty(report: Report) -> str:
    """From how many standards the one in the headline was chosen, and how sure its difference is."""
    row = row_of(report, report.headline.standard)
    if row is None or row.main is None or not figures.gap_interval(row.main):
        return ""
    return ngettext(
        "It is the one standard compared. The difference lies in %(interval)s points, with "
        "%(confidence)s confidence.",
        "It is the largest difference of %(num)s standards compared. It lies in %(interval)s points, with "
        "%(confidence)s confidence for all of them together.",
        report.method.standards_tested,
        interval=figures.gap_interval(row.main),
        confidence=format_percent(report.method.thresholds.confidence, current_language()),
    )


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
    subject = {"subject": found.subject}
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

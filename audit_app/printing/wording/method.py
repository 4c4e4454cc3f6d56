"""How the numbers were made: the sentences that depend on the values the arithmetic used."""

from audit_app.core.report import Report
from audit_app.formatting import format_percent
from audit_app.printing.wording import figures
from audit_app.translations import current_language
from audit_app.translations import gettext as _


def level(report: Report) -> str:
    """The level of the intervals around figures: "95%"."""
    return format_percent(report.method.thresholds.confidence, current_language())


def gap_rule(report: Report) -> str:
    """When a difference is named, and at which level its interval stands."""
    used = report.method
    values = {
        "least": figures.number(used.thresholds.least_gap),
        "level": format_percent(used.adjusted_confidence, current_language(), 1),
    }
    if used.standards_tested < 2:
        return _(
            "A difference is named from %(least)s points on, if its %(level)s interval leaves out 0.",
            **values,
        )
    return _(
        "A difference is named from %(least)s points on, if its interval leaves out 0. That interval stands "
        "at %(level)s, because %(num)s standards are tested at once.",
        num=figures.number(used.standards_tested),
        **values,
    )


def mean_rule(report: Report) -> str:
    """What each of the big numbers is the mean of."""
    if report.common_standards == 1:
        return _("Each number is the figure of the one standard that all views shown measure.")
    return _(
        "Each number is the mean of %(num)s standards, those that all views shown measure.",
        num=figures.number(report.common_standards),
    )


def places_rule(report: Report) -> str:
    """How several places become one figure, '' where there is one."""
    if len(report.places) < 2:
        return ""
    if report.method.locations_weighted_equally:
        return _("The figure of several places is the mean of their figures: each place counts the same.")
    return _("The figure of several places is the mean of their figures, weighted by their customers.")


def editions(report: Report) -> str:
    """Which rules scored the sheets and laid out the report."""
    return _(
        "Scoring rules, edition %(scoring)s; report, edition %(report)s.",
        scoring=figures.number(report.method.scoring_edition),
        report=figures.number(report.edition),
    )

"""The answer in one sentence, for every case, and how sure it is."""

from fractions import Fraction

from audit_app.core.questionnaire import View
from audit_app.core.report import Headline, HeadlineKind, Report, StandardRow
from audit_app.formatting import format_percent, round_half_up
from audit_app.printing.wording import figures
from audit_app.printing.wording.comparing import name_of, row_of
from audit_app.translations import current_language, ngettext
from audit_app.translations import gettext as _


def sentence(report: Report) -> str:
    """The answer in one sentence; of one place among several it names the place."""
    everywhere = _sentence(report)
    if not report.headline.place:
        return everywhere
    return _("%(place)s – %(sentence)s", place=report.headline.place, sentence=everywhere)


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
    if report.headline.place:
        return _(
            "It is the largest difference at any one of %(count)s places. "
            "Over all places together none can be named.",
            count=figures.number(len(report.places)),
        )
    row = row_of(report, report.headline.standard)
    if row is None or row.main is None or not figures.gap_interval(row.main):
        return ""
    values = {
        "interval": figures.gap_interval(row.main),
        "confidence": format_percent(report.method.thresholds.confidence, current_language()),
    }
    if is_largest(report, row):
        return _largest(report.method.standards_tested, values)
    return _(
        "%(count)s standards were compared. This difference lies in %(interval)s points, with "
        "%(confidence)s confidence for all of them together.",
        count=figures.number(report.method.standards_tested),
        **values,
    )


def is_largest(report: Report, row: StandardRow) -> bool:
    """Whether no other standard differs more: blind spots lead, even beside a larger hidden strength."""
    sizes = [
        abs(one.main.points)
        for one in report.rows
        if one.main and one.main.points and one.main.low is not None
    ]
    return row.main is not None and abs(row.main.points or Fraction()) >= max(sizes, default=Fraction())


def _largest(tested: int, values: dict[str, str]) -> str:
    if tested == 1:
        return _(
            "It is the one standard compared. The difference lies in %(interval)s points, with "
            "%(confidence)s confidence.",
            **values,
        )
    return _(
        "It is the largest difference of %(num)s standards compared. It lies in %(interval)s points, with "
        "%(confidence)s confidence for all of them together.",
        num=figures.number(tested),
        **values,
    )

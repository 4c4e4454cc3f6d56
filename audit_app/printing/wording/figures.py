"""Single figures in words: a reading, its base, its interval, a gap, the counts of a question."""

from fractions import Fraction

from audit_app.core.comparison import Absence, Gap, Reading
from audit_app.core.questionnaire import View
from audit_app.core.report_parts import QuestionFigures, Recommendation, Share
from audit_app.formatting import (
    format_difference,
    format_duration,
    format_interval,
    format_number,
    format_percent,
    format_points,
)
from audit_app.translations import current_language, ngettext
from audit_app.translations import gettext as _


def number(value: Fraction | int | float, places: int = 0) -> str:
    """A count or a measure."""
    return format_number(value, current_language(), places)


def points(value: Fraction | int | float) -> str:
    """Points 0–100, whole."""
    return format_points(value, current_language())


def difference(value: Fraction | int | float) -> str:
    """A difference in points with its sign."""
    return format_difference(value, current_language())


def percent(share: Fraction | int | float) -> str:
    """A share 0–1 in percent."""
    return format_percent(share, current_language())


def view_name(view: View) -> str:
    """What a view is called in a table or a legend."""
    names = {View.STAFF: _("Team"), View.OBSERVED: _("Visits"), View.CUSTOMER: _("Customers")}
    return names[view]


def base(reading: Reading) -> str:
    """How many sheets a figure rests on: "12 visits"."""
    written = number(reading.n)
    if reading.view is View.STAFF:
        return ngettext("%(count)s self-assessment", "%(count)s self-assessments", reading.n, count=written)
    if reading.view is View.OBSERVED:
        return ngettext("%(count)s visit", "%(count)s visits", reading.n, count=written)
    return ngettext("%(count)s customer answer", "%(count)s customer answers", reading.n, count=written)


def absence(reading: Reading) -> str:
    """Why there is no figure, short enough for a chart."""
    return _("not shown: too few people") if reading.absence is Absence.HIDDEN else _("no answers")


def interval(reading: Reading) -> str:
    """The reading's own interval, '' below two sheets."""
    if reading.low is None or reading.high is None:
        return ""
    return format_interval(reading.low, reading.high, current_language())


def beside_mark(reading: Reading) -> str:
    """What stands beside the mark in a chart: the points, and the base where it is too small."""
    written = points(reading.points or 0)
    if reading.enough:
        return written
    return _("%(points)s (only %(count)s)", points=written, count=number(reading.n))


def in_words(reading: Reading) -> str:
    """The reading for somebody who cannot see the chart."""
    name = view_name(reading.view)
    if reading.points is None:
        return _("%(view)s: %(absence)s.", view=name, absence=absence(reading))
    values = {"view": name, "points": points(reading.points), "base": base(reading)}
    span = interval(reading)
    if not span:
        return _("%(view)s: %(points)s of 100, %(base)s.", **values)
    return _("%(view)s: %(points)s of 100, %(base)s, interval %(interval)s.", interval=span, **values)


def gap(found: Gap) -> str:
    """The gap in points with its sign, '' where there is none."""
    return "" if found.points is None else difference(found.points)


def gap_interval(found: Gap) -> str:
    """The gap's interval with signs, '' where it cannot be known."""
    if found.low is None or found.high is None:
        return ""
    return format_interval(found.low, found.high, current_language(), signed=True)


def counts_in_words(question: QuestionFigures) -> str:
    """The counts of a question's answers, best first: "Excellent 40, Good 30"."""
    parts = (
        _("%(label)s %(count)s", label=choice.label, count=number(choice.count))
        for choice in question.choices
    )
    return _("%(text)s – %(counts)s", text=question.text, counts=", ".join(parts))


def mean(question: QuestionFigures) -> str:
    """Σ earned ÷ Σ possible in points with one decimal, '' where nothing was possible."""
    if not question.possible:
        return ""
    return format_points(Fraction(100 * question.earned, question.possible), current_language(), 1)


def top_two(question: QuestionFigures) -> str:
    """The share of answers that earn 75 % of the best or more, '' without one."""
    if question.top_two is None or not question.answered:
        return ""
    return percent(Fraction(question.top_two, question.answered))


def share(found: Share) -> str:
    """A share in percent; its base is at least 1."""
    return percent(Fraction(found.count, found.base))


def share_interval(found: Share) -> str:
    """The share's interval in percent, '' where there is none."""
    if found.low is None or found.high is None:
        return ""
    return format_interval(found.low, found.high, current_language())


def as_reading(found: Share, enough: bool) -> Reading:
    """A share of customers as a reading in percent, to be drawn on the scale 0–100."""
    exact = Fraction(100 * found.count, found.base)
    return Reading(View.CUSTOMER, found.base, exact, found.low, found.high, enough, absence=None)


def recommending(found: Recommendation) -> int:
    """How many said how likely they are to recommend: the base of the score."""
    return found.promoters + found.passives + found.detractors


def promoter_score(found: Recommendation) -> str:
    """NPS: percent of promoters less percent of detractors, −100 to 100, '' without answers."""
    answered = recommending(found)
    if not answered:
        return ""
    return difference(Fraction(100 * (found.promoters - found.detractors), answered))


def promoter_interval(found: Recommendation) -> str:
    """The promoter score's interval with signs, '' where there is none."""
    if found.low is None or found.high is None:
        return ""
    return format_interval(found.low, found.high, current_language(), signed=True)


def median(question: QuestionFigures) -> str:
    """The median, lengths of time with their units; '' without one. Other questions name their unit."""
    if question.median is None:
        return ""
    if question.unit in ("seconds", "minutes"):
        seconds = question.median * (60 if question.unit == "minutes" else 1)
        return format_duration(seconds, current_language())
    return number(question.median, 0 if question.median.denominator == 1 else 1)

"""How often each answer was given: one stacked bar, best answer first and darkest, counts under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from audit_app.core.questionnaire import View
from audit_app.core.report_parts import QuestionFigures, Recommendation
from audit_app.formatting import format_number
from audit_app.printing.charts.lettering import width_of
from audit_app.printing.charts.marks import text
from audit_app.printing.charts.svg import drawing, element
from audit_app.printing.looks import colour, tint, view_colour
from audit_app.printing.wording import figures
from audit_app.translations import current_language
from audit_app.translations import gettext as _

WIDTH, BAR, HEIGHT, SIZE, APART = 300.0, 13.0, 27.0, 9.0, 5.0


@dataclass(frozen=True)
class Part:
    """One piece of a bar: what it is, how many, and its colour."""

    label: str
    count: int
    shade: str


def distribution(question: QuestionFigures) -> Markup:
    """The answers to a question; "not applicable" is no part of the bar, since it is not in the base."""
    return shares(figures.counts_in_words(question), parts_of(question))


def parts_of(question: QuestionFigures) -> tuple[Part, ...]:
    """The parts of a question's bar, the more points the darker the view's colour."""
    return tuple(
        Part(choice.label, choice.count, shade_of(question.view, choice.points))
        for choice in question.choices
        if choice.points is not None
    )


def recommendation(found: Recommendation) -> Markup:
    """The bar of those who recommend, are undecided, and do not."""
    parts = [
        Part("", count, shade_of(View.CUSTOMER, points))
        for count, points in ((found.promoters, 100), (found.passives, 45), (found.detractors, 0))
    ]
    return shares(_("Recommendation (NPS)"), parts)


def shade_of(view: View, points: int) -> str:
    """A view's colour for an answer worth so many points: full at 100, a breath at 0."""
    return tint(view_colour(view), 8 + min(max(points, 0), 100) * 92 // 100)


def shares(title: str, parts: Sequence[Part]) -> Markup:
    """A bar of these parts; nothing where nothing was counted."""
    total = sum(part.count for part in parts)
    if not total:
        return Markup("")
    frame = element(
        "rect", x=0.4, y=0.4, width=WIDTH - 0.8, height=BAR, fill="none", stroke=colour("report-line")
    )
    return drawing(WIDTH, HEIGHT, title, [*_pieces(parts, total), frame], "shares")


def _pieces(parts: Sequence[Part], total: int) -> Iterator[Markup]:
    shown = [part for part in parts if part.count]
    start, middles = 0.0, []
    for part in shown:
        width = WIDTH * part.count / total
        yield element(
            "rect",
            x=start,
            y=0.4,
            width=width,
            height=BAR,
            fill=part.shade,
            stroke="#ffffff",
            stroke_width=0.8,
        )
        middles.append(start + width / 2)
        start += width
    numbers = [format_number(part.count, current_language()) for part in shown]
    for number, x in zip(numbers, spread(middles, [width_of(n, SIZE) for n in numbers]), strict=True):
        yield text(number, x, BAR + 10.5, SIZE, text_anchor="middle")


def spread(middles: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Where labels of these widths stand: as near their wish as they can without touching or leaving.

    >>> spread([10, 12], [8, 8])
    [10, 23.0]
    """
    placed: list[float] = []
    edge = 0.0
    for middle, width in zip(middles, widths, strict=True):
        placed.append(max(middle, edge + width / 2))
        edge = placed[-1] + width / 2 + APART
    edge = WIDTH
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], edge - widths[number] / 2)
        edge = placed[number] - widths[number] / 2 - APART
    return placed


def swatch(shade: str) -> Markup:
    """A small square of a colour, for a legend; the words stand beside it."""
    square = element("rect", x=0.5, y=0.5, width=11, height=11, fill=shade, stroke=colour("report-line"))
    return drawing(12, 12, "", [square], "swatch")

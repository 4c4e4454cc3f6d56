"""The gap map: one row per standard, one lane per view, and between two marks the gap.

Wide for paper and large screens; narrow for phones, where the label stands above its row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from audit_app.core.comparison import Gap, Reading, Verdict
from audit_app.core.questionnaire import View
from audit_app.core.report import StandardRow
from audit_app.printing.charts.lettering import width_of, wrapped
from audit_app.printing.charts.marks import Track, mark, text, whisker
from audit_app.printing.charts.svg import drawing, element
from audit_app.printing.colours import colour
from audit_app.printing.wording import comparing, figures

LANE, AIR, TOP = 13.0, 7.0, 20.0
BANDS = {Verdict.BLIND_SPOT: "staff-soft", Verdict.HIDDEN_STRENGTH: "customer-soft"}


@dataclass(frozen=True)
class Layout:
    """Where things stand: the track, the room for a label, the verdict's edge, and space above the lanes."""

    width: float
    track: Track
    label_room: float
    verdict_at: float
    verdict_anchor: str
    verdict_room: float
    headroom: float


WIDE = Layout(640, Track(160, 516), 146, 532, "start", 108, 0)
NARROW = Layout(360, Track(8, 352), 214, 352, "end", 130, 28)


def gap_map(rows: Sequence[StandardRow], views: Sequence[View], *, is_narrow: bool = False) -> Markup:
    """The chart of these rows with a lane for each of these views; its title says all numbers in words."""
    layout = NARROW if is_narrow else WIDE
    height_of_row = layout.headroom + LANE * len(views) + 2 * AIR
    height = TOP + height_of_row * len(rows) + 1
    pieces = [_grid(layout, height)]
    for number, row in enumerate(rows):
        pieces.append(_row(row, views, layout, TOP + number * height_of_row, height_of_row))
    title = " ".join(comparing.row_in_words(row) for row in rows)
    return drawing(layout.width, height, title, pieces, "gap-map")


def _grid(layout: Layout, height: float) -> Markup:
    return Markup("").join(
        element("line", x1=x, x2=x, y1=TOP - 5, y2=height, stroke=colour("report-line"), stroke_width=0.6)
        + text(str(points), x, TOP - 9, 8.5, ink="report-soft", text_anchor=anchor)
        for points, anchor in ((0, "middle"), (25, "middle"), (50, "middle"), (75, "middle"), (100, "middle"))
        for x in (layout.track.at(points),)
    )


def _row(row: StandardRow, views: Sequence[View], layout: Layout, top: float, height: float) -> Markup:
    lanes = {view: top + layout.headroom + AIR + LANE * (number + 0.5) for number, view in enumerate(views)}
    pieces = [
        element(
            "line", x1=0, x2=layout.width, y1=top, y2=top, stroke=colour("report-line"), stroke_width=0.8
        ),
        *_gap(row, layout.track, lanes),
        *_label(row.name, layout, top, height),
        *_verdict(row.main, layout, top, height),
    ]
    for view, y in lanes.items():
        pieces += _lane(row.readings.get(view) or Reading(view, 0), layout.track, y)
    return element("g", *pieces)


def _gap(row: StandardRow, track: Track, lanes: dict[View, float]) -> Iterator[Markup]:
    """The span between the two marks of the main gap: a band in the colour of its verdict, and a line."""
    gap = row.main
    if gap is None or gap.left not in lanes or gap.right not in lanes:
        return
    ends = [(_points(row.readings[view]), lanes[view]) for view in (gap.left, gap.right)]
    (x1, y1), (x2, y2) = [(track.at(points), y) for points, y in ends if points is not None]
    if gap.verdict in BANDS:
        top, bottom = min(lanes.values()) - LANE / 2, max(lanes.values()) + LANE / 2
        shade = colour(BANDS[gap.verdict])
        yield element("rect", x=min(x1, x2), y=top, width=abs(x2 - x1), height=bottom - top, fill=shade, rx=2)
    yield element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="#98a2b3", stroke_width=1)


def _points(reading: Reading) -> Fraction | None:
    return reading.points


def _label(name: str, layout: Layout, top: float, height: float) -> Iterator[Markup]:
    lines = wrapped(name, layout.label_room, 10.5, 2 if layout.headroom else 3)
    first = top + 14 if layout.headroom else top + height / 2 + 3.8 - 6.5 * (len(lines) - 1)
    for number, line in enumerate(lines):
        yield text(line, 0, first + 13 * number, 10.5)


def _verdict(gap: Gap | None, layout: Layout, top: float, height: float) -> Iterator[Markup]:
    is_flagged = gap is not None and gap.verdict in BANDS
    figure = figures.gap(gap) if gap else ""
    lines = wrapped(comparing.verdict(gap), layout.verdict_room, 8.5, 2)
    first = top + 14 if layout.headroom else top + height / 2 - 1 - 5 * (len(lines) - 1)
    ink, weight = ("report-ink", "bold") if is_flagged else ("report-soft", "normal")
    style = {"text_anchor": layout.verdict_anchor, "ink": ink, "font_weight": weight}
    if figure:
        yield text(figure, layout.verdict_at, first, 11, **style)
    for number, line in enumerate(lines):
        yield text(line, layout.verdict_at, first + 12 + 10 * number - (0 if figure else 8), 8.5, **style)


def _lane(reading: Reading, track: Track, y: float) -> Iterator[Markup]:
    """One view: the bar of uncertainty, the mark, its number; words where there is no figure."""
    if reading.points is None:
        yield mark(reading.view, track.left + 8, y, is_hollow=True, radius=3.4)
        yield text(figures.absence(reading), track.left + 17, y + 3, 8.5, ink="report-soft")
        return
    x = track.at(reading.points)
    yield whisker(reading, track, y)
    yield mark(reading.view, x, y, is_hollow=not reading.enough)
    yield _number(reading, track, y)


def _number(reading: Reading, track: Track, y: float) -> Markup:
    """The number right of the mark on a strip of paper, or left of it where it would leave the scale."""
    words, size = figures.beside_mark(reading), 9.0
    width, middle = width_of(words, size) + 4, track.at(reading.points or 0)
    fits = middle + 7 + width <= track.right + 10
    left = middle + 7 if fits else middle - 7 - width
    paper = element(
        "rect", x=left, y=y - LANE / 2 + 1, width=width, height=LANE - 2, fill="#ffffff", fill_opacity=0.82
    )
    ink, weight = (reading.view.value, "bold") if reading.enough else ("report-soft", "normal")
    return paper + text(
        words, left + width / 2, y + 3.2, size, ink=ink, font_weight=weight, text_anchor="middle"
    )

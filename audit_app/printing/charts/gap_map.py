"""The gap map: one row per standard, one lane per view, and between two marks the gap.

Wide for paper and large screens; narrow for phones, where the label stands above its lanes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from audit_app.core.comparison import Gap, Reading, Verdict
from audit_app.core.questionnaire import View
from audit_app.core.report import StandardRow
from audit_app.printing.charts.lettering import width_of, wrapped
from audit_app.printing.charts.marks import Track, mark, text, whisker
from audit_app.printing.charts.svg import drawing, element
from audit_app.printing.looks import colour
from audit_app.printing.wording import comparing, figures

LANE, AIR, TOP = 13.0, 7.0, 20.0
LABEL, FIGURE, WORDS = 10.5, 9.0, 8.5
"""Sizes of letters: a standard's name, the number beside a mark, everything small."""
SPANS = {Verdict.BLIND_SPOT: "staff-soft", Verdict.HIDDEN_STRENGTH: "customer-soft"}


@dataclass(frozen=True)
class Layout:
    """Where things stand. `headroom` is the space above the lanes for the label, 0 sets it beside them."""

    width: float
    track: Track
    label_room: float
    verdict_at: float
    verdict_anchor: str
    verdict_room: float
    headroom: float


WIDE = Layout(640, Track(160, 516), 146, 532, "start", 108, 0)
NARROW = Layout(288, Track(8, 278), 166, 286, "end", 114, 28)


@dataclass(frozen=True)
class Slot:
    """The place of one row: its upper edge, its height and the middle of each view's lane."""

    layout: Layout
    top: float
    height: float
    lanes: Mapping[View, float]


def gap_map(rows: Sequence[StandardRow], views: Sequence[View], *, is_narrow: bool = False) -> Markup:
    """The chart of these rows with a lane for each of these views; its title says all numbers in words."""
    layout = NARROW if is_narrow else WIDE
    slots = [_slot(number, views, layout) for number in range(len(rows))]
    height = slots[-1].top + slots[-1].height + 1 if slots else TOP
    pieces = [*_grid(layout, height)]
    for row, slot in zip(rows, slots, strict=True):
        pieces.append(element("g", *_row(row, slot)))
    title = " ".join(comparing.row_in_words(row) for row in rows)
    return drawing(layout.width, height, title, pieces, "gap-map")


def _slot(number: int, views: Sequence[View], layout: Layout) -> Slot:
    height = layout.headroom + LANE * len(views) + 2 * AIR
    top = TOP + number * height
    first = top + layout.headroom + AIR + LANE / 2
    return Slot(layout, top, height, {view: first + LANE * lane for lane, view in enumerate(views)})


def _grid(layout: Layout, height: float) -> Iterator[Markup]:
    for points in (0, 25, 50, 75, 100):
        x = layout.track.at(points)
        yield _line(x, TOP - 5, x, height, 0.6)
        yield text(str(points), x, TOP - 9, WORDS, ink="report-soft", text_anchor="middle")


def _line(x1: float, y1: float, x2: float, y2: float, thickness: float) -> Markup:
    ink = colour("report-line")
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=ink, stroke_width=thickness)


def _row(row: StandardRow, slot: Slot) -> Iterator[Markup]:
    yield _line(0, slot.top, slot.layout.width, slot.top, 0.8)
    yield from _gap(row, slot)
    yield from _label(row.name, slot)
    yield from _verdict(row.main, slot)
    for view, y in slot.lanes.items():
        yield from _lane(row.readings.get(view) or Reading(view, 0), slot.layout.track, y)


def _gap(row: StandardRow, slot: Slot) -> Iterator[Markup]:
    """The span between the two marks of the main gap: a band in the colour of its verdict, and a line."""
    pair = (row.main.left, row.main.right) if row.main else ()
    known = [(row.readings[view].points, slot.lanes[view]) for view in pair if view in slot.lanes]
    ends = [(slot.layout.track.at(points), y) for points, y in known if points is not None]
    if row.main is None or len(ends) < 2:
        return
    (x1, y1), (x2, y2) = ends
    if row.main.verdict in SPANS:
        top, height = min(slot.lanes.values()) - LANE / 2, LANE * len(slot.lanes)
        shade = colour(SPANS[row.main.verdict])
        yield element("rect", x=min(x1, x2), y=top, width=abs(x2 - x1), height=height, fill=shade, rx=2)
    yield element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="#98a2b3", stroke_width=1)


def _label(name: str, slot: Slot) -> Iterator[Markup]:
    is_above = slot.layout.headroom > 0
    lines = wrapped(name, slot.layout.label_room, LABEL, 2 if is_above else 3)
    first = slot.top + 14 if is_above else slot.top + slot.height / 2 + 3.8 - 6.5 * (len(lines) - 1)
    for number, line in enumerate(lines):
        yield text(line, 0, first + 13 * number, LABEL)


def _verdict(gap: Gap | None, slot: Slot) -> Iterator[Markup]:
    """The gap in points and under it what it is called, in bold where it is called by its name."""
    layout, is_named = slot.layout, gap is not None and gap.verdict in SPANS
    ink, weight = ("report-ink", "bold") if is_named else ("report-soft", "normal")
    style = {"text_anchor": layout.verdict_anchor, "ink": ink, "font_weight": weight}
    lines = wrapped(comparing.verdict(gap), layout.verdict_room, WORDS, 2)
    y = slot.top + 14 if layout.headroom else slot.top + slot.height / 2 - 1 - 5 * (len(lines) - 1)
    if gap and gap.points is not None:
        yield text(figures.gap(gap), layout.verdict_at, y, LABEL, **style)
        y += 12
    for number, line in enumerate(lines):
        yield text(line, layout.verdict_at, y + 10 * number, WORDS, **style)


def _lane(reading: Reading, track: Track, y: float) -> Iterator[Markup]:
    """One view: the bar of uncertainty, the mark, its number; words where there is no figure."""
    if reading.points is None:
        yield mark(reading.view, track.left + 8, y, is_hollow=True, radius=3.4)
        yield text(figures.absence(reading), track.left + 17, y + 3, WORDS, ink="report-soft")
        return
    yield whisker(reading, track, y)
    yield mark(reading.view, track.at(reading.points), y, is_hollow=not reading.enough)
    yield from _number(reading, track, y)


def _number(reading: Reading, track: Track, y: float) -> Iterator[Markup]:
    """The number right of the mark on a strip of paper, or left of it where it would leave the scale."""
    words, x = figures.beside_mark(reading), track.at(reading.points or 0)
    width = width_of(words, FIGURE) + 4
    left = x + 7 if x + 7 + width <= track.right + 8 else x - 7 - width
    top, height = y - LANE / 2 + 1, LANE - 2
    yield element("rect", x=left, y=top, width=width, height=height, fill="#ffffff", fill_opacity=0.82)
    ink, weight = (reading.view.value, "bold") if reading.enough else ("report-soft", "normal")
    style = {"text_anchor": "middle", "font_weight": weight}
    yield text(words, left + width / 2, y + 3.2, FIGURE, ink=ink, **style)

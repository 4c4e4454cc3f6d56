"""The three views' marks on a scale 0–100: ▲ team, ■ observed, ● customer; hollow where there are too few."""

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from audit_app.core.comparison import Reading
from audit_app.core.questionnaire import View
from audit_app.printing.charts.svg import element
from audit_app.printing.looks import colour, tint, view_colour

RADIUS = 4.6


@dataclass(frozen=True)
class Track:
    """A scale 0–100 laid between two x coordinates."""

    left: float
    right: float

    def at(self, points: Fraction | float) -> float:
        """The x coordinate of a number of points; ends of intervals beyond the scale are cut to it."""
        return self.left + (self.right - self.left) * min(max(float(points), 0), 100) / 100


def mark(view: View, x: float, y: float, *, is_hollow: bool = False, radius: float = RADIUS) -> Markup:
    """The mark of a view, centred on a point."""
    ink = colour("report-soft") if is_hollow else view_colour(view)
    paint = {"fill": "#ffffff" if is_hollow else ink, "stroke": ink if is_hollow else "#ffffff"}
    if view is View.CUSTOMER:
        return element("circle", cx=x, cy=y, r=radius, **paint)
    if view is View.OBSERVED:
        side = radius * 1.8
        return element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, **paint)
    points = ((0, -radius * 1.15), (radius * 1.15, radius * 0.85), (-radius * 1.15, radius * 0.85))
    corners = " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in points)
    return element("polygon", points=corners, **paint)


def whisker(reading: Reading, track: Track, y: float, thickness: float = 3) -> Markup:
    """The bar of uncertainty under a mark, nothing where there is no interval."""
    if reading.low is None or reading.high is None:
        return Markup("")
    left, right = track.at(reading.low), track.at(reading.high)
    shade = tint(view_colour(reading.view), 34) if reading.enough else colour("report-line")
    return element("line", x1=left, x2=right, y1=y, y2=y, stroke=shade, stroke_width=thickness)


def text(content: str, x: float, y: float, size: float, *, ink: str = "report-ink", **more: str) -> Markup:
    """One line of letters; `ink` is the name of a colour token."""
    return element("text", content, x=x, y=y, font_size=size, fill=colour(ink), **more)

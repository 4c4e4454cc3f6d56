"""The small scale under a big number: 0 to 100, the interval, the mark."""

from markupsafe import Markup

from audit_app.core.comparison import Reading
from audit_app.printing.charts.marks import Track, mark, text, whisker
from audit_app.printing.charts.svg import drawing, element
from audit_app.printing.looks import colour
from audit_app.printing.wording.figures import in_words

WIDTH, HEIGHT, LINE = 240, 34, 13
TRACK = Track(12, 226)


def interval_strip(reading: Reading) -> Markup:
    """A reading on the scale 0–100; nothing without a figure, since none is not zero."""
    if reading.points is None:
        return Markup("")
    pieces = [
        element("line", x1=TRACK.left, x2=TRACK.right, y1=LINE, y2=LINE, stroke=colour("report-line")),
        *(_tick(points) for points in (0, 50, 100)),
        whisker(reading, TRACK, LINE, thickness=7),
        mark(reading.view, TRACK.at(float(reading.points)), LINE, is_hollow=not reading.enough, radius=6.5),
    ]
    return drawing(WIDTH, HEIGHT, in_words(reading), pieces, "strip")


def _tick(points: int) -> Markup:
    x = TRACK.at(points)
    line = element("line", x1=x, x2=x, y1=LINE - 4, y2=LINE + 4, stroke=colour("report-line"))
    return line + text(str(points), x, HEIGHT - 3, 10, ink="report-soft", text_anchor="middle")

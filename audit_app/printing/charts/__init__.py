"""Charts as hand-written SVG from plain data: the number beside every mark, shape as well as colour.

gap_map(rows, views, is_narrow=False) · interval_strip(reading) · distribution(question)
shares(title, parts) · recommendation(found) · swatch(shade)
"""

from audit_app.printing.charts.distribution import Part, distribution, recommendation, shares, swatch
from audit_app.printing.charts.gap_map import gap_map
from audit_app.printing.charts.interval_strip import interval_strip

__all__ = ["Part", "distribution", "gap_map", "interval_strip", "recommendation", "shares", "swatch"]

"""How reports look: their files, and the colours of `tokens.css` for charts (SVG cannot read variables)."""

import re
from functools import cache
from pathlib import Path

from audit_app.core.questionnaire import View

REPORTS = Path(__file__).parent.parent.parent / "reports"
"""Where templates and stylesheets of the reports stand."""

STYLESHEETS = ("tokens.css", "pieces.css", "print.css")
"""What paper looks like, in the order in which it is read."""


@cache
def tokens() -> dict[str, str]:
    """Name → "#rrggbb" of every colour token."""
    text = (REPORTS / "tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", text))


def colour(name: str) -> str:
    """One colour; KeyError for a name that is no token."""
    return tokens()[name]


def view_colour(view: View) -> str:
    """The accent of a view."""
    return colour(view.value)


def tint(base: str, percent: int) -> str:
    """A colour at `percent` of its strength on white paper: 25 % of "#000000" is "#c0c0c0"."""
    channels = (int(base[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{255 - (255 - channel) * percent // 100:02x}" for channel in channels)

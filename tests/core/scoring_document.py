"""How docs/scoring.md is read: its tables, and what stands in their cells."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from audit_app.core.answers import AnswerSheet
from audit_app.core.comparison import Evidence, Reading
from audit_app.core.questionnaire import Question, View
from audit_app.core.scoring import Score, SheetScore, score_sheet
from audit_app.core.tally import StandardTally
from audit_app.formatting import round_half_up
from tests.core.making import sections_of, yes_no

DOCUMENT = Path(__file__).parents[2] / "docs" / "scoring.md"
Row = dict[str, str]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("| \n").replace("||", "| |").split("|")]


def tables() -> Iterator[tuple[str, list[Row]]]:
    """Each table of the document with the heading it stands below."""
    heading, lines = "", []
    for line in [*DOCUMENT.read_text(encoding="utf-8").splitlines(), ""]:
        heading = line.lstrip("# ") if line.startswith("#") else heading
        if line.startswith("|"):
            lines.append(line)
        elif lines:
            names = cells(lines[0])
            yield heading, [dict(zip(names, cells(row), strict=True)) for row in lines[2:]]
            lines = []


def number(cell: str) -> Fraction | None:
    """What is written in a cell: a number, a percentage (its share) or none."""
    if cell in ("n/a", "none"):
        return None
    exact = Fraction(cell.replace("−", "-").removesuffix("%").strip())
    return exact / 100 if cell.endswith("%") else exact


def is_printed(value: Fraction | float | None, cell: str) -> bool:
    """Whether the value, rounded half up to the places of the cell, is what stands there."""
    if value is None or cell == "n/a":
        return value is None and cell == "n/a"
    written = cell.replace("−", "-").removesuffix("%").strip()
    places = len(written.partition(".")[2])
    return round_half_up(Fraction(value) * (100 if cell.endswith("%") else 1), places) == Decimal(written)


def sheets(cell: str) -> StandardTally:
    """`75, 50 × 3`: one sheet of 75 points and three of 50."""
    parts = [part.split("×") for part in cell.split(",")]
    return StandardTally.of(Score(int(p), 100) for p, *n in parts for _ in range(int(n[0]) if n else 1))


def places(cell: str) -> dict[str, StandardTally]:
    return {f"place {i}": sheets(part) for i, part in enumerate(cell.split(";"))}


def here(cell: str) -> Evidence:
    return Evidence(places(cell))


CODES = "excellent good average fair poor yes no smile name eyes"
OTHERS = {"not applicable": "na", "blank": "", "none of these": "none", "never offered": "never offered"}
ANSWERS = {code: code for code in CODES.split()} | OTHERS
"""The words of the document for an answer → its code."""


def questions(cell: str, prefix: str) -> list[tuple[Question, str]]:
    """`3 × yes, 1 × blank`: questions of these weights with their answers."""
    weighed = [part.strip().split(" × ") for part in cell.split(",")]
    return [(yes_no(f"{prefix}{i}", weight=int(w)), ANSWERS[a]) for i, (w, a) in enumerate(weighed)]


def scored(*groups: list[tuple[Question, str]], **rest: Any) -> SheetScore:
    """The scores of a sheet with a section for each group."""
    values = {asked.code: answer for group in groups for asked, answer in group}
    sections = (tuple(asked for asked, _ in group) for group in groups)
    return score_sheet(sections_of(*sections, **rest), AnswerSheet(values))


def readings(view: View, cell: str) -> list[Reading]:
    """`90 (80 to 100), —`: readings one after another, a dash where there is not enough."""
    return [read_cell(view, part.strip()) for part in cell.split(",")]


def read_cell(view: View, cell: str) -> Reading:
    """One such reading."""
    found = re.fullmatch(r"([\d.]+) \(([\d.]+) to ([\d.]+)\)", cell)
    if not found:
        return Reading(view, 1, Fraction(50), absence=None)
    points, low, high = found.groups()
    return Reading(view, 50, Fraction(points), float(low), float(high), enough=True, absence=None)

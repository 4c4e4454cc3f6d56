"""`flask responses import`: customers' answers from other software, by a mapping file."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup

from audit_app.formatting import format_number, format_percent, round_half_up
from audit_app.services import finding
from audit_app.services.importing import Order, import_responses
from audit_app.services.importing.outcome import (
    Effect,
    ImportRefused,
    ImportReport,
    Problem,
    QuestionFigures,
    Rows,
    ranges_of,
)
from audit_app.services.importing.rows import unwatched
from audit_app.services.refusals import Refusal
from audit_app.translations import current_language, ngettext
from audit_app.translations import gettext as _
from audit_app.web.desk import now, rooms

responses = AppGroup("responses", help="Answers that customers gave in other software.")
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_PROBLEMS = 50
MOST_RANGES = 20
PLACES = 6
Thing = TypeVar("Thing")
Plain = dict[str, Any]


@responses.command("import")
@click.argument("file", type=A_FILE)
@click.option("--map", "mapping", type=A_FILE, required=True, help="The mapping file; see docs/importing.md.")
@click.option("--organisation", help="Its name or id; needed only where there are several.")
@click.option(
    "--unknown",
    type=click.Choice(("refuse", "skip_row", "blank")),
    default=None,
    help="What to do about codes that the mapping does not name; default: as the mapping says.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be stored.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def import_file(
    file: Path, mapping: Path, organisation: str | None, unknown: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Import the answers in FILE, a CSV or XLSX table: all of it or, where something is wrong, nothing."""
    shows = sys.stderr.isatty() and not as_json
    order = Order(file, mapping, unknown or "", dry_run)
    try:
        home = finding.organisation(rooms(), organisation)
        report = import_responses(rooms(), home.id, order, now(), with_a_bar if shows else unwatched)
    except ImportRefused as refused:
        _tell_refusal(refused, as_json=as_json)
        raise SystemExit(1) from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal.message)) from None
    _tell(_page(report), _plain(report) if as_json else None)


def with_a_bar(things: Iterable[Thing], label: str, length: int | None = None) -> Iterator[Thing]:
    """Hands things on and draws a bar on the terminal's error stream, out of the way of the report."""
    with click.progressbar(things, length, label, file=sys.stderr, update_min_steps=500) as bar:
        yield from bar


def _tell(lines: Iterable[str], plain: Plain | None) -> None:
    if plain is None:
        click.echo("\n".join(lines))
    else:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))


def _tell_refusal(refused: ImportRefused, *, as_json: bool) -> None:
    report = refused.report
    lines = [*map(str, refused.mistakes), *(_problems(report.problems) if report else ())]
    plain = {"refused": True, "mistakes": [asdict(mistake) for mistake in refused.mistakes]}
    _tell(lines, {**(_plain(report) if report else {}), **plain} if as_json else None)
    click.echo(str(refused.message), err=True)


def _page(report: ImportReport) -> Iterator[str]:
    """What became of the rows, what was left out and why, then the figures of each question."""
    yield from _table([(name, _number(n)) for name, n in _counts(report)])
    if report.problems:
        yield ""
        yield from _problems(report.problems)
    yield ""
    heads = (_("Question"), _("Column"), "n", _("Mean"), _("Points"), _("Top two"), _("Not applicable"))
    yield from _table([(*heads, _("Blank"), _("NPS")), *map(_figures, report.questions)], words=2)


def _counts(report: ImportReport) -> Iterator[tuple[str, int]]:
    yield _("Rows read"), report.rows
    yield (_("To be stored (dry run)") if report.dry_run else _("Stored")), report.new
    yield _("Already there"), report.already_there
    for effect, name in _names().items():
        if rows := report.rows_with(effect):
            yield name, len(rows)


def _names() -> dict[Effect, str]:
    return {
        Effect.REFUSED: _("Refused"),
        Effect.SKIPPED: _("Skipped"),
        Effect.LEFT_BLANK: _("With an answer left blank"),
        Effect.CONFLICT: _("In conflict"),
    }


def _problems(problems: Mapping[Problem, Rows]) -> Iterator[str]:
    """A line for each thing that is wrong, with its rows; the first ones only."""
    for problem, rows in _first(problems):
        at = [problem.column, f'"{problem.value}"' if problem.column else "", problem.message]
        yield f"{_names()[problem.effect]}: {_rows(rows)}: {': '.join(filter(None, at))}"
    more = len(problems) - MOST_PROBLEMS
    if more > 0:
        yield ngettext("… and %(num)s more problem", "… and %(num)s more problems", more)


def _first(problems: Mapping[Problem, Rows]) -> list[tuple[Problem, Rows]]:
    return sorted(problems.items(), key=lambda each: each[1])[:MOST_PROBLEMS]


def _rows(rows: Rows) -> str:
    runs = [str(first) if first == last else f"{first}–{last}" for first, last in ranges_of(rows)]
    numbers = ", ".join(runs[:MOST_RANGES] + ["…"] * (len(runs) > MOST_RANGES))
    return ngettext("row %(rows)s", "rows %(rows)s (%(num)s)", len(rows), rows=numbers)


def _figures(one: QuestionFigures) -> Sequence[str]:
    return (
        one.question,
        ", ".join(one.columns),
        _number(one.n),
        _number(one.mean, 3),
        _number(one.points, 1),
        "–" if one.top_two is None else format_percent(one.top_two, current_language(), 1),
        _number(one.not_applicable),
        _number(one.blank),
        _number(one.net, 1),
    )


def _number(value: Fraction | int | None, places: int = 0) -> str:
    return "–" if value is None else format_number(value, current_language(), places)


def _table(rows: Sequence[Sequence[str]], words: int = 1) -> Iterator[str]:
    """Rows with their cells below each other: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if position < words else cell.rjust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _plain(report: ImportReport) -> Plain:
    """The report for other programs; exact numbers rounded once, half up."""
    return {
        "refused": False,
        "questionnaire": report.questionnaire,
        "dry_run": report.dry_run,
        "rows": report.rows,
        "empty_rows": report.empty_rows,
        "new": report.new,
        "stored": report.stored,
        "already_there": report.already_there,
        **{str(effect): len(report.rows_with(effect)) for effect in Effect if effect is not Effect.REFUSED},
        "problems": [
            {**asdict(problem), "count": len(rows), "rows": ranges_of(rows)}
            for problem, rows in _first(report.problems)
        ],
        "more_problems": max(0, len(report.problems) - MOST_PROBLEMS),
        "questions": {one.question: _plain_figures(one) for one in report.questions},
    }


def _plain_figures(one: QuestionFigures) -> Plain:
    top_two = None if one.top_two is None else one.top_two * 100
    groups = {**asdict(one.groups), "nps": _rounded(one.net)} if one.groups else {}
    return {
        "columns": one.columns,
        "n": one.n,
        "mean": _rounded(one.mean),
        "points": _rounded(one.points),
        "top_two_percent": _rounded(top_two),
        "counts": one.counts,
        "not_applicable": one.not_applicable,
        "blank": one.blank,
        "hidden": one.hidden,
        **groups,
    }


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else float(round_half_up(value, PLACES))

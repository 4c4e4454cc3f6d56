"""`flask report comparison`: the comparison as a PDF, with its data beside it if wished."""

import json
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from audit_app.core.plain_data import to_plain
from audit_app.core.questionnaire import LANGUAGES
from audit_app.services import finding, reporting
from audit_app.services.refusals import Refusal
from audit_app.services.reporting.periods import EARLIEST, LATEST, usual_period
from audit_app.web.desk import now, rooms

report = AppGroup("report", help="Reports as PDF.")
DAY = click.DateTime(formats=["%Y-%m-%d"])
A_FILE = click.Path(dir_okay=False, path_type=Path)


@report.command()
@click.option("--organisation", help="Its name or id; needed only where there are several.")
@click.option("--location", "places", multiple=True, help="Name or id; repeat for several, none means all.")
@click.option(
    "--from", "first", type=DAY, help="First day, e.g. 2026-01-01; default: three whole months back."
)
@click.option("--to", "last", type=DAY, help="Last day, included; default: today.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--output", type=A_FILE, default=Path("build/comparison.pdf"), show_default=True)
@click.option("--data", type=A_FILE, help="Write the report's data here as JSON.")
def comparison(
    organisation: str | None,
    places: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    language: str,
    output: Path,
    data: Path | None,
) -> None:
    """Lay staff view, observed service and customer view side by side and print it."""
    first_day, last_day = period(first and first.date(), last and last.date(), now().date())
    try:
        home = finding.organisation(rooms(), organisation)
        ids: list[UUID] = [finding.location(rooms(), home.id, place).id for place in places]
        made = reporting.comparison(rooms(), home.id, ids, first_day, last_day, language, now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal.message)) from None
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(reporting.as_paper(rooms(), made))
    if data:
        data.parent.mkdir(parents=True, exist_ok=True)
        data.write_text(json.dumps(to_plain(made), ensure_ascii=False, indent=1), encoding="utf-8")
    click.echo(f"{output} ({output.stat().st_size // 1024} kB)")


def period(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """First and last day of the report; raises UsageError.

    Without --to it ends today, without --from it begins three whole months before the month it ends in.
    """
    last_day = _day("--to", last or today)
    first_day = _day("--from", first or usual_period(last_day)[0])
    if first_day > last_day:
        raise click.UsageError(f"--from {first_day} lies after --to {last_day}")
    return first_day, last_day


def _day(option: str, day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise click.UsageError(f"{option} {day} is no day from {EARLIEST} to {LATEST}")
    return day

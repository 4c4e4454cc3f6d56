"""`flask tallies verify`: recount the sheets and compare with what the tallies say."""

import click
from flask.cli import AppGroup

from audit_app.services import counting
from audit_app.web.desk import rooms

tallies = AppGroup("tallies", help="The monthly counts that reports are made from.")


@tallies.command()
def verify() -> None:
    """List every count that differs from the sheets; exit 1 if there is one."""
    found = counting.verify(rooms())
    differences = [one for part in found.values() for one in part]
    for one in differences:
        click.echo(f"{one.tally} {' · '.join(one.key)}: kept {one.kept}, counted {one.counted}")
    if differences:
        raise SystemExit(1)
    click.echo(f"Recounted, no difference (organisations: {len(found)}).")

"""`flask visits sweep`: let happen to visits what time alone brings about."""

import click
from flask.cli import AppGroup

from audit_app.services import sweeping
from audit_app.web.desk import now, rooms

visits = AppGroup("visits", help="Visits of programmes.")


@visits.command()
def sweep() -> None:
    """End offers that nobody answered, and visits not handed in; the runner does so in time."""
    swept = sweeping.sweep(rooms(), now())
    click.echo(f"Offers ended: {swept.lapsed}, visits given up: {swept.abandoned}.")

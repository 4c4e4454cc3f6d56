"""`flask panel purge`: delete what applicants were promised would be forgotten by now."""

import click
from flask.cli import AppGroup

from audit_app.services import panel as own_panel
from audit_app.web.desk import now, rooms

panel = AppGroup("panel", help="Shoppers who applied, and those who were accepted.")


@panel.command()
def purge() -> None:
    """Delete applications and personal links whose time is over; the runner of jobs does so every day."""
    gone = own_panel.purge(rooms(), now())
    click.echo(f"Deleted applications: {gone.applications}, personal links: {gone.invitations}.")

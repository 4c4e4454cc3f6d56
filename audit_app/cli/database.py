"""`flask db`: bring the tables to where the models are."""

import click
from flask.cli import AppGroup

from audit_app.storage.migrations import upgrade
from audit_app.web.desk import rooms

database = AppGroup("db", help="The database's tables.")


@database.command("upgrade")
def upgrade_tables() -> None:
    """Bring the tables up to date; safe to repeat, and by several processes at once."""
    upgrade(rooms().store.engine)
    click.echo("The tables are up to date.")

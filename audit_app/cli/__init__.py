"""Commands: `flask checklists`, `db`, `panel`, `report`, `responses`, `tallies`, `translations` and more."""

from flask import Flask

from audit_app.cli.checklists import checklists
from audit_app.cli.database import database
from audit_app.cli.jobs import jobs
from audit_app.cli.panel import panel
from audit_app.cli.reports import report
from audit_app.cli.responses import responses
from audit_app.cli.run import run_demo
from audit_app.cli.tallies import tallies
from audit_app.cli.translations import translations
from audit_app.cli.visits import visits

GROUPS = (checklists, database, jobs, panel, report, responses, run_demo, tallies, translations, visits)


def add_commands(app: Flask) -> None:
    """Teach `flask` our commands."""
    for group in GROUPS:
        app.cli.add_command(group)

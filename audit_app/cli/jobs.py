"""`flask jobs run`: a runner in a process of its own, for where many processes serve."""

import signal
from threading import Event

import click
from flask.cli import AppGroup

from audit_app.jobs import run_all, run_until
from audit_app.services import forgetting
from audit_app.web.desk import now, rooms

jobs = AppGroup("jobs", help="Work that nobody waits for, like mails.")


@jobs.command()
@click.option("--once", is_flag=True, help="Do what is due, then end.")
def run(*, once: bool) -> None:
    """Do what waits, until SIGINT or SIGTERM; the job in hand is finished first. Run as many as you like."""
    home = rooms()
    if home.sender is None:
        click.echo("No mail server is set up (EXTRA_EYES_SMTP_URL): mails wait.", err=True)
    if once:
        forgetting.plan(home, now())
        click.echo(f"Done: {run_all(home)}")
        return
    stop = Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda _number, _frame: stop.set())
    click.echo("Waiting for work. Stop it with Ctrl+C.")
    run_until(stop, home)

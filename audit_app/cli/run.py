"""`flask run-demo`: everything a newcomer needs, started by one word."""

import json
import logging
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from audit_app.catalogue import Mistake
from audit_app.jobs import running
from audit_app.services import Rooms, demo
from audit_app.storage.migrations import upgrade
from audit_app.web.desk import now, rooms

Note = Mapping[str, object]
NOTE_FILE = "demo-sign-ins.json"
THREADS = 8


@click.command("run-demo")
@click.option("--no-serve", is_flag=True, help="Only prepare the data and print the sign-ins.")
@with_appcontext
def run_demo(*, no_serve: bool) -> None:
    """Prepare the tables and the demonstration organisation, print the sign-ins, and serve."""
    home, port = rooms(), rooms().settings.port
    if not no_serve:
        _expect_free(port)
    _tell_mistakes(home.catalogue.mistakes)
    upgrade(home.store.engine)
    note = _note(home)
    if no_serve:
        _tell(home, note)
        return
    _serve(current_app._get_current_object(), home, note)  # type: ignore[attr-defined]  # noqa: SLF001


def _expect_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(
                f"Port {port} is in use. Stop what runs there, or choose another: PORT={port + 1} make run"
            ) from None


def _tell_mistakes(mistakes: Sequence[Mistake]) -> None:
    """What of the checklists is not in use, and why; the app runs on without it."""
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    if mistakes:
        number = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}"
        click.echo(f"Not loaded because of {number}; what was in use before stays in use.\n", err=True)


def _note(home: Rooms) -> Note:
    """The sign-ins of the demonstration, made with it and kept beside it, readable by its owner alone."""
    file: Path = home.settings.private_folder() / NOTE_FILE
    if not demo.exists(home):
        click.echo("Making the demonstration organisation: six shops, a year of answers …")
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        made = demo.make(home, password, now())
        file.write_text(json.dumps({"password": password, **asdict(made)}, ensure_ascii=False, indent=1))
        file.chmod(0o600)
    note: Note = json.loads(file.read_text()) if file.exists() else {}
    return note


def _tell(home: Rooms, note: Note) -> None:
    address = home.settings.address
    click.echo(f"\nExtra Eyes is ready at {address}\n")
    if not note:
        return
    click.echo(f"  password for all of them: {note['password']}\n")
    sign_ins = note["sign_ins"]
    assert isinstance(sign_ins, list)
    for one in sign_ins:
        click.echo(f"  {one['role']:<8} {one['email']:<28} {one['name']}")
    click.echo(f"\n  a customer's survey   {address}{note['customer_link']}")
    click.echo(f"  a team member's link  {address}{note['team_link']}   (answers once)")
    if "join_link" in note:  # a demonstration made before there was one has none
        click.echo(f"  an applicant's page   {address}{note['join_link']}")
    click.echo()


def server_of(app: Any, port: int) -> Any:
    """The server of this machine alone, listening; `run()` serves, port 0 takes a free one."""
    from waitress.server import create_server

    # That a request waits for a moment is no news; it would be printed between the sign-ins.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # Many slow phones may hold a connection each: the default of 100 would shut the door on everybody else.
    return create_server(
        app,
        host="127.0.0.1",
        port=port,
        threads=THREADS,
        connection_limit=2000,
        asyncore_use_poll=True,
        channel_timeout=30,
        ident="",
    )


def _serve(app: Flask, home: Rooms, note: Note) -> None:
    server = server_of(app, home.settings.port)
    _tell(home, note)
    click.echo("  Stop it with Ctrl+C.")
    try:
        with running(home):
            server.run()
    except KeyboardInterrupt:
        server.close()

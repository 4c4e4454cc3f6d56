"""Bringing in what a phone saved to a file because it could not send it."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import rescue
from audit_app.services.rescue import NotARescueFile, UnknownPhone
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.rescue_words import result_on_page

FILE = "file"
LARGEST = 128 * 1024 * 1024
"""A phone saves all its visits to one file, their photos written in letters: a third longer than they are."""


def make_room(app: Flask) -> None:
    """Let this one file be larger than what is taken elsewhere; by now it is an owner who sends it."""

    @app.before_request
    def _room() -> None:
        if request.endpoint == "owner.bring_in":
            request.max_content_length = LARGEST


@door.get("/rescue", endpoint="rescue")
@allow(Role.OWNER)
def choose_file() -> ResponseReturnValue:
    """The form."""
    return _form()


def _form(mistake: object = "", advice: object = "") -> str:
    return render_template("owner/rescue.html", mistake=str(mistake), advice=str(advice))


@door.post("/rescue")
@allow(Role.OWNER)
def bring_in() -> ResponseReturnValue:
    """Take each visit of the file, and say what became of it; the same file again changes nothing."""
    file = request.files.get(FILE)
    if file is None or not file.filename:
        return _form(_("Please choose the file first.")), 422
    try:
        outcomes = rescue.bring_in(rooms(), me(), rescue.read_file(file.read()), now())
    except (NotARescueFile, UnknownPhone) as refusal:
        return _form(refusal.title, refusal.message), 422
    return render_template("owner/rescued.html", results=[result_on_page(outcome) for outcome in outcomes])

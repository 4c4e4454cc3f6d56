"""The door of somebody with a personal link: choose a password, once, and come in."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.services import invitations
from audit_app.services.invitations import Invited, WeakPassword
from audit_app.translations import gettext as _
from audit_app.web import signing_in
from audit_app.web.access import page_after_sign_in, public
from audit_app.web.desk import now, rooms

door = Blueprint("invited", __name__, url_prefix="/invited")


@door.get("/<token>")
@public
def ask(token: str) -> ResponseReturnValue:
    """The form. To look at it spends nothing: mail programs open links before people do."""
    return _page(invitations.find_open(rooms(), token, now()), "")


def _page(invited: Invited, mistake: str) -> str:
    return render_template("account/invited.html", invited=invited, mistake=mistake)


@door.post("/<token>")
@public
def choose(token: str) -> ResponseReturnValue:
    """Set the password and sign in; the link is spent then."""
    invited = invitations.find_open(rooms(), token, now())
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        return _page(invited, _("The two passwords are not the same. Please type them again.")), 422
    try:
        entered = invitations.choose_password(rooms(), invited, password, now())
    except WeakPassword as refusal:
        return _page(invited, str(refusal.message)), refusal.status
    signing_in.start(entered.person, entered.token)
    return redirect(page_after_sign_in(entered.person.role), 303)

"""The door behind the link in each mail: it ends mails of its kind, without a sign-in.

Looking changes nothing, since mail filters open every link; a mail program may post by itself (RFC 8058).
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from audit_app.services import mail_wishes
from audit_app.services.refusals import Refusal
from audit_app.web.access import public
from audit_app.web.desk import rooms
from audit_app.web.open_door import refused

door = Blueprint("mails", __name__, url_prefix="/mails")
door.register_error_handler(Refusal, refused)


@door.get("/off/<token>")
@public
def ask(token: str) -> ResponseReturnValue:
    """A page with one button."""
    off = mail_wishes.read_token(rooms().settings, token)
    return _page(off, done=False)


@door.post("/off/<token>")
@public
def switch_off(token: str) -> ResponseReturnValue:
    """Switch it off, from the page or from a mail program."""
    return _page(mail_wishes.switch_off(rooms(), token), done=True)


def _page(off: mail_wishes.SwitchOff, *, done: bool) -> str:
    name = mail_wishes.name_of(off)
    return render_template("mails/off.html", name=name, done=done, asked=None)

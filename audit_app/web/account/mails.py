"""Which mails somebody wants: at once, once a day, or not at all."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.mails import MailWish
from audit_app.core.programme import Role
from audit_app.services import mail_wishes
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.access import allow
from audit_app.web.desk import me, rooms

door = Blueprint("my_mails", __name__, url_prefix="/account/mails")
WISHES = {
    MailWish.AT_ONCE: _l("At once"),
    MailWish.DIGEST: _l("Once a day, in the morning"),
    MailWish.OFF: _l("Not by mail"),
}


@door.get("")
@allow(*Role)
def choices() -> ResponseReturnValue:
    """One choice for each kind."""
    return render_template("account/mails.html", choices=mail_wishes.choices(rooms(), me()), wishes=WISHES)


@door.post("")
@allow(*Role)
def choose() -> ResponseReturnValue:
    """Keep what was chosen; a kind or a wish that there is none of stays as it was."""
    kinds = [choice.kind for choice in mail_wishes.choices(rooms(), me())]
    chosen = {kind: request.form.get(kind, "") for kind in kinds}
    wishes = {kind: MailWish(wish) for kind, wish in chosen.items() if wish in list(MailWish)}
    mail_wishes.choose(rooms(), me(), wishes)
    flash(_("Your choice is kept."), "good")
    return redirect(url_for(".choices"), 303)

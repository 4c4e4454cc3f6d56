"""A shopper's personal link, shown to the owner this once: only its digest is stored."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.formatting import format_date
from audit_app.services.invitations import Issued
from audit_app.translations import gettext as _
from audit_app.translations import speaking
from audit_app.web.access import allow
from audit_app.web.owner import qr
from audit_app.web.owner.door import door

LINK_ONCE = "link_once"


def show_once(issued: Issued) -> ResponseReturnValue:
    """Lead to the page that shows a fresh link; to be handed on until a mail brings it."""
    person = issued.person
    link = qr.outside(url_for("invited.ask", token=issued.token))
    session[LINK_ONCE] = {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "link": link,
        "message": _message(issued, link),
    }
    return redirect(url_for(".show_link"), 303)


def _message(issued: Issued, link: str) -> str:
    """Words to send with the link, in the shopper's language."""
    person = issued.person
    with speaking(person.language):
        return _(
            "Hello %(name)s, welcome as a mystery shopper! Choose your password here: %(link)s – the link "
            "works once, until %(day)s.",
            name=person.name,
            link=link,
            day=format_date(issued.expires_at.date(), person.language),
        )


@door.get("/panel/link")
@allow(Role.OWNER)
def show_link() -> ResponseReturnValue:
    """The link with its QR code, and words to send with it."""
    shown = session.pop(LINK_ONCE, None)
    if shown is None:
        return redirect(url_for(".panel"))
    return render_template("owner/personal_link.html", shown=shown, code=qr.inline(shown["link"]))

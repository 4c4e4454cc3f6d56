"""The owner's page of mails that have not gone out, and why."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import mail_office
from audit_app.translations import gettext as _
from audit_app.translations import ngettext
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner.door import door


@door.get("/mails")
@allow(Role.OWNER)
def mails() -> ResponseReturnValue:
    """What waits and what was given up."""
    return render_template("owner/mails.html", post=mail_office.post_of(rooms(), me().organisation_id))


@door.post("/mails/<job_id>/again")
@allow(Role.OWNER)
def send_mail_again(job_id: str) -> ResponseReturnValue:
    """Try once more to send what was given up."""
    mail_office.send_again(rooms(), me().organisation_id, as_uuid(job_id), now())
    flash(_("It will be tried again now."), "good")
    return redirect(url_for(".mails"), 303)


def unsent_in_words() -> str:
    """How many mails will not go out unless somebody does something; empty where that is none."""
    post = mail_office.post_of(rooms(), me().organisation_id)
    number = len(post.given_up) + (0 if post.has_server else len(post.waiting))
    if not number:
        return ""
    return ngettext("%(num)s mail has not gone out", "%(num)s mails have not gone out", number)

"""The owner's panel: its shoppers and their conflicts of interest, a new one by invitation, a new link."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import applications, invitations, panel
from audit_app.services.panel import Details
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.forms.about import panel_words
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import InviteForm
from audit_app.web.owner.personal_links import show_once


@door.get("/panel", endpoint="panel")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """All shoppers, those with a new conflict of interest first."""
    return render_template(
        "owner/panel.html",
        members=panel.members(rooms(), me().organisation_id, now()),
        waiting=applications.number_waiting(rooms(), me().organisation_id),
        **panel_words(),
    )


@door.get("/panel/invite")
@allow(Role.OWNER)
def invite_shopper() -> ResponseReturnValue:
    """The empty form."""
    return _form(InviteForm(language=me().language))


def _form(form: InviteForm) -> str:
    return render_template("owner/invite.html", form=form)


@door.post("/panel/invite")
@allow(Role.OWNER)
def make_invitation() -> ResponseReturnValue:
    """Make a shopper and show the personal link once."""
    form = InviteForm()
    if not form.validate():
        return _form(form), 422
    given = form.data
    details = Details(given["name"], given["email"], given["language"])
    issued = panel.invite(rooms(), me().organisation_id, details, now())
    if issued is None:
        form.email.errors = [_("This e-mail address is already in use. Everybody needs one of their own.")]
        return _form(form), 422
    return show_once(issued)


@door.post("/panel/<person_id>/link")
@allow(Role.OWNER)
def renew_link(person_id: str) -> ResponseReturnValue:
    """A new personal link in place of one that got lost."""
    return show_once(invitations.renew(rooms(), me().organisation_id, as_uuid(person_id), now()))


@door.post("/panel/<person_id>/seen")
@allow(Role.OWNER)
def see_conflicts(person_id: str) -> ResponseReturnValue:
    """The owner has looked at a shopper's new conflict of interest."""
    panel.see_conflicts(rooms(), me().organisation_id, as_uuid(person_id), now())
    flash(_("Noted. The conflict of interest stays in the list."), "good")
    return redirect(url_for(".panel"), 303)

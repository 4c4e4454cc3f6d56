"""The owner's people: who may sign in, a first password, a new one, and the end of access."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import accounts, people
from audit_app.services.people import Access, Details
from audit_app.translations import gettext as _
from audit_app.web import signing_in
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import PersonForm

SHOWN_ONCE = "shown_once"


@door.get("/people", endpoint="people")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """Everybody who may sign in."""
    return render_template("owner/people.html", people=people.every(rooms(), me().organisation_id))


@door.get("/people/new")
@allow(Role.OWNER)
def new_person() -> ResponseReturnValue:
    """The empty form."""
    return _form(PersonForm(language=me().language))


@door.post("/people/new")
@allow(Role.OWNER)
def add_person() -> ResponseReturnValue:
    """Let somebody in and show the first password once."""
    form = PersonForm()
    if not form.validate():
        return _form(form), 422
    access = people.add(rooms(), me().organisation_id, _details(form))
    if access is None:
        form.email.errors = [_("This e-mail address is already in use. Everybody needs one of their own.")]
        return _form(form), 422
    return _show_once(access)


@door.post("/people/<person_id>/password")
@allow(Role.OWNER)
def renew_password(person_id: str) -> ResponseReturnValue:
    """Give somebody a new password and show it once; it may be one's own, and one stays here to read it."""
    access = people.renew_password(rooms(), me().organisation_id, as_uuid(person_id), now())
    if access.person.id == me().id:
        signing_in.start(access.person, accounts.enter(rooms(), access.person, now()).token)
    return _show_once(access)


def _show_once(access: Access) -> ResponseReturnValue:
    person = access.person
    session[SHOWN_ONCE] = {"name": person.name, "email": person.email, "password": access.password}
    return redirect(url_for(".show_password"), 303)


@door.get("/people/password")
@allow(Role.OWNER)
def show_password() -> ResponseReturnValue:
    """The password, this once: only its hash is stored."""
    access = session.pop(SHOWN_ONCE, None)
    if access is None:
        return redirect(url_for(".people"))
    return render_template("owner/password.html", access=access)


@door.post("/people/<person_id>/disable")
@allow(Role.OWNER)
def disable_person(person_id: str) -> ResponseReturnValue:
    """End somebody's access at once."""
    people.disable(rooms(), me(), as_uuid(person_id), now())
    flash(_("Access has ended. What this person sent stays."), "good")
    return redirect(url_for(".people"), 303)


def _details(form: PersonForm) -> Details:
    given = form.data
    return Details(given["email"], given["name"], Role(given["role"]), given["language"])


def _form(form: PersonForm) -> str:
    return render_template("owner/person.html", form=form)

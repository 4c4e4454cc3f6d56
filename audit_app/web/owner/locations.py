"""The owner's places: the list, a new one, a changed one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import PlaceKind, Role
from audit_app.services import locations
from audit_app.services.locations import Details
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import LocationForm


@door.get("/locations", endpoint="locations")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """All places."""
    return render_template("owner/locations.html", locations=locations.every(rooms(), me().organisation_id))


@door.get("/locations/new")
@allow(Role.OWNER)
def new_location() -> ResponseReturnValue:
    """The empty form."""
    return _form(LocationForm(language=me().language), "")


@door.post("/locations/new")
@allow(Role.OWNER)
def add_location() -> ResponseReturnValue:
    """Keep a new place."""
    form = LocationForm()
    if not form.validate():
        return _form(form, ""), 422
    location = locations.add(rooms(), me().organisation_id, _details(form))
    flash(_("%(name)s is there now.", name=location.name), "good")
    return redirect(url_for(".locations"), 303)


@door.get("/locations/<location_id>")
@allow(Role.OWNER)
def edit_location(location_id: str) -> ResponseReturnValue:
    """The form with what is known."""
    location = locations.find(rooms(), me().organisation_id, as_uuid(location_id))
    return _form(LocationForm(obj=location), location.name)


@door.post("/locations/<location_id>")
@allow(Role.OWNER)
def change_location(location_id: str) -> ResponseReturnValue:
    """Keep the changes."""
    location = locations.find(rooms(), me().organisation_id, as_uuid(location_id))
    form = LocationForm()
    if not form.validate():
        return _form(form, location.name), 422
    locations.change(rooms(), me().organisation_id, location.id, _details(form))
    flash(_("Saved."), "good")
    return redirect(url_for(".locations"), 303)


def _details(form: LocationForm) -> Details:
    words = {key: form.data[key] for key in ("name", "city", "country", "zone", "language")}
    return Details(**words, kind=PlaceKind(form.kind.data))


def _form(form: LocationForm, name: str) -> str:
    return render_template("owner/location.html", form=form, name=name)

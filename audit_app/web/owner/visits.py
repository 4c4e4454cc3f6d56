"""The owner's visits: where each stands, a new one for a shopper, one taken back."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import assigning, locations
from audit_app.services.assigning import Visit, Wish
from audit_app.services.refusals import NotHere
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner import offers
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import AssignForm, ReassignForm
from audit_app.web.owner.waiting_words import number_waiting_in_words

TIME_TO_VISIT = timedelta(days=14)


@door.get("/visits", endpoint="visits")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """The latest visits."""
    return render_template(
        "owner/visits.html",
        visits=assigning.visits(rooms(), me().organisation_id, now()),
        waiting=number_waiting_in_words(),
    )


@door.get("/visits/new")
@allow(Role.OWNER)
def new_visit() -> ResponseReturnValue:
    """The form, two weeks from today."""
    today = locations.latest_day(locations.every(rooms(), me().organisation_id), now())
    return _form(AssignForm(opens_on=today, due_on=today + TIME_TO_VISIT))


@door.post("/visits/new")
@allow(Role.OWNER)
def assign_visit() -> ResponseReturnValue:
    """Give a shopper a visit."""
    form = AssignForm()
    if not form.validate():
        return _form(form), 422
    assigning.assign(rooms(), me().organisation_id, _wish(form), now())
    flash(_("The visit is in the shopper’s list now."), "good")
    return redirect(url_for(".visits"), 303)


@door.post("/visits/<assignment_id>/withdraw")
@allow(Role.OWNER)
def withdraw_visit(assignment_id: str) -> ResponseReturnValue:
    """Take a visit back."""
    assigning.withdraw(rooms(), me().organisation_id, as_uuid(assignment_id), now(), me().id)
    flash(_("The visit has been withdrawn."), "good")
    return redirect(url_for(".visits"), 303)


@door.get("/visits/<assignment_id>/reassign")
@allow(Role.OWNER)
def choose_shopper(assignment_id: str) -> ResponseReturnValue:
    """Who shall do the visit instead."""
    return _reassign_form(ReassignForm(), _movable(assignment_id))


@door.post("/visits/<assignment_id>/reassign")
@allow(Role.OWNER)
def reassign_visit(assignment_id: str) -> ResponseReturnValue:
    """Give the visit to somebody else."""
    form, visit = ReassignForm(), _movable(assignment_id)
    if not form.validate():
        return _reassign_form(form, visit), 422
    shopper_id = as_uuid(form.data["shopper_id"])
    assigning.reassign(rooms(), me().organisation_id, visit.assignment.id, shopper_id, now())
    flash(_("The visit is in the other shopper’s list now."), "good")
    return redirect(url_for(".visits"), 303)


def _movable(assignment_id: str) -> Visit:
    named = as_uuid(assignment_id)
    listed = assigning.visits(rooms(), me().organisation_id, now())
    visit = next((each for each in listed if each.assignment.id == named), None)
    if visit is None:
        raise NotHere
    return visit


def _reassign_form(form: ReassignForm, visit: Visit) -> str:
    now_with = str(visit.assignment.shopper_id)
    form.shopper_id.choices = {key: name for key, name in offers.shoppers().items() if key != now_with}
    return render_template("owner/reassign.html", form=form, visit=visit)


def _wish(form: AssignForm) -> Wish:
    given = form.data
    return Wish(
        id=as_uuid(given["id"]),
        questionnaire=given["questionnaire"],
        location_id=as_uuid(given["location_id"]),
        shopper_id=as_uuid(given["shopper_id"]),
        opens_on=given["opens_on"],
        due_on=given["due_on"],
    )


def _form(form: AssignForm) -> str:
    return render_template("owner/visit.html", form=form)

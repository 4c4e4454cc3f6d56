"""The owner's programmes: the list, a new one, its rules, its publishing and its end."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import PlaceKind, Role
from audit_app.core.visits_programme import Programme, ProgrammeState
from audit_app.formatting import format_money
from audit_app.services import locations, programmes, quizzes
from audit_app.services.programme_refusals import LACKS, HasEnded, RulesDisagree
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.programme_forms import ProgrammeForm
from audit_app.web.owner.programme_words import STATES

USUAL: dict[str, Any] = {
    "kind": PlaceKind.SHOP,
    "per_month": 1,
    "gap_days": 7,
    "place_lockout_days": 90,
    "brand_lockout_days": 0,
    "submit_within_hours": 24,
    "second_look_percent": 10,
    "fee": 0,
    "expenses_cap": 0,
    "level": 0,
    "pass_percent": 80,
}
BEFORE_IT_OPENS = timedelta(days=14)


@door.get("/programmes", endpoint="programmes")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """All programmes."""
    found = programmes.every(rooms(), me().organisation_id)
    return render_template("owner/programmes.html", found=found, programme_states=STATES)


@door.get("/programmes/new")
@allow(Role.OWNER)
def new_programme() -> ResponseReturnValue:
    """The form with what is usual."""
    today = locations.latest_day(locations.every(rooms(), me().organisation_id), now())
    return _form(ProgrammeForm(opens_on=today + BEFORE_IT_OPENS, **USUAL))


@door.post("/programmes/new")
@allow(Role.OWNER)
def create_programme() -> ResponseReturnValue:
    """Keep a draft."""
    form = ProgrammeForm()
    if not form.validate():
        return _form(form), 422
    programme_id, place_ids = as_uuid(form.data["id"]), form.place_ids()
    try:
        programmes.create(rooms(), me().organisation_id, programme_id, form.details(), place_ids, now())
    except RulesDisagree as refused:
        form.show_misfits(refused.misfits)
        return _form(form), refused.status
    return redirect(url_for(".programme", programme_id=programme_id), 303)


@door.get("/programmes/<programme_id>")
@allow(Role.OWNER)
def programme(programme_id: str) -> ResponseReturnValue:
    """One programme: where it stands, what it lacks, and all that belongs to it."""
    found = programmes.find(rooms(), me().organisation_id, as_uuid(programme_id))
    return render_template(
        "owner/programme.html",
        found=found,
        state=STATES[found.programme.state],
        is_draft=found.programme.state is ProgrammeState.DRAFT,
        is_running=found.programme.state is ProgrammeState.PUBLISHED,
        lacks=[LACKS[lack] for lack in found.lacks],
        fee=_money(found.programme.fee, found.programme),
        cap=_money(found.programme.expenses_cap, found.programme),
        tried=quizzes.tried(rooms(), me().organisation_id, found.programme.id),
        spoken=me().language,
    )


def _money(cents: int, of: Programme) -> str:
    return format_money(Decimal(cents) / 100, of.currency, g.language)


@door.get("/programmes/<programme_id>/rules")
@allow(Role.OWNER)
def edit_programme(programme_id: str) -> ResponseReturnValue:
    """The form with what is known."""
    found = programmes.find(rooms(), me().organisation_id, as_uuid(programme_id))
    chosen = [str(place.id) for place in found.places]
    return _form(_for(found.programme, ProgrammeForm(obj=found.programme, places=chosen)), found.programme)


@door.post("/programmes/<programme_id>/rules")
@allow(Role.OWNER)
def change_programme(programme_id: str) -> ResponseReturnValue:
    """Keep the changes."""
    known = programmes.find(rooms(), me().organisation_id, as_uuid(programme_id)).programme
    if known.ended_at:
        raise HasEnded
    form = _for(known, ProgrammeForm())
    if not form.validate():
        return _form(form, known), 422
    details, place_ids = form.details(known), form.place_ids()
    try:
        programmes.change(rooms(), me().organisation_id, known.id, details, place_ids)
    except RulesDisagree as refused:
        form.show_misfits(refused.misfits)
        return _form(form, known), refused.status
    flash(_("Saved."), "good")
    return redirect(url_for(".programme", programme_id=known.id), 303)


def _for(known: Programme, form: ProgrammeForm) -> ProgrammeForm:
    return form.without_promises() if known.published_at else form


def _form(form: ProgrammeForm, known: Programme | None = None) -> str:
    return render_template("owner/programme_rules.html", form=form, known=known)


@door.post("/programmes/<programme_id>/publish")
@allow(Role.OWNER)
def publish_programme(programme_id: str) -> ResponseReturnValue:
    """From now on it takes visits."""
    programmes.publish(rooms(), me().organisation_id, as_uuid(programme_id), now())
    flash(_("The programme is published. It takes visits from now on."), "good")
    return redirect(url_for(".programme", programme_id=programme_id), 303)


@door.post("/programmes/<programme_id>/end")
@allow(Role.OWNER)
def end_programme(programme_id: str) -> ResponseReturnValue:
    """From now on it takes none."""
    programmes.end(rooms(), me().organisation_id, as_uuid(programme_id), now())
    flash(_("The programme has ended. Visits that shoppers have go on."), "good")
    return redirect(url_for(".programme", programme_id=programme_id), 303)

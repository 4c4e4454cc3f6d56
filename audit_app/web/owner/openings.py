"""The month plan: a programme's visits of a month proposed, edited, published, offered and taken off."""

from datetime import date, datetime
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, ValidationError

from audit_app.core.programme import Role
from audit_app.core.visits_programme import Programme, ProgrammeState
from audit_app.formatting import format_period
from audit_app.services import locations, month_plan, openings, programmes
from audit_app.services.month_records import Month, Row
from audit_app.services.opening_refusals import AlreadyOnOffer, NotEligible, NotInMonth
from audit_app.services.openings import Wish
from audit_app.services.refusals import NotHere
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner import offers, opening_words
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import Choices, OwnForm, day, made_here, pick_ours

MONTH = "%Y-%m"


def shoppers_or_board() -> dict[str, str]:
    """Who may be asked, or nobody."""
    return {"": _("The board: whoever takes it first"), **offers.shoppers()}


def pick_or_leave(label: Any, choices: Choices) -> SelectField:
    """One of the organisation's things by its id, or none of them."""
    return SelectField(label, choices=choices, validate_choice=False)


class OpeningForm(OwnForm):
    """A draft's days and shopper."""

    starts_on = day(_l("First day"))
    due_on = day(_l("Last day"))
    shopper_id = pick_or_leave(_l("Shopper"), shoppers_or_board)

    def validate_due_on(self, field: DateField) -> None:
        """The days do not end before they begin."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day cannot be before the first day."))


class NewOpeningForm(OpeningForm):
    """The same for one that is not there yet."""

    id = made_here()
    location_id = pick_ours(_l("Location"), offers.places)


@door.get("/openings", endpoint="openings")
@allow(Role.OWNER)
def month() -> ResponseReturnValue:
    """A programme's month; the next one of the newest programme unless another is chosen."""
    running = _running()
    if not running:
        return render_template("owner/openings.html", plan=None, running=[])
    chosen = _chosen(running)
    try:
        found = month_plan.month_of(rooms(), me().organisation_id, chosen.id, _month(), now())
    except NotInMonth as refused:
        return _page(running, chosen, None, str(refused.message)), refused.status
    return _page(running, chosen, found)


def _running() -> list[Programme]:
    listed = (found.programme for found in programmes.every(rooms(), me().organisation_id))
    return [one for one in listed if one.state is ProgrammeState.PUBLISHED]


def _chosen(running: list[Programme]) -> Programme:
    named = request.values.get("programme", "")
    if not named:
        return running[0]
    found = next((one for one in running if one.id == as_uuid(named)), None)
    if found is None:
        raise NotHere
    return found


def _month() -> date:
    """The month that is asked for, else the running one."""
    try:
        return datetime.strptime(request.values.get("month", ""), MONTH).date()  # noqa: DTZ007 - no moment
    except ValueError:
        return locations.latest_day(locations.every(rooms(), me().organisation_id), now()).replace(day=1)


def _page(running: list[Programme], chosen: Programme, plan: Month | None, mistake: str = "") -> str:
    return render_template(
        "owner/openings.html",
        running=running,
        chosen=chosen,
        month=f"{_month():{MONTH}}",
        plan=plan,
        mistake=mistake,
        words=opening_words,
        window=_window,
        not_placed=[opening_words.not_placed_in_words(one) for one in plan.not_placed] if plan else [],
    )


def _window(row: Row) -> str:
    return format_period(row.opening.starts_on, row.opening.due_on, g.language)


def _back(programme_id: object, of: date) -> ResponseReturnValue:
    return redirect(url_for(".openings", programme=programme_id, month=f"{of:{MONTH}}"), 303)


@door.post("/month-plan/propose")
@allow(Role.OWNER)
def propose_month() -> ResponseReturnValue:
    """Draft what the month lacks."""
    programme_id = as_uuid(request.form.get("programme", ""))
    num = month_plan.propose(rooms(), me().organisation_id, programme_id, _month(), now())
    flash(opening_words.proposed_in_words(num), "good" if num else "warn")
    return _back(programme_id, _month())


@door.post("/month-plan/publish")
@allow(Role.OWNER)
def publish_month() -> ResponseReturnValue:
    """Publish all drafts of the month."""
    programme_id = as_uuid(request.form.get("programme", ""))
    done = month_plan.publish_all(rooms(), me(), programme_id, _month(), now())
    for sentence in opening_words.published_in_words(done):
        flash(sentence, "good")
    return _back(programme_id, _month())


@door.get("/programmes/<programme_id>/new-visit")
@allow(Role.OWNER)
def new_opening(programme_id: str) -> ResponseReturnValue:
    """The form for a visit beside the proposal."""
    found = programmes.find(rooms(), me().organisation_id, as_uuid(programme_id))
    today = _month()
    return _new_form(NewOpeningForm(starts_on=today, due_on=today), found)


@door.post("/programmes/<programme_id>/new-visit")
@allow(Role.OWNER)
def add_opening(programme_id: str) -> ResponseReturnValue:
    """Draft one visit."""
    found, form = programmes.find(rooms(), me().organisation_id, as_uuid(programme_id)), NewOpeningForm()
    if not form.validate():
        return _new_form(form, found), 422
    wish = _wish(form, found.programme.id, as_uuid(form.data["location_id"]))
    made = openings.draft(rooms(), me().organisation_id, as_uuid(form.data["id"]), wish, now())
    flash(_("The visit is drafted."), "good")
    return _back(found.programme.id, made.starts_on)


def _new_form(form: NewOpeningForm, found: programmes.Found) -> str:
    form.location_id.choices = [(str(place.id), place.name) for place in found.places]
    return render_template(
        "owner/opening.html", form=form, found=found, row=None, mistake="", month=f"{_month():{MONTH}}"
    )


def _wish(form: OpeningForm, programme_id: Any, location_id: Any) -> Wish:
    named = form.data["shopper_id"]
    shopper_id = as_uuid(named) if named else None
    return Wish(programme_id, location_id, form.data["starts_on"], form.data["due_on"], shopper_id)


@door.get("/openings/<opening_id>")
@allow(Role.OWNER)
def opening(opening_id: str) -> ResponseReturnValue:
    """One visit: a draft can be edited, one on the board offered or taken off."""
    row = month_plan.row_of(rooms(), me().organisation_id, as_uuid(opening_id), now())
    shopper = str(row.opening.offered_to or "")
    known = {"starts_on": row.opening.starts_on, "due_on": row.opening.due_on, "shopper_id": shopper}
    return _row_page(row, OpeningForm(**known))


def _row_page(row: Row, form: OpeningForm, mistake: str = "") -> str:
    return render_template(
        "owner/opening.html",
        row=row,
        form=form,
        found=programmes.find(rooms(), me().organisation_id, row.opening.programme_id),
        badge=opening_words.badge(row),
        window=_window(row),
        month=f"{row.opening.starts_on:{MONTH}}",
        shoppers=offers.shoppers(),
        mistake=mistake,
    )


@door.post("/openings/<opening_id>")
@allow(Role.OWNER)
def change_opening(opening_id: str) -> ResponseReturnValue:
    """Give a draft other days or another shopper."""
    row = month_plan.row_of(rooms(), me().organisation_id, as_uuid(opening_id), now())
    if row.state:
        raise AlreadyOnOffer
    form = OpeningForm()
    if not form.validate():
        return _row_page(row, form), 422
    wish = _wish(form, row.opening.programme_id, row.opening.location_id)
    changed = openings.change(rooms(), me().organisation_id, row.opening.id, wish, now())
    flash(_("Saved."), "good")
    return _back(changed.programme_id, changed.starts_on)


@door.post("/openings/<opening_id>/remove")
@allow(Role.OWNER)
def remove_opening(opening_id: str) -> ResponseReturnValue:
    """Forget a draft."""
    row = month_plan.row_of(rooms(), me().organisation_id, as_uuid(opening_id), now())
    openings.remove(rooms(), me().organisation_id, row.opening.id)
    flash(_("The draft is removed."), "good")
    return _back(row.opening.programme_id, row.opening.starts_on)


@door.post("/openings/<opening_id>/offer")
@allow(Role.OWNER)
def offer_opening(opening_id: str) -> ResponseReturnValue:
    """Keep a visit of the board for one shopper, for 48 hours."""
    row = month_plan.row_of(rooms(), me().organisation_id, as_uuid(opening_id), now())
    shopper_id = as_uuid(request.form.get("shopper_id", ""))
    try:
        openings.offer(rooms(), me(), row.opening.id, shopper_id, now())
    except NotEligible as refused:
        shown = OpeningForm(starts_on=row.opening.starts_on, due_on=row.opening.due_on)
        return _row_page(row, shown, opening_words.why_not_asked(refused.reasons)), refused.status
    flash(_("The visit is offered. The shopper has 48 hours to answer."), "good")
    return _back(row.opening.programme_id, row.opening.starts_on)


@door.post("/openings/<opening_id>/take-off")
@allow(Role.OWNER)
def take_off_opening(opening_id: str) -> ResponseReturnValue:
    """Take a visit off the board."""
    row = month_plan.row_of(rooms(), me().organisation_id, as_uuid(opening_id), now())
    openings.take_off(rooms(), me(), row.opening.id, now())
    flash(_("The visit is off the board."), "good")
    return _back(row.opening.programme_id, row.opening.starts_on)

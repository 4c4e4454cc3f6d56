"""The owner's applications: the list with its filter, one of them, and the decision on it."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.panel import Application, slot
from audit_app.core.programme import Role
from audit_app.services import applications
from audit_app.services.applications import Applied, Wanted
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.forms.about import LONGEST_WORDS, one_line, panel_words, too_long, words
from audit_app.web.owner.door import door
from audit_app.web.owner.personal_links import show_once


def _states() -> dict[str, str]:
    return {
        "waiting": _("Waiting"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "all": _("All of them"),
    }


@door.get("/panel/applications", endpoint="applications")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """Those that are wanted; what no filter of ours offers is passed over."""
    wanted = _wanted()
    return render_template(
        "owner/applications.html",
        found=applications.applications(rooms(), me().organisation_id, wanted),
        wanted=wanted,
        state_names=_states(),
        **panel_words(),
    )


def _wanted() -> Wanted:
    state, language = request.args.get("state", ""), request.args.get("language", "")
    return Wanted(
        state=state if state in _states() else "waiting",
        language=language if language in panel_words()["spoken"] else "",
        area=one_line(request.args.get("area", "")),
    )


@door.get("/panel/applications/<application_id>")
@allow(Role.OWNER)
def application(application_id: str) -> ResponseReturnValue:
    """One application with all that was written."""
    return _show(_found(application_id), "", "")


def _found(application_id: str) -> Applied:
    return applications.application(rooms(), me().organisation_id, as_uuid(application_id))


def _show(found: Applied, reason: str, mistake: str) -> str:
    return render_template(
        "owner/application.html",
        found=found,
        one=found.application,
        state_names=_states(),
        free=list(_free_times(found.application)),
        reason=reason,
        mistake=mistake,
        **panel_words(),
    )


def _free_times(one: Application) -> Iterator[tuple[str, list[str]]]:
    """Each weekday that suits, with the parts of the day."""
    names = panel_words()
    for number, day in names["weekdays"].items():
        times = [label for band, label in names["bands"].items() if slot(number, band) in one.availability]
        if times:
            yield day, times


@door.post("/panel/applications/<application_id>/accept")
@allow(Role.OWNER)
def accept_application(application_id: str) -> ResponseReturnValue:
    """Make a shopper of the applicant and show the personal link once."""
    reason = words(request.form.get("reason", ""))
    if len(reason) > LONGEST_WORDS:
        return _show(_found(application_id), reason, too_long(LONGEST_WORDS)), 422
    return show_once(applications.accept(rooms(), me(), as_uuid(application_id), reason, now()))


@door.post("/panel/applications/<application_id>/decline")
@allow(Role.OWNER)
def decline_application(application_id: str) -> ResponseReturnValue:
    """Say no, with a reason."""
    reason = words(request.form.get("reason", ""))
    if mistake := _wrong_reason(reason):
        return _show(_found(application_id), reason, mistake), 422
    applications.decline(rooms(), me(), as_uuid(application_id), reason, now())
    flash(_("The application is declined. It will be deleted in 90 days."), "good")
    return redirect(url_for(".applications"), 303)


@door.post("/panel/applications/<application_id>/erase")
@allow(Role.OWNER)
def erase_application(application_id: str) -> ResponseReturnValue:
    """Delete it at once, as its page promises to whoever asks."""
    applications.erase(rooms(), me().organisation_id, as_uuid(application_id))
    flash(_("The application is deleted."), "good")
    return redirect(url_for(".applications"), 303)


def _wrong_reason(reason: str) -> str:
    if not reason:
        return _("Please write why, so that the decision can be explained later.")
    return too_long(LONGEST_WORDS) if len(reason) > LONGEST_WORDS else ""

"""Visits that wait for the owner: what came in, why it was not counted by itself, and the decision."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import HeldFor, Person, Role
from audit_app.formatting import format_period
from audit_app.services import Rooms, held
from audit_app.services.held import EditionNotInUse, HeldContent, UnderReview, VisitHasSheet
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.forms.page import Filled, PhotoOnPage
from audit_app.web.forms.summary import Part, summary_of
from audit_app.web.owner import waiting_words
from audit_app.web.owner.door import door
from audit_app.web.pictures import as_picture

Decide = Callable[[Rooms, Person, UUID, datetime], None]


@door.get("/held", endpoint="held")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """All that wait, the oldest first."""
    waiting = held.waiting(rooms(), me().organisation_id)
    return render_template("owner/held.html", waiting=waiting, labels=waiting_words.LABELS)


@door.get("/held/<submission_id>")
@allow(Role.OWNER)
def held_visit(submission_id: str) -> ResponseReturnValue:
    """One with all it brought, and the two ways to decide."""
    found = held.one(rooms(), me().organisation_id, as_uuid(submission_id))
    return render_template(
        "owner/held_visit.html",
        visit=found.visit,
        days=format_period(found.visit.assignment.opens_on, found.visit.assignment.due_on, g.language),
        reasons=[waiting_words.reason(each, found.visit) for each in found.visit.held_for],
        road=waiting_words.ROADS[found.visit.via],
        moments=waiting_words.moments(found.visit),
        clock=waiting_words.clock(found.visit),
        active=waiting_words.active(found.visit),
        asks=found.visit.decision is None or found.visit.can_be_counted,
        is_with_another=HeldFor.REASSIGNED in found.visit.held_for,
        others=held.number_waiting(rooms(), me().organisation_id),
        **_content(found),
    )


def _content(found: HeldContent) -> dict[str, object]:
    """The answers as they can be read, what is missing by question, and pictures that stand beside none."""
    photos, parts = _photos(found), list[Part]()
    if found.visit.questionnaire is not None:
        filled = Filled(found.sheet, found.mistakes, found.typed, photos=photos)
        parts = summary_of(found.visit.questionnaire, g.language, filled)
    shown = {row.question.code for part in parts for row in part.rows}
    return {
        "parts": parts,
        "fields": found.fields,
        "lacks": waiting_words.lacks(found.missing),
        "lost": waiting_words.lost_photos(found.lost_photos),
        "loose": [photo for code, beside in photos.items() if code not in shown for photo in beside],
    }


def _photos(found: HeldContent) -> Mapping[str, Sequence[PhotoOnPage]]:
    shown: dict[str, list[PhotoOnPage]] = defaultdict(list)
    for photo in found.photos:
        beside = shown[photo.question]
        url = url_for(".held_photo", submission_id=found.visit.id, photo_id=photo.id)
        beside.append(PhotoOnPage(str(photo.id), url, _("Photo %(number)s", number=len(beside) + 1)))
    return shown


@door.get("/held/<submission_id>/photos/<photo_id>")
@allow(Role.OWNER)
def held_photo(submission_id: str, photo_id: str) -> ResponseReturnValue:
    """A picture of it."""
    named = as_uuid(submission_id), as_uuid(photo_id)
    return as_picture(held.photo(rooms(), me().organisation_id, *named))


@door.post("/held/<submission_id>/count")
@allow(Role.OWNER)
def count_held(submission_id: str) -> ResponseReturnValue:
    """Let it count."""
    return _decide(submission_id, held.count, _("The visit counts now."))


@door.post("/held/<submission_id>/leave-out")
@allow(Role.OWNER)
def leave_out_held(submission_id: str) -> ResponseReturnValue:
    """Let it not count."""
    return _decide(submission_id, held.leave_out, _("The visit is left out. It is kept as it came."))


def _decide(submission_id: str, decide: Decide, done: str) -> ResponseReturnValue:
    """Do it, once, and show the visit; somebody else may have decided while the page was open."""
    named = as_uuid(submission_id)
    try:
        decide(rooms(), me(), named, now())
        flash(done, "good")
    except (VisitHasSheet, EditionNotInUse, UnderReview) as refusal:
        flash(str(refusal.message), "warn")
    return redirect(url_for(".held_visit", submission_id=named), 303)

"""What an editor does with a visit: take it, change an answer, send it back, or decide."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.lifecycle import VoidReason
from audit_app.core.pay import LARGEST, digits_of
from audit_app.core.review import RejectReason, ReviewNote
from audit_app.services import review_decisions, review_edits, reviews
from audit_app.services.refusals import Refusal
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.editor import words
from audit_app.web.editor.entrance import READERS, door

Word = TypeVar("Word", RejectReason, VoidReason)
NOTE, CANNED = "n.", "k."
"""How the fields of a return are named, before the question's code; nothing after it: the whole visit."""


class NoSuchAmount(Refusal):
    """What was typed is no amount of money."""

    status = 422
    title = _l("This cannot be read as an amount")
    message = _l("Please write it like 12.90. Nothing was changed.")


class NoSuchReason(Refusal):
    """Not one of the reasons that the page offers."""

    status = 422
    title = _l("Please choose a reason")
    message = _l("Choose one of the reasons of the list. Nothing was changed.")


def _back(visit_id: UUID, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("editor.visit", visit_id=visit_id, _anchor=anchor), 303)


def _done(said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(url_for("editor.queue"), 303)


@door.post("/visits/<visit_id>/take")
@allow(*READERS)
def take(visit_id: str) -> ResponseReturnValue:
    """Begin to read it."""
    review_decisions.take(rooms(), me(), as_uuid(visit_id), now())
    return _back(as_uuid(visit_id))


@door.post("/visits/<visit_id>/answers/<question>")
@allow(*READERS)
def edit(visit_id: str, question: str) -> ResponseReturnValue:
    """Change one answer, with a reason."""
    fields = {name: request.form.getlist(name) for name in request.form}
    why = request.form.get("why", "")
    review_edits.edit(rooms(), me(), as_uuid(visit_id), question, fields, why, now())
    return _back(as_uuid(visit_id), f"q-{question}")


@door.post("/visits/<visit_id>/return")
@allow(*READERS)
def send_back(visit_id: str) -> ResponseReturnValue:
    """Ask the shopper to go on, with notes at the questions."""
    review_decisions.send_back(rooms(), me(), as_uuid(visit_id), list(_notes()), now())
    return _done(_("The visit is with the shopper again, for 24 hours."))


def _notes() -> Iterator[ReviewNote]:
    for name in request.form:
        if name.startswith(NOTE):
            code = name.removeprefix(NOTE)
            canned = request.form.get(CANNED + code, "")
            text = request.form[name].strip()[: review_decisions.LONGEST_TEXT]
            yield ReviewNote(code, text, canned if canned in words.CANNED else "")


@door.post("/visits/<visit_id>/approve")
@allow(*READERS)
def approve(visit_id: str) -> ResponseReturnValue:
    """Let it count."""
    named = as_uuid(visit_id)
    review_decisions.approve(rooms(), me(), named, now(), _expenses(named))
    return _done(_("The visit is approved and counts now."))


@door.post("/visits/<visit_id>/exclude")
@allow(*READERS)
def exclude(visit_id: str) -> ResponseReturnValue:
    """Pay it and leave it out of the results."""
    named, why = as_uuid(visit_id), request.form.get("why", "")
    review_decisions.exclude(rooms(), me(), named, why, now(), _expenses(named))
    return _done(_("The visit is approved. It is paid and counts nowhere."))


def _expenses(visit_id: UUID) -> int:
    """What was laid out, in the currency's smallest unit; raises NoSuchAmount."""
    typed = request.form.get("expenses", "").strip().replace(",", ".")
    if not typed:
        return 0
    found = reviews.read(rooms(), me(), visit_id, now())
    try:
        cents = Decimal(typed) * 10 ** digits_of(found.review.programme.currency)
    except InvalidOperation as wrong:
        raise NoSuchAmount from wrong
    if not (cents.is_finite() and 0 <= cents <= LARGEST and cents == int(cents)):
        raise NoSuchAmount
    return int(cents)


@door.post("/visits/<visit_id>/reject")
@allow(*READERS)
def reject(visit_id: str) -> ResponseReturnValue:
    """Do not accept it."""
    reason = _one_of(RejectReason)
    named, why = as_uuid(visit_id), request.form.get("why", "")
    review_decisions.reject(rooms(), me(), named, reason, why, now())
    return _done(_("The visit is not accepted. The shopper is told why and can appeal once."))


@door.post("/visits/<visit_id>/void")
@allow(*READERS)
def void(visit_id: str) -> ResponseReturnValue:
    """Declare that it says nothing about the place."""
    reason = _one_of(VoidReason)
    named, why = as_uuid(visit_id), request.form.get("why", "")
    review_decisions.void(rooms(), me(), named, reason, why, now())
    return _done(_("The visit is void."))


def _one_of(kind: Callable[[str], Word]) -> Word:
    try:
        return kind(request.form.get("reason", ""))
    except ValueError as wrong:
        raise NoSuchReason from wrong

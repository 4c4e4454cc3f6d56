"""The test of a programme: its questions, and who waits for a word of the owner's."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from audit_app.core.programme import Role
from audit_app.services import programmes, quizzes
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.word_forms import QuestionForm, known_question


@door.get("/programmes/<programme_id>/questions/new")
@allow(Role.OWNER)
def new_question(programme_id: str) -> ResponseReturnValue:
    """The empty form."""
    return _form(programme_id, QuestionForm(right=1))


@door.post("/programmes/<programme_id>/questions/new")
@allow(Role.OWNER)
def add_question(programme_id: str) -> ResponseReturnValue:
    """Keep a new question."""
    form = QuestionForm()
    if not form.validate():
        return _form(programme_id, form), 422
    ids = as_uuid(programme_id), as_uuid(form.data["id"])
    quizzes.add_question(rooms(), me().organisation_id, *ids, form.wording())
    flash(_("Saved."), "good")
    return _back(ids[0])


@door.get("/programmes/<programme_id>/questions/<question_id>")
@allow(Role.OWNER)
def edit_question(programme_id: str, question_id: str) -> ResponseReturnValue:
    """The form with what is known."""
    ids = as_uuid(programme_id), as_uuid(question_id)
    known = quizzes.question(rooms(), me().organisation_id, *ids)
    return _form(programme_id, QuestionForm(**known_question(known)), question_id)


@door.post("/programmes/<programme_id>/questions/<question_id>")
@allow(Role.OWNER)
def change_question(programme_id: str, question_id: str) -> ResponseReturnValue:
    """Keep the changes."""
    ids, form = (as_uuid(programme_id), as_uuid(question_id)), QuestionForm()
    quizzes.question(rooms(), me().organisation_id, *ids)
    if not form.validate():
        return _form(programme_id, form, question_id), 422
    quizzes.change_question(rooms(), me().organisation_id, *ids, form.wording())
    flash(_("Saved."), "good")
    return _back(ids[0])


@door.post("/programmes/<programme_id>/questions/<question_id>/drop")
@allow(Role.OWNER)
def drop_question(programme_id: str, question_id: str) -> ResponseReturnValue:
    """Take a question away."""
    ids = as_uuid(programme_id), as_uuid(question_id)
    quizzes.drop_question(rooms(), me().organisation_id, *ids)
    flash(_("The question is gone."), "good")
    return _back(ids[0])


@door.post("/programmes/<programme_id>/shoppers/<person_id>/tries")
@allow(Role.OWNER)
def pardon(programme_id: str, person_id: str) -> ResponseReturnValue:
    """Three new tries for a shopper."""
    ids = as_uuid(programme_id), as_uuid(person_id)
    quizzes.pardon(rooms(), me(), *ids, now())
    flash(_("The shopper may try three more times."), "good")
    return _back(ids[0])


@door.post("/programmes/<programme_id>/shoppers/<person_id>/certificate")
@allow(Role.OWNER)
def grant(programme_id: str, person_id: str) -> ResponseReturnValue:
    """A certificate without the test."""
    ids = as_uuid(programme_id), as_uuid(person_id)
    quizzes.grant(rooms(), me(), *ids, now())
    flash(_("The shopper is certified."), "good")
    return _back(ids[0])


def _back(programme_id: UUID) -> Response:
    return redirect(url_for(".programme", programme_id=programme_id, _anchor="quiz"), 303)


def _form(programme_id: str, form: QuestionForm, question_id: str = "") -> str:
    found = programmes.find(rooms(), me().organisation_id, as_uuid(programme_id))
    return render_template("owner/question.html", form=form, found=found, question_id=question_id)

"""Approved audits as their location sees them: published, objected to answer by answer, and decided."""

from collections.abc import Mapping

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.lifecycle import EventKind, VisitState
from audit_app.core.programme import Role
from audit_app.services import appeals
from audit_app.services.answer_fields import COMMENT, VALUE, Fields
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.editor.entrance import READERS, door
from audit_app.web.forms.page import Filled, page_of
from audit_app.web.forms.summary import summary_of

APPROVERS = (Role.OWNER, Role.HR)
EVERYBODY = (*READERS, Role.HR)
EVIDENCE, CHANGE = "e.", "change."
"""How the fields of an objection and of its decision are named, before the question's code."""


@door.get("/audits", endpoint="audits")
@allow(*EVERYBODY)
def list_them() -> ResponseReturnValue:
    """All of them; those objected to first."""
    found = appeals.audits(rooms(), me(), now())
    found.sort(key=lambda one: one.review.state is not VisitState.DISPUTED)
    return render_template("editor/audits.html", audits=found)


@door.get("/audits/<visit_id>")
@allow(*EVERYBODY)
def audit(visit_id: str) -> ResponseReturnValue:
    """The answers that count, and what can be done about them by whoever looks."""
    found = appeals.audit(rooms(), me(), as_uuid(visit_id), now())
    asked, filled = found.review.questionnaire, Filled(found.sheet.answers)
    state, role = found.review.state, me().role
    sections = page_of(asked, g.language, filled)
    return render_template(
        "editor/audit.html",
        audit=found,
        review=found.review,
        parts=summary_of(asked, g.language, filled),
        asked={question.code: question for section in sections for question in section.questions},
        publishes=state is VisitState.APPROVED and role is Role.OWNER,
        objects=state is VisitState.PUBLISHED and role in APPROVERS,
        decides=state is VisitState.DISPUTED and role in READERS,
        decisions=[one for one in found.review.log if one.event is EventKind.DECIDE_DISPUTE],
    )


@door.post("/audits/<visit_id>/publish")
@allow(Role.OWNER)
def publish(visit_id: str) -> ResponseReturnValue:
    """Show it to its location."""
    appeals.publish(rooms(), me(), as_uuid(visit_id), now())
    return _done(visit_id, _("The result is published. The location can object within 7 days."))


@door.post("/audits/<visit_id>/object")
@allow(*APPROVERS)
def object_to(visit_id: str) -> ResponseReturnValue:
    """Object to single answers, for the location."""
    evidence = {
        name.removeprefix(EVIDENCE): request.form[name] for name in request.form if name[:2] == EVIDENCE
    }
    appeals.object_to(rooms(), me(), as_uuid(visit_id), evidence, now())
    return _done(visit_id, _("The objection has arrived. An editor decides about it."))


@door.post("/audits/<visit_id>/decide")
@allow(*READERS)
def decide(visit_id: str) -> ResponseReturnValue:
    """Change the answers whose box is ticked, or let all stand; with a reason."""
    appeals.decide(rooms(), me(), as_uuid(visit_id), _changed(), request.form.get("why", ""), now())
    return _done(visit_id, _("The objection is decided. The figures follow your decision."))


def _changed() -> Mapping[str, Fields]:
    codes = [name.removeprefix(CHANGE) for name in request.form if name.startswith(CHANGE)]
    return {
        code: {name: request.form.getlist(name) for name in (VALUE + code, COMMENT + code)} for code in codes
    }


def _done(visit_id: str, said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(url_for("editor.audit", visit_id=visit_id), 303)

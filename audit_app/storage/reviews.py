"""Changes of answers that came in, and second looks. Nothing here is ever deleted."""

from datetime import datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.review import AnswerEdit, SecondLook
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import answer_edit, second_look

EDIT, LOOK = columns_of(answer_edit, AnswerEdit), columns_of(second_look, SecondLook)


def keep_edit(scope: Scope, edit: AnswerEdit) -> bool:
    """Keep a change; False where something is kept under its id already."""
    return bool(scope.insert_missing(answer_edit, vars(edit)))


def edits_of(scope: Scope, assignment_id: UUID) -> list[AnswerEdit]:
    """All changes of a visit's answers, the oldest first."""
    query = scope.select(*EDIT).where(answer_edit.c.assignment_id == assignment_id)
    return scope.records(AnswerEdit, query.order_by(answer_edit.c.at, answer_edit.c.id))


def ask_second(scope: Scope, look: SecondLook) -> bool:
    """Have a visit read by a second editor; False where that was asked for before."""
    return bool(scope.insert_missing(second_look, vars(look)))


def second_of(scope: Scope, assignment_id: UUID) -> SecondLook | None:
    """The second look at a visit, done or not."""
    query = scope.select(*LOOK).where(second_look.c.assignment_id == assignment_id)
    return scope.record(SecondLook, query)


def seconds(scope: Scope) -> list[SecondLook]:
    """All second looks, the one asked for first comes first."""
    query = scope.select(*LOOK).order_by(second_look.c.asked_at, second_look.c.assignment_id)
    return scope.records(SecondLook, query)


def look(
    scope: Scope,
    assignment_id: UUID,
    by: UUID,
    now: datetime,
    answers: AnswerSheet,
    same: tuple[str, ...],
    other: tuple[str, ...],
) -> bool:
    """Keep what a second editor says; False where one has said it already."""
    of_visit, open_ = second_look.c.assignment_id == assignment_id, second_look.c.by.is_(None)
    said = {"by": by, "at": now, "answers": answers, "same": same, "other": other}
    return scope.update(second_look, of_visit, open_, **said) == 1

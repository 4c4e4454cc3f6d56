"""The tests that certify shoppers: their questions, every try, and the levels reached."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from audit_app.core.visits_programme import Certificate, QuizQuestion, QuizResult
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import certificate, quiz_pardon, quiz_question, quiz_result

QUESTION = columns_of(quiz_question, QuizQuestion)
RESULT = columns_of(quiz_result, QuizResult)
CERTIFICATE = columns_of(certificate, Certificate)


def questions(scope: Scope, programme_id: UUID) -> list[QuizQuestion]:
    """A programme's questions in their order."""
    query = scope.select(*QUESTION).where(quiz_question.c.programme_id == programme_id)
    read = scope.records(QuizQuestion, query.order_by(quiz_question.c.position, quiz_question.c.id))
    return [replace(one, choices=tuple(one.choices)) for one in read]


def put_question(scope: Scope, question: QuizQuestion) -> None:
    """Keep a question, a new one or one written anew."""
    scope.put(quiz_question, {**vars(question), "choices": list(question.choices)})


def drop_question(scope: Scope, question_id: UUID) -> bool:
    """Take a question away; whether it was there."""
    return scope.delete(quiz_question, quiz_question.c.id == question_id) == 1


def add_result(scope: Scope, new: QuizResult) -> bool:
    """Keep a try; False where its id is known already, and then nothing is changed."""
    row: dict[str, Any] = {**vars(new), "given": list(new.given)}
    return bool(scope.insert_missing(quiz_result, row))


def results(scope: Scope, programme_id: UUID) -> list[QuizResult]:
    """Every try at a programme's test, whoever made it, the oldest first."""
    query = scope.select(*RESULT).where(quiz_result.c.programme_id == programme_id)
    read = scope.records(QuizResult, query.order_by(quiz_result.c.at, quiz_result.c.id))
    return [replace(one, given=tuple(one.given)) for one in read]


def pardon(scope: Scope, programme_id: UUID, person_id: UUID, by: UUID, now: datetime) -> None:
    """Give somebody new tries at a programme's test."""
    row = {"programme_id": programme_id, "person_id": person_id, "at": now, "by": by}
    scope.insert_missing(quiz_pardon, row)


def last_pardons(scope: Scope, programme_id: UUID) -> dict[UUID, datetime]:
    """When somebody was last given new tries at a programme's test: person id → moment."""
    query = scope.select(quiz_pardon.c.person_id, quiz_pardon.c.at)
    query = query.where(quiz_pardon.c.programme_id == programme_id)
    return {row[0]: row[1] for row in scope.rows(query.order_by(quiz_pardon.c.at))}


def grant(scope: Scope, new: Certificate) -> None:
    """Keep a certificate."""
    scope.insert(certificate, vars(new))


def certificates(scope: Scope, category: str) -> list[Certificate]:
    """All certificates of a category, whoever holds them, the oldest first."""
    query = scope.select(*CERTIFICATE).where(certificate.c.category == category)
    return scope.records(Certificate, query.order_by(certificate.c.granted_at, certificate.c.id))

"""Surveys: a customer questionnaire running at a location, found by its public token."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func

from audit_app.core.programme import Survey
from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import sheet, survey

COLUMNS = columns_of(survey, Survey)


def add(scope: Scope, new: Survey) -> bool:
    """Write a new survey; False where its id, or its token anywhere, is known already."""
    return bool(scope.insert_missing(survey, vars(new)))


def get(scope: Scope, survey_id: UUID) -> Survey | None:
    """The survey with this id, if it is the organisation's."""
    return scope.record(Survey, scope.select(*COLUMNS).where(survey.c.id == survey_id))


def every(scope: Scope) -> list[Survey]:
    """All surveys, the newest first."""
    return scope.records(Survey, scope.select(*COLUMNS).order_by(survey.c.created_at.desc(), survey.c.id))


def by_token(everywhere: Everywhere, token: str) -> Survey | None:
    """The survey that a public link leads to, closed or not."""
    return everywhere.record(Survey, everywhere.select(*COLUMNS).where(survey.c.token == token))


def close(scope: Scope, survey_id: UUID, now: datetime) -> bool:
    """Take no more answers; whether it was still open."""
    return scope.update(survey, survey.c.id == survey_id, survey.c.closed_at.is_(None), closed_at=now) == 1


def answer_counts(scope: Scope) -> dict[UUID, int]:
    """How many answers each survey has had: survey id → number."""
    query = scope.select(sheet.c.survey_id, func.count()).where(sheet.c.survey_id.is_not(None))
    return {row[0]: row[1] for row in scope.rows(query.group_by(sheet.c.survey_id))}

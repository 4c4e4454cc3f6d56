"""What shoppers read before a visit: scenarios, briefs by language, and their pictures."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from audit_app.core.visits_programme import BriefPicture, Scenario
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import brief, brief_picture, scenario

SCENARIO = columns_of(scenario, Scenario)
PICTURE = columns_of(brief_picture, BriefPicture)


def texts(scope: Scope, programme_id: UUID) -> dict[str, str]:
    """The brief in each language it was written in: language → Markdown."""
    query = scope.select(brief.c.language, brief.c.text).where(brief.c.programme_id == programme_id)
    return {row[0]: row[1] for row in scope.rows(query.order_by(brief.c.language))}


def write(scope: Scope, programme_id: UUID, language: str, text: str, now: datetime) -> None:
    """Keep the brief in a language; an empty one is taken away."""
    if text:
        row = {"programme_id": programme_id, "language": language, "text": text, "changed_at": now}
        scope.put(brief, row)
    else:
        scope.delete(brief, brief.c.programme_id == programme_id, brief.c.language == language)


def scenarios(scope: Scope, programme_id: UUID) -> list[Scenario]:
    """A programme's scenarios in their order."""
    query = scope.select(*SCENARIO).where(scenario.c.programme_id == programme_id)
    return scope.records(Scenario, query.order_by(scenario.c.position, scenario.c.id))


def keep_scenarios(scope: Scope, programme_id: UUID, kept: Sequence[Scenario]) -> None:
    """Make these the scenarios of a programme; one that a visit plays cannot be left out (IntegrityError)."""
    ids = [one.id for one in kept]
    scope.delete(scenario, scenario.c.programme_id == programme_id, scenario.c.id.not_in(ids))
    for one in kept:
        scope.put(scenario, vars(one))


def pictures(scope: Scope, programme_id: UUID) -> list[BriefPicture]:
    """The pictures that a programme's briefs may show, by their numbers."""
    query = scope.select(*PICTURE).where(brief_picture.c.programme_id == programme_id)
    return scope.records(BriefPicture, query.order_by(brief_picture.c.number))


def add_picture(scope: Scope, new: BriefPicture) -> None:
    """Keep a picture's row; its number must be a new one."""
    scope.insert(brief_picture, vars(new))

"""Openings: visits on offer, drafts of them, and what became of those that were taken."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement

from audit_app.core.day_spans import Span
from audit_app.core.panel import TimeBand
from audit_app.core.visit_states import VisitState
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import opening, visit_stage

ON_OFFER = (VisitState.OPEN, VisitState.OFFERED)


@dataclass(frozen=True)
class Opening:
    """A visit to be made on a local day from `starts_on` to `due_on`, best on `aimed_at` in `band`.

    A draft until `published_at`. `offered_to` is the shopper whom a draft is meant for or who is being asked,
    until `offered_until` (UTC). `taken_as`: the assignment, which has the opening's id.
    """

    id: UUID
    organisation_id: UUID
    programme_id: UUID
    location_id: UUID
    starts_on: date
    due_on: date
    created_at: datetime
    aimed_at: date | None = None
    band: TimeBand | None = None
    scenario_id: UUID | None = None
    published_at: datetime | None = None
    offered_to: UUID | None = None
    offered_until: datetime | None = None
    taken_as: UUID | None = None

    @property
    def days(self) -> Span:
        """The days on which the visit may be made."""
        return Span(self.starts_on, self.due_on)

    def is_kept_for(self, person_id: UUID, now: datetime) -> bool:
        """Whether somebody is being asked at this moment."""
        return self.offered_to == person_id and self.offered_until is not None and now < self.offered_until


COLUMNS = columns_of(opening, Opening)


def add(scope: Scope, new: Opening) -> bool:
    """Write a new opening; False where its id is known already, and then nothing is changed."""
    return bool(scope.insert_missing(opening, vars(new)))


def get(scope: Scope, opening_id: UUID) -> Opening | None:
    """The opening with this id, if it is the organisation's."""
    return scope.record(Opening, scope.select(*COLUMNS).where(_is(opening_id)))


def locked(scope: Scope, opening_id: UUID) -> Opening | None:
    """The opening with this id, and until the transaction ends nobody else changes it."""
    query = scope.select(*COLUMNS).where(_is(opening_id))
    return scope.record(Opening, query.with_for_update(key_share=True))


def between(scope: Scope, programme_id: UUID, days: Span) -> list[Opening]:
    """A programme's openings, drafts too, whose first day is one of these; in their order."""
    query = scope.select(*COLUMNS).where(opening.c.programme_id == programme_id)
    query = query.where(opening.c.starts_on.between(days.first, days.last))
    return scope.records(Opening, query.order_by(opening.c.starts_on, opening.c.id))


def on_offer(scope: Scope) -> list[Opening]:
    """All that are published and that nobody has taken, the next due first."""
    query = scope.select(*COLUMNS).select_from(
        opening.join(
            visit_stage,
            (visit_stage.c.organisation_id == opening.c.organisation_id)
            & (visit_stage.c.visit_id == opening.c.id),
        )
    )
    query = query.where(visit_stage.c.state.in_(ON_OFFER))
    return scope.records(Opening, query.order_by(opening.c.due_on, opening.c.id))


def change(scope: Scope, changed: Opening) -> bool:
    """Write everything anew but its id; whether there is such an opening."""
    return scope.update(opening, _is(changed.id), **vars(changed)) == 1


def drop(scope: Scope, opening_id: UUID) -> bool:
    """Forget a draft; False where it was published, or is not there."""
    return scope.delete(opening, _is(opening_id), opening.c.published_at.is_(None)) == 1


def _is(opening_id: UUID) -> ColumnElement[bool]:
    return opening.c.id == opening_id

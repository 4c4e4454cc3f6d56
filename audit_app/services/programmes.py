"""Programmes: an owner lays down what shall be visited by which rules, publishes it, and ends it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from audit_app.core.programme import Location, Person
from audit_app.core.questionnaire import Kind, Questionnaire
from audit_app.core.visits_programme import (
    Completeness,
    Programme,
    ProgrammeDetails,
    ProgrammeState,
    QuizQuestion,
    Scenario,
    completeness,
    fixed_changes,
    misfits,
)
from audit_app.services import Rooms, editions
from audit_app.services.locations import here as location_here
from audit_app.services.programme_refusals import (
    AlreadyPublished,
    HasEnded,
    Lack,
    NotPublished,
    NotReady,
    RulesDisagree,
)
from audit_app.services.refusals import NotHere
from audit_app.storage import Scope, assignments, briefs, locations, organisations, programmes, quizzes


@dataclass(frozen=True)
class Found:
    """A programme with all that its owner sees of it; `lacks` keeps a draft from being published."""

    programme: Programme
    questionnaire: Questionnaire
    places: tuple[Location, ...]
    scenarios: tuple[Scenario, ...]
    questions: tuple[QuizQuestion, ...]
    languages: tuple[Completeness, ...]
    lacks: tuple[Lack, ...]


def every(rooms: Rooms, organisation_id: UUID) -> list[Found]:
    """All programmes of an organisation, the newest first."""
    with rooms.store.reading(organisation_id) as scope:
        return [_found(rooms, scope, one) for one in programmes.every(scope)]


def find(rooms: Rooms, organisation_id: UUID, programme_id: UUID) -> Found:
    """One programme; raises NotHere for an unknown one or another organisation's."""
    with rooms.store.reading(organisation_id) as scope:
        return _found(rooms, scope, here(scope, programme_id))


def here(scope: Scope, programme_id: UUID) -> Programme:
    """One programme within a transaction; raises NotHere."""
    programme = programmes.get(scope, programme_id)
    if programme is None:
        raise NotHere
    return programme


def running(scope: Scope, programme_id: UUID) -> Programme:
    """A programme that takes visits; raises NotHere, NotPublished for a draft, HasEnded."""
    programme = here(scope, programme_id)
    if programme.state is ProgrammeState.DRAFT:
        raise NotPublished
    if programme.state is ProgrammeState.ENDED:
        raise HasEnded
    return programme


def readable(scope: Scope, shopper: Person, programme_id: UUID) -> Programme:
    """A programme whose brief and test are for this shopper: a published one, or one of an own visit.

    An ended one is for those alone who have a visit of it. Raises NotHere.
    """
    programme = here(scope, programme_id)
    if programme.state is ProgrammeState.PUBLISHED:
        return programme
    if any(visit.programme_id == programme_id for visit in assignments.of_shopper(scope, shopper.id)):
        return programme
    raise NotHere


def changing(scope: Scope, programme_id: UUID, *, only_draft: bool = False) -> Programme:
    """A programme that may still be changed, locked until the transaction ends.

    Raises NotHere, HasEnded, and with `only_draft` AlreadyPublished.
    """
    programme = programmes.locked(scope, programme_id)
    if programme is None:
        raise NotHere
    if programme.state is ProgrammeState.ENDED:
        raise HasEnded
    if only_draft and programme.state is not ProgrammeState.DRAFT:
        raise AlreadyPublished
    return programme


def _found(rooms: Rooms, scope: Scope, programme: Programme) -> Found:
    scenarios = tuple(briefs.scenarios(scope, programme.id))
    questions = tuple(quizzes.questions(scope, programme.id))
    places, texts = _places(scope, programme.id), briefs.texts(scope, programme.id)
    return Found(
        programme=programme,
        questionnaire=editions.questionnaire_in_use(rooms, scope, programme.questionnaire),
        places=places,
        scenarios=scenarios,
        questions=questions,
        languages=completeness(texts, programme.staff_notice, scenarios, questions),
        lacks=_lacks(scope, programme, places, questions),
    )


def _places(scope: Scope, programme_id: UUID) -> tuple[Location, ...]:
    ids = programmes.places(scope).get(programme_id, frozenset())
    return tuple(place for place in locations.every(scope) if place.id in ids)


def _lacks(
    scope: Scope, programme: Programme, places: Sequence[Location], questions: Sequence[QuizQuestion]
) -> tuple[Lack, ...]:
    spoken = organisations.this(scope).language
    lacking = {
        Lack.PLACE: not places,
        Lack.RULES: bool(misfits(programme, [place.kind for place in places])),
        Lack.BRIEF: not briefs.texts(scope, programme.id).get(spoken),
        Lack.QUIZ: programme.level > 0 and not questions,
        Lack.QUIZ_LANGUAGE: not all(question.is_in(spoken) for question in questions),
    }
    return tuple(lack for lack, is_lacking in lacking.items() if is_lacking)


def create(
    rooms: Rooms,
    organisation_id: UUID,
    programme_id: UUID,
    details: ProgrammeDetails,
    location_ids: Collection[UUID],
    now: datetime,
) -> Programme:
    """A new draft; its id was made with the form, so that sending it twice makes one.

    Raises NotHere for a place or checklist that is not there, RulesDisagree.
    """
    draft = Programme(id=programme_id, organisation_id=organisation_id, created_at=now, **vars(details))
    with rooms.store.writing(organisation_id) as scope:
        _must_agree(rooms, scope, details, location_ids)
        if programmes.add(scope, draft):
            programmes.place(scope, draft.id, location_ids)
        return here(scope, draft.id)


def change(
    rooms: Rooms,
    organisation_id: UUID,
    programme_id: UUID,
    details: ProgrammeDetails,
    location_ids: Collection[UUID],
) -> None:
    """Write the rules anew; once published, only those that nobody was promised.

    Raises NotHere, RulesDisagree, HasEnded, AlreadyPublished.
    """
    with rooms.store.writing(organisation_id) as scope:
        before = changing(scope, programme_id)
        if before.published_at and fixed_changes(before, details):
            raise AlreadyPublished
        _must_agree(rooms, scope, details, location_ids)
        if before.published_at and not location_ids:
            raise NotReady([Lack.PLACE])
        programmes.change(scope, replace(before, **vars(details)))
        programmes.place(scope, programme_id, location_ids)


def _must_agree(
    rooms: Rooms, scope: Scope, details: ProgrammeDetails, location_ids: Collection[UUID]
) -> None:
    kinds = [location_here(scope, location_id).kind for location_id in location_ids]
    if editions.questionnaire_in_use(rooms, scope, details.questionnaire).kind is not Kind.AUDIT:
        raise NotHere
    if wrong := misfits(details, kinds):
        raise RulesDisagree(wrong)


def publish(rooms: Rooms, organisation_id: UUID, programme_id: UUID, now: datetime) -> None:
    """Let it take visits, its checklist frozen; twice is once. Raises NotHere, HasEnded, NotReady."""
    with rooms.store.writing(organisation_id) as scope:
        draft = changing(scope, programme_id)
        if draft.published_at:
            return
        questions = quizzes.questions(scope, draft.id)
        if lacks := _lacks(scope, draft, _places(scope, draft.id), questions):
            raise NotReady(lacks)
        editions.freeze(rooms, scope, draft.questionnaire, now)
        programmes.publish(scope, draft, now)


def end(rooms: Rooms, organisation_id: UUID, programme_id: UUID, now: datetime) -> None:
    """Let it take no more visits; twice is once. Visits that shoppers have go on.

    Raises NotHere, and NotPublished for a draft.
    """
    with rooms.store.writing(organisation_id) as scope:
        kept = programmes.locked(scope, programme_id)
        if kept is None:
            raise NotHere
        if kept.state is ProgrammeState.DRAFT:
            raise NotPublished
        if kept.state is ProgrammeState.PUBLISHED:
            programmes.end(scope, kept, now)

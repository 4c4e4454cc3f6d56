"""The sample that a second editor reads: as it came, without knowing what the first one changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Person
from audit_app.core.questionnaire import Questionnaire
from audit_app.core.review import Agreement, SecondLook, agreement, compared
from audit_app.services import Rooms
from audit_app.services.answer_fields import Fields, read_answers
from audit_app.services.editions import in_use
from audit_app.services.refusals import NotHere
from audit_app.services.review_frame import Review, changing, review_of
from audit_app.services.review_refusals import DoneOnce, NotAnAnswerHere, OwnFirstLook
from audit_app.storage import reviews, sheets


@dataclass(frozen=True)
class ToLook:
    """A visit that waits for a second look, or had it."""

    look: SecondLook
    review: Review


@dataclass(frozen=True)
class Looks:
    """What waits for this reader, what is done, and how often two editors agreed, by question."""

    waiting: tuple[ToLook, ...]
    done: tuple[ToLook, ...]
    agreement: Mapping[str, Agreement]


def every(rooms: Rooms, reader: Person, now: datetime) -> Looks:
    """All second looks of an organisation; the reader's own first looks are not for them."""
    with rooms.store.reading(reader.organisation_id) as scope:
        known = [
            ToLook(one, review_of(rooms, scope, one.assignment_id, now)) for one in reviews.seconds(scope)
        ]
    waiting = tuple(one for one in known if one.look.by is None and one.look.first_by != reader.id)
    done = tuple(one for one in known if one.look.by is not None)
    return Looks(waiting, done, agreement(one.look for one in done))


def one(rooms: Rooms, reader: Person, visit_id: UUID, now: datetime) -> ToLook:
    """One of them; raises NotHere."""
    with rooms.store.reading(reader.organisation_id) as scope:
        look = reviews.second_of(scope, visit_id)
        if look is None:
            raise NotHere
        return ToLook(look, review_of(rooms, scope, visit_id, now))


def say(rooms: Rooms, editor: Person, visit_id: UUID, fields: Fields, now: datetime) -> None:
    """Keep a second editor's answers beside those that were approved; nothing that counts is changed.

    Raises NotHere, OwnFirstLook, NotAnAnswerHere, DoneOnce.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        look = reviews.second_of(scope, visit_id)
        counted = sheets.of_assignment(scope, visit_id)
        asked = in_use(scope, counted.questionnaire) if counted else None
        if look is None or counted is None or asked is None:
            raise NotHere
        if look.first_by == editor.id:
            raise OwnFirstLook
        said = _read(asked, fields)
        same, other = compared(asked, review.sheet, said)
        if not reviews.look(scope, visit_id, editor.id, now, said, same, other):
            raise DoneOnce


def _read(asked: Questionnaire, fields: Fields) -> AnswerSheet:
    posted = read_answers(asked, fields)
    if posted.mistakes:
        raise NotAnAnswerHere
    return posted.sheet

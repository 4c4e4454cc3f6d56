"""Tests that certify shoppers: an owner writes the questions, a shopper answers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from audit_app.core.certifying import QuizStanding, count_right, needed_to_pass, quiz_standing
from audit_app.core.programme import Person, Role
from audit_app.core.questionnaire import Texts
from audit_app.core.visits_programme import Certificate, Programme, QuizQuestion, QuizResult
from audit_app.services import Rooms
from audit_app.services.programmes import changing, here, readable
from audit_app.services.refusals import NotHere, Refusal
from audit_app.storage import Scope, people, programmes, quizzes
from audit_app.translations import lazy_gettext as _l

LEAST_CHOICES, MOST_CHOICES, MOST_QUESTIONS = 2, 6, 30


class NotNow(Refusal):
    """The test cannot be taken at this moment: it was failed within a day, or too often."""

    status = 409
    title = _l("The test cannot be taken now")
    message = _l("The page of the test says when you may try again, or whom to ask.")


class AlreadyCertified(Refusal):
    """Nothing is left to prove."""

    status = 409
    title = _l("You have this certificate already")
    message = _l("There is nothing more to do. The visits that ask for it are open to you.")


class TooManyQuestions(Refusal):
    """A test has as many questions as it can have."""

    status = 409
    title = _l("This test has too many questions")
    message = _l("A test can have up to 30 questions.")


@dataclass(frozen=True)
class Wording:
    """A question as an owner wrote it: two to six answers in the same order in every language."""

    texts: Texts
    choices: tuple[Texts, ...]
    right: int


@dataclass(frozen=True)
class Tried:
    """A shopper who has tried, and where that led."""

    person: Person
    standing: QuizStanding


# --- the owner


def question(rooms: Rooms, organisation_id: UUID, programme_id: UUID, question_id: UUID) -> QuizQuestion:
    """One question of a programme's test; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        return _question(scope, programme_id, question_id)


def _question(scope: Scope, programme_id: UUID, question_id: UUID) -> QuizQuestion:
    for one in quizzes.questions(scope, programme_id):
        if one.id == question_id:
            return one
    raise NotHere


def add_question(
    rooms: Rooms, organisation_id: UUID, programme_id: UUID, question_id: UUID, wording: Wording
) -> None:
    """One more question for a draft; its id was made with the form, so that sending it twice adds one.

    Raises NotHere, AlreadyPublished, HasEnded, TooManyQuestions.
    """
    with rooms.store.writing(organisation_id) as scope:
        changing(scope, programme_id, only_draft=True)
        there = quizzes.questions(scope, programme_id)
        if any(one.id == question_id for one in there):
            return
        if len(there) >= MOST_QUESTIONS:
            raise TooManyQuestions
        position = there[-1].position + 1 if there else 0
        _put(scope, programme_id, question_id, position, wording)


def change_question(
    rooms: Rooms, organisation_id: UUID, programme_id: UUID, question_id: UUID, wording: Wording
) -> None:
    """Write a draft's question anew; raises NotHere, AlreadyPublished, HasEnded."""
    with rooms.store.writing(organisation_id) as scope:
        changing(scope, programme_id, only_draft=True)
        kept = _question(scope, programme_id, question_id)
        _put(scope, programme_id, question_id, kept.position, wording)


def _put(scope: Scope, programme_id: UUID, question_id: UUID, position: int, wording: Wording) -> None:
    if not (LEAST_CHOICES <= len(wording.choices) <= MOST_CHOICES and wording.right < len(wording.choices)):
        raise ValueError(f"{len(wording.choices)} answers of which number {wording.right} is right")
    place = question_id, scope.organisation_id, programme_id, position
    quizzes.put_question(scope, QuizQuestion(*place, wording.texts, wording.choices, wording.right))


def drop_question(rooms: Rooms, organisation_id: UUID, programme_id: UUID, question_id: UUID) -> None:
    """Take a question out of a draft's test; raises NotHere, AlreadyPublished, HasEnded."""
    with rooms.store.writing(organisation_id) as scope:
        changing(scope, programme_id, only_draft=True)
        quizzes.drop_question(scope, _question(scope, programme_id, question_id).id)


def tried(rooms: Rooms, organisation_id: UUID, programme_id: UUID) -> list[Tried]:
    """Everybody who has tried a programme's test, by name; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        programme = here(scope, programme_id)
        ids = {result.person_id for result in quizzes.results(scope, programme_id)}
        found = [person for person in people.every(scope) if person.id in ids]
        return [Tried(person, standing(scope, programme, person.id)) for person in found]


def pardon(rooms: Rooms, owner: Person, programme_id: UUID, person_id: UUID, now: datetime) -> None:
    """Give a shopper three new tries at once; raises NotHere."""
    with rooms.store.writing(owner.organisation_id) as scope:
        _shopper(scope, person_id)
        quizzes.pardon(scope, here(scope, programme_id).id, person_id, owner.id, now)


def grant(rooms: Rooms, owner: Person, programme_id: UUID, person_id: UUID, now: datetime) -> None:
    """Certify a shopper without the test; twice is once. Raises NotHere."""
    with rooms.store.writing(owner.organisation_id) as scope:
        shopper = _shopper(scope, person_id)
        programme = programmes.locked(scope, programme_id)
        if programme is None:
            raise NotHere
        if not standing(scope, programme, shopper.id).is_certified:
            _certify(scope, programme, shopper.id, now, granted_by=owner.id)


def _shopper(scope: Scope, person_id: UUID) -> Person:
    person = people.get(scope, person_id)
    if person is None or person.role is not Role.SHOPPER:
        raise NotHere
    return person


def _certify(
    scope: Scope, programme: Programme, person_id: UUID, now: datetime, granted_by: UUID | None = None
) -> None:
    reached = (programme.category, programme.level, now)
    new = Certificate(uuid4(), scope.organisation_id, person_id, *reached, programme.id, granted_by)
    quizzes.grant(scope, new)


# --- the shopper


def standing(scope: Scope, programme: Programme, person_id: UUID) -> QuizStanding:
    """Where a shopper stands with a programme's test, as of this transaction."""
    held = [one for one in quizzes.certificates(scope, programme.category) if one.person_id == person_id]
    tries = [one for one in quizzes.results(scope, programme.id) if one.person_id == person_id]
    return quiz_standing(programme, held, tries, quizzes.last_pardons(scope, programme.id).get(person_id))


@dataclass(frozen=True)
class Quiz:
    """A test as a shopper meets it; `needed` right answers pass."""

    programme: Programme
    questions: tuple[QuizQuestion, ...]
    needed: int
    standing: QuizStanding


def quiz_of(rooms: Rooms, shopper: Person, programme_id: UUID) -> Quiz:
    """The test of a programme; raises NotHere, also for one that asks for none."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        return _quiz(scope, shopper, programme_id)


def _quiz(scope: Scope, shopper: Person, programme_id: UUID) -> Quiz:
    programme = readable(scope, shopper, programme_id)
    questions = tuple(quizzes.questions(scope, programme_id))
    if not programme.level or not questions:
        raise NotHere
    needed = needed_to_pass(len(questions), programme.pass_percent)
    return Quiz(programme, questions, needed, standing(scope, programme, shopper.id))


def take(
    rooms: Rooms, shopper: Person, programme_id: UUID, try_id: UUID, given: Sequence[int], now: datetime
) -> QuizResult:
    """One try; the same `try_id` again is the same try. Passing certifies.

    Raises NotHere, NotNow, AlreadyCertified.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        programmes.locked(scope, programme_id)
        test = _quiz(scope, shopper, programme_id)
        for known in quizzes.results(scope, programme_id):
            if known.id == try_id and known.person_id == shopper.id:
                return known
        if test.standing.is_certified:
            raise AlreadyCertified
        if not test.standing.may_try(now):
            raise NotNow
        result = _marked(test, shopper, try_id, given, now)
        if not quizzes.add_result(scope, result):
            raise NotHere  # an id of another test or person: a try that is not kept is none
        if result.passed:
            _certify(scope, test.programme, shopper.id, now)
        return result


def _marked(test: Quiz, shopper: Person, try_id: UUID, given: Sequence[int], now: datetime) -> QuizResult:
    right = count_right(test.questions, given)
    return QuizResult(
        id=try_id,
        organisation_id=shopper.organisation_id,
        programme_id=test.programme.id,
        person_id=shopper.id,
        at=now,
        asked=len(test.questions),
        right=right,
        passed=right >= test.needed,
        given=tuple(given),
    )

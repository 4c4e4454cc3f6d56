"""Customer surveys: an owner opens and closes a link, a customer answers by it without an account."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Channel, Location, Organisation, Survey
from audit_app.core.questionnaire import Kind, Questionnaire
from audit_app.services import Rooms, editions
from audit_app.services.locations import here, local_day
from audit_app.services.refusals import LinkClosed, NotHere
from audit_app.services.sheets import CameSecond, Cause, Incoming, accept_sheet, accepting
from audit_app.storage import Scope, locations, organisations, sheets, surveys

CHANNELS = (Channel.COUNTER, Channel.LINK)
TOKEN_BYTES = 9
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True)
class Asking:
    """A survey with all that its page says."""

    survey: Survey
    organisation: Organisation
    location: Location
    questionnaire: Questionnaire


@dataclass(frozen=True)
class Counted:
    """A survey as an owner sees it, with its number of answers."""

    asking: Asking
    answers: int


@dataclass(frozen=True)
class Wish:
    """What an owner asks for; `id` was made with the form, so that sending it twice opens one link."""

    id: UUID
    questionnaire: str
    location_id: UUID
    channel: Channel


# --- the customer


def find(rooms: Rooms, token: str) -> Asking:
    """The survey that a public link leads to, closed or not; raises NotHere."""
    if not TOKEN.fullmatch(token):
        raise NotHere
    with rooms.store.reading_all() as everywhere:
        survey = surveys.by_token(everywhere, token)
    if survey is None:
        raise NotHere
    with rooms.store.reading(survey.organisation_id) as scope:
        return _asking(rooms, scope, survey)


def find_open(rooms: Rooms, token: str) -> Asking:
    """The survey that a public link leads to; raises NotHere, and LinkClosed once it was closed."""
    asking = find(rooms, token)
    if asking.survey.closed_at:
        raise LinkClosed
    return asking


def _asking(rooms: Rooms, scope: Scope, survey: Survey) -> Asking:
    return Asking(
        survey=survey,
        organisation=organisations.this(scope),
        location=here(scope, survey.location_id),
        questionnaire=editions.questionnaire_in_use(rooms, scope, survey.questionnaire),
    )


def answer(
    rooms: Rooms, asking: Asking, sheet_id: UUID, sheet: AnswerSheet, language: str, now: datetime
) -> bool:
    """Keep a customer's answers once, however often they are sent.

    False where other answers were kept under the same id before: the first ones count, these are set
    aside. Raises LinkClosed where the survey was closed before they came.
    """
    survey = asking.survey
    incoming = Incoming(sheet_id, sheet, language, survey.channel, local_day(asking.location, now))
    try:
        with accepting(rooms, survey.organisation_id) as scope:
            _expect_open_or_known(scope, survey.id, sheet_id)
            accept_sheet(
                scope,
                asking.questionnaire,
                incoming,
                Cause(survey_id=survey.id),
                location_id=survey.location_id,
                now=now,
            )
    except CameSecond:
        return False
    return True


def _expect_open_or_known(scope: Scope, survey_id: UUID, sheet_id: UUID) -> None:
    """What arrived in time may come again, e.g. because the thanks were lost on the way."""
    survey = surveys.get(scope, survey_id)
    if survey and survey.closed_at is None:
        return
    kept = sheets.get(scope, sheet_id)
    if kept is None or kept.survey_id != survey_id:
        raise LinkClosed


# --- the owner


def every(rooms: Rooms, organisation_id: UUID) -> list[Counted]:
    """All surveys of an organisation, the newest first."""
    with rooms.store.reading(organisation_id) as scope:
        return _counted(rooms, scope, surveys.every(scope))


def one(rooms: Rooms, organisation_id: UUID, survey_id: UUID) -> Counted:
    """One survey of an organisation; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        survey = surveys.get(scope, survey_id)
        if survey is None:
            raise NotHere
        return _counted(rooms, scope, [survey])[0]


def _counted(rooms: Rooms, scope: Scope, listed: list[Survey]) -> list[Counted]:
    counts = surveys.answer_counts(scope)
    organisation = organisations.this(scope)
    places = {location.id: location for location in locations.every(scope)}
    keys = {survey.questionnaire for survey in listed}
    asked = {key: editions.questionnaire_in_use(rooms, scope, key) for key in keys}
    return [
        Counted(
            Asking(each, organisation, places[each.location_id], asked[each.questionnaire]),
            counts.get(each.id, 0),
        )
        for each in listed
    ]


def start(rooms: Rooms, organisation_id: UUID, wish: Wish, now: datetime) -> Survey:
    """Open a link; raises NotHere for a place or a customer questionnaire that is not there."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    survey = Survey(organisation_id=organisation_id, token=token, created_at=now, **vars(wish))
    with rooms.store.writing(organisation_id) as scope:
        here(scope, wish.location_id)
        if editions.freeze(rooms, scope, wish.questionnaire, now).kind is not Kind.CUSTOMER:
            raise NotHere
        if surveys.add(scope, survey):
            return survey
        return surveys.get(scope, wish.id) or survey


def close(rooms: Rooms, organisation_id: UUID, survey_id: UUID, now: datetime) -> None:
    """Take no more answers; twice is once. Raises NotHere."""
    with rooms.store.writing(organisation_id) as scope:
        if surveys.get(scope, survey_id) is None:
            raise NotHere
        surveys.close(scope, survey_id, now)

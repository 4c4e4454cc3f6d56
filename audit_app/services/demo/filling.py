"""A year of visits, answers and rounds of the team for each shop, in the transaction it is handed."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from random import Random
from uuid import UUID, uuid5

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Assignment, Channel, Location, Person, Photo, Survey, Wave
from audit_app.core.questionnaire import Questionnaire, View
from audit_app.services import Rooms
from audit_app.services.demo.answering import Truth, answer
from audit_app.services.demo.picture import shop_front
from audit_app.services.demo.stories import MONTHS, Shop, level
from audit_app.services.editions import freeze
from audit_app.services.sheets import Cause, Incoming, counted_answers, prepare
from audit_app.storage import Scope, assignments, photos, sheets, surveys, waves
from audit_app.storage.records import Arrival

COUNTER_VISIT, SHOP_VISIT = "counter-visit.v1", "shop-visit.v1"
SURVEY, TEAM = "counter-survey.v1", "counter-team.v1"
EDITIONS = (COUNTER_VISIT, SHOP_VISIT, SURVEY, TEAM)
MONTHS_BETWEEN_ROUNDS = 3
MONTHS_OPEN_IN_YEREVAN = 3


@dataclass(frozen=True)
class Place:
    """A shop of the demonstration with its location and its shopper."""

    shop: Shop
    location: Location
    shopper: Person


class Filling:
    """Fills one organisation: knows the dice, the moment, and the editions in use."""

    def __init__(self, rooms: Rooms, scope: Scope, dice: Random, now: datetime) -> None:
        self._rooms, self._scope, self._dice, self._now = rooms, scope, dice, now
        self._editions: dict[str, Questionnaire] = {}
        self._picture = rooms.photos.keep(scope.organisation_id, shop_front())

    def freeze_editions(self) -> None:
        """Put the four questionnaires into use."""
        for key in EDITIONS:
            self._editions[key] = freeze(self._rooms, self._scope, key, self._now - timedelta(days=400))

    def fill(self, place: Place) -> None:
        """The year of one shop."""
        survey = self._open_survey(place, Channel.LINK)
        for months_ago in range(self._months_open(place) - 1, -1, -1):
            days = self._days(months_ago)
            self._keep(self._answers(place, survey, months_ago, days))
            self._keep(self._visits(place, months_ago, days))
            if months_ago % MONTHS_BETWEEN_ROUNDS == 1:
                self._keep(self._round(place, months_ago, days[0]))

    def _months_open(self, place: Place) -> int:
        return MONTHS_OPEN_IN_YEREVAN if place.shop.answers_a_month < 5 else MONTHS

    def _days(self, months_ago: int) -> list[date]:
        """The days of a month that have passed."""
        today = self._now.date()
        years, month = divmod(today.year * 12 + today.month - 1 - months_ago, 12)
        first = date(years, month + 1, 1)
        return [day for n in range(31) if (day := first + timedelta(n)).month == first.month and day <= today]

    def _keep(self, arrivals: Iterator[Arrival]) -> None:
        sheets.accept_all(self._scope, list(arrivals))

    def _moment(self, day: date) -> datetime:
        clock = timedelta(hours=self._dice.randint(8, 15), minutes=self._dice.randint(0, 59))
        return min(datetime(day.year, day.month, day.day, tzinfo=UTC) + clock, self._now)

    def _answered(
        self, place: Place, key: str, view: View, months_ago: int, failing: str = ""
    ) -> AnswerSheet:
        truth = Truth(lambda s: level(place.shop, view, s, months_ago), place.shop.language, failing)
        return answer(self._editions[key], truth, self._dice)

    def _answers(
        self, place: Place, survey: Survey, months_ago: int, days: Sequence[date]
    ) -> Iterator[Arrival]:
        expected = place.shop.answers_a_month * len(days) / 30
        for n in range(max(1, round_to_int(expected + self._dice.uniform(-0.15, 0.15) * expected))):
            day = self._dice.choice(days)
            sheet = self._answered(place, SURVEY, View.CUSTOMER, months_ago)
            name = f"{place.shop.name} {days[0]} answer {n}"
            incoming = Incoming(uuid5(self._home, name), sheet, place.shop.language, Channel.LINK, day)
            yield self._arrival(SURVEY, incoming, Cause(survey_id=survey.id), place, self._moment(day))

    def _visits(self, place: Place, months_ago: int, days: Sequence[date]) -> Iterator[Arrival]:
        keys = cycle((SHOP_VISIT, COUNTER_VISIT))
        for n, key in zip(range(place.shop.visits_a_month), keys, strict=False):
            if len(days) <= 9 + 10 * n:
                return
            day = days[self._dice.randint(3 + 10 * n, 9 + 10 * n)]
            failing = place.shop.failing if months_ago <= 2 else ""
            sheet = self._answered(place, key, View.OBSERVED, months_ago, failing)
            visit = self._past_visit(place, key, day, f"{place.shop.name} {day} {key}")
            self._add_photos(visit, sheet)
            incoming = Incoming(visit.id, sheet, place.shop.language, Channel.VISIT, day)
            yield self._arrival(key, incoming, Cause(assignment_id=visit.id), place, self._moment(day))

    def _past_visit(self, place: Place, key: str, day: date, name: str) -> Assignment:
        made = self._moment(day - timedelta(days=12))
        visit = Assignment(
            id=uuid5(self._home, name),
            organisation_id=self._home,
            location_id=place.location.id,
            shopper_id=place.shopper.id,
            questionnaire=key,
            opens_on=day - timedelta(days=5),
            due_on=day + timedelta(days=2),
            created_at=made,
            brief_read_at=made,
            started_at=self._moment(day),
        )
        assignments.add(self._scope, visit)
        return visit

    def _add_photos(self, visit: Assignment, sheet: AnswerSheet) -> None:
        for question in sheet.photos:
            photo = Photo(
                id=uuid5(visit.id, question),
                organisation_id=self._home,
                assignment_id=visit.id,
                question=question,
                digest=self._picture.digest,
                width=self._picture.width,
                height=self._picture.height,
                uploaded_at=visit.started_at or self._now,
            )
            photos.add(self._scope, photo)

    def _round(self, place: Place, months_ago: int, day: date) -> Iterator[Arrival]:
        wave = Wave(
            id=uuid5(self._home, f"{place.shop.name} {day} round"),
            organisation_id=self._home,
            location_id=place.location.id,
            questionnaire=TEAM,
            opens_on=day,
            created_at=self._moment(day),
            closed_at=self._moment(day + timedelta(days=14)),
        )
        tokens = [_digest(secrets.token_urlsafe(16)) for _ in range(place.shop.team + 2)]
        waves.add(self._scope, wave, tokens)
        for n in range(place.shop.team):
            waves.spend(self._scope, tokens[n])
            sheet = self._answered(place, TEAM, View.STAFF, months_ago)
            incoming = Incoming(uuid5(wave.id, str(n)), sheet, place.shop.language, Channel.TEAM, day)
            yield self._arrival(TEAM, incoming, Cause(wave_id=wave.id), place, self._now)

    def _arrival(self, key: str, incoming: Incoming, cause: Cause, place: Place, moment: datetime) -> Arrival:
        questionnaire = self._editions[key]
        kept = prepare(self._home, questionnaire, incoming, cause, place.location.id, moment)
        return kept, counted_answers(questionnaire, kept.answers)

    @property
    def _home(self) -> UUID:
        return self._scope.organisation_id

    def _open_survey(self, place: Place, channel: Channel) -> Survey:
        token = secrets.token_urlsafe(16)
        survey = Survey(
            id=uuid5(self._home, f"{place.shop.name} {channel}"),
            organisation_id=self._home,
            location_id=place.location.id,
            questionnaire=SURVEY,
            channel=channel,
            token=token,
            created_at=self._moment(self._days(MONTHS)[0]),
        )
        surveys.add(self._scope, survey)
        return survey

    def open_doors(self, places: Sequence[Place]) -> tuple[str, str]:
        """What waits to be tried out: visits to do, a counter card, a round of the team.

        Returns the paths of a customer's and of a team member's link.
        """
        counter = [self._open_survey(place, Channel.COUNTER) for place in places]
        for place in places:
            self._visit_to_do(place, SHOP_VISIT, days=9)
            self._visit_to_do(place, COUNTER_VISIT, days=20)
        return f"/s/{counter[0].token}", f"/t/{self._open_round(places[0])}"

    def _visit_to_do(self, place: Place, key: str, days: int) -> None:
        today = self._now.date()
        visit = Assignment(
            id=uuid5(self._home, f"{place.shop.name} to do {key}"),
            organisation_id=self._home,
            location_id=place.location.id,
            shopper_id=place.shopper.id,
            questionnaire=key,
            opens_on=today - timedelta(days=2),
            due_on=today + timedelta(days=days),
            created_at=self._now - timedelta(days=3),
        )
        assignments.add(self._scope, visit)

    def _open_round(self, place: Place) -> str:
        wave = Wave(
            id=uuid5(self._home, f"{place.shop.name} open round"),
            organisation_id=self._home,
            location_id=place.location.id,
            questionnaire=TEAM,
            opens_on=self._now.date(),
            created_at=self._now,
        )
        tokens = [secrets.token_urlsafe(16) for _ in range(place.shop.team)]
        waves.add(self._scope, wave, [_digest(token) for token in tokens])
        return tokens[0]


def round_to_int(value: float) -> int:
    """The nearest whole number."""
    return int(value + 0.5)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""A small world for visits: two shoppers, an owner, a stranger's organisation, one shop in Athens."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from audit_app.catalogue import Catalogue
from audit_app.core.answers import AnswerSheet, Value
from audit_app.core.comparison import Thresholds
from audit_app.core.programme import Assignment, Location, Organisation, Person, Role
from audit_app.core.questionnaire import (
    Band,
    Choice,
    Kind,
    Need,
    Operator,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    Section,
    ShowIf,
)
from audit_app.files import PhotoShelf
from audit_app.services import Rooms, editions
from audit_app.services.accounts import hash_password
from audit_app.services.drafts import Changes
from audit_app.services.sheets import digest_of
from audit_app.services.visits import Visit, visit_of
from audit_app.settings import Settings
from audit_app.storage import Store, assignments, locations, organisations, people

NOW = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)
"""Half past midnight on 6 March in Athens."""
TODAY = date(2026, 3, 6)
A_DAY = timedelta(days=1)
PASSWORD = "an-open-secret"

YES_NO = Scale(
    "yes_no",
    (Choice("yes", {"en": "Yes", "el": "Ναι"}, 100), Choice("no", {"en": "No", "el": "Όχι"}, 0)),
)
SIGNS = Scale("signs", (Choice("smile", {"en": "A smile"}, 0), Choice("word", {"en": "A word"}, 0)))


def _question(code: str, kind: QuestionType, **rest: Any) -> Question:
    return Question(code, kind, {"en": f"Was it {code}?", "el": f"Ήταν {code};"}, **rest)


CHECKLIST = Questionnaire(
    code="shop",
    edition=1,
    kind=Kind.AUDIT,
    titles={"en": "Visit to a shop", "el": "Επίσκεψη σε κατάστημα"},
    briefs={"en": "Go in as a customer.\n\nLook around.", "el": "Μπείτε ως πελάτης."},
    pass_mark=75,
    sections=(
        Section(
            "arrival",
            {"en": "Arrival"},
            (
                _question(
                    "greeted",
                    QuestionType.CHOICE,
                    scale=YES_NO,
                    standard="greeting",
                    required=True,
                    comment=Need.BELOW_BEST,
                    photo=Need.OPTIONAL,
                ),
                _question(
                    "wait",
                    QuestionType.DURATION,
                    bands=(Band(60, 100), Band(None, 0)),
                    standard="availability",
                    required=True,
                    unit="seconds",
                    maximum=3600,
                    comment=Need.OPTIONAL,
                ),
            ),
        ),
        Section(
            "paying",
            {"en": "Paying"},
            (
                _question("bought", QuestionType.CHOICE, scale=YES_NO, required=True),
                _question(
                    "receipt",
                    QuestionType.CHOICE,
                    scale=YES_NO,
                    required=True,
                    photo=Need.ALWAYS,
                    show_if=ShowIf("bought", Operator.IS, "yes"),
                ),
                _question("signs", QuestionType.MULTIPLE, scale=SIGNS),
                _question("remarks", QuestionType.TEXT),
            ),
        ),
    ),
)

FULL: Mapping[str, Value] = {"greeted": "yes", "wait": 45, "bought": "no"}
"""Answers that leave nothing missing."""


@dataclass(frozen=True)
class World:
    """Who is there; `visit_id` is the first shopper's open visit, its brief confirmed."""

    rooms: Rooms
    shopper: Person
    colleague: Person
    owner: Person
    stranger: Person
    location: Location
    visit_id: UUID

    def visit(self, now: datetime = NOW) -> Visit:
        return visit_of(self.rooms, self.shopper, self.visit_id, now)

    def change(self, **facts: Any) -> UUID:
        """Another visit of the same shopper, with other facts."""
        given = {"id": uuid4()} | facts
        with self.rooms.store.writing(self.shopper.organisation_id) as scope:
            kept = assignments.get(scope, self.visit_id)
            assert kept is not None
            assignments.add(scope, replace(kept, **given))
        return given["id"]


def build_world(store: Store, folder: Path) -> World:
    """The world, in an empty store; photos go to `folder`."""
    rooms = Rooms(store, catalogue(), PhotoShelf(folder / "photos"), Settings(data=folder / "data"))
    home, elsewhere = uuid4(), uuid4()
    shopper, colleague = _person(home, "shopper", Role.SHOPPER), _person(home, "colleague", Role.SHOPPER)
    owner, stranger = _person(home, "owner", Role.OWNER), _person(elsewhere, "stranger", Role.SHOPPER)
    place = Location(uuid4(), home, "Ermou Street", "Athens", "GR", "Europe/Athens", "el")
    visit = _assignment(home, place, shopper)
    with store.writing_all() as desk:
        for organisation_id in (home, elsewhere):
            organisations.found(desk, Organisation(organisation_id, "A chain", "en"))
    with store.writing(home) as scope:
        locations.add(scope, place)
        editions.keep(scope, CHECKLIST, NOW)
        for person in (shopper, colleague, owner):
            people.add(scope, person, hash_password(PASSWORD))
        assignments.add(scope, visit)
    with store.writing(elsewhere) as scope:
        people.add(scope, stranger, hash_password(PASSWORD))
    return World(rooms, shopper, colleague, owner, stranger, place, visit.id)


def catalogue() -> Catalogue:
    return Catalogue({}, {}, {CHECKLIST.key: CHECKLIST}, Thresholds())


def _person(organisation_id: UUID, name: str, role: Role) -> Person:
    return Person(uuid4(), organisation_id, f"{name}@example.org", name.title(), role, "en")


def _assignment(organisation_id: UUID, place: Location, shopper: Person) -> Assignment:
    return Assignment(
        id=uuid4(),
        organisation_id=organisation_id,
        location_id=place.id,
        shopper_id=shopper.id,
        questionnaire=CHECKLIST.key,
        opens_on=TODAY - 2 * A_DAY,
        due_on=TODAY + 3 * A_DAY,
        created_at=NOW - 9 * A_DAY,
        brief_read_at=NOW - A_DAY,
    )


def fresh(values: Mapping[str, Value], comments: Mapping[str, str] | None = None) -> Changes:
    """What a page brings back that was opened when nothing had been saved."""
    return Changes(AnswerSheet(values, comments or {}), digest_of(AnswerSheet()))


def jpeg(colour: str = "red", size: tuple[int, int] = (60, 40)) -> bytes:
    """A real photo."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()

"""The demonstration's published programme: every shop, a brief with a picture, a test in five languages."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid5

from audit_app.core.programme import Assignment, Location, Person, PlaceKind
from audit_app.core.visits_programme import (
    BriefPicture,
    CheckIn,
    Programme,
    ProgrammeDetails,
    Purpose,
    QuizQuestion,
    Scenario,
)
from audit_app.services import Rooms
from audit_app.services.demo.picture import shop_front
from audit_app.services.demo.programme_words import BRIEFS, NAME, NOTICES, QUESTIONS, SCENARIOS
from audit_app.services.editions import freeze
from audit_app.storage import Scope, assignments, briefs, programmes, quizzes

CHECKLIST = "counter-visit.v1"
RUNNING_FOR = timedelta(days=30)


def details(opens_on: date) -> ProgrammeDetails:
    """A visit a month for every shop, 25 euros and a purchase of up to 10."""
    return ProgrammeDetails(
        name=NAME,
        questionnaire=CHECKLIST,
        kind=PlaceKind.SHOP,
        opens_on=opens_on,
        closes_on=None,
        purpose=Purpose.IMPROVEMENT,
        per_month=1,
        gap_days=7,
        place_lockout_days=90,
        brand_lockout_days=14,
        submit_within_hours=24,
        self_assign=True,
        standing_needed=None,
        second_look_percent=10,
        fee=25_00,
        currency="EUR",
        expenses_cap=10_00,
        wants_receipt=True,
        check_in=CheckIn.SOFT,
        recording_allowed=False,
        legal_basis="",
        staff_told_on=opens_on - timedelta(days=14),
        level=1,
        pass_percent=80,
    )


def lay_down(rooms: Rooms, scope: Scope, places: Sequence[Location], now: datetime) -> Programme:
    """Keep the programme, published a month ago, in the transaction it is handed."""
    home, since = scope.organisation_id, now - RUNNING_FOR
    freeze(rooms, scope, CHECKLIST, since)
    made = Programme(
        id=uuid5(home, NAME),
        organisation_id=home,
        created_at=since,
        staff_notice=NOTICES,
        published_at=since,
        **vars(details(since.date())),
    )
    programmes.add(scope, made)
    programmes.place(scope, made.id, [place.id for place in places])
    _write(rooms, scope, made)
    return made


def offer(scope: Scope, programme: Programme, place: Location, shopper: Person, now: datetime) -> None:
    """Give a shopper a visit of the programme to begin with, its test still before it."""
    today = now.date()
    visit = Assignment(
        id=uuid5(programme.id, place.name),
        organisation_id=scope.organisation_id,
        location_id=place.id,
        shopper_id=shopper.id,
        questionnaire=programme.questionnaire,
        opens_on=today - timedelta(days=1),
        due_on=today + timedelta(days=27),
        created_at=now - timedelta(days=2),
        programme_id=programme.id,
        scenario_id=briefs.scenarios(scope, programme.id)[0].id,
    )
    assignments.add(scope, visit)


def _write(rooms: Rooms, scope: Scope, made: Programme) -> None:
    belongs = (scope.organisation_id, made.id)
    shown = rooms.photos.keep(scope.organisation_id, shop_front())
    size, since = (shown.width, shown.height), made.created_at
    picture = BriefPicture(uuid5(made.id, "picture"), *belongs, 1, shown.digest, *size, since)
    briefs.add_picture(scope, picture)
    for language, text in BRIEFS.items():
        briefs.write(scope, made.id, language, text, since)
    played = [Scenario(uuid5(made.id, str(n)), *belongs, n, names) for n, names in enumerate(SCENARIOS)]
    briefs.keep_scenarios(scope, made.id, played)
    for n, (texts, choices, right) in enumerate(QUESTIONS):
        question = QuizQuestion(uuid5(made.id, f"question {n}"), *belongs, n, texts, choices, right)
        quizzes.put_question(scope, question)

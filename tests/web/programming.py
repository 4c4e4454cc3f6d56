"""Two programmes of a firm, one published and one that could be, and the forms that make such ones."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from audit_app.core.programme import Location, PlaceKind
from audit_app.core.visits_programme import CheckIn, ProgrammeDetails, Purpose
from audit_app.services import Rooms, briefs, programmes, quizzes
from audit_app.services.briefs import Words
from audit_app.services.quizzes import Wording
from tests.visiting import jpeg

WORDING = Wording({"en": "Where do you take your notes?"}, ({"en": "At the till"}, {"en": "Outside"}), 1)
WORDS = Words("Buy *one* thing.\n\n![The door](picture-1)", ("A present", "A lamp"), "Visitors will come.")
A_PROGRAMME = {
    "name": "Spring",
    "questionnaire": "counter-visit.v1",
    "kind": "shop",
    "purpose": "improvement",
    "opens_on": "2026-03-10",
    "closes_on": "",
    "per_month": "2",
    "gap_days": "7",
    "place_lockout_days": "90",
    "brand_lockout_days": "0",
    "submit_within_hours": "24",
    "self_assign": "y",
    "standing_needed": "70",
    "second_look_percent": "10",
    "fee": "25,50",
    "expenses_cap": "10",
    "currency": "EUR",
    "wants_receipt": "y",
    "check_in": "soft",
    "level": "1",
    "pass_percent": "80",
    "legal_basis": "",
    "staff_told_on": "2026-02-01",
}
A_QUESTION = {
    "right": "2",
    "in_en": "Where do you pay?\nOutside\nAt the till",
    "in_el": "Πού;\nΈξω\nΣτο ταμείο",
}
SOME_WORDS = {"brief": "Buy **two** things.", "scenarios": "A present\nA chair", "staff_notice": "They come."}


def details(today: date) -> ProgrammeDetails:
    """Shops, a fee, a receipt, and a certificate of the first level."""
    return ProgrammeDetails(
        name="Spring in the shops",
        questionnaire="counter-visit.v1",
        kind=PlaceKind.SHOP,
        opens_on=today,
        closes_on=None,
        purpose=Purpose.IMPROVEMENT,
        per_month=2,
        gap_days=7,
        place_lockout_days=90,
        brand_lockout_days=0,
        submit_within_hours=24,
        self_assign=True,
        standing_needed=None,
        second_look_percent=10,
        fee=2500,
        currency="EUR",
        expenses_cap=1000,
        wants_receipt=True,
        check_in=CheckIn.SOFT,
        recording_allowed=False,
        legal_basis="",
        staff_told_on=today - timedelta(days=30),
        level=1,
        pass_percent=80,
    )


def found(rooms: Rooms, place: Location, now: datetime) -> dict[str, UUID]:
    """The ids of a published programme with a picture, and of a complete draft with its question."""
    made = {"programme": uuid4(), "draft": uuid4(), "question": uuid4()}
    home = place.organisation_id
    for name in ("programme", "draft"):
        programmes.create(rooms, home, made[name], details(now.date()), [place.id], now)
        picture = briefs.add_picture(rooms, home, made[name], jpeg("blue"), now)
        briefs.write(rooms, home, made[name], "en", WORDS, now)
        question = made["question"] if name == "draft" else uuid4()
        quizzes.add_question(rooms, home, made[name], question, WORDING)
        if name == "programme":
            programmes.publish(rooms, home, made[name], now)
            made["picture"] = picture.id
    return made

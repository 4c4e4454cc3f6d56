"""A programme of visits with one of everything, for whichever organisation."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from audit_app.core.programme import PlaceKind
from audit_app.core.visits_programme import (
    BriefPicture,
    Certificate,
    CheckIn,
    Programme,
    Purpose,
    QuizQuestion,
    QuizResult,
    Scenario,
)
from audit_app.storage import Scope, assignments, briefs, programmes, quizzes
from tests.storage import making
from tests.storage.making import AUDIT, NOW, TODAY, digest_of, id_of


def programme(organisation_id: UUID, **changed: Any) -> Programme:
    """A draft over shops."""
    made = Programme(
        id=id_of("programme"),
        organisation_id=organisation_id,
        created_at=NOW,
        name="Γιορτές",
        questionnaire=AUDIT,
        kind=PlaceKind.SHOP,
        opens_on=TODAY,
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
        staff_told_on=TODAY - timedelta(days=30),
        level=1,
        pass_percent=80,
        staff_notice={"el": "Θα έρθουν επισκέπτες."},
    )
    return replace(made, **changed)


def scenario(organisation_id: UUID, name: str = "scenario", **changed: Any) -> Scenario:
    made = Scenario(id_of(name), organisation_id, id_of("programme"), 0, {"en": "A present for a friend"})
    return replace(made, **changed)


def picture(organisation_id: UUID, number: int = 1) -> BriefPicture:
    name = id_of(f"picture {number}")
    return BriefPicture(name, organisation_id, id_of("programme"), number, digest_of("p"), 640, 480, NOW)


def question(organisation_id: UUID, name: str = "question", **changed: Any) -> QuizQuestion:
    choices = ({"en": "At the till", "el": "Στο ταμείο"}, {"en": "Outside", "el": "Έξω"})
    texts = {"en": "Where do you write?", "el": "Πού γράφετε;"}
    made = QuizQuestion(id_of(name), organisation_id, id_of("programme"), 0, texts, choices, 1)
    return replace(made, **changed)


def result(organisation_id: UUID, name: str = "result", **changed: Any) -> QuizResult:
    people = id_of("programme"), id_of("shopper")
    return replace(QuizResult(id_of(name), organisation_id, *people, NOW, 1, 0, False, (0,)), **changed)


def certificate(organisation_id: UUID, name: str = "certificate", **changed: Any) -> Certificate:
    by_test = {"programme_id": id_of("programme")}
    made = Certificate(id_of(name), organisation_id, id_of("shopper"), "shop-visit", 1, NOW, **by_test)
    return replace(made, **changed)


def fill(scope: Scope) -> None:
    """Keep one of everything that belongs to a programme."""
    whose = scope.organisation_id
    programmes.add(scope, programme(whose))
    programmes.place(scope, id_of("programme"), [id_of("Athens")])
    briefs.write(scope, id_of("programme"), "el", "Μπείτε *ήσυχα*.", NOW)
    briefs.keep_scenarios(scope, id_of("programme"), [scenario(whose)])
    briefs.add_picture(scope, picture(whose))
    quizzes.put_question(scope, question(whose))
    quizzes.add_result(scope, result(whose))
    quizzes.pardon(scope, id_of("programme"), id_of("shopper"), id_of("owner"), NOW)
    quizzes.grant(scope, certificate(whose))


def add_visit(scope: Scope) -> None:
    """A visit of that programme, which plays its scenario."""
    whose = scope.organisation_id
    assignments.add(
        scope,
        making.visit(
            whose, "programme's visit", programme_id=id_of("programme"), scenario_id=id_of("scenario")
        ),
    )

"""What an editor changed in our visit, and a second look that is still to be done."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from audit_app.core.review import AnswerEdit, GivenAnswer, SecondLook
from audit_app.storage import Scope, reviews
from tests.storage.making import NOW, id_of


def edit(organisation_id: UUID, **changed: Any) -> AnswerEdit:
    before, after = GivenAnswer("no", "Κανείς"), GivenAnswer(("smile", "word"))
    visit, came = id_of("visit"), id_of("submission")
    why, by = "The comment says so", id_of("owner")
    made = AnswerEdit(id_of("edit"), organisation_id, visit, came, "greeted", before, after, why, by, NOW)
    return replace(made, **changed)


def asked(organisation_id: UUID, visit: str = "visit") -> SecondLook:
    return SecondLook(id_of(visit), organisation_id, id_of("hr"), NOW)


def fill(scope: Scope) -> None:
    reviews.keep_edit(scope, edit(scope.organisation_id))
    reviews.ask_second(scope, asked(scope.organisation_id))

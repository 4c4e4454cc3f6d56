"""Why a programme cannot be changed, published or used; and what a draft still lacks."""

from collections.abc import Collection
from enum import StrEnum

from audit_app.core.visits_programme import Misfit
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l


class Lack(StrEnum):
    """What a programme needs before it can be published."""

    PLACE = "place"
    BRIEF = "brief"
    QUIZ = "quiz"
    QUIZ_LANGUAGE = "quiz_language"
    RULES = "rules"


LACKS = {
    Lack.PLACE: _l("Choose at least one place."),
    Lack.BRIEF: _l("Write the brief in your organisation’s language."),
    Lack.QUIZ: _l("Shoppers need a certificate: write at least one question for the test."),
    Lack.QUIZ_LANGUAGE: _l("Write every question of the test in your organisation’s language."),
    Lack.RULES: _l("Some rules do not fit together any more: open them and save them again."),
}


class AlreadyPublished(Refusal):
    """Only a draft can be changed in this way."""

    status = 409
    title = _l("This programme has been published")
    message = _l("What shoppers were promised and tested on stays as it is. Make a new programme instead.")


class NotPublished(Refusal):
    """Only a published programme takes visits."""

    status = 409
    title = _l("This programme is still a draft")
    message = _l("It takes visits once it has been published.")


class HasEnded(Refusal):
    """An ended programme can only be read."""

    status = 409
    title = _l("This programme has ended")
    message = _l("It can be read, but neither changed nor started again. Make a new programme instead.")


class NotReady(Refusal):
    """Something is missing before it can be published; `lacks` says what."""

    status = 409
    title = _l("This programme cannot be published yet")

    def __init__(self, lacks: Collection[Lack]) -> None:
        self.lacks = tuple(lacks)
        self.message = " ".join(str(LACKS[lack]) for lack in self.lacks)


class RulesDisagree(Refusal):
    """Rules that do not go together; `misfits` says which."""

    status = 422
    title = _l("These rules do not go together")

    def __init__(self, wrong: Collection[Misfit]) -> None:
        self.misfits = frozenset(wrong)

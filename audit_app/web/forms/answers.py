"""A posted questionnaire page into an answer sheet: its fields are read as a phone's are."""

from werkzeug.datastructures import MultiDict

from audit_app.core.questionnaire import Questionnaire
from audit_app.services import answer_fields
from audit_app.services.answer_fields import COMMENT, LONGEST_TEXT, VALUE, Posted

__all__ = ["COMMENT", "LONGEST_TEXT", "PHOTO", "REMOVE", "VALUE", "Posted", "read_answers"]

PHOTO, REMOVE = "f.", "x."


def read_answers(questionnaire: Questionnaire, form: MultiDict[str, str]) -> Posted:
    """The answers in a posted form; an unusable value is reported and left out, the rest is kept."""
    return answer_fields.read_answers(questionnaire, dict(form.lists()))

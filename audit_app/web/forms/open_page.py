"""A questionnaire page that anybody with its link may answer once, without an account.

Its hidden id is made when the page is shown and comes back with the answers: however often the same
page is sent (double tap, Back, reload), it is the same sheet.
"""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from audit_app.core.answers import answered_only
from audit_app.core.questionnaire import Questionnaire
from audit_app.translations import gettext as _
from audit_app.web.forms.answers import Posted, read_answers
from audit_app.web.forms.page import Filled, QuestionOnPage, page_of

SHEET = "sheet"
"""The name of the hidden field."""


@dataclass(frozen=True)
class OpenPage:
    """The page, fresh or as it came back: its id, the answers, what keeps it from being accepted."""

    id: UUID
    posted: Posted = field(default_factory=Posted)
    trouble: str = ""

    @property
    def filled(self) -> Filled:
        """What the page shows again: every usable answer, every mistake and what was typed there."""
        return Filled(self.posted.sheet, self.posted.mistakes, self.posted.typed)


def read_page(questionnaire: Questionnaire, form: MultiDict[str, str]) -> OpenPage:
    """Read a posted page; nothing is required of it but one answer, and that every value is usable."""
    posted = read_answers(questionnaire, form)
    sheet_id = _sheet_id(form)
    return OpenPage(sheet_id or uuid4(), posted, _trouble(questionnaire, posted, sheet_id))


def _sheet_id(form: MultiDict[str, str]) -> UUID | None:
    try:
        return UUID(form.get(SHEET, ""))
    except ValueError:
        return None


def _trouble(questionnaire: Questionnaire, posted: Posted, sheet_id: UUID | None) -> str:
    if posted.mistakes:
        return _("Something could not be read. Please look at the marked questions; all else is kept.")
    if not answered_only(questionnaire, posted.sheet).values:
        return _("There is no answer yet. Choose at least one, whichever you like, and send again.")
    if sheet_id is None:
        return _("The page came back incomplete. Your answers are still here: please send them again.")
    return ""


def in_words(questionnaire: Questionnaire, language: str, filled: Filled) -> str:
    """Everything that was answered, as plain text to be copied: each question with its answer below it."""
    asked = (question for part in page_of(questionnaire, language, filled) for question in part.questions)
    return "\n\n".join(
        "\n".join((f"{question.number} {question.text}", *said))
        for question in asked
        if (said := _said(question))
    )


def _said(question: QuestionOnPage) -> list[str]:
    chosen = [choice.label for choice in question.choices if choice.is_chosen]
    written = f"{question.value} {question.unit}".strip() if question.value else ""
    return [line for line in (*(chosen or [written]), question.comment) if line]

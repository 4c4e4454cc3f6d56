"""A checklist page as it came back: answers, what could not be read, photos to add and to remove."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import FileStorage, MultiDict

from audit_app.core.questionnaire import Need, Questionnaire
from audit_app.services.drafts import Changes
from audit_app.services.evidence import Upload
from audit_app.web.forms.answers import PHOTO, REMOVE, read_answers

KNOWN = "known"
"""The hidden field with the version of the answers that the page was made from."""


@dataclass(frozen=True)
class PostedChecklist:
    """Everything a page brought but its files; `typed` is what stands in the fields with a mistake."""

    changes: Changes
    mistakes: Mapping[str, str]
    typed: Mapping[str, str]
    removed: frozenset[UUID]


def read_checklist(questionnaire: Questionnaire, form: MultiDict[str, str]) -> PostedChecklist:
    """Read the answers; a value that cannot be read is left out, a comment beside it is kept."""
    posted = read_answers(questionnaire, form)
    return PostedChecklist(
        changes=Changes(posted.sheet, form.get(KNOWN, ""), frozenset(posted.mistakes)),
        mistakes=posted.mistakes,
        typed=posted.typed,
        removed=frozenset(_removed(questionnaire, form)),
    )


def _removed(questionnaire: Questionnaire, form: MultiDict[str, str]) -> Iterator[UUID]:
    for question in questionnaire.questions():
        for text in form.getlist(REMOVE + question.code):
            try:
                yield UUID(text)
            except ValueError:
                continue


def uploads_in(questionnaire: Questionnaire, files: MultiDict[str, FileStorage]) -> Iterator[Upload]:
    """The chosen files beside questions that take photos; an input left alone sends one without a name."""
    for question in questionnaire.questions():
        if question.photo is not Need.NEVER:
            for file in files.getlist(PHOTO + question.code):
                if file.filename:
                    yield Upload(question.code, file.filename, file.stream)

"""Reading a visit before it counts: an editor's changes of answers, and the sample that is read twice."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from audit_app.core.answers import AnswerSheet, Value, answered_only
from audit_app.core.questionnaire import Questionnaire


@dataclass(frozen=True)
class GivenAnswer:
    """What stands at a question: the answer (None: none) and the comment beside it."""

    value: Value | None = None
    comment: str = ""


@dataclass(frozen=True)
class AnswerEdit:
    """One change of one answer after it came in: what, why, by whom and when (UTC). What came in is kept."""

    id: UUID
    organisation_id: UUID
    assignment_id: UUID
    submission_id: UUID
    question: str
    before: GivenAnswer
    after: GivenAnswer
    why: str
    by: UUID
    at: datetime


@dataclass(frozen=True)
class SecondLook:
    """A visit that a second editor reads: asked for by who approved it, `first_by`, done where `by` is known.

    `answers` as the second editor has them; `same` and `other` are the codes of questions on which the two
    agree and do not.
    """

    assignment_id: UUID
    organisation_id: UUID
    first_by: UUID
    asked_at: datetime
    by: UUID | None = None
    at: datetime | None = None
    answers: AnswerSheet | None = None
    same: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """How often two editors had the same answer to a question: in `same` of `looks` visits."""

    same: int
    looks: int

    @property
    def share(self) -> Fraction:
        """From 0 to 1."""
        return Fraction(self.same, self.looks)


def given_at(sheet: AnswerSheet, question: str) -> GivenAnswer:
    """What stands at a question."""
    return GivenAnswer(sheet.values.get(question), sheet.comments.get(question, ""))


def with_answer(sheet: AnswerSheet, question: str, given: GivenAnswer) -> AnswerSheet:
    """The sheet with something else at one question; its photos stay."""
    values = {code: value for code, value in sheet.values.items() if code != question}
    comments = {code: text for code, text in sheet.comments.items() if code != question}
    if given.value is not None:
        values[question] = given.value
    if given.comment:
        comments[question] = given.comment
    return AnswerSheet(values, comments, sheet.photos)


def edited(sheet: AnswerSheet, edits: Iterable[AnswerEdit]) -> AnswerSheet:
    """What came in with the changes made since, the oldest first."""
    for edit in edits:
        sheet = with_answer(sheet, edit.question, edit.after)
    return sheet


def is_sampled(visit_id: UUID, percent: int) -> bool:
    """Whether a visit is read by a second editor: the same for whoever asks, and nobody can choose.

    The first 8 bytes of the SHA-256 of the visit's id, modulo 100, against `percent` (0–100).
    """
    number = int.from_bytes(hashlib.sha256(visit_id.bytes).digest()[:8])
    return number % 100 < percent


def compared(
    questionnaire: Questionnaire, first: AnswerSheet, second: AnswerSheet
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the questions that two editors left with the same answer, and with another one.

    Questions that neither of the two has an answer to are in neither; comments are not compared.
    """
    ours, theirs = (answered_only(questionnaire, sheet).values for sheet in (first, second))
    asked = [q.code for q in questionnaire.questions() if q.code in ours or q.code in theirs]
    same = tuple(code for code in asked if ours.get(code) == theirs.get(code))
    return same, tuple(code for code in asked if code not in same)


def agreement(looks: Iterable[SecondLook]) -> Mapping[str, Agreement]:
    """Per question, over the looks that are done."""
    same: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for look in looks:
        same.update(look.same)
        seen.update((*look.same, *look.other))
    return {code: Agreement(same[code], looks) for code, looks in seen.items()}


class RejectReason(StrEnum):
    """Why a visit is not accepted."""

    BRIEF_NOT_FOLLOWED = "brief_not_followed"
    WRONG_PLACE = "wrong_place"
    PROOF_MISSING = "proof_missing"
    NOT_OWN_WORK = "not_own_work"
    UNUSABLE = "unusable"
    NOT_SENT_AGAIN = "not_sent_again"


@dataclass(frozen=True)
class ReviewNote:
    """What an editor asks of a shopper, beside a question or about the whole visit (""): own words, a canned
    note by its code (""), or both.
    """

    question: str
    text: str = ""
    canned: str = ""

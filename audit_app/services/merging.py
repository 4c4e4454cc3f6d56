"""Two devices on one draft: what a phone changed since it last looked is taken, or is a conflict, never lost.

Every field carries the revision in which it was last changed. A phone names the revision it knows; a field
that has not changed since then takes the phone's value, any other keeps its own and the phone is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.questionnaire import Questionnaire
from audit_app.services.answer_fields import COMMENT, VALUE, fields_of, read_answers
from audit_app.storage.records import Draft

T = TypeVar("T")

FIRST = 1
"""The revision in which a field that bears no stamp was written."""


@dataclass(frozen=True)
class Backup:
    """What a phone brings: its edition, the revision it last saw, and what was changed on it since.

    `changes` by field name (`q.CODE`, `c.CODE`), an empty list for an emptied field.
    """

    edition: str
    base: int
    changes: Mapping[str, list[str]] = field(default_factory=dict)
    removed: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Merger:
    """What became of a phone's changes, by field name; `given` holds all that could be read of them.

    `taken` will stand there, `conflicts` keep what stands there, `unreadable` are no answers. `elsewhere` is
    what was changed by others since the phone last looked.
    """

    given: AnswerSheet
    taken: frozenset[str]
    conflicts: Mapping[str, list[str]]
    unreadable: tuple[str, ...]
    elsewhere: Mapping[str, list[str]]


def merge(questionnaire: Questionnaire, stored: Draft | None, backup: Backup) -> Merger:
    """Sort a phone's changes against the draft as it stands."""
    there = fields_of(stored.answers) if stored else {}
    newer = _newer(stored, there, backup.base)
    given = read_answers(questionnaire, backup.changes)
    wanted = fields_of(given.sheet)
    unread = _unreadable(questionnaire, backup, given.mistakes)
    changed = {name for name in backup.changes if name in unread or wanted.get(name) != there.get(name)}
    return Merger(
        given=given.sheet,
        taken=frozenset(changed - newer - unread),
        conflicts={name: there.get(name, []) for name in changed & newer},
        unreadable=tuple(sorted((changed & unread) - newer)),
        elsewhere={name: there.get(name, []) for name in newer - backup.changes.keys()},
    )


def _newer(stored: Draft | None, there: Mapping[str, list[str]], base: int) -> set[str]:
    """The fields that were changed after a revision; a revision that is still to come knows of nothing."""
    if stored is None:
        return set()
    known = base if base <= stored.revision else 0
    stamps = {**dict.fromkeys(there, FIRST), **stored.stamps}
    return {name for name, revision in stamps.items() if revision > known}


def _unreadable(questionnaire: Questionnaire, backup: Backup, mistakes: Mapping[str, str]) -> set[str]:
    fields = set(_fields(questionnaire))
    wrong = {VALUE + code for code in mistakes}
    return {name for name in backup.changes if name not in fields or name in wrong}


def _fields(questionnaire: Questionnaire) -> Iterator[str]:
    for question in questionnaire.questions():
        yield VALUE + question.code
        yield COMMENT + question.code


def overlaid(sheet: AnswerSheet, merger: Merger) -> AnswerSheet:
    """The answers with every change that is taken; a field that was emptied is gone."""
    return AnswerSheet(
        values=_over(sheet.values, merger.given.values, merger.taken, VALUE),
        comments=_over(sheet.comments, merger.given.comments, merger.taken, COMMENT),
    )


def _over(old: Mapping[str, T], new: Mapping[str, T], taken: frozenset[str], prefix: str) -> dict[str, T]:
    stay = {code: value for code, value in old.items() if prefix + code not in taken}
    return stay | {code: value for code, value in new.items() if prefix + code in taken}

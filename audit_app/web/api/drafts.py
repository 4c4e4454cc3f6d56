"""The backup of a draft: what was changed on the phone goes up, what was changed elsewhere comes back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import url_for

from audit_app.core.programme import Photo, Role
from audit_app.core.questionnaire import QuestionType
from audit_app.services import backups, visits
from audit_app.services.answer_fields import VALUE
from audit_app.services.backups import Backup, Synced
from audit_app.services.refusals import NotHere
from audit_app.web.access import allow
from audit_app.web.api.answers import NotTaken
from audit_app.web.api.bodies import MEGABYTE, read_object, read_whole
from audit_app.web.api.entrance import door
from audit_app.web.desk import as_uuid, me, now, rooms

LARGEST = 2 * MEGABYTE
KNOWN = {"edition", "base", "changes", "removed_photos"}
KNOWN_OF_A_CHANGE = {"value", "at"}
HIGHEST_BASE = 2**31 - 1


@door.put("/drafts/<visit_id>")
@allow(Role.SHOPPER)
def draft(visit_id: str) -> dict[str, Any]:
    """Take the changes that can be taken; say which were not, and what else has changed."""
    visit = as_uuid(visit_id)
    backup = _backup_in(read_object(read_whole(LARGEST, must_be_proved=False)))
    return _told(visit, backups.sync(rooms(), me(), visit, backup, now()))


def _backup_in(given: dict[str, Any]) -> Backup:
    _must(given.keys() <= KNOWN)
    base, edition = given.get("base"), given.get("edition")
    _must(isinstance(edition, str) and type(base) is int and 0 <= base <= HIGHEST_BASE)
    changes, removed = given.get("changes", {}), given.get("removed_photos", [])
    _must(isinstance(changes, dict) and isinstance(removed, list))
    values = {name: _value_in(change) for name, change in changes.items()}
    return Backup(str(edition), int(base or 0), values, frozenset(map(_id_in, removed)))


def _must(is_right: bool) -> None:
    if not is_right:
        raise NotTaken("body")


def _value_in(change: Any) -> list[str]:
    """One answer, several, or none (null); `at` is the phone's own business."""
    _must(isinstance(change, dict) and change.keys() <= KNOWN_OF_A_CHANGE and "value" in change)
    value = change["value"]
    texts = value if isinstance(value, list) else [] if value is None else [value]
    _must(all(isinstance(text, str) for text in texts))
    return list(texts)


def _id_in(text: Any) -> UUID:
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError) as error:
        raise NotTaken("body") from error


def _told(visit_id: UUID, synced: Synced) -> dict[str, Any]:
    several = _fields_of_several(visit_id)
    return {
        "revision": synced.revision,
        "state": synced.state.value,
        "changes": _values(synced.changes, several),
        "conflicts": _values(synced.conflicts, several),
        "unreadable": list(synced.unreadable),
        "photos": [_photo(photo) for photo in synced.photos],
    }


def _fields_of_several(visit_id: UUID) -> set[str]:
    """Where one answer is a list too; nowhere in a visit that is no longer this shopper's."""
    try:
        questionnaire = visits.visit_of(rooms(), me(), visit_id, now()).questionnaire
    except NotHere:
        return set()
    return {VALUE + each.code for each in questionnaire.questions() if each.type is QuestionType.MULTIPLE}


def _values(fields: Mapping[str, list[str]], several: set[str]) -> dict[str, str | list[str] | None]:
    return {name: texts if name in several else "\n".join(texts) or None for name, texts in fields.items()}


def _photo(photo: Photo) -> dict[str, Any]:
    return {
        "id": str(photo.id),
        "question": photo.question,
        "url": url_for("shopper.photo", visit_id=photo.assignment_id, photo_id=photo.id),
        "width": photo.width,
        "height": photo.height,
        "digest": photo.sent_digest or photo.digest,
        "taken": (photo.taken_at or photo.uploaded_at).isoformat(),
    }

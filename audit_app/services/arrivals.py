"""A visit on its way in: the frozen JSON that a phone sends, read, and written where no phone did."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Assignment, Photo, Via
from audit_app.services.answer_fields import fields_of, whole
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l

LONGEST_KEY, LONGEST_LANGUAGE = 200, 35
MOST_SECONDS = 10**9


class BadBody(Refusal):
    """What came is no visit of ours."""

    status = 400
    title = _l("This cannot be read as a visit")
    message = _l("Nothing was stored. The visit is still on the phone.")


@dataclass(frozen=True)
class ListedPhoto:
    """A photo that a visit names as its own; `digest` (SHA-256, hex) of the bytes as the phone sent them."""

    id: UUID
    question: str
    digest: str


@dataclass(frozen=True)
class Arrived:
    """A finished visit as it came in.

    `answers` by field name (`q.CODE`, `c.CODE`), `raw` the frozen JSON with its SHA-256 (hex) in `digest`.
    Moments as the phone's clock had them, aware; `sent_at` None where the clock cannot be compared with
    ours; `active_seconds` in front of the page. `is_finished` False: a draft that nobody finished.
    """

    id: UUID
    visit_id: UUID
    edition: str
    language: str
    answers: Mapping[str, list[str]]
    photos: tuple[ListedPhoto, ...]
    started_at: datetime | None
    finished_at: datetime
    sent_at: datetime | None
    active_seconds: int | None
    raw: bytes
    digest: str
    via: Via
    is_finished: bool = True


def read(
    submission_id: UUID, raw: bytes, sent_at: datetime | None, via: Via, *, is_finished: bool = True
) -> Arrived:
    """The frozen JSON, read; raises BadBody."""
    try:
        body = json.loads(raw.decode())
        return Arrived(
            id=submission_id,
            visit_id=UUID(body["visit"]),
            edition=whole(body["edition"])[:LONGEST_KEY],
            language=whole(body["language"])[:LONGEST_LANGUAGE],
            answers={whole(name): _texts(value) for name, value in body["answers"].items()},
            photos=tuple(_listed(photo) for photo in body["photos"]),
            started_at=body.get("started_at") and _moment(body["started_at"]),
            finished_at=_moment(body["finished_at"]),
            sent_at=sent_at,
            active_seconds=_seconds(body.get("active_seconds")),
            raw=raw,
            digest=hashlib.sha256(raw).hexdigest(),
            via=via,
            is_finished=is_finished,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise BadBody from error


def _texts(value: Any) -> list[str]:
    return [whole(text) for text in ([value] if isinstance(value, str) else value)]


def _listed(photo: Any) -> ListedPhoto:
    return ListedPhoto(
        UUID(photo["id"]), whole(photo["question"])[:LONGEST_KEY], str(photo.get("digest", ""))
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {text}")
    return moment.astimezone(UTC)


def _seconds(value: Any) -> int | None:
    return None if value is None else min(max(int(value), 0), MOST_SECONDS)


def written_here(
    submission_id: UUID,
    visit: Assignment,
    sheet: AnswerSheet,
    photos: Iterable[Photo],
    language: str,
    finished_at: datetime,
    *,
    is_finished: bool = True,
) -> Arrived:
    """A draft of ours as if a phone had frozen and sent it; the clock is our own."""
    body = {
        "visit": str(visit.id),
        "edition": visit.questionnaire,
        "language": language,
        "answers": fields_of(sheet),
        "photos": [
            {"id": str(photo.id), "question": photo.question, "digest": photo.sent_digest or photo.digest}
            for photo in photos
        ],
        "started_at": visit.started_at and visit.started_at.isoformat(),
        "finished_at": finished_at.isoformat(),
    }
    raw = json.dumps(body, ensure_ascii=False).encode()
    return read(submission_id, raw, None, Via.PAGE, is_finished=is_finished)

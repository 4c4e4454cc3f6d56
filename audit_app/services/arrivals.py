"""A visit on its way in: the frozen JSON that a phone sends, read, and written where no phone did."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Assignment, Photo, Via
from audit_app.core.questionnaire import FALLBACK_LANGUAGE, LANGUAGES
from audit_app.services.answer_fields import fields_of, whole
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l

LONGEST_KEY = 200
MOST_SECONDS = 10**9
LATEST = datetime.max.replace(tzinfo=UTC)
"""Of a visit that does not say when it was finished: before it came in, whenever that was."""
MISTAKES = (ValueError, KeyError, TypeError, AttributeError, OverflowError)
T = TypeVar("T")


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
    ours; `active_seconds` in front of the page. `is_finished` False: a draft that nobody finished. `is_clear`
    False: something beside the answers could not be read.
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
    is_clear: bool = True


def read(
    submission_id: UUID, raw: bytes, sent_at: datetime | None, via: Via, *, is_finished: bool = True
) -> Arrived:
    """The frozen JSON, read; raises BadBody where it names no visit or has no answers.

    Whatever else in it cannot be read is passed over, and said by `is_clear`: a person looks at it.
    """
    body, reader = _body_of(raw), _Reader()
    listed: list[Any] = reader.take(_list, body.get("photos"), [])
    return Arrived(
        id=submission_id,
        visit_id=_visit_in(body),
        edition=reader.take(_key, body.get("edition"), ""),
        language=body["language"] if body.get("language") in LANGUAGES else FALLBACK_LANGUAGE,
        answers=_answers_in(body),
        photos=tuple(filter(None, [reader.take(_listed, photo, None) for photo in listed])),
        started_at=reader.take(_moment_or_none, body.get("started_at"), None),
        finished_at=reader.take(_moment, body.get("finished_at"), sent_at or LATEST),
        sent_at=sent_at,
        active_seconds=reader.take(_seconds, body.get("active_seconds"), None),
        raw=raw,
        digest=hashlib.sha256(raw).hexdigest(),
        via=via,
        is_finished=is_finished,
        is_clear=reader.is_clear,
    )


class _Reader:
    """Reads one value after the other; what cannot be read becomes something else, and is remembered."""

    def __init__(self) -> None:
        self.is_clear = True

    def take(self, read_it: Callable[[Any], T], value: Any, otherwise: T) -> T:
        try:
            return read_it(value)
        except MISTAKES:
            self.is_clear = False
            return otherwise


def _body_of(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise BadBody from error
    if not isinstance(body, dict) or not isinstance(body.get("answers"), dict):
        raise BadBody
    return body


def _visit_in(body: Mapping[str, Any]) -> UUID:
    try:
        return UUID(body["visit"])
    except MISTAKES as error:
        raise BadBody from error


def _answers_in(body: Mapping[str, Any]) -> dict[str, list[str]]:
    try:
        return {whole(name): list(_texts(value)) for name, value in body["answers"].items()}
    except RecursionError as error:
        raise BadBody from error


def _key(text: str) -> str:
    return whole(text)[:LONGEST_KEY]


def _texts(value: Any) -> Iterator[str]:
    """What no field of ours would send is kept as its JSON: no answer to choose from, but words to read."""
    for text in value if isinstance(value, list) else [] if value is None else [value]:
        yield whole(text if isinstance(text, str) else json.dumps(text))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _listed(photo: Any) -> ListedPhoto:
    return ListedPhoto(UUID(photo["id"]), _key(photo["question"]), str(photo.get("digest", "")))


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)


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

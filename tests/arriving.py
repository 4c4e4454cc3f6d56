"""A phone as the services see it: what it froze, what it sends, and what is there afterwards."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

from audit_app.core.programme import Person, Via
from audit_app.core.questionnaire import View
from audit_app.services import editions, evidence, submissions
from audit_app.services.evidence import PhotoIn, ReceivedPhoto
from audit_app.services.sheets import answers_of
from audit_app.services.submissions import Arrived, SubmissionReceipt
from audit_app.storage import drafts, photos, sheets, tallies
from audit_app.storage import submissions as kept_submissions
from audit_app.storage.records import AcceptedSheet, Draft, Submission
from tests.visiting import CHECKLIST, NOW, TODAY, World, jpeg

GOOD = {"q.greeted": "yes", "q.wait": "45", "q.bought": "no"}
"""The fields of a visit that leaves nothing missing."""

FINISHED = NOW - timedelta(minutes=10)


def body(world: World, answers: Mapping[str, object] = GOOD, **changed: Any) -> bytes:
    """The frozen JSON of a phone."""
    said = {
        "visit": str(world.visit_id),
        "edition": CHECKLIST.key,
        "language": "el",
        "answers": dict(answers),
        "photos": [],
        "started_at": (FINISHED - timedelta(minutes=30)).isoformat(),
        "finished_at": FINISHED.isoformat(),
        "zone": "Europe/Athens",
        "active_seconds": 900,
    }
    return json.dumps({**said, **changed}, ensure_ascii=False).encode()


def arrived(
    world: World,
    answers: Mapping[str, object] = GOOD,
    *,
    id: UUID | None = None,  # noqa: A002 - the field's name
    sent_at: datetime | None = NOW,
    via: Via = Via.PHONE,
    **changed: Any,
) -> Arrived:
    """A finished visit on its way in."""
    return submissions.read(id or uuid4(), body(world, answers, **changed), sent_at, via)


def receive(
    world: World, came: Arrived, now: datetime = NOW, shopper: Person | None = None
) -> SubmissionReceipt:
    return submissions.receive(world.rooms, shopper or world.shopper, came, now)


def photo_in(world: World, question: str = "greeted", colour: str = "red", **changed: Any) -> PhotoIn:
    data = jpeg(colour)
    digest = hashlib.sha256(data).hexdigest()
    return replace(PhotoIn(uuid4(), world.visit_id, question, FINISHED, data, digest, NOW), **changed)


def send_photo(
    world: World, photo: PhotoIn, now: datetime = NOW, shopper: Person | None = None
) -> ReceivedPhoto:
    return evidence.receive_photo(world.rooms, shopper or world.shopper, photo, now)


def listed(*taken: PhotoIn) -> list[dict[str, str]]:
    """How a frozen body names its photos."""
    return [{"id": str(one.id), "question": one.question, "digest": one.digest} for one in taken]


def kept_sheet(world: World) -> AcceptedSheet | None:
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return sheets.of_assignment(scope, world.visit_id)


def kept_draft(world: World) -> Draft | None:
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return drafts.get(scope, world.visit_id)


def kept(world: World) -> list[Submission]:
    """All that came in for the visit."""
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return kept_submissions.of_assignment(scope, world.visit_id)


def standing_photos(world: World) -> set[UUID]:
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return {photo.id for photo in photos.of_assignment(scope, world.visit_id)}


def assert_counted_once(world: World) -> None:
    """One sheet of the visit, counted once in every tally."""
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        first, last = TODAY.replace(day=1), TODAY.replace(day=31)
        assert len(sheets.sheets_between(scope, View.OBSERVED, [world.location.id], first, last)) == 1
        counted = tallies.standard_counts(scope, [world.location.id], first, last)
        assert {(row.standard, row.n) for row in counted} == {("greeting", 1), ("availability", 1)}
        assert tallies.recount(scope, answers_of(world.rooms, scope)) == []


def use_edition(world: World, number: int) -> str:
    """Another edition of the checklist, in use here."""
    other = replace(CHECKLIST, edition=number)
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        editions.keep(scope, other, NOW)
    return other.key


def at_once(acts: Sequence[Any]) -> list[Any]:
    """What each act gave, or the error it raised; all start together."""
    start = Barrier(len(acts))

    def run(act: Any) -> Any:
        start.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))

"""What is on the phones: visits filled in to the end with their photos, and sign-ins to send them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from random import Random
from uuid import UUID, uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Assignment, Location, Organisation, Person, Role
from audit_app.core.questionnaire import Need, Questionnaire
from audit_app.services import Rooms, accounts, editions
from audit_app.services.demo.answering import Truth, answer
from audit_app.storage import assignments, locations, organisations, people

SHORT, LONG = "counter-visit.v1", "shop-visit.v1"
"""The checklists of 13 and of 38 questions."""
ZONE, LANGUAGE = "Europe/Athens", "en"
PHOTOS_EACH = 3
EDGE = 64
"""Pixels: small, because what is measured here is not the encoding of pictures."""
A_DAY, A_WHILE = timedelta(days=1), timedelta(minutes=20)


@dataclass(frozen=True)
class TakenPhoto:
    """A photo on a phone; `taken` in ISO."""

    id: UUID
    question: str
    data: bytes
    taken: str

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hex."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class FilledVisit:
    """A finished visit, frozen: `body` are the bytes that are sent; `fields` those of the form, by name."""

    id: UUID
    visit_id: UUID
    edition: str
    shopper: UUID
    sheet: AnswerSheet
    fields: Mapping[str, str | list[str]]
    photos: tuple[TakenPhoto, ...]
    body: bytes

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hex."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class World:
    """One organisation; `cookies` of the shoppers' sign-ins."""

    organisation: UUID
    visits: tuple[FilledVisit, ...]
    cookies: Mapping[UUID, str]


def fill_world(rooms: Rooms, visits: Sequence[str], shoppers: int) -> World:
    """Found an organisation in a migrated database, give out visits by these checklists, and fill them in."""
    dice, now = Random(1), datetime.now(UTC)
    home, shop = uuid4(), uuid4()
    with rooms.store.writing_all() as everywhere:
        organisations.found(everywhere, Organisation(home, "A chain", "en"))
    with rooms.store.writing(home) as scope:
        locations.add(scope, Location(shop, home, "Ermou Street", "Athens", "GR", ZONE, "el"))
        audits = {key: editions.freeze(rooms, scope, key, now) for key in sorted(set(visits))}
        staff = [_shopper(home, number) for number in range(shoppers)]
        for person in staff:
            people.add(scope, person, "no password fits this")
        given = [_visit(home, shop, staff[n % shoppers].id, key, now) for n, key in enumerate(visits)]
        assignments.add_all(scope, given)
    filled = tuple(_fill(audits[visit.questionnaire], visit, dice, now) for visit in given)
    return World(home, filled, {person.id: _cookie(rooms, person, now) for person in staff})


def _shopper(home: UUID, number: int) -> Person:
    return Person(uuid4(), home, f"shopper-{number}@example.org", f"Shopper {number}", Role.SHOPPER, LANGUAGE)


def _visit(home: UUID, shop: UUID, shopper: UUID, key: str, now: datetime) -> Assignment:
    today = now.date()
    return Assignment(
        id=uuid4(),
        organisation_id=home,
        location_id=shop,
        shopper_id=shopper,
        questionnaire=key,
        opens_on=today - A_DAY,
        due_on=today + 7 * A_DAY,
        created_at=now - A_DAY,
        brief_read_at=now - A_WHILE,
    )


def _cookie(rooms: Rooms, person: Person, now: datetime) -> str:
    app = Flask("signs cookies")
    app.secret_key = rooms.settings.signing_key()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    token = accounts.enter(rooms, person, now).token
    return f"session={signer.dumps({'_user_id': token, '_fresh': True, '_permanent': True})}"


def _fill(audit: Questionnaire, visit: Assignment, dice: Random, now: datetime) -> FilledVisit:
    sheet = answer(audit, Truth(lambda _: 80, LANGUAGE), dice)
    fields, photos = dict(_fields(sheet)), tuple(_photos(audit, dice, now))
    body = {
        "visit": str(visit.id),
        "edition": audit.key,
        "language": LANGUAGE,
        "answers": fields,
        "photos": [{"id": str(p.id), "question": p.question, "digest": p.digest} for p in photos],
        "started_at": (now - A_WHILE).isoformat(),
        "finished_at": now.isoformat(),
        "zone": ZONE,
        "active_seconds": dice.randint(300, 1200),
    }
    written = json.dumps(body, ensure_ascii=False).encode()
    return FilledVisit(uuid4(), visit.id, audit.key, visit.shopper_id, sheet, fields, photos, written)


def _fields(sheet: AnswerSheet) -> Iterator[tuple[str, str | list[str]]]:
    for code, value in sheet.values.items():
        yield f"q.{code}", list(value) if isinstance(value, tuple) else str(value)
    for code, comment in sheet.comments.items():
        yield f"c.{code}", comment


def _photos(audit: Questionnaire, dice: Random, now: datetime) -> Iterator[TakenPhoto]:
    """Three, of which now and then two show the very same."""
    beside = [question.code for question in audit.questions() if question.photo is not Need.NEVER]
    pictures = [_jpeg(dice) for _ in range(PHOTOS_EACH)]
    if dice.random() < 0.1:
        pictures[1] = pictures[0]
    for number, picture in enumerate(pictures):
        yield TakenPhoto(uuid4(), beside[number % len(beside)], picture, (now - A_WHILE).isoformat())


def _jpeg(dice: Random) -> bytes:
    from PIL import Image

    target = BytesIO()
    rough = Image.frombytes("RGB", (8, 8), dice.randbytes(8 * 8 * 3))
    rough.resize((EDGE, EDGE)).save(target, "JPEG", quality=80)
    return target.getvalue()

"""Rounds of the team's self-assessment: personal one-time links, anonymous answers, shown once closed.

A round is made from a seed that only the owner's browser keeps: its id and all its links follow from it.
The same form sent twice is the same round, and the links can be printed again while the seed is there;
stored are only the links' digests.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet, answered_only
from audit_app.core.programme import Channel, Location, Organisation, Wave
from audit_app.core.questionnaire import Kind, Questionnaire
from audit_app.services import Rooms, editions
from audit_app.services.locations import here, local_day
from audit_app.services.refusals import LinkClosed, LinkUsed, NotHere
from audit_app.services.sheets import Cause, Incoming, accept_sheet, digest_of
from audit_app.storage import Scope, locations, organisations, sheets, waves
from audit_app.storage.records import TeamToken

MOST_LINKS = 200
SEED = re.compile(r"[0-9a-f]{32}")
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Invitation:
    """A round as a member of the team meets it."""

    wave: Wave
    used: bool
    organisation: Organisation
    location: Location
    questionnaire: Questionnaire


@dataclass(frozen=True)
class Round:
    """A round as an owner sees it: how many links were given out, and how many came back."""

    wave: Wave
    location: Location
    questionnaire: Questionnaire
    asked: int
    answered: int


@dataclass(frozen=True)
class Wish:
    """What an owner asks for; `seed` is 128 random bits in hex."""

    seed: str
    questionnaire: str
    location_id: UUID
    links: int


def wave_id_of(seed: str) -> UUID:
    """The id of the round that is made from a seed; raises NotHere for what cannot be one."""
    return UUID(bytes=_drawn(seed, "wave"))


def tokens_of(seed: str, links: int) -> tuple[str, ...]:
    """The round's personal links: 128 bits each, none of them to be guessed from the others."""
    drawn = (_drawn(seed, f"link {number}") for number in range(links))
    return tuple(base64.urlsafe_b64encode(bits).decode().rstrip("=") for bits in drawn)


def _drawn(seed: str, purpose: str) -> bytes:
    if not SEED.fullmatch(seed):
        raise NotHere
    return hmac.digest(bytes.fromhex(seed), purpose.encode(), "sha256")[:16]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- the team


def find(rooms: Rooms, token: str) -> Invitation:
    """The round that a personal link leads to, used, closed or not; raises NotHere."""
    if not TOKEN.fullmatch(token):
        raise NotHere
    with rooms.store.reading_all() as everywhere:
        key = waves.by_token(everywhere, _digest(token))
    if key is None:
        raise NotHere
    with rooms.store.reading(key.wave.organisation_id) as scope:
        return _invitation(rooms, scope, key)


def find_open(rooms: Rooms, token: str) -> Invitation:
    """The round that a fresh personal link leads to; raises NotHere, LinkUsed or LinkClosed."""
    invitation = find(rooms, token)
    if invitation.used:
        raise LinkUsed
    if invitation.wave.closed_at:
        raise LinkClosed
    return invitation


def _invitation(rooms: Rooms, scope: Scope, key: TeamToken) -> Invitation:
    return Invitation(
        wave=key.wave,
        used=key.used,
        organisation=organisations.this(scope),
        location=here(scope, key.wave.location_id),
        questionnaire=editions.questionnaire_in_use(rooms, scope, key.wave.questionnaire),
    )


def answer(
    rooms: Rooms, invitation: Invitation, token: str, sheet_id: UUID, sheet: AnswerSheet, now: datetime
) -> None:
    """Use the link up and keep the answers, both or neither, with nothing that joins them.

    The sheet takes the round's first day and the location's language: neither a moment nor a rare
    language shall give anybody away. The same answers again change nothing. Raises LinkUsed, LinkClosed.
    """
    wave = invitation.wave
    with rooms.store.writing(wave.organisation_id) as scope:
        if not waves.spend(scope, _digest(token)):
            _expect_the_same(scope, invitation, sheet_id, sheet)
        elif _is_closed(scope, wave.id):
            raise LinkClosed
        elif not _accept(scope, invitation, sheet_id, sheet, now):
            raise LinkUsed


def _accept(scope: Scope, invitation: Invitation, sheet_id: UUID, sheet: AnswerSheet, now: datetime) -> bool:
    wave, place = invitation.wave, invitation.location
    incoming = Incoming(sheet_id, sheet, place.language, Channel.TEAM, wave.opens_on)
    return accept_sheet(
        scope, invitation.questionnaire, incoming, Cause(wave_id=wave.id), location_id=place.id, now=now
    )


def _expect_the_same(scope: Scope, invitation: Invitation, sheet_id: UUID, sheet: AnswerSheet) -> None:
    kept, digest = sheets.get(scope, sheet_id), digest_of(answered_only(invitation.questionnaire, sheet))
    if kept is None or (kept.wave_id, kept.digest) != (invitation.wave.id, digest):
        raise LinkUsed


def _is_closed(scope: Scope, wave_id: UUID) -> bool:
    wave = waves.get(scope, wave_id)
    return wave is None or wave.closed_at is not None


# --- the owner


def every(rooms: Rooms, organisation_id: UUID) -> list[Round]:
    """All rounds of an organisation, the newest first."""
    with rooms.store.reading(organisation_id) as scope:
        return _rounds(rooms, scope, waves.every(scope))


def one(rooms: Rooms, organisation_id: UUID, wave_id: UUID) -> Round:
    """One round of an organisation; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        wave = waves.get(scope, wave_id)
        if wave is None:
            raise NotHere
        return _rounds(rooms, scope, [wave])[0]


def _rounds(rooms: Rooms, scope: Scope, listed: list[Wave]) -> list[Round]:
    counts = waves.token_counts(scope)
    places = {location.id: location for location in locations.every(scope)}
    keys = {wave.questionnaire for wave in listed}
    asked = {key: editions.questionnaire_in_use(rooms, scope, key) for key in keys}
    return [
        Round(each, places[each.location_id], asked[each.questionnaire], *counts.get(each.id, (0, 0)))
        for each in listed
    ]


def start(rooms: Rooms, organisation_id: UUID, wish: Wish, now: datetime) -> Wave:
    """Open a round with its links; raises NotHere for a place or a questionnaire that is not there."""
    wave_id = wave_id_of(wish.seed)
    with rooms.store.writing(organisation_id) as scope:
        location = here(scope, wish.location_id)
        if editions.freeze(rooms, scope, wish.questionnaire, now).kind is not Kind.STAFF:
            raise NotHere
        today = local_day(location, now)
        wave = Wave(wave_id, organisation_id, location.id, wish.questionnaire, today, now)
        if waves.add(scope, wave, map(_digest, tokens_of(wish.seed, wish.links))):
            return wave
        return waves.get(scope, wave_id) or wave


def close(rooms: Rooms, organisation_id: UUID, wave_id: UUID, now: datetime) -> None:
    """Take no more answers and let them be shown; twice is once. Raises NotHere."""
    with rooms.store.writing(organisation_id) as scope:
        if waves.get(scope, wave_id) is None:
            raise NotHere
        waves.close(scope, wave_id, now)

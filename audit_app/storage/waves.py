"""Waves of the team's self-assessment, and their one-time tokens, of which only digests are kept."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func

from audit_app.core.programme import Wave
from audit_app.storage.records import AcceptedSheet, TeamToken
from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import sheet, team_token, wave

COLUMNS = columns_of(wave, Wave)


def add(scope: Scope, new: Wave, token_digests: Iterable[str]) -> bool:
    """Write a new wave with the digests (SHA-256, hex) of its tokens; False where it is known already."""
    if not scope.insert_missing(wave, vars(new)):
        return False
    add_tokens(scope, new.id, token_digests)
    return True


def add_tokens(scope: Scope, wave_id: UUID, digests: Iterable[str]) -> None:
    """Write further tokens for a wave."""
    rows = [{"wave_id": wave_id, "digest": digest, "used": False} for digest in sorted(digests)]
    scope.insert(team_token, *rows)


def get(scope: Scope, wave_id: UUID) -> Wave | None:
    """The wave with this id, if it is the organisation's."""
    return scope.record(Wave, scope.select(*COLUMNS).where(wave.c.id == wave_id))


def every(scope: Scope) -> list[Wave]:
    """All waves, the newest first."""
    return scope.records(Wave, scope.select(*COLUMNS).order_by(wave.c.opens_on.desc(), wave.c.id))


def close(scope: Scope, wave_id: UUID, now: datetime) -> bool:
    """Take no more answers and let the wave be shown; whether it was still open."""
    still_open = (wave.c.id == wave_id) & wave.c.closed_at.is_(None)
    if not scope.update(wave, still_open, closed_at=now):
        return False
    _shuffle(scope, wave_id)
    return True


def _shuffle(scope: Scope, wave_id: UUID) -> None:
    """Write the team's sheets anew by their random ids: where they lie no longer tells who came first."""
    of_wave = sheet.c.wave_id == wave_id
    query = scope.select(*columns_of(sheet, AcceptedSheet)).where(of_wave).order_by(sheet.c.id)
    kept = scope.records(AcceptedSheet, query)
    scope.delete(sheet, of_wave)
    scope.insert(sheet, *map(vars, kept))


def by_token(everywhere: Everywhere, digest: str) -> TeamToken | None:
    """The wave that a token opens, closed or not, and whether the token has been used."""
    token = everywhere.first(
        everywhere.select(team_token.c.organisation_id, team_token.c.wave_id, team_token.c.used).where(
            team_token.c.digest == digest
        )
    )
    if token is None:
        return None
    query = everywhere.select(*COLUMNS).where(wave.c.id == token.wave_id)
    opened = everywhere.record(Wave, query.where(wave.c.organisation_id == token.organisation_id))
    return TeamToken(opened, token.used) if opened else None


def spend(scope: Scope, digest: str) -> bool:
    """Use a token up, in the transaction that accepts its sheet; False where it was used already.

    Until that transaction ends the wave cannot be closed, so what is read of it afterwards holds.
    """
    unused = (team_token.c.digest == digest) & team_token.c.used.is_(False)
    if not scope.update(team_token, unused, used=True):
        return False
    its_wave = (team_token.c.digest == digest) & (team_token.c.wave_id == wave.c.id)
    scope.rows(scope.select(wave.c.id).where(its_wave).with_for_update(read=True, of=wave))
    return True


def token_counts(scope: Scope) -> dict[UUID, tuple[int, int]]:
    """How many tokens each wave has, and how many of them were used: wave id → (given out, used)."""
    query = scope.select(team_token.c.wave_id, team_token.c.used, func.count())
    counted: dict[UUID, tuple[int, int]] = {}
    for wave_id, used, n in scope.rows(query.group_by(team_token.c.wave_id, team_token.c.used)):
        given, spent = counted.get(wave_id, (0, 0))
        counted[wave_id] = (given + n, spent + (n if used else 0))
    return counted

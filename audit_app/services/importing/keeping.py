"""Storing what was read, and telling what is there already: in the one transaction that is handed in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from audit_app.core.programme import Channel
from audit_app.core.questionnaire import Questionnaire
from audit_app.services.importing.rows import Response, Watch
from audit_app.services.sheets import Cause, Incoming, counted_answers, prepare
from audit_app.storage import Scope, sheets
from audit_app.storage.records import AcceptedSheet
from audit_app.translations import gettext as _

AT_ONCE = 1_000
"""Sheets that are handed to the store together."""


@dataclass
class Kept:
    """How many sheets were new, how many there already, and the rows whose place other answers hold."""

    new: int = 0
    already_there: int = 0
    conflicts: list[int] = field(default_factory=list)


def keep(
    scope: Scope, questionnaire: Questionnaire, responses: Sequence[Response], now: datetime, watch: Watch
) -> Kept:
    """Store, score and count every response that is not there yet."""
    kept = Kept()
    for some in _parts(watch(responses, _("Storing"), len(responses))):
        arrivals = {response.row: _sheet(scope, questionnaire, response, now) for response in some}
        counted = ((sheet, counted_answers(questionnaire, sheet.answers)) for sheet in arrivals.values())
        new = sheets.accept_all(scope, counted)
        kept.new += len(new)
        _compare(scope, {row: sheet for row, sheet in arrivals.items() if sheet.id not in new}, kept)
    return kept


def look_up(scope: Scope, questionnaire: Questionnaire, responses: Sequence[Response], now: datetime) -> Kept:
    """What `keep` would do; stores nothing."""
    kept = Kept()
    for some in _parts(responses):
        there = {sheet.import_key for sheet in sheets.imported(scope, [each.key for each in some])}
        known = [each for each in some if each.key in there]
        kept.new += len(some) - len(known)
        _compare(scope, {each.row: _sheet(scope, questionnaire, each, now) for each in known}, kept)
    return kept


def _compare(scope: Scope, arrived: dict[int, AcceptedSheet], kept: Kept) -> None:
    """Sort sheets whose place is taken: the very same one is there, or another one."""
    keys = [sheet.import_key for sheet in arrived.values() if sheet.import_key]
    there = {sheet.id: _content(sheet) for sheet in sheets.imported(scope, keys)}
    alike = {row for row, sheet in arrived.items() if there.get(sheet.id) == _content(sheet)}
    kept.already_there += len(alike)
    kept.conflicts += sorted(arrived.keys() - alike)


def _content(sheet: AcceptedSheet) -> tuple[object, ...]:
    return sheet.digest, sheet.questionnaire, sheet.location_id, sheet.day, sheet.language


def _sheet(scope: Scope, questionnaire: Questionnaire, response: Response, now: datetime) -> AcceptedSheet:
    incoming = Incoming(
        id=_id_of(scope.organisation_id, response.key),
        sheet=response.sheet,
        language=response.language,
        channel=Channel.IMPORT,
        day=response.day,
        import_key=response.key,
    )
    return prepare(scope.organisation_id, questionnaire, incoming, Cause(), response.location_id, now)


def _id_of(organisation_id: UUID, key: str) -> UUID:
    return uuid5(organisation_id, key)


def _parts(responses: Iterable[Response]) -> Iterator[list[Response]]:
    part: list[Response] = []
    for response in responses:
        part.append(response)
        if len(part) == AT_ONCE:
            yield part
            part = []
    yield part

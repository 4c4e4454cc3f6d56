"""Importing answers that customers gave in other software: all of a file, or nothing of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from audit_app.catalogue import Mistake
from audit_app.catalogue.mapping import AnswerMapping, MappingRefused, Surroundings, read_mapping
from audit_app.catalogue.tables import UnreadableTable, heading, open_table
from audit_app.core.programme import Location
from audit_app.core.questionnaire import Questionnaire
from audit_app.services import Rooms
from audit_app.services.editions import keep as keep_edition
from audit_app.services.editions import questionnaire_in_use
from audit_app.services.importing.figures import figures_of
from audit_app.services.importing.keeping import Kept, keep, look_up
from audit_app.services.importing.outcome import Effect, ImportRefused, ImportReport, Problem, Rows
from audit_app.services.importing.rows import Reading, Surface, Watch, read_rows, unwatched
from audit_app.services.refusals import NotHere
from audit_app.storage import imports, locations
from audit_app.storage.records import ImportRun
from audit_app.translations import gettext as _


@dataclass(frozen=True)
class Order:
    """What to import how: a table, its mapping, another policy for unknown codes ("" the mapping's own)."""

    file: Path
    mapping: Path
    unknown: str = ""
    dry_run: bool = False


def import_responses(
    rooms: Rooms, organisation_id: UUID, order: Order, now: datetime, watch: Watch = unwatched
) -> ImportReport:
    """Read a file of answers and store what is new, all in one transaction; a dry run stores nothing.

    Raises ImportRefused, with nothing stored, where the mapping or the file has a mistake, or where rows
    have problems that the policy does not forgive.
    """
    with _refusing(order.file):
        mapping, places = _mapping(rooms, organisation_id, order)
        table = open_table(order.file, mapping.layout, mapping.columns)
        reading = read_rows(table, mapping, Surface(places, now), watch)
        if not reading.rows:
            raise UnreadableTable(_("no row with answers stands below the header"), _("export them again"))
    if any(problem.effect is Effect.REFUSED for problem in reading.problems):
        raise ImportRefused(report=_report(mapping, reading, Kept(), order))
    act = _look_up if order.dry_run else _store
    return _report(mapping, reading, act(rooms, organisation_id, mapping, reading, now, watch), order)


@contextmanager
def _refusing(file: Path) -> Iterator[None]:
    """What the catalogue cannot read, as this room's refusal."""
    try:
        yield
    except MappingRefused as refused:
        raise ImportRefused(refused.mistakes) from None
    except UnreadableTable as bad:
        raise ImportRefused([Mistake(str(file), bad.row, "", bad.message, bad.instead)]) from None


def _mapping(
    rooms: Rooms, organisation_id: UUID, order: Order
) -> tuple[AnswerMapping, Mapping[str, Location]]:
    """The mapping, and the locations by the heading of the name that it may call them by."""
    with rooms.store.reading(organisation_id) as scope:
        places = _by_name(locations.every(scope))

        def in_use(key: str) -> Questionnaire | None:
            try:
                return questionnaire_in_use(rooms, scope, key)
            except NotHere:
                return None

        around = Surroundings(rooms.settings.checklists, rooms.catalogue, in_use, tuple(places))
        mapping = read_mapping(order.mapping, around)
    return (
        replace(mapping, unknown=order.unknown or mapping.unknown),
        {heading(name): place for name, place in places.items()},
    )


def _by_name(known: Sequence[Location]) -> dict[str, Location]:
    """Locations by name; two of one name are told apart by their city, or else by their id."""
    names = Counter(heading(place.name) for place in known)
    cities = Counter(heading(f"{place.name}, {place.city}") for place in known)
    found = {}
    for place in known:
        full = f"{place.name}, {place.city}"
        is_full = names[heading(place.name)] > 1
        found[place.name if not is_full else full if cities[heading(full)] == 1 else str(place.id)] = place
    return found


def _look_up(
    rooms: Rooms,
    organisation_id: UUID,
    mapping: AnswerMapping,
    reading: Reading,
    now: datetime,
    _watch: Watch,
) -> Kept:
    with rooms.store.reading(organisation_id) as scope:
        return look_up(scope, mapping.questionnaire, reading.responses, now)


def _store(
    rooms: Rooms, organisation_id: UUID, mapping: AnswerMapping, reading: Reading, now: datetime, watch: Watch
) -> Kept:
    with rooms.store.writing(organisation_id) as scope:
        keep_edition(scope, mapping.questionnaire, now)
        kept = keep(scope, mapping.questionnaire, reading.responses, now, watch)
        imports.add(scope, _run(organisation_id, mapping, reading, kept, now))
    return kept


def _run(
    organisation_id: UUID, mapping: AnswerMapping, reading: Reading, kept: Kept, now: datetime
) -> ImportRun:
    digests = reading.digest, mapping.document.digest
    counts = {
        "rows": reading.rows,
        "new": kept.new,
        "already_there": kept.already_there,
        "conflicts": len(kept.conflicts),
        "left_out": reading.rows - len(reading.responses),
    }
    return ImportRun(uuid4(), organisation_id, *digests, counts, now)


def _report(mapping: AnswerMapping, reading: Reading, kept: Kept, order: Order) -> ImportReport:
    problems: dict[Problem, Rows] = {problem: tuple(rows) for problem, rows in reading.problems.items()}
    if kept.conflicts:
        message = _("other answers were imported before under the same id, and they stay")
        problems[Problem(Effect.CONFLICT, message)] = tuple(kept.conflicts)
    return ImportReport(
        questionnaire=mapping.questionnaire.key,
        dry_run=order.dry_run,
        rows=reading.rows,
        empty_rows=reading.empty_rows,
        new=kept.new,
        already_there=kept.already_there,
        problems=problems,
        questions=figures_of(mapping, reading),
    )

"""The organisation's criterion is added in one place, and nothing gets around it."""

import ast
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from audit_app import storage
from audit_app.storage import assignments, drafts, locations, people, photos, surveys
from audit_app.storage.records import Draft
from audit_app.storage.scope import ForeignRow
from audit_app.storage.tables import attempt, location, metadata, sheet, survey, wave
from tests.storage import making, making_programmes, making_reviews, making_visits
from tests.storage.making import NOW, id_of

ROOM = Path(storage.__file__).parent
STATEMENTS = {"select", "insert", "update", "delete", "text"}
OWN_STATEMENTS = {"scope.py", "upserts.py", "migrations/__init__.py"}
MAY_CONNECT = {"scope.py", "store.py", "engine.py", "migrations/__init__.py", "migrations/env.py"}


def sources() -> dict[str, ast.Module]:
    files = (path for path in ROOM.rglob("*.py") if "versions" not in path.parts)
    return {str(path.relative_to(ROOM)): ast.parse(path.read_text()) for path in files}


def test_only_the_scope_makes_statements():
    makers = {
        name
        for name, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and (STATEMENTS & {alias.name for alias in node.names} or "dialects" in (node.module or ""))
    }
    assert makers == OWN_STATEMENTS


def test_nobody_imports_the_whole_of_sqlalchemy():
    imports = [node for tree in sources().values() for node in ast.walk(tree) if isinstance(node, ast.Import)]
    assert not [alias.name for node in imports for alias in node.names if "sqlalchemy" in alias.name]


def test_only_the_frame_touches_connections():
    touching = {
        name
        for name, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("_connection", "execute", "connect")
    }
    assert touching <= MAY_CONNECT
    assert "scope.py" in touching


def test_every_table_named_in_a_query_is_narrowed(store, lived_in, theirs):
    with store.reading(lived_in.id) as scope:
        apart = scope.select(sheet.c.id).where(sheet.c.survey_id == survey.c.id)
        joined = scope.select(sheet.c.id).join_from(sheet, survey, sheet.c.survey_id == survey.c.id)
        aside = scope.select(location.c.id).where(
            wave.c.closed_at.is_not(None), location.c.id == wave.c.location_id
        )
        for query in (apart, joined, aside):
            assert len(scope.rows(query)) == 1
            assert len(list(scope.stream(query))) == 1
            assert scope.first(query) is not None
    with store.reading_all() as everywhere:
        assert len(everywhere.rows(apart)) == 4


def test_what_could_hide_a_table_from_the_criterion_is_refused(store, lived_in):
    with store.reading(lived_in.id) as scope:
        inner = scope.select(sheet.c.id).where(sheet.c.location_id == location.c.id)
        other = location.alias()
        hiding = [
            scope.select(location.c.id).where(exists(inner)),
            scope.select(location.c.id).where(location.c.id.in_(inner)),
            scope.select(inner.scalar_subquery()),
            scope.select(inner.subquery().c.id),
            scope.select(inner.cte().c.id),
            scope.select(other.c.id),
            scope.select(func.max(other.c.name)),
            scope.select(location.c.id).order_by(other.c.name),
            scope.select(func.json_each(location.c.name).table_valued("value").c.value),
            scope.select(location.c.id).join_from(location, other, location.c.id == other.c.id),
        ]
        for query in hiding:
            for read in (scope.rows, scope.first, lambda one: list(scope.stream(one))):
                with pytest.raises(TypeError, match="narrowed"):
                    read(query)


def test_a_change_that_depends_on_another_table_is_refused(store, lived_in):
    elsewhere = [
        location.c.id == wave.c.location_id,
        location.c.id.in_(select(wave.c.location_id)),
        location.alias().c.name == "Athens",
    ]
    with store.writing(lived_in.id) as scope:
        for criterion in elsewhere:
            with pytest.raises(TypeError, match="depend on another"):
                scope.update(location, criterion, name="Plaka")
            with pytest.raises(TypeError, match="depend on another"):
                scope.delete(location, criterion)


def test_what_belongs_to_no_organisation_is_out_of_its_reach(store, lived_in):
    with store.writing(lived_in.id) as scope, pytest.raises(AttributeError):
        scope.rows(scope.select(attempt.c.key))


def test_a_row_that_names_another_organisation_is_refused(store, ours, theirs):
    with pytest.raises(ForeignRow), store.writing(ours.id) as scope:
        locations.add(scope, theirs.athens)
    with pytest.raises(ForeignRow), store.writing(ours.id) as scope:
        drafts.save(scope, Draft(theirs.id, ours.visit.id, making.AnswerSheet(), NOW))


def test_every_row_but_an_attempt_belongs_to_an_organisation():
    free = {
        table.name for table in metadata.sorted_tables if "organisation_id" not in table.primary_key.columns
    }
    assert free == {"organisation", "attempt"}


def test_no_reference_leaves_the_organisation():
    references = [
        key for table in metadata.sorted_tables for key in table.foreign_key_constraints
        if key.referred_table.name != "organisation"
    ]  # fmt: skip
    assert len(references) > 15
    for key in references:
        assert next((pair.parent.name, pair.column.name) for pair in key.elements) == ("organisation_id",) * 2


@pytest.fixture
def abroad(store, ours, theirs):
    """Things that only the stranger has."""
    with store.writing(theirs.id) as scope:
        locations.add(scope, making.replace(theirs.athens, id=id_of("abroad")))
        people.add(scope, making.replace(theirs.shopper, id=id_of("spy"), email="spy@x.example"), "hash")
        assignments.add(scope, making.visit(theirs.id, "their visit"))


def test_nothing_of_ours_can_point_at_something_of_theirs(store, ours, abroad):
    attempts = [
        lambda scope: assignments.add(scope, making.visit(ours.id, "new", location_id=id_of("abroad"))),
        lambda scope: assignments.add(scope, making.visit(ours.id, "new", shopper_id=id_of("spy"))),
        lambda scope: surveys.add(
            scope, making.replace(ours.survey, id=id_of("n"), token="t", location_id=id_of("abroad"))
        ),
        lambda scope: photos.add(scope, making.photo(ours, assignment_id=id_of("their visit"))),
        lambda scope: drafts.save(scope, Draft(ours.id, id_of("their visit"), making.AnswerSheet(), NOW)),
        lambda scope: making.keep(scope, making.audit(ours, assignment_id=id_of("their visit"))),
        lambda scope: making.keep(scope, making.answer(ours, location_id=id_of("abroad"))),
    ]
    for act in attempts:
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), store.writing(ours.id) as scope:
            act(scope)


def test_a_broken_transaction_leaves_nothing(store, ours):
    class Stumble(Exception):
        pass

    with suppress(Stumble), store.writing(ours.id) as scope:
        locations.add(scope, making.replace(ours.athens, id=id_of("Patras")))
        raise Stumble
    with store.reading(ours.id) as scope:
        assert locations.get(scope, id_of("Patras")) is None


def test_a_reader_cannot_write(store, ours):
    with pytest.raises(DBAPIError, match=r"read-?only"), store.reading(ours.id) as scope:
        locations.add(scope, making.replace(ours.athens, id=id_of("Patras")))


def test_a_reader_sees_one_moment(store, ours):
    with store.reading(ours.id) as scope:
        before = len(locations.every(scope))
        with store.writing(ours.id) as writer:
            locations.add(writer, making.replace(ours.athens, id=id_of("Patras")))
        assert len(locations.every(scope)) == before
    with store.reading(ours.id) as scope:
        assert len(locations.every(scope)) == before + 1


def test_the_strangers_rows_are_there_to_be_found(store, lived_in, theirs):
    for made in (lived_in, theirs):
        with store.writing(made.id) as scope:
            making_programmes.add_visit(scope)
            making_visits.fill(scope)
            making_reviews.fill(scope)
    with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name != "attempt":
                column = table.c.id if table.name == "organisation" else table.c.organisation_id
                assert {row[0] for row in connection.execute(select(column))} == {lived_in.id, theirs.id}, (
                    table
                )

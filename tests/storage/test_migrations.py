"""The history of the tables ends where the models are, and can be walked back with data in the tables."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, select
from sqlalchemy.exc import DBAPIError

from audit_app.storage import Store, migrations
from audit_app.storage.engine import open_engine
from audit_app.storage.tables import former_shopper, location, metadata, sheet, submission
from tests.storage import making


@pytest.fixture
def bare(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A second engine of the same kind, on a database without any tables."""
    if engine.dialect.name == "sqlite":
        opened = open_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}")
        yield opened
        return opened.dispose()
    server = request.getfixturevalue("postgres_server")
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as desk:
        desk.execute("CREATE DATABASE bare")
        opened = open_engine(server.format(name="bare"))
        yield opened
        opened.dispose()
        desk.execute("DROP DATABASE bare WITH (FORCE)")


def test_models_are_the_head_of_the_history(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": metadata})
        assert compare_metadata(context, metadata) == []


def test_models_and_history_make_the_same_constraints(engine: Engine, bare: Engine):
    """What Alembic does not compare: rules, keys, references, and how SQLite lays out its tables."""
    with bare.begin() as connection:
        metadata.create_all(connection)
    made, migrated = _described(bare), _described(engine)
    assert migrated.pop("alembic_version")
    assert made.keys() == migrated.keys()
    assert [name for name in made if made[name] != migrated[name]] == []
    assert len(made["sheet"]["checks"]) == 5


def _described(engine: Engine) -> dict[str, dict[str, object]]:
    seen = inspect(engine)
    return {
        name: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(name)
            ],
            "checks": sorted((check["name"], check["sqltext"]) for check in seen.get_check_constraints(name)),
            "unique": sorted(map(repr, seen.get_unique_constraints(name))),
            "references": sorted(map(repr, seen.get_foreign_keys(name))),
            "key": seen.get_pk_constraint(name),
            "indexes": sorted(map(repr, seen.get_indexes(name))),
            "options": seen.get_table_options(name),
        }
        for name in seen.get_table_names()
    }


def test_up_down_and_up_again_with_data(bare: Engine):
    store = Store(bare)
    for _ in range(2):
        migrations.upgrade(bare)
        making.fill(store, making.found(store))
        with bare.connect() as connection:
            assert len(connection.execute(select(sheet.c.id)).all()) == 8
        migrations.downgrade(bare, "base")
        assert inspect(bare).get_table_names() == ["alembic_version"]


def test_what_the_first_version_kept_stays_word_for_word(bare: Engine):
    """Drafts and photos of before get what is new; a walk back and forth changes nothing that was there."""
    migrations.upgrade(bare)
    making.fill(Store(bare), making.found(Store(bare)))
    with bare.begin() as connection:
        connection.execute(submission.delete())
        connection.execute(former_shopper.delete())
    migrations.downgrade(bare, "0001")
    before = _rows(bare)
    assert len(before["draft"]) == len(before["photo"]) == 1
    assert "stamps" not in before["draft"][0]
    migrations.upgrade(bare)
    after = _rows(bare)
    assert (after["draft"][0]["revision"], after["photo"][0]["sent_digest"]) == (1, None)
    with Store(bare).reading(making.OURS) as scope:
        assert making.drafts.get(scope, making.id_of("visit")).stamps == {}
        assert making.photos.get(scope, making.id_of("photo")) == making.photo(making.programme())
    migrations.downgrade(bare, "0001")
    assert _rows(bare) == before


def _rows(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables but the list of revisions, however the tables look just now."""
    there = MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted((dict(row._mapping) for row in connection.execute(select(table))), key=repr)
            for name, table in there.tables.items()
            if name != "alembic_version"
        }


def test_to_upgrade_what_is_up_to_date_keeps_everything(store, lived_in):
    migrations.upgrade(store.engine)
    with store.reading(lived_in.id) as scope:
        assert making.locations.every(scope) == [lived_in.athens, lived_in.helsinki]


def test_many_may_upgrade_at_once(bare: Engine):
    engines = [open_engine(bare.url) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(migrations.upgrade, engines))
    for engine in engines:
        engine.dispose()
    with bare.connect() as connection:
        assert connection.execute(select(location.c.id)).all() == []


def test_a_failed_upgrade_leaves_nothing_half_done(bare: Engine):
    with bare.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE team_token (digest TEXT)")
    with pytest.raises(DBAPIError, match="already exists"):
        migrations.upgrade(bare)
    assert inspect(bare).get_table_names() == ["team_token"]


def test_the_history_is_one_line():
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert len(script.get_heads()) == len(script.get_bases()) == 1

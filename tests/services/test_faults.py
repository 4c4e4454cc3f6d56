"""Whichever call to the database fails, everything is kept or nothing, and asking again puts it right."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from audit_app.services import assigning, drafts, held, sending
from audit_app.services.backups import Backup, sync
from audit_app.storage.tables import metadata
from tests.arriving import (
    GOOD,
    arrived,
    assert_counted_once,
    kept,
    kept_draft,
    kept_sheet,
    listed,
    photo_in,
    receive,
    send_photo,
    standing_photos,
)
from tests.visiting import A_DAY, CHECKLIST, FULL, NOW, World, build_world, fresh


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


@contextmanager
def failing(world, nth: int, *, on: str) -> Iterator[list[int]]:
    """The nth statement (or commit) fails, as if the disk or the line had gone; the calls so far."""
    asked: list[int] = []
    engine = world.rooms.store.engine

    def fail(*_arguments: object) -> None:
        asked.append(len(asked) + 1)
        if len(asked) == nth:
            raise OperationalError("the line", {}, Exception("is gone"))

    event.listen(engine, on, fail)
    try:
        yield asked
    finally:
        event.remove(engine, on, fail)


def rows(world) -> dict[str, list[str]]:
    with world.rooms.store.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
        }


def fail_everywhere(world, act, *, at_least: int, commits: int = 1) -> None:
    """Do `act` with each of its commits failing, then with its first, second, third… statement failing.

    At last nothing fails; until then nothing may have been left half done.
    """
    before = rows(world)
    for nth in range(1, commits + 1):
        with failing(world, nth, on="commit"), pytest.raises(OperationalError):
            act()
        assert rows(world) == before, f"commit {nth} left something half done"
    for nth in count(1):
        with failing(world, nth, on="before_cursor_execute") as asked:
            try:
                act()
            except OperationalError:
                assert len(asked) >= nth
        if len(asked) < nth:
            break
        assert rows(world) == before, f"statement {nth} left something half done"
    assert len(asked) >= at_least
    assert rows(world) != before


def test_a_visit_is_received_whole_or_not_at_all(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    taken, other = photo_in(world), photo_in(world, colour="blue")
    for one in (taken, other):
        send_photo(world, one)
    came = arrived(world, photos=listed(taken))
    fail_everywhere(world, lambda: receive(world, came), at_least=12)
    assert (len(kept(world)), kept_draft(world), standing_photos(world)) == (1, None, {taken.id})
    assert_counted_once(world)


def test_a_held_visit_is_kept_whole_or_not_at_all(world):
    came = arrived(world, {"q.greeted": "yes"})
    fail_everywhere(world, lambda: receive(world, came), at_least=5)
    assert len(kept(world)) == 1


def test_the_page_sends_whole_or_not_at_all(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    fail_everywhere(
        world, lambda: sending.send(world.rooms, world.shopper, world.visit_id, "en", NOW), at_least=12
    )
    assert_counted_once(world)


def test_a_photo_is_kept_or_not(world):
    taken = photo_in(world)
    fail_everywhere(world, lambda: send_photo(world, taken), at_least=6, commits=2)
    assert standing_photos(world) == {taken.id}


def test_a_backup_is_taken_or_not(world):
    changes = {name: [value] for name, value in GOOD.items()}
    fail_everywhere(
        world,
        lambda: sync(world.rooms, world.shopper, world.visit_id, Backup(CHECKLIST.key, 0, changes), NOW),
        at_least=6,
    )
    assert kept_draft(world).answers.values == FULL


def test_a_held_visit_is_counted_or_not(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    came = arrived(world, finished_at=(NOW + 9 * A_DAY).isoformat(), sent_at=NOW + 9 * A_DAY)
    receive(world, came, NOW + 9 * A_DAY)
    fail_everywhere(world, lambda: held.count(world.rooms, world.owner, came.id, NOW), at_least=12)
    assert kept_sheet(world).answers.values == FULL
    assert_counted_once(world)


def test_a_visit_is_given_on_or_not(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    send_photo(world, photo_in(world))
    organisation_id = world.owner.organisation_id
    fail_everywhere(
        world,
        lambda: assigning.reassign(world.rooms, organisation_id, world.visit_id, world.colleague.id, NOW),
        at_least=12,
    )
    assert len(kept(world)) == 1

"""Many write at once: nothing is lost, nothing is counted twice, and nobody starves."""

import fcntl
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import make_url

from audit_app.storage import Store, assignments, attempts, editions, people, photos, sheets, tallies, waves
from audit_app.storage.records import SheetConflict
from audit_app.storage.turns import file_turn
from tests.storage import making
from tests.storage.making import NOW, TODAY, answer, audit, counted, id_of, imported, keep, replace, token

WRITERS = 8


def at_once(act: Callable[[int], Any], times: int = WRITERS) -> list[Any]:
    """What `act` gave to each of the writers, who all start together."""
    start = Barrier(times)

    def one(number: int) -> Any:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def assert_all_kept(store: Store, made: making.Programme, expected: int) -> None:
    with store.reading(made.id) as scope:
        assert len(list(sheets.every(scope))) == expected
        assert (
            sum(one.n for one in tallies.standard_counts(scope, made.places, TODAY, TODAY.replace(day=31)))
            == expected
        )
        assert tallies.recount(scope, counted) == []


def test_the_same_sheet_from_eight_at_once_is_one_sheet(store, ours):
    sent = answer(ours)

    def send(_number: int) -> bool:
        with store.writing(ours.id) as scope:
            return sheets.accept(scope, sent, counted(sent))

    for _ in range(5):
        made_new = at_once(send)
    assert sum(made_new) == 0
    assert_all_kept(store, ours, 1)


def test_of_eight_who_send_the_same_sheet_one_is_the_first(store, ours):
    sent = answer(ours)

    def send(_number: int) -> bool:
        with store.writing(ours.id) as scope:
            return sheets.accept(scope, sent, counted(sent))

    assert Counter(at_once(send)) == {True: 1, False: WRITERS - 1}


def test_different_sheets_from_eight_at_once_are_all_kept(store, ours):
    def send(_number: int) -> None:
        for _ in range(15):
            with store.writing(ours.id) as scope:
                keep(scope, answer(ours))

    at_once(send)
    assert_all_kept(store, ours, WRITERS * 15)


def test_of_eight_audits_of_one_visit_one_is_kept(store, ours):
    def send(number: int) -> bool:
        try:
            with store.writing(ours.id) as scope:
                keep(scope, audit(ours, id=id_of(f"phone {number}"), digest=making.digest_of(str(number))))
        except SheetConflict:
            return False
        return True

    assert Counter(at_once(send)) == {True: 1, False: WRITERS - 1}
    assert_all_kept(store, ours, 1)


def test_eight_imports_of_one_file_store_it_once(store, ours):
    def load(_number: int) -> int:
        arrivals = [imported(ours, f"row {number}") for number in range(200)]
        with store.writing(ours.id) as scope:
            return len(sheets.accept_all(scope, [(one, counted(one)) for one in arrivals]))

    assert sum(at_once(load)) == 200
    assert_all_kept(store, ours, 200)


def test_a_token_is_spent_by_one_of_eight(store, ours):
    def spend(_number: int) -> bool:
        with store.writing(ours.id) as scope:
            return waves.spend(scope, token(ours.id, 0))

    assert sum(at_once(spend)) == 1


def test_three_tries_are_three_however_many_try_at_once(store):
    def take(_number: int) -> bool:
        with store.writing_all() as everywhere:
            return attempts.take(everywhere, "door", 3, making.timedelta(hours=1), NOW)

    assert sum(at_once(take)) == 3


def test_what_eight_do_first_is_done_once(store, ours):
    def act(number: int) -> tuple[bool, ...]:
        newcomer = replace(ours.hr, id=id_of(f"hr {number}"), email="new@ours.example")
        with store.writing(ours.id) as scope:
            return (
                editions.freeze(scope, making.edition(ours.id, "new.v1")),
                people.add(scope, newcomer, "hash"),
                photos.add(scope, making.photo(ours)),
                assignments.confirm_brief(scope, ours.visit.id, NOW),
            )

    assert [sum(column) for column in zip(*at_once(act), strict=True)] == [1, 1, 1, 1]


def test_readers_go_on_while_somebody_writes(store, ours):
    def act(number: int) -> int:
        for _ in range(10):
            if number % 2:
                with store.writing(ours.id) as scope:
                    keep(scope, answer(ours))
            with store.reading(ours.id) as scope:
                counts = tallies.standard_counts(scope, ours.places, TODAY, TODAY.replace(day=31))
                assert sum(one.n for one in counts) == len(list(sheets.every(scope)))
        return number

    at_once(act)
    assert_all_kept(store, ours, WRITERS // 2 * 10)


def test_a_writer_claims_the_write_before_its_first_question(sqlite_store, sqlite_url):
    """Else it would read, decide, and then be told that somebody else was quicker."""
    making.found(sqlite_store)
    impatient = sqlite_store.engine.raw_connection()
    impatient.execute("PRAGMA busy_timeout = 0")
    with sqlite_store.writing(making.OURS), pytest.raises(Exception, match="locked"):
        impatient.execute("BEGIN IMMEDIATE")
    with sqlite_store.reading(making.OURS):
        impatient.execute("BEGIN IMMEDIATE")
    impatient.invalidate()


def test_writers_of_other_processes_wait_for_their_turn(sqlite_store, sqlite_url):
    making.found(sqlite_store)
    file = Path(f"{make_url(sqlite_url).database}.turn")
    with sqlite_store.writing(making.OURS), file.open() as turn, pytest.raises(BlockingIOError):
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)


WRITER = """
import sys
from audit_app.storage import Store
from audit_app.storage.engine import open_engine
from tests.storage.making import answer, keep, programme
store, ours = Store(open_engine(sys.argv[1])), programme()
for _ in range(25):
    with store.writing(ours.id) as scope:
        keep(scope, answer(ours))
"""


def test_several_processes_write_into_one_database(store, ours, database_url):
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", WRITER, database_url]
    writers = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) for _ in range(3)]
    for writer in writers:
        complaint = writer.communicate(timeout=60)[1].decode()
        assert writer.returncode == 0, complaint
    assert_all_kept(store, ours, 75)


def test_turns_go_round(tmp_path):
    """Eight who all want the same turn again and again: nobody is left out, however busy the machine."""
    turns: Counter[int] = Counter()
    crowds: set[int] = set()
    inside: set[int] = set()
    end = time.monotonic() + 1.0

    def want(number: int) -> None:
        while time.monotonic() < end:
            with file_turn(tmp_path / "turn"):
                inside.add(number)
                time.sleep(0.001)
                crowds.add(len(inside))
                inside.remove(number)
                turns[number] += 1

    at_once(want)
    assert crowds == {1}
    assert sum(turns.values()) > 100
    assert min(turns[number] for number in range(WRITERS)) > 0

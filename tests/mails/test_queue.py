"""Jobs: each done once by one of many runners, tried again, given up, and never lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event, Lock, Thread
from uuid import uuid4

import pytest

from audit_app import jobs as runner
from audit_app.services import queue
from audit_app.services.queue import LEASE, MOST_TRIES, PAUSES, GiveUp, TryLater
from audit_app.storage import jobs
from audit_app.storage.jobs import Job
from tests.mails.conftest import NOW, Firm, found
from tests.mails.post_office import PostOffice

ROOT = Path(__file__).parent.parent.parent


def add(firm: Firm, *keys: str, kind: str = "knock") -> None:
    with firm.rooms.store.writing(firm.id) as scope:
        for key in keys:
            queue.add(scope, kind, key, {"n": key}, firm.time)


def get(firm: Firm, key: str, kind: str = "knock") -> Job:
    with firm.rooms.store.writing(firm.id) as scope:
        found = jobs.of_key(scope, kind, key)
    assert found
    return found


def run(firm: Firm, handler: queue.Handler) -> bool:
    return queue.run_next(firm.rooms, {"knock": handler}, firm.clock)


def test_a_job_is_part_of_its_cause(firm: Firm):
    with suppress(KeyError), firm.rooms.store.writing(firm.id) as scope:
        assert queue.add(scope, "knock", "door", {}, NOW)
        raise KeyError
    assert not run(firm, lambda *_: None)


def test_one_kind_and_key_is_one_job(firm: Firm):
    with firm.rooms.store.writing(firm.id) as scope:
        assert [queue.add(scope, kind, "door", {}, NOW) for kind in ("knock", "knock", "ring")] == [
            True,
            False,
            True,
        ]


def test_a_job_runs_when_it_is_time(firm: Firm):
    with firm.rooms.store.writing(firm.id) as scope:
        queue.add(scope, "knock", "door", {"door": 7}, NOW, NOW + timedelta(hours=1))
    seen: list[object] = []
    handler = lambda rooms, job, now: seen.append((job.payload, now))  # noqa: E731
    assert not run(firm, handler)
    firm.wait(hours=1)
    assert run(firm, handler)
    assert seen == [({"door": 7}, firm.time)]
    assert get(firm, "door").done_at == firm.time
    assert not run(firm, handler)


def test_what_nobody_here_can_do_waits(firm: Firm):
    add(firm, "bell", kind="ring")
    assert not run(firm, lambda *_: None)
    assert get(firm, "bell", "ring").tries == 0


def test_what_breaks_is_tried_again_after_longer_and_longer_pauses_and_given_up(firm: Firm):
    add(firm, "door")

    def closed(*_: object) -> None:
        raise TryLater("closed")

    pauses = []
    for _ in range(MOST_TRIES - 1):
        before = firm.time
        assert run(firm, closed)
        assert not run(firm, closed)
        firm.time = get(firm, "door").run_at
        pauses.append(firm.time - before)
    assert tuple(pauses) == PAUSES
    assert run(firm, closed)
    gone = get(firm, "door")
    assert (gone.given_up_at, gone.error, gone.tries) == (firm.time, "closed", MOST_TRIES)
    firm.wait(days=30)
    assert not run(firm, closed)


def test_an_unexpected_error_is_one_jobs_trouble(firm: Firm):
    add(firm, "a", "b")

    def break_a(_rooms: object, job: Job, _now: object) -> None:
        return None if job.key == "b" else {}["nothing here"]

    assert [run(firm, break_a) for _ in range(3)] == [True, True, False]
    assert (get(firm, "a").error, get(firm, "b").done_at) == ("KeyError", NOW)


def test_what_is_given_up_can_be_taken_up_again(firm: Firm):
    add(firm, "door")

    def never(*_: object) -> None:
        raise GiveUp("nobody lives here")

    run(firm, never)
    with firm.rooms.store.writing(firm.id) as scope:
        assert not jobs.try_again(scope, "knock", uuid4(), NOW)
    job = get(firm, "door")
    assert job.error == "nobody lives here"
    with firm.rooms.store.writing(firm.id) as scope:
        assert jobs.try_again(scope, "knock", job.id, NOW)
        assert not jobs.try_again(scope, "knock", job.id, NOW)
    assert run(firm, lambda *_: None)
    assert get(firm, "door").done_at == NOW


def test_a_dead_runners_job_is_taken_over_when_its_lease_is_over(firm: Firm):
    add(firm, "door")
    with firm.rooms.store.writing_all() as desk:
        dead = jobs.lease(desk, ["knock"], NOW, NOW + LEASE)
    assert dead
    assert not run(firm, lambda *_: None)
    firm.wait(seconds=LEASE.total_seconds())
    assert run(firm, lambda *_: None)
    with firm.rooms.store.writing(firm.id) as scope:
        assert not jobs.doubt(scope, dead)
        assert not jobs.put_off(scope, dead, NOW, "I am back")
        assert not jobs.give_up(scope, dead, NOW, "I am back")
        assert not jobs.finish(scope, dead, NOW)
    assert get(firm, "door").error == ""


def test_a_job_that_kills_each_runner_is_given_up(firm: Firm):
    add(firm, "bomb")
    for _ in range(MOST_TRIES):
        with firm.rooms.store.writing_all() as desk:
            assert jobs.lease(desk, ["knock"], firm.time, firm.time + LEASE)
        firm.wait(minutes=6)
    seen: list[object] = []
    assert run(firm, lambda *_: seen.append(1))
    assert seen == []
    assert get(firm, "bomb").error.startswith("Each time this was begun")


def test_of_two_firms_each_keeps_its_own(firm: Firm, office: PostOffice, tmp_path: Path):
    other = found(firm.rooms.store, office, tmp_path / "other")
    add(firm, "door")
    add(other, "door")
    mine = get(firm, "door")
    with other.rooms.store.writing(other.id) as scope:
        assert jobs.get(scope, mine.id) is None
    seen: list[object] = []
    while run(firm, lambda _rooms, job, _now: seen.append(job.organisation_id)):
        pass
    assert sorted(map(str, seen)) == sorted(map(str, (firm.id, other.id)))


def test_two_runners_share_forty_jobs_and_do_none_twice(firm: Firm):
    keys = [f"door {number}" for number in range(40)]
    add(firm, *keys)
    seen: list[tuple[int, str]] = []
    start, lock = Barrier(2), Lock()

    def work(number: int) -> None:
        def knock(_rooms: object, job: Job, _now: object) -> None:
            time.sleep(0.002)
            with lock:
                seen.append((number, job.key))

        start.wait()
        while run(firm, knock):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    # A runner that finds everything taken goes home; what is left is the other one's.
    assert sorted(key for _number, key in seen) == sorted(keys)
    assert {number for number, _key in seen} == {0, 1}


def test_a_runner_stops_after_the_job_in_hand(firm: Firm, office: PostOffice):
    firm.post()
    stop = Event()
    office.on_data = stop.set
    thread = Thread(target=runner.run_until, args=(stop, firm.rooms, firm.clock))
    firm.post()
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert len(office.letters) == 1
    assert [job.lease for job in firm.jobs()] == [None]


def test_the_runner_beside_the_server_sends_what_comes_and_ends_with_it(firm: Firm, office: PostOffice):
    firm.time = datetime.now(UTC)
    with runner.running(firm.rooms):
        firm.post()
        wait_for(1, office)
    assert "jobs" not in {thread.name for thread in threading.enumerate()}
    assert firm.jobs() == []
    firm.post()
    assert len(firm.jobs()) == 1


def test_a_database_that_is_away_for_a_while_does_not_end_the_runner(
    firm: Firm, office: PostOffice, monkeypatch
):
    monkeypatch.setattr(runner, "PAUSE_AFTER_TROUBLE", 0.01)
    firm.time = datetime.now(UTC)
    firm.post()
    looks: list[int] = []

    def stumbling(*arguments: object) -> bool:
        looks.append(1)
        if len(looks) < 3:
            raise ConnectionError
        return queue.run_next(*arguments)

    monkeypatch.setattr(runner, "run_next", stumbling)
    with runner.running(firm.rooms):
        wait_for(1, office)
    assert firm.jobs() == []


# --- real processes


@pytest.fixture
def environment(firm: Firm, office: PostOffice, database_url: str, tmp_path: Path) -> dict[str, str]:
    """What a runner in a process of its own is told; its clock is the machine's."""
    firm.time = datetime.now(UTC)
    return {
        **os.environ,
        "DATA": str(tmp_path / "data"),
        "EXTRA_EYES_DATABASE_URL": database_url,
        "EXTRA_EYES_SECRET_KEY": "k" * 40,
        "EXTRA_EYES_SMTP_URL": f"smtp://127.0.0.1:{office.port}",
        "EXTRA_EYES_MAIL_FROM": "eyes@extra-eyes.example",
    }


@pytest.fixture
def started(environment: dict[str, str]) -> Iterator[list[subprocess.Popen[str]]]:
    """Runners that a test starts; none is left behind."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def start(started: list[subprocess.Popen[str]], environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    started.append(process)
    return process


def wait_for(number: int, office: PostOffice) -> None:
    deadline = time.monotonic() + 40
    while len(office.letters) < number:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_two_processes_send_each_letter_once_and_stop_when_asked(firm, office, environment, started):
    for _ in range(12):
        firm.post()
    both = [start(started, environment) for _ in range(2)]
    wait_for(12, office)
    for process, sign in zip(both, (signal.SIGINT, signal.SIGTERM), strict=True):
        process.send_signal(sign)
        said = process.communicate(timeout=30)[0]
        assert process.returncode == 0, said
        assert "Traceback" not in said
    assert firm.jobs() == []
    assert len({letter["Message-ID"] for letter in office.letters}) == len(office.letters) == 12


def test_a_runner_killed_with_the_letter_out_of_its_hands_loses_nothing(firm, office, environment, started):
    """The worst moment: the server has the letter, nobody has noted it. The same letter comes once more."""
    firm.post()
    firm.post()
    process = start(started, environment)
    office.on_data = process.kill
    wait_for(1, office)
    process.wait(30)
    office.on_data = None
    assert sorted((job.doubts, job.lease is not None) for job in firm.jobs()) == [(0, False), (1, True)]
    firm.time = max(job.leased_until for job in firm.jobs() if job.leased_until)
    assert firm.run() == 3, "two letters, and what the killed runner had planned for the day"
    assert firm.jobs() == []
    first, *rest = [letter["Message-ID"] for letter in office.letters]
    assert len(rest) == 2
    assert rest.count(first) == 1

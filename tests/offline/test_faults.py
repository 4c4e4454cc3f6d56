"""A small fault run, as `bench/faults.py` is a large one: a bad line, and an app that is killed meanwhile.

Then harm is done on purpose, so that one knows that the look at the end sees it.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audit_app.files import PhotoShelf
from audit_app.services import Rooms
from audit_app.settings import Settings
from audit_app.storage import Scope, Store
from audit_app.storage.tables import answer_tally, photo, sheet, submission
from bench._faults.findings import Findings, examine
from bench._faults.line import PROBABILITIES
from bench._faults.run import Outcome, Plan, rooms_in, run
from bench._visits import PHOTOS_EACH

VISITS, KILLS = 40, 3


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> Iterator[Rooms]:
    with rooms_in(tmp_path_factory.mktemp("faults") / "data") as opened:
        yield opened


@pytest.fixture(scope="module")
def outcome(rooms) -> Outcome:
    return run(rooms, Plan(VISITS, phones=6, kill_every=0.6, most_kills=KILLS, most_seconds=60))


@pytest.fixture
def harmed(rooms, outcome, tmp_path) -> Iterator[Callable[..., Findings]]:
    """What is found after something was done to a copy of all data."""
    folder = Path(shutil.copytree(rooms.settings.data, tmp_path / "data"))
    settings = Settings(data=folder, secret_key=rooms.settings.secret_key)
    copy = Rooms(Store.open(settings), rooms.catalogue, PhotoShelf(folder / "photos"), settings)

    def found(harm: Callable[[Scope], object]) -> Findings:
        with copy.store.writing(outcome.world.organisation) as scope:
            harm(scope)
        return examine(copy, outcome)

    yield found
    copy.store.close()


def test_everything_is_confirmed_although_much_went_wrong(outcome):
    assert (outcome.acknowledged, outcome.refused) == (VISITS, 0), outcome.words
    assert sum(len(log.photos) for log in outcome.logs) == VISITS * PHOTOS_EACH
    assert outcome.kills == KILLS
    assert sum(outcome.happened[fault] for fault in PROBABILITIES) > VISITS
    assert outcome.answers["200"] > 0
    assert not [status for status in outcome.answers if status.startswith("5")], outcome.words


def test_nothing_is_lost_nothing_is_there_twice_and_nothing_by_half(rooms, outcome):
    assert examine(rooms, outcome) == Findings((), (), ())


def test_a_lost_visit_is_seen(harmed, outcome):
    visit = outcome.world.visits[0]
    found = harmed(lambda scope: scope.delete(submission, submission.c.id == visit.id))
    assert [str(visit.id) in each for each in found.lost] == [True]
    assert [str(visit.visit_id) in each for each in found.half] == [True]


def test_a_visit_with_one_other_letter_is_seen(harmed, outcome):
    visit = outcome.world.visits[1]
    body = visit.body.decode().replace("Athens", "Patras")
    found = harmed(lambda scope: scope.update(submission, submission.c.id == visit.id, body=body))
    assert [str(visit.id) in each for each in found.lost] == [True]


def test_a_photo_of_another_question_or_without_its_file_is_seen(harmed, outcome, tmp_path):
    one, other = outcome.world.visits[2].photos[0], outcome.world.visits[3].photos[0]

    def harm(scope: Scope) -> None:
        scope.update(photo, photo.c.id == one.id, question="farewell")
        [(digest,)] = scope.rows(scope.select(photo.c.digest).where(photo.c.id == other.id))
        (tmp_path / "data" / "photos" / str(scope.organisation_id) / digest).write_bytes(b"half a pic")

    lost = " ".join(harmed(harm).lost)
    assert str(one.id) in lost
    assert str(other.id) in lost


def test_a_photo_that_does_not_count_is_seen(harmed, outcome):
    visit = outcome.world.visits[4]
    gone = visit.photos[2].id
    found = harmed(lambda scope: scope.delete(photo, photo.c.id == gone))
    assert [str(gone) in each for each in found.half] == [True]


def test_a_visit_counted_twice_is_seen(harmed, outcome):
    def count_again(scope: Scope) -> None:
        [row] = scope.rows(scope.select(*answer_tally.c).limit(1))
        scope.add(answer_tally, [{**row._mapping, "n": 1}])

    assert len(harmed(count_again).twice) == 1


def test_a_visit_that_is_there_twice_is_seen(harmed, outcome):
    def send_under_another_id(scope: Scope) -> None:
        one, other = outcome.world.visits[:2]
        scope.update(submission, submission.c.id == one.id, assignment_id=other.visit_id)

    assert [
        str(outcome.world.visits[1].visit_id) in each for each in harmed(send_under_another_id).twice
    ] == [True]


def test_other_answers_are_seen(harmed, outcome):
    visit = outcome.world.visits[5]
    other = replace(visit.sheet, values={**visit.sheet.values, "greeted": "perhaps"})
    found = harmed(lambda scope: scope.update(sheet, sheet.c.assignment_id == visit.visit_id, answers=other))
    assert any("other answers" in each for each in found.half)

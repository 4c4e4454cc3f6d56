"""Photos that look alike are found across visits: all of them within six bits, and nothing else."""

import random
import time

import pytest

from audit_app.storage import assignments, photos
from tests.storage import making
from tests.storage.making import NOW, id_of, photo, replace, visit

LOOK = 0x0123_4567_89AB_CDEF


def bits(*places: int) -> str:
    """The look with these bits turned over."""
    changed = LOOK
    for place in places:
        changed ^= 1 << place
    return f"{changed:016x}"


@pytest.fixture
def elsewhere(store, ours):
    """Keeps a photo of another visit with this look; gives its id."""
    with store.writing(ours.id) as scope:
        assignments.add(scope, visit(ours.id, "other visit"))

    def keep(look: str | None, name: str = "", **more) -> object:
        one = photo(ours, id=id_of(name or str(look)), assignment_id=id_of("other visit"), look=look)
        with store.writing(ours.id) as scope:
            assert photos.add(scope, replace(one, **more))
        return one.id

    return keep


def found(store, ours, **changed) -> list[tuple[object, int]]:
    with store.reading(ours.id) as scope:
        twins = photos.alike(scope, photo(ours, look=bits(), **changed))
    return [(twin.photo.id, twin.distance) for twin in twins]


def test_up_to_six_bits_however_they_lie_and_not_seven(store, ours, elsewhere):
    spread = [(), (0,), (0, 16, 32, 48), (0, 1, 16, 17, 32, 48), (0, 1, 2, 3, 4, 5), (0, 1, 16, 17, 32, 33)]
    expected = [(elsewhere(bits(*places)), len(places)) for places in spread]
    elsewhere(bits(0, 1, 16, 17, 32, 33, 48))
    seen = found(store, ours)
    assert sorted(map(str, seen)) == sorted(map(str, expected))
    assert [distance for _, distance in seen] == sorted(distance for _, distance in seen)


def test_not_in_the_same_visit_not_removed_and_not_without_a_look(store, ours, elsewhere):
    elsewhere(None, "no look")
    gone = elsewhere(bits(), "removed")
    with store.writing(ours.id) as scope:
        photos.remove(scope, gone, NOW)
        photos.add(scope, photo(ours, id=id_of("same visit"), look=bits(1)))
        assert photos.alike(scope, photo(ours)) == []
    assert found(store, ours) == []
    with store.reading(ours.id) as scope, pytest.raises(ValueError, match="8"):
        photos.alike(scope, photo(ours, look=bits()), distance=8)


def test_any_six_bits_are_found(store, ours, elsewhere):
    dice = random.Random(6)
    expected = {elsewhere(bits(*dice.sample(range(64), dice.randint(0, 6))), f"{n}") for n in range(60)}
    for number in range(60):
        elsewhere(bits(*dice.sample(range(64), dice.randint(8, 64))), f"far {number}")
    assert {photo_id for photo_id, _ in found(store, ours)} == expected


@pytest.mark.slow
def test_a_hundred_thousand_photos_are_looked_through_at_once(sqlite_store):
    ours, dice = making.found(sqlite_store), random.Random(1)
    with sqlite_store.writing(ours.id) as scope:
        assignments.add(scope, visit(ours.id, "other visit"))
        rows = []
        for number in range(100_000):
            look = f"{dice.getrandbits(64):016x}"
            one = photo(ours, id=id_of(f"{number}"), assignment_id=id_of("other visit"), look=look)
            rows.append({**vars(one), **photos._bands(look)})
        scope.insert(making.photos.photo, *rows)
        twin = photo(ours, id=id_of("twin"), assignment_id=id_of("other visit"), look=bits(3, 20, 40, 60))
        photos.add(scope, twin)
    assert found(sqlite_store, ours) == [(twin.id, 4)]
    assert min(seconds(sqlite_store, ours) for _ in range(5)) < 0.1


def seconds(store, ours) -> float:
    started = time.perf_counter()
    found(store, ours)
    return time.perf_counter() - started

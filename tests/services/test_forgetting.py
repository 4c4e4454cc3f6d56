"""Once a day each organisation forgets what it promised to forget, and nothing of anybody else's."""

from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import uuid4

import pytest

from audit_app import jobs as runner
from audit_app.core.panel import Application
from audit_app.services import forgetting, panel
from audit_app.storage import jobs
from audit_app.storage import panel as kept
from audit_app.storage.jobs import Job
from audit_app.storage.tables import job

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def old(shipped, home, abroad):
    """In each firm an application of more than a year ago, and one of yesterday."""
    for place in (home, abroad):
        with shipped.store.writing(place.organisation_id) as scope:
            for days in (400, 1):
                kept.add_application(scope, application(place, NOW - days * DAY))


def application(place, then: datetime) -> Application:
    return Application(
        id=uuid4(),
        organisation_id=place.organisation_id,
        name="Maria",
        email=f"{uuid4().hex}@new.example",
        language="el",
        consented_at=then,
        languages=("el",),
        area="Athens",
        age_band=None,
        availability=(),
        phone=None,
        conflicts=(),
        conflict_words="",
    )


def left(rooms, place) -> list[datetime]:
    with rooms.store.reading(place.organisation_id) as scope:
        return [one.consented_at for one in kept.applications(scope)]


def planned(rooms, place) -> list[Job]:
    with rooms.store.reading(place.organisation_id) as scope:
        query = scope.select(*jobs.COLUMNS).where(job.c.kind == forgetting.KIND)
        return scope.records(Job, query.order_by(job.c.key))


def test_every_organisation_forgets_its_own(shipped, home, abroad, old):
    forgetting.plan(shipped, NOW)
    assert runner.run_all(shipped, lambda: NOW) == 2
    for place in (home, abroad):
        assert left(shipped, place) == [NOW - DAY]
        [done] = planned(shipped, place)
        assert done.done_at == NOW


def test_one_forgets_and_the_other_keeps(shipped, home, abroad, old):
    assert panel.purge_in(shipped, home.organisation_id, NOW) == panel.Forgotten(1, 0)
    assert left(shipped, home) == [NOW - DAY]
    assert left(shipped, abroad) == [NOW - DAY, NOW - 400 * DAY]


def test_planned_twice_on_a_day_it_is_done_once(shipped, home):
    for moment in (NOW, NOW, NOW + DAY, NOW + timedelta(hours=3)):
        forgetting.plan(shipped, moment)
    assert [one.key for one in planned(shipped, home)] == ["2026-03-10", "2026-03-11"]


def test_the_runner_plans_each_new_day_by_itself(shipped, home, old, monkeypatch):
    monkeypatch.setattr(runner, "PAUSE", 0.001)
    stop, looks = Event(), []

    def clock() -> datetime:
        looks.append(1)
        if len(looks) > 40:
            stop.set()
        return NOW if len(looks) < 20 else NOW + DAY

    runner.run_until(stop, shipped, clock)
    done = [(one.key, one.done_at) for one in planned(shipped, home)]
    assert done == [("2026-03-10", NOW), ("2026-03-11", NOW + DAY)]
    assert left(shipped, home) == [NOW - DAY]


def test_a_day_that_could_not_be_planned_is_planned_at_the_next_look(shipped, home, monkeypatch):
    monkeypatch.setattr(runner, "PAUSE", 0.001)
    stop, tries, plan = Event(), [], forgetting.plan

    def stumbling(rooms, now):
        tries.append(1)
        if len(tries) < 3:
            raise ConnectionError
        stop.set()
        return plan(rooms, now)

    monkeypatch.setattr(forgetting, "plan", stumbling)
    runner.run_until(stop, shipped, lambda: NOW)
    assert [one.key for one in planned(shipped, home)] == ["2026-03-10"]

"""Two devices, a page, answers that get lost on the way: whatever they do, no value is lost silently."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from audit_app.services import drafts
from audit_app.services.answer_fields import fields_of, read_answers
from audit_app.services.backups import Backup, sync
from audit_app.services.drafts import Changes
from tests.arriving import kept_draft
from tests.visiting import CHECKLIST, NOW, World, build_world

NAMES = ("q.greeted", "q.wait", "q.remarks", "c.wait")
VALUES = {
    "q.greeted": [["yes"], ["no"], []],
    "q.wait": [["1"], ["2"], ["3"], ["soon"], []],
    "q.remarks": [["a"], ["b"], []],
    "c.wait": [["a"], ["b"], []],
}
DEVICES = st.sampled_from((0, 1))


@dataclass
class Device:
    """A phone: what it shows, what of that is not backed up yet, and what it was told of the server."""

    shown: dict[str, list[str]] = field(default_factory=dict)
    dirty: set[str] = field(default_factory=set)
    told: dict[str, list[str]] = field(default_factory=dict)
    base: int = 0


class TwoDevices(RuleBasedStateMachine):
    """Each value typed is on the server, was overwritten by somebody who knew it, or is still dirty and known
    to be: as a conflict, as no answer, or as not sent yet.
    """

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.devices = Device(), Device()
        self.here = self.world

    @initialize()
    def begin(self) -> None:
        self.here = replace(self.world, visit_id=self.world.change())

    def server(self) -> dict[str, list[str]]:
        draft = kept_draft(self.here)
        return fields_of(draft.answers) if draft else {}

    @rule(device=DEVICES, name=st.sampled_from(NAMES), data=st.data())
    def type(self, device, name, data):
        one = self.devices[device]
        one.shown[name] = data.draw(st.sampled_from(VALUES[name]))
        one.dirty.add(name)

    @rule(device=DEVICES)
    def back_up(self, device):
        one = self.devices[device]
        synced = self._send(one)
        refused = {*synced.conflicts, *synced.unreadable}
        one.dirty &= refused
        one.base = synced.revision
        one.told |= synced.changes | synced.conflicts
        one.told |= {name: self.server().get(name, []) for name in one.shown if name not in refused}
        one.shown |= {name: there for name, there in synced.changes.items() if name not in one.dirty}

    @rule(device=DEVICES)
    def back_up_and_never_hear_of_it(self, device):
        self._send(self.devices[device])

    @rule(name=st.sampled_from(NAMES), data=st.data())
    def save_a_page_that_knows_all(self, name, data):
        value = data.draw(st.sampled_from(VALUES[name]))
        page = read_answers(CHECKLIST, self.server() | {name: value}).sheet
        visit = self.here.visit()
        known = drafts.work_on(self.here.rooms, visit).version
        drafts.save(self.here.rooms, visit, Changes(page, known), NOW)

    def _send(self, one):
        before = self.server()
        changes = {name: one.shown[name] for name in one.dirty}
        backup = Backup(CHECKLIST.key, one.base, changes)
        synced = sync(self.here.rooms, self.here.shopper, self.here.visit_id, backup, NOW)
        after = self.server()
        for name in NAMES:
            stood, stands = before.get(name, []), after.get(name, [])
            if stands != stood:
                assert stands == changes[name]
                assert stood == one.told.get(name, []), f"{name} was overwritten by somebody who never saw it"
        for name, value in changes.items():
            assert after.get(name, []) == value or name in {*synced.conflicts, *synced.unreadable}
        assert all(
            after.get(name, []) == there for name, there in (synced.conflicts | synced.changes).items()
        )
        return synced

    @invariant()
    def what_is_clean_is_what_the_server_said(self):
        for one in self.devices:
            for name, value in one.shown.items():
                assert name in one.dirty or value == one.told.get(name, [])

    def teardown(self):
        """At last both phones agree with the server, once somebody has given each doubtful answer anew."""
        for number, one in enumerate(self.devices):
            self.back_up(number)
            for name in one.dirty:
                one.shown[name] = []
            self.back_up(number)
            assert one.dirty == set()
        for number, one in enumerate(self.devices):
            self.back_up(number)
            assert {name: value for name, value in one.shown.items() if value} == self.server()


@pytest.mark.slow
def test_nothing_is_ever_lost_silently(sqlite_store):
    with TemporaryDirectory() as folder:
        TwoDevices.world = build_world(sqlite_store, Path(folder))
        run_state_machine_as_test(
            TwoDevices,
            settings=settings(
                max_examples=40,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
            ),
        )

"""A shopper's visits: found, saved without losing anything, sent exactly once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Channel, HeldFor, Via
from audit_app.core.questionnaire import View
from audit_app.core.scoring import Score
from audit_app.services import drafts, sending, visits
from audit_app.services.drafts import Changes, Progress, merged, progress_of
from audit_app.services.refusals import NotHere, VisitClosed
from audit_app.services.sending import VisitIncomplete
from audit_app.services.sheets import answers_of, digest_of
from audit_app.storage import assignments, sheets, submissions, tallies
from audit_app.storage import drafts as kept_drafts
from tests.visiting import A_DAY, CHECKLIST, FULL, NOW, TODAY, World, build_world, fresh


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


def save(world, values, comments=None, now=NOW):
    return drafts.save(world.rooms, world.visit(now), fresh(values, comments), now)


def send(world, now=NOW):
    sending.send(world.rooms, world.shopper, world.visit_id, "en", now)


def kept_sheet(world):
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return sheets.of_assignment(scope, world.visit_id)


# --- whose visits


def test_visits_are_grouped_by_the_places_own_day(world):
    coming = world.change(opens_on=TODAY + A_DAY, due_on=TODAY + 5 * A_DAY)
    late = world.change(due_on=TODAY - A_DAY)
    listed = visits.visits_of(world.rooms, world.shopper, NOW)
    assert [visit.id for visit in listed.to_do] == [late, world.visit_id]
    assert [visit.id for visit in listed.coming] == [coming]
    assert listed.done == ()
    # Two hours earlier it was still yesterday in Athens, and the late one was not late.
    before = visits.visits_of(world.rooms, world.shopper, NOW - timedelta(hours=2))
    assert [visit.state.value for visit in before.to_do] == ["ready", "ready"]


def test_sent_visits_are_done_and_withdrawn_ones_gone(world):
    withdrawn = world.change()
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        assignments.withdraw(scope, withdrawn, NOW)
    save(world, FULL)
    send(world)
    listed = visits.visits_of(world.rooms, world.shopper, NOW)
    assert (listed.to_do, listed.coming, [visit.id for visit in listed.done]) == ((), (), [world.visit_id])


def test_only_the_shopper_it_was_given_to_finds_a_visit(world):
    assert world.visit().id == world.visit_id
    for person in (world.colleague, world.stranger):
        with pytest.raises(NotHere):
            visits.visit_of(world.rooms, person, world.visit_id, NOW)
        with pytest.raises(NotHere):
            sending.send(world.rooms, person, world.visit_id, "en", NOW)
        with pytest.raises(NotHere):
            visits.confirm_brief(world.rooms, person, world.visit_id, NOW)
    with pytest.raises(NotHere):
        visits.visit_of(world.rooms, world.shopper, uuid4(), NOW)


def test_the_brief_is_confirmed_once(world):
    unread = world.change(brief_read_at=None)
    visits.confirm_brief(world.rooms, world.shopper, unread, NOW)
    again = visits.confirm_brief(world.rooms, world.shopper, unread, NOW + A_DAY)
    assert again.assignment.brief_read_at == NOW


# --- saving


def test_what_is_saved_comes_back(world):
    values = {"greeted": "no", "wait": 0, "signs": ("smile", "word"), "remarks": "Ωραία\nβιτρίνα"}
    save(world, values, {"greeted": "Nobody looked up."})
    work = drafts.work_on(world.rooms, world.visit())
    assert (work.sheet.values, work.sheet.comments) == (values, {"greeted": "Nobody looked up."})
    assert work.saved_at == NOW
    assert world.visit().assignment.started_at == NOW


def test_a_page_made_from_the_saved_answers_may_empty_a_field(world):
    save(world, {"greeted": "yes", "remarks": "Nice"}, {"greeted": "Quick"})
    known = drafts.work_on(world.rooms, world.visit()).version
    drafts.save(world.rooms, world.visit(), Changes(AnswerSheet({"greeted": "yes"}), known), NOW)
    work = drafts.work_on(world.rooms, world.visit())
    assert (work.sheet.values, work.sheet.comments) == ({"greeted": "yes"}, {})


def test_a_page_that_does_not_know_the_saved_answers_empties_nothing(world):
    """The same visit open on two phones: each saves what it has, none loses the other's."""
    save(world, {"greeted": "yes", "wait": 30}, {"wait": "By my watch"})
    save(world, {"wait": 45, "bought": "no"}, {"greeted": "At the door"})
    work = drafts.work_on(world.rooms, world.visit())
    assert work.sheet.values == {"greeted": "yes", "wait": 45, "bought": "no"}
    assert work.sheet.comments == {"wait": "By my watch", "greeted": "At the door"}


def test_an_answer_that_was_overwritten_by_nonsense_is_gone():
    stored = AnswerSheet({"wait": 30, "greeted": "yes"})
    stale = merged(stored, Changes(AnswerSheet({"bought": "no"}), "another version", frozenset({"wait"})))
    assert stale.values == {"greeted": "yes", "bought": "no"}
    known = merged(stored, Changes(AnswerSheet({"greeted": "yes"}), digest_of(stored), frozenset({"wait"})))
    assert known.values == {"greeted": "yes"}


def test_parallel_saving_of_different_answers_keeps_them_all(sqlite_store, tmp_path):
    world = build_world(sqlite_store, tmp_path)
    parts = [{code: value} for code, value in {**FULL, "remarks": "a", "signs": ("word",)}.items()]
    with ThreadPoolExecutor(len(parts)) as pool:
        assert all(pool.map(lambda part: save(world, part), parts))
    work = drafts.work_on(world.rooms, world.visit())
    assert work.sheet.values == {**FULL, "remarks": "a", "signs": ("word",)}


def test_a_withdrawn_visit_still_keeps_what_comes_in(world):
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        assignments.withdraw(scope, world.visit_id, NOW)
    assert save(world, FULL)
    assert drafts.work_on(world.rooms, world.visit()).sheet.values == FULL
    with pytest.raises(VisitClosed):
        send(world)
    assert kept_sheet(world) is None


def test_progress_counts_what_is_asked_only():
    def progress(**values):
        answered = progress_of(CHECKLIST.questions(), CHECKLIST, AnswerSheet(values))
        return (answered.answered, answered.asked)

    assert progress() == (0, 5)  # `receipt` is asked only after buying
    assert progress(greeted="yes", bought="no") == (2, 5)
    assert progress(greeted="yes", bought="yes", signs=()) == (2, 6)
    assert progress(receipt="yes") == (0, 5)
    assert progress_of((), CHECKLIST, AnswerSheet()) == Progress(0, 0)


# --- sending


def test_a_sent_visit_is_scored_and_dated_by_the_places_clock(world):
    save(world, {**FULL, "receipt": "yes"}, now=NOW - timedelta(minutes=20))
    send(world)
    sheet = kept_sheet(world)
    assert (sheet.id, sheet.view, sheet.channel) == (world.visit_id, View.OBSERVED, Channel.VISIT)
    assert (sheet.day, sheet.received_at) == (TODAY, NOW)
    assert sheet.started_at == NOW - timedelta(minutes=20)
    assert sheet.scores.standards == {"greeting": Score(100, 100), "availability": Score(100, 100)}
    assert sheet.answers.values == FULL  # without the answer that the skip rule hides
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        assert kept_drafts.get(scope, world.visit_id) is None


def test_eight_at_once_send_one_visit(world):
    save(world, FULL)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: send(world), range(8)))
    receipts = {sending.receipt_of(world.rooms, world.visit()) for _ in range(3)}
    assert len(receipts) == 1
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        assert len(sheets.sheets_between(scope, View.OBSERVED, [world.location.id], TODAY, TODAY)) == 1
        counted = tallies.standard_counts(scope, [world.location.id], TODAY.replace(day=1), last_of_march())
        assert {(row.standard, row.n) for row in counted} == {("greeting", 1), ("availability", 1)}
        assert tallies.recount(scope, answers_of(world.rooms, scope)) == []
        assert sheets.set_aside_versions(scope) == []


def last_of_march():
    return TODAY.replace(day=31)


def test_sending_again_later_changes_nothing(world):
    save(world, FULL)
    send(world)
    first = sending.receipt_of(world.rooms, world.visit())
    assert not save(world, {**FULL, "greeted": "no"}, now=NOW + A_DAY)
    send(world, now=NOW + A_DAY)
    assert sending.receipt_of(world.rooms, world.visit(NOW + A_DAY)) == first
    assert kept_sheet(world).answers.values == FULL


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"greeted": "yes", "wait": 45},  # `bought` is missing
        {**FULL, "greeted": "no"},  # what happened?
        {**FULL, "bought": "yes", "receipt": "yes"},  # where is the photo?
    ],
)
def test_an_incomplete_visit_is_not_sent(world, values):
    save(world, values)
    with pytest.raises(VisitIncomplete):
        send(world)
    assert kept_sheet(world) is None
    assert drafts.work_on(world.rooms, world.visit()).sheet.values == values


def test_a_checklist_without_required_questions_is_not_sent_blank(world):
    optional = tuple(
        replace(part, questions=tuple(replace(q, required=False) for q in part.questions))
        for part in CHECKLIST.sections
    )
    assert not drafts.is_complete(replace(CHECKLIST, sections=optional), AnswerSheet())
    assert drafts.is_complete(replace(CHECKLIST, sections=optional), AnswerSheet({"wait": 0}))


def test_a_late_visit_is_taken_and_waits_for_a_person(world):
    late = NOW + 10 * A_DAY
    save(world, FULL, now=late)
    send(world, now=late)
    send(world, now=late + A_DAY)
    visit = world.visit(late)
    assert (visit.is_sent, visit.is_held, visit.sent_at) == (True, True, late)
    receipt = sending.receipt_of(world.rooms, visit)
    assert (receipt.received_at, receipt.answers, receipt.is_late, receipt.is_held) == (late, 3, True, True)
    assert kept_sheet(world) is None
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        (kept,) = submissions.waiting(scope)
    assert (kept.held_for, kept.via) == ((HeldFor.LATE,), Via.PAGE)
    listed = visits.visits_of(world.rooms, world.shopper, late)
    assert (listed.to_do, listed.coming, [one.id for one in listed.done]) == ((), (), [world.visit_id])


def test_a_visit_that_is_not_open_yet_cannot_be_sent(world):
    early = NOW - 5 * A_DAY
    save(world, FULL, now=early)
    with pytest.raises(VisitClosed):
        send(world, now=early)
    send(world)  # what was saved is still there once it opens
    receipt = sending.receipt_of(world.rooms, world.visit())
    assert (receipt.answers, receipt.photos, receipt.is_late) == (3, 0, False)
    assert receipt.code == f"{world.visit_id.hex[:4]}-{world.visit_id.hex[4:8]}".upper()


def test_without_sending_there_is_no_receipt(world):
    save(world, FULL)
    assert sending.receipt_of(world.rooms, world.visit()) is None

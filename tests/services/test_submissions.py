"""A visit from a phone arrives exactly once: counted, or held for a person with every reason named."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from audit_app.core.programme import Channel, Decision, HeldFor, Via
from audit_app.core.scoring import Score
from audit_app.services import assigning, drafts, sending, submissions
from audit_app.services.refusals import NotHere, OtherBody
from audit_app.services.submissions import BadBody, PhotosMissing, SubmissionReceipt
from audit_app.storage import assignments, sheets
from tests.arriving import (
    FINISHED,
    GOOD,
    arrived,
    assert_counted_once,
    at_once,
    body,
    kept,
    kept_draft,
    kept_sheet,
    listed,
    photo_in,
    receive,
    send_photo,
    standing_photos,
    use_edition,
)
from tests.visiting import A_DAY, FULL, NOW, TODAY, World, build_world, fresh

THREADS = 8


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


# --- once


def test_a_visit_from_a_phone_is_kept_word_for_word_and_counted(world):
    drafts.save(world.rooms, world.visit(), fresh({"greeted": "no"}), NOW)
    came = arrived(world, {**GOOD, "q.receipt": "yes", "c.greeted": "Με χαμόγελο"})
    receipt = receive(world, came)
    assert receipt == SubmissionReceipt(
        came.id, hashlib.sha256(came.raw).hexdigest(), _code(world), NOW, (), {}, is_new=True
    )
    sheet = kept_sheet(world)
    assert (sheet.id, sheet.channel, sheet.language, sheet.day) == (
        world.visit_id,
        Channel.VISIT,
        "el",
        TODAY,
    )
    assert (sheet.received_at, sheet.started_at) == (NOW, FINISHED - timedelta(minutes=30))
    assert sheet.answers.values == FULL  # without the answer that the skip rule hides
    assert sheet.answers.comments == {"greeted": "Με χαμόγελο"}
    assert sheet.scores.standards == {"greeting": Score(100, 100), "availability": Score(100, 100)}
    (row,) = kept(world)
    assert row.body.encode() == came.raw
    assert (row.edition, row.shopper_id, row.via) == ("shop.v1", world.shopper.id, Via.PHONE)
    assert (row.decision, row.decided_by, row.active, row.skew) == (Decision.COUNTED, None, 900, 0.0)
    assert kept_draft(world) is None
    assert_counted_once(world)


def _code(world):
    return f"{world.visit_id.hex[:4]}-{world.visit_id.hex[4:8]}".upper()


def test_the_page_shows_the_receipt_that_the_phone_got(world):
    receipt = receive(world, arrived(world))
    shown = sending.receipt_of(world.rooms, world.visit())
    assert (shown.code, shown.received_at, shown.answers, shown.is_held) == (receipt.code, NOW, 3, False)


def test_sent_again_it_is_the_same_receipt(world):
    came = arrived(world)
    first = receive(world, came)
    again = receive(world, replace(came, sent_at=NOW + A_DAY), now=NOW + A_DAY)
    assert again == replace(first, is_new=False)
    assert submissions.receipt_of(world.rooms, world.shopper, came.id) == again
    assert_counted_once(world)


def test_eight_at_once_are_one(world):
    came = arrived(world)
    receipts = at_once([partial(receive, world, came)] * THREADS)
    assert Counter(receipt.is_new for receipt in receipts) == {True: 1, False: THREADS - 1}
    assert {replace(receipt, is_new=True) for receipt in map(_hashable, receipts)} == {
        replace(_hashable(receipts[0]), is_new=True)
    }
    assert len(kept(world)) == 1
    assert_counted_once(world)


def _hashable(receipt):
    return replace(receipt, photos=())


def test_eight_phones_at_once_are_one_visit_and_seven_that_wait(world):
    """Some even with the very same answers: a visit counts once, and nothing is an error or lost."""
    sent = [arrived(world, {**GOOD, "q.wait": str(40 + number // 2)}) for number in range(THREADS)]
    receipts = at_once([partial(receive, world, came) for came in sent])
    assert Counter(receipt.held_for for receipt in receipts) == {(): 1, (HeldFor.DUPLICATE,): THREADS - 1}
    assert {row.body for row in kept(world)} == {came.raw.decode() for came in sent}
    assert_counted_once(world)


def test_the_page_and_the_phone_at_once_are_one_visit(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    by_page = partial(sending.send, world.rooms, world.shopper, world.visit_id, "en", NOW)
    done = at_once([by_page, partial(receive, world, arrived(world))] * 4)
    assert [each for each in done if isinstance(each, Exception)] == []
    assert_counted_once(world)


def test_two_visits_of_a_shopper_do_not_meet(world):
    other = world.change()
    receive(world, arrived(world))
    assert receive(world, arrived(world, visit=str(other))).held_for == ()


# --- the same id, other bytes


def test_other_bytes_under_a_known_id_are_kept_for_a_person(world):
    first = arrived(world)
    other = arrived(world, {**GOOD, "q.greeted": "no", "c.greeted": "No one there"}, id=first.id)
    receipt = receive(world, first)
    for _ in range(3):
        with pytest.raises(OtherBody):
            receive(world, other)
    assert submissions.receipt_of(world.rooms, world.shopper, first.id) == replace(receipt, is_new=False)
    waiting = [row for row in kept(world) if row.is_waiting]
    assert [(row.body.encode(), row.held_for) for row in waiting] == [(other.raw, (HeldFor.DUPLICATE,))]
    assert kept_sheet(world).answers.values == FULL
    assert_counted_once(world)


def test_one_id_for_two_visits_is_another_body(world):
    first, second = arrived(world), world.change()
    receive(world, first)
    with pytest.raises(OtherBody):
        receive(world, arrived(world, id=first.id, visit=str(second)))
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        assert sheets.of_assignment(scope, second) is None


def test_eight_with_other_bytes_at_once_leave_all_of_them(world):
    given = uuid4()
    sent = [arrived(world, {**GOOD, "q.wait": str(number)}, id=given) for number in range(THREADS)]
    done = at_once([partial(receive, world, came) for came in sent])
    assert Counter(type(each) for each in done) == {SubmissionReceipt: 1, OtherBody: THREADS - 1}
    assert {row.body for row in kept(world)} == {came.raw.decode() for came in sent}
    assert_counted_once(world)


# --- photos


def test_photos_come_first(world):
    taken, never_sent = photo_in(world), photo_in(world, "receipt")
    send_photo(world, taken)
    came = arrived(world, photos=listed(taken, never_sent))
    with pytest.raises(PhotosMissing) as refusal:
        receive(world, came)
    assert refusal.value.missing == (never_sent.id,)
    assert (kept(world), kept_sheet(world)) == ([], None)
    send_photo(world, never_sent)
    receipt = receive(world, came)
    assert receipt.photos == {one.id: one.digest for one in (taken, never_sent)}
    assert receive(world, came).photos == receipt.photos


def test_a_photo_of_another_visit_is_missing_here(world):
    other = world.change()
    elsewhere = photo_in(world, visit_id=other)
    send_photo(world, elsewhere)
    with pytest.raises(PhotosMissing):
        receive(world, arrived(world, photos=listed(elsewhere)))


def test_the_listed_photos_are_the_visits_photos(world):
    """Also those that a draft had removed; what is not listed goes."""
    listed_one, left_out, brought_back = (photo_in(world, colour=c) for c in ("red", "green", "blue"))
    for one in (listed_one, left_out, brought_back):
        send_photo(world, one)
    _remove(world, brought_back.id)
    receive(world, arrived(world, photos=listed(listed_one, brought_back)))
    assert standing_photos(world) == {listed_one.id, brought_back.id}
    assert sending.receipt_of(world.rooms, world.visit()).photos == 2


def _remove(world, photo_id):
    from audit_app.services import evidence

    evidence.remove(world.rooms, world.visit().assignment, {photo_id}, NOW)
    assert photo_id not in standing_photos(world)


def test_a_photo_can_make_a_visit_complete(world):
    bought = {**GOOD, "q.bought": "yes", "q.receipt": "yes"}
    assert receive(world, arrived(world, bought)).held_for == (HeldFor.INCOMPLETE,)
    taken = photo_in(world, "receipt")
    send_photo(world, taken)
    # The first one waits, and does not stand in the way of a whole one.
    assert receive(world, arrived(world, bought, photos=listed(taken))).held_for == ()


# --- held, every reason


def late(world):
    return arrived(world, finished_at=(NOW + 4 * A_DAY).isoformat(), sent_at=NOW + 5 * A_DAY), NOW + 5 * A_DAY


def early(world):
    return arrived(world, finished_at=(NOW - 3 * A_DAY).isoformat()), NOW


def withdrawn(world):
    assigning.withdraw(world.rooms, world.shopper.organisation_id, world.visit_id, NOW)
    return arrived(world), NOW


def reassigned(world):
    assigning.reassign(world.rooms, world.shopper.organisation_id, world.visit_id, world.colleague.id, NOW)
    return arrived(world), NOW


def old_edition(world):
    return arrived(world, edition=use_edition(world, 2)), NOW


def unknown_edition(world):
    return arrived(world, edition="shop.v9"), NOW


def incomplete(world):
    return arrived(world, {"q.greeted": "yes", "q.wait": "45"}), NOW


def blank(world):
    return arrived(world, {}), NOW


def unreadable(world):
    return arrived(world, {**GOOD, "q.signs": ["smile", "wink"]}), NOW


@pytest.mark.parametrize(
    ("prepare", "reasons"),
    [
        (late, {HeldFor.LATE}),
        (early, {HeldFor.EARLY}),
        (withdrawn, {HeldFor.WITHDRAWN}),
        (reassigned, {HeldFor.REASSIGNED}),
        (old_edition, {HeldFor.OLD_EDITION}),
        (unknown_edition, {HeldFor.OLD_EDITION}),
        (incomplete, {HeldFor.INCOMPLETE}),
        (blank, {HeldFor.INCOMPLETE}),
        (unreadable, {HeldFor.UNREADABLE}),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_what_cannot_be_counted_by_itself_waits(world, prepare, reasons):
    came, now = prepare(world)
    receipt = receive(world, came, now)
    assert set(receipt.held_for) == reasons
    assert receive(world, came, now) == replace(receipt, is_new=False)
    (row,) = kept(world)
    assert (row.body.encode(), row.decision, set(row.held_for)) == (came.raw, None, reasons)
    assert kept_sheet(world) is None


def test_reasons_come_together(world):
    withdrawn(world)
    came = arrived(
        world,
        {"q.greeted": "yes", "q.wait": "soon"},
        edition=use_edition(world, 3),
        finished_at=(NOW - 9 * A_DAY).isoformat(),
    )
    assert receive(world, came).held_for == (
        HeldFor.EARLY, HeldFor.WITHDRAWN, HeldFor.OLD_EDITION, HeldFor.INCOMPLETE, HeldFor.UNREADABLE,
    )  # fmt: skip


def test_for_its_shopper_a_held_visit_is_sent(world):
    receive(world, *late(world))
    visit = world.visit(NOW + 5 * A_DAY)
    assert (visit.is_held, visit.is_sent, visit.sent_at) == (True, True, NOW + 5 * A_DAY)
    receipt = sending.receipt_of(world.rooms, visit)
    assert (receipt.answers, receipt.is_held, receipt.is_late, receipt.code) == (3, True, True, _code(world))


def test_a_duplicate_does_not_make_a_counted_visit_wait(world):
    receive(world, arrived(world))
    receive(world, arrived(world, {**GOOD, "q.wait": "46"}))
    assert (world.visit().is_sent, world.visit().is_held) == (True, False)


def test_a_held_visit_keeps_the_draft(world):
    """Whoever leaves it out must not take from the shopper what was filled in."""
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    receive(world, *incomplete(world))
    assert kept_draft(world).answers.values == FULL


# --- whose


def test_nobody_else_sends_for_a_visit_or_reads_its_receipt(world):
    came = arrived(world)
    for person in (world.colleague, world.stranger, world.owner):
        with pytest.raises(NotHere):
            receive(world, came, shopper=person)
    receive(world, came)
    for person in (world.colleague, world.stranger, world.owner):
        with pytest.raises(NotHere):
            receive(world, came, shopper=person)
        with pytest.raises(NotHere):
            submissions.receipt_of(world.rooms, person, came.id)
    with pytest.raises(NotHere):
        submissions.receipt_of(world.rooms, world.shopper, uuid4())
    with pytest.raises(NotHere):
        receive(world, arrived(world, visit=str(uuid4())))


def test_a_known_id_says_nothing_to_a_colleague(world):
    """Even for a visit of one's own: whoever guesses an id learns nothing from it."""
    theirs = world.change(shopper_id=world.colleague.id)
    came = arrived(world)
    receive(world, came)
    with pytest.raises(NotHere):
        receive(world, arrived(world, id=came.id, visit=str(theirs)), shopper=world.colleague)
    assert len(kept(world)) == 1


# --- clocks


def moment(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("days", [-3, 3, -800, 9000])
def test_a_clock_that_is_wrong_by_days_changes_nothing(world, days):
    wrong = timedelta(days=days)
    came = arrived(
        world,
        started_at=(FINISHED - timedelta(minutes=30) + wrong).isoformat(),
        finished_at=(FINISHED + wrong).isoformat(),
        sent_at=NOW + wrong,
    )
    assert receive(world, came).held_for == ()
    (row,) = kept(world)
    assert (row.finished_at, row.started_at) == (FINISHED, FINISHED - timedelta(minutes=30))
    assert (row.sent_at, row.skew) == (NOW + wrong, -wrong.total_seconds())
    assert (kept_sheet(world).day, kept_sheet(world).started_at) == (TODAY, row.started_at)


def test_a_wrong_clock_makes_nothing_late_that_was_in_time_and_nothing_early(world):
    """Finished on the last day, sent two days later; the phone is two years slow."""
    slow = timedelta(days=730)
    finished, now = NOW + 3 * A_DAY, NOW + 5 * A_DAY
    came = arrived(world, finished_at=(finished - slow).isoformat(), sent_at=now - slow)
    assert receive(world, came, now).held_for == ()
    assert kept_sheet(world).day == TODAY + 3 * A_DAY


def test_a_clock_that_was_set_back_before_sending_finishes_nothing_in_the_future(world):
    came = arrived(world, finished_at=(NOW + 90 * A_DAY).isoformat())
    assert receive(world, came).held_for == ()
    assert kept(world)[0].finished_at == NOW


def test_without_a_clock_to_compare_the_phone_is_believed(world):
    receive(world, arrived(world, sent_at=None))
    (row,) = kept(world)
    assert (row.finished_at, row.skew, row.sent_at) == (FINISHED, None, None)


def test_the_first_year_there_is_breaks_nothing(world):
    receipt = receive(world, arrived(world, finished_at="0001-01-01T00:00:00+00:00"))
    assert receipt.held_for == (HeldFor.EARLY,)


def test_a_phone_that_changed_its_zone_says_the_same_moment(world):
    """Begun under Greek time, finished under Japanese time: it is one line of time."""
    finished = FINISHED.astimezone(ZoneInfo("Asia/Tokyo"))
    begun = (FINISHED - timedelta(minutes=30)).astimezone(ZoneInfo("Europe/Athens"))
    assert (begun.isoformat()[-6:], finished.isoformat()[-6:]) == ("+02:00", "+09:00")
    came = arrived(world, started_at=begun.isoformat(), finished_at=finished.isoformat(), zone="Asia/Tokyo")
    receive(world, came)
    assert (kept(world)[0].finished_at, kept_sheet(world).day) == (FINISHED, TODAY)


@pytest.mark.parametrize(
    ("finished", "day", "reasons"),
    [
        # Athens goes from UTC+2 to UTC+3 on 29 March 2026 at 01:00 UTC, and back on 25 October at 01:00 UTC.
        ("2026-03-29T21:30:00+00:00", date(2026, 3, 30), (HeldFor.LATE,)),
        ("2026-03-29T20:59:59+00:00", date(2026, 3, 29), ()),
        ("2026-10-25T21:30:00+00:00", date(2026, 10, 25), ()),
        ("2026-10-25T22:00:00+00:00", date(2026, 10, 26), (HeldFor.LATE,)),
    ],
)
def test_the_day_ends_at_the_places_midnight_also_when_clocks_change(world, finished, day, reasons):
    due = date(2026, moment(finished).month, 29 if moment(finished).month == 3 else 25)
    visit_id = world.change(opens_on=due, due_on=due)
    now = moment(finished) + timedelta(hours=5)
    came = arrived(world, visit=str(visit_id), finished_at=finished, sent_at=now)
    assert receive(world, came, now).held_for == reasons
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        sheet = sheets.of_assignment(scope, visit_id)
    assert (sheet is None) == bool(reasons)
    assert sheet is None or sheet.day == day


# --- what cannot be read at all


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"[]", b"null", b"\xff", b'{"visit": 1}', b"[" * 100_000,
        b'{"visit": "x", "edition": "", "language": "", "answers": {}, "photos": [], "finished_at": ""}',
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_visit_is_said_so(raw):
    with pytest.raises(BadBody):
        submissions.read(uuid4(), raw, None, Via.PHONE)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"finished_at": "2026-03-05T22:00:00"}, NOW),
        ({"finished_at": None}, NOW),
        ({"finished_at": "0001-01-01T00:00:00+14:00"}, NOW),
        ({"started_at": "soon"}, FINISHED),
        ({"photos": [{"id": "no id"}]}, FINISHED),
        ({"photos": [1]}, FINISHED),
        ({"photos": None}, FINISHED),
        ({"active_seconds": "soon"}, FINISHED),
        ({"answers": {**GOOD, "q.signs": 1}}, FINISHED),
        ({"answers": {**GOOD, "q.signs": [{"a": 1}]}}, FINISHED),
    ],
    ids=str,
)
def test_what_is_half_a_visit_is_kept_for_a_person(world, wrong, expected):
    came = submissions.read(uuid4(), body(world, **wrong), NOW, Via.PHONE)
    assert receive(world, came).held_for == (HeldFor.UNREADABLE,)
    (row,) = kept(world)
    assert (row.body.encode(), row.finished_at) == (came.raw, expected)
    assert receive(world, came).is_new is False


def test_no_text_breaks_either_database(world):
    evil = '"\\u0000 \\ud83d ok"'
    raw = body(world, {**GOOD, "q.remarks": "TEXT"}, language="x" * 500, active_seconds=10**12)
    came = submissions.read(uuid4(), raw.replace(b'"TEXT"', evil.encode()), NOW, Via.PHONE)
    assert receive(world, came).held_for == ()
    assert kept_sheet(world).answers.values["remarks"] == "ok"
    assert kept(world)[0].body.encode() == came.raw


def test_a_withdrawal_and_a_visit_at_once_leave_it_counted_or_held(world):
    organisation_id = world.shopper.organisation_id

    def withdraw():
        with world.rooms.store.writing(organisation_id) as scope:
            return assignments.withdraw(scope, world.visit_id, datetime.now(UTC))

    done = at_once([partial(receive, world, arrived(world)), withdraw])
    assert [done[0].held_for, done[1]] in ([(), False], [(HeldFor.WITHDRAWN,), True])
    assert (kept_sheet(world) is None) is done[1]

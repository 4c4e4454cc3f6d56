"""What came in for a visit, who had the visit before, and which photos are its own."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from audit_app.core.programme import Decision, HeldFor
from audit_app.storage import assignments, drafts, photos, submissions, tables
from audit_app.storage.records import Draft, PhotoConflict
from tests.storage.making import (
    NOW,
    AnswerSheet,
    counted_at_once,
    digest_of,
    id_of,
    photo,
    replace,
    submission,
)

LATER = NOW + timedelta(hours=1)


def test_what_came_in_is_kept_once_and_word_for_word(store, ours):
    came = submission(ours)
    with store.writing(ours.id) as scope:
        assert submissions.add(scope, came)
        assert not submissions.add(scope, replace(came, body="other", digest=digest_of("other")))
        assert submissions.get(scope, came.id) == came
        assert submissions.get(scope, id_of("unknown")) is None


def test_what_waits_is_listed_until_somebody_decides(store, ours):
    first, second = submission(ours), submission(ours, id=id_of("second"), received_at=LATER)
    at_once = counted_at_once(ours, id=id_of("at once"))
    with store.writing(ours.id) as scope:
        for came in (second, first, at_once):
            submissions.add(scope, came)
        assert submissions.waiting(scope) == [first, second]
        assert submissions.number_waiting(scope) == 2
        assert submissions.waiting_visits(scope, ours.shopper.id) == {ours.visit.id: LATER}
        assert submissions.waiting_visits(scope, ours.hr.id) == {}
        assert len(submissions.of_assignment(scope, ours.visit.id)) == 3
        submissions.decide(scope, first.id, Decision.LEFT_OUT, ours.owner.id, LATER)
        assert submissions.waiting(scope) == [second]
        decided = submissions.get(scope, first.id)
        assert (decided.decision, decided.decided_at, decided.decided_by) == (
            "left_out",
            LATER,
            ours.owner.id,
        )


def test_what_was_not_counted_after_all_waits(store, ours):
    with store.writing(ours.id) as scope:
        submissions.add(scope, counted_at_once(ours))
        submissions.hold(scope, id_of("submission"), (HeldFor.DUPLICATE,))
        (waiting,) = submissions.waiting(scope)
    assert (waiting.held_for, waiting.decided_at) == ((HeldFor.DUPLICATE,), None)


def test_a_decision_has_a_moment(store, ours):
    with pytest.raises(IntegrityError), store.writing(ours.id) as scope:
        submissions.add(scope, submission(ours, decision=Decision.COUNTED))


def test_a_visit_that_is_given_on_begins_anew(store, ours):
    with store.writing(ours.id) as scope:
        assignments.confirm_brief(scope, ours.visit.id, NOW)
        assignments.start(scope, ours.visit.id, NOW)
        assignments.hand_over(scope, ours.visit, ours.hr.id, LATER)
        given = assignments.locked(scope, ours.visit.id)
        assert given == replace(ours.visit, shopper_id=ours.hr.id)
        assert assignments.was_with(scope, ours.visit.id, ours.shopper.id)
        assert not assignments.was_with(scope, ours.visit.id, ours.hr.id)


def test_a_withdrawn_visit_can_be_one_again(store, ours):
    with store.writing(ours.id) as scope:
        assert not assignments.take_up(scope, ours.visit.id)
        assignments.withdraw(scope, ours.visit.id, NOW)
        assert assignments.take_up(scope, ours.visit.id)
        assert assignments.get(scope, ours.visit.id) == ours.visit


def test_a_phones_photo_is_known_by_the_bytes_it_sent(store, ours):
    taken = photo(ours, sent_digest=digest_of("sent"), taken_at=NOW - timedelta(hours=3))
    with store.writing(ours.id) as scope:
        assert photos.add(scope, taken)
        assert not photos.add(scope, replace(taken, digest=digest_of("cleaned by a newer program")))
        assert photos.find(scope, taken.id) == taken
    with pytest.raises(PhotoConflict), store.writing(ours.id) as scope:
        photos.add(scope, replace(taken, sent_digest=digest_of("another")))


def test_the_photos_of_what_counts_take_the_place_of_all_others(store, ours):
    kept, apart, other = (photo(ours, id=id_of(name)) for name in ("kept", "apart", "other"))
    with store.writing(ours.id) as scope:
        photos.add(scope, kept)
        photos.add(scope, other)
        photos.add(scope, apart, removed_at=NOW)
        assert len(photos.of_assignment(scope, ours.visit.id)) == 2
        photos.keep_only(scope, ours.visit.id, [kept.id, apart.id], LATER)
        assert {one.id for one in photos.of_assignment(scope, ours.visit.id)} == {kept.id, apart.id}
        assert len(photos.ever_of_assignment(scope, ours.visit.id)) == 3
        assert photos.find(scope, other.id) == other
        photos.keep_only(scope, ours.visit.id, (), LATER)
        assert photos.of_assignment(scope, ours.visit.id) == []


def test_a_draft_of_before_has_a_first_revision(store, ours):
    answers = AnswerSheet({"a": "b"})
    with store.engine.begin() as connection:
        row = {"organisation_id": ours.id, "assignment_id": ours.visit.id, "updated_at": NOW}
        connection.execute(tables.draft.insert().values(answers=answers, **row))
    with store.reading(ours.id) as scope:
        assert drafts.get(scope, ours.visit.id) == Draft(ours.id, ours.visit.id, answers, NOW, 1, {})

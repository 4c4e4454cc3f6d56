"""Visits with their drafts and photos, editions frozen by use, and papers that are kept."""

from datetime import timedelta

import pytest

from audit_app.core.programme import AssignmentState
from audit_app.storage import assignments, drafts, editions, imports, locations, photos, reports, surveys
from audit_app.storage.records import Draft, EditionConflict, ImportRun, PhotoConflict
from tests.storage.making import (
    AUDIT,
    NOW,
    TODAY,
    AnswerSheet,
    answer,
    digest_of,
    edition,
    id_of,
    keep,
    photo,
    replace,
    report,
    visit,
)

LATER = NOW + timedelta(hours=1)


def test_a_visit_goes_through_its_states_once(store, ours):
    with store.writing(ours.id) as scope:
        for step in (assignments.confirm_brief, assignments.start):
            assert step(scope, ours.visit.id, NOW)
            assert not step(scope, ours.visit.id, LATER)
        kept = assignments.get(scope, ours.visit.id)
        assert kept == replace(ours.visit, brief_read_at=NOW, started_at=NOW)
        assert kept.state(TODAY) is AssignmentState.STARTED
        assert assignments.withdraw(scope, ours.visit.id, NOW)
        assert not assignments.withdraw(scope, ours.visit.id, LATER)
        assert not assignments.withdraw(scope, id_of("nothing"), LATER)


def test_a_shopper_sees_the_visits_that_still_stand(store, ours):
    soon = visit(ours.id, "soon", due_on=TODAY)
    gone = visit(ours.id, "gone", withdrawn_at=NOW)
    with store.writing(ours.id) as scope:
        assignments.add_all(scope, [soon, gone])
        assert assignments.of_shopper(scope, ours.shopper.id) == [soon, ours.visit]
        assert assignments.of_shopper(scope, ours.owner.id) == []
        assert {one.id for one in assignments.every(scope)} == {soon.id, gone.id, ours.visit.id}
        assert assignments.every(scope, limit=1)[0].due_on == ours.visit.due_on
        week = (TODAY, TODAY + timedelta(days=7))
        assert assignments.due_between(scope, ours.places, *week) == 2
        assert assignments.due_between(scope, [ours.helsinki.id], *week) == 0


def test_the_last_draft_counts(store, ours):
    first = Draft(ours.id, ours.visit.id, AnswerSheet({"greeted": "yes"}), NOW)
    last = Draft(ours.id, ours.visit.id, AnswerSheet({"extras": ("a", "b")}, {"extras": "both"}), LATER)
    with store.writing(ours.id) as scope:
        for saved in (first, last):
            drafts.save(scope, saved)
            assert drafts.get(scope, ours.visit.id) == saved
        assert drafts.drop(scope, ours.visit.id)
        assert not drafts.drop(scope, ours.visit.id)
        assert drafts.get(scope, ours.visit.id) is None


def test_a_photo_is_kept_once_under_its_phones_id(store, ours):
    kept = photo(ours)
    with store.writing(ours.id) as scope:
        assert photos.add(scope, kept)
        assert not photos.add(scope, replace(kept, uploaded_at=LATER))
        assert photos.get(scope, kept.id) == kept
    for change in ({"digest": digest_of("another")}, {"question": "till"}):
        with pytest.raises(PhotoConflict), store.writing(ours.id) as scope:
            photos.add(scope, replace(kept, **change))


def test_photos_are_counted_beside_their_questions_until_removed(store, ours):
    made = [
        photo(ours, id=id_of(f"{number}"), question=code)
        for number, code in enumerate(["till", "till", "door"])
    ]
    with store.writing(ours.id) as scope:
        for one in made:
            photos.add(scope, one)
        assert photos.counts(scope, ours.visit.id) == {"till": 2, "door": 1}
        assert photos.remove(scope, made[0].id, LATER)
        assert not photos.remove(scope, made[0].id, LATER)
        assert photos.get(scope, made[0].id) is None
        assert photos.counts(scope, ours.visit.id) == {"till": 1, "door": 1}
        assert {one.id for one in photos.of_assignment(scope, ours.visit.id)} == {one.id for one in made[1:]}


def test_an_edition_is_frozen_by_its_first_use(store, ours):
    with store.writing(ours.id) as scope:
        assert not editions.freeze(scope, replace(edition(ours.id, AUDIT), first_used_at=LATER))
        kept = editions.get(scope, AUDIT)
        assert kept
        assert (kept.content, kept.first_used_at) == ({"says": "as printed"}, NOW)
        with pytest.raises(EditionConflict):
            editions.freeze(scope, edition(ours.id, AUDIT, "something else"))
        assert editions.get(scope, "unknown.v1") is None


def test_content_keeps_the_order_it_was_written_in(store, ours):
    content = {"z": 1, "a": {"y": "Ωμέγα", "b": [3, 1, 2]}}
    with store.writing(ours.id) as scope:
        editions.freeze(scope, replace(edition(ours.id, "new.v1"), content=content))
        kept = editions.get(scope, "new.v1")
        assert kept
        assert (list(kept.content), list(kept.content["a"])) == (["z", "a"], ["y", "b"])
        assert kept.content == content


def test_a_survey_is_found_by_its_token_and_closed_once(store, ours):
    with store.writing(ours.id) as scope:
        keep(scope, answer(ours), answer(ours))
        assert surveys.answer_counts(scope) == {ours.survey.id: 2}
        assert surveys.close(scope, ours.survey.id, NOW)
        assert not surveys.close(scope, ours.survey.id, LATER)
    with store.reading_all() as everywhere:
        found = surveys.by_token(everywhere, ours.survey.token)
        assert found == replace(ours.survey, closed_at=NOW)
        assert surveys.by_token(everywhere, "made up") is None


def test_a_location_changes_but_for_its_id(store, ours):
    moved = replace(ours.athens, name="Plaka", zone="Europe/Rome")
    with store.writing(ours.id) as scope:
        assert locations.change(scope, moved)
        assert locations.get(scope, ours.athens.id) == moved
        assert not locations.change(scope, replace(moved, id=id_of("nowhere")))


def test_an_issued_report_keeps_its_data(store, ours):
    issued, newer = report(ours), report(ours, id=id_of("newer"), created_at=LATER, created_by=None)
    with store.writing(ours.id) as scope:
        reports.add(scope, issued)
        reports.add(scope, newer)
        assert reports.get(scope, issued.id) == issued
        assert reports.latest(scope) == [newer, issued]
        assert reports.latest(scope, limit=1) == [newer]


def test_runs_of_an_import_are_found_by_their_file(store, ours):
    run = ImportRun(id_of("run"), ours.id, digest_of("file"), digest_of("map"), {"new": 3, "skipped": 1}, NOW)
    with store.writing(ours.id) as scope:
        imports.add(scope, run)
        assert imports.every(scope) == imports.of_file(scope, digest_of("file")) == [run]
        assert imports.of_file(scope, digest_of("other")) == []

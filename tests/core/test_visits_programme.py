"""Programmes: their state, rules that go together, what stays as promised, and how a test is counted."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.core.certifying import (
    MOST_TRIES,
    WAIT_AFTER_FAILING,
    count_right,
    needed_to_pass,
    quiz_standing,
)
from audit_app.core.programme import PlaceKind
from audit_app.core.visits_programme import (
    FIXED_ONCE_PUBLISHED,
    CheckIn,
    Misfit,
    Programme,
    ProgrammeDetails,
    ProgrammeState,
    completeness,
    fixed_changes,
    misfits,
)
from tests.storage import making_programmes as making
from tests.storage.making import NOW, OURS

PROGRAMME = making.programme(OURS)
A_DAY = timedelta(days=1)


def test_the_state_follows_from_the_moments():
    published = replace(PROGRAMME, published_at=NOW)
    ended = replace(published, ended_at=NOW)
    states = [one.state for one in (PROGRAMME, published, ended)]
    assert states == [ProgrammeState.DRAFT, ProgrammeState.PUBLISHED, ProgrammeState.ENDED]


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (PlaceKind.SHOP, set()),
        (PlaceKind.WEBSITE, {Misfit.CHECK_IN}),
        (PlaceKind.PHONE, {Misfit.CHECK_IN, Misfit.RECEIPT}),
    ],
)
def test_evidence_follows_from_what_is_visited(kind, wrong):
    details = replace(PROGRAMME, kind=kind, wants_receipt=True, check_in=CheckIn.SOFT)
    assert misfits(details, [kind]) == wrong
    assert misfits(replace(details, wants_receipt=False, check_in=CheckIn.OFF), [kind]) == set()


def test_every_promise_is_seen_to_change_and_nothing_else():
    others = {"fee": 1, "level": 5, "kind": PlaceKind.PHONE, "legal_basis": "Consent", "name": "Other"}
    assert fixed_changes(PROGRAMME, PROGRAMME) == ()
    changed = fixed_changes(
        PROGRAMME, replace(PROGRAMME, **others, per_month=9, closes_on=PROGRAMME.opens_on)
    )
    assert set(changed) == {"fee", "level", "kind", "legal_basis"}
    assert set(FIXED_ONCE_PUBLISHED) < set(ProgrammeDetails.__dataclass_fields__)


@given(asked=st.integers(1, 30), percent=st.integers(1, 100))
def test_what_is_needed_is_the_least_number_that_reaches_the_percentage(asked, percent):
    needed = needed_to_pass(asked, percent)
    assert needed * 100 >= asked * percent > (needed - 1) * 100
    assert 1 <= needed <= asked


def test_an_answer_that_was_not_given_is_wrong():
    asked = [making.question(OURS, right=right) for right in (0, 1, 1)]
    assert [count_right(asked, given) for given in ([], [0], [0, 1, 0], [0, 1, 1])] == [0, 1, 2, 3]


def tries(*days: float):
    return [making.result(OURS, str(day), at=NOW + day * A_DAY) for day in days]


def standing(results, pardoned=None, programme: Programme = PROGRAMME, certificates=()):
    return quiz_standing(programme, certificates, results, pardoned)


def test_the_first_try_is_free_and_the_next_a_day_later():
    assert standing([]).may_try(NOW)
    failed = standing(tries(0))
    assert (failed.tries_left, failed.next_try_at) == (2, NOW + WAIT_AFTER_FAILING)
    assert not failed.may_try(NOW + A_DAY - timedelta(seconds=1))
    assert failed.may_try(NOW + A_DAY)


@given(st.lists(st.integers(0, 50), unique=True, max_size=8), st.integers(0, 50))
def test_tries_after_the_last_pardon_count_and_never_more_than_three(days, pardoned):
    counted = [day for day in days if day > pardoned]
    found = standing(tries(*days), NOW + pardoned * A_DAY)
    assert found.tries_left == max(0, MOST_TRIES - len(counted))
    assert (found.next_try_at is None) == (len(counted) >= MOST_TRIES)
    assert found.last == (max(tries(*days), key=lambda one: one.at) if days else None)


@pytest.mark.parametrize(
    ("category", "level", "certified"),
    [("shop-visit", 1, True), ("shop-visit", 3, True), ("shop-visit", 0, False), ("phone-call", 3, False)],
)
def test_a_certificate_counts_in_its_category_at_its_level(category, level, certified):
    held = [making.certificate(OURS, category=category, level=level)]
    found = standing([], certificates=held)
    assert (found.is_certified, found.may_try(NOW)) == (certified, not certified)


def test_without_a_level_nobody_is_asked():
    assert standing(tries(0, 1, 2), programme=replace(PROGRAMME, level=0)).is_certified


def test_a_question_is_written_once_all_its_answers_are():
    half = making.question(OURS, texts={"en": "Where?", "fi": "Missä?"})
    scenarios = [making.scenario(OURS, id=uuid4())]
    found = {one.language: one for one in completeness({"en": "Go in."}, {}, scenarios, [half])}
    assert {code: one.done for code, one in found.items()} == {"en": 3, "el": 0, "fi": 0, "hy": 0, "tr": 0}
    assert found["en"].share == Fraction(3, 4)

"""Hints for an editor: each worked by hand at its limit, and none where there is nothing to say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import isclose
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.core.answers import AnswerSheet
from audit_app.core.hints import USUAL, Hint, HintKind, hints
from audit_app.core.likeness import jaccard, metres_between, plain_words, shingles
from audit_app.core.questionnaire import Need
from audit_app.core.reported import CheckIn, OtherText, Reported
from audit_app.core.signal_words import SIGNALS, Tone, tone_of
from tests.core.making import form, question, timed, written, yes_no

OTHER = UUID(int=7)
MORNING = datetime(2026, 3, 10, 9, tzinfo=UTC)
ATHENS, PIRAEUS = (37.9838, 23.7275), (37.9429, 23.6470)


def visit(
    *questions: Any, comments: dict[str, str] | None = None, values: Any = None, **more: Any
) -> Reported:
    return Reported(form(*questions), AnswerSheet(values or {}, comments or {}), "en", **more)


def kinds(one: Reported) -> list[HintKind]:
    return [hint.kind for hint in hints(one)]


def thirty(**more: Any) -> Reported:
    """Thirty timed questions, answered each with its own number, and a comment of 400 signs."""
    questions = [timed(f"q{number}") for number in range(30)]
    values = {asked.code: number for number, asked in enumerate(questions)}
    return visit(*questions, values=values, comments={"q0": "x" * 400}, **more)


def test_thirty_answers_and_four_hundred_signs_take_110_seconds():
    assert kinds(thirty(active=110)) == []
    [hint] = hints(thirty(active=109))
    assert hint == Hint(
        HintKind.TOO_FAST, None, {"active": 109, "floor": 110.0, "questions": 30, "signs": 400}
    )
    assert kinds(thirty(active=None)) == []


def alike(number: int, make: Any, answer: str) -> Reported:
    questions = [make(f"q{each}") for each in range(number)]
    return visit(*questions, values={asked.code: answer for asked in questions})


@pytest.mark.parametrize(
    ("number", "make", "expected"),
    [
        (7, question, []),
        (8, question, [HintKind.STRAIGHT_LINED]),
        (19, yes_no, []),
        (20, yes_no, [HintKind.STRAIGHT_LINED]),
    ],
)
def test_all_of_one_scale_the_same(number, make, expected):
    answer = "good" if make is question else "yes"
    assert kinds(alike(number, make, answer)) == expected
    assert [hint.numbers for hint in hints(alike(number, make, answer))] == [{"same": number}] * len(expected)


def test_one_other_answer_breaks_the_line_and_not_applicable_is_no_answer():
    straight = alike(8, question, "good")
    bent = replace(straight, sheet=AnswerSheet({**straight.sheet.values, "q3": "fair"}))
    passed_over = replace(straight, sheet=AnswerSheet({**straight.sheet.values, "q3": "na"}))
    assert kinds(bent) == kinds(passed_over) == []


TWELVE = "The waiter in the blue shirt told us about every cake today"


def test_a_text_with_one_word_changed_is_reused_and_with_two_it_is_not():
    one, two = TWELVE.replace("blue", "red"), TWELVE.replace("waiter", "man").replace("every", "each")
    assert len(plain_words(TWELVE)) == 12
    assert jaccard(shingles(plain_words(TWELVE)), shingles(plain_words(one))) == Fraction(7, 13)
    twins = [OtherText(OTHER, "welcome", one), OtherText(OTHER, "goodbye", two)]
    [hint] = hints(visit(written("q"), values={"q": TWELVE}, others=twins))
    assert hint == Hint(HintKind.TEXT_REUSED, "q", {"alike": Fraction(7, 13)}, twins[0])
    assert hints(visit(written("q"), values={"q": TWELVE}, others=twins[1:])) == ()


def test_short_texts_are_alike_by_chance():
    same = [OtherText(OTHER, "q", "The shop was very clean")]
    assert hints(visit(written("q"), values={"q": "The shop was very clean"}, others=same)) == ()


@pytest.mark.parametrize(
    ("language", "comment"),
    [
        ("en", "The floor was dirty."),
        ("el", "Το πάτωμα ήταν βρώμικο."),
        ("fi", "Lattia oli likainen."),
        ("hy", "Հատակը կեղտոտ էր։"),
        ("tr", "Zemin kirliydi."),
    ],
)
def test_best_answer_with_blame(language, comment):
    said = replace(visit(question(), values={"q": "excellent"}, comments={"q": comment}), language=language)
    assert hints(said) == (Hint(HintKind.BLAMED_THOUGH_BEST, "q", {"praise": 0, "blame": 1}),)
    assert hints(replace(said, sheet=AnswerSheet({"q": "poor"}, {"q": comment}))) == ()


@pytest.mark.parametrize(
    ("language", "comment"),
    [
        ("en", "Everybody was friendly."),
        ("el", "Όλοι ήταν ευγενικοί."),
        ("fi", "Kaikki olivat ystävällisiä."),
        ("hy", "Բոլորը քաղաքավարի էին։"),
        ("tr", "Herkes çok nazikti."),
    ],
)
def test_worst_answer_with_nothing_but_praise(language, comment):
    said = replace(visit(question(), values={"q": "poor"}, comments={"q": comment}), language=language)
    assert hints(said) == (Hint(HintKind.PRAISED_THOUGH_WORST, "q", {"praise": 1, "blame": 0}),)
    assert hints(replace(said, sheet=AnswerSheet({"q": "excellent"}, {"q": comment}))) == ()


def test_a_denied_word_is_no_signal():
    assert tone_of("not dirty, very friendly staff", "en") == Tone(1, 0, 1)
    assert tone_of("It was not at all dirty. Everybody there was friendly", "en") == Tone(1, 1, 1)
    assert tone_of("Zemin kirli değildi", "tr") == Tone(0, 0, 1)
    assert tone_of("Kakao im Kindergarten", "de") == Tone(0, 0, 0)
    assert tone_of("The badge and the goods", "en") == Tone(0, 0, 0)


def test_every_language_of_the_house_has_signals():
    assert set(SIGNALS) == {"en", "el", "fi", "hy", "tr"}


def test_a_comment_that_says_nothing():
    asked = question("q", texts={"en": "Was the counter clean and tidy?"}, comment=Need.BELOW_BEST)
    answer = {"q": "fair"}
    assert kinds(visit(asked, values=answer, comments={"q": "fourteen signs"})) == [
        HintKind.COMMENT_TOO_SHORT
    ]
    assert kinds(visit(asked, values=answer, comments={"q": "fifteen  signs!"})) == []
    echo = visit(asked, values=answer, comments={"q": "The counter was clean and tidy"})
    assert hints(echo) == (Hint(HintKind.COMMENT_REPEATS_QUESTION, "q", {"alike": Fraction(1)}),)


def dated(visited: timedelta, finished: timedelta = timedelta()) -> Reported:
    return visit(
        opens_at=MORNING,
        closes_at=MORNING + timedelta(days=1),
        visited_at=MORNING + visited,
        finished_at=MORNING + visited + finished,
        submit_within_hours=24,
    )


def test_the_window_begins_with_its_first_moment_and_ends_before_its_last():
    assert hints(dated(-timedelta(seconds=1))) == (Hint(HintKind.OUTSIDE_WINDOW, None, {"early": 1}),)
    assert hints(dated(timedelta())) == hints(dated(timedelta(days=1, seconds=-1))) == ()
    assert hints(dated(timedelta(days=1))) == (Hint(HintKind.OUTSIDE_WINDOW, None, {"late": 0}),)


def test_reported_a_second_after_a_day():
    assert hints(dated(timedelta(), timedelta(hours=24))) == ()
    [hint] = hints(dated(timedelta(), timedelta(hours=24, seconds=1)))
    assert hint == Hint(HintKind.REPORTED_LATE, None, {"after": 86_401, "allowed": 86_400})


def checked_in(accuracy: float, point: tuple[float, float] = PIRAEUS) -> list[HintKind]:
    return kinds(visit(check_in=CheckIn(point, accuracy, ATHENS)))


def test_far_away_is_what_the_phones_doubt_cannot_explain():
    metres = metres_between(PIRAEUS, ATHENS)
    assert 8_300 < metres < 8_500
    assert checked_in(20) == [HintKind.FAR_AWAY]
    assert checked_in(metres - 199) == [HintKind.PLACE_DOUBTFUL]
    assert checked_in(0) == [HintKind.PLACE_DOUBTFUL, HintKind.FAR_AWAY]
    assert checked_in(1_000, ATHENS) == []


def test_a_degree_along_a_meridian():
    assert isclose(metres_between((10, 20), (11, 20)), 111_195.1, abs_tol=0.05)
    assert isclose(metres_between((0, 0), (0, 180)), 20_015_114.4, abs_tol=0.5)


@pytest.mark.parametrize(("skew", "expected"), [(300, []), (-301, [HintKind.CLOCK_WRONG]), (None, [])])
def test_a_phones_clock(skew, expected):
    assert kinds(visit(skew=skew)) == expected


degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(degrees, degrees)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_round_the_earth(one, other):
    there, back = metres_between(one, other), metres_between(other, one)
    assert isclose(there, back, abs_tol=1)
    assert 0 <= there <= 20_015_115
    assert metres_between(one, one) == 0


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways_and_whole_only_for_the_same_words(one, other):
    ours, theirs = shingles(plain_words(one)), shingles(plain_words(other))
    share = jaccard(ours, theirs)
    assert share == jaccard(theirs, ours)
    assert 0 <= share <= 1
    assert (share == 1) == (ours == theirs != frozenset())


@given(st.text(max_size=80), st.sampled_from([*SIGNALS, "xx"]), st.sampled_from(["excellent", "poor", "na"]))
def test_whatever_is_written_hints_are_data_beside_a_question_that_was_asked(text, language, answer):
    one = visit(question(), written("own"), values={"q": answer, "own": text}, comments={"q": text}, active=1)
    for hint in hints(replace(one, language=language, others=[OtherText(OTHER, "q", text)])):
        assert hint.question in {None, "q", "own"}
        assert all(not isinstance(number, str) for number in hint.numbers.values())
        assert (hint.twin is not None) == (hint.kind is HintKind.TEXT_REUSED)


def test_limits_can_be_others():
    assert hints(thirty(active=109), replace(USUAL, seconds_each=1)) == ()

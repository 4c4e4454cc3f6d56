"""Answers to one question counted, with every base beside them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.answer_tally import (
    AnswerTally,
    Groups,
    earned_of,
    median_of,
    possible_of,
    recommendation,
    tally_answers,
    top_two,
)
from audit_app.core.answers import AnswerSheet
from audit_app.core.questionnaire import Operator, ShowIf
from audit_app.core.scoring import score_question, total_of
from tests.core.making import form, question, recommend, several, sheet, timed, written, yes_no


def counted(asked, *values):
    return tally_answers(
        asked, form(asked), [sheet() if value is None else sheet(q=value) for value in values]
    )


def test_the_base_is_who_answered_and_never_who_could_not_say():
    counts = counted(question(), "excellent", "good", "good", "poor", "na", "na", None, "never offered")
    assert counts == AnswerTally({"excellent": 1, "good": 2, "poor": 1, "na": 2}, 4, 2, 2, 0)
    assert counts.n == 4


def test_a_question_that_was_skipped_is_hidden_and_not_blank():
    second = yes_no("b", show_if=ShowIf("a", Operator.IS, "yes"))
    asked = form(yes_no("a"), second)
    counts = tally_answers(second, asked, [sheet(a="no", b="no"), sheet(a="yes"), sheet(a="yes", b="yes")])
    assert counts == AnswerTally({"yes": 1}, answered=1, unanswered=1, hidden=1)


def test_several_answers_count_each_and_the_base_counts_sheets():
    counts = counted(several(), ("smile", "name"), ("smile", "smile"), ("none",), ())
    assert counts == AnswerTally(
        {"smile": 2, "name": 1, "none": 1}, answered=2, not_applicable=1, unanswered=1
    )


def test_words_are_counted_and_not_kept():
    assert counted(written(), "so kind", "  ", None) == AnswerTally({}, answered=1, unanswered=2)


@pytest.mark.parametrize(
    ("asked", "values", "satisfied"),
    [
        (question(), ["excellent", "good", "average", "na", None], 2),
        (yes_no(), ["yes", "no", "na"], 1),
        (timed(), [10, 100, 1000], 1),
        (question(), ["na"], 0),
        (several(), [("smile", "name", "eyes")], None),
        (recommend(), [10], None),
        (written(), ["words"], None),
    ],
)
def test_the_top_two_earn_three_quarters_of_the_best_or_more(asked, values, satisfied):
    assert top_two(asked, counted(asked, *values)) == satisfied


def test_satisfaction_of_the_mission_82_of_100():
    answers = ["excellent"] * 50 + ["good"] * 32 + ["average"] * 10 + ["fair"] * 5 + ["poor"] * 3
    counts = counted(question(), *answers, *["na"] * 7, *[None] * 4)
    assert Fraction(top_two(question(), counts), counts.answered) == Fraction(82, 100)


def test_those_who_would_recommend_are_counted_among_those_who_answered():
    counts = counted(recommend(), *range(11), None)
    assert recommendation(counts) == Groups(promoters=2, passives=2, detractors=7)
    assert recommendation(AnswerTally()) == Groups(0, 0, 0)


def test_the_median_of_a_duration():
    assert median_of(counted(timed(), 30, 30, 60, 200, None)) == 45
    assert median_of(counted(timed())) is None


VALUES = st.lists(st.sampled_from(["excellent", "good", "average", "fair", "poor", "na", ""]), max_size=8)


@settings(max_examples=40, deadline=None)
@given(VALUES, VALUES, st.integers(1, 5), st.booleans())
def test_counting_apart_and_merging_is_counting_together(one, other, weight, bonus):
    asked = question(weight=weight, bonus=bonus)
    together = counted(asked, *one, *other)
    assert counted(asked, *one) + counted(asked, *other) == together
    score = total_of(score_question(asked, form(asked), AnswerSheet({"q": value})) for value in one + other)
    assert (earned_of(asked, together), possible_of(asked, together)) == (score.earned, score.possible)


def test_what_several_answers_earn_is_what_their_sheets_earned():
    asked = several(weight=3)
    values = [("smile", "eyes"), ("name",), ("none",), ("none", "smile")]
    counts = counted(asked, *values)
    score = total_of(score_question(asked, form(asked), sheet(q=value)) for value in values)
    assert (
        (earned_of(asked, counts), possible_of(asked, counts))
        == (score.earned, score.possible)
        == (1050, 2250)
    )

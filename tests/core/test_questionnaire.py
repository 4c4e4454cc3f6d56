"""What is asked: texts by language, scales, questions and what they can earn."""

import pytest

from audit_app.core.questionnaire import Kind, Question, QuestionType, View, text_in
from tests.core.making import form, question, recommend, scale, sections_of, several, timed, written, yes_no


@pytest.mark.parametrize(
    ("texts", "language", "text"),
    [
        ({"en": "Hello", "fi": "Hei"}, "fi", "Hei"),
        ({"en": "Hello", "fi": "Hei"}, "tr", "Hello"),
        ({"en": "Hello", "fi": ""}, "fi", "Hello"),
        ({"fi": "Hei"}, "el", "Hei"),
        ({}, "el", ""),
    ],
)
def test_a_text_falls_back_to_english_then_to_what_there_is(texts, language, text):
    assert text_in(texts, language) == text


def test_each_kind_feeds_one_view():
    views = {kind: kind.view for kind in Kind}
    assert views == {Kind.AUDIT: View.OBSERVED, Kind.CUSTOMER: View.CUSTOMER, Kind.STAFF: View.STAFF}


@pytest.mark.parametrize(
    ("asked", "best", "possible"),
    [
        (question(), 100, 100),
        (yes_no(weight=3), 100, 300),
        (question(scale=scale(fully=80, partly=40)), 80, 80),
        (several(weight=2), 250, 500),
        (timed(weight=2), 100, 200),
        (yes_no(bonus=True), 100, 0),
        (yes_no(weight=0), 100, 0),
        (question(scale=scale(a=0, b=0)), 0, 0),
        (question(scale=scale(na=None)), 0, 0),
        (written(), 0, 0),
        (recommend(), 0, 0),
    ],
)
def test_what_a_question_can_earn(asked: Question, best, possible):
    assert (asked.best_points, asked.possible) == (best, possible)
    assert asked.is_scored is (best > 0 and asked.weight > 0)


def test_a_scale_finds_its_choices_and_knows_which_means_not_applicable():
    answers = scale(yes=100, na=None)
    assert answers.choice("yes").points == 100
    assert answers.choice("na").is_not_applicable
    assert not answers.choice("yes").is_not_applicable
    assert answers.choice("perhaps") is None


def test_a_questionnaire_lists_its_questions_in_order_under_code_and_edition():
    asked = sections_of((yes_no("b"), yes_no("a")), (yes_no("c"),), code="shop-visit", edition=2)
    assert [q.code for q in asked.questions()] == ["b", "a", "c"]
    assert asked.by_code["a"].code == "a"
    assert asked.key == "shop-visit.v2"
    assert asked.view is View.OBSERVED


def test_the_standards_are_those_of_scored_questions_each_once_in_order():
    asked = form(
        yes_no("a", standard="knowledge"),
        yes_no("b", standard="greeting"),
        yes_no("c", standard="knowledge"),
        yes_no("d", standard="never_scored", weight=0),
        question("e", type=QuestionType.TEXT, scale=None, standard="never_scored"),
        yes_no("f", standard=None),
    )
    assert asked.standards == ("knowledge", "greeting")

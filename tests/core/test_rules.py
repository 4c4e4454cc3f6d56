"""The rules as plain data, and the shared vectors against the rules of the house."""

import json
from collections import Counter
from itertools import chain

import pytest

from audit_app.core.questionnaire import Need, Operator, QuestionType, ShowIf
from audit_app.core.rules import LARGEST_NUMBER, limits_of, rules_of
from tests.core.making import form, recommend, several, timed, written, yes_no
from tests.vectors.rules import by_python, generated, made_by_hand


@pytest.mark.parametrize("case", made_by_hand(), ids=lambda case: case.name)
def test_shared_vectors(case):
    assert by_python(case.asked, case.sheet) == case.expected


def test_every_vector_has_a_name_of_its_own():
    names = Counter(case.name for case in made_by_hand())
    assert len(names) > 50
    assert set(names.values()) == {1}


def test_the_dice_throw_everything_there_is():
    cases = list(generated(1000))
    states = Counter(chain.from_iterable(case.expected["states"] for case in cases))
    lacks = Counter(lack for case in cases for _code, lack in case.expected["missing"])
    assert min(states[name] for name in ("answered", "not_applicable", "unanswered", "hidden")) > 100
    assert min(lacks[name] for name in ("answer", "comment", "photo")) > 100
    operators = Counter(q.show_if.operator for c in cases for q in c.asked.questions() if q.show_if)
    assert set(operators) == set(Operator)
    assert [case.expected for case in generated(5)] == [case.expected for case in cases[:5]]


def test_a_rule_says_what_the_phone_must_know_and_no_more():
    asked = form(
        yes_no("greeted", required=True, comment=Need.BELOW_BEST, photo=Need.ALWAYS),
        several("signs", show_if=ShowIf("greeted", Operator.IS, "yes")),
        timed("wait", minimum=1, maximum=600),
        written("remarks"),
    )
    assert rules_of(asked) == [
        {
            "code": "greeted",
            "required": True,
            "comment": "below_best",
            "photo": "always",
            "choices": [["yes", 100], ["no", 0], ["na", None]],
            "best": 100,
        },
        {
            "code": "signs",
            "show_if": ["greeted", "is", "yes"],
            "choices": [["smile", 100], ["name", 100], ["eyes", 50], ["none", None]],
            "best": 250,
        },
        {"code": "wait", "bands": [[60, 100], [180, 50], [None, 0]], "best": 100, "min": 1, "max": 600},
        {"code": "remarks"},
    ]


def test_rules_are_json():
    asked = form(yes_no("a"), timed("b"), written("c"), recommend("d"))
    assert json.loads(json.dumps(rules_of(asked))) == rules_of(asked)


def test_numbers_have_limits():
    assert limits_of(recommend()) == (0, 10)
    assert limits_of(timed(type=QuestionType.NUMBER)) == (0, LARGEST_NUMBER)
    assert limits_of(timed(minimum=2, maximum=0)) == (2, 0)

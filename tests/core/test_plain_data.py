"""What is frozen comes back as it was, through JSON; what does not fit is refused by its path."""

import json
import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit_app.core.answers import AnswerSheet
from audit_app.core.comparison import Absence, Reading, Thresholds
from audit_app.core.plain_data import from_plain, to_plain
from audit_app.core.programme import Assignment
from audit_app.core.questionnaire import Questionnaire, View
from audit_app.core.report import Report
from tests.core.making import SECONDS, form, several

FROZEN = (Report, Questionnaire, Thresholds, AnswerSheet, Assignment)
LEAVES: Mapping[type, st.SearchStrategy] = {
    str: st.text(max_size=3),
    int: st.integers(-9, 10**20),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    NoneType: st.none(),
    Fraction: st.fractions(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=4))])),
    UUID: st.uuids(),
}


@cache
def anything(hint) -> st.SearchStrategy:
    """Whatever a type hint allows, at most two of each."""
    inner = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*map(anything, inner))
    if get_origin(hint) is tuple:
        return st.lists(anything(inner[0]), max_size=2).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(*map(anything, inner), max_size=2)
    if is_dataclass(hint):
        return st.builds(hint, **{name: anything(inside) for name, inside in get_type_hints(hint).items()})
    return LEAVES[hint] if hint in LEAVES else st.sampled_from(hint)


def through_json(thing: object) -> object:
    return json.loads(json.dumps(to_plain(thing), allow_nan=False))


@pytest.mark.parametrize("cls", FROZEN)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_anything_comes_back_as_it_was(cls, data):
    thing = data.draw(anything(cls))
    again = from_plain(cls, through_json(thing))
    assert again == thing
    assert json.dumps(to_plain(again)) == json.dumps(to_plain(thing))


def test_how_each_kind_of_value_is_written():
    asked = form(several(bands=SECONDS), pass_mark=None)
    written = to_plain(asked)["sections"][0]["questions"][0]
    assert written["type"] == "multiple"
    assert written["texts"] == {"en": "q"}
    assert written["bands"][2] == {"up_to": None, "points": 0}
    assert to_plain(Reading(View.STAFF, 3, Fraction(-200, 3), 0.5)) == {
        "view": "staff",
        "n": 3,
        "points": "-200/3",
        "low": 0.5,
        "high": None,
        "enough": False,
        "absence": "nothing",
    }
    assert to_plain({View.STAFF: (date(2025, 1, 2), UUID(int=1))}) == {
        "staff": ["2025-01-02", "00000000-0000-0000-0000-000000000001"]
    }


def test_the_order_of_keys_is_kept_because_it_is_the_order_of_printing():
    rules = Thresholds(least_sheets={View.CUSTOMER: 1, View.STAFF: 2})
    assert list(from_plain(Thresholds, through_json(rules)).least_sheets) == [View.CUSTOMER, View.STAFF]


@pytest.mark.parametrize("value", ["yes", "7", 7, ("yes", "no"), ()])
def test_the_three_shapes_of_an_answer_stay_apart(value):
    again = from_plain(AnswerSheet, through_json(AnswerSheet({"q": value}))).values["q"]
    assert (again, type(again)) == (value, type(value))


@pytest.mark.parametrize("thing", [object(), [1], {1, 2}, float("nan"), float("inf"), {1: "a"}, b"bytes"])
def test_what_has_no_plain_form_is_refused(thing):
    with pytest.raises(TypeError):
        to_plain(thing)


READING = to_plain(Reading(View.STAFF, 3, Fraction(200, 3), 0.5, 1.5, absence=Absence.HIDDEN))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"point": 1}, "Reading.point: unknown field"),
        ({"view": "boss"}, "Reading.view: 'boss' is no View"),
        ({"view": None}, "Reading.view: None is no View"),
        ({"n": "3"}, "Reading.n: '3' is no int"),
        ({"n": True}, "Reading.n: True is no int"),
        ({"n": 3.0}, "Reading.n: 3.0 is no int"),
        ({"points": "66.7"}, "Reading.points: '66.7' is no Fraction"),
        ({"points": "1/0"}, "Reading.points: '1/0' is no Fraction"),
        ({"points": 66.7}, "Reading.points: 66.7 is no Fraction"),
        ({"low": "0.5"}, "Reading.low: '0.5' is no float"),
        ({"low": float("nan")}, "Reading.low: nan is no float"),
        ({"enough": 1}, "Reading.enough: 1 is no bool"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_path(changed, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        from_plain(Reading, READING | changed)


def test_a_mistake_far_inside_is_named_by_the_whole_way():
    data = to_plain(form(several()))
    data["sections"][0]["questions"][0]["scale"]["choices"][1]["labels"]["en"] = 5
    path = "Questionnaire.sections[0].questions[0].scale.choices[1].labels['en']"
    with pytest.raises(ValueError, match=re.escape(f"{path}: 5 is no str")):
        from_plain(Questionnaire, data)


def test_a_field_with_a_default_may_be_missing_and_another_may_not():
    """So a report that was issued before a field was added can still be read."""
    assert from_plain(Reading, {"view": "staff", "n": 0}) == Reading(View.STAFF, 0)
    with pytest.raises(ValueError, match=r"^Reading\.n: missing$"):
        from_plain(Reading, {"view": "staff"})


@pytest.mark.parametrize("data", [None, [], "text", 5])
def test_what_is_no_object_is_no_dataclass(data):
    with pytest.raises(ValueError, match=r"^Reading: .* is no dict$"):
        from_plain(Reading, data)

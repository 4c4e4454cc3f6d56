"""What came back: three things an answer can be and a fourth, skips, points and the final check."""

import pytest

from audit_app.core.answers import (
    AnswerSheet,
    AnswerState,
    Lack,
    answered_only,
    is_best,
    is_shown,
    missing_from,
    points_of,
    state_of,
)
from audit_app.core.questionnaire import Need, Operator, ShowIf
from tests.core.making import form, question, recommend, several, sheet, timed, written, yes_no

ANSWERED, OPTED_OUT = AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE
BLANK, HIDDEN = AnswerState.UNANSWERED, AnswerState.HIDDEN


@pytest.mark.parametrize(
    ("asked", "value", "state"),
    [
        (yes_no(), "na", OPTED_OUT),
        (yes_no(), "yes", ANSWERED),
        (yes_no(), "no", ANSWERED),
        (yes_no(), None, BLANK),
        (yes_no(), "", BLANK),
        (yes_no(), "never offered", BLANK),
        (several(), (), BLANK),
        (several(), ("smile",), ANSWERED),
        (several(), ("none",), OPTED_OUT),
        (several(), ("none", "smile"), ANSWERED),
        (several(), ("never offered",), BLANK),
        (timed(), 0, ANSWERED),
        (timed(), "soon", BLANK),
        (recommend(), 0, ANSWERED),
        (recommend(), "0", BLANK),
        (written(), "kind people", ANSWERED),
        (written(), " \n\t", BLANK),
    ],
)
def test_an_answer_is_given_not_applicable_or_blank(asked, value, state):
    given = sheet() if value is None else sheet(q=value)
    assert state_of(asked, form(asked), given) is state


def rule(operator: Operator, value=None, on: str = "first") -> ShowIf:
    return ShowIf(on, operator, value)


@pytest.mark.parametrize(
    ("operator", "value", "answer", "shown"),
    [
        (Operator.IS, "yes", "yes", True),
        (Operator.IS, "yes", "no", False),
        (Operator.IS, "yes", None, False),
        (Operator.IS_NOT, "yes", "no", True),
        (Operator.IS_NOT, "yes", "yes", False),
        (Operator.IS_NOT, "yes", None, True),
        (Operator.IS_NOT, "yes", "", True),
        (Operator.IS, "smile", ("name", "smile"), True),
        (Operator.IS, "smile", ("name",), False),
        (Operator.IS_NOT, "smile", ("name", "smile"), False),
        (Operator.IS_NOT, "smile", (), True),
        (Operator.AT_LEAST, 5, 5, True),
        (Operator.AT_LEAST, 5, 4, False),
        (Operator.AT_LEAST, 5, None, False),
        (Operator.AT_LEAST, 0, 0, True),
        (Operator.AT_MOST, 6, 6, True),
        (Operator.AT_MOST, 6, 7, False),
        (Operator.AT_MOST, 6, "6", False),
        (Operator.ANSWERED, None, 0, True),
        (Operator.ANSWERED, None, "na", True),
        (Operator.ANSWERED, None, "  ", False),
        (Operator.ANSWERED, None, None, False),
    ],
)
def test_a_skip_rule_is_one_comparison_with_an_earlier_answer(operator, value, answer, shown):
    asked = form(yes_no("first"), yes_no("second", show_if=rule(operator, value)))
    given = sheet() if answer is None else sheet(first=answer)
    assert is_shown(asked.by_code["second"].show_if, asked, given) is shown


def chained():
    return form(
        yes_no("bought"),
        yes_no("paid", show_if=rule(Operator.IS, "yes", on="bought")),
        yes_no("receipt", show_if=rule(Operator.IS_NOT, "no", on="paid")),
        yes_no("complained", show_if=rule(Operator.IS, "no", on="receipt")),
    )


def test_a_question_behind_a_hidden_one_is_hidden_whatever_was_once_answered_there():
    given = sheet(bought="no", paid="yes", receipt="no", complained="no")
    states = [state_of(q, chained(), given) for q in chained().questions()]
    assert states == [ANSWERED, HIDDEN, HIDDEN, HIDDEN]


def test_a_chain_of_skips_is_walked_to_its_end():
    given = sheet(bought="yes", paid="yes", receipt="no")
    states = [state_of(q, chained(), given) for q in chained().questions()]
    assert states == [ANSWERED, ANSWERED, ANSWERED, BLANK]


def test_what_a_skip_rule_hid_after_all_is_left_out_with_its_comment_and_photos():
    both = {"bought": "no", "paid": "yes"}
    given = AnswerSheet(both, comments=dict.fromkeys(both, "why"), photos=dict.fromkeys(both, 2))
    assert answered_only(chained(), given) == AnswerSheet({"bought": "no"}, {"bought": "why"}, {"bought": 2})


def test_an_answer_to_a_question_that_is_not_asked_is_left_out():
    assert answered_only(form(yes_no()), sheet(q="yes", other="yes")) == sheet(q="yes")


@pytest.mark.parametrize(
    ("asked", "value", "points", "best"),
    [
        (question(), "excellent", 100, True),
        (question(), "fair", 25, False),
        (question(), "na", 0, False),
        (several(), ("smile", "eyes"), 150, False),
        (several(), ("smile", "smile"), 100, False),
        (several(), ("smile", "name", "eyes"), 250, True),
        (several(), ("smile", "none"), 100, False),
        (timed(), 0, 100, True),
        (timed(), 60, 100, True),
        (timed(), 61, 50, False),
        (timed(), 180, 50, False),
        (timed(), 181, 0, False),
        (timed(bands=timed().bands[:2]), 999, 0, False),
        (recommend(), 3, 0, True),
        (written(), "whatever", 0, True),
    ],
)
def test_points_of_a_value_and_whether_it_is_the_best(asked, value, points, best):
    assert points_of(asked, value) == points
    assert is_best(asked, value) is best


@pytest.mark.parametrize(
    ("need", "value", "lacks"),
    [
        (Need.NEVER, "no", []),
        (Need.OPTIONAL, "no", []),
        (Need.BELOW_BEST, "yes", []),
        (Need.BELOW_BEST, "no", [Lack.COMMENT, Lack.PHOTO]),
        (Need.ALWAYS, "yes", [Lack.COMMENT, Lack.PHOTO]),
        (Need.ALWAYS, "na", []),
        (Need.ALWAYS, None, []),
    ],
)
def test_a_wanted_comment_and_photo_are_missed_beside_an_answer_only(need, value, lacks):
    asked = form(yes_no(comment=need, photo=need))
    given = sheet() if value is None else sheet(q=value)
    assert [missing.lack for missing in missing_from(asked, given)] == lacks


def test_a_blank_comment_and_no_photos_are_still_missing():
    asked = form(yes_no(comment=Need.ALWAYS, photo=Need.ALWAYS))
    blank = AnswerSheet({"q": "yes"}, comments={"q": "  "}, photos={"q": 0})
    whole = AnswerSheet({"q": "yes"}, comments={"q": "all was well"}, photos={"q": 1})
    assert [missing.lack for missing in missing_from(asked, blank)] == [Lack.COMMENT, Lack.PHOTO]
    assert missing_from(asked, whole) == ()


def test_the_final_check_lists_required_answers_in_order_and_never_hidden_ones():
    skipped = yes_no("b", required=True, show_if=rule(Operator.IS, "yes", on="a"))
    asked = form(yes_no("a", required=True), skipped, yes_no("c"), yes_no("d", required=True))
    assert [(m.question.code, m.lack) for m in missing_from(asked, sheet())] == [
        ("a", Lack.ANSWER),
        ("d", Lack.ANSWER),
    ]
    assert [m.question.code for m in missing_from(asked, sheet(a="yes", d="na"))] == ["b"]

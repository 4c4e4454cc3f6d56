"""What has changed, and the one sentence a report starts with."""

from fractions import Fraction

import pytest

from audit_app.core.comparison import Gap, Reading, StandardComparison, Verdict
from audit_app.core.conclusions import change, choose_headline
from audit_app.core.questionnaire import View
from audit_app.core.report import Headline, HeadlineKind
from tests.core.making import read

STAFF, OBSERVED, CUSTOMER = View


@pytest.mark.parametrize(
    ("before", "after", "points", "low", "high", "verdict"),
    [
        (read(OBSERVED, 50, 44, 56), read(OBSERVED, 70, 62, 78), 20, 10, 30, "better"),
        (read(OBSERVED, 70, 62, 78), read(OBSERVED, 50, 44, 56), -20, -30, -10, "worse"),
        (read(OBSERVED, 50, 44, 56), read(OBSERVED, 58, 50, 66), 8, -2, 18, "none"),
    ],
)
def test_a_change_is_after_less_before_with_the_interval_of_the_difference(
    before, after, points, low, high, verdict
):
    """Reaches 6 and 8 make √(36 + 64) = 10."""
    moved = change("greeting", before, after)
    assert (moved.points, moved.low, moved.high, moved.verdict) == (points, low, high, verdict)
    assert (moved.view, moved.standard, moved.before, moved.after) == (OBSERVED, "greeting", before, after)


@pytest.mark.parametrize(
    "unready",
    [Reading(STAFF, 0), read(STAFF, 50, 40, 60, enough=False), Reading(STAFF, 1, Fraction(50), enough=True)],
)
def test_nothing_has_changed_where_one_side_has_not_enough(unready):
    ready = read(STAFF, 50, 40, 60)
    assert change("greeting", unready, ready) is None
    assert change("greeting", ready, unready) is None


def row(
    code: str, verdict: Verdict, points: int, left=STAFF, right=CUSTOMER, **readings
) -> StandardComparison:
    seen = {view: read(view, readings.get(view.value, 50), 0, 100) for view in (left, right)}
    if "observed" in readings:
        seen[OBSERVED] = read(OBSERVED, readings["observed"], 0, 100)
    gap = Gap(left, right, verdict, Fraction(points), 0.0, 0.0)
    return StandardComparison(code, seen, (gap,), gap)


def about(kind: HeadlineKind, code: str, points: int, left=STAFF, right=CUSTOMER) -> Headline:
    return Headline(kind, code, Fraction(points), left, right)


BLIND = row("greeting", Verdict.BLIND_SPOT, 20)
BLINDER = row("advice", Verdict.BLIND_SPOT, 30, staff=80, customer=50)
STRENGTH = row("answers", Verdict.HIDDEN_STRENGTH, -40)
APART = row("courtesy", Verdict.BLIND_SPOT, 50, OBSERVED, CUSTOMER)
BELOW = row("premises", Verdict.HIDDEN_STRENGTH, -60, OBSERVED, CUSTOMER)
UNCLEAR = row("refunds", Verdict.UNCLEAR, 70)
AGREED = row("promises", Verdict.AGREE, 3)
FEW = row("listening", Verdict.TOO_FEW, 90)


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        (
            [FEW, AGREED, UNCLEAR, APART, STRENGTH, BLIND, BLINDER],
            about(HeadlineKind.BLIND_SPOT, "advice", 30),
        ),
        ([FEW, AGREED, UNCLEAR, APART, STRENGTH], about(HeadlineKind.HIDDEN_STRENGTH, "answers", -40)),
        ([UNCLEAR, APART], about(HeadlineKind.OBSERVED_HIGHER, "courtesy", 50, OBSERVED)),
        ([APART, BELOW], about(HeadlineKind.OBSERVED_LOWER, "premises", -60, OBSERVED)),
        ([FEW, AGREED, UNCLEAR], about(HeadlineKind.UNCLEAR, "refunds", 70)),
        ([FEW, AGREED], Headline(HeadlineKind.AGREE, left=STAFF, right=CUSTOMER)),
        ([FEW], Headline(HeadlineKind.TOO_FEW)),
        ([], Headline(HeadlineKind.NOTHING)),
    ],
)
def test_the_headline_is_the_first_of_what_can_be_said(rows, headline):
    assert choose_headline(rows) == headline
    assert choose_headline(rows[::-1]) == headline


@pytest.mark.parametrize(
    ("observed", "kind"),
    [
        (60, HeadlineKind.BLIND_SPOT_CONFIRMED),
        (64, HeadlineKind.BLIND_SPOT_CONFIRMED),
        (65, HeadlineKind.BLIND_SPOT),
        (90, HeadlineKind.BLIND_SPOT),
    ],
)
def test_a_blind_spot_is_confirmed_where_shoppers_saw_what_customers_see(observed, kind):
    """Staff 80, customers 50: the middle is 65."""
    seen = row("advice", Verdict.BLIND_SPOT, 30, staff=80, customer=50, observed=observed)
    assert choose_headline([seen]).kind is kind


def test_a_blind_spot_before_the_shoppers_alone_is_not_confirmed_by_them():
    seen = row("advice", Verdict.BLIND_SPOT, 30, STAFF, OBSERVED, staff=80, observed=50)
    assert choose_headline([seen]) == about(HeadlineKind.BLIND_SPOT, "advice", 30, STAFF, OBSERVED)


def lonely(*readings: Reading) -> StandardComparison:
    return StandardComparison("greeting", {one.view: one for one in readings}, (), None)


@pytest.mark.parametrize(
    ("readings", "headline"),
    [
        ([read(CUSTOMER, 60, 50, 70)], Headline(HeadlineKind.ONE_VIEW, left=CUSTOMER)),
        ([read(CUSTOMER, 60, 50, 70), Reading(STAFF, 0)], Headline(HeadlineKind.ONE_VIEW, left=CUSTOMER)),
        ([read(CUSTOMER, 60, 50, 70, enough=False)], Headline(HeadlineKind.TOO_FEW)),
        ([Reading(STAFF, 0), Reading(CUSTOMER, 0)], Headline(HeadlineKind.NOTHING)),
    ],
)
def test_what_is_said_when_nothing_was_compared(readings, headline):
    assert choose_headline([lonely(*readings)]) == headline


def test_two_views_that_never_meet_on_a_standard_are_too_few():
    assert (
        choose_headline([lonely(read(CUSTOMER, 60, 50, 70)), lonely(read(STAFF, 60, 50, 70))]).kind
        is HeadlineKind.TOO_FEW
    )

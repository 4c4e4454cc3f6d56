"""The big numbers: each view over the standards that all shown views have enough of."""

from fractions import Fraction

from audit_app.core.compare import common_standards, enough_views, overall
from audit_app.core.comparison import Absence, Reading, StandardComparison
from audit_app.core.questionnaire import View
from tests.core.making import read

STAFF, OBSERVED, CUSTOMER = View


def standard(code: str, *readings: Reading) -> StandardComparison:
    return StandardComparison(code, {one.view: one for one in readings}, gaps=(), main=None)


GREETING = standard("greeting", read(STAFF, 90, 80, 100, n=12), read(CUSTOMER, 40, 35, 45, n=70))
ADVICE = standard("advice", read(STAFF, 71, 60, 80, n=8), read(CUSTOMER, 60, 50, 70, n=90))
LONELY = standard("courtesy", read(CUSTOMER, 100, 99, 100), read(STAFF, 1, 0, 2, enough=False))


def test_the_mean_runs_over_common_standards_only_and_its_interval_is_the_widest():
    """(90 + 71) / 2, from (80 + 60) / 2 to (100 + 80) / 2; the smaller n; `courtesy` has no staff."""
    numbers = overall([GREETING, ADVICE, LONELY], [STAFF, CUSTOMER])
    assert numbers[STAFF] == Reading(STAFF, 8, Fraction(161, 2), 70.0, 90.0, enough=True, absence=None)
    assert numbers[CUSTOMER] == Reading(CUSTOMER, 70, Fraction(50), 42.5, 57.5, enough=True, absence=None)


def test_a_view_alone_is_read_over_all_its_standards():
    assert overall([GREETING, ADVICE, LONELY], [CUSTOMER])[CUSTOMER].points == Fraction(200, 3)


def test_without_a_common_standard_there_are_no_big_numbers():
    seen = standard("answers", read(OBSERVED, 50, 40, 60))
    assert common_standards([GREETING, seen], [STAFF, OBSERVED]) == ()
    assert overall([GREETING, seen], [STAFF, OBSERVED]) == {
        STAFF: Reading(STAFF, 0, absence=Absence.NOTHING),
        OBSERVED: Reading(OBSERVED, 0, absence=Absence.NOTHING),
    }


def test_the_views_that_can_be_shown_come_in_one_order():
    seen = standard("answers", read(OBSERVED, 50, 40, 60))
    assert enough_views([LONELY, seen, GREETING]) == (STAFF, OBSERVED, CUSTOMER)
    assert enough_views([LONELY]) == (CUSTOMER,)
    assert enough_views([]) == ()

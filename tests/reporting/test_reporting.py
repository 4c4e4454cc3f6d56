"""Reports are recounted from the sheets, the same on every day, and frozen when issued."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from audit_app.core.plain_data import from_plain, to_plain
from audit_app.core.questionnaire import View
from audit_app.core.report import Report
from audit_app.services import Rooms, counting, demo, reporting
from audit_app.services.editions import questionnaire_in_use
from audit_app.services.refusals import NotHere
from audit_app.services.reporting.periods import period_before
from audit_app.services.reporting.voices import shortened
from audit_app.services.sheets import counted_answers
from audit_app.storage import sheets
from tests.reporting.conftest import FIRST, LAST, NOW, Desk, open_demo


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 3, 1), date(2026, 5, 31), (date(2025, 12, 1), date(2026, 2, 28))),
        (date(2026, 1, 1), date(2026, 1, 31), (date(2025, 12, 1), date(2025, 12, 31))),
        (date(2026, 3, 10), date(2026, 3, 16), (date(2026, 3, 3), date(2026, 3, 9))),
        (date(2026, 3, 1), date(2026, 3, 1), (date(2026, 2, 28), date(2026, 2, 28))),
    ],
)
def test_period_before(first: date, last: date, before: tuple[date, date]) -> None:
    assert period_before(first, last) == before


def test_customer_figures_are_those_of_the_sheets(desk: Desk) -> None:
    """An independent recount of Athens' greeting, from the raw answers."""
    points = {"excellent": 100, "good": 75, "average": 50, "fair": 25, "poor": 0}
    with desk.rooms.store.reading(demo.HOME) as scope:
        kept = sheets.sheets_between(scope, View.CUSTOMER, [desk.places["Athens"]], FIRST, LAST)
    given = [points[str(one.answers.values["greeted"])] for one in kept]
    reading = next(row for row in desk.report("Athens").rows if row.code == "greeting").readings[
        View.CUSTOMER
    ]
    assert reading.n == len(given)
    assert reading.points == Fraction(sum(given), len(given))


def test_annex_counts_every_answer(desk: Desk) -> None:
    with desk.rooms.store.reading(demo.HOME) as scope:
        kept = sheets.sheets_between(scope, View.CUSTOMER, [desk.places["Athens"]], FIRST, LAST)
        questionnaire = questionnaire_in_use(desk.rooms, scope, "counter-survey.v1")
    counted = Counter(pair for one in kept for pair in counted_answers(questionnaire, one.answers))
    customer = desk.report("Athens").customer
    assert customer is not None
    figures = next(one for one in customer.questions if one.code == "advised")
    assert figures.not_applicable == counted["advised", "not_applicable"] > 0
    assert figures.unanswered == counted["advised", ""]
    assert figures.answered == len(kept) - figures.not_applicable - figures.unanswered
    assert figures.top_two == counted["advised", "excellent"] + counted["advised", "good"]


def test_satisfaction_lies_inside_its_interval(desk: Desk) -> None:
    customer = desk.report("Athens").customer
    assert customer is not None
    share = customer.satisfaction
    assert share is not None
    assert share.low is not None
    assert share.high is not None
    assert 0 < share.low < 100 * share.count / share.base < share.high < 100
    assert share.high - share.low < 20


def test_organisation_figure_is_the_mean_of_its_locations(desk: Desk) -> None:
    def greeting(*cities: str) -> Fraction:
        report = desk.report(*cities)
        points = next(row for row in report.rows if row.code == "greeting").readings[View.CUSTOMER].points
        assert points is not None
        return points

    assert greeting("Athens", "London") == (greeting("Athens") + greeting("London")) / 2


def test_tallies_say_what_the_sheets_say(desk: Desk) -> None:
    assert counting.verify(desk.rooms) == {demo.HOME: []}


def test_whole_months_and_loose_days_give_the_same_figures(desk: Desk) -> None:
    """Days from the sheets, months from the tallies: the pieces of a period add up to it."""

    def answers(first: date, last: date) -> int:
        places = [desk.places["London"]]
        report = reporting.comparison(desk.rooms, demo.HOME, places, first, last, "en", NOW)
        return sum(source.sheets for source in report.sources if source.view is View.CUSTOMER)

    middle = date(2026, 9, 17)
    assert answers(FIRST, LAST) == answers(FIRST, middle) + answers(middle + timedelta(days=1), LAST) > 50


def test_big_numbers_rest_on_no_standard_where_nothing_is_enough(desk: Desk) -> None:
    day, places = date(2026, 9, 8), [desk.places["Yerevan"]]
    report = reporting.comparison(desk.rooms, demo.HOME, places, day, day, "en", NOW)
    assert report.common_standards == 0
    assert all(one.reading.points is None for one in report.overall.values())


@pytest.mark.parametrize("text", ["slow " * 1000, "x" * 5000, "ψυχή " * 1000])
def test_nobody_fills_the_report_alone(text: str) -> None:
    quoted = shortened(text)
    assert len(quoted) <= 604
    assert quoted.endswith(" […]")
    assert text.startswith(quoted.removesuffix(" […]"))
    assert shortened("Short and kind.") == "Short and kind."


def test_unknown_place_is_not_here(desk: Desk) -> None:
    with pytest.raises(NotHere):
        reporting.comparison(desk.rooms, demo.HOME, [demo.HOME], FIRST, LAST, "en", NOW)


def test_period_without_anything_says_so(desk: Desk) -> None:
    report = reporting.comparison(desk.rooms, demo.HOME, [], date(2020, 1, 1), date(2020, 3, 31), "en", NOW)
    assert (report.headline.kind, report.rows, report.customer, report.observed) == (
        "nothing",
        (),
        None,
        None,
    )
    assert "0" not in {str(one.reading.points) for one in report.overall.values()}


@pytest.mark.parametrize("language", ["en", "el", "fi", "hy", "tr"])
def test_report_survives_as_plain_data(desk: Desk, language: str) -> None:
    report = desk.report("Athens", language=language)
    assert from_plain(Report, to_plain(report)) == report


def test_an_issued_report_keeps_its_numbers(tmp_path: Path) -> None:
    rooms: Rooms = open_demo(tmp_path)
    desk = Desk(rooms)
    issued = reporting.issue(rooms, demo.HOME, desk.report("Athens"), None, NOW)
    first = reporting.pdf_of(rooms, demo.HOME, issued.id)
    with rooms.store.writing(demo.HOME) as scope:
        kept = sheets.sheets_between(scope, View.CUSTOMER, [desk.places["Athens"]], FIRST, LAST, limit=1)[0]
    assert kept.answers.values["greeted"]
    later = reporting.comparison(
        rooms, demo.HOME, [desk.places["Athens"]], FIRST, date(2026, 10, 1), "en", NOW
    )
    assert to_plain(later) != issued.data
    assert reporting.pdf_of(rooms, demo.HOME, issued.id) == first
    assert reporting.digest_of(issued.data) == issued.digest


def test_demonstration_is_the_same_every_time(tmp_path: Path, desk: Desk) -> None:
    again = Desk(open_demo(tmp_path))
    assert to_plain(again.report()) == to_plain(desk.report())

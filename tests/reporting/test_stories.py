"""The report finds each of the demonstration's stories, and no story that is not there."""

from audit_app.core.comparison import Absence, Verdict
from audit_app.core.questionnaire import View
from audit_app.core.report import ActionKind, HeadlineKind, Report, StandardRow
from tests.reporting.conftest import Desk


def row(report: Report, standard: str) -> StandardRow:
    return next(one for one in report.rows if one.code == standard)


def flagged(report: Report) -> set[str]:
    found = (Verdict.BLIND_SPOT, Verdict.HIDDEN_STRENGTH)
    return {one.code for one in report.rows if one.main and one.main.verdict in found}


def test_athens_is_blind_to_slow_greeting(desk: Desk) -> None:
    report = desk.report("Athens")
    assert report.headline.kind is HeadlineKind.BLIND_SPOT_CONFIRMED
    assert report.headline.standard == "Greeting"
    assert flagged(report) == {"greeting"}
    main = row(report, "greeting").main
    assert main is not None
    assert main.points is not None
    assert main.points > 30


def test_thessaloniki_does_not_know_that_its_advice_is_good(desk: Desk) -> None:
    report = desk.report("Thessaloniki")
    assert report.headline.kind is HeadlineKind.HIDDEN_STRENGTH
    assert report.headline.standard == "Fitting advice"
    assert flagged(report) == {"advice"}


def test_helsinki_improved_after_its_training(desk: Desk) -> None:
    report = desk.report("Helsinki")
    changes = {(change.view, change.verdict) for change in row(report, "knowledge").changes}
    assert (View.CUSTOMER, "better") in changes
    assert {one.code for one in report.rows if one.changes} == {"knowledge"}


def test_yerevan_has_too_few_answers_to_say_anything(desk: Desk) -> None:
    report = desk.report("Yerevan")
    assert report.headline.kind in (HeadlineKind.TOO_FEW, HeadlineKind.ONE_VIEW)
    assert flagged(report) == set()
    assert not row(report, "greeting").readings[View.CUSTOMER].enough


def test_yerevans_small_team_is_not_shown_anywhere(desk: Desk) -> None:
    report = desk.report("Yerevan")
    assert report.staff is not None
    assert (report.staff.teams_shown, report.staff.teams_hidden, report.staff.answers) == (0, 1, 0)
    assert report.staff.questions == ()
    for one in report.rows:
        staff = one.readings[View.STAFF]
        assert (staff.points, staff.n) == (None, 0)
        assert staff.absence in (Absence.HIDDEN, Absence.NOTHING)


def test_no_two_reports_differ_by_the_small_team(desk: Desk) -> None:
    everywhere = desk.report()
    without = desk.report("Athens", "Thessaloniki", "Helsinki", "İzmir", "London")
    for one in everywhere.rows:
        assert one.readings[View.STAFF] == row(without, one.code).readings[View.STAFF]


def test_izmir_fails_a_critical_question(desk: Desk) -> None:
    report = desk.report("İzmir")
    assert report.observed is not None
    assert len(report.observed.failures) >= 2
    assert "exit" in report.observed.failures[0].question
    assert report.actions[0].kind is ActionKind.CRITICAL


def test_london_agrees_with_itself(desk: Desk) -> None:
    report = desk.report("London")
    assert flagged(report) == set()
    assert all(not one.changes for one in report.rows)


def test_the_whole_organisation_names_the_places(desk: Desk) -> None:
    report = desk.report()
    assert (report.headline.place, report.headline.standard) == ("Athens Ermou", "Greeting")
    standouts = {
        place.city: [(one.standard, one.change) for one in place.standouts] for place in report.by_place
    }
    assert standouts == {
        "Athens": [("Greeting", "")],
        "Thessaloniki": [("Fitting advice", "")],
        "Helsinki": [("Knowledge", "customer:better")],
        "Yerevan": [],
        "İzmir": [],
        "London": [],
    }
    kinds = {(one.kind, one.place.partition(" ")[0]) for one in report.actions}
    assert kinds >= {
        (ActionKind.CRITICAL, "İzmir"),
        (ActionKind.BLIND_SPOT, "Athens"),
        (ActionKind.HIDDEN_STRENGTH, "Thessaloniki"),
    }

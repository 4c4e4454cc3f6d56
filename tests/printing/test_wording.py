"""Every case has its whole sentence."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from audit_app.core.comparison import Absence, Gap, Reading, Thresholds, Verdict
from audit_app.core.programme import Channel
from audit_app.core.questionnaire import View
from audit_app.core.report import Action, ActionKind, Change, Headline, HeadlineKind, StandardRow, Standout
from audit_app.core.report_parts import QuestionFigures, Recommendation, Share, Source
from audit_app.core.scoring import Outcome
from audit_app.formatting import quoted
from audit_app.printing import picking, render
from audit_app.printing.wording import answer, comparing, figures, headline, method, trust
from audit_app.translations import speaking
from tests.printing import samples

STAFF, OBSERVED, CUSTOMER = View


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return " ".join(text.split())


PAIRS = [(STAFF, CUSTOMER), (STAFF, OBSERVED), (OBSERVED, CUSTOMER)]


def said(
    kind: HeadlineKind, points: object = Fraction(-22), left: View = STAFF, right: View = CUSTOMER
) -> str:
    found = Headline(kind, "greeting", points, left, right)
    return headline.sentence(replace(samples.rich(), headline=found))


@pytest.mark.parametrize(
    ("kind", "pair", "sentence"),
    [
        ("blind_spot", (STAFF, CUSTOMER), "Customers rate “Greeting” 22 points lower than the team does."),
        ("blind_spot", (STAFF, OBSERVED), "Shoppers rate “Greeting” 22 points lower than the team does."),
        (
            "hidden_strength",
            (STAFF, CUSTOMER),
            "Customers rate “Greeting” 22 points higher than the team does.",
        ),
        (
            "hidden_strength",
            (STAFF, OBSERVED),
            "Shoppers rate “Greeting” 22 points higher than the team does.",
        ),
        (
            "observed_higher",
            (OBSERVED, CUSTOMER),
            "Shoppers rate “Greeting” 22 points higher than customers do.",
        ),
        (
            "observed_lower",
            (OBSERVED, CUSTOMER),
            "Shoppers rate “Greeting” 22 points lower than customers do.",
        ),
        ("agree", (STAFF, CUSTOMER), "The team and its customers agree: no standard differs by 10 points."),
        ("agree", (OBSERVED, CUSTOMER), "Shoppers and customers agree: no standard differs by 10 points."),
        ("agree", (STAFF, OBSERVED), "The team and the shoppers agree: no standard differs by 10 points."),
        ("one_view", (STAFF, None), "Only the team has answered so far, so there is nothing to compare yet."),
        (
            "one_view",
            (OBSERVED, None),
            "Only shoppers have been there so far, so there is nothing to compare yet.",
        ),
        (
            "one_view",
            (CUSTOMER, None),
            "Only customers have answered so far, so there is nothing to compare yet.",
        ),
        ("too_few", (None, None), "There are answers, but too few to compare the views."),
        ("nothing", (None, None), "There are no answers for this period yet."),
    ],
)
def test_the_answer_is_one_sentence_for_every_case(kind, pair, sentence):
    assert said(HeadlineKind(kind), Fraction(-22), *pair) == sentence


@pytest.mark.parametrize("kind", HeadlineKind)
def test_no_kind_of_answer_is_forgotten(kind):
    assert said(kind).endswith(".")


def test_an_answer_of_one_place_begins_with_the_place_and_borrows_no_certainty():
    many = samples.many()
    report = replace(many, headline=replace(many.headline, place="Ermou"))
    assert headline.sentence(report).startswith("Ermou – Customers rate “Greeting”")
    assert "any one of 6 places" in headline.certainty(report)


def test_only_the_largest_difference_is_called_the_largest():
    """A blind spot of +23 leads, although greeting differs by 36."""
    report = samples.rich()
    report = replace(report, headline=replace(report.headline, standard="Availability"))
    assert headline.certainty(report).startswith("8 standards were compared. This difference lies in")


def test_one_point_is_no_points():
    assert said(HeadlineKind.BLIND_SPOT, Fraction(6, 5)).startswith("Customers rate “Greeting” 1 point lower")


def test_the_answer_is_as_certain_as_its_row():
    told = plain(headline.certainty(samples.rich()))
    assert "8 standards compared. It lies in +18 … +49 points, with 95% confidence" in told
    assert headline.certainty(samples.nothing()) == ""


@pytest.mark.parametrize(("verdict", "pair"), list(product(Verdict, PAIRS)))
def test_every_verdict_has_a_word_and_a_reason(verdict, pair):
    gap = Gap(*pair, verdict, Fraction(14), 3.0, 25.0)
    assert comparing.verdict(gap)
    assert comparing.reason(gap, Thresholds()).endswith(".")


def test_shoppers_and_customers_apart_are_nobodys_blind_spot():
    gap = Gap(OBSERVED, CUSTOMER, Verdict.BLIND_SPOT, Fraction(14), 3.0, 25.0)
    assert comparing.verdict(gap) == "Shoppers see it better"


@pytest.mark.parametrize(("pair", "others"), [(pair, set(View) - set(pair)) for pair in PAIRS])
def test_a_gap_is_told_with_both_its_figures_and_the_third(pair, others):
    readings = {
        view: Reading(view, 10 + n, Fraction(50 + n), 1.0, 99.0, True, None) for n, view in enumerate(View)
    }
    row = StandardRow("x", "X", readings, (), Gap(*pair, Verdict.AGREE, Fraction(1)))
    told = comparing.gap_sentence(row)
    assert all(figures.points(readings[view].points) in told for view in pair)
    assert all(figures.points(readings[view].points) in comparing.third_view(row) for view in others)


@pytest.mark.parametrize("verdict", ["better", "worse", "none"])
def test_a_change_says_its_direction_its_size_and_its_interval(verdict):
    now = Reading(CUSTOMER, 40, Fraction(70), 65.0, 75.0, True, None)
    sentence = plain(answer.change(Change(CUSTOMER, "", now, now, Fraction(-7, 2), -8.0, 1.0, verdict)))
    assert "−4 (−8 … +1)" in sentence
    assert sentence.startswith({"better": "Better", "worse": "Worse", "none": "No clear change"}[verdict])


def test_without_a_period_before_there_is_nothing_to_compare():
    assert answer.change(None) == "Nothing to compare with in the period before."


@pytest.mark.parametrize("kind", ActionKind)
def test_every_action_names_its_subject(kind):
    assert "“Greeting”" in answer.action(Action(kind, "Greeting", ""))


@pytest.mark.parametrize("view", View)
def test_more_answers_are_asked_of_whom_they_lack(view):
    sentence = answer.action(Action(ActionKind.MORE_ANSWERS, view.value, ""))
    assert view.value not in sentence.split() or view is not OBSERVED
    assert sentence.endswith(".")


@pytest.mark.parametrize(("view", "absence"), list(product(View, [None, *Absence])))
def test_every_missing_number_has_its_reason(view, absence):
    assert answer.missing(Reading(view, 2, absence=absence), Thresholds()).endswith(".")


def test_the_reason_why_a_team_is_hidden_names_the_least_size_and_no_other_number():
    sentence = answer.missing(Reading(STAFF, 3, absence=Absence.HIDDEN), Thresholds())
    assert sentence == "Not shown: fewer than 5 people of a team answered."


@pytest.mark.parametrize("found", [*(f"{v}:{w}" for v in View for w in ("better", "worse"))])
def test_a_place_stands_out_by_its_change(found):
    assert "(−8)" in comparing.standout(Standout("Greeting", None, Fraction(-8), found))


@pytest.mark.parametrize("verdict", [Verdict.BLIND_SPOT, Verdict.HIDDEN_STRENGTH])
def test_a_place_stands_out_by_its_gap(verdict):
    assert "(+12)" in comparing.standout(Standout("Greeting", verdict, Fraction(12)))


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_has_a_name(channel):
    assert trust.channel(channel.value)
    assert trust.channel("pigeon") == "pigeon"


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_word(outcome):
    assert trust.outcome(outcome.value) != outcome.value


def test_the_score_of_recommendation_is_promoters_less_detractors():
    """50 promoters, 30 passives, 20 detractors: 50 % − 20 % = +30."""
    assert figures.promoter_score(Recommendation(50, 30, 20, 14.69, 45.31)) == "+30"
    assert plain(figures.promoter_interval(Recommendation(50, 30, 20, 14.69, 45.31))) == "+15 … +45"
    assert figures.promoter_score(Recommendation(0, 0, 0, None, None)) == ""


def test_a_share_is_printed_with_its_interval_in_percent():
    assert figures.share(Share(82, 100, 73.3, 88.3)) == "82%"
    assert figures.share_interval(Share(82, 100, 73.3, 88.3)) == "73–88"


@pytest.mark.parametrize(
    ("median", "unit", "words"),
    [
        (Fraction(95), "seconds", "1 min 35 secs"),
        (Fraction(5, 2), "minutes", "2 mins 30 secs"),
        (Fraction(3), "people", "3"),
        (Fraction(7, 2), "count", "3.5"),
    ],
)
def test_a_median_carries_its_unit(median, unit, words):
    question = QuestionFigures("a.v1", "q", "?", "", OBSERVED, (), 4, 0, 0, 0, 0, median=median, unit=unit)
    assert figures.median(question) == words


def test_one_standard_is_never_called_several():
    report = samples.rich()
    single = replace(report, common_standards=1, method=replace(report.method, standards_tested=1))
    assert "the one standard" in headline.certainty(single)
    assert "the one standard" in method.mean_rule(single)
    assert "at once" not in method.gap_rule(single)
    assert "7 standards" in method.mean_rule(report)


def test_the_method_is_told_from_the_values_that_were_used():
    report = samples.rich()
    changed = replace(report.method, thresholds=replace(report.method.thresholds, least_gap=12))
    assert "from 12 points on" in method.gap_rule(replace(report, method=changed))
    assert "8 standards are tested" in method.gap_rule(report)
    assert method.places_rule(report) == ""
    assert "each place counts the same" in method.places_rule(samples.many())


def test_a_worked_example_is_the_headline_s_standard():
    assert picking.worked_row(samples.rich()).name == "Greeting"
    assert picking.worked_row(samples.nothing()) is None


def test_what_one_view_alone_measures_stands_beside_the_map():
    report = samples.rich()
    own = {
        OBSERVED: report.rows[0].readings[OBSERVED],
        STAFF: Reading(STAFF, 0),
        CUSTOMER: Reading(CUSTOMER, 0),
    }
    lone = StandardRow("premises", "Premises", own, (), None)
    mixed = replace(report, rows=(*report.rows, lone))
    assert picking.mapped(mixed) == report.rows
    assert picking.unmapped(mixed) == (lone,)
    assert picking.mapped(replace(report, rows=(lone,))) == (lone,)


def test_a_question_that_was_measured_has_no_bar():
    measured = QuestionFigures("a.v1", "q", "?", "", OBSERVED, (), 4, 0, 0, 300, 400, top_two=3)
    assert picking.rated([measured]) == ()


def test_a_share_of_too_few_customers_concludes_nothing():
    report = samples.rich()
    assert picking.is_enough(report, 10)
    assert not picking.is_enough(report, 9)
    assert not figures.as_reading(Share(4, 5, 38.0, 96.0), picking.is_enough(report, 5)).enough
    assert figures.as_reading(Share(4, 5, 38.0, 96.0), True).points == 80


def test_only_a_survey_is_open_to_all():
    assert trust.asked(Source(CUSTOMER, 5, {}, None, None, ())) == "open to all"
    assert trust.asked(Source(STAFF, 0, {}, None, None, ())) == "none"
    assert trust.asked(Source(OBSERVED, 3, {}, None, None, (), 4)) == "4"


def test_agreed_strengths_are_strong_for_every_view_that_has_enough():
    assert [row.name for row in picking.agreed_strengths(samples.rich())] == ["Courtesy"]


def test_a_view_that_is_wholly_silent_has_no_lane_and_says_why():
    assert picking.lanes(samples.alone()) == (OBSERVED, CUSTOMER)
    assert [one.view for one in picking.silent(samples.alone())] == [STAFF]


def test_a_team_kept_back_is_said_even_where_the_last_standard_never_asked_it():
    hidden = Reading(STAFF, 0, absence=Absence.HIDDEN)
    never = Reading(STAFF, 0, absence=Absence.NOTHING)
    rows = tuple(
        replace(samples.alone().rows[0], code=code, readings={STAFF: reading})
        for code, reading in (("greeting", hidden), ("premises", never))
    )
    assert picking.silent(replace(samples.alone(), rows=rows)) == (hidden,)


def test_a_gap_beside_the_main_one_is_named_too():
    agree = Gap(STAFF, CUSTOMER, Verdict.AGREE, Fraction(0), -5.0, 5.0)
    apart = Gap(OBSERVED, CUSTOMER, Verdict.BLIND_SPOT, Fraction(23), 15.0, 31.0)
    few = Gap(STAFF, OBSERVED, Verdict.TOO_FEW, Fraction(-23))
    row = replace(samples.rich().rows[0], gaps=(agree, apart, few), main=agree)
    assert picking.other_gaps(row) == (apart,)
    html = str(render(replace(samples.rich(), rows=(row,)), "paper"))
    assert "Shoppers see it better" in html


def test_a_question_that_is_a_sentence_ends_once():
    found = Action(ActionKind.CRITICAL, "The exit was free.", "")
    assert answer.action(found) == "“The exit was free” must never fail, and it did."


def test_words_stand_between_the_languages_quotation_marks():
    written = [quoted("ναι", language) for language in ("en", "el", "fi", "hy", "tr")]
    assert written == ["“ναι”", "«ναι»", "”ναι”", "«ναι»", "“ναι”"]


def test_sentences_are_spoken_in_the_language_of_the_reader():
    with speaking("fi"):
        assert figures.percent(Fraction(1, 2)) == "50\N{NO-BREAK SPACE}%"
        assert trust.tongue("el") == "Kreikka"
        assert trust.tongue("fi") == ""

"""A whole tiny study, from answers to the headline, with every figure worked by hand beside it.

Two shops, Athens and İzmir, and two standards, greeting and knowledge. The team of İzmir has four people.
"""

from fractions import Fraction

import pytest

from audit_app.core.answer_tally import recommendation, tally_answers, top_two
from audit_app.core.answers import AnswerSheet
from audit_app.core.compare import common_standards, compare_all, enough_views, overall, standards_tested
from audit_app.core.comparison import Absence, Evidence, Reading, Thresholds, Verdict
from audit_app.core.conclusions import choose_headline
from audit_app.core.questionnaire import CriticalMode, Kind, View
from audit_app.core.report import Headline, HeadlineKind
from audit_app.core.scoring import Outcome, Score, score_sheet
from audit_app.core.statistics import recommend_score, wilson
from audit_app.core.tally import StandardTally
from tests.core.making import critical, form, question, recommend, scale, sheet, yes_no

STAFF, OBSERVED, CUSTOMER = View
SURE = Fraction(95, 100)
RULES = Thresholds(least_gap=10, least_sheets={STAFF: 5, OBSERVED: 3, CUSTOMER: 6}, least_team=5)

AUDIT = form(
    yes_no("greeted", weight=2, critical=critical(CriticalMode.FAIL)),
    question("smiled", scale=scale(fully=100, partly=50, **{"not": 0})),
    yes_no("knew", standard="knowledge"),
    pass_mark=70,
)
SURVEY = form(
    question("greeted"), question("knew", standard="knowledge"), recommend("recommend"), kind=Kind.CUSTOMER
)
TEAM = form(question("greeted"), question("knew", standard="knowledge"), kind=Kind.STAFF)


def survey(greeted: str, knew: str, recommended: int | None) -> AnswerSheet:
    return sheet(greeted=greeted, knew=knew, **({} if recommended is None else {"recommend": recommended}))


AUDITS = {
    "athens": [
        sheet(greeted="yes", smiled="partly", knew="yes"),
        sheet(greeted="no", smiled="not", knew="na"),
    ],
    "izmir": [sheet(greeted="yes", knew="no")],
}
RESPONSES = {
    "athens": [
        survey("average", "na", 10),
        survey("fair", "good", 9),
        survey("fair", "good", 8),
        survey("poor", "", 7),
    ],
    "izmir": [
        survey("good", "excellent", 6),
        survey("average", "good", 3),
        survey("average", "good", None),
        survey("fair", "good", 10),
    ],
}
SELF_ASSESSMENTS = {
    "athens": [sheet(greeted="excellent", knew="good")] * 3 + [sheet(greeted="good", knew="good")] * 2,
    "izmir": [sheet(greeted="poor", knew="poor")] * 4,
}
STUDY = {STAFF: (TEAM, SELF_ASSESSMENTS), OBSERVED: (AUDIT, AUDITS), CUSTOMER: (SURVEY, RESPONSES)}


def evidence(standard: str, view: View) -> Evidence:
    asked, places = STUDY[view]
    return Evidence(
        {
            place: StandardTally.of(score_sheet(asked, answers).standards[standard] for answers in sheets)
            for place, sheets in places.items()
        }
    )


@pytest.fixture(scope="module")
def compared():
    standards = {code: {view: evidence(code, view) for view in View} for code in ("greeting", "knowledge")}
    return compare_all(standards, RULES)


@pytest.fixture(scope="module")
def greeting(compared):
    return compared[0]


@pytest.fixture(scope="module")
def knowledge(compared):
    return compared[1]


def near(low: float, high: float):
    return pytest.approx((low, high), abs=0.005)


def test_three_audits():
    first, second, third = (score_sheet(AUDIT, answers) for place in AUDITS.values() for answers in place)
    # 2·100 + 1·50 + 1·100 of 2·100 + 1·100 + 1·100 = 350 of 400 = 87.5
    assert (first.total, first.judged, first.outcome) == (Score(350, 400), Fraction(175, 2), Outcome.PASS)
    # 0 + 0 of 200 + 100, `knew` not applicable; not greeting is critical; 300 of the form's 400
    assert (second.total, second.outcome, second.coverage) == (
        Score(0, 300),
        Outcome.CRITICAL_FAIL,
        Fraction(3, 4),
    )
    # 2·100 + 0 of 200 + 100, `smiled` left blank: 66.7 is under 70
    assert (third.total, third.judged, third.outcome) == (Score(200, 300), Fraction(200, 3), Outcome.FAIL)


def test_the_team_on_greeting(greeting):
    # Athens: 1, 1, 1, ¾, ¾: mean 0.9; s² = (3·0.01 + 2·0.0225) / 4 = 0.01875.
    # Half width t₄ · √(0.01875 / 5) = 2.7764 · 0.061237 = 0.17002; İzmir's four are not in it.
    reading = greeting.readings[STAFF]
    assert (reading.n, reading.points, reading.enough) == (5, 90, True)
    assert (reading.low, reading.high) == near(72.998, 100)


def test_what_was_observed_of_greeting(greeting):
    # Athens: 250/300 and 0/300: mean 5/12, s² = 2 · (5/12)² = 25/72. İzmir: 200/200 = 1, alone.
    # Mean (5/12 + 1) / 2 = 17/24. İzmir borrows 25/72: variance ¼ · (25/144 + 25/72) = 25/192 on 1 degree:
    # half width 12.706 · 0.36084 = 4.585, so anything from 0 to 100.
    reading = greeting.readings[OBSERVED]
    assert (reading.n, reading.points, reading.enough) == (3, Fraction(425, 6), True)
    assert (reading.low, reading.high) == (0, 100)


def test_the_customers_on_greeting(greeting):
    # Athens: ½, ¼, ¼, 0: mean ¼, s² = (1/16 + 1/16) / 3 = 1/24. İzmir: ¾, ½, ½, ¼: mean ½, s² 1/24.
    # Mean 3/8; variance ¼ · (1/96 + 1/96) = 1/192; two equal parts: 3 + 3 = 6 degrees of freedom.
    # Half width t₆ · √(1/192) = 2.4469 · 0.072169 = 0.17659.
    reading = greeting.readings[CUSTOMER]
    assert (reading.n, reading.points, reading.enough) == (8, Fraction(75, 2), True)
    assert (reading.low, reading.high) == near(19.841, 55.159)


def test_the_team_on_knowledge(knowledge):
    # Five times ¾, all alike: Wilson for 3.75 of 5.
    # (0.75 + 3.8415/10 ± 1.96·√(0.1875/5 + 3.8415/100)) / (1 + 3.8415/5) = (1.13415 ± 0.53999) / 1.76829
    reading = knowledge.readings[STAFF]
    assert (reading.n, reading.points, reading.enough) == (5, 75, True)
    assert (reading.low, reading.high) == near(33.599, 94.677)


def test_what_was_observed_of_knowledge(knowledge):
    # Athens 1 (the other not applicable), İzmir 0: a mean, but no location has two.
    assert knowledge.readings[OBSERVED] == Reading(OBSERVED, 2, Fraction(50), absence=None)


def test_the_customers_on_knowledge(knowledge):
    # Athens ¾, ¾ (one could not say, one left it blank); İzmir 1, ¾, ¾, ¾: mean 13/16, s² 1/64.
    # Mean 25/32; variance ¼ · (0/2 + 1/256) = 1/1024 on 3 degrees: half width 3.1824 / 32 = 0.09945.
    reading = knowledge.readings[CUSTOMER]
    assert (reading.n, reading.points, reading.enough) == (6, Fraction(625, 8), True)
    assert (reading.low, reading.high) == near(68.180, 88.070)


def test_the_gap_on_greeting_is_a_blind_spot(compared, greeting):
    # Two standards are tested: 1 − 0.05/2 = 97.5 %. Staff 0.9 ± 3.4954·0.061237: 0.68595 to 1 (clipped);
    # customers 0.375 ± 2.9687·0.072169: 0.16075 to 0.58925. Gap 0.525,
    # down √(0.21405² + 0.21425²) = 0.30285, up √(0.1² + 0.21425²) = 0.23644.
    assert standards_tested(compared) == 2
    gap = greeting.main
    assert (gap.left, gap.right, gap.points, gap.verdict) == (
        STAFF,
        CUSTOMER,
        Fraction(105, 2),
        Verdict.BLIND_SPOT,
    )
    assert (gap.low, gap.high) == near(22.215, 76.144)


def test_the_other_gaps_on_greeting_are_large_and_too_uncertain(greeting):
    # 70.83 − 37.5: down √(0.70833² + 0.21425²) = 0.74003, up √(0.29167² + 0.21425²) = 0.36190
    # 90 − 70.83: down √(0.21405² + 0.29167²) = 0.36178, up √(0.1² + 0.70833²) = 0.71536
    _, shoppers, staff = greeting.gaps
    assert (shoppers.left, shoppers.points, shoppers.verdict) == (OBSERVED, Fraction(100, 3), Verdict.UNCLEAR)
    assert (shoppers.low, shoppers.high) == near(-40.669, 69.523)
    assert (staff.right, staff.points, staff.verdict) == (OBSERVED, Fraction(115, 6), Verdict.UNCLEAR)
    assert (staff.low, staff.high) == near(-17.012, 90.702)


def test_on_knowledge_they_agree(knowledge):
    # 75 − 78.125 = −3.125. At 97.5 %: staff 0.29353 to 0.95587 (Wilson), customers 0.65073 to 0.91177;
    # down √(0.45647² + 0.13052²) = 0.47476, up √(0.20587² + 0.13052²) = 0.24376
    gap = knowledge.main
    assert (gap.points, gap.verdict) == (Fraction(-25, 8), Verdict.AGREE)
    assert (gap.low, gap.high) == near(-50.601, 21.251)
    assert {one.verdict for one in knowledge.gaps if OBSERVED in (one.left, one.right)} == {Verdict.TOO_FEW}


def test_the_big_numbers_rest_on_greeting_alone(compared, greeting):
    views = enough_views(compared)
    assert views == (STAFF, OBSERVED, CUSTOMER)
    assert [one.standard for one in common_standards(compared, views)] == ["greeting"]
    assert {view: one.points for view, one in overall(compared, views).items()} == {
        view: one.points for view, one in greeting.readings.items()
    }
    # Without what was observed both standards are common: (90 + 75) / 2, (37.5 + 78.125) / 2; n 5 and 6.
    both = overall(compared, [STAFF, CUSTOMER])
    assert [(both[view].points, both[view].n) for view in both] == [
        (Fraction(165, 2), 5),
        (Fraction(925, 16), 6),
    ]


def test_the_headline_is_the_blind_spot_that_the_shoppers_do_not_confirm(compared):
    # |70.83 − 37.5| = 33.3 is more than |70.83 − 90| = 19.2
    assert choose_headline(compared) == Headline(
        HeadlineKind.BLIND_SPOT, "greeting", Fraction(105, 2), STAFF, CUSTOMER
    )


def test_the_small_team_of_izmir_alone_is_hidden(compared):
    izmir = Evidence({"izmir": evidence("greeting", STAFF).tallies["izmir"]})
    alone = compare_all({"greeting": {STAFF: izmir}}, RULES)
    assert alone[0].readings[STAFF] == Reading(STAFF, 0, absence=Absence.HIDDEN)


def test_how_many_customers_were_satisfied():
    sheets = [answers for place in RESPONSES.values() for answers in place]
    # greeted: one good of eight; knew: 1 excellent + 5 good of six, one could not say, one left it blank
    greeted, knew = (tally_answers(SURVEY.by_code[code], SURVEY, sheets) for code in ("greeted", "knew"))
    assert (top_two(SURVEY.by_code["greeted"], greeted), greeted.answered) == (1, 8)
    assert wilson(1, 8, SURE) == near(0.022, 0.471)
    assert (top_two(SURVEY.by_code["knew"], knew), knew.answered) == (6, 6)
    assert (knew.not_applicable, knew.unanswered) == (1, 1)
    assert wilson(6, 6, SURE) == near(0.610, 1)


def test_how_many_would_recommend():
    sheets = [answers for place in RESPONSES.values() for answers in place]
    groups = recommendation(tally_answers(SURVEY.by_code["recommend"], SURVEY, sheets))
    # 10, 9, 10 against 6, 3, of seven who answered: 3/7 − 2/7 = 14.3;
    # error √((5/7 − 1/49) / 7) = √(34/343) = 0.31484, interval 14.29 ± 61.71
    score = recommend_score(groups.promoters, groups.passives, groups.detractors, SURE)
    assert (groups.promoters, groups.passives, groups.detractors) == (3, 2, 2)
    assert score.points == Fraction(100, 7)
    assert score.error == pytest.approx(31.484, abs=0.001)
    assert score.interval == near(-47.422, 75.994)

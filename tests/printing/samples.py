"""Reports to print: made of the shipped questionnaires' own words and of counts one can check by hand.

    rich(language) · alone(language) · many(language) · nothing(language)

Run as a script it writes them as JSON beside the templates, for looking at without a database.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from audit_app.core.compare import common_standards, compare_all, enough_views, overall, standards_tested
from audit_app.core.comparison import Evidence, Reading, StandardComparison, Thresholds
from audit_app.core.conclusions import change, choose_headline
from audit_app.core.plain_data import to_plain
from audit_app.core.questionnaire import View
from audit_app.core.report import (
    Action,
    ActionKind,
    Edition,
    Method,
    Overall,
    PlaceRow,
    Report,
    StandardRow,
    Standout,
)
from audit_app.core.report_parts import (
    ChoiceCount,
    CriticalFailure,
    CustomerPart,
    Finding,
    ObservedPart,
    QuestionFigures,
    Quote,
    Recommendation,
    Share,
    Source,
    StaffPart,
    Voices,
)
from audit_app.core.statistics import adjusted_confidence, wilson
from audit_app.core.tally import StandardTally

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "reports" / "comparison"
POINTS = (100, 75, 50, 25, 0)
THRESHOLDS = Thresholds()
FIRST, LAST, MADE = date(2026, 3, 1), date(2026, 5, 31), datetime(2026, 6, 2, 9, 30, tzinfo=UTC)

# excellent, good, average, fair, poor – per standard, as the views answered in the period
CUSTOMERS = {
    "availability": (18, 40, 34, 20, 9),
    "greeting": (14, 33, 38, 24, 12),
    "friendliness": (52, 46, 16, 5, 2),
    "answers": (40, 50, 22, 7, 2),
    "knowledge": (58, 44, 13, 4, 1),
    "advice": (30, 44, 30, 12, 4),
    "courtesy": (60, 45, 12, 3, 1),
    "overall": (34, 52, 24, 8, 3),
}
TEAM = {
    "availability": (3, 5, 1, 0, 0),
    "greeting": (5, 4, 0, 0, 0),
    "friendliness": (4, 4, 1, 0, 0),
    "answers": (2, 5, 2, 0, 0),
    "knowledge": (0, 3, 5, 1, 0),
    "advice": (2, 5, 2, 0, 0),
    "courtesy": (4, 5, 0, 0, 0),
    "overall": (2, 6, 1, 0, 0),
}
VISITS = {
    "availability": (1, 2, 2, 1, 0),
    "greeting": (0, 2, 2, 1, 1),
    "friendliness": (3, 2, 1, 0, 0),
    "answers": (2, 3, 1, 0, 0),
    "knowledge": (3, 2, 1, 0, 0),
    "advice": (1, 1, 0, 0, 0),
    "courtesy": (4, 2, 0, 0, 0),
    "overall": (1, 4, 1, 0, 0),
}
BEFORE = {"greeting": (6, 20, 40, 36, 18), "overall": (20, 40, 38, 16, 6)}
RECOMMEND = (1, 0, 2, 2, 3, 6, 9, 14, 27, 30, 26)
QUOTES = (
    (
        "el",
        "Η κοπέλα στο ταμείο με βοήθησε με χαμόγελο, αλλά περίμενα δέκα λεπτά για να με προσέξει κάποιος.",
    ),
    ("hy", "Շատ լավ խորհուրդ տվեցին, շնորհակալություն։ Միայն թե մուտքի մոտ ոչ ոք չբարևեց։"),
    ("fi", "Neuvonta oli erinomaista – sain juuri oikean tuotteen. Ääkkösetkin osattiin!"),
    (
        "tr",
        "Çalışanlar işini çok iyi biliyor; yalnızca kasada biraz daha hızlı olabilirler. Öğlen şube dolu.",
    ),
    ("en", "Best advice I have had in years. Would have left if I had waited any longer, though."),
)
SMALL_TEAM = dict.fromkeys(TEAM, (1, 2, 0, 0, 0))


@cache
def yaml_of(path: str) -> Any:
    return YAML(typ="safe").load((ROOT / "checklists" / path).read_text(encoding="utf-8"))


def names(language: str) -> dict[str, str]:
    return {s["code"]: s["names"][language] for s in yaml_of("standards.yaml")["standards"]}


def advice(language: str) -> dict[str, str]:
    return {s["code"]: s["advice"][language] for s in yaml_of("standards.yaml")["standards"]}


def labels(language: str) -> list[str]:
    scale = next(s for s in yaml_of("scales.yaml")["scales"] if s["code"] == "quality")
    return [choice["labels"][language] for choice in scale["choices"]]


def questions_in(path: str) -> list[Any]:
    return [question for section in yaml_of(path)["sections"] for question in section["questions"]]


def tally(counts: Sequence[int]) -> StandardTally:
    return StandardTally({(points, 100): n for points, n in zip(POINTS, counts, strict=True) if n})


def compared(
    views: Mapping[View, Mapping[str, Sequence[int]]], *, team_hidden: bool = False
) -> tuple[StandardComparison, ...]:
    evidence = {
        code: {
            view: Evidence(
                {"place": tally(counts[code])} if code in counts else {}, team_hidden and view is View.STAFF
            )
            for view, counts in views.items()
        }
        for code in CUSTOMERS
    }
    return compare_all(evidence, THRESHOLDS)


def figures(
    view: View, path: str, counts: Mapping[str, Sequence[int]], language: str
) -> tuple[QuestionFigures, ...]:
    made = []
    for question in questions_in(path):
        text = question["texts"][language]
        answers = counts.get(question.get("standard", ""))
        if question["type"] == "choice" and question.get("scale") == "quality" and answers:
            made.append(rating(view, path, question, text, answers, language))
        elif question["type"] == "recommend":
            made.append(recommend(path, question, text))
        elif question["type"] in ("text", "praise"):
            made.append(unscored(view, path, question, text, answered=21, blank=100))
    return tuple(made)


def key_of(path: str) -> str:
    return Path(path).stem


def rating(
    view: View, path: str, question: Any, text: str, counts: Sequence[int], language: str
) -> QuestionFigures:
    n = sum(counts)
    return QuestionFigures(
        questionnaire=key_of(path),
        code=question["code"],
        text=text,
        standard=names(language)[question["standard"]],
        view=view,
        choices=tuple(map(ChoiceCount, labels(language), POINTS, counts)),
        answered=n,
        not_applicable=2,
        unanswered=max(0, 123 - n) if view is View.CUSTOMER else 0,
        earned=sum(points * count for points, count in zip(POINTS, counts, strict=True)),
        possible=100 * n,
        top_two=counts[0] + counts[1],
    )


def recommend(path: str, question: Any, text: str) -> QuestionFigures:
    choices = tuple(ChoiceCount(str(value), None, n) for value, n in enumerate(RECOMMEND))
    base = unscored(View.CUSTOMER, path, question, text, answered=sum(RECOMMEND), blank=3)
    return replace(base, choices=choices, median=Fraction(8))


def unscored(
    view: View, path: str, question: Any, text: str, *, answered: int, blank: int
) -> QuestionFigures:
    return QuestionFigures(key_of(path), question["code"], text, "", view, (), answered, 0, blank, 0, 0)


def yes_no(language: str) -> list[str]:
    scale = next(s for s in yaml_of("scales.yaml")["scales"] if s["code"] == "yes_no")
    return [choice["labels"][language] for choice in scale["choices"]][:2]


def visit_questions(language: str, audits: int) -> tuple[QuestionFigures, ...]:
    path, made = "audits/counter-visit.v1.yaml", []
    for number, question in enumerate(questions_in(path)):
        text = question["texts"][language]
        standard = names(language).get(question.get("standard", ""), "")
        if question["type"] == "duration":
            base = unscored(View.OBSERVED, path, question, text, answered=audits, blank=0)
            made.append(replace(base, median=Fraction(95), unit="seconds", standard=standard))
        elif question.get("scale", "").startswith("yes_no"):
            no = number % 3 if number % 4 else 0
            weight = question.get("weight", 1)
            made.append(
                QuestionFigures(
                    key_of(path),
                    question["code"],
                    text,
                    standard,
                    View.OBSERVED,
                    tuple(map(ChoiceCount, yes_no(language), (100, 0), (audits - no, no))),
                    audits,
                    0,
                    0,
                    100 * weight * (audits - no),
                    100 * weight * audits,
                    top_two=audits - no,
                    critical_failures=no if question.get("critical") else 0,
                )
            )
    return tuple(made)


def findings(language: str, audits: int) -> tuple[Finding, ...]:
    found = []
    for question in questions_in("audits/counter-visit.v1.yaml"):
        for texts in question.get("findings", {}).values():
            found.append(
                Finding(texts[language], 2 + len(found) % 2, audits, names(language)[question["standard"]])
            )
    return tuple(found[:6])


def customer_part(language: str) -> CustomerPart:
    path = "customers/counter-survey.v1.yaml"
    questions = figures(View.CUSTOMER, path, CUSTOMERS, language)
    overall_rating = CUSTOMERS["overall"]
    count, base = sum(overall_rating[:2]), sum(overall_rating)
    low, high = wilson(count, base, Fraction(95, 100))
    text = next(one.text for one in questions if one.standard == names(language)["overall"])
    groups = sum(RECOMMEND[9:]), sum(RECOMMEND[7:9]), sum(RECOMMEND[:7])
    return CustomerPart(
        Share(count, base, 100 * low, 100 * high), text, Recommendation(*groups, -1.2, 26.4), questions
    )


def failures(language: str) -> tuple[CriticalFailure, ...]:
    question = questions_in("audits/counter-visit.v1.yaml")[0]
    finding = question["findings"]["no"][language]
    no = yes_no(language)[1]
    comment = "I stood at the door for two minutes. Two colleagues were talking and looked up once."
    return (
        CriticalFailure(date(2026, 3, 14), "Ermou", question["texts"][language], no, comment, finding),
        CriticalFailure(date(2026, 4, 9), "Ermou", question["texts"][language], no, "", finding),
    )


def rows_of(
    now: Sequence[StandardComparison], before: Mapping[str, Sequence[int]], language: str
) -> tuple[StandardRow, ...]:
    past = {one.standard: one.readings[View.CUSTOMER] for one in compared({View.CUSTOMER: before})}
    rows = []
    for one in now:
        found = change(one.standard, past[one.standard], one.readings[View.CUSTOMER])
        changes = (found,) if found and found.verdict != "none" else ()
        rows.append(
            StandardRow(
                one.standard, names(language)[one.standard], one.readings, one.gaps, one.main, changes
            )
        )
    return tuple(sorted(rows, key=lambda row: -float(row.main.points or 0) if row.main else 999))


def big_numbers(now: Sequence[StandardComparison]) -> dict[View, Overall]:
    shown = overall(now, enough_views(now))
    absent = {
        view: next((c.readings[view] for c in now if view in c.readings), Reading(view, 0)) for view in View
    }
    made = {view: shown.get(view) or replace(absent[view], points=None, low=None, high=None) for view in View}
    past = Reading(View.CUSTOMER, 118, Fraction(61), 58.0, 64.0, True, None)
    return {
        view: Overall(one, change("", past, one) if view is View.CUSTOMER and one.enough else None)
        for view, one in made.items()
    }


def quotes(places: Sequence[str]) -> tuple[Quote, ...]:
    return tuple(
        Quote(text, code, places[number % len(places)], date(2026, 3 + number % 3, 4 + 5 * number))
        for number, (code, text) in enumerate(QUOTES)
    )


def rich(language: str = "en") -> Report:
    """One place, all three views, everything there is to print."""
    now = compared({View.STAFF: TEAM, View.OBSERVED: VISITS, View.CUSTOMER: CUSTOMERS})
    headline, rows = (
        choose_headline(now),
        rows_of(now, BEFORE | {k: v for k, v in CUSTOMERS.items() if k not in BEFORE}, language),
    )
    tips = advice(language)
    called = names(language)
    return Report(
        edition=1,
        language=language,
        organisation="Καφεκοπτείο Αθηνά & Söner Oy",
        places=("Ermou",),
        first_day=FIRST,
        last_day=LAST,
        made_at=MADE,
        headline=replace(headline, standard=called.get(headline.standard, "")),
        overall=big_numbers(now),
        common_standards=len(common_standards(now, enough_views(now))),
        actions=(
            Action(ActionKind.CRITICAL, failures(language)[0].question, tips["greeting"], "Ermou"),
            Action(ActionKind.BLIND_SPOT, called["greeting"], tips["greeting"]),
            Action(ActionKind.BLIND_SPOT, called["availability"], tips["availability"]),
            Action(ActionKind.HIDDEN_STRENGTH, called["knowledge"], ""),
        ),
        sources=(
            Source(
                View.STAFF,
                9,
                {"team": 9},
                date(2026, 4, 6),
                date(2026, 4, 17),
                (title("teams/counter-team.v1.yaml", language),),
                12,
                1,
                0,
                1,
            ),
            Source(
                View.OBSERVED,
                6,
                {"visit": 6},
                date(2026, 3, 14),
                date(2026, 5, 20),
                (title("audits/counter-visit.v1.yaml", language),),
                7,
                3,
                1,
                0,
            ),
            Source(
                View.CUSTOMER,
                123,
                {"counter": 48, "import": 12, "link": 63},
                FIRST,
                LAST,
                (title("customers/counter-survey.v1.yaml", language),),
                None,
                16,
                4,
                0,
            ),
        ),
        rows=rows,
        customer=customer_part(language),
        observed=ObservedPart(
            6,
            {"pass": 3, "fail": 1, "critical_fail": 2},
            Fraction(1, 6),
            failures(language),
            findings(language, 6),
            visit_questions(language, 6),
        ),
        staff=StaffPart(9, 1, 1, figures(View.STAFF, "teams/counter-team.v1.yaml", TEAM, language)),
        voices=(
            Voices(asked_openly(language)[0], 41, quotes(["Ermou"])),
            Voices(
                asked_openly(language)[1],
                2,
                quotes(["Ermou"])[:2],
            ),
        ),
        praise=(
            Quote(
                "Eleni – she explained everything twice and laughed with my daughter.",
                "en",
                "Ermou",
                date(2026, 5, 2),
            ),
            Quote(
                "Ο Γιώργος, γιατί βρήκε τη λύση όταν κανείς άλλος δεν μπορούσε.",
                "el",
                "Ermou",
                date(2026, 5, 11),
            ),
        ),
        by_place=(),
        method=method(now, language),
    )


def asked_openly(language: str) -> list[str]:
    questions = questions_in("customers/counter-survey.v1.yaml")
    return [question["texts"][language] for question in questions if question["type"] == "text"]


def title(path: str, language: str) -> str:
    return str(yaml_of(path)["titles"][language])


def method(now: Sequence[StandardComparison], language: str) -> Method:
    tested = standards_tested(now)
    papers = (
        ("teams/counter-team.v1.yaml", View.STAFF, 9),
        ("audits/counter-visit.v1.yaml", View.OBSERVED, 6),
        ("customers/counter-survey.v1.yaml", View.CUSTOMER, 123),
    )
    editions = tuple(Edition(key_of(path), title(path, language), view, n) for path, view, n in papers)
    return Method(THRESHOLDS, tested, float(adjusted_confidence(THRESHOLDS.confidence, tested)), 1, editions)


def alone(language: str = "en") -> Report:
    """One place whose team is too small to be shown; few visits, so customers stand beside shoppers."""
    full = rich(language)
    visits = {code: counts for code, counts in VISITS.items() if code != "advice"}
    now = compared({View.STAFF: SMALL_TEAM, View.OBSERVED: visits, View.CUSTOMER: CUSTOMERS})
    headline = choose_headline(now)
    team = replace(
        full.sources[0], sheets=0, channels={}, first_day=None, last_day=None, asked=4, not_applicable=0
    )
    return replace(
        full,
        headline=replace(headline, standard=names(language).get(headline.standard, "")),
        overall=big_numbers(now),
        common_standards=len(common_standards(now, enough_views(now))),
        actions=(Action(ActionKind.MORE_ANSWERS, "staff", ""),),
        sources=(team, *full.sources[1:]),
        rows=rows_of(now, CUSTOMERS, language),
        observed=replace(full.observed, failures=(), outcomes={"pass": 6}) if full.observed else None,
        staff=StaffPart(0, 0, 1, ()),
        voices=(),
        praise=(),
        method=method(now, language),
    )


LONG_NAMES = (
    ("Ερμού – κατάστημα κέντρου", "Αθήνα"),
    ("Τσιμισκή & Αριστοτέλους", "Θεσσαλονίκη"),
    ("Aleksanterinkadun palvelumyymälä", "Helsinki"),
    ("Հյուսիսային պողոտայի սպասարկման սրահ", "Երևան"),
    ("Kıbrıs Şehitleri Caddesi Şubesi", "İzmir"),
    ("Telephone line for orders and complaints", "London"),
)


def many(language: str = "en") -> Report:
    """Six places with long names, each on its own and all together."""
    full, called = rich(language), names(language)
    standouts = (
        (
            Standout(
                called["greeting"], full.rows[0].main.verdict if full.rows[0].main else None, Fraction(31)
            ),
        ),
        (
            Standout(called["knowledge"], None, Fraction(9), "customer:better"),
            Standout(called["answers"], None, Fraction(-8), "observed:worse"),
        ),
        (),
    )
    rows = tuple(
        PlaceRow(name, city, place_readings(number), standouts[number % 3])
        for number, (name, city) in enumerate(LONG_NAMES)
    )
    places = tuple(name for name, _city in LONG_NAMES)
    quoted = tuple(replace(quote, place=places[number]) for number, quote in enumerate(full.voices[0].quotes))
    return replace(full, places=places, by_place=rows, voices=(replace(full.voices[0], quotes=quoted),))


def place_readings(number: int) -> dict[View, Reading]:
    now = compared({View.STAFF: TEAM, View.OBSERVED: VISITS, View.CUSTOMER: CUSTOMERS})
    readings = overall(now, enough_views(now))
    if number == 1:
        return {**readings, View.STAFF: Reading(View.STAFF, 0), View.OBSERVED: Reading(View.OBSERVED, 0)}
    if number == 4:
        few = replace(readings[View.CUSTOMER], n=4, enough=False, low=31.0, high=88.0)
        return {
            View.STAFF: Reading(View.STAFF, 0),
            View.OBSERVED: Reading(View.OBSERVED, 1, Fraction(50), absence=None),
            View.CUSTOMER: few,
        }
    return readings


def nothing(language: str = "en") -> Report:
    """A report about which nobody has said anything yet."""
    full = rich(language)
    now = compared({View.STAFF: {}, View.OBSERVED: {}, View.CUSTOMER: {}})
    return replace(
        full,
        headline=choose_headline(now),
        overall={view: Overall(Reading(view, 0), None) for view in View},
        common_standards=0,
        actions=(),
        sources=tuple(Source(view, 0, {}, None, None, ()) for view in View),
        rows=(),
        customer=None,
        observed=None,
        staff=None,
        voices=(),
        praise=(),
        by_place=(),
        method=replace(full.method, editions=(), standards_tested=0),
    )


SAMPLES = {"rich": rich, "alone": alone, "many": many, "nothing": nothing}


def write() -> None:
    for name, make in SAMPLES.items():
        text = json.dumps(to_plain(make()), ensure_ascii=False, indent=1)
        (FOLDER / f"sample_{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()

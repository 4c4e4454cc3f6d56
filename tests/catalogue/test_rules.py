"""Every mistake that lies between values: told with its path and what to write instead."""

import pytest

from tests.catalogue.making import only, put, spoil, survey, told

VISIT, SCALES, COMPARISON, STANDARDS = (
    "audits/visit.v1.yaml",
    "scales.yaml",
    "comparison.yaml",
    "standards.yaml",
)
Q = "sections.0.questions"
R = "sections.1.questions"
BANDS = "bands: [{up_to: 60, points: 100}, {up_to: 180, points: 50}, {points: 0}]"
RULE = 'show_if: {question: greeted, is: "yes"}'
CRITICAL = "critical: {mode: cap, fails_at: 0, cap: 50}"
REMARKS = "code: remarks\n        type: text"
SEEN = "scale: happened"
POINTLESS = (
    "no answer earns points here, so there is no better or worse; "
    "remove it, or give the question a scale or bands with points"
)

CASES = [
    # standards and scales
    ("scale: yes_no", "scale: yesno", f'{Q}.0.scale: there is no scale "yesno"; write "yes_no"'),
    (
        SEEN,
        "",
        f'{R}.0: the key "scale" is missing; write one of: "quality", "yes_no", "happened"',
    ),
    (
        REMARKS,
        f"{REMARKS}\n        scale: happened",
        f"{R}.2.scale: only a choice or multiple question has a scale; remove it, or change the type",
    ),
    (
        "standard: premises",
        "standard: premise",
        f'{R}.1.standard: there is no standard "premise"; write "premises"',
    ),
    (
        "standard: premises",
        "",
        f"{R}.1: an answer earns points here, so it needs a standard; write standard: …",
    ),
    # measured numbers
    (
        REMARKS,
        f"{REMARKS}\n        minimum: 1",
        f'{R}.2.minimum: only a number or duration question has "minimum"; remove it, or change the type',
    ),
    (
        "minimum: 0",
        "minimum: 3601",
        f"{Q}.1.minimum: the minimum is above the maximum; write 3600 or less",
    ),
    (
        BANDS,
        "bands: [{up_to: 60, points: 100}, {up_to: 60, points: 50}, {points: 0}]",
        f"{Q}.1.bands.1.up_to: bands stand in rising order; write more than 60",
    ),
    (
        BANDS,
        "bands: [{up_to: 60, points: 100}, {up_to: 180, points: 50}]",
        f"{Q}.1.bands.1.up_to: the last band is for everything above the others; "
        "add a last band without up_to",
    ),
    (
        BANDS,
        "bands: [{up_to: 60, points: 100}, {points: 50}, {points: 0}]",
        f"{Q}.1.bands.1: only the last band has no up_to; write up_to: …",
    ),
    (
        BANDS,
        "bands: [{up_to: 60, points: 200}, {points: 0}]",
        f"{Q}.1.bands.0.points: this number is too large; write 100 or less",
    ),
    # critical
    (CRITICAL, "critical: {mode: cap}", f'{Q}.0.critical: the mode "cap" needs a cap; write cap: …'),
    (
        CRITICAL,
        "critical: {mode: fail, cap: 50}",
        f'{Q}.0.critical.cap: only the mode "cap" has a cap; remove it, or change the mode',
    ),
    (
        CRITICAL,
        "critical: {mode: fail, fails_at: 100}",
        f"{Q}.0.critical.fails_at: every answer would fail; write 99 or less",
    ),
    # what looks at points where there are none
    (SEEN, f"{SEEN}\n        critical: {{mode: fail}}", f"{R}.0.critical: {POINTLESS}"),
    (SEEN, f"{SEEN}\n        comment: below_best", f"{R}.0.comment: {POINTLESS}"),
    (REMARKS, f"{REMARKS}\n        bonus: true", f"{R}.2.bonus: {POINTLESS}"),
    # findings
    (
        'findings: {"no": TEXTS}',
        "findings: {on_time: TEXTS}",
        f'{Q}.0.findings.on_time: "on_time" is not on the scale "yes_no"; write one of: "yes", "no"',
    ),
    (
        REMARKS,
        f'{REMARKS}\n        findings: {{"no": TEXTS}}',
        f"{R}.2.findings: only a choice or multiple question has findings; remove them, or change the type",
    ),
    # show_if
    (
        RULE,
        'show_if: {question: greted, is: "yes"}',
        f'{Q}.1.show_if.question: there is no question "greted"; write "greeted"',
    ),
    (
        RULE,
        "show_if: {question: seen, is: this}",
        f'{Q}.1.show_if.question: the question "seen" is asked later; move it before this one',
    ),
    (
        RULE,
        "show_if: {question: wait, answered: true}",
        f'{Q}.1.show_if.question: a question cannot depend on itself; write one of: "greeted"',
    ),
    (
        RULE,
        "show_if: {question: greeted}",
        f"{Q}.1.show_if: exactly one comparison is wanted here; "
        'write one of: "is", "is_not", "at_least", "at_most", "answered"',
    ),
    (
        RULE,
        'show_if: {question: greeted, is: "yes", answered: true}',
        f"{Q}.1.show_if: exactly one comparison is wanted here; "
        'write one of: "is", "is_not", "at_least", "at_most", "answered"',
    ),
    (
        RULE,
        "show_if: {question: greeted, is: ye}",
        f'{Q}.1.show_if.is: "ye" is not on the scale "yes_no"; write "yes"',
    ),
    (
        RULE,
        "show_if: {question: greeted, is_not: 100}",
        f'{Q}.1.show_if.is_not: "100" is not on the scale "yes_no"; write one of: "yes", "no"',
    ),
    (
        RULE,
        "show_if: {question: greeted, is: yes}",
        f'{Q}.1.show_if.is: yes without quotes is not a text; write "yes"',
    ),
    (
        RULE,
        "show_if: {question: greeted, is: }",
        f"{Q}.1.show_if.is: the answer to compare with is missing; write a choice's code or a number",
    ),
    (
        RULE,
        "show_if: {question: greeted, at_least: 1}",
        f"{Q}.1.show_if.at_least: the answer there is a choice, not a number; "
        'write "is" or "is_not" with a choice',
    ),
    (
        RULE,
        "show_if: {question: greeted, answered: false}",
        f"{Q}.1.show_if.answered: this can only be true; write answered: true",
    ),
    (
        "show_if: {question: wait, at_least: 5}",
        "show_if: {question: wait, is: five}",
        f"{R}.1.show_if.is: the answer there is a number; write a whole number",
    ),
    (
        f"{REMARKS}\n        texts: TEXTS\n",
        f"{REMARKS}\n        texts: TEXTS\n"
        "      - {code: more, type: text, texts: TEXTS, show_if: {question: remarks, is: ok}}\n",
        f"{R}.3.show_if.is: the answer there is free text; write answered: true",
    ),
    # codes that stand twice
    ("code: seen", "code: greeted", f'{R}.0.code: the code "greeted" is used twice; choose another code'),
    (
        "code: leaving",
        "code: arrival",
        'sections.1.code: the code "arrival" is used twice; choose another code',
    ),
]

LISTS = [
    (
        SCALES,
        "code: happened",
        "code: yes_no",
        'scales.2.code: the code "yes_no" is used twice; choose another code',
    ),
    (
        SCALES,
        "code: fair",
        "code: good",
        'scales.0.choices.1.code: the code "good" is used twice; choose another code',
    ),
    (
        SCALES,
        "{code: fair, points: 50",
        "{code: fair, points: 101",
        "scales.0.choices.1.points: this number is too large; write 100 or less",
    ),
    (
        SCALES,
        "{code: poor, points: 0",
        "{code: poor, points: 60",
        "scales.0.choices.2.points: choices stand best first; move it up, or write 50 or less",
    ),
    (
        STANDARDS,
        "code: premises",
        "code: greeting",
        'standards.1.code: the code "greeting" is used twice; choose another code',
    ),
    (COMPARISON, "least_team: 7", "least_team: 4", "least_team: this number is too small; write 5 or more"),
    (
        COMPARISON,
        'confidence: "0.99"',
        "confidence: 0.99",
        'confidence: "0.99" is not offered here; write "0.99"',
    ),
    (
        COMPARISON,
        "{code: strong, at_least: 80",
        "{code: strong, at_least: 0",
        "bands.1.at_least: bands stand best first; write less than 0",
    ),
    (COMPARISON, "at_least: 0", "at_least: 10", "bands.1.at_least: the last band begins at 0; write 0"),
]


@pytest.mark.parametrize(("old", "new", "words"), CASES)
def test_a_rule_of_questionnaires(folder, old, new, words):
    spoil(folder, VISIT, old, new)
    assert str(only(folder)).split(": ", 1)[1] == words


@pytest.mark.parametrize(("name", "old", "new", "words"), LISTS)
def test_a_rule_of_the_lists(folder, name, old, new, words):
    spoil(folder, name, old, new)
    assert words in [each.split(": ", 1)[1] for each in told(folder)]


def test_least_sheets_are_told_key_by_key(folder):
    spoil(folder, COMPARISON, "staff: 6, observed: 4", "staff: 0, observer: 4")
    assert [each.split(": ", 1)[1] for each in told(folder)] == [
        "least_sheets.staff: this number is too small; write 1 or more",
        'least_sheets.observed: the key "observed" is missing; write observed: …',
        'least_sheets.observer: there is no key "observer" here; write "observed"',
    ]


def test_a_scale_on_which_nothing_can_be_answered(folder):
    spoil(folder, SCALES, "{code: this, points: 0, labels: TEXTS}", "{code: this, labels: TEXTS}")
    text = (folder / SCALES).read_text().replace("{code: that, points: 0,", "{code: that,")
    (folder / SCALES).write_text(text)
    message = 'a choice without points means "not applicable": nothing else could be answered here'
    assert told(folder) == [f"checklists/{SCALES}:13: scales.2.choices: {message}; write points: …"]


@pytest.mark.parametrize(("kind", "place"), [("customer", "customers"), ("staff", "teams")])
def test_only_audits_have_briefs_and_ask_for_photos(folder, kind, place):
    text = survey("till", 1, kind, "briefs: TEXTS\n").replace("type: text", "type: text, photo: always")
    put(folder, f"{place}/till.v1.yaml", text)
    assert [each.split(": ", 1)[1] for each in told(folder)] == [
        'briefs: only an audit has a brief; remove it, or write "intros"',
        "sections.0.questions.0.photo: only an audit asks for photos; remove it",
    ]


@pytest.mark.parametrize(("kind", "place"), [("customer", "customers"), ("staff", "teams")])
def test_whoever_answers_freely_is_thanked(folder, kind, place):
    put(folder, f"{place}/till.v1.yaml", survey("till", 1, kind, "thanks: TEXTS\n"))
    assert told(folder) == []


@pytest.mark.parametrize(("key", "path"), [("sections", "sections"), ("questions", "sections.0.questions")])
def test_a_questionnaire_without_questions(folder, key, path):
    text = survey("till", 1)
    begin, _sep, _rest = text.partition(f"{key}: [")
    put(folder, "customers/till.v1.yaml", begin + f"{key}: []" + ("}]\n" if key == "questions" else "\n"))
    assert str(only(folder)).split(": ", 1)[1] == f"{path}: this list is too short; write 1 or more entries"


def test_a_question_of_weight_0_needs_no_standard(folder):
    spoil(folder, VISIT, "standard: premises", "weight: 0")
    assert told(folder) == []


def test_a_critical_gate_may_weigh_nothing(folder):
    spoil(folder, VISIT, "weight: 2", "weight: 0")
    assert told(folder) == []

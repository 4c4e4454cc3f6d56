"""Mapping files: what a sound one says, and every mistake with its line and what to write instead."""

import re
from dataclasses import replace
from typing import get_type_hints

import pytest

from audit_app.catalogue import load_catalogue
from audit_app.catalogue.mapping import MappingRefused, Source, Surroundings, read_mapping
from audit_app.catalogue.mapping_shapes import AnswerShape, MappingShape
from audit_app.catalogue.tables import Layout
from audit_app.settings import ROOT

FOLDER = ROOT / "checklists"

SOUND = """\
questionnaire: counter-survey.v1
source: panel
encoding: windows-1253
sheet: Answers
header_row: 2
skip_rows: 1
unknown: skip_row
id: [Round, Number]
location: {column: Shop, codes: {"1": Athens, "2": " helsinki "}}
date: {column: Day, format: "%d/%m/%Y"}
language: {column: LANG, codes: {"1": el, "2": fi}}
code_sets:
  five:
    codes: {"1": excellent, "2": good, "3": average, "4": fair, " 5 ": poor}
    blank: ["9"]
questions:
  greeted: {column: Q1, code_set: five}
  friendly: {column: Q2, code_set: five, codes: {"0": poor}, blank: ["5"]}
  overall: {column: Q3}
  recommend: {column: Q4, codes: {"ten": "10"}, blank: ["11"]}
  liked: {column: "Q5: liked", blank: ["-"]}
"""

WITH_MORE = """\
code: hotel
edition: 1
kind: customer
titles: {fi: "Hotelli"}
sections:
  - code: all
    titles: {en: "All"}
    questions:
      - {code: stay, type: choice, texts: {en: "The stay?"}, standard: overall, scale: quality_na}
      - {code: used, type: multiple, texts: {en: "Used?"}, scale: quality, standard: premises, weight: 0}
      - {code: nights, type: number, texts: {en: "Nights?"}, minimum: 1, maximum: 30}
"""

HOTEL = """\
questionnaire: hotel.v1.yaml
location: Athens
date: "2026-03-05"
questions:
  stay: {column: A, codes: {"5": excellent}, not_applicable: ["6"]}
  used: {columns: [B, C], codes: {"1": good}}
  nights: {column: D}
"""


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(FOLDER)


@pytest.fixture
def around(catalogue):
    return Surroundings(FOLDER, catalogue, catalogue.questionnaires.get, ("Athens", "Helsinki"))


@pytest.fixture
def read(tmp_path, around):
    """Reads a text as a mapping file, other files beside it by name."""

    def reading(text, around=around, **beside):
        for name, content in beside.items():
            (tmp_path / name.replace("_v", ".v").replace("_yaml", ".yaml")).write_text(content, "utf-8")
        path = tmp_path / "answers.map.yaml"
        path.write_text(text, "utf-8")
        return read_mapping(path, around)

    return reading


@pytest.fixture
def mistakes(read):
    """What is wrong in a mapping: line, dotted path, message and what to write instead."""

    def finding(text, **others):
        with pytest.raises(MappingRefused) as refused:
            read(text, **others)
        return [str(each).partition("answers.map.yaml:")[2] or str(each) for each in refused.value.mistakes]

    return finding


def test_a_sound_mapping_says_it_all(read, catalogue):
    mapping = read(SOUND)
    assert mapping.questionnaire is catalogue.questionnaires["counter-survey.v1"]
    assert mapping.source == "panel"
    assert mapping.layout == Layout("windows-1253", "Answers", 2, 1)
    assert mapping.unknown == "skip_row"
    assert mapping.id_columns == ("Round", "Number")
    assert mapping.location == Source(column="Shop", codes={"1": "Athens", "2": "helsinki"})
    assert mapping.date == Source(column="Day", format="%d/%m/%Y")
    assert mapping.language == Source(column="LANG", codes={"1": "el", "2": "fi"})
    assert mapping.columns == (
        "Round", "Number", "Shop", "Day", "LANG", "Q1", "Q2", "Q3", "Q4", "Q5: liked"
    )  # fmt: skip


def test_codes_mean_what_the_set_says_and_what_the_question_adds(read):
    meanings = {source.question.code: source.meanings for source in read(SOUND).answers}
    five = {"1": "excellent", "2": "good", "3": "average", "4": "fair", "5": "poor", "9": None, "": None}
    assert meanings["greeted"] == five
    assert meanings["friendly"] == {**five, "0": "poor", "5": None}
    assert meanings["overall"] == {
        "": None,
        **{c: c for c in ("excellent", "good", "average", "fair", "poor")},
    }
    assert meanings["recommend"] == {"": None, "11": None, "ten": 10}
    assert meanings["liked"] == {"": None, "-": None}


def test_what_is_not_said_is_usual(read):
    mapping = read("""\
questionnaire: counter-survey.v1
location: athens
date: "2026-03-05"
questions: {liked: {column: A}}
""")
    assert mapping.source == "answers"
    assert mapping.layout == Layout()
    assert (mapping.unknown, mapping.id_columns) == ("refuse", ())
    assert mapping.location == Source(fixed="athens")
    assert mapping.date == Source(fixed="2026-03-05")
    assert mapping.language == Source()


def test_a_questionnaire_beside_the_mapping_needs_one_language_only(read):
    mapping = read(HOTEL, hotel_v1_yaml=WITH_MORE)
    assert mapping.questionnaire.key == "hotel.v1"
    stay, used, nights = mapping.answers
    assert stay.meanings == {"": None, "5": "excellent", "6": "not_applicable"}
    assert used.columns == ("B", "C")
    assert nights.question.maximum == 30


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("questionnaire: counter-survey.v1", "questionnaire: counter-survy.v1",
         '1: questionnaire: there is no questionnaire "counter-survy.v1"; write "counter-survey.v1"'),
        ("questionnaire: counter-survey.v1", "questionnaire: counter-visit.v1",
         "1: questionnaire: only answers of customers are imported; choose a questionnaire of"),
        ("questionnaire: counter-survey.v1", "questionnaire: gone.yaml", "gone.yaml:1: this file cannot"),
        ("encoding: windows-1253", "encoding: windows-1259", '3: encoding: "windows-1259" is not offered'),
        ("header_row: 2", "header_row: 0", "5: header_row: this number is too small; write 1 or more"),
        ("unknown: skip_row", "unknown: skip", '7: unknown: "skip" is not offered here; write "skip_row"'),
        ("id: [Round, Number]", "id: 7", '8: id.0: 7 without quotes is not a text; write "7"'),
        ('"2": " helsinki "', '"2": Helsinky', 'there is no location "Helsinky"; write "Helsinki"'),
        ('"1": Athens', "1: Athens", '"1" without quotes is not a word that can be a key; write "1"'),
        ("column: Shop, codes:", "codes:",
         "9: location: exactly one of fixed and column is wanted here; write column: …"),
        ("column: Shop,", "colum: Shop,", '9: location.colum: there is no key "colum" here; write "column"'),
        ("column: Shop,", "column: Shop, fixed: Athens,",
         "9: location: exactly one of fixed and column is wanted here; write column: …"),
        ('format: "%d/%m/%Y"', 'format: "%d/%m"',
         '10: date.format: the format "%d/%m" does not say day, month and year; write "%d.%m.%Y"'),
        ('format: "%d/%m/%Y"', 'codes: {"1": "5 May"}', '"5 May" is no day; write "2026-12-31"'),
        ('format: "%d/%m/%Y"', 'format: "%d/%m/%Y", codes: {"1": "2026-05-05"}',
         "10: date.format: days are written as codes or in a format, not in both; remove one of the two"),
        ('{column: Day, format: "%d/%m/%Y"}', "2026-03-05",
         '10: date.fixed: 2026-03-05 without quotes is not a text; write "2026-03-05"'),
        ('{column: Day, format: "%d/%m/%Y"}', '"2026-02-30"', '10: date.fixed: "2026-02-30" is no day; '),
        ('"2": fi', '"2": Finnish', '11: language.codes.2: "Finnish" is no code of a language; write "en"'),
        ("excellent", "excelent", '"excelent" is not on the scale "quality"; write "excellent"'),
        ('blank: ["9"]', 'blank: ["1"]', '15: code_sets.five.blank: the code "1" is given two meanings; '),
        ('blank: ["9"]', 'not_applicable: ["9"]',
         '17: questions.greeted.code_set: "greeted" cannot be answered with "not applicable"; '),
        ("greeted: {column: Q1, code_set: five}", "greeted: {column: Q1, code_set: fife}",
         '17: questions.greeted.code_set: there is no code set "fife"; write "five"'),
        ("greeted: {", "greted: {",
         '17: questions.greted: there is no question "greted" in counter-survey.v1; write "greeted"'),
        ("greeted: {column: Q1, ", "greeted: {",
         "17: questions.greeted: exactly one of column and columns is wanted here; write column: …"),
        ("overall: {column: Q3}", "overall: {columns: [Q3, Q4]}",
         "19: questions.overall.columns: only a multiple question has several columns; write column: …"),
        ('{"0": poor}, blank: ["5"]', '{"0": poor}, blank: ["0"]',
         '18: questions.friendly.blank: the code "0" is given two meanings; remove one of the two'),
        ('"ten": "10"', '"ten": "11"',
         '20: questions.recommend.codes.ten: "11" is no answer here; write a whole number from 0 to 10'),
        ('liked: {column: "Q5: liked", blank: ["-"]}', 'liked: {column: Q5, codes: {"1": good}}',
         "21: questions.liked.codes.1: an answer in words has no codes; remove them"),
        ('liked: {column: "Q5: liked", blank: ["-"]}', "liked: Q5",
         '21: questions.liked: keys with values are wanted here; write lines like "key: value" below it'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_write(mistakes, old, new, said):
    assert SOUND.count(old) == 1
    found = mistakes(SOUND.replace(old, new))
    assert [each for each in found if said in each], found


def test_all_mistakes_are_told_at_once_and_each_once(mistakes):
    text = SOUND.replace("Athens", "Athina").replace("code_set: five}", "code_set: fife}").replace(
        "recommend:", "recomend:"
    )  # fmt: skip
    assert mistakes(text) == [
        '9: location.codes.1: there is no location "Athina"; write "Athens"',
        '17: questions.greeted.code_set: there is no code set "fife"; write "five"',
        '20: questions.recomend: there is no question "recomend" in counter-survey.v1; write "recommend"',
    ]


@pytest.mark.parametrize(
    "text", ["", "- a\n", "a: [", "&a b: c", "questionnaire: 5\n", "\x00", "questions: {}"]
)
def test_what_is_no_mapping_is_refused(mistakes, text):
    assert mistakes(text)


def test_mistakes_in_the_questionnaire_beside_are_told_with_those_in_the_mapping(mistakes):
    found = mistakes(
        HOTEL.replace("Athens", "Athina"), hotel_v1_yaml=WITH_MORE.replace("quality_na", "qualty_na")
    )
    assert found[0] == '2: location.fixed: there is no location "Athina"; write "Athens"'
    assert 'hotel.v1.yaml:9: sections.0.questions.0.scale: there is no scale "qualty_na"' in found[1]


def test_a_questionnaire_beside_the_mapping_takes_no_name_that_is_taken(mistakes):
    counter = (FOLDER / "customers/counter-survey.v1.yaml").read_text("utf-8")
    text = (
        HOTEL.replace("hotel", "counter-survey").split("questions:")[0] + "questions: {liked: {column: A}}\n"
    )
    said = '1: questionnaire: "counter-survey.v1" is already a questionnaire of the checklists; '
    assert mistakes(text, **{"counter-survey_v1_yaml": counter}) == [said + 'write "counter-survey.v1"']
    other = counter.replace("How was our service?", "How was it?")
    assert mistakes(text, **{"counter-survey_v1_yaml": other}) == [said + "choose another code"]


def test_a_questionnaire_that_was_answered_before_keeps_its_words(read, mistakes, around):
    answered = read(HOTEL, hotel_v1_yaml=WITH_MORE).questionnaire
    used = replace(around, in_use={answered.key: answered}.get)
    assert read(HOTEL, around=used).questionnaire == answered
    reworded = WITH_MORE.replace("The stay?", "Your stay?")
    assert mistakes(HOTEL, around=used, hotel_v1_yaml=reworded) == [
        '1: questionnaire: "hotel.v1" was answered before in other words; '
        "undo the change and copy the file to hotel.v2.yaml"
    ]


# --- the columns of the table


def test_columns_are_found_whatever_their_blanks_and_capitals(read):
    mapping = read(HOTEL, hotel_v1_yaml=WITH_MORE)
    assert mapping.find_columns(["x", " a", "b", "C\u00a0", "d"]) == {"x": 0, "a": 1, "b": 2, "c": 3, "d": 4}


def test_missing_and_double_columns_are_told_at_once_with_the_nearest_names(read):
    mapping = read(SOUND)
    give_names = "give each column of the file a name of its own"
    with pytest.raises(MappingRefused) as refused:
        mapping.find_columns(["Round", "Numbr", "shop", "Day", " day ", *(f"X{n}" for n in range(90)),
                              "LANG", "Q1", "Q2", "Q3", "Q4", "Q5 liked"])  # fmt: skip
    assert [(each.line, each.path, each.message, each.instead) for each in refused.value.mistakes] == [
        (8, "id", 'the file has no column "Number"', 'write "Numbr"'),
        (10, "date.column", 'the file has the column "Day" more than once', give_names),
        (21, "questions.liked.column", 'the file has no column "Q5: liked"', 'write "Q5 liked"'),
    ]  # fmt: skip


def test_double_columns_that_nobody_reads_do_no_harm(read):
    mapping = read(HOTEL, hotel_v1_yaml=WITH_MORE)
    assert mapping.find_columns(["Other", "other", "A", "B", "C", "D"])["d"] == 5


# --- the manual

MANUAL = (ROOT / "docs/importing.md").read_text("utf-8")


def test_the_example_in_the_manual_is_sound(read, around):
    (example,) = re.findall(r"```yaml\n(.*?)```", MANUAL, re.DOTALL)
    mapping = read(example, replace(around, locations=("Ermou Street", "Kamppi")))
    assert [source.question.code for source in mapping.answers] == [
        "greeted",
        "overall",
        "recommend",
        "liked",
    ]


def test_the_manual_explains_every_key_and_no_other():
    tables = re.findall(r"\|---.*?\n((?:\|.*\n)+)", MANUAL)
    explained = [set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) for table in tables[:2]]
    assert explained == [set(get_type_hints(MappingShape)), set(get_type_hints(AnswerShape))]

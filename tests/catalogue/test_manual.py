"""checklists/README.md, the author's manual, is true: every key, and examples that are accepted."""

import re
from pathlib import Path
from typing import get_type_hints

import pytest

from audit_app.catalogue import LISTS, check, shapes
from audit_app.catalogue.explaining import flaws_of
from audit_app.catalogue.reading import read
from audit_app.cli.checklists import checklists
from audit_app.core.questionnaire import LANGUAGES, CriticalMode, Need, QuestionType
from tests.catalogue.making import put

CHECKLISTS = Path(__file__).parents[2] / "checklists"
MANUAL = (CHECKLISTS / "README.md").read_text("utf-8")

QUESTION = "sections: [{questions: [{%s}]}]"
PLACES = {
    # heading and number of the table below it: shape, and where an example stands in a whole file
    ("Questionnaire", 0): (shapes.QuestionnaireShape, shapes.QuestionnaireShape, "%s"),
    ("Section", 0): (shapes.SectionShape, shapes.QuestionnaireShape, "sections: [{%s}]"),
    ("Question", 0): (shapes.QuestionShape, shapes.QuestionnaireShape, QUESTION),
    ("Critical", 0): (shapes.CriticalShape, shapes.QuestionnaireShape, QUESTION % "critical: {%s}"),
    ("Band", 0): (shapes.BandShape, shapes.QuestionnaireShape, QUESTION % "bands: [{%s}]"),
    ("Show if", 0): (shapes.ShowIfShape, shapes.QuestionnaireShape, QUESTION % "show_if: {%s}"),
    ("Standards", 0): (shapes.StandardsShape, shapes.StandardsShape, "%s"),
    ("Standards", 1): (shapes.StandardShape, shapes.StandardsShape, "standards: [{%s}]"),
    ("Scales", 0): (shapes.ScalesShape, shapes.ScalesShape, "%s"),
    ("Scales", 1): (shapes.ScaleShape, shapes.ScalesShape, "scales: [{%s}]"),
    ("Scales", 2): (shapes.ChoiceShape, shapes.ScalesShape, "scales: [{choices: [{%s}]}]"),
    ("Comparison", 0): (shapes.ComparisonShape, shapes.ComparisonShape, "%s"),
    ("Comparison", 1): (shapes.SheetsShape, shapes.ComparisonShape, "least_sheets: {%s}"),
    ("Comparison", 2): (shapes.LevelShape, shapes.ComparisonShape, "bands: [{%s}]"),
}


def tables():
    """Heading and number of each table → its rows as (key, sentence, example)."""
    found = {}
    for heading, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", MANUAL, re.MULTILINE | re.DOTALL):
        for number, rows in enumerate(re.findall(r"^\| key.*\n\|---.*\n((?:\|.*\n?)+)", body, re.MULTILINE)):
            cells = [re.split(r"\s+\|\s+", row.strip("| ")) for row in rows.splitlines()]
            found[heading, number] = [
                (key.strip("`"), said, example.strip("`")) for key, said, example in cells
            ]
    return found


TABLES = tables()
ROWS = [(place, *row) for place, rows in TABLES.items() for row in rows]


def test_there_is_a_table_for_every_shape():
    assert set(TABLES) == set(PLACES)
    documented = {shape for shape, _file, _frame in PLACES.values()}
    ours = {each for name, each in vars(shapes).items() if name.endswith("Shape")}
    assert documented | {shapes.TextsShape} == ours


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_key_is_explained_and_nothing_else(place):
    assert [key for key, _said, _example in TABLES[place]] == list(get_type_hints(PLACES[place][0]))


@pytest.mark.parametrize(("place", "key", "said", "example"), ROWS, ids=lambda each: str(each)[:20])
def test_an_example_is_accepted(place, key, said, example):
    _shape, file, frame = PLACES[place]
    reading = read((frame % example).encode())
    assert reading.flaws == ()
    refused = {flaw.path for flaw in flaws_of(reading.root, file, LANGUAGES)}
    beside = len(where(reading.root, key)) - 1
    about = {path for path in refused if len(path) > beside and path[beside] == key}
    assert {path for path in about if "…" not in example or len(path) == beside + 1} == set()
    assert said.endswith(".")


def where(node, key):
    """The way to the key of an example."""
    if key in node.children:
        return (key,)
    return next(((step, *where(child, key)) for step, child in node.children.items() if child.children), ())


def test_the_whole_questionnaire_of_the_manual_is_accepted(tmp_path):
    name = re.search(r"^`(customers/.*\.yaml)`:$", MANUAL, re.MULTILINE)[1]
    text = re.search(r"^```yaml\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)[1]
    for each in LISTS:
        put(tmp_path, each, (CHECKLISTS / each).read_text("utf-8"))
    put(tmp_path, name, text)
    assert [str(mistake) for mistake in check(tmp_path)] == []


@pytest.mark.parametrize("words", [QuestionType, Need, CriticalMode])
def test_every_word_of_a_kind_is_named(words):
    assert [word for word in words if f"`{word}`" not in MANUAL] == []


def test_the_commands_of_the_manual_exist():
    named = set(re.findall(r"^    flask checklists (\w+)", MANUAL, re.MULTILINE))
    assert named == set(checklists.commands)

"""The checklists that we ship."""

import time
from pathlib import Path

import pytest

from audit_app.catalogue import check, load_catalogue, questionnaire_files
from audit_app.catalogue.reading import _read
from audit_app.core.questionnaire import LANGUAGES, Kind

CHECKLISTS = Path(__file__).parents[2] / "checklists"
FILES = questionnaire_files(CHECKLISTS)

THE_EIGHT = (
    "availability",
    "greeting",
    "friendliness",
    "answers",
    "knowledge",
    "advice",
    "courtesy",
    "overall",
)


def test_there_are_checklists_of_every_kind():
    assert {path.parent.name for path in FILES} == {"audits", "customers", "teams"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_has_no_mistake(path):
    assert [str(mistake) for mistake in check(CHECKLISTS, [path])] == []


def test_no_file_has_a_mistake():
    assert [str(mistake) for mistake in check(CHECKLISTS)] == []


def test_every_file_is_loaded():
    loaded = load_catalogue(CHECKLISTS).questionnaires
    assert set(loaded) == {path.name.removesuffix(".yaml") for path in FILES}


def test_the_views_meet_on_the_eight_standards_of_the_sample_survey():
    catalogue = load_catalogue(CHECKLISTS)
    assert tuple(catalogue.standards)[:8] == THE_EIGHT
    for code in ("counter-visit", "counter-survey", "counter-team"):
        assert set(catalogue.newest(code).standards) == set(THE_EIGHT)


def test_each_kind_has_something_to_offer():
    catalogue = load_catalogue(CHECKLISTS)
    assert all(catalogue.of_kind(kind) for kind in Kind)


def test_every_text_stands_in_five_languages():
    survey = load_catalogue(CHECKLISTS).newest("counter-survey")
    assert all(tuple(question.texts) == LANGUAGES for question in survey.questions())


def seconds_to_read_all() -> float:
    _read.cache_clear()
    begin = time.process_time()
    load_catalogue(CHECKLISTS)
    return time.process_time() - begin


def test_all_are_read_within_a_second():
    assert min(seconds_to_read_all() for _ in range(3)) < 1

"""The demonstration's programme is complete in every language, and its brief shows its picture."""

from uuid import uuid5

import pytest

from audit_app.core.questionnaire import LANGUAGES
from audit_app.core.visits_programme import ProgrammeState
from audit_app.services import Rooms, briefing, demo, programmes, quizzes, visits
from audit_app.storage import people
from tests.reporting.conftest import NOW


def test_the_programme_is_published_and_whole_in_five_languages(demo_rooms: Rooms) -> None:
    (found,) = programmes.every(demo_rooms, demo.HOME)
    assert (found.programme.state, found.lacks) == (ProgrammeState.PUBLISHED, ())
    assert {one.language: one.share for one in found.languages} == dict.fromkeys(LANGUAGES, 1)
    assert (len(found.places), len(found.scenarios), len(found.questions)) == (6, 2, 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shopper_reads_it_in_the_own_language(demo_rooms: Rooms, language: str) -> None:
    with demo_rooms.store.reading(demo.HOME) as scope:
        danae = people.get(scope, uuid5(demo.HOME, "danae@shoppers.example"))
    assert danae
    to_do = visits.visits_of(demo_rooms, danae, NOW).to_do
    visit = next(one for one in to_do if one.assignment.programme_id)
    read = briefing.briefing(demo_rooms, danae, visit.id, language, lambda one: f"/{one.number}", NOW)
    assert read
    assert read.brief.language == language
    assert read.brief.html.count("<h3>") == 3
    assert '<img src="/1" alt="' in read.brief.html
    assert read.scenario
    assert quizzes.quiz_of(demo_rooms, danae, read.programme.id).needed == 3

"""Programmes are read back as they were written, and a visit plays a scenario of its own programme only."""

import pytest
from sqlalchemy.exc import IntegrityError

from audit_app.storage import Store, assignments, briefs, programmes, quizzes
from tests.storage import making, making_programmes
from tests.storage.making import NOW, OURS, id_of


@pytest.fixture
def filled(store: Store, ours: making.Programme) -> Store:
    with store.writing(OURS) as scope:
        making_programmes.fill(scope)
        making_programmes.add_visit(scope)
    return store


def test_everything_is_read_back_as_it_was_written(filled):
    named = id_of("programme")
    with filled.reading(OURS) as scope:
        assert programmes.get(scope, named) == making_programmes.programme(OURS)
        assert programmes.places(scope) == {named: {id_of("Athens")}}
        assert briefs.texts(scope, named) == {"el": "Μπείτε *ήσυχα*."}
        assert briefs.scenarios(scope, named) == [making_programmes.scenario(OURS)]
        assert briefs.pictures(scope, named) == [making_programmes.picture(OURS)]
        assert quizzes.questions(scope, named) == [making_programmes.question(OURS)]
        assert quizzes.results(scope, named) == [making_programmes.result(OURS)]
        assert quizzes.last_pardons(scope, named) == {id_of("shopper"): NOW}
        assert quizzes.certificates(scope, "shop-visit") == [making_programmes.certificate(OURS)]
        visit = assignments.get(scope, id_of("programme's visit"))
    assert (visit.programme_id, visit.scenario_id) == (named, id_of("scenario"))


def test_a_visit_cannot_take_the_scenario_of_another_programme(filled):
    other = making_programmes.programme(OURS, id=id_of("other"))
    wrong = {"programme_id": other.id, "scenario_id": id_of("scenario")}
    with filled.writing(OURS) as scope:
        programmes.add(scope, other)
    with pytest.raises(IntegrityError), filled.writing(OURS) as scope:
        assignments.add(scope, making.visit(OURS, "a wrong one", **wrong))


def test_a_scenario_that_a_visit_plays_cannot_be_lost(filled):
    with pytest.raises(IntegrityError), filled.writing(OURS) as scope:
        briefs.keep_scenarios(scope, id_of("programme"), [])


def test_references_hold_on_after_the_table_of_visits_was_changed(filled):
    with pytest.raises(IntegrityError), filled.writing(OURS) as scope:
        assignments.add(scope, making.visit(OURS, "nobody's", shopper_id=id_of("nobody")))

"""A shopper sees how they stand, what it is made of, and what to do better; nobody else's."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from audit_app.storage import assignments
from tests.web.firms import NOW

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def shopper(browser_of, ours):
    return browser_of(ours.shopper)


@pytest.fixture
def rooms(app):
    return app.extensions["rooms"]


@pytest.fixture
def add(rooms, ours, clock):
    """Adds visits that came in after all others: on their last day, or a day after it."""
    clock.time = NOW + A_DAY

    def make(number: int, *, late: bool = False) -> None:
        with rooms.store.writing(ours.id) as scope:
            kept = assignments.get(scope, ours.unread)
            due_on = NOW.date() - A_DAY * late
            facts = {"opens_on": due_on - 9 * A_DAY, "due_on": due_on, "submitted_at": NOW + AN_HOUR}
            for _ in range(number):
                assignments.add(scope, replace(kept, id=uuid4(), **facts))

    return make


def words(client) -> str:
    answer = client.get("/visits/standing")
    assert answer.status_code == 200, answer.text
    return " ".join(BeautifulSoup(answer.data, "html5lib").main.get_text(" ").split())


def test_too_few_visits_are_said_kindly(shopper):
    said = words(shopper)
    assert "It is too early to say" in said
    assert "comes with 3 visits that have been looked at" in said
    assert "you can still be invited" in said
    assert "From your last" not in said


def test_points_and_each_part(shopper, add):
    add(4)
    said = words(shopper)
    assert "100 of 100 From your last" in said
    assert "On time 100 of 100" in said
    assert "Keeping visits 100 of 100" in said
    assert "Nothing stands out." in said


def test_a_part_without_data_says_so(shopper, add):
    add(3)
    parts = BeautifulSoup(shopper.get("/visits/standing").data, "html5lib").select("ul.cards li")
    unknown = [part.h3.get_text() for part in parts if "nothing to judge this by" in part.get_text()]
    assert {"Following the brief", "Clear language"} <= set(unknown)
    assert all("of 100" not in part.get_text() for part in parts if part.h3.get_text() in unknown)


def test_late_visits_are_named_with_what_to_do(shopper, add):
    """Ten visits, all late: (3·0 + 2·100) / 5 = 40."""
    add(10, late=True)
    said = words(shopper)
    assert "40 of 100 From your last 10 visits." in said
    assert "What to improve On time Go early in the days of a visit" in said
    assert "On time 0 of 100" in said


def test_a_colleagues_visits_are_theirs(browser_of, ours, add, rooms):
    before = words(browser_of(ours.colleague))
    add(3, late=True)
    assert words(browser_of(ours.colleague)) == before


def test_the_list_of_visits_leads_there(shopper):
    page = BeautifulSoup(shopper.get("/visits").data, "html5lib")
    assert page.select_one('main a[href="/visits/standing"]').get_text() == "My standing"

"""Pages for strangers, customers and teams can be used by everybody."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from audit_app.core.questionnaire import LANGUAGES
from tests.browser.looking import People, complaints, nothing
from tests.browser.place import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/offline"])
def test_a_stranger_s_page(people: People, path: str) -> None:
    assert people.look(people["stranger"], path, nothing) == ""


SEND = "main form .button"


def as_it_comes_and_sent_without_an_answer(people: People, link: str) -> str:
    found = [people.look(people["stranger"], link, act) for act in (nothing, lambda page: page.click(SEND))]
    return "".join(found)


def test_the_page_of_a_customer(people: People, site: Site) -> None:
    assert as_it_comes_and_sent_without_an_answer(people, urlsplit(site.customer_link).path) == ""


def test_the_thanks_of_a_customer(people: People, site: Site) -> None:
    def send(page: Page) -> None:
        page.check("[name='q.greeted'][value='good']", force=True)
        page.click(SEND)
        page.wait_for_url(re.compile("/thanks"))

    assert people.look(people["stranger"], urlsplit(site.customer_link).path, send) == ""


def test_the_page_of_a_team_its_thanks_and_the_words_that_came_too_late(people: People, site: Site) -> None:
    """A link can be used once: so all of it is one test."""
    link, stranger = urlsplit(site.team_link).path, people["stranger"]
    assert as_it_comes_and_sent_without_an_answer(people, link) == ""
    late = {}
    for language in LANGUAGES:
        people.speak(stranger, language)
        late[language] = stranger.new_page()
        late[language].goto(link)
        late[language].fill("[name='q.stops_us']", "One till for everybody")
    used = stranger.new_page()
    used.goto(link)
    used.check("[name='q.greeted'][value='good']", force=True)
    used.click(SEND)
    used.wait_for_url(re.compile("/thanks"))
    assert people.look(stranger, f"{link}/thanks", nothing) == ""
    for language, page in late.items():
        people.speak(stranger, language)
        page.click(SEND)
        expect(page.locator("textarea[readonly]")).to_have_value(re.compile("One till for everybody"))
        assert (language, complaints(page)) == (language, [])
        page.close()

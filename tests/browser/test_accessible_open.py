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


@pytest.mark.parametrize("path", ["customer_link", "team_link"])
def test_an_open_page_and_the_same_sent_without_an_answer(people: People, site: Site, path: str) -> None:
    page = urlsplit(getattr(site, path)).path
    assert people.look(people["stranger"], page, nothing) == ""
    assert people.look(people["stranger"], page, lambda page: page.click(SEND)) == ""


def test_the_thanks_of_a_customer(people: People, site: Site) -> None:
    def send(page: Page) -> None:
        page.check("[name='q.greeted'][value='good']", force=True)
        page.click(SEND)
        page.wait_for_url(re.compile("/thanks"))

    assert people.look(people["stranger"], urlsplit(site.customer_link).path, send) == ""


def test_the_thanks_of_a_team_and_the_words_that_came_too_late(people: People, site: Site) -> None:
    link, stranger = urlsplit(site.team_link).path, people["stranger"]
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

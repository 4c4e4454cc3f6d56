"""The own panel in a real browser: usable by all, walked from the application to the first sign-in."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OWNER, SHOPPER, People, complaints, nothing
from tests.browser.place import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEND = "main form.card .button"
GOOD = "quiet rain on a tin roof"


def test_the_applicants_page_as_it_comes_and_with_its_mistakes(people: People, site: Site) -> None:
    link = urlsplit(site.join_link).path
    assert people.look(people["stranger"], link, nothing) == ""
    assert people.look(people["stranger"], link, lambda page: page.click(SEND)) == ""
    assert people.look(people["stranger"], f"{link}/thanks", nothing) == ""


def test_a_shoppers_own_profile(people: People) -> None:
    assert people.look(people[SHOPPER], "/profile", nothing) == ""
    assert people.look(people[SHOPPER], "/profile", _forget_the_area) == ""


def _forget_the_area(page: Page) -> None:
    page.fill("#area", "")
    page.click(SEND)
    expect(page.locator("#area-error")).to_be_visible()


def test_from_the_application_to_the_first_sign_in(people: People, site: Site) -> None:
    with people.browser(java_script_enabled=False) as phone:
        _apply(phone.new_page(), urlsplit(site.join_link).path)
    link = _accepted(people[OWNER].new_page())
    with people.browser() as phone:
        page = phone.new_page()
        page.goto(link)
        assert complaints(page) == []
        page.fill("#password", GOOD)
        page.fill("#again", GOOD)
        page.click(SEND)
        page.wait_for_url(re.compile("/visits"))
        expect(page.locator("h2", has_text="No visits yet")).to_be_visible()
        page.goto("/profile")
        expect(page.locator("#area")).to_have_value("Patras")
        page.goto(link)
        expect(page.locator("h1")).to_have_text("This link no longer works")


def _apply(page: Page, link: str) -> None:
    """Without scripts, as on any phone."""
    page.goto(f"{link}?lang=en")
    page.fill("#name", "Walking Maria")
    page.fill("#email", "walking@applicants.example")
    page.check("[name=languages][value=el]")
    page.fill("#area", "Patras")
    page.check("[name=availability][value='5.morning']")
    page.check("[name=agrees]")
    page.click(SEND)
    expect(page.locator("h1")).to_have_text("Your application has arrived")


def _accepted(page: Page) -> str:
    """The personal link that the owner is shown."""
    page.goto("/owner/panel/applications?lang=en")
    page.locator("li.card", has_text="Walking Maria").locator("a").click()
    page.click("text=Accept as a shopper")
    expect(page.locator("h1")).to_have_text("Walking Maria")
    assert complaints(page) == []
    return page.locator("a[href*='/invited/']").get_attribute("href") or ""

"""A shopper's pages, and every state of the checklist, can be used by everybody."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import SHOPPER, Act, People, nothing
from tests.browser.test_walk import answer, photo, questionnaire

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def visits(people: People) -> dict[str, str]:
    """Paths of the demonstration's visits: one with an unread brief, one begun, one sent."""
    page = people[SHOPPER].new_page()
    page.goto("/visits")
    links = [link.get_attribute("href") or "" for link in page.locator("main .cards a").all()]
    briefs = [link for link in links if re.fullmatch("/visits/[^/]+", link)]
    page.goto(briefs[0])
    page.click("main form button")
    page.wait_for_url(re.compile(f"{briefs[0]}/c/"))  # its script forwards to the phone's page
    form = urlsplit(page.url).path
    page.close()
    plain = f"{briefs[0]}/checklist?plain=1"
    receipt = next(link for link in links if link.endswith("/receipt"))
    check = f"{briefs[0]}/check"
    return {
        "brief": briefs[1],
        "form": form,
        "plain": plain,
        "check": check,
        "receipt": receipt,
        "list": "/visits",
    }


@pytest.mark.parametrize("which", ["list", "brief", "plain", "check", "receipt"])
def test_a_page_of_a_shopper(people: People, visits: dict[str, str], which: str) -> None:
    assert people.look(people[SHOPPER], visits[which], nothing) == ""


def is_ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]")


def lacking(page: Page) -> None:
    page.click("#finish")
    expect(page.locator("#lacking")).to_be_visible()


def complete(page: Page) -> None:
    key = urlsplit(page.url).path.rpartition("/")[2]
    answer(page, questionnaire(key), best=True)
    for field in page.locator("textarea[name^='c.']").all():
        field.fill("Calm and helpful")
    page.click("#finish")
    expect(page.locator("#complete")).to_be_visible()


def with_a_photo(page: Page) -> None:
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.locator("[data-photos] input[type=file]").first.set_input_files(file)
    expect(page.locator("[data-photos] .thumb img").first).to_be_visible()


def with_a_file_that_is_no_photo(page: Page) -> None:
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"}
    page.locator("[data-photos] input[type=file]").first.set_input_files(file)
    expect(page.locator("[data-part=fault]").first).to_be_visible()


def looking_at_a_photo(page: Page) -> None:
    with_a_photo(page)
    page.locator("[data-photos] .thumb").first.click()
    expect(page.locator("#photo-view")).to_be_visible()


def covering_a_photo(page: Page) -> None:
    looking_at_a_photo(page)
    page.click("#photo-view [value=cover]")
    expect(page.locator("#photo-brush canvas")).to_be_visible()


def in_the_shop(page: Page) -> None:
    page.click(".in-shop summary")


def discreet(page: Page) -> None:
    in_the_shop(page)
    page.click(".in-shop [data-discreet=dim]")
    expect(page.locator("#dim")).to_be_visible()


def hidden(page: Page) -> None:
    in_the_shop(page)
    page.click(".in-shop [data-discreet=hidden]")
    expect(page.locator("#hidden")).to_be_visible()


def without_network(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('offline'))")


def contested(page: Page) -> None:
    """Another phone answered the same question otherwise."""
    theirs = {"revision": 7, "state": "withdrawn", "changes": {}, "unreadable": [], "photos": []}

    def answer_back(route: Any) -> None:
        names = [name for name in route.request.post_data_json["changes"] if name.startswith("q.")]
        route.fulfill(json={**theirs, "conflicts": {name: ["no"] for name in names}})

    page.route("**/api/drafts/*", answer_back)
    page.locator("fieldset [type=radio]").first.check(force=True)
    expect(page.locator(".contested").first).to_be_visible(timeout=40_000)


STATES = (
    nothing, lacking, complete, with_a_photo, with_a_file_that_is_no_photo, looking_at_a_photo,
    covering_a_photo, in_the_shop, discreet, hidden, contested,
)  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_checklist_on_the_phone(people: People, visits: dict[str, str], state: Act) -> None:
    def act(page: Page) -> None:
        is_ready(page)
        state(page)

    assert people.look(people[SHOPPER], visits["form"], act) == ""

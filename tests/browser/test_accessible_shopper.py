"""A shopper's pages, and every state of the checklist, can be used by everybody."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from audit_app.core.questionnaire import LANGUAGES
from tests.browser.looking import SHOPPER, Act, People, complaints, nothing
from tests.browser.place import PHONE
from tests.browser.test_walk import photo, questionnaire

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


@pytest.mark.parametrize("path", ["/visits/board", "/visits/money", "/visits/standing", "/profile"])
def test_what_a_shopper_takes_and_is_owed(people: People, path: str) -> None:
    assert people.look(people[SHOPPER], path, nothing) == ""


def lacking(page: Page) -> None:
    page.click("#finish")
    expect(page.locator("#lacking")).to_be_visible()


def complete(page: Page) -> None:
    key = urlsplit(page.url).path.rpartition("/")[2]
    for question in questionnaire(key).questions():
        beside = page.locator(f"#q-{question.code}")
        if not beside.is_visible():
            page.wait_for_timeout(150)  # an answer may just have asked for it
        if beside.is_visible():
            fill_in(beside)
    page.click("#finish")
    expect(page.locator("#complete")).to_be_visible()


def fill_in(question: Locator) -> None:
    for choice in question.locator(".choice [type=radio], .choice [type=checkbox]").all()[:1]:
        choice.evaluate("one => one.click()")  # pictures that come in move it under a finger
    for field in question.locator("textarea, [inputmode=numeric]").all():
        field.fill("5")
    for camera in question.locator("[data-photos] input[type=file]").all():
        camera.set_input_files(FILE)
        expect(question.locator(".thumb img").first).to_be_visible()


FILE: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}


def with_a_photo(page: Page) -> None:
    page.locator("[data-photos] input[type=file]").first.set_input_files(FILE)
    expect(page.locator("[data-photos] .thumb img").first).to_be_visible()


def with_a_file_that_is_no_photo(page: Page) -> None:
    page.locator("[data-photos] input[type=file]").first.set_input_files({**FILE, "buffer": b"no photo"})
    expect(page.locator("[data-part=fault]").first).to_be_visible()


def looking_at_a_photo(page: Page) -> None:
    page.locator("[data-photos] .thumb").first.click()
    expect(page.locator("#photo-view")).to_be_visible()


def covering_a_photo(page: Page) -> None:
    page.click("#photo-view [value=cover]")
    expect(page.locator("#photo-brush canvas")).to_be_visible()


def covered(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#photo-brush")).not_to_be_visible()


def in_the_shop(page: Page) -> None:
    page.click(".in-shop summary")


def discreet(page: Page) -> None:
    page.click(".in-shop [data-discreet=dim]")
    expect(page.locator("#dim")).to_be_visible()


def hidden(page: Page) -> None:
    page.click(".in-shop [data-discreet=hidden]")
    expect(page.locator("#hidden")).to_be_visible()


def contested(page: Page) -> None:
    """Another phone answered the same question otherwise."""
    page.route("**/api/drafts/*", disagree)
    page.locator("fieldset.question .choice [type=radio]").first.check(force=True)
    expect(page.locator("#saved")).to_have_class("saved")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".contested").first).to_be_visible(timeout=40_000)


def disagree(route: Route) -> None:
    changes = (route.request.post_data_json or {})["changes"]
    theirs = {name: ["no"] for name in changes if name.startswith("q.")}
    same = {"revision": 7, "state": "open", "changes": {}, "unreadable": [], "photos": []}
    route.fulfill(json={**same, "conflicts": theirs})


ROADS: dict[str, tuple[Act, ...]] = {
    "filling in": (nothing, lacking, complete),
    "photos": (
        with_a_file_that_is_no_photo, with_a_photo, looking_at_a_photo, covering_a_photo, covered,
    ),
    "in the shop": (in_the_shop, discreet),
    "hiding": (in_the_shop, hidden),
    "two phones": (contested,),
}  # fmt: skip


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checklist_on_the_phone(people: People, visits: dict[str, str], road: str, language: str) -> None:
    """On a phone that has nothing of the visit yet, and tells the server nothing."""
    phone = people.browser()
    phone.add_cookies(people[SHOPPER].cookies())  # type: ignore[arg-type]
    phone.route("**/api/**", lambda route: route.abort())
    people.speak(phone, language)
    page = phone.new_page()
    page.goto(visits["form"])
    page.wait_for_selector("html[data-ready]")
    assert page.locator("html").get_attribute("lang") == language
    found = []
    for state in ROADS[road]:
        page.set_viewport_size(PHONE)
        state(page)
        found += [f"{state.__name__}: {one}" for one in complaints(page)]
    phone.close()
    assert found == []

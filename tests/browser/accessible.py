"""Every page, and every state of it that a person meets, can be used by everybody: axe finds nothing.

WCAG 2.0, 2.1 and 2.2, levels A and AA, and axe's own best practices, in all five languages.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from audit_app.core.questionnaire import LANGUAGES
from tests.browser.conftest import PHONE, Site
from tests.browser.test_walk import answer, photo, questionnaire, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOPPER, OWNER, HR = "danae@shoppers.example", "owner@alkyon.example", "hr@alkyon.example"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
Act = Callable[[Page], Any]


def complaints(page: Page) -> list[str]:
    """What axe finds: the rule, how often it is broken, and one piece of the page that breaks it.

    The page is shown whole: what a bar covers for the moment is nothing to complain about.
    """
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**PHONE, "height": max(height, PHONE["height"])})
    found = Axe().run(page, options=RULES).response["violations"]
    first = [(one["id"], len(one["nodes"]), one["nodes"][0]) for one in found]
    return [f"{rule} × {times}: {node['html'][:200]} {node['failureSummary']}" for rule, times, node in first]


class People:
    """Browsers by their owners' e-mail addresses, each signed in once; `stranger` is nobody's."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self._chromium, self.site = chromium, site
        self._opened: dict[str, BrowserContext] = {}

    def __getitem__(self, who: str) -> BrowserContext:
        if who not in self._opened:
            self._opened[who] = self.browser()
            if who != "stranger":
                sign_in(self._opened[who].new_page(), self.site, who)
        return self._opened[who]

    def browser(self, **more: Any) -> BrowserContext:
        """One more phone; no worker stands between it and the pages of each language."""
        context = self._chromium.new_context(
            base_url=self.site.address, viewport=PHONE, has_touch=True, service_workers="block", **more
        )
        context.set_default_timeout(20_000)
        return context

    def look(self, context: BrowserContext, path: str, act: Act) -> str:
        """What axe finds in any language on a page after something was done there, line by line."""
        found = []
        for language in LANGUAGES:
            self.speak(context, language)
            page = context.new_page()
            page.goto(path)
            act(page)
            assert page.locator("html").get_attribute("lang") == language
            found += [f"{language}: {one}" for one in complaints(page)]
            page.close()
        return "\n".join(found)

    def speak(self, context: BrowserContext, language: str) -> None:
        context.add_cookies([{"name": "language", "value": language, "url": self.site.address}])

    def close(self) -> None:
        for context in self._opened.values():
            context.close()


@pytest.fixture(scope="module")
def people(chromium: Browser, site: Site) -> Iterator[People]:
    all_of_them = People(chromium, site)
    yield all_of_them
    all_of_them.close()


def nothing(page: Page) -> None:
    """The page as it comes."""


# --- who is not signed in


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


# --- the shopper


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


def entries(user: str) -> list[dict[str, Any]]:
    """A finished visit in each state, as a phone keeps it."""
    now = datetime.now(UTC).isoformat()
    receipt = {
        "received_at": now,
        "disposition": "accepted",
        "held_for": [],
        "code": "K7Q2",
    }
    held = {**receipt, "disposition": "held", "held_for": ["late", "incomplete"]}
    states = [
        {"state": "ready", "tries": 9, "next": 4_000_000_000_000},
        {"state": "sending", "sentPhotos": 1},
        {"state": "sign_in"},
        {"state": "wrong_user", "why": "Petros"},
        {"state": "refused", "why": "too_large"},
        {"state": "done", "receipt": receipt},
        {"state": "done", "receipt": held},
    ]
    photos = [{"id": str(uuid4()), "question": "overall", "digest": "0" * 64} for _ in range(3)]
    some = {"user": user, "place": "Athens Ermou", "title": "Counter visit", "url": "/visits", "body": "{}"}
    more = {
        "digest": "0" * 64,
        "photos": photos,
        "tries": 0,
        "next": 0,
        "why": "",
        "receipt": None,
        "sentPhotos": 0,
    }
    return [
        {**some, **more, "finished": now, "id": str(uuid4()), "visit": str(uuid4()), **state}
        for state in states
    ]


KEEP = """async ([entries, drafts]) => {
  const base = document.querySelector('script[src*="/js/"]').src.split("/js/")[0];
  const { write } = await import(`${base}/js/lib/db.js`);
  await write(["outbox", "drafts", "meta"], (s) => {
    s.outbox.clear(); s.drafts.clear();
    for (const one of entries) s.outbox.put(one);
    for (const one of drafts) s.drafts.put(one);
    s.meta.put({key: "user", value: {id: entries[0].user, name: "Danae"}});
  });
}"""


@pytest.fixture
def busy_phone(people: People) -> Iterator[BrowserContext]:
    """A phone that has something in every state, and a draft; nothing is ever sent from it."""
    context = people.browser()
    sign_in(context.new_page(), people.site, SHOPPER)
    context.route("**/api/**", lambda route: route.abort())
    page = context.new_page()
    page.goto("/visits")
    user = page.locator("body").get_attribute("data-user") or ""
    draft = {
        "id": str(uuid4()), "user": user, "visit": str(uuid4()), "edition": "counter-visit.v1",
        "language": "en",
        "place": "Athens Ermou", "title": "Counter visit", "url": "/visits/x/c/counter-visit.v1",
        "revision": 0,
        "started": "2026-03-01T13:00:00Z", "active": 1000, "saved": "2026-03-01T13:05:00Z",
    }  # fmt: skip
    page.evaluate(KEEP, [entries(user), [draft]])
    page.close()
    yield context
    context.close()


def all_shown(page: Page) -> None:
    """The cards, and what they say of what was sent."""
    expect(page.locator("#outbox [data-part=here] li")).to_have_count(5)
    page.click("#outbox details summary")
    expect(page.locator("#outbox details li")).to_have_count(2)


def warned(page: Page) -> None:
    all_shown(page)
    page.locator("[data-step=remove]:visible").first.click()
    expect(page.locator("#outbox-warning")).to_be_visible()


def test_what_is_on_the_phone(people: People, busy_phone: BrowserContext) -> None:
    assert people.look(busy_phone, "/offline", all_shown) == ""


def test_the_warning_before_something_is_removed(people: People, busy_phone: BrowserContext) -> None:
    assert people.look(busy_phone, "/offline", warned) == ""


def test_the_list_of_visits_with_unsent_work_and_leaving_it(
    people: People, busy_phone: BrowserContext
) -> None:
    def leave(page: Page) -> None:
        expect(page.locator("#unsent")).to_be_visible()
        without_network(page)
        page.click("#sign-out button")
        expect(page.locator("#leaving")).to_be_visible()

    assert (
        people.look(busy_phone, "/visits", lambda page: expect(page.locator("#unsent")).to_be_visible()) == ""
    )
    assert people.look(busy_phone, "/visits", leave) == ""


def test_the_way_to_the_home_screen(people: People) -> None:
    iphone = people.browser()
    iphone.add_init_script("Object.defineProperty(Navigator.prototype, 'standalone', {get: () => false});")
    sign_in(iphone.new_page(), people.site, SHOPPER)
    shown = people.look(iphone, "/visits", lambda page: expect(page.locator("#install")).to_be_visible())
    iphone.close()
    assert shown == ""


# --- the office: every page that links lead to, so that a new one is looked at too

ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture(scope="module")
def office(people: People) -> dict[str, str]:
    """The office's pages, one of each kind: kind → path."""
    page, found, seen = people[OWNER].new_page(), {}, ["/owner/"]
    for path in seen:
        kind = ONE_OF_MANY.sub("*", path)
        answered = page.request.get(path)
        if kind in found or "text/html" not in answered.headers["content-type"]:
            continue
        found[kind] = path
        page.goto(path)
        links = page.eval_on_selector_all(
            "a[href^='/owner/']", "all => all.map(one => one.getAttribute('href'))"
        )
        seen += [link.split("?")[0].split("#")[0] for link in links]
    page.close()
    return found


KINDS = (
    "/owner/", "/owner/results", "/owner/visits", "/owner/visits/new", "/owner/surveys", "/owner/surveys/new",
    "/owner/surveys/*", "/owner/team", "/owner/team/new", "/owner/team/*", "/owner/locations",
    "/owner/locations/new", "/owner/locations/*", "/owner/people", "/owner/people/new", "/owner/reports",
)  # fmt: skip


def test_no_page_of_the_office_is_forgotten(office: dict[str, str]) -> None:
    assert set(KINDS) == set(office)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_the_office(people: People, office: dict[str, str], kind: str) -> None:
    assert people.look(people[OWNER], office[kind], nothing) == ""


def test_the_results_as_the_training_partner_sees_them(people: People) -> None:
    assert people.look(people[HR], "/owner/results", nothing) == ""

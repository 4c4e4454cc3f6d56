"""What waits on a phone, and what is said about it, can be used by everybody."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import SHOPPER, People
from tests.browser.place import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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
        page.evaluate("dispatchEvent(new Event('offline'))")
        page.click("#sign-out button")
        expect(page.locator("#leaving")).to_be_visible()

    assert (
        people.look(busy_phone, "/visits", lambda page: expect(page.locator("#unsent")).to_be_visible()) == ""
    )
    assert people.look(busy_phone, "/visits", leave) == ""


def test_the_way_to_the_home_screen(people: People) -> None:
    iphone = people.browser()
    iphone.add_init_script(
        "for (const [name, value] of [['standalone', false], ['maxTouchPoints', 5]])"
        "  Object.defineProperty(Navigator.prototype, name, {get: () => value});"
    )
    sign_in(iphone.new_page(), people.site, SHOPPER)
    shown = people.look(iphone, "/visits", lambda page: expect(page.locator("#install")).to_be_visible())
    iphone.close()
    assert shown == ""

"""What a shopper reads about finished visits, and what the buttons beside them do."""

import json
import re
from threading import Event

import pytest
from axe_playwright_python.sync_playwright import Axe

from audit_app.core.questionnaire import LANGUAGES
from tests.offline.conftest import kept, sign_in, until
from tests.offline.shelf import bare_page, call, finish, heard, put_draft
from tests.offline.using import make_ready_offline, received, withdraw
from tests.offline.world import answering, cut_line, only

VISITS, PHOTOS = "/api/submissions/", "/api/photos/"
BUSY = heard(answering(503, "busy", Retry_After="60"))


@pytest.fixture
def pack(phone, site, world):
    """Puts finished visits into the outbox of a phone without a network."""

    def packing(context=phone, **more):
        page = bare_page(context, site, world.danae)
        context.set_offline(True)
        draft = put_draft(page, site, **more)
        finish(page, site, draft)
        page.close()
        context.set_offline(False)
        return draft

    # Before the network goes, a page has loaded the modules.
    page = bare_page(phone, site, world.danae)
    finish(page, site, put_draft(page, site))
    page.evaluate("() => new Promise(done => { indexedDB.deleteDatabase('extra-eyes').onsuccess = done; })")
    page.close()
    return packing


def look(context, path="/offline"):
    page = context.new_page()
    page.goto(path)
    return page


def card(page, draft):
    """What stands on a visit's card, once it says something."""
    place = page.locator(f"[id='{draft.id}']")
    until(place.count, "the card")
    return place.inner_text()


def says(page, draft, *words):
    until(lambda: all(word in card(page, draft) for word in words), f"saying {words}")


def test_it_says_that_it_waits_and_then_that_it_is_there(phone, site, pack):
    draft = pack(photos=1)
    site.faults.append(only("PUT", "/api/", BUSY))
    page = look(phone)
    says(page, draft, "Ermou Street", "On this phone, not sent yet", "Next try at")
    site.faults.clear()
    page.get_by_role("button", name="Send now").click()
    until(lambda: received(site), "arriving")
    until(lambda: page.get_by_text("Sent from this phone").is_visible(), "being listed as sent")
    page.get_by_text("Sent from this phone").click()
    says(page, draft, "On the server", "Receipt ")
    assert not page.get_by_role("button", name="Send now").is_visible()


def test_it_counts_the_photos_on_their_way(phone, site, pack):
    draft, go = pack(photos=3), Event()
    second = sorted(draft.photos)[1]

    def hangs(request, truly):
        go.wait(15)

    site.faults.append(only("PUT", PHOTOS + second, hangs, times=1))
    page = look(phone)
    says(page, draft, "Sending 2 of 3 photos")
    assert page.locator(f"[id='{draft.id}'] progress").evaluate("bar => [bar.value, bar.max]") == [1, 4]
    go.set()
    until(lambda: received(site), "arriving")


def test_it_says_what_the_office_has_to_decide(phone, site, pack):
    draft = pack()
    withdraw(site)
    page = look(phone)
    until(lambda: received(site), "arriving")
    page.get_by_text("Sent from this phone").click()
    says(page, draft, "the office will decide", "The office had taken this visit back.")


def test_it_asks_to_sign_in_and_sends_by_itself_afterwards(phone, site, world, pack):
    draft = pack()
    phone.clear_cookies()
    page = look(phone)
    says(page, draft, "Sign in to send", "Nothing is lost")
    assert page.get_by_role("link", name="Sign in").get_attribute("href") == "/sign-in"
    sign_in(phone, site, world.danae)
    page.goto("/visits")
    until(lambda: received(site), "arriving")


def test_it_names_who_is_signed_in_instead(phone, site, world, pack):
    draft = pack()
    sign_in(phone, site, world.petros)
    page = look(phone)
    says(page, draft, "Petros is signed in now. Sign in as yourself")


def test_what_belongs_to_somebody_else_is_not_shown(phone, site, world, pack):
    draft = pack(place="Secret Street")
    bare_page(phone, site, world.petros)
    page = look(phone)
    until(lambda: page.get_by_text("Nothing is waiting").is_visible(), "saying that nothing waits")
    assert draft.id not in page.content()
    assert "Secret Street" not in page.content()
    assert len(kept(page, "outbox")) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("too_large", "It is too large to be sent."),
        ("other_body", "The office has both"),
        ("something_new", "Save a copy to a file and give it to your office."),
    ],
)
def test_it_says_why_it_was_refused_and_what_to_do(code, words, phone, site, pack):
    draft = pack()
    said = heard(answering(413, json.dumps({"error": code}), Content_Type="application/json"))
    site.faults.append(only("PUT", VISITS, said))
    says(look(phone), draft, "The server did not take it", words, "Remove from this phone")


def test_one_visit_is_removed_only_after_a_warning_that_offers_a_copy(phone, site, world, pack):
    stuck, other = pack(photos=1), pack(visit=world.second, place="Other Street")
    said = heard(answering(413, '{"error": "too_large"}', Content_Type="application/json"))
    site.faults.append(only("PUT", VISITS, said))
    page = look(phone)
    for draft in (stuck, other):
        says(page, draft, "Remove from this phone")
    button = page.locator(f"[id='{stuck.id}']").get_by_role("button", name="Remove")
    button.click()
    dialog = page.get_by_role("dialog", name="Remove this visit from the phone?")
    assert "Ermou Street" in dialog.inner_text()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save a copy to a file").click()
    assert stuck.id in download.value.path().read_text()
    until(lambda: "in your downloads" in dialog.inner_text(), "saying where the copy is")
    dialog.get_by_role("button", name="Keep it").click()
    button.click()
    page.keyboard.press("Escape")
    assert len(kept(page, "outbox")) == 2
    button.click()
    dialog.get_by_role("button", name="Remove it for ever").click()
    until(lambda: [each["id"] for each in kept(page, "outbox")] == [other.id], "being removed")
    assert kept(page, "photos") == []
    until(lambda: not page.locator(f"[id='{stuck.id}']").count(), "being gone from the page")
    assert page.evaluate("document.activeElement.id") == "outbox-title"


def test_a_copy_can_be_saved_of_what_is_only_begun(phone, site, world):
    page = bare_page(phone, site, world.danae)
    begun = put_draft(page, site, answers={"q.greeted": "no"})
    page.goto("/offline")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy to a file").click()
    [visit] = json.loads(download.value.path().read_text())["visits"]
    assert (visit["id"], visit["unfinished"]) == (begun.id, True)


def test_a_change_made_by_another_tab_appears(phone, site, pack):
    draft = pack()
    site.faults.append(only("PUT", "/api/", BUSY))
    pages = [look(phone), look(phone)]
    for page in pages:
        says(page, draft, "not sent yet")
    site.faults.clear()
    pages[0].get_by_role("button", name="Send now").click()
    for page in pages:
        until(lambda page=page: page.get_by_text("Sent from this phone").is_visible(), "both knowing it")
    assert len(received(site)) == 1


def test_it_is_tried_again_when_it_is_time(phone, site, pack):
    pack()
    site.faults.append(only("PUT", VISITS, heard(answering(503, "busy")), times=2))
    look(phone, "/visits")
    until(lambda: received(site), "arriving by itself", 20)
    assert site.asked("PUT", VISITS) == 3


def wake(context, site):
    """What a browser does when there is a network again; by itself it would take its time."""
    page = context.new_page()
    page.goto("/health")
    tools, found = context.new_cdp_session(page), []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda news: found.extend(news["registrations"]))
    tools.send("ServiceWorker.enable")
    until(lambda: found or page.wait_for_timeout(50), "the worker's registration")
    event = {"registrationId": found[0]["registrationId"], "tag": "outbox", "lastChance": False}
    tools.send("ServiceWorker.dispatchSyncEvent", {"origin": site.address, **event})


def test_the_worker_sends_when_no_page_is_open(phone, site, world):
    make_ready_offline(phone, site).close()
    page = look(phone)
    phone.set_offline(True)
    draft = put_draft(page, site, photos=1)
    finish(page, site, draft)
    registered = """async () => (await (await navigator.serviceWorker.ready).sync.getTags()).join()"""
    until(lambda: page.evaluate(registered) == "outbox", "asking the browser to wake the worker")
    page.close()
    phone.set_offline(False)
    wake(phone, site)
    until(lambda: received(site), "arriving without a page")
    assert site.asked("PUT", VISITS) == 1
    page = look(phone)
    until(lambda: kept(page, "outbox")[0]["state"] == "done", "being known as sent")


def test_a_page_and_the_worker_send_it_once(phone, site, world):
    make_ready_offline(phone, site).close()
    page = look(phone)
    go = Event()

    def waits(request, truly):
        go.wait(10)

    site.faults.append(only("PUT", PHOTOS, waits, times=1))
    draft = put_draft(page, site, photos=2)
    finish(page, site, draft)
    until(lambda: site.asked("PUT", PHOTOS), "the page sending")
    wake(phone, site)
    page.wait_for_timeout(500)
    assert site.asked("PUT", PHOTOS) == 1
    go.set()
    until(lambda: received(site), "arriving")
    assert (site.asked("PUT", PHOTOS), site.asked("PUT", VISITS)) == (2, 1)


def test_a_line_that_breaks_in_the_middle_is_no_end(phone, site, pack):
    draft = pack(photos=2)

    def breaks(request, truly):
        request.environ["wsgi.input"].read(1000)
        cut_line(request)

    site.faults.append(only("PUT", PHOTOS, breaks, times=2))
    page = look(phone, "/visits")
    until(lambda: received(site), "arriving by itself", 20)
    page.goto("/offline")
    page.get_by_text("Sent from this phone").click()
    says(page, draft, "On the server")


STATES = (
    {"state": "ready", "next": 8e15, "tries": 7},
    {"state": "sending", "next": 8e15, "photos": [{"id": "1"}, {"id": "2"}], "sentPhotos": 1},
    {"state": "sign_in", "next": 8e15},
    {"state": "wrong_user", "next": 8e15, "why": "Petros"},
    {"state": "refused", "why": "too_large"},
    {"state": "done", "receipt": {"received_at": "2026-11-22T09:00:00Z", "code": "K7M2"}},
    {
        "state": "done",
        "receipt": {
            "received_at": "2026-11-22T09:00:00Z",
            "code": "K7M3",
            "disposition": "held",
            "held_for": ["late", "incomplete"],
        },
    },
)
"""As they stand in the outbox; what waits for a time waits for ever."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words_and_no_barrier(language, phone, site, world):
    page = bare_page(phone, site, world.danae)
    same = {"user": str(world.danae.id), "place": "Ermou Street", "title": "Counter visit", "body": "{}"}
    same |= {"photos": [], "sentPhotos": 0, "tries": 0, "next": 0, "why": "", "finished": "2026-11-22"}
    entries = [same | {"id": f"entry-{n}", "visit": f"visit-{n}"} | one for n, one in enumerate(STATES)]
    call(
        page,
        site,
        "db",
        "(m, all) => m.write(['outbox'], s => { for (const one of all) s.outbox.put(one); })",
        entries,
    )
    page.goto(f"/offline?lang={language}")
    until(lambda: page.locator("#outbox li").count() == len(STATES), "all cards")
    page.locator("#outbox summary").click()
    shown = page.locator("#outbox").inner_text()
    assert not re.search(r"outbox\.|%\(|undefined|NaN", shown), shown
    assert "K7M3" in shown
    for button in (None, page.locator("[data-step=remove]").first):
        if button:
            button.click()
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""The worker and what it keeps: what opens without a network, and what must never be kept or shown."""

import time

from werkzeug.wrappers import Response

from audit_app.services import accounts
from tests.offline.caching import all_texts, cached, controlled, kept_page, pages_of, release
from tests.offline.conftest import is_ready, kept, until
from tests.offline.using import (
    choose,
    fill_in,
    make_ready_offline,
    open_form,
    received,
    saved,
    send,
    withdraw,
)
from tests.offline.world import answering, cut_before, hotel_page, only

LIE_FI = 2.0
"""Seconds that a page may let a phone wait before the kept one is shown."""


def readiness(page) -> list[str]:
    return page.locator("[data-ready]").all_inner_texts()


def visits_page(phone):
    page = phone.new_page()
    page.goto("/visits")
    return page


def slow(seconds):
    def wait(request, truly) -> Response:
        time.sleep(seconds)
        return truly()

    return wait


def end_sign_in(site, person):
    accounts.sign_out(site.rooms, site.world.tokens[person.email], site.now())


# --- ready offline


def test_a_visit_is_called_ready_only_when_its_page_and_all_files_are_kept(phone, site, world):
    site.faults.append(only("GET", f"{site.app.static_url_path}/js/lib/rules.js", answering(500)))
    page = visits_page(phone)
    until(lambda: "Not ready offline yet" in readiness(page), "giving up", 30)
    assert "Ready offline" not in readiness(page)
    site.faults.clear()
    page.reload()
    until(lambda: readiness(page).count("Ready offline") == 2, "both visits being ready", 30)
    assert (
        f"{site.app.static_url_path}/js/lib/rules.js"
        in cached(page)[f"files-{site.app.extensions['assets'].digest}"]
    )


def test_a_file_that_went_missing_takes_the_tick_away_until_it_is_back(phone, site):
    page = make_ready_offline(phone, site)
    script = """async path => {
      for (const name of await caches.keys()) await (await caches.open(name)).delete(path);
    }"""
    page.evaluate(script, f"{site.app.static_url_path}/js/lib/rules.js")
    phone.set_offline(True)
    page.reload()
    until(lambda: readiness(page).count("Not ready offline yet") == 2, "taking the ticks away")
    phone.set_offline(False)
    page.reload()
    until(lambda: readiness(page).count("Ready offline") == 2, "fetching it again", 30)


def test_a_visit_whose_brief_is_unread_says_what_to_do(phone, site, world):
    page = make_ready_offline(phone, site)
    card = page.locator(f"[data-visit='{world.unread}']")
    assert card.locator("[data-ready]").inner_text() == "Confirm the brief to have it ready offline"
    assert world.form(world.unread) not in pages_of(page, world.danae)
    page.goto(f"/visits/{world.unread}")
    page.get_by_role("button", name="I have read the brief").click()
    page.wait_for_url(f"**{world.form(world.unread)}")
    until(lambda: is_ready(page), "the form")
    page.goto("/visits")
    until(lambda: readiness(page) == ["Ready offline"] * 3, "all being ready", 30)


def test_everything_ready_opens_in_a_cellar(phone, site, world):
    page = make_ready_offline(phone, site)
    until(lambda: readiness(page).count("Ready offline") == 2, "both visits being ready", 30)
    page.wait_for_load_state("networkidle")
    phone.set_offline(True)
    asked = len(site.seen)
    page.reload()
    assert page.locator("h1").inner_text() == "My visits"
    until(lambda: readiness(page).count("Ready offline") == 2, "the ticks without a network")
    assert page.get_by_text("No network.").is_visible()
    page.get_by_role("link", name="Open the checklist").first.click()
    until(lambda: is_ready(page), "the form")
    page.goto(f"/visits/{world.visit}")
    assert page.get_by_role("heading", name="The brief").is_visible()
    page.get_by_role("link", name="Open the checklist").click()
    until(lambda: is_ready(page), "the form from its brief")
    assert [path for _, path in site.seen[asked:] if not path.startswith("/api/")] == []


def test_what_is_not_kept_ends_at_the_page_for_places_without_a_network(phone, site):
    page = make_ready_offline(phone, site)
    form = open_form(phone, site)
    choose(form, "greeted", "yes")
    saved(form)
    phone.set_offline(True)
    page.goto("/nowhere")
    assert page.get_by_text("There is no network.").is_visible()
    assert page.get_by_text("The page you asked for is not on this phone.").is_visible()
    card = page.locator("#begun li")
    until(lambda: card.count() == 1, "the draft being listed")
    assert "Ermou Street" in card.inner_text()
    card.get_by_role("link", name="Go on with the checklist").click()
    until(lambda: page.locator("[name='q.greeted'][value='yes']").is_checked(), "the answer")


def test_the_page_for_places_without_a_network_says_when_nothing_waits(phone, site):
    page = make_ready_offline(phone, site)
    phone.set_offline(True)
    page.goto("/offline")
    until(lambda: page.get_by_text("Nothing is waiting").is_visible(), "saying so")
    assert page.get_by_text("There is no network.").is_visible()
    phone.set_offline(False)
    until(lambda: not page.get_by_text("There is no network.").is_visible(), "noticing the network")


# --- bad networks


def test_13_a_network_that_only_pretends(phone, site, world):
    page = make_ready_offline(phone, site)
    controlled(page)
    site.faults.append(only("GET", "/visits", slow(8)))
    for path, patience in (
        ("/visits", LIE_FI + 1),
        (f"/visits/{world.visit}", LIE_FI + 1),
        (world.form(), LIE_FI / 2),
    ):
        start = time.monotonic()
        page.goto(path, wait_until="domcontentloaded")
        assert time.monotonic() - start < patience, path
        assert page.locator("h1").inner_text() in ("My visits", "Ermou Street")


def test_a_server_that_is_down_shows_what_is_kept(phone, site):
    page = make_ready_offline(phone, site)
    controlled(page)
    site.faults.append(only("GET", "/visits", answering(502, "<h1>Bad gateway</h1>")))
    page.reload()
    assert page.locator("h1").inner_text() == "My visits"
    site.faults[:] = [only("GET", "/", cut_before)]
    page.reload()
    assert page.locator("h1").inner_text() == "My visits"


def test_12_a_hotels_page_is_neither_kept_nor_taken_for_ours(phone, site, world):
    page = make_ready_offline(phone, site)
    controlled(page)
    before = sorted(pages_of(page, world.danae))
    site.faults.append(only("GET", "/", hotel_page))
    for path in ("/visits", f"/visits/{world.visit}", world.form(), "/offline"):
        page.goto(path)
        assert "Room number" not in page.content(), path
    page.goto("/visits/elsewhere")  # never kept: the hotel wants an answer
    assert "Room number" in page.content()
    site.faults.clear()
    page.goto("/visits")
    assert sorted(pages_of(page, world.danae)) == before
    assert "Room number" not in all_texts(page)


def test_a_hotels_page_at_the_first_visit_is_not_kept_either(phone, site):
    page = phone.new_page()
    page.goto("/sign-in")
    site.faults.append(only("GET", "/visits", hotel_page))
    page.goto("/visits")
    site.faults.clear()
    page.goto("/visits")
    until(lambda: "Ready offline" in readiness(page), "being ready", 30)
    assert "Room number" not in all_texts(page)


# --- the outbox


def test_the_worker_sends_with_no_page_of_ours_open(phone, site):
    make_ready_offline(phone, site).close()
    bare = phone.new_page()
    bare.goto("/health")
    line, known = phone.new_cdp_session(bare), []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    line.send("ServiceWorker.enable")
    form = open_form(phone, site)
    fill_in(form)
    phone.set_offline(True)
    send(form)
    until(lambda: "not sent yet" in form.inner_text("main"), "being finished")
    form.close()
    phone.set_offline(False)
    until(lambda: known, "knowing the worker")
    told = {"origin": site.address, "registrationId": known[0]["registrationId"], "tag": "outbox"}
    line.send("ServiceWorker.dispatchSyncEvent", {**told, "lastChance": False})
    until(lambda: received(site), "sending")
    assert phone.pages == [bare]


# --- who is signed in


def test_7_a_sign_in_that_ended_leaves_the_form_for_the_cellar(phone, site, world):
    page = make_ready_offline(phone, site)
    controlled(page)
    end_sign_in(site, world.danae)
    page.goto("/visits")
    assert page.url.endswith("/sign-in")
    phone.set_offline(True)
    page.goto(world.form())
    until(lambda: is_ready(page), "the form")
    choose(page, "greeted", "yes")
    saved(page)


def test_6_a_dead_sign_in_is_told_on_the_kept_form_and_leads_back_to_it(phone, site, world):
    make_ready_offline(phone, site)
    end_sign_in(site, world.danae)
    page = open_form(phone, site)
    choose(page, "greeted", "yes")
    saved(page)
    banner = page.get_by_text("Your sign-in has ended. Nothing is lost")
    until(banner.is_visible, "the banner")
    page.get_by_role("link", name="Sign in to send it").click()
    enter(page, world.danae)
    until(lambda: is_ready(page), "the form again")
    assert address(page) == world.form()
    assert page.locator("[name='q.greeted'][value='yes']").is_checked()
    assert not banner.is_visible()


def address(page) -> str:
    """Path and query; Playwright's `url` does not always hear when a script shortens it."""
    shown: str = page.evaluate("location.pathname + location.search")
    return shown


def enter(page, person):
    page.fill("#email", person.email)
    page.fill("#password", "correct horse battery staple")
    page.click("main form button")


def test_8_another_shopper_sees_nothing_of_mine(phone, site, world):
    make_ready_offline(phone, site).close()
    form = open_form(phone, site)
    choose(form, "greeted", "no")
    saved(form)
    form.close()
    end_sign_in(site, world.danae)
    page = phone.new_page()
    page.goto("/visits")
    controlled(page) if page.evaluate(
        "'serviceWorker' in navigator && location.pathname === '/visits'"
    ) else None
    enter(page, world.petros)
    until(lambda: address(page) == "/visits", "coming to the list under its own name")
    until(lambda: readiness(page) == ["Ready offline"], "Petros being ready", 30)
    assert pages_of(page, world.danae) == []
    texts = all_texts(page)
    for mine in (world.danae.name, world.danae.id, world.visit, world.second, world.unread):
        assert str(mine) not in texts
    assert [draft["user"] for draft in kept(page, "drafts")] == [str(world.danae.id)]
    assert page.locator("[data-on-phone]").all_inner_texts() == [""]
    page.goto("/offline")
    until(page.get_by_text("Nothing is waiting").is_visible, "listing nothing")
    assert "Ermou" not in page.inner_text("main")
    until(page.get_by_text("unsent work of another person").is_visible, "saying that there is something")
    phone.set_offline(True)
    for path in (world.form(), f"/visits/{world.visit}"):
        page.goto(path)
        assert page.get_by_text("The page you asked for is not on this phone.").is_visible()
    assert received(site) == []


def test_the_first_page_after_a_sign_in_never_comes_from_a_cache(phone, site, world):
    make_ready_offline(phone, site).close()
    end_sign_in(site, world.danae)
    page = phone.new_page()
    page.goto("/sign-in")
    site.faults.append(only("GET", "/visits", slow(LIE_FI + 1)))
    enter(page, world.petros)
    until(lambda: address(page) == "/visits", "the list")
    assert page.evaluate("document.body.dataset.name") == "Petros"


# --- releases


def test_11_a_new_release_waits_for_an_open_form(phone, site, world, tmp_path, monkeypatch):
    make_ready_offline(phone, site).close()
    form = open_form(phone, site)
    controlled(form)
    old = site.app.extensions["assets"].digest
    form.fill("[name='c.overall']", "Half a senten")
    form.evaluate("window.stays = true")
    new = release(site, tmp_path, monkeypatch)
    page = visits_page(phone)
    until(lambda: worker_state(page)["waiting"], "the new worker waiting")
    until(
        lambda: kept_page(page, world.form())["headers"]["x-extra-eyes"] == new, "the new form being kept", 30
    )
    assert f"files-{old}" in cached(page)
    look_away(page)
    form.type("[name='c.overall']", "ce")
    assert form.evaluate("window.stays")
    assert worker_state(page)["waiting"]
    phone.set_offline(True)
    form.reload()
    until(lambda: is_ready(form), "the form without a network")
    assert form.input_value("[name='c.overall']") == "Half a sentence"
    phone.set_offline(False)
    form.close()
    look_away(page)
    until(
        lambda: worker_state(page) == {"waiting": False, "active": "activated"}, "the new worker taking over"
    )
    until(lambda: page.reload() and f"files-{old}" not in cached(page), "the old files going", 30)
    phone.set_offline(True)
    form = open_form(phone, site)
    assert new in form.content()
    assert form.input_value("[name='c.overall']") == "Half a sentence"


def look_away(page):
    """The list is out of sight for a while."""
    page.evaluate("""() => {
      Object.defineProperty(document, "hidden", {configurable: true, get: () => true});
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.wait_for_timeout(1500)
    page.evaluate("delete document.hidden")


def worker_state(page):
    script = """navigator.serviceWorker.getRegistration().then(one => (
      {waiting: !!one.waiting, active: one.active && one.active.state}))"""
    return page.evaluate(script)


def test_the_files_of_a_page_stay_as_long_as_the_page(phone, site, world, tmp_path, monkeypatch):
    """A release comes while a form cannot be fetched anew: the old one still opens, with its old files."""
    page = make_ready_offline(phone, site)
    until(lambda: readiness(page).count("Ready offline") == 2, "both visits being ready", 30)
    old = site.app.extensions["assets"].digest
    new = release(site, tmp_path, monkeypatch)
    site.faults.append(only("GET", world.form(), answering(503)))
    page.reload()
    until(
        lambda: kept_page(page, world.form(world.second))["headers"]["x-extra-eyes"] == new, "the other", 30
    )
    until(lambda: worker_state(page)["waiting"], "the new worker waiting")
    look_away(page)
    until(
        lambda: worker_state(page) == {"waiting": False, "active": "activated"}, "the new worker taking over"
    )
    page.reload()
    until(lambda: readiness(page).count("Ready offline") == 2, "both still being ready", 30)
    assert {f"files-{old}", f"files-{new}"} <= set(cached(page))
    phone.set_offline(True)
    form = open_form(phone, site)
    assert old in form.content()


def test_with_all_pages_closed_the_next_start_is_new(phone, site, tmp_path, monkeypatch):
    page = make_ready_offline(phone, site)
    controlled(page)
    new = release(site, tmp_path, monkeypatch)
    page.reload()
    until(lambda: worker_state(page)["waiting"], "the new worker waiting")
    page.close()
    time.sleep(2)
    page = visits_page(phone)
    until(lambda: worker_state(page) == {"waiting": False, "active": "activated"}, "the new worker")
    until(lambda: list(cached(page)).count(f"files-{new}") == len(files_in(page)) == 1, "its files alone", 30)


def files_in(page):
    return [name for name in cached(page) if name.startswith("files-")]


def test_a_page_loaded_while_the_worker_comes_to_life_is_taken_over(phone, site):
    page = visits_page(phone)
    controlled(page)
    page.goto("/sign-in")
    page.goto("/visits")
    assert page.evaluate("!!navigator.serviceWorker.controller")


# --- what changes


def language_of(page, path) -> str:
    return kept_page(page, path)["headers"]["content-language"]


def test_another_language_is_kept_anew(phone, site, world):
    page = make_ready_offline(phone, site)
    page.get_by_role("link", name="Ελληνικά").click()
    paths = ("/visits", "/offline", world.form(), world.form(world.second), f"/visits/{world.visit}")
    until(lambda: {language_of(page, path) for path in paths} == {"el"}, "all being kept in Greek", 30)
    assert address(page) == "/visits"
    phone.set_offline(True)
    for path in paths:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "el", path


def test_a_withdrawn_visit_goes_from_the_phone(phone, site, world):
    page = make_ready_offline(phone, site)
    until(lambda: readiness(page).count("Ready offline") == 2, "both visits being ready", 30)
    withdraw(site)
    page.reload()
    until(lambda: world.form() not in pages_of(page, world.danae), "the form going", 30)
    assert f"/visits/{world.visit}" not in pages_of(page, world.danae)
    assert world.form(world.second) in pages_of(page, world.danae)


def test_a_withdrawn_visit_with_a_draft_stays_until_it_is_sent(phone, site, world):
    make_ready_offline(phone, site).close()
    form = open_form(phone, site)
    phone.set_offline(True)
    choose(form, "greeted", "yes")
    saved(form)
    form.close()
    phone.set_offline(False)
    withdraw(site)
    page = visits_page(phone)
    until(lambda: site.asked("GET", "/api/offline/manifest") > 2, "asking what is listed")
    until(lambda: "preparing" not in readiness(page), "looking")
    time.sleep(1)
    assert world.form() in pages_of(page, world.danae)


def test_a_brief_that_is_gone_goes_from_the_phone(phone, site, world):
    page = make_ready_offline(phone, site)
    controlled(page)
    gone = answering(404, "<h1>Nothing here</h1>", X_Extra_Eyes="0")
    site.faults.append(only("GET", f"/visits/{world.second}", gone))
    page.goto(f"/visits/{world.second}")
    assert "Nothing here" in page.content()
    assert f"/visits/{world.second}" not in pages_of(page, world.danae)


def test_what_leads_elsewhere_is_never_kept(phone, site, world):
    page = make_ready_offline(phone, site)
    controlled(page)
    page.goto(world.form(edition="shop-visit.v1"))
    until(lambda: page.url.endswith(world.form()), "the right edition")
    page.goto(f"/visits?lang=en&x={world.visit}")
    paths = [path for paths in cached(page).values() for path in paths]
    assert world.form(edition="shop-visit.v1") not in paths
    assert len(paths) == len(set(paths))
    assert [path for path in paths if path.startswith(("/api", "/sign", "/s/", "/owner"))] == []


def test_a_form_that_leads_elsewhere_just_now_is_not_ready(phone, site, world):
    elsewhere = answering(302, Location=f"/visits/{world.visit}")
    site.faults.append(only("GET", world.form(), elsewhere))
    page = visits_page(phone)
    until(lambda: sorted(readiness(page))[1:] == ["Not ready offline yet", "Ready offline"], "looking", 30)
    assert world.form() not in pages_of(page, world.danae)

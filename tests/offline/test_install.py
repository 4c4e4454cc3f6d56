"""The app on the home screen, and signing out on the phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Playwright

from tests.offline.caching import all_texts, cached, controlled, pages_of
from tests.offline.conftest import FLAGS, PHONE, kept, sign_in, until
from tests.offline.test_worker import visits_page
from tests.offline.using import (
    add_photo,
    choose,
    fill_in,
    make_ready_offline,
    open_form,
    received,
    saved,
    send,
)
from tests.offline.world import answering, only
from tools.chromium import find

IPHONE = """
  Object.defineProperty(Navigator.prototype, "standalone", {get: () => false});
  Object.defineProperty(Navigator.prototype, "maxTouchPoints", {get: () => 5});
"""
ASK_TO_INSTALL = """() => {
  const event = new Event("beforeinstallprompt", {cancelable: true});
  event.prompt = async () => { window.prompted = true; };
  dispatchEvent(event);
  return event.defaultPrevented;
}"""


# --- the home screen


@pytest.fixture
def lasting(playwright: Playwright, site, world, tmp_path) -> Iterator[BrowserContext]:
    """A phone that is no private window: only such a one lets itself be asked about installing."""
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=find(), args=FLAGS, viewport=PHONE, base_url=site.address
    )
    sign_in(context, site, world.danae)
    yield context
    context.close()


def test_a_browser_finds_nothing_wrong_with_the_app(lasting):
    page = visits_page(lasting)
    controlled(page)
    line = lasting.new_cdp_session(page)
    until(lambda: line.send("Page.getAppManifest")["data"], "reading the manifest")
    assert line.send("Page.getAppManifest")["errors"] == []
    assert line.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_the_offer_to_install_comes_once(phone, site):
    page = visits_page(phone)
    offer = page.get_by_role("region", name="Put Extra Eyes on your home screen")
    until(lambda: page.evaluate(ASK_TO_INSTALL), "taking the prompt")
    assert offer.is_visible()
    assert not page.get_by_text("Tap “Share”").is_visible()
    offer.get_by_role("button", name="Install").click()
    until(lambda: page.evaluate("window.prompted"), "asking")
    assert not offer.is_visible()
    page.evaluate(ASK_TO_INSTALL)
    offer.get_by_role("button", name="Not now").click()
    until(lambda: "install" in [row["key"] for row in kept(page, "meta")], "remembering")
    page.reload()
    until(lambda: "Ready offline" in page.inner_text("main"), "all being shown", 30)
    page.evaluate(ASK_TO_INSTALL)
    assert not offer.is_visible()


def test_an_iphone_is_told_how_before_the_first_visit_and_not_in_the_middle(new_phone, site, world):
    context = new_phone(world.danae)
    context.add_init_script(IPHONE)
    page = visits_page(context)
    until(page.get_by_text("Tap “Share”").is_visible, "the way")
    assert page.get_by_text("it has a sign-in of its own").is_visible()
    assert not page.get_by_role("button", name="Install").is_visible()
    form = open_form(context, site)
    choose(form, "greeted", "yes")
    saved(form)
    page.reload()
    until(lambda: "Draft on this phone" in page.inner_text("main"), "the draft being shown")
    until(lambda: "Ready offline" in page.inner_text("main"), "all being shown", 30)
    assert not page.get_by_text("Tap “Share”").is_visible()


def test_without_scripts_the_list_promises_nothing(new_phone, world):
    page = visits_page(new_phone(world.danae, java_script_enabled=False))
    assert page.get_by_role("link", name="Open the checklist").first.is_visible()
    for promise in ("Ready offline", "home screen", "No network", "on this phone"):
        assert not page.get_by_text(promise).first.is_visible()


# --- what is on the phone is said on the list


def test_the_list_says_what_is_begun_and_what_waits(phone, site, world):
    make_ready_offline(phone, site).close()
    begun = open_form(phone, site, world.second)
    choose(begun, "greeted", "no")
    saved(begun)
    form = open_form(phone, site)
    fill_in(form)
    phone.set_offline(True)
    send(form)
    page = visits_page(phone)

    finished, unfinished = (page.locator(f"[data-visit='{visit}']") for visit in (world.visit, world.second))
    until(lambda: "On this phone, not sent yet" in finished.inner_text(), "the finished one")
    assert "Draft on this phone" in unfinished.inner_text()
    assert finished.get_by_role("link", name="Show the visit").is_visible()
    assert unfinished.get_by_role("link", name="Go on with the checklist").is_visible()
    assert "Ready to start" not in finished.inner_text() + unfinished.inner_text()
    assert page.get_by_text("1 visit on this phone has not been sent yet.").is_visible()
    page.get_by_role("link", name="Show what is on this phone").click()
    until(lambda: page.locator("#begun li").count() == 1, "the draft")
    assert page.locator("#outbox .entry").count() == 1
    phone.set_offline(False)
    until(lambda: received(site), "sending from here", 30)
    page.goto("/visits")
    until(lambda: not page.get_by_text("has not been sent yet").is_visible(), "nothing waiting")


# --- signing out


def test_signing_out_with_unsent_work_is_asked_about_and_keeps_it(phone, site, world):
    make_ready_offline(phone, site).close()
    form = open_form(phone, site, world.second)
    choose(form, "greeted", "no")
    saved(form)
    form.close()
    form = open_form(phone, site)
    fill_in(form)
    add_photo(form)
    until(lambda: kept(form, "photos"), "the photo being kept")
    phone.set_offline(True)
    send(form)
    until(lambda: "not sent yet" in form.inner_text("main"), "being finished")
    form.close()
    page = visits_page(phone)
    until(lambda: "not sent yet" in page.inner_text("main"), "the list")
    site.faults.append(only("PUT", "/api/submissions", answering(503)))
    phone.set_offline(False)
    page.get_by_role("button", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="Sign out all the same?")
    assert "2 visits on this phone have not been sent. They stay on this phone" in dialog.inner_text()
    dialog.get_by_role("button", name="Stay signed in").click()
    assert pages_of(page, world.danae)
    page.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert pages_of(page, world.danae) == []
    for mine in (world.danae.name, world.danae.id, world.visit):
        assert str(mine) not in all_texts(page)
    assert [row["key"] for row in kept(page, "meta") if row["key"] == "user"] == []
    assert [entry["visit"] for entry in kept(page, "outbox")] == [str(world.visit)]
    assert [draft["visit"] for draft in kept(page, "drafts")] == [str(world.second)]
    assert len(kept(page, "photos")) == 1
    site.faults.clear()
    page.fill("#email", world.danae.email)
    page.fill("#password", "correct horse battery staple")
    page.click("main form button")
    until(lambda: received(site), "sending after signing in again", 30)


def test_signing_out_with_nothing_unsent_leaves_nothing(phone, site, world):
    make_ready_offline(phone, site).close()
    form = open_form(phone, site)
    fill_in(form)
    add_photo(form)
    until(lambda: kept(form, "photos"), "the photo being kept")
    send(form)
    until(lambda: "On the server" in form.inner_text("main"), "arriving", 30)
    form.close()
    opened = open_form(phone, site, world.second)
    opened.wait_for_load_state("networkidle")
    opened.close()
    page = visits_page(phone)
    controlled(page)
    page.wait_for_load_state("networkidle")
    until(lambda: site.asked("GET", "/api/offline/manifest") > 3, "the list looking")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert not any(name.startswith("pages-") for name in cached(page))
    for store in ("drafts", "answers", "photos", "outbox"):
        assert kept(page, store) == [], store
    assert page.evaluate("JSON.stringify(localStorage)").count(str(world.visit)) == 0
    phone.set_offline(True)
    page.goto("/visits")
    until(page.get_by_text("Nothing is waiting").is_visible, "showing nothing")


def test_signing_out_needs_a_network_and_says_so(phone, site, world):
    page = make_ready_offline(phone, site)
    phone.set_offline(True)
    page.get_by_role("button", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="Signing out needs a network")
    until(dialog.is_visible, "saying so")
    dialog.get_by_role("button", name="Close").click()
    assert pages_of(page, world.danae)
    assert page.url.endswith("/visits")

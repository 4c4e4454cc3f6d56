"""The shortest way through the phone's part in Firefox and in WebKit, the engine of every iPhone.

Chromium alone walks all the ways; these two show that nothing rests on what only Chromium can do.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from tests.offline import driving
from tests.offline.conftest import until
from tests.offline.driving import Driven, NotDone
from tests.offline.test_survey import A_LOOK, DOORS, GREETED, SEND
from tests.offline.using import BEST, WHAT_HAPPENED, counted, jpeg, photos_of, received
from tests.offline.world import PASSWORD, Site, cut_before, only
from tools import engines

pytestmark = pytest.mark.slow
WORDS = "[name='c.overall']"
THUMB = "[data-photos=overall] .thumb"
LATE = "Far too late <b>"
BROWSERS: dict[str, Callable[[], AbstractContextManager[Driven]]] = {
    "firefox": driving.firefox,
    "webkit": driving.webkit,
}
LACKING = {
    "firefox": "" if engines.firefox() else "no Firefox is installed (Debian: firefox-esr)",
    "webkit": ""
    if engines.webkit() and engines.webkit_driver() and engines.screen()
    else "no WebKitGTK that a test can drive is installed (Debian: webkit2gtk-driver, xvfb)",
}


@pytest.fixture(params=BROWSERS)
def browser(request: pytest.FixtureRequest) -> Iterator[Driven]:
    if LACKING[request.param]:
        pytest.skip(LACKING[request.param])
    with BROWSERS[request.param]() as started:
        yield started


def sign_in(browser: Driven, site: Site) -> None:
    browser.go(f"{site.address}/sign-in")
    browser.type("#email", site.world.danae.email)
    browser.type("#password", PASSWORD)
    browser.click("main form button")
    until(lambda: "My visits" in browser.text("h1"), "being signed in")


def is_ready(browser: Driven) -> bool:
    return bool(browser.ask("!!document.documentElement.dataset.ready"))


def fill_in(browser: Driven) -> None:
    for question, value in BEST.items():
        browser.click(f"[name='q.{question}'][value='{value}']")
    browser.type("[name='q.wait_seconds']", "40")
    browser.type(WORDS, WHAT_HAPPENED)
    until(lambda: "Saved" in browser.text(".bar-bottom"), "being saved")


def number_of(browser: Driven, selector: str) -> int:
    return int(browser.ask("document.querySelectorAll(arguments[0]).length", selector))


def filled_in(browser: Driven) -> tuple[int, str, int]:
    """What stands on the page: how many answers are chosen, the words, how many photos."""
    words = browser.ask("document.querySelector(arguments[0]).value", WORDS)
    return number_of(browser, ".question :checked"), words, number_of(browser, THUMB)


def come_back(browser: Driven) -> None:
    """Wait until all is there, on a busy machine after one more reload: nothing may be lost."""
    whole = (len(BEST), WHAT_HAPPENED, 1)
    try:
        until(lambda: filled_in(browser) == whole, "all being back", 20)
    except pytest.fail.Exception:
        browser.reload()
        until(lambda: browser.ask("!window.isOld") and is_ready(browser), "the form being ready once more")
        until(lambda: filled_in(browser) == whole, "all being back")


def test_a_visit_in_a_basement_arrives_once_and_whole(browser: Driven, site: Site, tmp_path: Path) -> None:
    sign_in(browser, site)
    tick = f"[data-visit='{site.world.visit}'] [data-ready]"
    until(lambda: "Ready offline" in browser.text(tick), "ready offline", 40)
    site.stop()

    browser.go(site.address + site.world.form())
    until(lambda: is_ready(browser), "the form being ready")
    fill_in(browser)
    picture = tmp_path / "a.jpg"
    picture.write_bytes(jpeg(size=(2400, 1800)))
    browser.type("[data-photos='overall'] input[type=file]", str(picture))
    until(lambda: number_of(browser, THUMB), "the photo", 30)
    browser.reload()
    until(lambda: browser.ask("!window.isOld") and is_ready(browser), "the form being ready again")
    come_back(browser)

    browser.click("#finish")
    until(lambda: browser.ask("!document.getElementById('send').hidden"), "the check")
    browser.click("#send")
    until(lambda: "not sent yet" in browser.text("#outbox"), "waiting in the outbox")
    assert received(site) == []
    site.start()
    until(lambda: "On the server" in browser.text("#outbox"), "the receipt", 60)

    [row] = received(site)
    assert list(row.held_for) == []
    sheet = counted(site)
    assert sheet is not None
    assert {question: sheet.values[question] for question in BEST} == BEST
    [photo] = photos_of(site)
    assert (max(photo.width, photo.height), len(photo.sent_digest)) == (1600, 64)


@pytest.mark.parametrize("whose", DOORS)
def test_what_was_typed_outlives_a_broken_line(browser: Driven, site: Site, whose: str) -> None:
    """Into a page that had come back once, which is the harder case."""
    door = DOORS[whose](site)
    browser.go(site.address + door.path)
    browser.click(SEND)
    until(lambda: "There is no answer yet" in browser.text("[role=alert]"), "the page coming back")
    browser.click(GREETED.format("fair"))
    browser.type(door.words, LATE)
    site.faults.append(only("POST", door.path, cut_before))
    with suppress(NotDone):
        browser.click(SEND)
    until(lambda: not browser.text(SEND), "the browser's own page of an error")
    site.faults.clear()
    time.sleep(A_LOOK / 1000)

    browser.back()
    until(lambda: browser.text(SEND), "the page")
    assert browser.ask("document.querySelector(arguments[0]).value", door.words) == LATE
    assert browser.ask("document.querySelector(arguments[0]).checked", GREETED.format("fair"))
    browser.click(SEND)
    until(lambda: "Your answers have arrived" in browser.text("h1"), "the thanks")
    door.expect_one(LATE)
    if whose == "team":
        expect_nothing_left(browser)


def expect_nothing_left(browser: Driven) -> None:
    """Going back shows none of the team's answers."""
    for _ in range(2):
        with suppress(NotDone):
            browser.back()
        time.sleep(A_LOOK / 1000)
        assert number_of(browser, "textarea, :checked") == 0

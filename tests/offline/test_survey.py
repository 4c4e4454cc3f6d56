"""The public doors on a bad line: a customer's survey and the team's self-assessment, without a script.

The same promises at both: what was sent counts once, what was typed is never lost.
"""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Response

from audit_app.cli.run import server_of
from audit_app.core.programme import Channel
from audit_app.services import surveys, waves
from audit_app.storage import sheets
from audit_app.storage.records import AcceptedSheet
from tests.offline.conftest import FLAGS, PHONE, until
from tests.offline.world import Site, cut_before, lose_answer, only
from tools.chromium import find

SEND = "main form button"
A_LOOK = 1000
"""Milliseconds that a person looks at an error; Chromium needs some to put away what was typed."""
WORDS = 'Ἀργά, "πολύ" αργά! <b>12 minutes</b> & nobody\n\n\tlooked up 🙁'
GREETED = "[name='q.greeted'][value='{}']"


@dataclass(frozen=True)
class Door:
    """One of the two: its link, its field for words, what arrived through it, and how its owner shuts it."""

    name: str
    path: str
    words: str
    sheets: Callable[[], list[AcceptedSheet]]
    counted: Callable[[], int]
    close: Callable[[], None]

    def fill_in(self, page: Page, words: str = WORDS) -> None:
        page.check(GREETED.format("fair"), force=True)
        page.fill(self.words, words)

    def expect_untouched(self, page: Page, words: str = WORDS) -> None:
        assert page.locator(GREETED.format("fair")).is_checked()
        assert page.input_value(self.words) == words

    def expect_one(self, words: str = WORDS) -> None:
        assert self.counted() == 1
        (sheet,) = self.sheets()
        assert sheet.answers.values == {"greeted": "fair", self.words.split(".")[1][:-2]: words}


def survey_door(site: Site) -> Door:
    rooms, world = site.rooms, site.world
    wish = surveys.Wish(uuid4(), "counter-survey.v1", world.place.id, Channel.COUNTER)
    survey = surveys.start(rooms, world.organisation, wish, site.now())

    def arrived() -> list[AcceptedSheet]:
        with rooms.store.reading(world.organisation) as scope:
            return [one for one in sheets.every(scope) if one.survey_id == survey.id]

    return Door(
        name="customer",
        path=f"/s/{survey.token}",
        words="[name='q.improve']",
        sheets=arrived,
        counted=lambda: surveys.one(rooms, world.organisation, survey.id).answers,
        close=lambda: surveys.close(rooms, world.organisation, survey.id, site.now()),
    )


def team_door(site: Site) -> Door:
    rooms, world, seed = site.rooms, site.world, uuid4().hex
    wave = waves.start(
        rooms, world.organisation, waves.Wish(seed, "counter-team.v1", world.place.id, 7), site.now()
    )

    def arrived() -> list[AcceptedSheet]:
        with rooms.store.reading(world.organisation) as scope:
            return [one for one in sheets.every(scope) if one.wave_id == wave.id]

    return Door(
        name="team",
        path=f"/t/{waves.tokens_of(seed, 7)[0]}",
        words="[name='q.stops_us']",
        sheets=arrived,
        counted=lambda: waves.one(rooms, world.organisation, wave.id).answered,
        close=lambda: waves.close(rooms, world.organisation, wave.id, site.now()),
    )


DOORS = {"customer": survey_door, "team": team_door}


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest, site: Site) -> Door:
    """Each test walks through both."""
    return DOORS[request.param](site)


@pytest.fixture
def customers(site: Site) -> Door:
    return survey_door(site)


@pytest.fixture
def teams(site: Site) -> Door:
    return team_door(site)


@pytest.fixture
def page(new_phone: Callable[..., BrowserContext]) -> Page:
    """A stranger's phone with scripts off."""
    return new_phone(java_script_enabled=False).new_page()


def send(page: Page) -> Response:
    """Send and give the answer to it, redirects followed."""
    with page.expect_navigation() as navigation:
        page.click(SEND)
    return navigation.value


def lose_line(page: Page) -> None:
    """Send while the line is broken, and see the browser say so."""
    with pytest.raises(Error, match="ERR_"), page.expect_navigation():
        page.click(SEND, no_wait_after=True)
    page.wait_for_url(re.compile("^chrome-error:"), wait_until="commit")
    page.wait_for_timeout(A_LOOK)


def is_thanked(page: Page) -> bool:
    return page.inner_text("h1") == "Your answers have arrived"


# --- the same page, sent more than once


@pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])
def test_a_double_click_counts_once(new_phone, door, scripts):
    page = new_phone(java_script_enabled=scripts).new_page()
    page.goto(door.path)
    door.fill_in(page)
    page.dblclick(SEND, no_wait_after=True)
    until(lambda: is_thanked(page), "the thanks")
    door.expect_one()


def test_a_second_tap_while_the_first_is_under_way_counts_once(page, site, door):
    page.goto(door.path)
    door.fill_in(page)
    site.faults.append(only("POST", door.path, lambda request, truly: time.sleep(1)))
    page.locator(SEND).scroll_into_view_if_needed()
    button = page.locator(SEND).bounding_box()
    assert button
    for tap in (1, 2):  # not by `click`, which waits for the page to rest
        page.mouse.click(button["x"] + 9, button["y"] + 9)
        until(lambda tap=tap: site.asked("POST", door.path) == tap, "the sending")
    until(lambda: is_thanked(page), "the thanks")
    until(lambda: door.counted() == 1, "both were done")
    door.expect_one()


def test_back_and_send_again_counts_once(page, customers):
    page.goto(customers.path)
    customers.fill_in(page)
    send(page)
    page.go_back()
    customers.expect_untouched(page)
    send(page)
    assert is_thanked(page)
    customers.expect_one()


def test_other_answers_after_going_back_do_not_count_and_that_is_said(page, customers):
    page.goto(customers.path)
    customers.fill_in(page)
    send(page)
    page.go_back()
    customers.fill_in(page, "On second thoughts, splendid")
    send(page)
    assert "The first version counts." in page.inner_text("main")
    customers.expect_one()


def test_nothing_of_a_team_s_answers_is_left_on_the_device(page, teams):
    """Whoever takes the device next and goes back finds no answers: not from a cache, not from the server."""
    page.goto(teams.path)
    send(page)  # empty: the page comes back, and is one more to be found
    teams.fill_in(page)
    send(page)
    assert is_thanked(page)
    teams.expect_one()
    for _ in range(2):
        try_to_go_back(page)
        assert page.locator("form, textarea").count() == 0
        assert "looked up" not in page.content()
    assert "This link has already been used" in page.inner_text("h1")


def try_to_go_back(page: Page) -> None:
    """Go back to what may not be there any more."""
    with suppress(Error):  # ERR_CACHE_MISS
        page.go_back()


# --- a line that breaks


@pytest.mark.parametrize("way", ["reload", "back"])
def test_a_lost_answer_is_no_second_sheet(page, site, door, way):
    """The server kept it, nobody heard: the same page is sent again, by the reload or by hand."""
    page.goto(door.path)
    door.fill_in(page)
    site.faults.append(only("POST", door.path, lose_answer))
    lose_line(page)
    assert door.counted() == 1
    site.faults.clear()
    if way == "reload":
        page.reload()
    else:
        page.go_back()
        door.expect_untouched(page)
        send(page)
    assert is_thanked(page)
    door.expect_one()


def test_what_was_typed_outlives_a_broken_line(page, site, door):
    page.goto(door.path)
    door.fill_in(page)
    site.faults.append(only("POST", door.path, cut_before))
    lose_line(page)
    assert door.counted() == 0
    page.go_back()
    door.expect_untouched(page)
    lose_line(page)  # still no line
    page.go_back()
    door.expect_untouched(page)
    site.faults.clear()
    send(page)
    assert is_thanked(page)
    door.expect_one()


def test_what_was_typed_into_a_page_that_came_back_outlives_a_broken_line(page, site, door):
    page.goto(door.path)
    for sent in range(2):  # empty, twice
        response = send(page)
        assert (response.status, sent) == (422, sent)
        assert "There is no answer yet" in page.inner_text("[role=alert]")
    door.fill_in(page)
    site.faults.append(only("POST", door.path, cut_before))
    lose_line(page)
    site.faults.clear()
    page.go_back()
    door.expect_untouched(page)
    send(page)
    assert is_thanked(page)
    door.expect_one()


def test_a_server_that_is_away_keeps_nothing_from_arriving_later(page, site, door):
    page.goto(door.path)
    door.fill_in(page)
    site.stop()
    lose_line(page)
    site.start()
    page.reload()
    assert is_thanked(page)
    door.expect_one()


def test_half_a_page_is_no_page(site, door):
    """The line breaks inside the answers, which would be readable as fewer answers."""
    server = server_of(site.app, 0)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        port = server.effective_port
        body = urlencode({"sheet": str(uuid4()), "q.greeted": "fair", door.words[7:-2]: WORDS}).encode()
        head = f"POST {door.path}?sent=1 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        assert posted(port, head.encode() + body[:80]) == b""
        assert (door.counted(), door.sheets()) == (0, [])
        assert b" 303 " in posted(port, head.encode() + body).splitlines()[0]
        door.expect_one()
    finally:
        server.close()


def posted(port: int, sent: bytes) -> bytes:
    """Send bytes, hang up, and give what was answered."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(2)
        try:
            return b"".join(iter(lambda: line.recv(65536), b""))
        except TimeoutError:
            return b""


# --- closed or used while the page was open


def test_a_link_closed_meanwhile_gives_the_words_back(page, site, door):
    page.goto(door.path)
    door.fill_in(page)
    door.close()
    response = send(page)
    assert response.status == 410
    assert page.inner_text("h1") == "This link is closed"
    expect_words_back(page)
    assert (door.counted(), door.sheets()) == (0, [])
    assert page.locator("a[href='/'], a[href^='/sign']").count() == 0
    page.go_back()
    door.expect_untouched(page)


def expect_words_back(page: Page, words: str = WORDS) -> None:
    """All that was answered stands in one field to be copied, question by question, for the reader's eyes."""
    given = page.input_value("main textarea")
    question = "How well do we greet customers" if "/t/" in page.url else "How well did our staff greet you"
    assert words in given
    assert question in given
    assert "\nFair" in given
    assert page.locator("main textarea").get_attribute("readonly") is not None
    label = page.locator("main label").inner_text()
    assert page.get_by_label(label).input_value() == given


def test_a_closed_link_gives_the_words_back_in_the_reader_s_language(new_phone, door):
    page = new_phone(java_script_enabled=False).new_page()
    page.goto(f"{door.path}?lang=el")
    door.fill_in(page)
    door.close()
    send(page)
    assert page.locator("html").get_attribute("lang") == "el"
    given = page.input_value("main textarea")
    assert WORDS in given
    assert "\nΜάλλον άσχημα" in given
    assert "Fair" not in given


def test_an_empty_page_of_a_closed_link_gives_nothing_back(page, door):
    page.goto(door.path)
    door.close()
    assert send(page).status == 410
    assert page.locator("main textarea").count() == 0


def test_what_arrived_before_the_link_was_closed_is_thanked_for(page, site, door):
    """The answer to it was lost; a reload must not say that nothing is taken any more."""
    page.goto(door.path)
    door.fill_in(page)
    site.faults.append(only("POST", door.path, lose_answer))
    lose_line(page)
    site.faults.clear()
    door.close()
    page.reload()
    assert is_thanked(page)
    door.expect_one()


def test_a_team_s_link_used_meanwhile_gives_the_words_back(new_phone, teams):
    first, second = (new_phone(java_script_enabled=False).new_page() for _ in range(2))
    for page in (first, second):
        page.goto(teams.path)
    teams.fill_in(first)
    send(first)
    assert is_thanked(first)
    teams.fill_in(second, "Another one's\nwords")
    assert send(second).status == 410
    assert second.inner_text("h1") == "This link has already been used"
    expect_words_back(second, "Another one's\nwords")
    teams.expect_one()


def test_a_team_s_changed_mind_is_given_back_and_the_first_counts(page, site, teams):
    page.goto(teams.path)
    teams.fill_in(page)
    site.faults.append(only("POST", teams.path, lose_answer))
    lose_line(page)
    site.faults.clear()
    page.go_back()
    teams.fill_in(page, "On second thoughts, splendid")
    assert send(page).status == 410
    expect_words_back(page, "On second thoughts, splendid")
    teams.expect_one()


# --- a browser that allows little


@pytest.fixture
def without_cookies(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser whose owner has forbidden all cookies, and with them all other storage."""
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    forbidden = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default" / "Preferences").write_text(json.dumps(forbidden))
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=find(),
        args=FLAGS,
        viewport=PHONE,
        locale="en-GB",
        base_url=site.address,
    )
    yield context
    context.close()


def test_cookies_are_not_needed(without_cookies, site, door):
    page = without_cookies.new_page()
    page.goto(f"{door.path}?lang=fi")  # would set a cookie
    with pytest.raises(Error, match="Access is denied"):  # they are forbidden indeed
        page.evaluate("localStorage.length")
    assert page.locator("html").get_attribute("lang") == "fi"
    assert send(page).status == 422
    door.fill_in(page)
    site.faults.append(only("POST", door.path, lose_answer))
    lose_line(page)
    site.faults.clear()
    page.go_back()
    door.expect_untouched(page)
    assert send(page).url.endswith("/thanks?lang=fi")
    assert page.locator("html").get_attribute("lang") == "fi"
    assert without_cookies.cookies() == []
    door.expect_one()


def test_nothing_but_the_page_its_styles_and_its_picture_is_fetched(new_phone, door):
    """With scripts allowed: there is none, on any page of the way."""
    page, kinds = new_phone().new_page(), []
    page.on("request", lambda request: kinds.append(request.resource_type))
    for answer in (lambda: page.goto(door.path), lambda: send(page)):
        assert answer()
        assert page.locator("script").count() == 0
    door.fill_in(page)
    send(page)
    assert is_thanked(page)
    assert page.locator("script").count() == 0
    assert set(kinds) <= {"document", "stylesheet", "image", "other"}

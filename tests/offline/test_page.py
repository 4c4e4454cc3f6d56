"""The checklist's page: whatever happens to it, what was given stays, and it never says more than is true."""

import os
import re
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from audit_app.core.questionnaire import LANGUAGES
from audit_app.services import visits
from tests.offline.conftest import FLAGS, PHONE, is_ready, kept, sign_in, until
from tests.offline.using import (
    add_photo,
    check,
    choose,
    counted,
    fill_in,
    open_form,
    received,
    saved,
    send,
    withdraw,
)
from tests.offline.world import answering, give, only
from tools.chromium import find

CALL = "phone-call.v1"
BREAKABLE = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if ([true, this.name].includes(window.broken)) throw new DOMException("", "QuotaExceededError");
    return put.apply(this, given);
  };
  window.connections = [];
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    request.addEventListener("success", () => connections.push(request.result));
    return request;
  };
"""
"""A phone whose database can be made to fail: `broken` is a store's name, or true for all of them."""
REMOVE = """async module => {
  const {entries, owner, remove} = await import(module);
  for (const {id} of await entries((await owner()).id)) await remove(id);
}"""
SHIFTS = """() => new Promise(resolve => {
  new PerformanceObserver(list => resolve(
    list.getEntries().filter(one => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0)
  )).observe({type: "layout-shift", buffered: true});
  setTimeout(resolve, 500, 0);
})"""


@pytest.fixture
def fragile(new_phone, world):
    """Danae's phone, its database breakable."""
    context = new_phone(world.danae)
    context.add_init_script(BREAKABLE)
    return context


@pytest.fixture
def call(site, world):
    """A visit whose checklist has skips."""
    visit = give(site.rooms, world.danae, world.place, datetime.now(UTC), CALL)
    visits.confirm_brief(site.rooms, world.danae, visit, datetime.now(UTC))
    return visit


def open_call(context, site, call):
    page = context.new_page()
    page.goto(site.world.form(call, CALL))
    until(lambda: is_ready(page), "the form being ready")
    return page


def answers(page) -> dict[str, object]:
    return {answer["name"]: answer["value"] for answer in kept(page, "answers")}


def bar(page) -> str:
    return page.locator(".bar-bottom").inner_text()


def is_chosen(page, question, value) -> bool:
    return page.locator(f"[name='q.{question}'][value='{value}']").is_checked()


def reload(page):
    page.reload()
    until(lambda: is_ready(page), "the form being ready again")


# --- saved as it is given


def test_every_answer_is_a_record_of_its_own_as_soon_as_it_is_given(phone, site):
    page = open_form(phone, site)
    choose(page, "greeted", "no")
    until(lambda: answers(page) == {"q.greeted": "no"}, "the choice being kept")
    page.locator("[name='c.greeted']").press_sequentially("Nobody looked up", delay=20)
    until(lambda: answers(page).get("c.greeted") == "Nobody looked up", "the text being kept", 2)
    saved(page)
    [draft] = kept(page, "drafts")
    assert (draft["visit"], draft["user"]) == (str(site.world.visit), str(site.world.danae.id))
    assert {answer["draft"] for answer in kept(page, "answers")} == {draft["id"]}
    assert draft["saved"] >= draft["started"] > ""


def test_typing_is_kept_while_it_goes_on(phone, site):
    page = open_form(phone, site)
    field = page.locator("[name='c.greeted']")
    for letter in "abcdefghijklmnopqrst":
        field.press(letter)
        page.wait_for_timeout(60)
    assert len(answers(page).get("c.greeted", "")) > 5


def test_an_emptied_answer_is_kept_as_empty(phone, site):
    page = open_form(phone, site)
    page.fill("[name='c.greeted']", "x")
    page.fill("[name='c.greeted']", "")
    until(lambda: answers(page) == {"c.greeted": ""}, "being kept as empty")
    reload(page)
    assert page.input_value("[name='c.greeted']") == ""


def test_a_reload_brings_back_the_answers_the_place_and_the_field(phone, site):
    page = open_form(phone, site)
    choose(page, "courteous", "no")
    page.fill("[name='q.wait_seconds']", "75")
    page.fill("[name='c.courteous']", "He talked to his phone")
    saved(page)
    assert page.evaluate("scrollY") > 1000
    before = page.locator("#q-courteous").bounding_box()["y"]
    reload(page)
    assert is_chosen(page, "courteous", "no")
    assert page.input_value("[name='q.wait_seconds']") == "75"
    assert page.input_value("[name='c.courteous']") == "He talked to his phone"
    assert abs(page.locator("#q-courteous").bounding_box()["y"] - before) < 2
    assert page.evaluate("document.activeElement.name") == "c.courteous"
    expect(page.locator(".bar-bottom")).to_contain_text("Saved")
    expect(page.locator(".bar-bottom")).to_contain_text("2 of 14 answered")


def test_saved_is_said_when_it_is_on_the_disk_and_not_before(fragile, site):
    page = open_form(fragile, site)
    choose(page, "greeted", "yes")
    saved(page)
    page.evaluate("window.broken = true")
    choose(page, "smiled", "yes")
    until(lambda: "Not saved – keep this page open" in bar(page), "saying that it is not saved")
    assert "Saved" not in bar(page)
    assert answers(page) == {"q.greeted": "yes"}
    page.evaluate("window.broken = false")
    until(lambda: "Saved" in bar(page), "trying again by itself", 5)
    assert answers(page) == {"q.greeted": "yes", "q.smiled": "yes"}


def test_a_failed_save_is_tried_again_with_the_next_answer(fragile, site):
    page = open_form(fragile, site)
    page.evaluate("window.broken = true")
    choose(page, "greeted", "yes")
    page.wait_for_timeout(3500)  # by now it waits five seconds
    page.evaluate("window.broken = false")
    choose(page, "smiled", "yes")
    until(lambda: answers(page) == {"q.greeted": "yes", "q.smiled": "yes"}, "both being kept", 1)


def test_what_could_not_be_saved_survives_the_page_as_text(fragile, site):
    page = open_form(fragile, site)
    choose(page, "smiled", "yes")
    saved(page)
    page.evaluate("window.broken = true")
    choose(page, "smiled", "no")
    page.fill("[name='c.greeted']", "Only in the second net")
    until(lambda: "Not saved" in bar(page), "saying that it is not saved")
    reload(page)
    assert page.input_value("[name='c.greeted']") == "Only in the second net"
    until(lambda: answers(page).get("c.greeted") == "Only in the second net", "being kept at last")
    assert answers(page)["q.smiled"] == "no"
    until(lambda: "Only in" not in page.evaluate("JSON.stringify(localStorage)"), "the net being empty")


def test_a_database_that_cannot_be_opened_is_told_and_opened_later(fragile, site):
    page = fragile.new_page()
    page.add_init_script("window.broken = true")
    page.goto(site.world.form())
    until(lambda: "Not saved" in bar(page), "saying that nothing is saved")
    choose(page, "greeted", "yes")
    page.evaluate("window.broken = false")
    until(lambda: is_ready(page) and "Saved" in bar(page), "being ready at last")
    assert answers(page) == {"q.greeted": "yes"}
    assert is_chosen(page, "greeted", "yes")


def test_22_a_database_closed_behind_our_back(fragile, site):
    page = open_form(fragile, site)
    choose(page, "greeted", "yes")
    saved(page)
    assert page.evaluate("connections.map(one => one.close()).length") > 0
    choose(page, "smiled", "yes")
    until(lambda: answers(page).get("q.smiled") == "yes", "being kept all the same")
    saved(page)


@pytest.fixture
def killable(playwright, site, world, tmp_path):
    """Opens Danae's phone, with a storage that outlives its browser, and kills it."""
    folder = tmp_path / "phone"

    def start():
        context = playwright.chromium.launch_persistent_context(
            str(folder), executable_path=find(), args=FLAGS, viewport=PHONE, base_url=site.address
        )
        context.set_default_timeout(15_000)
        return context

    yield start, lambda: kill(folder)
    kill(folder)


def kill(folder: Path) -> int:
    """SIGKILL to every process of the browser over this folder."""
    mine = [path for path in Path("/proc").glob("[0-9]*") if f"--user-data-dir={folder}" in command(path)]
    for path in mine:
        os.kill(int(path.name), signal.SIGKILL)
    return len(mine)


def command(path: Path) -> str:
    try:
        return (path / "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def test_5_the_battery_dies_right_after_saved(killable, site, world):
    start, kill_it = killable
    context = start()
    sign_in(context, site, world.danae)
    page = open_form(context, site)
    choose(page, "greeted", "no")
    page.fill("[name='c.greeted']", "Nobody looked up")
    saved(page)
    assert kill_it() > 0
    context = start()
    sign_in(context, site, world.danae)
    page = open_form(context, site)
    assert is_chosen(page, "greeted", "no")
    assert page.input_value("[name='c.greeted']") == "Nobody looked up"
    context.close()


# --- two windows, and a hand that clears everything


def test_19_two_windows_answer_different_questions(phone, site):
    one, other = open_form(phone, site), open_form(phone, site)
    choose(one, "greeted", "yes")
    other.fill("[name='c.overall']", "From the other window")
    until(lambda: is_chosen(other, "greeted", "yes"), "appearing in the other window")
    until(lambda: one.input_value("[name='c.overall']") == "From the other window", "appearing in the first")
    assert len(kept(one, "drafts")) == 1
    assert answers(one) == {"q.greeted": "yes", "c.overall": "From the other window"}
    expect(other.locator(".bar-bottom")).to_contain_text("1 of 14 answered")


def test_19_two_windows_answer_the_same_question_and_the_last_one_wins_visibly(phone, site):
    one, other = open_form(phone, site), open_form(phone, site)
    choose(one, "greeted", "yes")
    until(lambda: is_chosen(other, "greeted", "yes"), "appearing in the other window")
    choose(other, "greeted", "no")
    until(lambda: is_chosen(one, "greeted", "no"), "the last one winning")
    assert "Changed in another window" in one.inner_text("#q-greeted")
    assert "Changed in" not in other.inner_text("#q-greeted")
    assert answers(one) == {"q.greeted": "no"}
    choose(one, "greeted", "yes")
    assert "Changed in" not in one.inner_text("#q-greeted")


def test_two_windows_opened_at_once_share_one_draft(phone, site):
    pages = [phone.new_page() for _ in range(3)]
    for page in pages:
        page.goto(site.world.form(), wait_until="commit")
    for page in pages:
        until(lambda page=page: is_ready(page), "all being ready")
    assert len(kept(pages[0], "drafts")) == 1


def clear_everything(phone, page, site):
    line = phone.new_cdp_session(page)
    line.send("Storage.clearDataForOrigin", {"origin": site.address, "storageTypes": "all"})


def test_15_all_data_cleared_in_another_window(phone, site, world):
    page = open_form(phone, site)
    choose(page, "greeted", "no")
    page.fill("[name='c.greeted']", "Nobody looked up")
    add_photo(page)
    until(lambda: kept(page, "photos"), "the photo being kept")
    saved(page)
    [before] = kept(page, "photos")
    clear_everything(phone, page, site)
    choose(page, "smiled", "yes")
    saved(page)
    assert answers(page) == {"q.greeted": "no", "c.greeted": "Nobody looked up", "q.smiled": "yes"}
    until(lambda: [one["digest"] for one in kept(page, "photos")] == [before["digest"]], "the photo, too")
    assert {answer["dirty"] for answer in kept(page, "answers")} == {1}
    sign_in(phone, site, world.danae)
    fill_in(page)
    send(page)
    until(lambda: received(site), "arriving", 30)
    assert counted(site).values["smiled"] == "yes"


def test_15_all_data_cleared_and_finished_without_another_answer(phone, site, world):
    page = open_form(phone, site)
    fill_in(page)
    clear_everything(phone, page, site)
    sign_in(phone, site, world.danae)
    send(page)
    until(lambda: received(site), "arriving", 30)
    assert counted(site).values["overall"] == "excellent"


# --- skips, progress and the final check


def test_a_skip_shows_and_hides_at_once_and_counts(phone, site, call):
    page = open_call(phone, site, call)
    expect(page.locator("#q-greeted")).not_to_be_visible()
    choose(page, "reached", "yes")
    expect(page.locator("#q-greeted")).to_be_visible()
    expect(page.locator(".bar-bottom")).to_contain_text("1 of 16 answered")
    choose(page, "reached", "no")
    expect(page.locator("#q-greeted")).not_to_be_visible()


def test_24_a_hidden_answer_is_kept_not_sent_and_comes_back(phone, site, call):
    page = open_call(phone, site, call)
    choose(page, "reached", "yes")
    choose(page, "greeted", "partly")
    choose(page, "reached", "no")
    saved(page)
    reload(page)
    expect(page.locator("#q-greeted")).not_to_be_visible()
    choose(page, "reached", "yes")
    assert is_chosen(page, "greeted", "partly")
    choose(page, "reached", "no")
    page.fill("[name='c.reached']", "Nobody answered, twice")
    for question in page.locator("fieldset.question:visible").all():
        if question.get_attribute("id") != "q-reached" and question.locator("input[type=radio]").count():
            question.locator("input[type=radio]").first.check(force=True)
        for text in question.locator("textarea").all():
            text.fill("x")
    send(page)
    until(lambda: received(site), "arriving", 30)
    sheet = counted(site, call)
    assert sheet.values["reached"] == "no"
    assert "greeted" not in sheet.values


def test_what_is_missing_is_listed_marked_and_found(phone, site):
    page = open_form(phone, site)
    choose(page, "greeted", "no")
    check(page)
    expect(page.locator("#lacking")).to_contain_text("questions still need something")
    line = page.locator("#lacking a", has_text="a member of staff greeted you")
    assert "Please write what happened." in line.inner_text()
    expect(page.get_by_role("button", name="Send the visit")).not_to_be_visible()
    number = page.locator("#lacking li").count()
    expect(page.locator(".question.is-missing")).to_have_count(number)
    line.click()
    assert page.locator("#q-greeted").bounding_box()["y"] < 300
    page.fill("[name='c.greeted']", "Nobody looked up")
    expect(page.locator("#lacking li")).to_have_count(number - 1)
    expect(page.locator("#q-greeted.is-missing")).to_have_count(0)
    assert "#" not in page.url


def test_a_number_that_is_none_is_told_where_it_stands_and_not_sent(phone, site):
    page = open_form(phone, site)
    fill_in(page)
    page.fill("[name='q.wait_seconds']", "99999")
    page.locator("[name='c.overall']").focus()
    expect(page.locator("#q-wait_seconds")).to_contain_text("Please write a whole number from 0 to")
    check(page)
    expect(page.locator("#lacking li")).to_have_count(1)
    page.fill("[name='q.wait_seconds']", "40")
    expect(page.locator("#check")).to_contain_text("Nothing is missing.")


def test_sending_is_offered_only_to_whoever_has_just_checked(phone, site):
    page = open_form(phone, site)
    offer = page.get_by_role("button", name="Send the visit")
    check(page)
    fill_in(page)
    expect(page.locator("#check")).to_contain_text("Nothing is missing.")
    expect(offer).not_to_be_visible()
    check(page)
    expect(offer).to_be_visible()
    choose(page, "greeted", "no")
    expect(offer).not_to_be_visible()


def test_a_blank_form_cannot_be_sent(phone, site):
    page = open_form(phone, site)
    check(page)
    expect(page.locator("#lacking")).to_contain_text("13 questions still need something.")


# --- handing over


def test_4_three_taps_are_one_visit(phone, site):
    page = open_form(phone, site)
    fill_in(page)
    check(page)
    page.evaluate("for (let tap = 0; tap < 3; tap += 1) document.getElementById('send').click()")
    until(lambda: received(site), "arriving", 30)
    assert len(kept(page, "outbox")) == len(received(site)) == 1
    expect(page.locator("#checklist")).not_to_be_visible()


def test_a_phone_without_room_keeps_the_draft_and_says_so(fragile, site):
    page = open_form(fragile, site)
    fill_in(page)
    page.evaluate("window.broken = 'outbox'")
    send(page)
    until(lambda: "could not be put ready to send" in page.inner_text("main"), "saying so")
    assert kept(page, "outbox") == []
    assert len(kept(page, "drafts")) == 1
    assert answers(page)["q.overall"] == "excellent"
    expect(page.locator("#checklist")).to_be_visible()
    page.evaluate("window.broken = false")
    page.get_by_role("button", name="Send the visit").click()
    until(lambda: received(site), "arriving", 30)


def test_unsaved_answers_are_not_left_behind(fragile, site):
    page = open_form(fragile, site)
    fill_in(page)
    page.evaluate("window.broken = 'answers'")
    choose(page, "overall", "good")
    send(page)
    until(lambda: "Some answers are not saved" in page.inner_text("main"), "saying so")
    assert kept(page, "outbox") == []
    page.evaluate("window.broken = false")
    page.get_by_role("button", name="Send the visit").click()
    until(lambda: received(site), "arriving", 30)
    assert counted(site).values["overall"] == "good"


def test_the_other_window_sees_that_it_was_finished(phone, site):
    one, other = open_form(phone, site), open_form(phone, site)
    fill_in(one)
    send(one)
    until(lambda: not other.locator("#checklist").is_visible(), "the form going away in the other window")
    until(lambda: received(site), "arriving", 30)
    assert len(kept(other, "outbox")) == 1


def test_time_in_front_of_the_page_is_counted(phone, site):
    page = open_form(phone, site)
    page.wait_for_timeout(1500)
    fill_in(page)
    [draft] = kept(page, "drafts")
    assert 1500 < draft["active"] < 60_000


# --- another phone


def test_two_phones_that_disagree_let_a_person_decide(new_phone, site, world):
    one, other = (new_phone(world.danae) for _ in range(2))
    first, second = open_form(one, site), open_form(other, site)
    other.set_offline(True)
    choose(second, "greeted", "yes")
    choose(second, "smiled", "yes")
    saved(second)
    choose(first, "greeted", "no")
    choose(first, "smiled", "no")
    until(lambda: all(not answer["dirty"] for answer in kept(first, "answers")), "being backed up", 40)
    other.set_offline(False)
    until(lambda: second.locator(".contested").count() == 2, "the other phone asking", 40)
    assert "On another phone you answered: No" in second.inner_text("#q-greeted")
    second.locator("#q-greeted").get_by_role("button", name="Take the other").click()
    second.locator("#q-smiled").get_by_role("button", name="Keep mine").click()
    assert is_chosen(second, "greeted", "no")
    assert is_chosen(second, "smiled", "yes")
    until(lambda: all(not answer["dirty"] for answer in kept(second, "answers")), "being backed up", 40)
    assert answers(second) == {"q.greeted": "no", "q.smiled": "yes"}


def test_a_visit_taken_back_meanwhile_says_so_and_can_still_be_finished(phone, site):
    page = open_form(phone, site)
    until(lambda: site.asked("PUT", "/api/drafts/"), "asking for what other phones did", 40)
    withdraw(site)
    choose(page, "greeted", "yes")
    until(lambda: "The office has taken this visit back." in page.inner_text("main"), "saying so", 40)
    fill_in(page)
    check(page)
    expect(page.get_by_role("button", name="Send the visit")).to_be_visible()


def test_answers_of_another_phone_appear_and_say_so(new_phone, site, world):
    phones = [new_phone(world.danae) for _ in range(2)]
    one, other = (open_form(phone, site) for phone in phones)
    phones[1].set_offline(True)
    choose(one, "greeted", "no")
    until(lambda: not any(answer["dirty"] for answer in kept(one, "answers")), "being backed up", 40)
    phones[1].set_offline(False)
    until(lambda: is_chosen(other, "greeted", "no"), "appearing on the other phone", 40)
    assert "Changed on another phone" in other.inner_text("#q-greeted")
    expect(other.locator(".bar-bottom")).to_contain_text("1 of 14 answered")


def test_a_visit_removed_from_the_phone_does_not_come_back(phone, site):
    page = open_form(phone, site)
    page.wait_for_timeout(1200)
    fill_in(page)
    site.faults.append(only("PUT", "/api/", answering(503)))
    send(page)
    until(lambda: kept(page, "outbox"), "lying in the outbox")
    page.evaluate(REMOVE, f"{site.app.extensions['assets'].address}/js/lib/outbox.js")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    page.wait_for_timeout(500)
    assert kept(page, "outbox") == kept(page, "drafts") == kept(page, "answers") == []


# --- in two halves

PHOTOS = "**/js/lib/photos.js"
MODULES = re.compile(r"/js/lib/(backup|outbox-view|photos)\.js$")


def test_photos_chosen_before_the_second_half_is_there_are_not_lost(new_phone, site, world):
    context = new_phone(world.danae, service_workers="block")
    held_back = []

    def hold(route):
        held_back.append(route)

    context.route(PHOTOS, hold)
    page = open_form(context, site)
    for name in ("a.jpg", "b.jpg"):
        add_photo(page, "overall", name)
    add_photo(page, "staff_in_sight")
    choose(page, "greeted", "yes")
    saved(page)
    assert kept(page, "photos") == []
    until(lambda: held_back, "the second half being asked for")[0].continue_()
    until(lambda: len(kept(page, "photos")) == 3, "all of them being kept")
    expect(page.locator("[data-photos='overall'] img")).to_have_count(2)


def test_without_the_second_half_answers_are_kept_and_it_comes_with_the_network(new_phone, site, world):
    context = new_phone(world.danae, service_workers="block")
    context.route(MODULES, lambda route: route.abort())
    page = open_form(context, site)
    choose(page, "greeted", "no")
    until(lambda: "could not be loaded" in page.inner_text("#elsewhere"), "saying so")
    fill_in(page)
    send(page)
    until(lambda: kept(page, "outbox"), "lying in the outbox")
    assert "Nothing is lost" in page.inner_text("main")
    context.unroute(MODULES)
    context.set_offline(True)
    context.set_offline(False)
    until(lambda: received(site), "loading again, and sending", 30)
    assert counted(site).values["overall"] == "excellent"


# --- how it behaves


@pytest.mark.parametrize("questionnaire", ["counter", "call"])
def test_nothing_moves_while_the_page_is_opened(questionnaire, phone, site, call):
    page = open_form(phone, site) if questionnaire == "counter" else open_call(phone, site, call)
    assert page.evaluate(SHIFTS) == 0
    if questionnaire == "call":
        choose(page, "reached", "yes")
        saved(page)
        reload(page)
        assert page.evaluate(SHIFTS) == 0


def test_the_plain_checklist_leads_here_unless_somebody_came_for_it(phone, site, world):
    page = phone.new_page()
    page.goto(f"/visits/{world.visit}/checklist")
    until(lambda: page.url.endswith(world.form()), "being led on")
    page.get_by_role("link", name="Use the plain checklist").click()
    until(lambda: "/checklist" in page.url, "being on the plain one")
    page.wait_for_timeout(500)
    choose(page, "greeted", "yes")
    page.get_by_role("button", name="Save for later").click()
    page.wait_for_timeout(500)
    assert "/checklist" in page.url
    assert is_chosen(page, "greeted", "yes")


def test_an_old_browser_stays_on_the_plain_checklist(phone, world):
    page = phone.new_page()
    page.add_init_script("delete window.structuredClone")
    page.goto(f"/visits/{world.visit}/checklist")
    page.wait_for_timeout(500)
    assert "/checklist" in page.url


def test_a_visit_before_its_first_day_says_so_by_the_phones_calendar(phone, site, world):
    page = open_form(phone, site)
    expect(page.locator("#early")).not_to_be_visible()
    early = phone.new_page()
    early.clock.set_fixed_time(datetime(2020, 1, 1, tzinfo=UTC))
    early.goto(world.form())
    until(lambda: early.locator("#early").is_visible(), "saying that it is early")


def test_a_late_visit_says_so_and_can_be_sent(phone, site, world):
    page = phone.new_page()
    page.clock.set_fixed_time(datetime(2035, 1, 1, tzinfo=UTC))
    page.goto(world.form())
    until(lambda: is_ready(page), "being ready")
    fill_in(page)
    check(page)
    expect(page.locator("#check")).to_contain_text("This visit is late.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_small_phone(language, new_phone, site, world):
    page = new_phone(world.danae).new_page()
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{world.form()}?lang={language}")
    until(lambda: is_ready(page), "being ready")
    choose(page, "greeted", "no")
    page.locator("#finish").click()
    expect(page.locator("#lacking a")).to_have_count(13)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".bar-bottom").bounding_box()["height"] < 568 / 3
    small_ones = """() => [...document.querySelectorAll("#checklist :is(button, a, textarea, summary)")]
      .filter(one => one.offsetParent && !one.closest("dialog, p, .choice"))
      .filter(one => one.getBoundingClientRect().height < 47.5)
      .map(one => one.outerHTML.slice(0, 80))"""
    assert page.evaluate(small_ones) == []

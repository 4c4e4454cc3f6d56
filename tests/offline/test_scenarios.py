"""A shopper's bad days from beginning to end, each on a real phone before a real site."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from audit_app.core.questionnaire import Need
from audit_app.services import assigning, editions, held, visits
from audit_app.storage.tables import assignment
from tests.offline.conftest import is_ready, kept, until
from tests.offline.using import (
    BEST,
    add_photo,
    choose,
    counted,
    fill_in,
    jpeg,
    make_ready_offline,
    open_form,
    photos_of,
    received,
    saved,
    send,
    withdraw,
)
from tests.offline.world import give

A_DAY = timedelta(days=1)


def arrived(site, number=1):
    return until(lambda: len(received(site)) >= number and received(site), "arriving", 30)


def address_of(site):
    return site.app.extensions["assets"].address


def test_1_a_whole_visit_in_a_cellar(phone, site):
    make_ready_offline(phone, site).close()
    phone.set_offline(True)
    page = open_form(phone, site)
    choose(page, "greeted", "yes")
    saved(page)
    page.reload()
    until(lambda: page.locator("[name='q.greeted'][value='yes']").is_checked(), "the answer coming back")
    fill_in(page)
    add_photo(page)
    until(lambda: kept(page, "photos"), "the photo being kept")
    page.reload()
    until(lambda: page.locator("[data-photos='overall'] img").count() == 1, "the photo coming back")
    send(page)
    until(lambda: "not sent yet" in page.inner_text("main"), "saying where it is")
    assert received(site) == []
    [listed] = kept(page, "outbox")[0]["photos"]
    phone.set_offline(False)
    [row] = arrived(site)
    assert row.held_for == ()
    assert counted(site).values["overall"] == "excellent"
    [photo] = photos_of(site)
    assert photo.sent_digest == listed["digest"]
    until(lambda: "On the server" in page.inner_text("main"), "saying that it arrived")
    assert kept(page, "drafts") == kept(page, "answers") == kept(page, "photos") == []


def test_9_a_visit_withdrawn_meanwhile_is_kept_for_the_office(phone, site):
    page = open_form(phone, site)
    fill_in(page)
    phone.set_offline(True)
    send(page)
    withdraw(site)
    phone.set_offline(False)
    [row] = arrived(site)
    assert (row.held_for, counted(site)) == (("withdrawn",), None)
    until(lambda: "the office" in page.inner_text("main"), "telling the shopper")
    [waiting] = held.waiting(site.rooms, site.world.organisation)
    assert waiting.id == row.id


def test_9_a_visit_given_to_somebody_else_is_kept_for_the_office(phone, site, world):
    page = open_form(phone, site)
    fill_in(page)
    phone.set_offline(True)
    send(page)
    assigning.reassign(site.rooms, world.organisation, world.visit, world.petros.id, site.now())
    phone.set_offline(False)
    [mine] = until(lambda: [row for row in received(site) if row.via == "phone"], "arriving", 30)
    assert mine.held_for == ("reassigned",)
    assert counted(site) is None
    until(lambda: "the office" in page.inner_text("main"), "telling the shopper")


def test_10_a_checklist_changed_meanwhile_is_scored_by_its_own_edition(phone, site, world):
    page = open_form(phone, site)
    fill_in(page)
    phone.set_offline(True)
    other = site.rooms.catalogue.questionnaires["shop-visit.v1"].key
    with site.rooms.store.writing(world.organisation) as scope:
        scope.update(assignment, assignment.c.id == world.visit, questionnaire=other)
    send(page)
    phone.set_offline(False)
    [row] = arrived(site)
    assert (row.edition, row.held_for) == ("counter-visit.v1", ("old_edition",))
    held.count(site.rooms, world.owner, row.id, site.now())
    assert counted(site).values["greeted"] == BEST["greeted"]


def test_20_two_phones_finish_the_same_visit_in_two_cellars(new_phone, site, world):
    phones = [new_phone(world.danae) for _ in range(2)]
    for one in phones:
        make_ready_offline(one, site)
    pages = [open_form(one, site) for one in phones]
    for one in phones:
        one.set_offline(True)
    for page, overall in zip(pages, ("excellent", "good"), strict=True):
        fill_in(page, overall=overall)
        add_photo(page)
        until(lambda page=page: kept(page, "photos"), "the photo being kept")
        send(page)
    for one in phones:
        one.set_offline(False)
    rows = arrived(site, 2)
    assert sorted(row.held_for for row in rows) == [(), ("duplicate",)]
    assert counted(site).values["overall"] in ("excellent", "good")
    assert len(photos_of(site)) == 1
    [waiting] = held.waiting(site.rooms, world.organisation)
    assert len(held.one(site.rooms, world.organisation, waiting.id).photos) == 1


@pytest.mark.parametrize("days", [-3, 3])
def test_21_a_phone_whose_clock_is_wrong(days, phone, site, world):
    site.shift = days * A_DAY  # as seen from the phone, it is the server that is wrong
    page = open_form(phone, site)
    fill_in(page)
    send(page)
    [row] = arrived(site)
    assert row.held_for == ()
    assert abs((row.finished_at - site.now()).total_seconds()) < 120


def test_21_a_phone_that_travels_between_time_zones(new_phone, site, world):
    auckland = new_phone(world.danae, timezone_id="Pacific/Auckland")
    page = open_form(auckland, site)
    fill_in(page)
    send(page)
    [row] = arrived(site)
    assert row.held_for == ()
    assert abs((row.finished_at - site.now()).total_seconds()) < 120


def test_23_what_was_sent_is_not_sent_again(phone, site):
    make_ready_offline(phone, site).close()
    page = open_form(phone, site)
    address = page.url
    fill_in(page)
    send(page)
    arrived(site)
    until(lambda: "On the server" in page.inner_text("main"), "saying that it arrived")
    page.go_back()
    phone.set_offline(True)
    again = phone.new_page()
    again.goto(address)
    until(lambda: "On the server" in again.inner_text("main"), "the cached form saying that it was sent")
    assert not again.get_by_role("button", name="Check and finish").is_visible()
    phone.set_offline(False)
    again.goto(address)
    assert len(received(site)) == 1


def test_a_browser_without_a_worker_still_loses_nothing(new_phone, site, world):
    old = new_phone(world.danae, service_workers="block")
    page = open_form(old, site)
    fill_in(page)
    for name in ("check", "outbox", "outbox-view", "photos", "draft"):
        address = f"{address_of(site)}/js/lib/{name}.js"
        until(lambda: site.asked("GET", address), f"loading {name}, which no worker keeps")  # noqa: B023
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    old.set_offline(True)
    send(page)
    until(lambda: "not sent yet" in page.inner_text("main"), "saying where it is")
    old.set_offline(False)
    [row] = arrived(site)
    assert row.held_for == ()


def test_the_hour_that_comes_twice(new_phone, site, world):
    """Clocks go back in Athens on 25 October 2026 at 04:00; the visit begins before and ends after."""
    context = new_phone(world.danae, timezone_id="Europe/Athens")
    context.clock.install(time=datetime.fromisoformat("2026-10-25T00:30:00+00:00"))
    page = open_form(context, site)
    fill_in(page)
    context.clock.fast_forward("01:00:00")
    send(page)
    context.clock.run_for(3000)
    [row] = arrived(site)
    assert row.held_for == ()
    assert timedelta(minutes=55) < row.finished_at - row.started_at < timedelta(minutes=70)
    assert abs((row.finished_at - site.now()).total_seconds()) < 120


def test_forty_photos_while_the_app_goes_in_and_out_of_sight(phone, site, world):
    """On 3G (400 kbit/s, 400 ms), the page frozen by its phone again and again."""
    page = phone.new_page()
    page.goto(world.form(*with_photos_beside(site, world, "greeted", "offered_help", "smiled", "overall")))
    until(lambda: is_ready(page), "the form being ready")
    fill_in(page)
    for question in ("greeted", "offered_help", "smiled", "overall"):
        pictures = [jpeg(f"rgb({number * 20},90,40)", (320, 240)) for number in range(10)]
        named = [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture} for picture in pictures]
        page.set_input_files(f"[data-photos='{question}'] input[type=file]", named)
    until(lambda: len(kept(page, "photos")) == 40, "all photos being kept", 60)
    line = phone.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.emulateNetworkConditions", slow)
    send(page)
    for _ in range(3):
        page.wait_for_timeout(1_000)
        line.send("Page.setWebLifecycleState", {"state": "frozen"})
        time.sleep(1)
        line.send("Page.setWebLifecycleState", {"state": "active"})
    [row] = until(lambda: received(site), "arriving", 90)
    assert row.held_for == ()
    assert len(photos_of(site, row.assignment_id)) == 40


def with_photos_beside(site, world, *codes):
    """A new visit of Danae's and its edition: the counter visit, with photos beside these questions."""
    shipped = site.rooms.catalogue.questionnaires["counter-visit.v1"]
    asked = replace(shipped, code="photographed", sections=tuple(_with_photos(shipped, codes)))
    with site.rooms.store.writing(world.organisation) as scope:
        editions.keep(scope, asked, site.now())
    visit = give(site.rooms, world.danae, world.place, site.now(), asked.key)
    visits.confirm_brief(site.rooms, world.danae, visit, site.now())
    return visit, asked.key


def _with_photos(questionnaire, codes):
    for section in questionnaire.sections:
        questions = (
            replace(question, photo=Need.OPTIONAL if question.code in codes else question.photo)
            for question in section.questions
        )
        yield replace(section, questions=tuple(questions))

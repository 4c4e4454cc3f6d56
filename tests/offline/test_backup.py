"""The copy of a draft on the server: a new phone goes on from it, two never overwrite each other unasked."""

import pytest

from audit_app.services import drafts, visits
from audit_app.storage.tables import assignment
from tests.offline.conftest import kept, until
from tests.offline.shelf import address_of, bare_page, call, finish, heard, put_draft, send_all
from tests.offline.using import photos_of, received, withdraw
from tests.offline.world import answering, cut_before, lose_answer, only

DRAFTS, PHOTOS = "/api/drafts/", "/api/photos/"
START = """async (m, id) => {
  window.heard = [];
  const note = (kind) => (...given) => window.heard.push([kind, ...given]);
  const db = await import(window.db);
  const kept = await db.read(["drafts"], (s) => db.ask(s.drafts.get(id)));
  window.draft = kept;
  window.backup = m.startBackup(kept, {
    apply: note("apply"), conflict: note("conflict"), closed: note("closed"),
    photos: note("photos"),
  });
  await window.backup.isRunning;
}"""


@pytest.fixture
def page(phone, site, world):
    return bare_page(phone, site, world.danae)


@pytest.fixture
def other(new_phone, site, world):
    """Danae's second phone."""
    return bare_page(new_phone(world.danae), site, world.danae)


def back_up(page, site, draft):
    """Begin, and wait for the first exchange with the server."""
    page.evaluate("address => { window.db = address; }", address_of(site, "db"))
    call(page, site, "backup", START, draft.id)


def again(page):
    """One more exchange, as when a network comes back; gives what the page heard in it."""
    page.evaluate("() => { window.heard = []; dispatchEvent(new Event('online')); }")
    idle = "async () => !(await navigator.locks.query()).held.length"
    page.wait_for_timeout(50)
    until(lambda: page.evaluate(idle), "the exchange being over")
    return page.evaluate("window.heard")


def give(page, site, draft, name, value):
    """An answer as the form keeps it."""
    put = """(m, answer) => m.write(["answers"], (s) =>
      s.answers.put({...answer, at: new Date().toISOString(), dirty: 1}))"""
    call(page, site, "db", put, {"draft": draft.id, "name": name, "value": value})


def answers(page):
    return {answer["name"]: answer for answer in kept(page, "answers")}


def values(page):
    return {name: answer["value"] for name, answer in answers(page).items()}


def dirty(page):
    return {name for name, answer in answers(page).items() if answer["dirty"]}


def on_server(site):
    """The answers of the draft as the office has them: code → value."""
    visit = visits.visit_of(site.rooms, site.world.danae, site.world.visit, site.now())
    return drafts.work_on(site.rooms, visit).sheet.values


def test_what_is_given_is_copied_and_then_clean(page, site):
    draft = put_draft(page, site, answers={"q.greeted": "yes", "c.overall": "Fine", "t.wait_seconds": "3"})
    back_up(page, site, draft)
    assert dirty(page) == {"t.wait_seconds"}
    assert on_server(site) == {"greeted": "yes"}
    [kept_draft] = kept(page, "drafts")
    assert kept_draft["revision"] == page.evaluate("window.draft.revision") > 0
    assert page.evaluate("window.heard") == []
    give(page, site, draft, "q.greeted", "")
    again(page)
    assert (on_server(site), dirty(page)) == ({}, {"t.wait_seconds"})


def test_a_new_phone_picks_up_where_the_old_one_stopped(page, other, site):
    draft = put_draft(page, site, answers={"q.greeted": "yes", "c.overall": "Two\nlines"}, photos=2)
    back_up(page, site, draft)
    assert {str(photo.id) for photo in photos_of(site)} == set(draft.photos)
    assert all(photo["sent"] for photo in kept(page, "photos"))
    fresh = put_draft(other, site, answers={})
    back_up(other, site, fresh)
    assert values(other) == {"q.greeted": "yes", "c.overall": "Two\nlines"}
    assert dirty(other) == set()
    there = kept(other, "photos")
    assert {photo["id"] for photo in there} == set(draft.photos)
    assert all((photo["buf"], photo["sent"], photo["draft"]) == (None, True, fresh.id) for photo in there)
    heard = other.evaluate("window.heard")
    assert ["apply", "q.greeted", "yes"] in heard
    assert heard[-1][0] == "photos"
    shown = other.evaluate("url => fetch(url).then(answer => answer.status)", there[0]["url"])
    assert shown == 200
    # It can also be finished there: photos that only the server has are part of it.
    finish(other, site, fresh)
    send_all(other, site)
    [row] = received(site)
    assert str(row.id) == fresh.id
    assert len(photos_of(site)) == 2
    assert kept(other, "outbox")[0]["state"] == "done"


def test_a_change_on_the_other_phone_appears(page, other, site):
    draft = put_draft(page, site, answers={"q.greeted": "yes"})
    back_up(page, site, draft)
    second = put_draft(other, site, answers={})
    back_up(other, site, second)
    give(other, site, second, "q.greeted", "no")
    again(other)
    assert again(page) == [["apply", "q.greeted", "no"]]
    assert (values(page), dirty(page)) == ({"q.greeted": "no"}, set())
    give(other, site, second, "q.greeted", "")
    again(other)
    assert again(page) == [["apply", "q.greeted", ""]]
    assert values(page) == {"q.greeted": ""}


@pytest.fixture
def contested(page, other, site):
    """Both phones answered one question while they were apart; the first one was copied first."""
    first = put_draft(page, site, answers={"q.greeted": "yes"})
    second = put_draft(other, site, answers={"q.greeted": "no", "q.smiled": "yes"})
    back_up(page, site, first)
    back_up(other, site, second)
    return second


def test_two_phones_that_disagree_wait_for_a_person(contested, page, other, site):
    assert other.evaluate("window.heard") == [["conflict", "q.greeted", "no", "yes"]]
    assert (values(other)["q.greeted"], dirty(other)) == ("no", {"q.greeted"})
    assert on_server(site) == {"greeted": "yes", "smiled": "yes"}
    for _ in range(2):
        again(other)
    assert on_server(site)["greeted"] == "yes"
    # A reload asks the same question again.
    other.reload()
    back_up(other, site, contested)
    assert other.evaluate("window.heard")[0] == ["conflict", "q.greeted", "no", "yes"]
    assert (on_server(site)["greeted"], values(other)["q.greeted"]) == ("yes", "no")


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_what_the_person_chooses_counts_on_both(choice, contested, page, other, site):
    give(other, site, contested, "q.greeted", choice)
    again(other)
    assert (on_server(site)["greeted"], dirty(other)) == (choice, set())
    again(page)
    assert values(page)["q.greeted"] == choice


def test_what_is_typed_during_the_exchange_stays_to_be_copied(page, site):
    draft = put_draft(page, site, answers={"c.overall": "She kn"})
    back_up(page, site, draft)
    give(page, site, draft, "c.overall", "She knew")

    def meanwhile(request, truly):
        answer = truly()
        typed.append(answer)
        until(lambda: len(typed) > 1, "typing")
        return answer

    typed = []
    site.faults.append(only("PUT", DRAFTS, meanwhile, times=1))
    page.evaluate("() => { dispatchEvent(new Event('online')); }")
    until(lambda: typed, "the exchange")
    give(page, site, draft, "c.overall", "She knew every tea")
    typed.append("done")
    until(lambda: page.evaluate("async () => !(await navigator.locks.query()).held.length"), "its end")
    assert (values(page)["c.overall"], dirty(page)) == ("She knew every tea", {"c.overall"})
    again(page)
    assert dirty(page) == set()


def test_photos_go_one_by_one_and_a_removed_one_goes_from_the_server(page, site):
    draft = put_draft(page, site, photos=3)
    back_up(page, site, draft)
    sent = [path.removeprefix(PHOTOS) for _, path in site.seen if path.startswith(PHOTOS)]
    assert sent == list(draft.photos)
    gone = sent[1]
    remove = """(m, [draft, id]) => m.write(["photos", "meta"], (s) => {
      s.photos.delete(id);
      s.meta.put({key: `removed.${draft}`, value: [id]});
    })"""
    call(page, site, "db", remove, [draft.id, gone])
    assert again(page) == []
    assert {str(photo.id) for photo in photos_of(site)} == set(sent) - {gone}
    assert {photo["id"] for photo in kept(page, "photos")} == set(sent) - {gone}
    again(page)
    assert [row["value"] for row in kept(page, "meta") if row["key"].startswith("removed.")] == [[]]
    finish(page, site, draft)
    assert [row["key"] for row in kept(page, "meta")] == ["user"]


def test_a_photo_taken_away_on_the_other_phone_goes_here_too(page, other, site):
    draft = put_draft(page, site, photos=1)
    back_up(page, site, draft)
    back_up(other, site, put_draft(other, site, answers={}))
    assert len(kept(other, "photos")) == 1
    call(page, site, "db", "(m, [key, value]) => m.write(['photos', 'meta'], s => "
         "{ s.photos.delete(value[0]); s.meta.put({key, value}); })",
         [f"removed.{draft.id}", list(draft.photos)])  # fmt: skip
    again(page)
    assert again(other) == [["photos"]]
    assert kept(other, "photos") == []


def test_another_edition_is_not_copied_and_stays_here(page, site, world):
    draft = put_draft(page, site, answers={"q.greeted": "yes"})
    other = site.rooms.catalogue.questionnaires["shop-visit.v1"].key
    with site.rooms.store.writing(world.organisation) as scope:
        scope.update(assignment, assignment.c.id == world.visit, questionnaire=other)
    back_up(page, site, draft)
    again(page)
    assert site.asked("PUT", DRAFTS) == 1
    assert (values(page), dirty(page)) == ({"q.greeted": "yes"}, {"q.greeted"})


def test_a_visit_taken_back_is_told_and_can_still_be_sent(page, site):
    draft = put_draft(page, site, photos=1)
    withdraw(site)
    back_up(page, site, draft)
    assert page.evaluate("window.heard") == [["closed", "withdrawn"]]
    again(page)
    assert site.asked("PUT", DRAFTS) == 1
    finish(page, site, draft)
    send_all(page, site)
    [row] = received(site)
    assert list(row.held_for) == ["withdrawn"]


def test_a_visit_sent_from_the_other_phone_is_told_and_nothing_here_is_lost(page, other, site):
    draft = put_draft(page, site, photos=1)
    second = put_draft(other, site, photos=1)
    back_up(other, site, second)
    finish(other, site, second)
    send_all(other, site)
    back_up(page, site, draft)
    assert page.evaluate("window.heard") == [["closed", "sent"]]
    assert dirty(page) == set(values(page))
    assert [photo["buf"] is None for photo in kept(page, "photos")] == [False]


def test_a_lost_answer_makes_no_conflict_with_oneself(page, site):
    draft = put_draft(page, site, answers={"q.greeted": "yes"})
    site.faults.append(only("PUT", DRAFTS, lose_answer, times=5))
    back_up(page, site, draft)
    assert dirty(page) == {"q.greeted"}
    site.faults.clear()
    assert again(page) == []
    assert (on_server(site), dirty(page)) == ({"greeted": "yes"}, set())


def test_a_bad_line_loses_nothing(page, phone, site):
    draft = put_draft(page, site, photos=1)
    site.faults.append(only("PUT", PHOTOS, cut_before))
    back_up(page, site, draft)
    assert (dirty(page), kept(page, "photos")[0]["sent"]) == (set(), False)
    site.faults.clear()
    phone.set_offline(True)
    give(page, site, draft, "q.greeted", "no")
    phone.set_offline(False)  # the browser itself says that the network is back
    until(lambda: not dirty(page) and kept(page, "photos")[0]["sent"], "being copied")
    assert on_server(site)["greeted"] == "no"
    assert len(photos_of(site)) == 1


def test_a_finished_draft_is_not_copied_any_more(page, site):
    draft = put_draft(page, site)
    back_up(page, site, draft)
    finish(page, site, draft)
    before = site.asked("PUT", DRAFTS)
    again(page)
    assert site.asked("PUT", DRAFTS) == before


def hide(page, is_hidden):
    page.evaluate(
        """is => {
          Object.defineProperty(document, "hidden", {configurable: true, get: () => is});
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def test_every_twenty_seconds_and_at_once_when_the_page_goes_out_of_sight(phone, site, world):
    phone.clock.install()
    page = bare_page(phone, site, world.danae)
    draft = put_draft(page, site)
    back_up(page, site, draft)
    count = lambda: site.asked("PUT", DRAFTS)  # noqa: E731
    assert count() == 1
    give(page, site, draft, "q.greeted", "no")
    page.clock.run_for(19_000)
    page.wait_for_timeout(200)
    assert count() == 1
    page.clock.run_for(1_500)
    until(lambda: count() == 2, "the copy after twenty seconds")
    until(lambda: not dirty(page), "being clean")
    page.clock.run_for(60_000)
    page.wait_for_timeout(200)
    assert count() == 2  # nothing new, nothing sent
    give(page, site, draft, "q.greeted", "yes")
    hide(page, True)
    until(lambda: count() == 3, "the copy before the page may go")
    until(lambda: not dirty(page), "being clean")
    give(page, site, draft, "q.greeted", "no")
    hide(page, True)
    until(lambda: count() == 4, "the copy at once, however short ago the last one was")
    until(lambda: not dirty(page), "being clean")
    hide(page, True)
    page.wait_for_timeout(200)
    assert count() == 4


def test_a_server_that_asks_for_patience_gets_it(phone, site, world):
    phone.clock.install()
    page = bare_page(phone, site, world.danae)
    draft = put_draft(page, site)
    busy = heard(
        answering(429, '{"error": "too_many_tries"}', Content_Type="application/json", Retry_After="120")
    )
    site.faults.append(only("PUT", DRAFTS, busy, times=1))
    back_up(page, site, draft)
    page.clock.run_for(110_000)
    page.wait_for_timeout(200)
    assert site.asked("PUT", DRAFTS) == 1
    page.clock.run_for(20_000)
    until(lambda: not dirty(page), "being copied")

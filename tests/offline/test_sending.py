"""A finished visit on its way: whatever the line, the server or the phone does, it arrives once and whole."""

import base64
import hashlib
import json
import time
from io import BytesIO
from threading import Event

import pytest

from audit_app.services import rescue
from tests.offline.conftest import kept, sign_in, until
from tests.offline.shelf import address_of, bare_page, call, entry_of, finish, heard, put_draft, send_all
from tests.offline.using import counted, photos_of, received
from tests.offline.world import answering, cut_before, cut_line, hotel_page, lose_answer, only

VISITS, PHOTOS = "/api/submissions/", "/api/photos/"
A_MINUTE = 60_000


@pytest.fixture
def page(phone, site, world):
    return bare_page(phone, site, world.danae)


def packed(page, site, **more):
    """A finished visit in the outbox."""
    draft = put_draft(page, site, **more)
    finish(page, site, draft)
    return draft


def asked(site):
    """What the API was asked for, in order: ids of photos and visits."""
    return [path.rpartition("/")[2] for _, path in site.seen if path.startswith("/api/")]


def json_answer(status, told, **headers):
    return heard(answering(status, json.dumps(told), Content_Type="application/json", **headers))


def test_a_visit_arrives_with_its_photos_and_leaves_only_its_receipt(page, site):
    draft = packed(page, site, photos=2)
    assert send_all(page, site) == 0
    [row] = received(site)
    assert (str(row.id), list(row.held_for), row.active) == (draft.id, [], 61)
    assert counted(site).values["overall"] == "excellent"
    digests = {str(photo.id): photo.sent_digest for photo in photos_of(site)}
    assert digests == {one: hashlib.sha256(data).hexdigest() for one, data in draft.photos.items()}
    assert kept(page, "drafts") == kept(page, "answers") == kept(page, "photos") == []
    [entry] = kept(page, "outbox")
    assert (entry["state"], entry["body"], entry["receipt"]["photos"]) == ("done", "", digests)
    send_all(page, site)
    send_all(page, site, force=True)
    assert site.asked("PUT", VISITS) == 1


def test_a_lost_answer_makes_no_second_visit(page, site):
    packed(page, site, photos=1)
    site.faults.append(only("PUT", VISITS, lose_answer, times=3))
    again = send_all(page, site)
    [row] = received(site)
    [entry] = kept(page, "outbox")
    assert (entry["state"], entry["why"], again) == ("ready", "network", entry["next"])
    assert len(kept(page, "photos")) == 1
    site.faults.clear()
    send_all(page, site, force=True)
    assert [each.id for each in received(site)] == [row.id]
    assert kept(page, "outbox")[0]["state"] == "done"


def test_two_tabs_send_it_once(phone, page, site, world):
    draft = packed(page, site, photos=2)
    other = bare_page(phone, site, world.danae)
    go = Event()

    def waits(request, truly):
        go.wait(10)

    site.faults.append(only("PUT", PHOTOS, waits, times=1))
    start = "m => { window.first = m.sendAll(); }"
    call(page, site, "outbox", start)
    until(lambda: site.asked("PUT", PHOTOS), "the first tab's photo being sent")
    before = time.time() * 1000
    again = send_all(other, site)
    assert before + 1_000 < again < before + 3_000
    go.set()
    assert page.evaluate("window.first") == 0
    send_all(other, site)
    assert sorted(asked(site)) == sorted([*draft.photos, draft.id])


def test_three_taps_are_one_visit(page, site):
    draft = put_draft(page, site, photos=1)
    tap = "(m, id) => Promise.all([1, 2, 3].map(() => m.finalize({id})))"
    first, second, third = call(page, site, "outbox", tap, draft.id)
    assert first == second == third
    assert first["digest"] == hashlib.sha256(first["body"].encode()).hexdigest()
    body = json.loads(first["body"])
    assert (body["visit"], body["active_seconds"]) == (draft.visit, 61)
    assert [photo["id"] for photo in body["photos"]] == list(draft.photos)
    assert [each["id"] for each in kept(page, "outbox")] == [draft.id]
    assert kept(page, "drafts") == kept(page, "answers") == []
    send_all(page, site)
    assert len(received(site)) == 1


def test_only_answers_to_what_is_asked_travel(page, site):
    answers = {
        "q.greeted": "yes",
        "q.smiled": "",
        "c.overall": "Fine",
        "t.wait_seconds": "17",
        "q.knew": "fully",
    }
    draft = put_draft(page, site, answers=answers)
    script = "(m, id) => m.finalize({id}, new Date(), name => name !== 'q.knew')"
    body = json.loads(call(page, site, "outbox", script, draft.id)["body"])
    assert body["answers"] == {"q.greeted": "yes", "c.overall": "Fine"}


def test_an_answer_given_while_the_visit_is_packed_travels_with_it(page, site):
    draft = put_draft(page, site)
    late = """async (m, [id, address]) => {
      const {write} = await import(address);
      const digest = crypto.subtle.digest.bind(crypto.subtle);
      let isFirst = true;
      crypto.subtle.digest = async (...given) => {
        const answer = {draft: id, name: 'c.overall', value: 'Late', at: '2026', dirty: 1};
        if (isFirst) await write(['answers'], s => s.answers.put(answer));
        isFirst = false;
        return digest(...given);
      };
      return m.finalize({id});
    }"""
    entry = call(page, site, "outbox", late, [draft.id, address_of(site, "db")])
    assert json.loads(entry["body"])["answers"]["c.overall"] == "Late"
    assert entry["digest"] == hashlib.sha256(entry["body"].encode()).hexdigest()
    assert kept(page, "answers") == []


def test_a_full_disk_while_packing_changes_nothing(page, site):
    draft = put_draft(page, site, photos=2)
    before = [kept(page, store) for store in ("drafts", "answers", "photos")]
    page.evaluate(
        """() => {
          window.put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...given) {
            if (this.name === "outbox") throw new DOMException("", "QuotaExceededError");
            return window.put.apply(this, given);
          };
        }"""
    )
    told = call(page, site, "outbox", "(m, id) => m.finalize({id}).catch(error => error.name)", draft.id)
    assert told == "QuotaExceededError"
    assert [kept(page, store) for store in ("drafts", "answers", "photos")] == before
    assert kept(page, "outbox") == []
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    finish(page, site, draft)
    send_all(page, site)
    assert len(received(site)) == 1


def test_an_ended_sign_in_keeps_everything_until_the_next(page, phone, site, world):
    draft = packed(page, site, photos=1)
    second = packed(page, site, visit=world.second)
    phone.clear_cookies()
    assert send_all(page, site) == 0
    assert [entry["state"] for entry in kept(page, "outbox")] == ["sign_in", "sign_in"]
    assert len(asked(site)) == 1  # what holds for one holds for all: no photo travels in vain
    assert len(kept(page, "photos")) == 1
    sign_in(phone, site, world.danae)
    send_all(page, site)
    assert {str(row.id) for row in received(site)} == {draft.id, second.id}


def test_another_person_sends_nothing_of_mine(page, phone, site, world):
    draft = packed(page, site, photos=1)
    sign_in(phone, site, world.petros)
    send_all(page, site)
    entry = entry_of(page, site, draft)
    assert (entry["state"], entry["why"]) == ("wrong_user", "Petros")
    bare_page(phone, site, world.petros)
    assert send_all(page, site, force=True) == 0
    assert call(page, site, "outbox", "(m, id) => m.entries(id)", str(world.petros.id)) == []
    assert len(asked(site)) == 1
    assert received(site) == []
    sign_in(phone, site, world.danae)
    bare_page(phone, site, world.danae)
    send_all(page, site)
    [row] = received(site)
    assert (str(row.id), row.shopper_id) == (draft.id, world.danae.id)


def test_a_hotels_page_is_no_receipt(page, site):
    draft = packed(page, site, photos=1)
    site.faults.append(only("PUT", "/api/", heard(hotel_page)))
    send_all(page, site)
    entry = entry_of(page, site, draft)
    assert (entry["state"], entry["why"], entry["sentPhotos"]) == ("ready", "network", 0)
    assert not kept(page, "photos")[0]["sent"]
    site.faults[:] = [only("PUT", VISITS, heard(hotel_page))]
    send_all(page, site, force=True)
    assert entry_of(page, site, draft)["state"] == "ready"
    assert entry_of(page, site, draft)["body"]
    site.faults.clear()
    send_all(page, site, force=True)
    assert len(received(site)) == 1


def test_photo_three_of_five_fails_and_only_it_is_sent_again(page, site):
    draft = packed(page, site, photos=5)
    third = list(draft.photos)[2]
    site.faults.append(only("PUT", PHOTOS + third, cut_before))
    send_all(page, site)
    assert entry_of(page, site, draft)["sentPhotos"] == 2
    site.faults.clear()
    before = asked(site)
    send_all(page, site, force=True)
    first, second, _, *others = draft.photos
    assert before[:2] == [first, second]
    assert set(before[2:]) == {third}
    assert asked(site)[len(before) :] == [third, *others, draft.id]
    assert len(photos_of(site)) == 5
    assert len(received(site)) == 1


def test_a_photo_that_was_hurt_on_its_way_is_sent_again(page, site):
    def halved(request, truly):
        data = request.environ["wsgi.input"].read(int(request.environ["CONTENT_LENGTH"]))
        half = data[: len(data) // 2]
        request.environ.update({"wsgi.input": BytesIO(half), "CONTENT_LENGTH": str(len(half))})

    draft = packed(page, site, photos=1)
    site.faults.append(only("PUT", PHOTOS, halved, times=1))
    send_all(page, site)
    assert (entry_of(page, site, draft)["state"], photos_of(site)) == ("ready", [])
    send_all(page, site, force=True)
    [photo] = photos_of(site)
    assert photo.sent_digest == hashlib.sha256(draft.photos[str(photo.id)]).hexdigest()
    assert len(received(site)) == 1


@pytest.mark.parametrize("status", [413, 429, 503])
@pytest.mark.parametrize("start", [PHOTOS, VISITS])
def test_a_server_that_asks_for_patience_gets_it(status, start, page, site):
    draft = packed(page, site, photos=1)
    site.faults.append(only("PUT", start, json_answer(status, {"error": "busy"}, Retry_After="90"), times=1))
    before = page.evaluate("Date.now()")
    send_all(page, site)
    entry = entry_of(page, site, draft)
    assert (entry["state"], entry["why"]) == ("ready", "server")
    assert before + 90_000 <= entry["next"] < before + 100_000
    tried = asked(site)
    # Neither a reload nor a network that comes back is a reason to press.
    page.reload()
    send_all(page, site)
    send_all(page, site, online=True)
    assert asked(site) == tried
    assert received(site) == []
    send_all(page, site, now=entry["next"] + 1)
    assert len(received(site)) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, "body"),
        (409, "other_body"),
        (413, "too_large"),
        (415, "not_a_photo"),
        (404, "not_here"),
        (403, "not_allowed"),
    ],
)
def test_what_is_refused_is_kept_and_not_tried_by_itself(status, body, page, site):
    draft = packed(page, site, photos=1)
    site.faults.append(only("PUT", VISITS, json_answer(status, {"error": body})))
    assert send_all(page, site) == 0
    entry = entry_of(page, site, draft)
    assert (entry["state"], entry["why"], bool(entry["body"])) == ("refused", body, True)
    assert len(kept(page, "photos")) == 1
    send_all(page, site, now=page.evaluate("Date.now()") + 3_600_000, online=True)
    assert site.asked("PUT", VISITS) == 1
    site.faults.clear()
    send_all(page, site, force=True)
    assert len(received(site)) == 1


def test_a_proxys_page_about_size_is_a_refusal_and_about_anything_else_is_none(page, site):
    draft = packed(page, site)
    site.faults.append(only("PUT", VISITS, heard(answering(403, "<h1>Forbidden</h1>")), times=1))
    send_all(page, site)
    assert entry_of(page, site, draft)["state"] == "ready"
    site.faults.append(only("PUT", VISITS, heard(answering(413, "<h1>Too large</h1>")), times=1))
    send_all(page, site, force=True)
    entry = entry_of(page, site, draft)
    assert (entry["state"], entry["why"]) == ("refused", "too_large")


def test_photos_that_the_server_misses_are_sent_again(page, site):
    draft = packed(page, site, photos=3)
    lost = list(draft.photos)[1]
    missing = json_answer(422, {"error": "missing_photos", "missing": [lost]})
    site.faults.append(only("PUT", VISITS, missing, times=1))
    send_all(page, site)
    entry = entry_of(page, site, draft)
    assert entry["state"] == "ready"
    assert {photo["id"] for photo in kept(page, "photos") if not photo["sent"]} == {lost}
    send_all(page, site, now=entry["next"] + 1)
    assert asked(site) == [*draft.photos, draft.id, lost, draft.id]
    assert len(received(site)) == 1


@pytest.mark.parametrize("lie", ["no photos", "other photo", "other digest", "other id"])
def test_a_receipt_that_does_not_list_it_all_deletes_nothing(lie, page, site):
    draft = packed(page, site, photos=2)
    body, digest = (entry_of(page, site, draft)[name] for name in ("body", "digest"))
    photos = {one: hashlib.sha256(data).hexdigest() for one, data in draft.photos.items()}
    receipt = {"id": draft.id, "digest": digest, "photos": photos, "received_at": "2026-11-22T10:00:00Z"}
    first = next(iter(photos))
    receipt |= {
        "no photos": {"photos": {}},
        "other photo": {"photos": photos | {first: "0" * 64}},
        "other digest": {"digest": "0" * 64},
        "other id": {"id": first},
    }[lie]
    site.faults.append(only("PUT", VISITS, json_answer(200, receipt), times=1))
    send_all(page, site)
    entry = entry_of(page, site, draft)
    assert (entry["state"], entry["body"], entry["receipt"]) == ("ready", body, None)
    assert len(kept(page, "photos")) == 2
    send_all(page, site, force=True)
    assert len(received(site)) == 1


def test_pauses_grow_to_five_minutes_and_outlive_a_reload(page, site):
    draft = packed(page, site)
    site.faults.append(only("PUT", VISITS, json_answer(500, {"error": "fault"})))
    for tries in range(1, 11):
        before = page.evaluate("Date.now()")
        again = send_all(page, site, now=before + 10 * A_MINUTE)
        middle = min(300_000, 2**tries * 1000)
        assert 0.75 * middle <= entry_of(page, site, draft)["next"] - before <= 1.25 * middle + 2_000
        assert entry_of(page, site, draft)["tries"] == tries
        page.reload()
    assert send_all(page, site) == again
    assert site.asked("PUT", VISITS) == 10


def test_one_bad_visit_does_not_hold_back_the_others(page, site, world):
    first, second = sorted((world.visit, world.second), key=str)  # the order in which they are tried
    bad = packed(page, site, visit=first)
    good = packed(page, site, visit=second)
    site.faults.append(only("PUT", VISITS + bad.id, json_answer(500, {"error": "fault"})))
    send_all(page, site)
    assert [str(row.id) for row in received(site)] == [good.id]
    assert entry_of(page, site, bad)["state"] == "ready"


def test_without_a_network_nothing_is_tried_nor_counted(page, phone, site):
    draft = packed(page, site)
    phone.set_offline(True)
    send_all(page, site)
    assert (entry_of(page, site, draft)["tries"], entry_of(page, site, draft)["next"]) == (0, 0)
    phone.set_offline(False)
    send_all(page, site)
    assert len(received(site)) == 1


def test_a_network_that_comes_back_ends_the_wait_for_it(page, site):
    draft = packed(page, site)
    site.stop()
    send_all(page, site)
    assert entry_of(page, site, draft)["next"] > page.evaluate("Date.now()")
    site.start()
    send_all(page, site)
    assert received(site) == []
    send_all(page, site, online=True)
    assert len(received(site)) == 1


def test_a_page_that_died_while_sending_holds_nothing_up(page, phone, site, world):
    draft = packed(page, site, photos=1)
    go = Event()

    def hangs(request, truly):
        go.wait(20)
        return cut_line(request)

    site.faults.append(only("PUT", PHOTOS, hangs, times=1))
    call(page, site, "outbox", "m => { m.sendAll(); }")
    until(lambda: site.asked("PUT", PHOTOS), "sending")
    assert entry_of(page, site, draft)["state"] == "sending"
    page.close()
    other = bare_page(phone, site, world.danae)
    until(lambda: send_all(other, site) == 0 and received(site), "the next page sending it")
    go.set()
    assert entry_of(other, site, draft)["state"] == "done"


def test_receipts_are_kept_for_a_month(page, site):
    draft = packed(page, site)
    send_all(page, site)
    day = 86_400_000
    now = page.evaluate("Date.now()")
    forget = "(m, now) => m.forgetReceipts(now)"
    call(page, site, "outbox", forget, now + 29 * day)
    assert entry_of(page, site, draft)["receipt"]["code"]
    call(page, site, "outbox", forget, now + 31 * day)
    assert entry_of(page, site, draft) is None


def test_one_stuck_record_can_be_removed_and_no_other(page, site, world):
    stuck = packed(page, site, photos=2)
    other = packed(page, site, visit=world.second, photos=1)
    call(page, site, "outbox", "(m, id) => m.remove(id)", stuck.id)
    assert [each["id"] for each in kept(page, "outbox")] == [other.id]
    assert {photo["draft"] for photo in kept(page, "photos")} == {other.id}


def test_the_icon_counts_what_is_unsent(page, site, world):
    page.evaluate(
        "() => { window.shown = []; navigator.setAppBadge = async n => { window.shown.push(n); }; }"
    )
    packed(page, site)
    packed(page, site, visit=world.second)
    until(lambda: page.evaluate("window.shown.at(-1)") == 2, "counting two")
    send_all(page, site)
    until(lambda: page.evaluate("window.shown.at(-1)") == 0, "counting none")


def test_a_copy_holds_all_that_is_unsent_and_nothing_else(page, site, world):
    sent = packed(page, site, photos=1)
    send_all(page, site)
    waiting = packed(page, site, photos=2)
    begun = put_draft(page, site, answers={"q.greeted": "no"}, photos=1, visit=world.second)
    others = put_draft(page, site, visit=world.other, user=str(world.petros.id))
    with page.expect_download() as download:
        call(page, site, "rescue", "(m, user) => m.saveCopy(user)", str(world.danae.id))
    assert download.value.suggested_filename.startswith("extra-eyes-20")
    assert download.value.suggested_filename.endswith(".json")
    text = download.value.path().read_text()
    copy = json.loads(text)
    assert (copy["format"], copy["version"], copy["user"]) == ("extra-eyes-rescue", 1, str(world.danae.id))
    assert [visit["id"] for visit in copy["visits"]] == [waiting.id, begun.id]
    assert sent.id not in text
    assert others.id not in text
    first, second = copy["visits"]
    entry = entry_of(page, site, waiting)
    assert (first["body"], first["digest"], first.get("unfinished")) == (entry["body"], entry["digest"], None)
    assert (second["unfinished"], json.loads(second["body"])["answers"]) == (True, {"q.greeted": "no"})
    for draft, visit in ((waiting, first), (begun, second)):
        assert visit["digest"] == hashlib.sha256(visit["body"].encode()).hexdigest()
        pictures = {photo["id"]: base64.b64decode(photo["jpeg"]) for photo in visit["photos"]}
        assert pictures == draft.photos
        assert all(
            hashlib.sha256(pictures[one["id"]]).hexdigest() == one["digest"] for one in visit["photos"]
        )


def test_a_copy_that_the_office_reads_and_the_phone_sends_later_count_once(page, site, world):
    waiting = packed(page, site, photos=2)
    begun = put_draft(page, site, answers={"q.greeted": "no"}, photos=1, visit=world.second)
    with page.expect_download() as download:
        call(page, site, "rescue", "(m, user) => m.saveCopy(user)", str(world.danae.id))
    file = rescue.read_file(download.value.path().read_bytes())
    outcomes = rescue.bring_in(site.rooms, world.owner, file, site.now())
    assert [(str(each.id), each.result, each.photos) for each in outcomes] == [
        (waiting.id, rescue.Result.ACCEPTED, 2),
        (begun.id, rescue.Result.DRAFT_SAVED, 1),
    ]
    [row] = received(site)
    digests = {photo.sent_digest for photo in photos_of(site)}
    assert digests == {hashlib.sha256(data).hexdigest() for data in waiting.photos.values()}
    send_all(page, site)
    assert entry_of(page, site, waiting)["state"] == "done"
    assert [each.id for each in received(site)] == [row.id]
    assert counted(site).values["overall"] == "excellent"

"""What a phone hands over at the API's door: drafts, photos, visits; broken, twice, five at once, late."""

import base64
import hashlib
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from PIL import Image
from werkzeug.serving import make_server

from audit_app.core.answers import AnswerSheet
from audit_app.services.answer_fields import fields_of
from audit_app.storage import submissions
from tests.visiting import jpeg
from tests.web.conftest import send
from tests.web.firms import AUDIT, WHAT_HAPPENED, best_answers, catalogue
from tests.web.phoning import Phone, digest_header, frozen, listed
from tests.web.test_access import content_of
from tests.web.test_api import refusal

BEST = fields_of(AnswerSheet(best_answers(catalogue().questionnaires[AUDIT]), WHAT_HAPPENED))
"""Answers that leave nothing missing, as a phone names them."""
NOBODYS = "5f0e2f7e-3c1a-4b6f-9a57-0d6f5a1c2b3d"
"""The id of no visit."""


@pytest.fixture
def phone_of(browser_of) -> Callable[..., Phone]:
    return lambda person: Phone(browser_of(person), person)


@pytest.fixture
def phone(phone_of, ours) -> Phone:
    return phone_of(ours.shopper)


def stored(app, firm) -> list:
    """What came in for a firm, the oldest first."""
    with app.extensions["rooms"].store.reading(firm.id) as scope:
        return [
            kept for visit in (firm.visit, firm.ready) for kept in submissions.of_assignment(scope, visit)
        ]


# --- bodies


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha-256",
        "sha-256=::",
        "sha-256=:AAAA:",
        "sha-256=AAAA",
        "sha-512=:AAAA:",
        "SHA-256=:AAAA:",
        "sha-256=:äöü:",
        digest_header(b"something else"),
        f"{digest_header(b'one')}, {digest_header(b'another')}",
    ],
)
@pytest.mark.parametrize("kind", ["photos", "submissions"])
def test_what_is_not_proved_whole_is_not_taken(phone, ours, data_folder, kind, header):
    before = content_of(data_folder)
    path = f"/api/{kind}/{uuid4()}?visit={ours.visit}&question=staff_in_sight"
    body = jpeg() if kind == "photos" else frozen(ours.ready, BEST)
    assert refusal(phone.put(path, body, {"Content-Digest": header})) == (400, "digest")
    assert content_of(data_folder) == before


def test_a_proof_among_others_is_enough(phone, ours):
    data = jpeg()
    header = f"sha-512=:{base64.b64encode(hashlib.sha512(data).digest()).decode()}:, {digest_header(data)}"
    path = f"/api/photos/{uuid4()}?visit={ours.visit}&question=staff_in_sight"
    assert phone.put(path, data, {"Content-Digest": header}).status_code == 201


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_body_cut_short_is_told_by_its_digest(phone, ours, data_folder, cut):
    """Safari has sent empty bodies under full headers."""
    before, data = content_of(data_folder), jpeg()
    for path in (f"/api/photos/{uuid4()}?visit={ours.visit}", f"/api/submissions/{uuid4()}"):
        answer = phone.put(path, data[:cut], {"Content-Digest": digest_header(data)})
        assert refusal(answer) == (400, "digest")
    assert content_of(data_folder) == before


def test_a_backup_need_not_be_proved_but_what_is_claimed_must_fit(phone, ours):
    empty, path = {"edition": AUDIT, "base": 0}, f"/api/drafts/{ours.visit}"
    assert phone.put(path, empty, {"Content-Digest": None}).status_code == 200
    assert refusal(phone.put(path, empty, {"Content-Digest": digest_header(b"x")})) == (400, "digest")


@pytest.mark.parametrize(
    ("path", "largest"), [("photos", 8 * 1024**2), ("submissions", 2 * 1024**2), ("drafts", 2 * 1024**2)]
)
def test_no_more_is_read_than_is_allowed(phone, ours, path, largest):
    address = f"/api/{path}/{ours.visit}?visit={ours.visit}"
    assert refusal(phone.put(address, b" " * (largest + 1))) == (413, "too_large")
    assert refusal(phone.put(address, b" " * largest))[1] in ("body", "not_a_photo")


BROKEN = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a text": b'"{}"',
    "no UTF-8": b'{"edition": "\xff"}',
    "another alphabet": '{"edition": "x", "base": 0}'.encode("utf-16"),
    "a name twice": b'{"edition": "x", "edition": "x", "base": 0}',
    "no number": b'{"edition": "x", "base": NaN}',
    "infinity": b'{"edition": "x", "base": -Infinity}',
    "nested deep": b'{"changes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "nested": b'{"changes": ' + b'{"a":' * 20 + b"1" + b"}" * 20 + b"}",
    "a huge number": b'{"base": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_of_ours_is_refused(phone, ours, data_folder, body):
    before = content_of(data_folder)
    assert refusal(phone.put(f"/api/drafts/{ours.visit}", body)) == (400, "body")
    assert refusal(phone.put(f"/api/submissions/{uuid4()}", body)) == (400, "body")
    assert content_of(data_folder) == before


# --- drafts


def backup(**changed) -> dict:
    return {"edition": AUDIT, "base": 0, "changes": {}, "removed_photos": [], **changed}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"edition": AUDIT},
        {"base": 0},
        backup(edition=1),
        backup(base=-1),
        backup(base=2**31),
        backup(base=1.5),
        backup(base=True),
        backup(base="0"),
        backup(changes=[]),
        backup(changes={"q.greeted": "yes"}),
        backup(changes={"q.greeted": {}}),
        backup(changes={"q.greeted": {"value": 1}}),
        backup(changes={"q.greeted": {"value": ["yes", None]}}),
        backup(changes={"q.greeted": {"value": "yes", "who": "me"}}),
        backup(removed_photos="all"),
        backup(removed_photos=["1"]),
        backup(removed_photos=[None]),
        backup(removed_photos=[["a"]]),
        backup(shopper=str(uuid4())),
        backup(organisation_id=str(uuid4())),
    ],
)
def test_a_backup_says_what_is_asked_and_nothing_else(phone, ours, data_folder, body):
    before = content_of(data_folder)
    assert refusal(phone.put(f"/api/drafts/{ours.visit}", body)) == (400, "body")
    assert content_of(data_folder) == before


def test_a_phone_reads_all_that_is_saved(phone, ours):
    told = phone.put(f"/api/drafts/{ours.visit}", backup()).get_json()
    assert told["state"] == "open"
    assert told["changes"] == {"q.greeted": "no", "c.greeted": "Nobody looked up"}
    assert (told["conflicts"], told["unreadable"]) == ({}, [])
    [photo] = told["photos"]
    assert (photo["id"], photo["question"]) == (str(ours.photo), "staff_in_sight")
    assert (photo["width"], photo["height"], len(photo["digest"])) == (60, 40, 64)
    assert phone.client.get(photo["url"]).mimetype == "image/jpeg"


def test_what_a_phone_changed_stands_on_the_page_too(phone, ours):
    path = f"/api/drafts/{ours.visit}"
    base = phone.put(path, backup()).get_json()["revision"]
    changes = {
        "q.greeted": {"value": "yes", "at": "2026-03-10T09:00:00Z"},
        "c.greeted": {"value": None, "at": "2026-03-10T09:00:00Z"},
        "q.no_such": {"value": "x", "at": ""},
        "q.wait_seconds": {"value": "soon", "at": ""},
    }
    told = phone.put(path, backup(base=base, changes=changes)).get_json()
    assert told["revision"] == base + 1
    assert sorted(told["unreadable"]) == ["q.no_such", "q.wait_seconds"]
    page = phone.client.get(f"/visits/{ours.visit}/checklist").text
    assert 'name="q.greeted" value="yes" checked' in page
    assert "Nobody looked up" not in page


def test_what_two_phones_changed_is_a_conflict_and_nothing_is_lost(phone, ours):
    path = f"/api/drafts/{ours.visit}"
    base = phone.put(path, backup()).get_json()["revision"]
    first = phone.put(path, backup(base=base, changes={"q.greeted": {"value": "yes", "at": ""}})).get_json()
    late = {"q.greeted": {"value": "no", "at": ""}, "c.greeted": {"value": "In the end", "at": ""}}
    second = phone.put(path, backup(base=base, changes=late)).get_json()
    assert second["conflicts"] == {"q.greeted": "yes"}
    assert second["revision"] == first["revision"] + 1
    third = phone.put(
        path, backup(base=second["revision"], changes={"q.greeted": late["q.greeted"]})
    ).get_json()
    assert third["conflicts"] == {}
    assert phone.put(path, backup()).get_json()["changes"] == {"q.greeted": "no", "c.greeted": "In the end"}


def test_another_edition_is_said_and_nothing_is_taken(phone, ours, data_folder):
    before = content_of(data_folder)
    answer = phone.put(f"/api/drafts/{ours.visit}", backup(edition="counter-visit.v9"))
    assert refusal(answer) == (409, "edition")
    assert content_of(data_folder) == before


def test_letters_that_no_database_keeps_are_left_out(phone, ours):
    broken = json.dumps(backup(changes={"c.greeted": {"value": "a\x00b\ud83dc"}})).encode()
    told = phone.put(f"/api/drafts/{ours.unread}", broken)
    assert told.status_code == 200
    kept = phone.put(f"/api/drafts/{ours.unread}", backup()).get_json()["changes"]["c.greeted"]
    assert kept in ("ab?c", "abc")


def test_a_draft_tells_what_became_of_its_visit(phone, phone_of, ours):
    owner = phone_of(ours.owner).client
    assert phone.put(f"/api/drafts/{ours.sent}", backup()).get_json()["state"] == "sent"
    send(owner, f"/owner/visits/{ours.visit}/withdraw")
    assert phone.put(f"/api/drafts/{ours.visit}", backup()).get_json()["state"] == "withdrawn"


# --- photos


def photo_path(firm, photo_id=None, **changed) -> str:
    told = {"visit": firm.visit, "question": "staff_in_sight", "taken": "2026-03-10T09:12:00.000Z", **changed}
    return f"/api/photos/{photo_id or uuid4()}?" + "&".join(f"{key}={value}" for key, value in told.items())


def test_a_photo_is_kept_once_and_its_digest_is_told(phone, ours):
    photo_id, data = uuid4(), jpeg("blue")
    for status in (201, 200, 200):
        answer = phone.put(photo_path(ours, photo_id), data)
        told = answer.get_json()
        assert answer.status_code == status
        assert (told["id"], told["digest"]) == (str(photo_id), hashlib.sha256(data).hexdigest())
        assert told["received_at"].endswith("+00:00")
    listed_there = phone.put(f"/api/drafts/{ours.visit}", backup()).get_json()["photos"]
    assert str(photo_id) in [each["id"] for each in listed_there]


def test_another_picture_under_the_same_id_is_not_taken(phone, ours):
    photo_id = uuid4()
    phone.put(photo_path(ours, photo_id), jpeg("blue"))
    assert refusal(phone.put(photo_path(ours, photo_id), jpeg("red"))) == (409, "other_body")
    assert refusal(phone.put(photo_path(ours, photo_id, question="queue"), jpeg("blue"))) == (
        409,
        "other_body",
    )
    assert refusal(phone.put(photo_path(ours, photo_id, visit=ours.ready), jpeg("blue"))) == (
        409,
        "other_body",
    )


NO_PHOTOS = {
    "nothing": b"",
    "text": b"a photo",
    "a page": b"<script>alert(1)</script>",
    "half a photo": jpeg()[:200],
    "a picture that draws": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "its first bytes": b"\xff\xd8\xff\xe0\x00\x10JFIF",
}


@pytest.mark.parametrize("data", NO_PHOTOS.values(), ids=NO_PHOTOS)
def test_what_is_no_photo_is_refused(phone, ours, data_folder, data):
    before = content_of(data_folder)
    assert refusal(phone.put(photo_path(ours), data)) == (415, "not_a_photo")
    assert content_of(data_folder) == before


def test_a_bomb_of_a_picture_is_refused(phone, ours):
    target = BytesIO()
    Image.new("L", (13_000, 13_000)).save(target, "PNG")
    assert refusal(phone.put(photo_path(ours), target.getvalue())) == (413, "too_large")


@pytest.mark.parametrize("visit", ["", "1", "undefined", NOBODYS, "' OR 1=1 --"])
def test_a_photo_of_no_visit_of_ours_is_refused(phone, ours, visit):
    assert refusal(phone.put(photo_path(ours, visit=visit), jpeg())) == (404, "not_here")


def test_a_photo_of_somebody_elses_visit_is_refused(phone_of, ours, theirs, data_folder):
    before = content_of(data_folder)
    for person in (ours.colleague, theirs.shopper):
        assert refusal(phone_of(person).put(photo_path(ours), jpeg())) == (404, "not_here")
    assert content_of(data_folder) == before


def test_an_id_that_is_taken_elsewhere_makes_a_photo_of_our_own(phone, ours, theirs, data_folder):
    before = content_of(data_folder)["photo"]
    assert phone.put(photo_path(ours, theirs.photo), jpeg("blue")).status_code == 201
    after = content_of(data_folder)["photo"]
    assert [row for row in after if str(theirs.id) in row] == [row for row in before if str(theirs.id) in row]


@pytest.mark.parametrize(
    "taken", ["", "yesterday", "2026-03-10", "2026-03-10T09:12:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_photo_is_taken_whatever_its_phone_says_about_the_time(phone, ours, taken):
    assert phone.put(photo_path(ours, taken=taken.replace("+", "%2B")), jpeg()).status_code == 201


def test_the_door_has_no_limit_of_tries_that_a_full_visit_would_meet(phone, ours):
    answers = [phone.put(photo_path(ours), jpeg(f"#0000{number:02x}")) for number in range(40)]
    assert {answer.status_code for answer in answers} == {201}


# --- visits


def test_a_visit_is_taken_once_and_answered_with_its_receipt(phone, ours):
    named, body = uuid4(), frozen(ours.ready, BEST)
    first = phone.put(f"/api/submissions/{named}", body, {"X-Sent-At": "2026-03-10T09:30:00.000Z"})
    assert first.status_code == 201
    told = first.get_json()
    assert told == {
        "id": str(named),
        "digest": hashlib.sha256(body).hexdigest(),
        "code": f"{ours.ready.hex[:4]}-{ours.ready.hex[4:8]}".upper(),
        "received_at": "2026-03-10T09:30:00+00:00",
        "disposition": "accepted",
        "held_for": [],
        "message": "Your visit has arrived. Thank you.",
        "photos": {},
    }
    again = phone.put(f"/api/submissions/{named}", body, {"X-Sent-At": "2026-03-10T10:30:00.000Z"})
    assert (again.status_code, again.get_json()) == (200, told)
    assert phone.get(f"/api/submissions/{named}").get_json() == told
    assert told["code"] in phone.client.get(f"/visits/{ours.ready}/receipt").text


def test_its_photos_must_be_there_and_are_named_if_not(phone, ours):
    named, photo_id, data = uuid4(), uuid4(), jpeg("blue")
    body = frozen(ours.ready, BEST, (listed(photo_id, "staff_in_sight", data),))
    answer = phone.put(f"/api/submissions/{named}", body)
    assert refusal(answer) == (422, "missing_photos")
    assert answer.get_json()["missing"] == [str(photo_id)]
    assert refusal(phone.get(f"/api/submissions/{named}")) == (404, "not_here")
    phone.put(photo_path(ours, photo_id, visit=ours.ready), data)
    told = phone.put(f"/api/submissions/{named}", body)
    assert told.status_code == 201
    assert told.get_json()["photos"] == {str(photo_id): hashlib.sha256(data).hexdigest()}


def test_another_body_under_the_same_id_is_refused_and_both_are_kept(app, phone, ours):
    named = uuid4()
    phone.put(f"/api/submissions/{named}", frozen(ours.ready, BEST))
    other = frozen(ours.ready, {**BEST, "c.greeted": "Something else"})
    assert refusal(phone.put(f"/api/submissions/{named}", other)) == (409, "other_body")
    assert {kept.body.encode() for kept in stored(app, ours)} == {frozen(ours.ready, BEST), other}


def test_a_second_phones_visit_is_held_and_the_shopper_is_told(phone, ours):
    phone.put(f"/api/submissions/{uuid4()}", frozen(ours.ready, BEST))
    told = phone.put(
        f"/api/submissions/{uuid4()}", frozen(ours.ready, {**BEST, "c.overall": "Fine"})
    ).get_json()
    assert (told["disposition"], told["held_for"]) == ("held", ["duplicate"])
    assert told["message"].startswith("Your visit has arrived. ")
    assert "your office decides" in told["message"]


def test_a_visit_that_was_withdrawn_meanwhile_is_taken_and_held(phone, phone_of, ours):
    send(phone_of(ours.owner).client, f"/owner/visits/{ours.ready}/withdraw")
    told = phone.put(f"/api/submissions/{uuid4()}", frozen(ours.ready, BEST))
    assert told.status_code == 201
    assert told.get_json()["held_for"] == ["withdrawn"]


def test_a_visit_filled_in_before_its_last_day_is_not_late_when_it_comes_late(phone, clock, ours):
    clock.time += timedelta(days=12)
    sent_at = {"X-Sent-At": clock.time.isoformat()}
    told = phone.put(f"/api/submissions/{uuid4()}", frozen(ours.ready, BEST), sent_at)
    assert told.get_json()["disposition"] == "accepted"


def test_a_phone_whose_clock_is_years_wrong_is_not_late(phone, ours):
    """It says 2028 when it finished and a minute later when it sends: so it finished a minute ago."""
    body = frozen(ours.ready, BEST, started_at="2028-01-01T09:00:00Z", finished_at="2028-01-01T10:00:00Z")
    told = phone.put(f"/api/submissions/{uuid4()}", body, {"X-Sent-At": "2028-01-01T10:01:00Z"})
    assert told.get_json()["disposition"] == "accepted"


ODD = {
    "nothing answered": {"answers": {}},
    "an answer that is none": {"answers": {**BEST, "q.greeted": "perhaps"}},
    "an answer of another kind": {"answers": {**BEST, "q.wait_seconds": 7}},
    "an object": {"answers": {**BEST, "q.greeted": {"a": 1}}},
    "null": {"answers": {**BEST, "q.greeted": None}},
    "unknown questions": {"answers": {**BEST, "q.no_such": "x", "zzz": "x"}},
    "no photos": {"photos": None},
    "no language": {"language": None},
    "unknown language": {"language": "tlh"},
    "no edition": {"edition": None},
    "unknown edition": {"edition": "counter-visit.v99"},
    "no seconds": {"active_seconds": None},
    "negative seconds": {"active_seconds": -5},
    "no start": {"started_at": None},
    "no end": {"finished_at": None},
    "an end without a zone": {"finished_at": "2026-03-10T11:20:00"},
    "an end that is none": {"finished_at": "soon"},
    "the last of all days": {"finished_at": "9999-12-31T23:59:59+00:00"},
    "the first of all days": {"finished_at": "0001-01-01T00:00:00+00:00"},
    "more than is asked": {"battery": 7},
    "half a letter": {"answers": {**BEST, "c.greeted": "\\ud83d"}},
}


@pytest.mark.parametrize("changed", ODD.values(), ids=ODD)
def test_an_odd_visit_is_kept_for_a_person_and_never_refused(app, phone, ours, changed):
    body = frozen(ours.ready, **{"answers": BEST, **changed})
    told = phone.put(f"/api/submissions/{uuid4()}", body)
    assert told.status_code == 201, told.text
    assert [kept.body.encode() for kept in stored(app, ours)] == [body]


@pytest.mark.parametrize("visit", ["", "1", "null", NOBODYS])
def test_a_visit_that_is_nobodys_is_refused(phone, ours, data_folder, visit):
    before = content_of(data_folder)
    answer = phone.put(f"/api/submissions/{uuid4()}", frozen(visit, BEST))
    assert refusal(answer) in {(404, "not_here"), (400, "body")}
    assert content_of(data_folder) == before


def test_a_visit_of_somebody_else_is_refused(phone_of, ours, theirs, data_folder):
    before = content_of(data_folder)
    for person in (ours.colleague, theirs.shopper):
        phone = phone_of(person)
        assert refusal(phone.put(f"/api/submissions/{uuid4()}", frozen(ours.ready, BEST))) == (
            404,
            "not_here",
        )
        assert refusal(phone.get(f"/api/submissions/{ours.held}")) == (404, "not_here")
        # Under an id that is taken: neither a replay nor another body is told to a stranger.
        assert refusal(phone.put(f"/api/submissions/{ours.held}", frozen(ours.ready, {}))) == (
            404,
            "not_here",
        )
    assert content_of(data_folder) == before


def test_a_photo_of_another_visit_is_not_evidence_of_this_one(phone, phone_of, ours, theirs):
    """An id that was seen somewhere does not bring the picture along."""
    for foreign in (theirs.photo, ours.photo, theirs.held_photo):
        body = frozen(
            ours.ready, BEST, ({"id": str(foreign), "question": "staff_in_sight", "digest": "0" * 64},)
        )
        answer = phone.put(f"/api/submissions/{uuid4()}", body)
        assert refusal(answer) == (422, "missing_photos")


# --- five at once, over the wire


@pytest.fixture
def served(app) -> Iterator[tuple[str, int]]:
    """The app on a port of its own, a thread for each request."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[:2]
    server.shutdown()
    thread.join()
    server.server_close()


def put_over_http(address, phone: Phone, path: str, body: bytes) -> tuple[int, dict]:
    host, port = address
    cookie = phone.client.get_cookie("session").value
    headers = {
        "Cookie": f"session={cookie}",
        "X-Client": "extra-eyes",
        "X-User": str(phone.person.id),
        "Origin": f"http://{host}:{port}",
        "Content-Digest": digest_header(body),
    }
    connection = http.client.HTTPConnection(host, port, timeout=60)
    try:
        connection.request("PUT", path, body, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def test_five_at_once_are_one_visit(app, served, phone, ours):
    path, body = f"/api/submissions/{uuid4()}", frozen(ours.ready, BEST)
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda _: put_over_http(served, phone, path, body), range(5)))
    assert sorted(status for status, _told in answers) == [200, 200, 200, 200, 201]
    assert len({json.dumps(told, sort_keys=True) for _status, told in answers}) == 1
    assert answers[0][1]["disposition"] == "accepted"
    assert len(stored(app, ours)) == 1


def test_five_at_once_are_one_photo(served, phone, ours):
    path, data = photo_path(ours, uuid4()), jpeg("blue")
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda _: put_over_http(served, phone, path, data), range(5)))
    assert sorted(status for status, _told in answers) == [200, 200, 200, 200, 201]
    assert len({json.dumps(told, sort_keys=True) for _status, told in answers}) == 1


def test_five_phones_at_once_are_one_that_counts_and_four_that_wait(app, served, phone, ours):
    bodies = [frozen(ours.ready, {**BEST, "c.greeted": f"Phone {number}"}) for number in range(5)]
    with ThreadPoolExecutor(5) as threads:
        answers = list(
            threads.map(
                lambda body: put_over_http(served, phone, f"/api/submissions/{uuid4()}", body), bodies
            )
        )
    assert sorted(told["disposition"] for _status, told in answers) == ["accepted", *["held"] * 4]
    assert {status for status, _told in answers} == {201}
    assert sorted(kept.body.encode() for kept in stored(app, ours)) == bodies


def test_a_line_cut_in_the_middle_leaves_nothing(served, phone, ours, data_folder):
    """Less comes than was announced, and then nobody is there any more."""
    before, data = content_of(data_folder), jpeg()
    connection = http.client.HTTPConnection(*served, timeout=60)
    connection.putrequest("PUT", photo_path(ours))
    for name, value in {
        "Cookie": f"session={phone.client.get_cookie('session').value}",
        "X-Client": "extra-eyes",
        "X-User": str(ours.shopper.id),
        "Content-Digest": digest_header(data),
        "Content-Length": str(len(data)),
    }.items():
        connection.putheader(name, value)
    connection.endheaders(data[:-20])
    connection.sock.shutdown(1)
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["error"]) == (400, "digest")
    connection.close()
    assert content_of(data_folder) == before


def test_the_id_in_the_address_is_the_one_that_is_told(phone, ours):
    """However it is written there."""
    named = uuid4()
    body = frozen(ours.ready, BEST)
    first = phone.put(f"/api/submissions/{str(named).upper()}", body)
    again = phone.put(f"/api/submissions/{named.hex}", body)
    assert UUID(first.get_json()["id"]) == UUID(again.get_json()["id"]) == named
    assert (first.status_code, again.status_code) == (201, 200)

"""The owner's office: what waits for a decision, what a phone could not send, visits that change hands."""

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup

from audit_app.core.answers import AnswerSheet
from audit_app.services.answer_fields import fields_of
from tests.visiting import jpeg
from tests.web.conftest import form_token, send
from tests.web.firms import AUDIT, WHAT_HAPPENED, best_answers, catalogue
from tests.web.phoning import Phone, frozen, listed
from tests.web.test_access import content_of

BEST = fields_of(AnswerSheet(best_answers(catalogue().questionnaires[AUDIT]), WHAT_HAPPENED))


@pytest.fixture
def owner(browser_of, ours):
    return browser_of(ours.owner)


@pytest.fixture
def phone(browser_of, ours) -> Phone:
    return Phone(browser_of(ours.shopper), ours.shopper)


@pytest.fixture
def come_in(phone, ours) -> Callable[..., UUID]:
    """Sends a visit from the shopper's phone; gives back the id under which it came in."""

    def send_it(answers: dict | None = None, visit: UUID = ours.ready, sent_at: str = "", **changed) -> UUID:
        named = uuid4()
        body = frozen(visit, BEST if answers is None else answers, **changed)
        headers = {"X-Sent-At": sent_at} if sent_at else {}
        assert phone.put(f"/api/submissions/{named}", body, headers).status_code == 201
        return named

    return send_it


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.data, "html5lib")


def words(found) -> str:
    return " ".join(found.get_text(" ").split())


def facts(found: BeautifulSoup) -> dict[str, str]:
    """What stands in the facts of a page, by label."""
    listed_facts = found.select_one("dl.facts")
    return {words(dt): words(dt.find_next_sibling("dd")) for dt in listed_facts.select("dt")}


def row_of(found: BeautifulSoup, question: str):
    """What stands beside the question that contains these words."""
    [row] = [each for each in found.select(".summary dl > div") if question in words(each.dt)]
    return row


def number_counted(app, firm) -> int:
    """How many audits of a firm count in its results."""
    return len(
        [row for row in content_of(app.extensions["rooms"].settings.data)["sheet"] if _is_audit(row, firm)]
    )


def _is_audit(row: str, firm) -> bool:
    return str(firm.id) in row and "observed" in row.lower()


# --- the list, and the notices that lead to it


def test_what_waits_is_listed_with_the_reason(owner):
    [row] = page(owner.get("/owner/held")).select("tbody tr")
    assert "Ermou Street Shopper Withdrawn 10 Mar 2026, 11:30 13 of 14 Read and decide" in words(row)


def test_a_notice_says_how_many_wait(owner, come_in):
    for path in ("/owner/", "/owner/visits"):
        assert "1 visit is waiting for your decision." in words(page(owner.get(path)))
    come_in({})
    for path in ("/owner/", "/owner/visits"):
        [link] = page(owner.get(path)).select("main a[href='/owner/held']")
        assert words(link) == "2 visits are waiting for your decision."


def test_where_nothing_waits_there_is_no_notice(owner, ours):
    send(owner, f"/owner/held/{ours.held}/leave-out")
    for path in ("/owner/", "/owner/visits"):
        assert page(owner.get(path)).select("main a[href='/owner/held']") == []
    assert "Nothing is waiting." in words(page(owner.get("/owner/held")))


def test_what_was_counted_at_once_does_not_wait(owner, come_in):
    named = come_in()
    assert len(page(owner.get("/owner/held")).select("tbody tr")) == 1
    for path in (f"/owner/held/{named}", f"/owner/held/{named}/photos/{uuid4()}"):
        assert owner.get(path).status_code == 404
    for act in ("count", "leave-out"):
        assert send(owner, f"/owner/held/{named}/{act}").status_code == 404


# --- one of them


def test_everything_it_brought_can_be_read(owner, ours):
    found = page(owner.get(f"/owner/held/{ours.held}"))
    assert "The visit had been withdrawn." in words(found.select_one(".note.warn"))
    assert facts(found) == {
        "Shopper": "Shopper",
        "Days": "9–19 Mar 2026",
        "Answered": "13 of 14",
        "Begun": "10 Mar 2026, 10:40",
        "Finished": "10 Mar 2026, 11:20",
        "Arrived": "10 Mar 2026, 11:30",
        "Time spent": "21 mins",
        "How it came": "From the phone",
    }
    overall = words(row_of(found, "how well were you served"))
    assert "Excellent" in overall
    assert "She knew every tea by name" in overall
    [picture] = row_of(found, "see a member of staff").select("img")
    assert picture["src"] == f"/owner/held/{ours.held}/photos/{ours.held_photo}"
    assert picture["alt"] == "Photo 1"


def test_a_photo_is_shown_as_a_picture_and_as_nothing_else(owner, ours):
    answer = owner.get(f"/owner/held/{ours.held}/photos/{ours.held_photo}")
    assert answer.mimetype == "image/jpeg"
    assert answer.data.startswith(b"\xff\xd8")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline; filename=photo.jpg"
    # A photo of another visit is not shown beside this one.
    assert owner.get(f"/owner/held/{ours.held}/photos/{ours.photo}").status_code == 404


def test_what_is_missing_and_what_cannot_be_read_is_said(owner, come_in):
    answers = {**BEST, "q.wait_seconds": "about a minute", "q.greeted": "<b>maybe</b>"}
    del answers["q.smiled"]
    found = page(owner.get(f"/owner/held/{come_in(answers)}"))
    assert "Something that the checklist needs is missing." in words(found)
    assert "Some of what came in cannot be read." in words(found)
    assert words(row_of(found, "How long did you wait").select_one("q")) == "about a minute"
    assert words(row_of(found, "greeted you").select_one("q")) == "<b>maybe</b>"
    assert "The answer is missing." in words(row_of(found, "smiled"))
    assert "missing" not in words(row_of(found, "greeted you"))


def test_by_whose_clock_is_said(owner, come_in, ours):
    times = {"started_at": "2026-03-07T07:40:00+02:00", "finished_at": "2026-03-07T08:20:00+02:00"}
    found = page(owner.get(f"/owner/held/{come_in({}, sent_at='2026-03-07T06:30:00Z', **times)}"))
    assert "The phone’s clock was behind by 75 hrs." in words(found)
    assert facts(found)["Finished"] == "10 Mar 2026, 11:20 The phone said 7 Mar 2026, 08:20"
    ahead = {"started_at": "2026-03-10T12:00:00Z", "finished_at": "2026-03-10T12:10:00Z"}
    found = page(owner.get(f"/owner/held/{come_in({}, ours.visit, sent_at='2026-03-10T12:30:00Z', **ahead)}"))
    assert "The phone’s clock was ahead by 3 hrs." in words(found)


def test_a_late_one_names_its_last_day(client, come_in, clock, sign_in, ours):
    clock.time += timedelta(days=12)
    named = come_in(finished_at="2026-03-22T09:00:00Z", sent_at=clock.time.isoformat())
    found = page(sign_in(client, ours.owner).get(f"/owner/held/{named}"))
    assert "It was finished after its last day, 19 Mar 2026." in words(found)


def test_an_unknown_edition_is_shown_as_it_came_and_cannot_count(owner, come_in, data_folder):
    named = come_in({"q.greeted": "yes", "c.greeted": "<i>At once</i>"}, edition="counter-visit.v9")
    found = page(owner.get(f"/owner/held/{named}"))
    assert "counter-visit.v9" in words(found)
    assert "c.greeted <i>At once</i>" in words(found)
    assert found.select("form[action$='/count']") == []
    before = content_of(data_folder)
    answer = send(owner, f"/owner/held/{named}/count", follow_redirects=True)
    assert "It cannot be scored, so it cannot be counted." in answer.text
    assert content_of(data_folder) == before


# --- the decision


def test_one_that_is_counted_is_in_the_results_once(app, owner, browser_of, ours):
    before = number_counted(app, ours)
    for _ in range(2):
        answer = send(owner, f"/owner/held/{ours.held}/count")
        assert (answer.status_code, answer.location) == (303, f"/owner/held/{ours.held}")
    found = page(owner.get(f"/owner/held/{ours.held}"))
    assert "The visit counts now." in words(found)
    assert "Counts Decided 10 Mar 2026, 11:30" in words(found)
    assert found.select("form[action^='/owner/held/']") == []
    assert number_counted(app, ours) == before + 1
    assert page(owner.get("/owner/held")).select("tbody tr") == []


def test_counted_by_five_at_once_it_counts_once(app, owner, browser_of, ours):
    before = number_counted(app, ours)
    token, cookie = form_token(owner), owner.get_cookie("session").value

    def count(_: int) -> int:
        browser = app.test_client()
        browser.set_cookie("session", cookie)
        return browser.post(f"/owner/held/{ours.held}/count", data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(5) as threads:
        assert set(threads.map(count, range(5))) == {303}
    assert number_counted(app, ours) == before + 1


def test_its_shopper_sees_that_the_office_has_decided(owner, phone, come_in, ours):
    named = come_in({**BEST, "q.smiled": []})
    assert "Waiting for the office" in phone.client.get(f"/visits/{ours.ready}/receipt").text
    send(owner, f"/owner/held/{named}/count")
    receipt = phone.client.get(f"/visits/{ours.ready}/receipt").text
    assert "Thank you, your visit has arrived" in receipt
    assert "Waiting for the office" not in receipt


def test_one_that_is_left_out_is_kept_and_can_still_count(app, owner, ours):
    before = number_counted(app, ours)
    for _ in range(2):
        assert send(owner, f"/owner/held/{ours.held}/leave-out").status_code == 303
    found = page(owner.get(f"/owner/held/{ours.held}"))
    assert "The visit is left out." in words(found)
    assert "Left out Decided" in words(found)
    assert "She knew every tea by name" in words(found)
    assert [form["action"] for form in found.select("main form")] == [f"/owner/held/{ours.held}/count"]
    assert number_counted(app, ours) == before
    send(owner, f"/owner/held/{ours.held}/count")
    assert number_counted(app, ours) == before + 1


def test_a_second_audit_of_a_visit_cannot_count(app, owner, come_in, ours):
    come_in()
    second, before = come_in({**BEST, "c.greeted": "The other phone"}), number_counted(app, ours)
    found = page(owner.get(f"/owner/held/{second}"))
    assert "An audit of this visit had come in before." in words(found)
    assert found.select("form[action$='/count']") == []
    answer = send(owner, f"/owner/held/{second}/count", follow_redirects=True)
    assert "A visit counts once." in answer.text
    assert number_counted(app, ours) == before
    assert send(owner, f"/owner/held/{second}/leave-out").status_code == 303


def test_what_counts_is_not_left_out_by_a_page_that_was_open(app, owner, ours):
    send(owner, f"/owner/held/{ours.held}/count")
    before = number_counted(app, ours)
    answer = send(owner, f"/owner/held/{ours.held}/leave-out", follow_redirects=True)
    assert BeautifulSoup(answer.data, "html5lib").select_one(".note.warn") is not None
    assert number_counted(app, ours) == before


# --- a rescue file


def rescue_file(firm, *visits: dict, **changed) -> bytes:
    file = {
        "format": "extra-eyes-rescue",
        "version": 1,
        "made_at": "2026-03-10T09:00:00Z",
        "user": str(firm.shopper.id),
        "visits": list(visits),
    }
    return json.dumps({**file, **changed}).encode()


def rescued(body: bytes, *photos: dict, **changed) -> dict:
    visit = {"id": str(uuid4()), "body": body.decode(), "digest": sha256(body).hexdigest()}
    return {**visit, "photos": list(photos), **changed}


def rescued_photo(photo_id: UUID, data: bytes) -> dict:
    named = {"id": str(photo_id), "question": "staff_in_sight", "taken": "2026-03-10T09:05:00Z"}
    return {**named, "digest": sha256(data).hexdigest(), "jpeg": base64.b64encode(data).decode()}


def bring_in(browser, data: bytes, name: str = "extra-eyes-2026-03-10.json"):
    return send(browser, "/owner/rescue", {"file": (BytesIO(data), name)})


def outcomes(answer) -> list[str]:
    return [words(card) for card in page(answer).select("main li.card")]


def test_what_a_phone_could_not_send_comes_in_by_a_file(app, owner, phone, ours):
    data, photo_id, before = jpeg("blue"), uuid4(), number_counted(app, ours)
    whole = frozen(ours.ready, BEST, (listed(photo_id, "staff_in_sight", data),))
    file = rescue_file(
        ours,
        rescued(whole, rescued_photo(photo_id, data)),
        rescued(frozen(ours.visit, {"q.greeted": "yes"})),
        rescued(frozen(ours.unread, {"q.greeted": "yes"}), unfinished=True),
    )
    first, second, third = outcomes(bring_in(owner, file))
    assert "Counts The visit has arrived and counts." in first
    assert "1 photo was taken in." in first
    assert "Waits for you" in second
    assert "Saved as a draft" in third
    assert number_counted(app, ours) == before + 1
    receipt = page(phone.client.get(f"/visits/{ours.ready}/receipt"))
    assert words(receipt.select_one(".receipt-code")) in first
    told = phone.put(f"/api/drafts/{ours.unread}", {"edition": AUDIT, "base": 0}).get_json()
    assert told["changes"] == {"q.greeted": "yes"}


def test_the_same_file_twice_is_harmless(owner, ours, data_folder):
    data, photo_id = jpeg("blue"), uuid4()
    file = rescue_file(
        ours,
        rescued(
            frozen(ours.ready, BEST, (listed(photo_id, "staff_in_sight", data),)),
            rescued_photo(photo_id, data),
        ),
        rescued(frozen(ours.visit, {})),
        rescued(frozen(ours.unread, {"q.greeted": "yes"}), unfinished=True),
    )
    bring_in(owner, file)
    before = content_of(data_folder)
    again = outcomes(bring_in(owner, file))
    assert ["Was here already" in each for each in again] == [True, True, False]
    assert content_of(data_folder) == before


def test_what_waits_from_a_file_leads_to_its_decision(owner, ours):
    found = page(bring_in(owner, rescue_file(ours, rescued(frozen(ours.visit, {})))))
    [link] = found.select("main li.card a")
    waits = page(owner.get(link["href"]))
    assert facts(waits)["How it came"] == "From a rescue file"
    assert "it could not be compared with ours" in words(waits)


def test_a_photo_that_the_file_has_lost_is_said(owner, ours):
    data, photo_id = jpeg("blue"), uuid4()
    body = frozen(ours.ready, BEST, (listed(photo_id, "staff_in_sight", data),))
    broken = {**rescued_photo(photo_id, data), "jpeg": base64.b64encode(data[:-9]).decode()}
    answer = bring_in(owner, rescue_file(ours, rescued(body, broken)))
    assert "1 photo could not be read." in outcomes(answer)[0]
    waits = page(owner.get(page(answer).select_one("main li.card a")["href"]))
    assert "1 photo that it names never came in." in words(waits.select_one(".note.warn"))


def test_each_visit_of_a_file_is_judged_by_itself(owner, ours, theirs):
    whole = frozen(ours.ready, BEST)
    with_photo = frozen(ours.visit, BEST, (listed(uuid4(), "staff_in_sight", jpeg()),))
    told = outcomes(
        bring_in(
            owner,
            rescue_file(
                ours,
                rescued(whole, digest="0" * 64),
                rescued(b"no JSON"),
                rescued(frozen(theirs.ready, BEST)),
                rescued(with_photo),
                rescued(whole),
            ),
        )
    )
    labels = ("Damaged", "Damaged", "Not known here", "Waits for you", "Counts")
    assert [label in each for label, each in zip(labels, told, strict=True)] == [True] * 5


NOT_RESCUE_FILES = {
    "nothing in it": b"",
    "text": b"Dear office",
    "JSON of something else": b"{}",
    "a list": b"[]",
    "another version": json.dumps({"format": "extra-eyes-rescue", "version": 2}).encode(),
    "no person": json.dumps(
        {"format": "extra-eyes-rescue", "version": 1, "user": "me", "visits": []}
    ).encode(),
    "a photo": jpeg(),
    "nested deep": b"[" * 200_000,
}


@pytest.mark.parametrize("data", NOT_RESCUE_FILES.values(), ids=NOT_RESCUE_FILES)
def test_a_wrong_file_is_said_to_be_wrong(owner, data_folder, data):
    before = content_of(data_folder)
    answer = bring_in(owner, data, "photo.jpg")
    assert answer.status_code == 422
    found = BeautifulSoup(answer.data, "html5lib")
    assert "This is not a rescue file" in words(found.select_one("#file-error"))
    assert found.select_one("#file")["aria-invalid"] == "true"
    assert content_of(data_folder) == before


def test_without_a_file_one_is_asked_for(owner):
    answer = send(owner, "/owner/rescue", {})
    assert answer.status_code == 422
    assert "Please choose the file first." in answer.text


def test_a_file_from_somebody_elses_phone_is_not_taken(owner, ours, theirs, data_folder):
    before = content_of(data_folder)
    for user in (theirs.shopper.id, ours.owner.id, uuid4()):
        file = rescue_file(ours, rescued(frozen(ours.ready, BEST)), user=str(user))
        answer = bring_in(owner, file)
        assert answer.status_code == 422
        assert "Nobody here saved this file" in answer.text
    assert content_of(data_folder) == before


def test_a_rescue_file_may_be_larger_than_a_form(app, owner, ours, monkeypatch):
    app.config["MAX_CONTENT_LENGTH"] = 2000
    file = rescue_file(ours, rescued(frozen(ours.ready, BEST)))
    assert len(file) > 1000
    assert bring_in(owner, file + b" " * 3000).status_code == 200
    monkeypatch.setattr("audit_app.web.owner.rescue.LARGEST", 2000)
    answer = bring_in(owner, file + b" " * 3000)
    assert answer.status_code == 413
    assert "A rescue file may be up to 128 MB." in answer.text


# --- a visit that changes hands


def hand_over(browser, visit: UUID, person_id: UUID):
    return send(browser, f"/owner/visits/{visit}/reassign", {"shopper_id": str(person_id)})


def test_another_shopper_is_offered_and_not_the_same_one(owner, ours):
    found = page(owner.get(f"/owner/visits/{ours.unread}/reassign"))
    offered = [words(option) for option in found.select("option")]
    assert "Colleague" in offered
    assert "Shopper" not in offered
    assert facts(found)["Shopper"] == "Shopper"


def test_a_visit_that_is_handed_over_is_in_the_other_list(owner, browser_of, ours):
    answer = hand_over(owner, ours.unread, ours.colleague.id)
    assert (answer.status_code, answer.location) == (303, "/owner/visits")
    assert "in the other shopper’s list now" in owner.get("/owner/visits").text
    assert browser_of(ours.colleague).get(f"/visits/{ours.unread}").status_code == 200
    assert browser_of(ours.shopper).get(f"/visits/{ours.unread}").status_code == 404


def test_what_the_first_shopper_filled_in_waits(owner, phone, ours):
    hand_over(owner, ours.visit, ours.colleague.id)
    rows = [words(row) for row in page(owner.get("/owner/held")).select("tbody tr")]
    assert len(rows) == 2
    assert any("Given to somebody else Incomplete" in row and "1 of 14" in row for row in rows)
    [link] = [a for a in page(owner.get("/owner/held")).select("tbody a") if str(ours.held) not in a["href"]]
    found = page(owner.get(link["href"]))
    assert "Nobody looked up" in words(row_of(found, "greeted you"))
    assert len(found.select(".thumbs img")) == 1
    assert "It will be done for them too." in words(found)


def test_what_still_comes_from_the_first_phone_waits_too(app, owner, phone, come_in, ours):
    hand_over(owner, ours.ready, ours.colleague.id)
    before = number_counted(app, ours)
    named = come_in()
    assert number_counted(app, ours) == before
    found = page(owner.get(f"/owner/held/{named}"))
    assert "The visit had been given to somebody else before this came in." in words(found)
    assert (
        phone.put(f"/api/drafts/{ours.ready}", {"edition": AUDIT, "base": 0}).get_json()["state"]
        == "reassigned"
    )


def test_a_closed_visit_stays_where_it_is(owner, ours, data_folder):
    send(owner, f"/owner/visits/{ours.unread}/withdraw")
    before = content_of(data_folder)
    for visit in (ours.sent, ours.unread):
        found = page(owner.get(f"/owner/visits/{visit}/reassign"))
        assert "This visit is closed" in words(found)
        assert found.select("main form") == []
        assert hand_over(owner, visit, ours.colleague.id).status_code == 409
    assert content_of(data_folder) == before


def test_only_a_shopper_takes_over(owner, ours, theirs, data_folder):
    before = content_of(data_folder)
    for nobody in (ours.hr.id, ours.owner.id, theirs.shopper.id, uuid4()):
        assert hand_over(owner, ours.unread, nobody).status_code == 404
    assert send(owner, f"/owner/visits/{ours.unread}/reassign", {}).status_code == 422
    assert content_of(data_folder) == before


def test_the_pages_lead_to_each_other(owner, ours):
    links = {a["href"] for a in page(owner.get("/owner/visits")).select("main a")}
    assert {"/owner/held", "/owner/rescue", f"/owner/visits/{ours.unread}/reassign"} <= links
    assert f"/owner/visits/{ours.sent}/reassign" not in links

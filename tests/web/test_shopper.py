"""The shopper's door on a real store: from the list to the receipt, and whoever tries to get in sideways."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from audit_app import create_app
from audit_app.core.programme import Person
from audit_app.services import drafts
from audit_app.settings import Settings
from audit_app.storage import assignments, people, sheets
from tests.visiting import A_DAY, FULL, NOW, PASSWORD, TODAY, World, build_world, jpeg

ALL_PAGES = [
    ("GET", ""),
    ("GET", "/checklist"),
    ("GET", "/check"),
    ("GET", "/receipt"),
    ("GET", f"/photos/{UUID(int=7)}"),
    ("POST", "/brief"),
    ("POST", "/checklist"),
    ("POST", "/send"),
]
GOOD_FORM = {f"q.{code}": value for code, value in FULL.items()}


@dataclass
class Clock:
    """A clock that a test sets."""

    time: datetime = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(sqlite_store, tmp_path) -> World:
    return build_world(sqlite_store, tmp_path)


@pytest.fixture
def app(world: World, clock: Clock, sqlite_url: str, tmp_path) -> Flask:
    app = create_app(Settings(data=tmp_path / "data", database_url=sqlite_url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, CLOCK=clock)
    app.extensions["rooms"] = world.rooms
    return app


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    def enter(person: Person) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
        assert answer.status_code == 303
        return client

    return enter


@pytest.fixture
def client(sign_in, world: World) -> FlaskClient:
    """The shopper's phone."""
    return sign_in(world.shopper)


@pytest.fixture
def page(world: World) -> str:
    """The address of the shopper's open visit."""
    return f"/visits/{world.visit_id}"


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html5lib")


def text_of(answer) -> str:
    return " ".join(soup(answer).main.get_text(" ").split())


def address(world: World, visit_id) -> str:
    return f"/visits/{visit_id}"


def save(client, page, form, do="save", **files):
    """Press a button of the checklist; the body is encoded here, since the client would leave a file open."""
    boundary, body = encode_multipart({**form, "do": do, **files})
    content_type = f"multipart/form-data; boundary={boundary}"
    return client.post(f"{page}/checklist", data=body, content_type=content_type)


def saved(world: World):
    return drafts.work_on(world.rooms, world.visit())


def withdraw(world: World, visit_id) -> None:
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        assignments.withdraw(scope, visit_id, NOW)


def sheets_in(world: World) -> int:
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return len(list(sheets.every(scope)))


# --- my visits


def test_the_list_says_what_is_next(client, world):
    coming = world.change(opens_on=TODAY + A_DAY, due_on=TODAY + 9 * A_DAY)
    late = world.change(due_on=TODAY - A_DAY, brief_read_at=None)
    answer = client.get("/visits")
    assert answer.status_code == 200
    cards = soup(answer).select(".card.visit")
    assert [card.select_one(".badge").text for card in cards] == ["Overdue", "Ready to start", "Coming"]
    assert "It was due yesterday" in cards[0].text
    assert "Due in 3 days" in cards[1].text
    assert "Opens tomorrow" in cards[2].text
    assert all("Ermou Street" in card.text and "Athens" in card.text for card in cards)
    assert [card.a["href"] for card in cards] == [
        address(world, late),
        f"{address(world, world.visit_id)}/checklist",
        address(world, coming),
    ]


@pytest.mark.parametrize(("days", "words"), [(0, "Due today"), (1, "Due tomorrow"), (2, "Due in 2 days")])
def test_days_are_counted_in_words(client, world, clock, days, words):
    clock.time = NOW + (3 - days) * A_DAY
    assert words in text_of(client.get("/visits"))


def test_without_visits_the_list_says_what_will_come(sign_in, world):
    answer = sign_in(world.colleague).get("/visits")
    assert "No visits yet" in soup(answer).select_one(".empty").text
    assert soup(answer).select(".card.visit") == []


# --- the brief


def test_the_brief_comes_before_the_checklist(client, world):
    page = address(world, world.change(brief_read_at=None))
    assert client.get(f"{page}/checklist").location == page
    assert save(client, page, GOOD_FORM).location == page
    assert client.get(f"{page}/check").location == page
    brief = soup(client.get(page))
    assert [p.text for p in brief.select(".brief p")] == ["Go in as a customer.", "Look around."]
    assert "Was it greeted?" in brief.select_one("details").text
    assert client.post(f"{page}/brief").location == f"{page}/checklist"
    assert client.get(f"{page}/checklist").status_code == 200


def test_the_brief_speaks_the_readers_language(sign_in, client, world, page):
    assert "Μπείτε ως πελάτης." in text_of(client.get(f"{page}?lang=el"))
    assert "Ήταν greeted;" in text_of(client.get(f"{page}/checklist"))  # the choice is remembered


def test_the_brief_can_be_read_before_the_visit_opens(client, world):
    page = address(world, world.change(opens_on=TODAY + A_DAY, brief_read_at=None))
    assert "Opens tomorrow" in text_of(client.get(page))
    assert client.post(f"{page}/brief").location == page
    assert "You have confirmed the brief." in text_of(client.get(page))


# --- saving


def test_what_was_saved_is_on_the_page_again(client, world, page):
    form = {"q.greeted": "no", "c.greeted": "Nobody\r\nlooked", "q.wait": "0", "q.signs": ["smile", "word"]}
    answer = save(client, page, {**form, "q.remarks": "Ωραία"})
    assert answer.status_code == 303
    shown = soup(client.get(f"{page}/checklist"))
    assert shown.select_one("[name='q.greeted'][value=no]").has_attr("checked")
    assert shown.select_one("[name='c.greeted']").text == "Nobody\nlooked"
    assert shown.select_one("[name='q.wait']")["value"] == "0"
    assert len(shown.select("[name='q.signs'][checked]")) == 2
    assert shown.select_one("[name='q.remarks']").text == "Ωραία"
    assert "4 of 5 answered" in shown.select_one(".status").text
    assert "6 Mar 2026, 00:30" in shown.select_one(".status").text  # the place's clock


def test_saving_leads_to_what_is_missing_next(client, page):
    assert save(client, page, {"q.greeted": "yes"}).location == f"{page}/checklist#q-wait"
    assert save(client, page, {"q.greeted": "yes"}, do="finish").location == f"{page}/check"


def test_one_bad_answer_takes_nothing_else_with_it(client, world, page):
    form = {**GOOD_FORM, "q.wait": "4500", "c.wait": "By my watch", "c.greeted": "Kind"}
    answer = save(client, page, form)
    assert answer.status_code == 422
    shown = soup(answer)
    assert "from 0 to 3600" in shown.select_one("#q-wait .error").text
    assert shown.select_one("[name='q.wait']")["value"] == "4500"
    assert shown.select_one("[name='c.wait']").text == "By my watch"
    assert shown.select_one(".note.bad a")["href"] == "#q-wait"
    assert len(shown.select(".question .error")) == 1
    work = saved(world)
    assert work.sheet.values == {"greeted": "yes", "bought": "no"}
    assert work.sheet.comments == {"wait": "By my watch", "greeted": "Kind"}


@pytest.mark.parametrize("nonsense", ["abc", "-1", "1e3", "²", "45 ", "9" * 400, "4.5", "\x00"])
def test_no_number_breaks_the_page(client, world, page, nonsense):
    answer = save(client, page, {"q.wait": nonsense, "q.greeted": "yes"})
    assert answer.status_code in (303, 422)
    assert saved(world).sheet.values.get("wait") in (None, 45)
    assert saved(world).sheet.values["greeted"] == "yes"


def test_answers_that_were_never_offered_are_refused(client, world, page):
    form = {"q.greeted": "excellent", "q.signs": ["smile", "whistle"], "q.bought": "no", "q.unknown": "x"}
    answer = save(client, page, form)
    assert answer.status_code == 422
    assert {fieldset["id"] for fieldset in soup(answer).select(".is-missing")} == {"q-greeted", "q-signs"}
    assert saved(world).sheet.values == {"bought": "no"}


def test_two_phones_do_not_wipe_each_others_answers(client, world, page):
    known = soup(client.get(f"{page}/checklist")).select_one("[name=known]")["value"]
    save(client, page, {"q.greeted": "yes", "q.remarks": "First phone", "known": known})
    save(client, page, {"q.wait": "45", "q.remarks": "", "known": known})
    assert saved(world).sheet.values == {"greeted": "yes", "wait": 45, "remarks": "First phone"}


def test_the_page_that_knows_may_empty_a_field(client, world, page):
    save(client, page, {"q.remarks": "First thought"})
    known = soup(client.get(f"{page}/checklist")).select_one("[name=known]")["value"]
    save(client, page, {"q.remarks": "", "known": known})
    assert saved(world).sheet.values == {}


def test_thousands_of_fields_and_long_greek_texts_come_through(client, world, page):
    form = {f"c.made_up_{number}": "x" for number in range(3000)}
    form |= {f"q.long_{number}": "ω" * 5000 for number in range(100)}  # one million bytes
    assert save(client, page, {**form, "q.remarks": "ω" * 6000}).status_code == 303
    assert saved(world).sheet.values == {"remarks": "ω" * 5000}


def test_what_a_shopper_writes_is_never_markup(client, page):
    evil = "</textarea><script>alert(1)</script>"
    save(client, page, {**GOOD_FORM, "q.remarks": evil, "c.greeted": evil})
    for path in ("/checklist", "/check"):
        answer = client.get(page + path)
        assert [script for script in soup(answer).select("script") if "alert" in str(script)] == []
        assert b"&lt;script&gt;" in answer.data


# --- photos


def photo(data: bytes, name: str = "IMG_1.jpg") -> FileStorage:
    return FileStorage(BytesIO(data), name)


def bomb() -> bytes:
    """A picture of 900 million pixels in less than a kilobyte."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_photos_are_kept_with_the_answers(client, world, page):
    files = {"f.greeted": [photo(jpeg("red")), photo(jpeg("blue"))], "f.receipt": [photo(b"", "")]}
    assert save(client, page, GOOD_FORM, **files).status_code == 303
    thumbs = soup(client.get(f"{page}/checklist")).select("#q-greeted .thumbs img")
    assert [thumb["alt"] for thumb in thumbs] == ["Photo 1", "Photo 2"]
    shown = client.get(thumbs[0]["src"])
    assert Image.open(BytesIO(shown.data)).format == "JPEG"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"] == "inline; filename=photo.jpg"
    assert "private" in shown.headers["Cache-Control"]
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_a_photo_can_be_taken_away(client, world, page):
    save(client, page, GOOD_FORM, **{"f.greeted": [photo(jpeg("red")), photo(jpeg("blue"))]})
    first, second = saved(world).photos
    nonsense = ["not-an-id", str(uuid4())]
    answer = save(client, page, {**GOOD_FORM, "x.greeted": [str(first.id), *nonsense]})
    assert answer.status_code == 303
    assert [kept.id for kept in saved(world).photos] == [second.id]
    assert client.get(f"{page}/photos/{first.id}").status_code == 404


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 not a photo", "cannot be read as a photo"),
        (jpeg()[:200], "cannot be read as a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "cannot be read"),
        (bomb(), "is too large"),
        (jpeg() + b"\0" * (50 * 1024 * 1024), "is too large"),
    ],
    ids=["pdf", "cut off", "svg", "bomb", "50 MB"],
)
def test_a_bad_photo_is_named_and_everything_else_is_kept(client, world, page, data, says):
    files = {"f.greeted": [photo(data, "bad.jpg"), photo(jpeg())], "f.receipt": [photo(jpeg("blue"))]}
    answer = save(client, page, {**GOOD_FORM, "c.greeted": "Kind"}, do="finish", **files)
    assert answer.status_code == 422
    (fault,) = soup(answer).select(".question .error")
    assert "bad.jpg" in fault.text
    assert says in fault.text
    assert fault.find_parent("fieldset")["id"] == "q-greeted"
    assert len(soup(answer).select(".thumbs img")) == 2
    assert saved(world).sheet.values == FULL
    assert saved(world).sheet.comments == {"greeted": "Kind"}
    assert saved(world).sheet.photos == {"greeted": 1, "receipt": 1}


def test_a_request_beyond_all_limits_leaves_the_draft_alone(app, client, world, page):
    save(client, page, GOOD_FORM)
    app.config["WTF_CSRF_ENABLED"] = True  # looking for the token is what first meets the limit
    files = {"f.greeted": [photo(b"\0" * (35 * 1024 * 1024)), photo(b"\0" * (35 * 1024 * 1024))]}
    answer = save(client, page, {"q.greeted": "no"}, **files)
    assert answer.status_code == 413
    assert "Your saved answers are kept." in text_of(answer)
    assert saved(world).sheet.values == FULL


def test_the_name_of_a_file_is_never_markup(client, page):
    answer = save(client, page, {}, **{"f.greeted": [photo(b"x", "<img src=x onerror=alert(1)>.jpg")]})
    assert answer.status_code == 422
    assert soup(answer).select("img") == []


def test_a_file_beside_a_question_that_takes_none_is_passed_over(client, world, page):
    assert (
        save(client, page, {}, **{"f.wait": [photo(jpeg())], "f.other": [photo(jpeg())]}).status_code == 303
    )
    assert saved(world).photos == ()


# --- the final check


def test_the_check_lists_what_is_missing_and_leads_there(client, page):
    save(client, page, {"q.greeted": "no", "q.bought": "yes", "q.receipt": "yes"})
    shown = soup(client.get(f"{page}/check"))
    links = [link["href"] for link in shown.select(".note.warn a")]
    assert links == [f"{page}/checklist?missing=1#q-{code}" for code in ("greeted", "wait", "receipt")]
    assert [link.select_one(".soft").text for link in shown.select(".note.warn a")] == [
        "Please write what happened.",
        "Please answer this question.",
        "Please add a photo.",
    ]
    assert shown.select(f"form[action='{page}/send']") == []
    marked = soup(client.get(f"{page}/checklist?missing=1")).select(".is-missing")
    assert [fieldset["id"] for fieldset in marked] == ["q-greeted", "q-wait", "q-receipt"]


def test_the_check_shows_every_answer_as_it_was_given(client, page):
    form = {**GOOD_FORM, "q.signs": ["smile", "word"], "c.greeted": "At the door", "q.remarks": "Nice"}
    save(client, page, form, **{"f.greeted": [photo(jpeg())]})
    shown = soup(client.get(f"{page}/check"))
    assert [answer.text for answer in shown.select(".answer")] == [
        "Yes",
        "45 seconds",
        "No",
        "A smile\nA word",
        "Nice",
    ]
    assert shown.select_one(".comment").text == "At the door"
    assert len(shown.select(".thumbs img")) == 1
    assert "Was it receipt?" not in shown.text  # hidden: nothing was bought
    assert len(shown.select(f"form[action='{page}/send']")) == 1


def test_a_blank_checklist_offers_no_sending(client, page):
    assert soup(client.get(f"{page}/check")).select(f"form[action='{page}/send']") == []


# --- sending


def test_sent_once_however_often_it_is_sent(client, world, page):
    save(client, page, GOOD_FORM)
    answers = [client.post(f"{page}/send") for _ in range(3)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, f"{page}/receipt")}
    assert sheets_in(world) == 1


def test_an_incomplete_visit_is_led_back_to_the_check(client, world, page):
    save(client, page, {"q.greeted": "yes"})
    assert client.post(f"{page}/send").location == f"{page}/check"
    assert sheets_in(world) == 0
    assert saved(world).sheet.values == {"greeted": "yes"}


def test_the_receipt_says_what_arrived_and_no_score(client, world, page, clock):
    save(client, page, {**GOOD_FORM, "c.greeted": "Kind"}, **{"f.greeted": [photo(jpeg())]})
    clock.time = NOW + timedelta(minutes=7)
    client.post(f"{page}/send")
    answer = client.get(f"{page}/receipt")
    words = text_of(answer)
    code = f"{world.visit_id.hex[:4]}-{world.visit_id.hex[4:8]}".upper()
    assert code in words
    assert "6 Mar 2026, 00:37" in words
    assert "Answers 3" in words
    assert "Photos 1" in words
    assert not {"score", "points", "100", "pass"} & set(words.lower().replace(".", " ").split())
    card = soup(client.get("/visits")).select_one(".card.visit")
    assert card.a["href"] == f"{page}/receipt"
    assert "Sent" in card.text


def test_after_sending_every_page_leads_to_the_receipt(client, world, page):
    save(client, page, GOOD_FORM)
    client.post(f"{page}/send")
    for path in ("", "/checklist", "/check"):
        assert client.get(page + path).location == f"{page}/receipt"
    assert client.post(f"{page}/brief").location == f"{page}/receipt"
    # Back, changed, saved again: the first sending counts.
    again = save(client, page, {**GOOD_FORM, "q.greeted": "no"}, **{"f.greeted": [photo(jpeg())]})
    assert again.location == f"{page}/receipt"
    assert "Answers 3 Photos 0" in text_of(client.get(f"{page}/receipt"))


def test_there_is_no_receipt_before_sending(client, page):
    save(client, page, GOOD_FORM)
    assert client.get(f"{page}/receipt").location == page


# --- days and withdrawal


def test_a_late_visit_is_saved_sent_and_said_to_wait_for_the_office(client, page, clock):
    clock.time = NOW + 20 * A_DAY
    assert "It was due 17 days ago" in text_of(client.get(f"{page}/checklist"))
    save(client, page, GOOD_FORM)
    assert "You can still send it; the office will decide" in text_of(client.get(f"{page}/check"))
    client.post(f"{page}/send")
    said = text_of(client.get(f"{page}/receipt"))
    assert "Late" in said
    assert "Received; the office will decide." in said
    for path in ("", "/checklist", "/check"):
        assert client.get(page + path).location == f"{page}/receipt"
    assert "Received" in text_of(client.get("/visits"))


def test_a_visit_still_to_come_is_closed(client, world, page, clock):
    clock.time = NOW - 5 * A_DAY
    for path in ("/checklist", "/check"):
        assert client.get(page + path).status_code == 409
    assert client.post(f"{page}/send").status_code == 409
    assert client.get(page).status_code == 200


def test_a_withdrawn_visit_is_closed_and_keeps_what_was_filled_in(client, world, page):
    save(client, page, {"q.greeted": "yes"})
    withdraw(world, world.visit_id)
    answer = save(client, page, GOOD_FORM, **{"f.greeted": [photo(jpeg())]})
    assert answer.status_code == 409
    assert "What you filled in is kept." in text_of(answer)
    assert (saved(world).sheet.values, len(saved(world).photos)) == (FULL, 1)
    for path in ("", "/checklist", "/check"):
        assert client.get(page + path).status_code == 409
    for path in ("/brief", "/send"):
        assert client.post(page + path).status_code == 409
    assert sheets_in(world) == 0


# --- who may come in


@pytest.mark.parametrize(("method", "path"), ALL_PAGES)
@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_another_persons_visit_is_not_there(sign_in, world, page, method, path, who):
    answer = sign_in(getattr(world, who)).open(page + path, method=method, data=GOOD_FORM)
    assert answer.status_code == 404
    assert saved(world).saved_at is None
    assert sheets_in(world) == 0


@pytest.mark.parametrize(("method", "path"), ALL_PAGES)
@pytest.mark.parametrize("visit_id", [str(UUID(int=7)), "1", "None", "%00", "{}", "0" * 3000])
def test_an_id_that_is_none_is_not_there(client, method, path, visit_id):
    assert client.open(f"/visits/{visit_id}{path}", method=method).status_code == 404


@pytest.mark.parametrize(("method", "path"), [*ALL_PAGES, ("GET", None)])
def test_the_owner_has_no_business_here(sign_in, world, page, method, path):
    answer = sign_in(world.owner).open("/visits" if path is None else page + path, method=method)
    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path"), [*ALL_PAGES, ("GET", None)])
def test_nobody_comes_in_without_signing_in(app, world, page, method, path):
    answer = app.test_client().open("/visits" if path is None else page + path, method=method)
    assert (answer.status_code, answer.location) == (302, "/sign-in")


def test_another_shoppers_photo_is_not_there(client, sign_in, world, page):
    save(client, page, {}, **{"f.greeted": [photo(jpeg())]})
    (kept,) = saved(world).photos
    path = f"/photos/{kept.id}"
    assert client.get(page + path).status_code == 200
    assert client.get(f"{address(world, world.change())}{path}").status_code == 404
    assert sign_in(world.colleague).get(page + path).status_code == 404
    assert sign_in(world.stranger).get(page + path).status_code == 404
    assert sign_in(world.owner).get(page + path).status_code == 403


def test_a_shopper_who_was_disabled_is_out(client, world, page):
    assert client.get(page).status_code == 200
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        people.disable(scope, world.shopper.id, NOW)
    assert client.get(page).status_code == 302


def test_nothing_is_changed_without_our_own_form(app, client, world, page):
    app.config["WTF_CSRF_ENABLED"] = True
    for path in ("/brief", "/checklist", "/send"):
        assert client.post(page + path, data=GOOD_FORM).status_code == 400
    assert saved(world).saved_at is None
    token = soup(client.get(f"{page}/checklist")).select_one("[name=csrf_token]")["value"]
    assert save(client, page, {**GOOD_FORM, "csrf_token": token}).status_code == 303
    token = soup(client.get(f"{page}/check")).select_one(f"form[action='{page}/send'] input")["value"]
    assert client.post(f"{page}/send", data={"csrf_token": token}).status_code == 303
    assert sheets_in(world) == 1


def test_looking_changes_nothing(client, world, page):
    unread = world.change(brief_read_at=None)
    before = world.visit().assignment
    for path in (
        "/visits",
        page,
        f"{page}/checklist",
        f"{page}/check",
        f"{page}/receipt",
        address(world, unread),
    ):
        assert client.get(path).status_code in (200, 302)
        assert client.get(f"{path.rstrip('/')}/send").status_code in (404, 405)
    assert world.visit().assignment == before
    assert saved(world).saved_at is None

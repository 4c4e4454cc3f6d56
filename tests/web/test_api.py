"""The API's door: its gate, its bodies, and what it does with what a phone sends, however it comes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.web.conftest import send
from tests.web.firms import AUDIT, NOW
from tests.web.phoning import CLIENT, Phone

MANIFEST = "/api/offline/manifest"


@pytest.fixture
def phone_of(browser_of) -> Callable[..., Phone]:
    """The phone of somebody who has signed in on it."""
    return lambda person: Phone(browser_of(person), person)


@pytest.fixture
def phone(phone_of, ours) -> Phone:
    return phone_of(ours.shopper)


def refusal(answer) -> tuple[int, str]:
    """Status and code; the sentence must be one, and nothing but JSON may come."""
    assert answer.mimetype == "application/json", answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.get_json()
    assert said["message"].endswith(".")
    assert len(said["message"]) > 10
    return answer.status_code, said["error"]


# --- the gate


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"X-Client": None}, (400, "client")),
        ({"X-Client": "extra-eyes-2"}, (400, "client")),
        ({"X-User": None}, (400, "client")),
        ({"X-User": ""}, (403, "wrong_user")),
        ({"X-User": "undefined"}, (403, "wrong_user")),
        ({"Sec-Fetch-Site": "cross-site"}, (403, "foreign")),
        ({"Sec-Fetch-Site": "same-site"}, (403, "foreign")),
        ({"Sec-Fetch-Site": ""}, (403, "foreign")),
        ({"Origin": "https://evil.example"}, (403, "foreign")),
        ({"Origin": "null"}, (403, "foreign")),
        ({"Origin": "http://localhost.evil.example"}, (403, "foreign")),
        ({"Origin": "http://localhost:8001"}, (403, "foreign")),
        ({"Origin": "https://localhost"}, (403, "foreign")),
        ({"Origin": ""}, (403, "foreign")),
    ],
)
def test_only_our_scripts_are_let_in(phone, changed, expected):
    assert refusal(phone.get(MANIFEST, changed)) == expected
    assert refusal(phone.put("/api/drafts/00000000-0000-0000-0000-000000000000", {}, changed)) == expected


@pytest.mark.parametrize("left_out", ["Sec-Fetch-Site", "Origin"])
def test_a_browser_that_says_less_is_let_in(phone, left_out):
    assert phone.get(MANIFEST, {left_out: None}).status_code == 200


def test_an_address_that_was_typed_is_no_foreign_page(phone):
    assert phone.get(MANIFEST, {"Sec-Fetch-Site": "none", "Origin": None}).status_code == 200


def test_behind_a_proxy_the_settings_say_whose_origin_is_ours(build, browser_of, ours):
    """There the app is asked over plain HTTP, and the page's origin is the one outside."""
    own = "https://eyes.example.org"
    app = build(base_url=own, secure_cookies=True, trusted_hosts=("eyes.example.org", "localhost"))
    phone = Phone(browser_of(ours.shopper, app), ours.shopper)
    cookie = phone.client.get_cookie("__Host-session", "eyes.example.org").value
    phone.client.set_cookie("__Host-session", cookie)
    assert phone.get(MANIFEST, {"Origin": own}).status_code == 200
    assert refusal(phone.get(MANIFEST, {"Origin": "http://eyes.example.org"})) == (403, "foreign")


@pytest.mark.parametrize("path", ["/api/drafts/{id}", "/api/photos/{id}", "/api/submissions/{id}"])
def test_a_form_of_another_site_is_not_taken(phone, ours, path):
    """What a browser can be made to send without asking first: a form, as text, with our cookie."""
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    address = path.format(id=ours.visit)
    for method in ("post", "put"):
        answer = getattr(phone.client, method)(
            address, data='{"a": "="}', headers=foreign, content_type="text/plain"
        )
        assert refusal(answer) in {(403, "foreign"), (405, "method")}


def test_a_foreign_page_gets_no_leave_to_ask(phone):
    """A preflight is answered without the headers that would let the page's own request follow."""
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"}
    asked["Access-Control-Request-Headers"] = "x-client"
    answer = phone.client.options("/api/drafts/1", headers=asked)
    assert answer.status_code == 403
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118


def test_a_stranger_is_told_to_sign_in_and_nothing_is_remembered(client):
    answer = client.get(MANIFEST, headers=CLIENT)
    assert refusal(answer) == (401, "sign_in")
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.location is None
    with client.session_transaction() as session:
        assert dict(session) == {}


def test_whoever_was_signed_out_is_a_stranger(phone, sign_in, ours):
    send(phone.client, "/sign-out")
    assert refusal(phone.get(MANIFEST)) == (401, "sign_in")
    assert Phone(sign_in(phone.client, ours.shopper), ours.shopper).get(MANIFEST).status_code == 200


def test_a_phone_in_other_hands_sends_nothing(phone_of, ours):
    """The colleague's sign-in, the shopper's answers: the phone learns who is signed in, and waits."""
    answer = Phone(phone_of(ours.colleague).client, ours.shopper).get(MANIFEST)
    assert refusal(answer) == (403, "wrong_user")
    assert answer.get_json()["name"] == "Colleague"


def test_in_an_owners_hands_the_shoppers_answers_wait_too(phone_of, ours):
    assert refusal(Phone(phone_of(ours.owner).client, ours.shopper).get(MANIFEST)) == (403, "wrong_user")
    assert refusal(phone_of(ours.owner).get(MANIFEST)) == (403, "not_allowed")
    assert refusal(phone_of(ours.hr).get(MANIFEST)) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/api/", (404, "not_here")),
        ("GET", "/api/no/such/thing", (404, "not_here")),
        ("GET", "/api/offline/manifest/", (404, "not_here")),
        ("POST", MANIFEST, (405, "method")),
        ("DELETE", MANIFEST, (405, "method")),
    ],
)
def test_what_is_not_there_is_said_in_json(phone, client, method, path, expected):
    for browser in (phone.client, client):
        assert refusal(browser.open(path, method=method, headers=CLIENT)) == expected


def test_the_sentences_speak_the_language_of_the_pages(phone):
    assert phone.get(f"{MANIFEST}?lang=el", {"X-Client": None}).headers["Content-Language"] == "el"
    phone.client.set_cookie("language", "fi")
    assert phone.get(MANIFEST, {"X-Client": None}).headers["Content-Language"] == "fi"


# --- staying signed in


def test_whoever_only_uses_the_phones_page_stays_signed_in(phone, clock):
    """Thirty days without a word end a sign-in; each answer here begins them anew, the cookie's too."""
    for _ in range(4):
        clock.time += timedelta(days=20)
        answer = phone.get(MANIFEST)
        assert answer.status_code == 200
        cookie = answer.headers["Set-Cookie"]
        assert "Expires=" in cookie
        assert "SameSite=Lax" in cookie
    clock.time += timedelta(days=31)
    assert refusal(phone.get(MANIFEST)) == (401, "sign_in")


def test_no_other_cookie_is_set(phone):
    answer = phone.get(MANIFEST)
    assert [cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] == ["session"]


# --- what a phone keeps at hand


def test_the_manifest_names_the_visits_and_all_that_shows_them(phone, ours):
    told = phone.get(MANIFEST).get_json()
    assert (told["user"], told["name"], told["language"]) == (str(ours.shopper.id), "Shopper", "en")
    assert told["now"] == NOW.isoformat()
    listed = {visit["id"]: visit for visit in told["visits"]}
    assert set(listed) == {
        str(one) for one in (ours.visit, ours.unread, ours.ready, ours.promised)
    }  # not what was sent
    assert listed[str(ours.unread)]["state"] == "unread"
    assert listed[str(ours.visit)] == {
        "id": str(ours.visit),
        "edition": AUDIT,
        "place": "Ermou Street",
        "city": "Athens",
        "title": "Visit at the counter",
        "url": f"/visits/{ours.visit}/c/{AUDIT}",
        "brief": f"/visits/{ours.visit}",
        "due": "2026-03-19",
        "state": "to_do",
    }


def test_everything_the_manifest_names_is_there(phone):
    told = phone.get(MANIFEST).get_json()
    assert len(told["assets"]["urls"]) > 2
    for address in told["assets"]["urls"]:
        assert phone.client.get(address, buffered=True).status_code == 200, address


def test_the_manifest_speaks_the_pages_language(phone):
    phone.client.set_cookie("language", "el")
    told = phone.get(MANIFEST).get_json()
    assert told["language"] == "el"
    assert any(letter > "\u0370" for letter in told["visits"][0]["title"])


def test_a_visit_still_to_come_can_be_kept_but_not_one_withdrawn(phone, phone_of, clock, ours):
    clock.time -= timedelta(days=3)
    states = {visit["id"]: visit["state"] for visit in phone.get(MANIFEST).get_json()["visits"]}
    assert states[str(ours.visit)] == "coming"
    send(phone_of(ours.owner).client, f"/owner/visits/{ours.visit}/withdraw")
    assert str(ours.visit) not in {visit["id"] for visit in phone.get(MANIFEST).get_json()["visits"]}


def test_nothing_of_somebody_else_is_in_the_manifest(phone_of, ours, theirs):
    for person in (ours.colleague, theirs.colleague):
        assert phone_of(person).get(MANIFEST).get_json()["visits"] == []
    told = phone_of(theirs.shopper).get(MANIFEST).text
    assert [secret for secret in ours.secrets if secret in told] == []


# --- faults of ours


def test_a_fault_is_told_in_json_and_tells_nothing(app, phone, monkeypatch):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("audit_app.services.visits.visits_of", lambda *_: 1 / 0)
    answer = phone.get(MANIFEST)
    assert refusal(answer) == (500, "fault")
    assert "ZeroDivision" not in answer.text

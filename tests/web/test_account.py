"""Signing in and out, attacked: guessing, planting, replaying, redirecting, waiting."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from argon2 import PasswordHasher
from bs4 import BeautifulSoup
from flask import session

from audit_app.core.programme import Person, Role
from audit_app.services import Rooms, accounts, people
from audit_app.services.people import OwnAccess
from audit_app.services.refusals import TooManyTries
from audit_app.storage import organisations, sign_ins
from audit_app.storage import people as kept_people
from audit_app.web.access import page_after_sign_in
from tests.web.conftest import form_token, send
from tests.web.firms import NOW, PASSWORD, catalogue, password_hash, settings_in

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WRONG = "E-mail and password do not belong together."


def try_to_sign_in(client, email, password=PASSWORD):
    return send(client, "/sign-in", {"email": email, "password": password})


def is_in(client, path="/visits") -> bool:
    return client.get(path).status_code in (200, 403)


# --- coming in


@pytest.mark.parametrize(
    ("who", "first", "page"),
    [("owner", "/", "/owner/"), ("hr", "/", "/owner/results"), ("shopper", "/visits?signed-in=1", "/visits")],
)
def test_each_role_has_its_first_page(client, ours, who, first, page):
    assert try_to_sign_in(client, getattr(ours, who).email).location == first
    assert client.get("/").location == page
    assert client.get("/sign-in").location == "/"
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "spelling", ["owner@ours.example", " Owner@OURS.example ", "ｏｗｎｅｒ@ours.example"]
)
def test_an_address_may_be_spelled_as_phones_do(client, spelling):
    assert try_to_sign_in(client, spelling).status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("owner@ours.example", "wrong"),
        ("owner@ours.example", ""),
        ("owner@ours.example", PASSWORD + " "),
        ("owner@ours.example", PASSWORD.upper()),
        ("nobody@ours.example", PASSWORD),
        ("", ""),
        ("owner@ours.example\x00", PASSWORD),
        ("' OR 1=1 --", "' OR 1=1 --"),
        ("%", PASSWORD),
        ("owner@ours.example" * 10_000, "x" * 1_000_000),
    ],
)
def test_anything_else_gets_the_same_words(client, email, password):
    answer = try_to_sign_in(client, email, password)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert not is_in(client)


def test_what_was_typed_stands_there_again_but_never_the_password(client):
    answer = try_to_sign_in(client, 'x"><script>@a', "hunter2-and-more")
    page = BeautifulSoup(answer.data, "html5lib")
    assert page.select_one("#email")["value"] == 'x"><script>@a'
    assert page.select("script") == []
    assert "hunter2" not in answer.text


def test_whoever_is_disabled_is_out_at_once_and_stays_out(client, browser_of, ours):
    shopper = browser_of(ours.shopper)
    assert is_in(shopper)
    assert send(browser_of(ours.owner), f"/owner/people/{ours.shopper.id}/disable").status_code == 303
    assert not is_in(shopper)
    assert WRONG in try_to_sign_in(client, ours.shopper.email).text


def test_a_new_password_ends_every_sign_in_and_the_old_password(client, browser_of, ours):
    shopper, owner = browser_of(ours.shopper), browser_of(ours.owner)
    send(owner, f"/owner/people/{ours.shopper.id}/password")
    shown = owner.get("/owner/people/password").text
    (password,) = re.findall(r"\b(?:[a-z2-9]{4}-){2}[a-z2-9]{4}\b", shown)
    assert not is_in(shopper)
    assert WRONG in try_to_sign_in(client, ours.shopper.email).text
    assert try_to_sign_in(client, ours.shopper.email, password).status_code == 303
    assert password not in owner.get("/owner/people/password", follow_redirects=True).text  # shown once


def test_whoever_renews_the_own_password_stays_in_and_reads_it(client, browser_of, ours):
    """Signed out before the page with it is shown, an only owner would be locked out for good."""
    here, elsewhere = browser_of(ours.owner), client
    try_to_sign_in(elsewhere, ours.owner.email)
    answer = send(here, f"/owner/people/{ours.owner.id}/password", follow_redirects=True)
    (password,) = re.findall(r"\b(?:[a-z2-9]{4}-){2}[a-z2-9]{4}\b", answer.text)
    assert is_in(here)
    assert not is_in(elsewhere)
    assert try_to_sign_in(elsewhere, ours.owner.email, password).status_code == 303


# --- one cannot tell from outside who has an account


@pytest.mark.parametrize("email", ["owner@ours.example", "nobody@ours.example", "", "gone@ours.example"])
def test_a_wrong_password_costs_the_same_work_whoever_it_is(app, ours, monkeypatch, email):
    rooms = app.extensions["rooms"]
    _add(rooms, ours, "gone@ours.example", disabled=True)
    accounts._decoy()  # once per process
    hashes = []

    class Counting(PasswordHasher):
        def verify(self, stored, password):
            hashes.append(stored)
            return super().verify(stored, password)

        def hash(self, password, **more):
            raise AssertionError("hashing takes as long as verifying")

    monkeypatch.setattr(accounts, "HASHER", Counting(2, 19 * 1024, 1))
    assert accounts.sign_in(rooms, email, "wrong", "here", NOW) is None
    assert len(hashes) == 1
    parameters = "$argon2id$v=19$m=19456,t=2,p=1$"
    assert hashes[0].startswith(parameters)


def _add(rooms: Rooms, firm, email: str, *, disabled: bool) -> None:
    person = Person(uuid4(), firm.id, email, "Somebody", Role.OWNER, "en")
    with rooms.store.writing(firm.id) as scope:
        kept_people.add(scope, person, password_hash())
        if disabled:
            kept_people.disable(scope, person.id, NOW)


def test_guessing_is_slowed_down_for_each_account(client, clock):
    guesses = [try_to_sign_in(client, "owner@ours.example", f"guess {n}").status_code for n in range(12)]
    assert guesses == [422] * 10 + [429] * 2
    answer = try_to_sign_in(client, "owner@ours.example")
    assert answer.status_code == 429  # the right one does not come through either
    assert "Please wait a few minutes" in answer.text
    assert try_to_sign_in(client, "hr@ours.example").status_code == 303
    clock.time = NOW + 2 * A_MINUTE
    assert try_to_sign_in(client, "owner@ours.example").status_code == 303


def test_no_spelling_gets_more_guesses(client):
    spellings = [
        "owner",
        "OWNER",
        "Owner",
        "ｏwner",
        "oｗner",
        "owｎer",
        "ownｅr",
        "owneｒ",
        " owner",
        "ＯWNER",
    ]
    answers = [try_to_sign_in(client, f"{name}@ours.example", "guess") for name in (*spellings, "oWner")]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]


def test_an_unknown_address_is_slowed_down_alike(client):
    answers = [try_to_sign_in(client, "nobody@ours.example", "guess").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_guessing_many_accounts_from_one_address_is_slowed_down(app):
    rooms, entered = app.extensions["rooms"], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_fits", lambda stored, password: False)
        with suppress(TooManyTries):
            for number in range(accounts.TRIES_FROM_AN_ADDRESS + 5):
                accounts.sign_in(rooms, f"person{number}@ours.example", "guess", "203.0.113.7", NOW)
                entered.append(number)
    assert len(entered) == 100
    assert accounts.sign_in(rooms, "owner@ours.example", PASSWORD, "198.51.100.1", NOW) is not None


def test_nothing_typed_breaks_either_database(store, tmp_path):
    """PostgreSQL takes no NUL in a text and no long key in an index."""
    rooms = Rooms(store, catalogue(), None, settings_in(tmp_path))
    for email in ("a\x00b", "x" * 1_000_000, "\ufdfa" * 250, "😀" * 254, "İ" * 254, "' OR '1'='1"):
        assert accounts.sign_in(rooms, email, "p\x00w", "here", NOW) is None


# --- the sign-in's life


def test_the_session_is_new_after_signing_in(client, ours):
    """Whoever planted a session beforehand holds nothing: its token and its cookie are worthless."""
    planted = form_token(client)
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
    cookie = client.get_cookie("session").value
    try_to_sign_in(client, ours.owner.email)
    with client.session_transaction() as after:
        assert "planted" not in after
    assert client.get_cookie("session").value != cookie
    assert client.post("/sign-out", data={"csrf_token": planted}).status_code == 400
    assert is_in(client)
    other = client.application.test_client()
    other.set_cookie("session", cookie)
    assert not is_in(other)


def test_a_copied_cookie_is_worthless_after_signing_out(app, client, ours):
    try_to_sign_in(client, ours.shopper.email)
    thief = app.test_client()
    thief.set_cookie("session", client.get_cookie("session").value)
    assert is_in(thief)
    answer = send(client, "/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    for browser in (client, thief):
        assert browser.get("/visits").location == "/sign-in"


def test_who_sends_a_form_after_the_sign_in_has_ended_comes_back_to_it(client, ours):
    form = f"/visits/{ours.visit}/checklist"
    assert client.post(form, data={"c.overall": "Kind"}).location == "/sign-in"
    assert try_to_sign_in(client, ours.shopper.email).location == f"{form}?signed-in=1"


def test_who_sent_a_form_after_the_sign_in_has_ended_is_told_that_nothing_is_lost(client):
    assert "Nothing is lost" not in client.get("/sign-in").text
    client.get("/visits")
    assert "Nothing is lost" not in client.get("/sign-in").text
    client.post("/owner/locations/new", data={"name": "Kiosk"})
    assert "Nothing is lost" in client.get("/sign-in").text


def test_signing_in_anew_ends_the_sign_in_before_it(app, client, ours):
    try_to_sign_in(client, ours.owner.email)
    copy = app.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)
    token = form_token(client)
    again = {"email": ours.shopper.email, "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=again).status_code == 303
    assert client.get("/visits").status_code == 200
    assert not is_in(copy)


def test_signing_out_on_one_phone_leaves_the_other_in(app, ours):
    first, second = app.test_client(), app.test_client()
    for phone in (first, second):
        try_to_sign_in(phone, ours.shopper.email)
    send(first, "/sign-out")
    assert not is_in(first)
    assert is_in(second)


@pytest.mark.parametrize(
    ("who", "idle"), [("owner", 12 * AN_HOUR), ("hr", 12 * AN_HOUR), ("shopper", 30 * A_DAY)]
)
def test_an_idle_sign_in_ends(client, clock, ours, who, idle):
    try_to_sign_in(client, getattr(ours, who).email)
    clock.time = NOW + idle - A_MINUTE
    assert is_in(client)
    clock.time += idle - A_MINUTE  # the clock starts anew with each use
    assert is_in(client)
    clock.time += idle
    assert not is_in(client)


@pytest.mark.parametrize(
    ("who", "longest", "often"),
    [("owner", 7, 6 * AN_HOUR), ("hr", 7, 6 * AN_HOUR), ("shopper", 90, 9 * A_DAY)],
)
def test_a_busy_sign_in_ends_too(client, clock, ours, who, longest, often):
    """A stolen cookie that is used day and night works for a week, no longer."""
    try_to_sign_in(client, getattr(ours, who).email)
    for _ in range(longest * A_DAY // often - 1):
        clock.time += often
        assert is_in(client)
    clock.time = NOW + longest * A_DAY
    assert not is_in(client)


@pytest.mark.parametrize("later", [62 * A_MINUTE, 20 * A_DAY])
def test_a_form_open_for_long_can_still_be_sent(client, clock, ours, later):
    """The forgery protection's own default forgets its tokens after an hour: a visit takes longer."""
    try_to_sign_in(client, ours.shopper.email)
    form = {"q.greeted": "yes", "csrf_token": form_token(client)}
    clock.time = NOW + later
    with time_machine.travel(datetime.now(UTC) + later):
        assert client.post(f"/visits/{ours.visit}/checklist", data=form).status_code == 303


def test_a_stored_sign_in_does_not_give_the_cookie_away(app, client, ours):
    """Who reads the database, or a backup of it, still cannot sign in by it."""
    try_to_sign_in(client, ours.owner.email)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.extensions["rooms"].store.reading(ours.id) as scope:
        rows = sign_ins.running_of(scope, ours.owner.id, NOW)
    assert rows
    assert all(token not in repr(row) for row in rows)
    assert len(token) >= 43  # 256 bits


def test_a_cookie_signed_by_somebody_else_is_no_cookie(build, prepared, ours):
    theirs = build(secret_key="another key that is longer than thirty-two letters")
    forger, victim = theirs.test_client(), build().test_client()
    with forger.session_transaction() as forged:
        forged["_user_id"] = prepared.tokens[ours.owner.email]
    victim.set_cookie("session", forger.get_cookie("session").value)
    assert not is_in(victim)


@pytest.mark.parametrize("cookie", ["", "x", ".", "..", "eyJhIjoxfQ.x.y", "A" * 4000, "\u20ac"])
def test_a_broken_cookie_is_a_strangers(app, cookie):
    client = app.test_client()
    client.set_cookie("session", cookie)
    assert client.get("/visits").location == "/sign-in"


def test_tokens_of_other_doors_sign_nobody_in(app, client, ours):
    for token in (ours.survey_token, *ours.team_tokens, ours.seed, str(ours.owner.id), "None", ""):
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert not is_in(client)
    for path in (f"/s/{ours.team_tokens[1]}", f"/t/{ours.survey_token}"):
        assert client.get(path).status_code == 404


def test_an_owner_cannot_lock_the_door_from_outside(app, ours):
    with pytest.raises(OwnAccess):
        people.disable(app.extensions["rooms"], ours.owner, ours.owner.id, NOW)


# --- where one lands after signing in

LEADING_AWAY = (
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "/%0d%0aLocation:%20//evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://evil.example/owner/",
    "http://localhost@evil.example/owner/",
    "http://localhost:80@evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/owner/results",
    "/owner/results/../../../evil.example",
    "/owner//evil.example",
    ".evil.example",
    "@evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/sign-out",
    "/static/../owner/",
    "\u2215\u2215evil.example",
    "/\u3002evil.example",
    "",
)


@pytest.mark.parametrize("wanted", LEADING_AWAY)
def test_signing_in_never_leads_away(app, client, ours, wanted):
    """Neither by what the session holds, nor by a parameter, nor by the path itself."""
    with client.session_transaction() as before:
        before["next_path"] = wanted
    names = ("next", "next_path", "url", "redirect", "return_to", "continue")
    form = {"email": ours.owner.email, "password": PASSWORD, "csrf_token": form_token(client)}
    answer = client.post(
        "/sign-in", query_string=dict.fromkeys(names, wanted), data={**dict.fromkeys(names, wanted), **form}
    )
    assert answer.status_code == 303
    assert answer.location == "/"


@pytest.mark.parametrize("path", [*LEADING_AWAY, "//evil.example/%2e%2e", "/owner/results?x=//evil.example"])
def test_no_page_asked_for_leads_away(client, path):
    """The path and every link on the page that answers it, whoever asks."""
    path, _mark, query = path.encode().decode("latin1").partition("?")
    environment = {"PATH_INFO": path, "QUERY_STRING": query}
    answer = client.get("/", environ_overrides=environment)
    _stays(answer.location or "/")
    for link in BeautifulSoup(answer.data, "html5lib").select("[href], [action], [src]"):
        for name in ("href", "action", "src"):
            _stays(link.get(name, "/"))


def _stays(address: str) -> None:
    """What a browser makes of an address: backslashes are slashes, tabs and line ends are nothing."""
    seen = re.sub(r"[\t\r\n]", "", address).strip().replace("\\", "/")
    parts = urlsplit(seen)
    assert (parts.scheme, parts.netloc) in (("", ""), ("http", "localhost")), address


@pytest.mark.parametrize(
    "wanted", ["/owner/results?from=2026-01-01&location=a&location=b", "/owner/locations/new", "/owner/"]
)
def test_one_lands_where_one_wanted_to_go(client, ours, wanted):
    assert client.get(wanted).location == "/sign-in"
    assert try_to_sign_in(client, ours.owner.email).location == wanted


def test_a_page_of_another_role_is_no_place_to_land(client, ours):
    client.get("/owner/people")
    assert try_to_sign_in(client, ours.shopper.email).location == "/visits?signed-in=1"


@pytest.mark.parametrize("query", ["", "?lang=el", "?signed-in=1"])
def test_a_shopper_lands_where_no_page_kept_for_somebody_else_answers(client, ours, query):
    """A phone keeps pages under their paths alone; the worker asks the network for what has a query."""
    client.get(f"/visits/{ours.visit}{query}")
    page = f"/visits/{ours.visit}{query.removesuffix('?signed-in=1')}"
    landed = try_to_sign_in(client, ours.shopper.email).location
    assert landed == page + ("&" if "?" in page else "?") + "signed-in=1"


@pytest.mark.parametrize("wanted", LEADING_AWAY)
def test_no_shopper_is_led_away_either(app, wanted):
    with app.test_request_context():
        session["next_path"] = wanted
        assert page_after_sign_in(Role.SHOPPER) == "/visits?signed-in=1"


def test_arguments_of_an_address_cannot_bend_the_next_page(app, ours):
    """`url_for` would take `_external`, `_scheme` and `_anchor` for orders of ours."""
    with app.test_request_context():
        session["next_path"] = "/owner/results?_external=1&_scheme=javascript&_anchor=x&_method=POST"
        assert page_after_sign_in(Role.OWNER).startswith("/owner/results?_external=1&_scheme=javascript")


def test_a_long_address_does_not_push_out_the_session(client, ours):
    """A browser drops a cookie of more than 4000 letters, and with it the form's token."""
    client.get("/owner/results?x=" + "x" * 10_000)
    assert try_to_sign_in(client, ours.owner.email).status_code == 303


def test_founding_is_done_by_nobody_from_outside(app):
    with app.extensions["rooms"].store.reading_all() as everywhere:
        assert len(list(organisations.every(everywhere))) == 2

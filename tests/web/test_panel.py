"""From the recruiting page to a signed-in shopper, in browsers: what strangers can try, what owners see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from audit_app.core.questionnaire import LANGUAGES
from audit_app.services import panel, recruiting
from tests.web.conftest import send
from tests.web.firms import NOW, PASSWORD
from tests.web.test_access import APPLICANT

GOOD = "quiet rain on a tin roof"


def page_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html5lib")


@pytest.fixture
def owner(browser_of, ours):
    return browser_of(ours.owner)


def applied(client, firm, **changed):
    """Send the public form as a browser without cookies would."""
    form = {"application": str(uuid4()), **APPLICANT, **changed}
    return client.post(f"/join/{firm.join_token}", data=form)


def names(owner, **query) -> list[str]:
    found = page_of(owner.get("/owner/panel/applications", query_string={"state": "all", **query}))
    return sorted(heading.text for heading in found.select(".cards h2"))


# --- the public page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_without_scripts_cookies_and_account(client, ours, language):
    answer = client.get(f"/join/{ours.join_token}?lang={language}")
    page = page_of(answer)
    assert page.html["lang"] == language
    assert page.select("script, [name=csrf_token]") == []
    assert {cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")} <= {"language"}
    assert page.select_one("#language option[selected]")["value"] == language
    assert len(page.select("[name=availability]")) == 21
    assert "Ermou Street" in page.text


def test_each_field_has_its_label(client, ours):
    page = page_of(client.get(f"/join/{ours.join_token}"))
    for field in page.select("input:not([type=hidden]), select, textarea"):
        assert field.find_parent("label") or page.select(f"label[for={field['id']}]"), field


def test_each_showing_has_an_id_of_its_own(client, ours):
    ids = {
        page_of(client.get(f"/join/{ours.join_token}")).select_one("[name=application]")["value"]
        for _ in "ab"
    }
    assert len(ids) == 2


def test_an_application_arrives_as_it_was_written(client, owner, ours):
    answer = applied(
        client,
        ours,
        languages=["fi", "sv", "xx"],
        availability=["5.morning", "9.night"],
        age_band="60+",
        phone="a teapot",
        conflicts=[str(ours.location.id), "no id"],
        conflict_words="My aunt\nworks there",
    )
    assert (answer.status_code, answer.location) == (303, f"/join/{ours.join_token}/thanks")
    assert "Your application has arrived" in client.get(answer.location).text
    link = page_of(owner.get("/owner/panel/applications")).find("h2", string="Aino").find_parent("li").a
    page = page_of(owner.get(link["href"]))
    facts = page.select_one(".card").text
    for written in (
        "aino@new.example",
        "Suomi, Svenska",
        "Helsinki",
        "60 or older",
        "Ermou Street",
        "My aunt",
    ):
        assert written in facts
    assert [line.text for line in page.select("dl.facts")[1].select("dt, dd")] == ["Saturday", "Morning"]


def test_sent_twice_it_is_one(client, owner, ours):
    form = {"application": str(uuid4()), **APPLICANT}
    answers = [client.post(f"/join/{ours.join_token}", data=form) for _ in range(3)]
    assert {(one.status_code, one.location) for one in answers} == {(303, f"/join/{ours.join_token}/thanks")}
    assert names(owner) == ["Aino", "Maria"]


def test_nobody_learns_who_is_known_here(client, ours, theirs):
    """A new address, an applicant's, a shopper's, an owner's, one of another firm: all look the same."""
    known = ("new@x.example", "applicant@ours.example", ours.shopper.email, ours.owner.email)
    seen = set()
    for email in (*known, theirs.shopper.email):
        answer = applied(client, ours, email=email)
        page = client.get(answer.location).text
        seen.add((answer.status_code, answer.location, answer.text, page))
    assert len(seen) == 1
    assert not [email for email in known if email in str(seen)]


def test_the_owner_alone_sees_who_is_known(client, owner, ours):
    applied(client, ours, email=ours.shopper.email.upper(), name="Twin")
    applied(client, ours, email="applicant@ours.example", name="Again")
    cards = page_of(owner.get("/owner/panel/applications")).select("li.card")
    badges = {card.h2.text: [badge.text for badge in card.select("p .badge")] for card in cards}
    assert badges == {
        "Twin": ["Has an account"],
        "Again": ["Applied more than once"],
        "Maria": ["Applied more than once"],
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "x" * 120 + "@x.example"}, "email"),
        ({"languages": []}, "languages"),
        ({"area": ""}, "area"),
        ({"area": "x" * 121}, "area"),
        ({"conflict_words": "x" * 1001}, "conflict_words"),
        ({"agrees": []}, "agrees"),
    ],
)
def test_a_mistake_is_marked_and_all_else_is_kept(client, owner, ours, wrong, field):
    written = {
        "name": "Aino <b>",
        "conflict_words": "My aunt",
        "availability": "5.morning",
        "phone": "iphone",
    }
    answer = applied(client, ours, **{**written, **wrong})
    page = page_of(answer)
    assert answer.status_code == 422
    assert len(page.select_one(f"#{field}-error").text) > 10
    assert [mistake["id"] for mistake in page.select(".error")] == [f"{field}-error"]
    if "name" not in wrong:
        assert page.select_one("#name")["value"] == "Aino <b>"
    if "conflict_words" not in wrong:
        assert page.select_one("#conflict_words").text == "My aunt"
    assert [box["value"] for box in page.select("[name=availability][checked]")] == ["5.morning"]
    assert page.select_one("#phone option[selected]")["value"] == "iphone"
    assert names(owner) == ["Maria"]


@pytest.mark.parametrize("sent", ["", "1", "None", "\x00"])
def test_a_page_without_its_id_comes_back_with_what_was_typed(client, owner, ours, sent):
    answer = applied(client, ours, application=sent)
    assert answer.status_code == 422
    assert page_of(answer).select_one("#name")["value"] == "Aino"
    assert names(owner) == ["Maria"]


def test_too_many_from_one_address_are_asked_to_wait_and_keep_their_words(client, owner, ours, clock):
    for _ in range(recruiting.TRIES_FROM_AN_ADDRESS):
        assert applied(client, ours).status_code == 303
    answer = applied(client, ours, name="One too many")
    assert answer.status_code == 429
    assert page_of(answer).select_one("#name")["value"] == "One too many"
    assert "One too many" not in names(owner)
    clock.time += timedelta(hours=1)
    assert applied(client, ours, name="One too many").status_code == 303


def test_a_closed_page_is_kind_and_gives_the_words_back(client, owner, ours):
    send(owner, "/owner/recruiting/close")
    fresh, late = client.get(f"/join/{ours.join_token}"), applied(client, ours, conflict_words="My aunt")
    for answer in (fresh, late):
        assert answer.status_code == 410
        assert "No new shoppers are needed just now" in page_of(answer).h1.text
    assert page_of(late).textarea.text.strip() == "Aino\naino@new.example\nHelsinki\nMy aunt"
    assert applied(client, ours, name="").status_code == 410
    assert names(owner) == ["Maria"]
    send(owner, "/owner/recruiting/open")
    assert client.get(f"/join/{ours.join_token}").status_code == 200


def test_applications_go_to_the_firm_of_the_link(client, browser_of, ours, theirs):
    applied(client, theirs, organisation_id=str(ours.id), conflicts=str(ours.location.id))
    assert names(browser_of(ours.owner)) == ["Maria"]
    page = browser_of(theirs.owner).get("/owner/panel/applications").text
    assert "Aino" in page
    assert page.count("Conflict of interest") == 0


# --- the owner


def test_the_recruiting_page_has_a_link_a_code_and_words_in_five_languages(owner, ours):
    page = page_of(owner.get("/owner/recruiting"))
    link = page.select_one(".link-card a[href*='/join/']")["href"]
    assert link == f"http://localhost/join/{ours.join_token}"
    words = page.select("textarea[readonly]")
    assert [area["lang"] for area in words] == list(LANGUAGES)
    assert all(link in area.text for area in words)
    assert owner.get("/owner/recruiting/qr.svg").data.startswith(b"<?xml")


def test_the_owners_own_words_stand_on_the_page(client, owner, ours):
    said = {"says.en": "Two <b>visits</b> a month", "says.el": "Δύο επισκέψεις"}
    assert send(owner, "/owner/recruiting", said).status_code == 303
    for language, words in (("en", "Two <b>visits</b>"), ("el", "Δύο"), ("fi", "Two <b>visits</b>")):
        page = page_of(client.get(f"/join/{ours.join_token}?lang={language}"))
        assert words in page.select_one(".as-written").text
    answer = send(owner, "/owner/recruiting", {"says.en": "x" * 1001})
    assert answer.status_code == 422
    assert page_of(answer).select_one("#says-en").text == "x" * 1001


def test_before_the_page_is_opened_there_is_nothing_to_hand_out(app, owner, ours, data_folder):
    with app.extensions["rooms"].store.engine.begin() as desk:
        desk.exec_driver_sql("DELETE FROM recruiting_page")
    assert "Open the page" in owner.get("/owner/recruiting").text
    assert owner.get("/owner/recruiting/qr.svg").status_code == 404
    assert send(owner, "/owner/recruiting", {"says.en": "x"}).status_code == 404
    send(owner, "/owner/recruiting/open")
    assert page_of(owner.get("/owner/recruiting")).select("a[href*='/join/']")


def test_applications_are_filtered(client, owner, ours):
    applied(client, ours)
    send(owner, f"/owner/panel/applications/{ours.application}/decline", {"reason": "Enough"})
    assert names(owner, state="waiting") == names(owner, language="fi") == ["Aino"]
    assert names(owner, state="declined") == names(owner, area="ATH") == ["Maria"]
    assert names(owner, state="accepted") == []
    assert names(owner, state="'; DROP", language="xx") == ["Aino"]


def test_to_decline_needs_a_reason(owner, ours):
    path = f"/owner/panel/applications/{ours.application}"
    for reason in ("", "  ", "x" * 1001):
        answer = send(owner, f"{path}/decline", {"reason": reason})
        assert answer.status_code == 422
        assert page_of(answer).select_one("#reason").text == reason.strip()
    assert send(owner, f"{path}/decline", {"reason": "Enough shoppers"}).status_code == 303
    page = owner.get(path).text
    assert "Enough shoppers" in page
    assert "Decided on 10 Mar 2026." in page
    for act in ("accept", "decline"):
        assert send(owner, f"{path}/{act}", {"reason": "Or not"}).status_code == 409


def test_an_address_that_is_taken_makes_no_second_account(client, owner, ours, theirs):
    for taken in (ours.shopper.email, theirs.owner.email):
        applied(client, ours, email=taken, name=taken)
        card = page_of(owner.get("/owner/panel/applications")).find("h2", string=taken).find_parent("li")
        answer = send(owner, f"{card.a['href']}/accept")
        assert answer.status_code == 409
        assert "Aino" not in owner.get("/owner/panel").text


def accepted_link(owner, ours) -> str:
    answer = send(owner, f"/owner/panel/applications/{ours.application}/accept", {"reason": "Speaks Greek"})
    page = page_of(owner.get(answer.location))
    link = page.select_one("a[href*='/invited/']")["href"]
    assert link in page.textarea.text
    assert page.textarea["lang"] == "el"
    assert page.select_one("svg.qr")
    return link.removeprefix("http://localhost")


def test_whoever_is_accepted_chooses_a_password_and_comes_in(owner, ours, client, app):
    link = accepted_link(owner, ours)
    assert client.get(link).status_code == client.get(link).status_code == 200
    answer = send(client, link, {"password": GOOD, "again": GOOD})
    assert (answer.status_code, answer.location) == (303, "/visits?signed-in=1")
    assert client.get("/visits").status_code == 200
    other = app.test_client()
    form = {"email": "applicant@ours.example", "password": GOOD}
    assert send(other, "/sign-in", form).status_code == 303
    row = page_of(owner.get("/owner/panel")).find("th", string="Maria").find_parent("tr")
    assert "Athens" in row.text
    assert "Ελληνικά" in row.text


def test_the_link_is_shown_once_to_the_owner(owner, ours):
    accepted_link(owner, ours)
    answer = owner.get("/owner/panel/link")
    assert (answer.status_code, answer.location) == (302, "/owner/panel")


# --- the personal link


def test_a_used_link_tells_the_next_one_kindly(client, app, ours):
    link = f"/invited/{ours.invited_token}"
    assert send(client, link, {"password": GOOD, "again": GOOD}).status_code == 303
    thief = app.test_client()
    for answer in (thief.get(link), send(thief, link, {"password": "a" + GOOD, "again": "a" + GOOD})):
        assert answer.status_code == 410
        assert "This link no longer works" in page_of(answer).h1.text
        assert "Petros" not in answer.text
    assert thief.get("/visits").location == "/sign-in"


def test_an_expired_link_opens_nothing(client, clock, ours):
    clock.time = NOW + timedelta(days=7)
    link = f"/invited/{ours.invited_token}"
    assert client.get(link).status_code == 410
    assert send(client, link, {"password": GOOD, "again": GOOD}).status_code == 410


def test_a_new_link_ends_the_old_one(client, owner, ours):
    answer = send(owner, f"/owner/panel/{ours.invited}/link")
    newer = page_of(owner.get(answer.location)).select_one("a[href*='/invited/']")["href"]
    assert client.get(f"/invited/{ours.invited_token}").status_code == 410
    assert client.get(newer.removeprefix("http://localhost")).status_code == 200


def test_a_new_link_is_for_shoppers_alone(owner, ours):
    for person in (ours.owner, ours.hr):
        assert send(owner, f"/owner/panel/{person.id}/link").status_code == 404


@pytest.mark.parametrize(
    ("password", "again"),
    [
        ("tiny", "tiny"),
        (GOOD, GOOD + "!"),
        (GOOD, ""),
        ("a" * 20, "a" * 20),
        ("petros petros", "petros petros"),
    ],
)
def test_a_bad_password_is_explained_and_spends_nothing(client, ours, password, again):
    link = f"/invited/{ours.invited_token}"
    answer = send(client, link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert page_of(answer).select_one("[role=alert]").text.strip().endswith(".")
    assert password not in page_of(answer).form.decode()
    assert send(client, link, {"password": GOOD, "again": GOOD}).status_code == 303


def test_another_site_cannot_sign_somebody_in_by_its_own_link(client, ours):
    answer = client.post(f"/invited/{ours.invited_token}", data={"password": GOOD, "again": GOOD})
    assert answer.status_code == 400
    assert client.get(f"/invited/{ours.invited_token}").status_code == 200


def test_on_a_shared_phone_the_one_before_is_signed_out(browser_of, ours):
    phone = browser_of(ours.shopper)
    send(phone, f"/invited/{ours.invited_token}", {"password": GOOD, "again": GOOD})
    assert page_of(phone.get("/visits")).body["data-user"] == str(ours.invited)


def test_an_invited_shopper_has_no_password_to_guess(client, ours):
    for guess in (PASSWORD, "", ours.invited_token):
        answer = send(client, "/sign-in", {"email": "invited@ours.example", "password": guess})
        assert answer.status_code == 422


def test_whoever_is_invited_twice_is_told_to_the_owner(owner, ours):
    form = {"name": "Twin", "email": ours.shopper.email, "language": "el"}
    answer = send(owner, "/owner/panel/invite", form)
    assert answer.status_code == 422
    assert "already in use" in page_of(answer).select_one(".error").text


# --- the profile


def test_a_new_conflict_reaches_the_owner_until_it_was_seen(owner, browser_of, ours, theirs):
    shopper = browser_of(ours.shopper)
    form = {
        "languages": ["el", "en"],
        "area": "Patras",
        "conflicts": [str(ours.location.id), str(theirs.location.id)],
    }
    assert send(shopper, "/profile", form).status_code == 303
    page = page_of(shopper.get("/profile"))
    assert [box["value"] for box in page.select("[name=conflicts][checked]")] == [str(ours.location.id)]

    def row():
        return page_of(owner.get("/owner/panel")).find("th", string="Shopper", scope="row").find_parent("tr")

    assert [badge.text for badge in row().select(".badge")] == ["New"]
    assert "Ermou Street" in row().text
    assert send(owner, row().form["action"]).status_code == 303
    assert row().select(".badge") == []
    assert "Ermou Street" in row().text


def test_a_mistake_in_the_profile_keeps_what_was_typed(browser_of, ours):
    shopper = browser_of(ours.shopper)
    answer = send(shopper, "/profile", {"area": "Patras", "conflict_words": "My aunt"})
    assert answer.status_code == 422
    assert page_of(answer).select_one("#area")["value"] == "Patras"
    assert page_of(answer).select_one("#languages-error")
    assert page_of(shopper.get("/profile")).select_one("#area")["value"] == ""


def test_a_shopper_cannot_raise_the_own_level(app, browser_of, ours):
    form = {"languages": "el", "area": "Patras", "level": "5", "person_id": str(ours.colleague.id)}
    send(browser_of(ours.shopper), "/profile", form)
    rooms = app.extensions["rooms"]
    assert panel.profile_of(rooms, ours.shopper).level == 0
    assert panel.profile_of(rooms, ours.colleague).area == ""


# --- forgetting


def test_whoever_asks_is_deleted_at_once(app, owner, ours, theirs):
    answer = send(owner, f"/owner/panel/applications/{ours.application}/erase")
    assert answer.status_code == 303
    assert names(owner) == []
    with app.extensions["rooms"].store.engine.connect() as desk:
        kept = desk.exec_driver_sql("SELECT email FROM application").all()
    assert kept == [("applicant@theirs.example",)]


def test_the_command_forgets_what_was_promised(app, clock, owner, ours):
    send(owner, f"/owner/panel/applications/{ours.application}/decline", {"reason": "Enough"})
    runner = app.test_cli_runner()
    assert runner.invoke(args=["panel", "purge"]).output == "Deleted applications: 0, personal links: 0.\n"
    clock.time = NOW + timedelta(days=91)
    assert runner.invoke(args=["panel", "purge"]).output == "Deleted applications: 1, personal links: 0.\n"

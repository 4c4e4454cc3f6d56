"""The pages about mails: what one wants to get, the link that ends them, and what has not gone out."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from audit_app.core.mails import MailKind, MailWish
from audit_app.messaging import Sender
from audit_app.services import mail_wishes, mails
from audit_app.services.mail_wishes import SwitchOff, token_of
from tests.web.conftest import send
from tests.web.firms import NOW
from tests.web.test_access import SIGNING


def chosen(app, person) -> dict[MailKind, MailWish]:
    return {one.kind: one.wish for one in mail_wishes.choices(app.extensions["rooms"], person)}


def post_one(app, person, kind=MailKind.PAID) -> bool:
    with app.extensions["rooms"].store.writing(person.organisation_id) as scope:
        return mails.post(
            scope, kind, person, NOW, about=person.id, words={"place": "<b>Ermou"}, link="/visits"
        )


@pytest.fixture
def link(ours) -> str:
    return f"/mails/off/{token_of(SIGNING, SwitchOff(ours.id, ours.shopper.id, 'paid'))}"


def test_a_shopper_chooses(app, browser_of, ours):
    client = browser_of(ours.shopper)
    page = BeautifulSoup(client.get("/account/mails").data, "html5lib")
    assert len(page.select("select")) == 6
    assert {one["value"] for one in page.select("option[selected]")} == {"at_once"}
    form = {"paid": "off", "reminder": "digest", "returned": "never", "published": "off", "nonsense": "off"}
    assert send(client, "/account/mails", form).location == "/account/mails"
    wishes = chosen(app, ours.shopper)
    assert (wishes[MailKind.PAID], wishes[MailKind.REMINDER]) == (MailWish.OFF, MailWish.DIGEST)
    assert wishes[MailKind.RETURNED] == MailWish.AT_ONCE
    page = BeautifulSoup(client.get("/account/mails").data, "html5lib")
    assert page.select_one("#paid option[selected]")["value"] == "off"
    assert set(chosen(app, ours.colleague).values()) == {MailWish.AT_ONCE}
    assert "/account/mails" in client.get("/visits").text


def test_to_open_the_link_in_a_mail_changes_nothing(app, client, ours, link):
    for _ in range(2):
        page = BeautifulSoup(client.get(link).data, "html5lib")
        assert "Payments" in page.select_one(".lead").text
        assert page.select_one("form[method=post] button").text == "Switch off"
    assert chosen(app, ours.shopper)[MailKind.PAID] is MailWish.AT_ONCE


@pytest.mark.parametrize("form", [{}, {"List-Unsubscribe": "One-Click"}], ids=["button", "mail program"])
def test_the_link_needs_no_sign_in_no_cookie_and_no_token(app, client, ours, link, form):
    """RFC 8058: one POST, from a program that has never seen a page of ours."""
    assert post_one(app, ours.shopper, MailKind.REJECTED)
    for _ in range(2):
        answer = client.post(link, data=form)
        assert answer.status_code == 200
        assert answer.headers.getlist("Set-Cookie") == []
    assert "switched off" in answer.text
    assert chosen(app, ours.shopper)[MailKind.PAID] is MailWish.OFF
    assert chosen(app, ours.colleague)[MailKind.PAID] is MailWish.AT_ONCE
    assert not post_one(app, ours.shopper)


def test_a_link_of_another_installation_leads_nowhere(client, ours):
    other = SIGNING.model_copy(
        update={"secret_key": type(SIGNING.secret_key)("another key, long enough for one")}
    )
    wrong = token_of(other, SwitchOff(ours.id, ours.shopper.id, "paid"))
    assert (
        client.get(f"/mails/off/{wrong}").status_code == client.post(f"/mails/off/{wrong}").status_code == 404
    )


def test_an_owner_sees_what_has_not_gone_out_and_why(app, browser_of, ours, theirs):
    client = browser_of(ours.owner)
    assert post_one(app, ours.colleague)
    answer = client.get("/owner/mails")
    page = BeautifulSoup(answer.data, "html5lib")
    assert "No mail server is set up" in page.select_one(".note.warn").text
    assert "550 No such mailbox: 100 % sure" in answer.text
    given_up, waiting = ([card.text for card in part.select(".card h3")] for part in page.select("section"))
    assert given_up == ["Shopper"]
    assert "Colleague" in waiting
    assert f"{1 + len(waiting)} mails have not gone out" in client.get("/owner/").text
    send(client, f"/owner/mails/{ours.unsent}/again")
    assert "550" not in client.get("/owner/mails").text.split("Waiting")[0]
    assert "550" in browser_of(theirs.owner).get("/owner/mails").text


def test_with_a_server_what_waits_is_no_trouble(app, browser_of, ours):
    app.extensions["rooms"] = replace(
        app.extensions["rooms"], sender=Sender("localhost", 25, "eyes@x.example")
    )
    client = browser_of(ours.owner)
    post_one(app, ours.colleague)
    assert "1 mail has not gone out" in client.get("/owner/").text
    assert "No mail server" not in client.get("/owner/mails").text

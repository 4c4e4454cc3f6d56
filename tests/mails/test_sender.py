"""Handing a letter to a real server: what becomes of it, and that no header can be added to it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from audit_app.messaging import Letter, NotSent, Refused, Sender, Unsure
from audit_app.settings import Settings, UnsafeSettings
from tests.mails import post_office
from tests.mails.post_office import US, PostOffice

LETTER = Letter(
    id="42",
    to_name="Δανάη Παπαδοπούλου",
    to_address="danae@ermou.example",
    sender_name="Περίπτερο “Ermou”",
    subject="Η επίσκεψή σας επιστράφηκε – " + "με ερωτήσεις " * 6,
    plain="Γεια σας,\n.\nFrom the editor\n",
    html="<p>Γεια σας</p>",
    language="el",
    date=datetime(2026, 3, 10, 9, 30, tzinfo=UTC),
    switch_off="https://eyes.example.org/mails/off/abc",
)


def changed(**what: str) -> Letter:
    return Letter(**{**vars(LETTER), **what})


def send(sender: Sender, letter: Letter = LETTER) -> int:
    """Send it; how often the brink was reached."""
    brinks: list[int] = []
    sender.send(letter, lambda: brinks.append(1))
    return len(brinks)


def test_a_letter_arrives_as_it_was_written(office: PostOffice):
    assert send(office.sender()) == 1
    (came,) = office.letters
    assert office.envelopes == [(US, ["danae@ermou.example"])]
    assert came["To"].addresses[0].display_name == LETTER.to_name
    assert str(came["From"].addresses[0]) == f"{LETTER.sender_name} <{US}>"
    assert came["Subject"] == LETTER.subject
    assert came["Message-ID"] == "<42@extra-eyes.example>"
    assert came["Date"].datetime == LETTER.date
    assert came["Content-Language"] == "el"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["List-Unsubscribe"] == f"<{LETTER.switch_off}>"
    assert came["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert came.get_content_type() == "multipart/alternative"
    plain, html = came.iter_parts()
    assert (plain.get_content_type(), plain.get_content()) == (
        "text/plain",
        LETTER.plain.replace("\n", "\r\n"),
    )
    assert (html.get_content_type(), html.get_content().strip()) == ("text/html", LETTER.html)


ENDS = ("\n", "\r", "\r\n", "\n\n", "\x0b", "\x0c", "\x00", "\x85", "\u2028", "\u2029", "\u202e", "\ud800")


@pytest.mark.parametrize("end", ENDS, ids=ascii)
@pytest.mark.parametrize("where", ["subject", "to_name", "to_address", "sender_name", "id", "switch_off"])
def test_no_header_can_be_added(office: PostOffice, where: str, end: str):
    attack = f"a{end}Bcc: everybody@evil.example{end}{end}<script>"
    attack = f"danae@ermou.example{attack}" if where == "to_address" else attack
    with pytest.raises(Refused):
        send(office.sender(), changed(**{where: attack}))
    assert office.letters == office.envelopes == []


@pytest.mark.parametrize(
    "address",
    [
        "", "danae", "@x.example", "danae@", "a@b@c.example", "a@x.example, b@x.example",
        "a@x.example> SIZE=1",
        "<a@x.example>", "Danae <a@x.example>", "a b@x.example", "a@x.example b@y.example", "a@x..example",
        "a(comment)@x.example", "δανάη@x.example", "a" * 250 + "@x.example", "a@[127.0.0.1] SIZE=1",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(office: PostOffice, address: str):
    with pytest.raises(Refused):
        send(office.sender(), changed(to_address=address))
    assert office.envelopes == []


def test_an_address_in_another_script_is_written_as_the_wire_wants_it(office: PostOffice):
    send(office.sender(), changed(to_address="danae@παράδειγμα.example"))
    assert office.envelopes[0][1] == ["danae@xn--hxajbheg2az3al.example"]


def test_a_name_that_looks_like_an_address_stays_a_name(office: PostOffice):
    send(office.sender(), changed(to_name='boss@evil.example>, "x', sender_name="Bank <bank@evil.example>"))
    (came,) = office.letters
    assert [one.addr_spec for one in came["From"].addresses] == [US]
    assert [one.addr_spec for one in came["To"].addresses] == ["danae@ermou.example"]


# --- what becomes of it


@pytest.mark.parametrize(
    ("to_rcpt", "to_data"), [(["451 Busy, come back"], []), ([], ["451 Busy, come back"])]
)
def test_a_busy_server_surely_took_nothing(office: PostOffice, to_rcpt, to_data):
    office.to_rcpt, office.to_data = to_rcpt, to_data
    with pytest.raises(NotSent, match=r"^451 Busy, come back$"):
        send(office.sender())
    assert send(office.sender()) == 1


@pytest.mark.parametrize(("to_rcpt", "to_data"), [(["550 No such mailbox"], []), ([], ["554 No, spam"])])
def test_a_refusal_is_a_refusal_in_the_servers_words(office: PostOffice, to_rcpt, to_data):
    office.to_rcpt, office.to_data = to_rcpt, to_data
    with pytest.raises(Refused, match=r"^(550 No such mailbox|554 No, spam)$"):
        send(office.sender())


def test_a_line_cut_before_the_answer_leaves_it_open(office: PostOffice):
    office.breaks_after_data = 1
    with pytest.raises(Unsure):
        send(office.sender())
    assert len(office.letters) == 1


def test_what_stops_on_the_brink_is_not_sent(office: PostOffice):
    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        office.sender().send(LETTER, stop)
    assert office.letters == []


def test_nobody_listening_is_not_sent():
    with pytest.raises(NotSent):
        send(Sender("127.0.0.1", post_office.free_port(), US))


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of somebody who takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls: list[socket.socket] = []
        threading.Thread(target=lambda: calls.append(server.accept()[0]), daemon=True).start()
        yield server.getsockname()[1]
        for call in calls:
            call.close()


def test_a_silent_server_is_left(silent: int):
    with pytest.raises(NotSent, match=r"(?i)timed out"):
        send(Sender("127.0.0.1", silent, US, patience=0.3))


# --- encryption


def of_localhost(office: PostOffice, **more: object) -> Sender:
    return Sender("localhost", office.port, US, **more)


def served(certificate: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_with_starttls_letter_and_password_travel_encrypted(certificate):
    wanted = {"auth_require_tls": True, "require_starttls": True, "auth_required": True}
    check = post_office.accepts("eyes", "pass word")
    with post_office.opened(tls_context=served(certificate), authenticator=check, **wanted) as office:
        trust = post_office.trusting(certificate[0])
        assert send(of_localhost(office, user="eyes", password="pass word", tls=trust)) == 1
        with pytest.raises(NotSent, match="Signing in to the mail server failed"):
            send(of_localhost(office, user="eyes", password="wrong", tls=trust, patience=1.0))
        with pytest.raises(NotSent, match="CERTIFICATE_VERIFY_FAILED"):
            send(of_localhost(office, user="eyes", password="pass word"))
        assert len(office.letters) == 1


def test_a_password_never_travels_in_the_open(office: PostOffice):
    with pytest.raises(NotSent, match="does not offer encryption"):
        send(office.sender(user="eyes", password="secret"))


def test_smtps_begins_encrypted(certificate):
    with post_office.opened(ssl_context=served(certificate)) as office:
        assert send(of_localhost(office, encrypted=True, tls=post_office.trusting(certificate[0]))) == 1
        assert len(office.letters) == 1


# --- settings


def test_the_sender_of_the_settings():
    given = {"smtp_url": "smtps://eyes:p%40ss%2F@mail.example.org", "mail_from": US}
    sender = Sender.of(Settings(**given))
    assert sender
    assert (sender.host, sender.port, sender.encrypted) == ("mail.example.org", 465, True)
    assert (sender.user, sender.password, sender.address) == ("eyes", "p@ss/", US)
    assert "p@ss" not in repr(sender)
    assert "p%40ss" not in repr(Settings(**given))
    assert Sender.of(Settings(smtp_url="")) is None
    assert Sender.of(Settings(smtp_url="smtp://[::1]", mail_from=US)) == Sender("::1", 587, US)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"smtp_url": "http://u:secret@mail.example.org"}, "EXTRA_EYES_SMTP_URL: must look like smtp://"),
        ({"smtp_url": "smtp://"}, "EXTRA_EYES_SMTP_URL"),
        ({"smtp_url": "smtp://u:secret@mail.example.org:99999"}, "EXTRA_EYES_SMTP_URL"),
        ({"smtp_url": "smtp://mail.example.org"}, "EXTRA_EYES_MAIL_FROM: must be the address"),
        ({"mail_from": "eyes"}, "EXTRA_EYES_MAIL_FROM"),
        ({"mail_from": "a@b\nBcc: c@d"}, "EXTRA_EYES_MAIL_FROM"),
    ],
)
def test_a_mistake_in_the_settings_is_named_without_the_password(given, said):
    with pytest.raises(UnsafeSettings) as refused:
        Settings(**given)
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)

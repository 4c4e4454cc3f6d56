"""Mails read back from a real server: who is told what, in which language, once, until it is off."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup

from audit_app.core.mails import MailKind, MailWish
from audit_app.core.programme import Role
from audit_app.jobs import run_all
from audit_app.services import mail_wishes, mails
from audit_app.services.mail_letters import Frame, Reader, letter_of
from audit_app.services.mail_words import FACTS, WORDINGS
from audit_app.services.mails import Outsider, next_morning
from audit_app.services.refusals import NotHere
from audit_app.settings import Settings
from audit_app.storage import mails as kept_mails
from audit_app.storage import organisations, people
from audit_app.storage.mails import Mail
from audit_app.translations import LANGUAGES, speaking
from tests.mails.conftest import NOW, Firm
from tests.mails.post_office import US, PostOffice
from tests.web.payloads import PAYLOADS

APPLICANT = Outsider("ilmari@mail.example", "Ilmari", "fi")
EVERY_WORD = {
    "programme": "Spring", "place": "Ermou Street", "name": "Ilmari", "visit_on": "2026-03-05",
    "due_on": "2026-03-12", "due_at": "2026-03-12T20:00:00+00:00", "until_at": "2026-03-11T08:30:00+00:00",
    "amount": "25,00 €", "reason": "The receipt is missing", "note": "Please look at question 3",
    "by": "Scouts Ltd",
}  # fmt: skip


def readings(letter: EmailMessage) -> tuple[str, BeautifulSoup]:
    """The plain part, and the HTML one taken apart."""
    plain, html = letter.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return plain.get_content().replace("\r\n", "\n"), BeautifulSoup(html.get_content(), "html5lib")


def test_a_mail_says_who_why_when_and_where(firm: Firm, office: PostOffice):
    visit = uuid4()
    words = {"place": "Ermou Street", "due_on": "2026-03-12", "due_at": "2026-03-12T20:00:00+00:00"}
    assert firm.post(about=visit, words=words, link=f"/visits/{visit}")
    assert office.letters == []
    firm.wait(minutes=3)
    assert firm.run() == 1
    (letter,) = office.letters
    assert office.envelopes == [(US, [firm.shopper.email])]
    assert letter["From"].addresses[0].display_name == "Περίπτερο"
    assert letter["To"].addresses[0].display_name == "Danae"
    assert letter["Subject"] == "A visit of yours is due soon"
    assert letter["Date"].datetime == NOW + timedelta(minutes=3)
    plain, page = readings(letter)
    link = f"{firm.rooms.settings.address}/visits/{visit}"
    assert plain.startswith("Hello Danae,\n\nA visit of yours is not finished yet.")
    facts = "Place: Ermou Street\nLast day: 12 Mar 2026\nTo be sent by: 12 Mar 2026, 22:00\n"
    assert facts + "From: Περίπτερο\nDate: 10 Mar 2026, 11:30\n" in plain
    assert f"Open the visit:\n{link}\n" in plain
    assert "You get this mail because you make visits as a shopper." in plain
    assert page.select_one("a")["href"] == link
    assert [item.get_text() for item in page.select("li")] == plain.split("\n\n")[2].splitlines()
    assert page.html["lang"] == "en"
    assert page.select("table, img, script, style, link, [src]") == []
    assert page.select_one("meta[name=color-scheme]")["content"] == "light dark"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_is_said_in_every_language(kind: MailKind, language: str):
    """Both parts hold every sentence and every fact as the reader's language has them."""
    one = Mail(uuid4(), uuid4(), uuid4(), kind, uuid4(), None, uuid4(), EVERY_WORD, "/there", NOW)
    reader, frame = (
        Reader("a@b.example", "Danae", language, "Europe/Athens"),
        Frame("https://x.example", "Kiosk", "", ""),
    )
    letter = letter_of("1", [one], reader, frame, NOW)
    with speaking(language):
        wording = WORDINGS[kind]
        sentences = [str(part) for part in (wording.message, wording.button, wording.why)]
        labels = [str(label) for label in FACTS.values()]
        assert letter.subject == str(wording.subject)
    text = BeautifulSoup(letter.html, "html5lib").body.get_text(" ")
    for reading in (letter.plain, text):
        for said in (*sentences, *labels, "Scouts Ltd", "Please look at question 3"):
            assert said in reading
    assert "%(" not in letter.plain + letter.html
    assert "2026-03" not in letter.plain


def test_each_reader_is_written_to_in_their_own_language(firm: Firm, office: PostOffice):
    """The dates tell, whether or not a sentence has been translated."""
    said = {}
    for language in LANGUAGES:
        with firm.rooms.store.writing(firm.id) as scope:
            people.set_language(scope, firm.shopper.id, language)
        firm.post(words={"due_on": "2026-07-12"})
        firm.run()
        letter = office.letters.pop()
        assert letter["Content-Language"] == language
        plain, page = readings(letter)
        assert page.html["lang"] == language
        said[language] = re.search(r": (.*)\n", plain)[1]
    assert (said["fi"], said["el"]) == ("12.7.2026", "12 Ιουλ 2026")
    assert len(set(said.values())) == len(LANGUAGES)


def test_an_outsider_is_written_to_without_an_account(firm: Firm, office: PostOffice):
    invitation = uuid4()
    link = "/join/secret-token"
    assert firm.post(MailKind.INVITATION, APPLICANT, about=invitation, words={}, link=link)
    assert not firm.post(
        MailKind.INVITATION, replace(APPLICANT, email="ILMARI@mail.example "), about=invitation
    )
    firm.run()
    (letter,) = office.letters
    assert office.envelopes[0][1] == ["ilmari@mail.example"]
    assert letter["Content-Language"] == "fi"
    assert link in readings(letter)[0]
    assert letter["List-Unsubscribe"] is None
    with firm.rooms.store.engine.connect() as connection:
        rows = repr(connection.execute(kept_mails.mail.select()).all())
    assert "secret-token" not in rows


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ({"place": "x"}, "https://evil.example/"), ({}, "//evil.example/"), ({}, "/\\evil.example"), ({}, ""),
        ({}, "/a\nBcc: x"), ({"colour": "red"}, "/"), ({"due_on": "soon"}, "/"),
        ({"due_at": "2026-03-12T20:00"}, "/"),
    ],
)  # fmt: skip
def test_a_mail_that_makes_no_sense_is_not_posted(firm: Firm, words: dict[str, str], link: str):
    with pytest.raises(ValueError):  # noqa: PT011 - each says something else
        firm.post(words=words, link=link)
    assert firm.jobs() == []


# --- what people typed


@pytest.mark.parametrize(
    "attack", ["a\r\nBcc: everybody@evil.example", "a\nSubject: b\n\n<h1>", "\u202eevil", "a\x1b\x7fb"]
)
def test_nothing_typed_becomes_a_header_or_a_line_of_ours(firm: Firm, office: PostOffice, attack: str):
    with firm.rooms.store.writing(firm.id) as scope:
        organisations.change(scope, replace(firm.organisation, name=attack))
    firm.post(MailKind.APPLIED, replace(firm.owner), words={"name": attack, "note": attack, "by": attack})
    firm.post(MailKind.INVITATION, replace(APPLICANT, name=attack))
    assert firm.run() == 2
    assert len(office.letters) == 2
    for letter, (_sender, to) in zip(office.letters, office.envelopes, strict=True):
        assert len(to) == 1
        assert letter["Bcc"] is None
        assert len(letter.get_all("Subject")) == 1
        plain, page = readings(letter)
        assert page.select("h1") == []
        assert not [line for line in plain.splitlines() if line.startswith(("Bcc", "Subject"))]


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda text: ascii(text)[:40])
def test_nothing_typed_becomes_an_element(payload: str):
    words = {"note": payload, "reason": payload}
    one = Mail(uuid4(), uuid4(), uuid4(), MailKind.RETURNED, uuid4(), None, uuid4(), words, "/there", NOW)
    plain_page = letter_of("1", [replace(one, words={"note": "x", "reason": "x"})], *around("x"), NOW).html
    attacked = letter_of("1", [one], *around(payload), NOW).html
    shape = lambda html: [element.name for element in BeautifulSoup(html, "html5lib").find_all(True)]  # noqa: E731
    assert shape(attacked) == shape(plain_page)


def around(name: str) -> tuple[Reader, Frame]:
    return Reader("a@b.example", name, "en", "UTC"), Frame(
        "https://x.example", name, "", "https://x.example/off"
    )


# --- once


def test_the_same_is_not_said_twice(firm: Firm, office: PostOffice):
    visit = uuid4()
    assert [firm.post(about=visit) for _ in range(3)] == [True, False, False]
    firm.run()
    assert not firm.post(about=visit)
    assert firm.post(MailKind.RETURNED, about=visit)
    assert firm.post(about=visit, to=firm.owner)
    firm.run()
    assert len(office.letters) == 3


def test_two_runners_send_thirty_letters_once_each(firm: Firm, office: PostOffice):
    for _ in range(30):
        firm.post()
    start = Barrier(2)

    def work(_number: int) -> int:
        start.wait()
        return run_all(firm.rooms, firm.clock)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    firm.run()
    assert len({letter["Message-ID"] for letter in office.letters}) == len(office.letters) == 30
    assert firm.jobs() == []


def test_who_lost_the_lease_stops_before_the_letter_is_out(firm: Firm, office: PostOffice):
    """A runner is so slow that its lease is over when the server at last agrees to take the letter."""
    firm.post()
    (waiting,) = firm.jobs()
    with firm.rooms.store.writing_all() as desk:
        slow = mails.jobs.lease(desk, [mails.KIND], NOW, NOW + timedelta(minutes=5))
    firm.wait(minutes=6)
    assert firm.run() == 1
    assert slow
    assert slow.id == waiting.id
    with pytest.raises(mails.LeaseLost):
        mails.deliver(firm.rooms, slow, firm.time)
    assert len(office.letters) == 1


def test_a_busy_server_is_asked_again(firm: Firm, office: PostOffice):
    office.to_rcpt, office.to_data = ["451 Busy"], ["452 No room"]
    firm.post()
    for said, minutes in (("451 Busy", 1), ("452 No room", 5)):
        firm.run()
        (job,) = firm.jobs()
        assert (job.error, job.given_up_at, job.doubts, job.run_at) == (
            said,
            None,
            0,
            firm.time + timedelta(minutes=minutes),
        )
        firm.time = job.run_at
    firm.run()
    assert len(office.letters) == 1
    assert firm.jobs() == []


@pytest.mark.parametrize("where", ["to_rcpt", "to_data"])
def test_a_refusal_is_kept_with_its_reason(firm: Firm, office: PostOffice, where: str):
    setattr(office, where, ["550 5.1.1 No such mailbox"])
    firm.post()
    firm.run()
    (job,) = firm.jobs()
    assert (job.error, job.given_up_at, job.doubts) == ("550 5.1.1 No such mailbox", NOW, 0)
    firm.wait(days=10)
    assert firm.run() == 0
    assert office.letters == []


def test_a_line_cut_before_the_answer_costs_at_most_one_more_letter(firm: Firm, office: PostOffice):
    office.breaks_after_data = 9
    firm.post()
    for _ in range(9):
        firm.run()
        (job,) = firm.jobs()
        firm.time = max(job.run_at, firm.time)
    assert job.error == "The connection broke twice while the mail was handed over. It may have arrived."
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert job.given_up_at


def test_a_line_cut_once_is_mended(firm: Firm, office: PostOffice):
    office.breaks_after_data = 1
    firm.post()
    firm.run()
    (job,) = firm.jobs()
    assert job.doubts == 1
    firm.time = job.run_at
    firm.run()
    assert firm.jobs() == []
    assert [letter["Message-ID"] for letter in office.letters] == [f"<{job.id}@extra-eyes.example>"] * 2


def test_without_a_server_mails_wait_and_then_go(firm: Firm, office: PostOffice):
    firm.post()
    assert run_all(replace(firm.rooms, sender=None), firm.clock) == 0
    (job,) = firm.jobs()
    assert (job.tries, job.error) == (0, "")
    firm.wait(days=3)
    firm.run()
    assert len(office.letters) == 1


def test_what_waited_too_long_is_not_sent_any_more(firm: Firm, office: PostOffice):
    firm.post()
    firm.wait(days=15)
    firm.run()
    assert firm.jobs()[0].error == "It waited for two weeks and is of no use any more."
    assert office.letters == []


def test_who_has_no_access_any_more_hears_nothing(firm: Firm, office: PostOffice):
    firm.post()
    with firm.rooms.store.writing(firm.id) as scope:
        people.disable(scope, firm.shopper.id, NOW)
    assert firm.run() == 1
    assert (office.letters, firm.jobs()) == ([], [])


# --- wishes


def wish(firm: Firm, kind: MailKind, wished: MailWish) -> None:
    mail_wishes.choose(firm.rooms, firm.shopper, {kind: wished})


def test_what_is_switched_off_is_not_posted(firm: Firm, office: PostOffice):
    wish(firm, MailKind.REMINDER, MailWish.OFF)
    assert not firm.post()
    assert firm.post(MailKind.RETURNED)
    assert firm.post(to=firm.owner)
    wish(firm, MailKind.RETURNED, MailWish.OFF)
    firm.run()
    assert [to for _sender, to in office.envelopes] == [[firm.owner.email]]


def test_a_days_mails_come_together_in_the_morning(firm: Firm, office: PostOffice):
    for kind in (MailKind.APPROVED, MailKind.PAID):
        wish(firm, kind, MailWish.DIGEST)
    visit = uuid4()
    assert firm.post(MailKind.APPROVED, about=visit, words={"place": "Ermou Street"}, link="/visits/1")
    assert not firm.post(MailKind.APPROVED, about=visit)
    firm.wait(hours=8)
    assert firm.post(MailKind.PAID, words={"amount": "25 €"}, link="/pay")
    assert firm.post(MailKind.RETURNED)
    assert firm.run() == 1
    assert office.letters.pop()["Subject"] == "Your visit came back with questions"
    firm.time = datetime(2026, 3, 11, 5, 59, tzinfo=UTC)
    assert firm.run() == 0
    firm.time = datetime(2026, 3, 11, 6, tzinfo=UTC)
    assert firm.run() == 1
    (letter,) = office.letters
    assert letter["Subject"] == "2 messages for you today"
    plain, page = readings(letter)
    assert [title.get_text() for title in page.select("h2")] == [
        "Your visit is approved",
        "You have been paid",
    ]
    assert [link["href"].removeprefix(firm.rooms.settings.address) for link in page.select("a")] == [
        "/visits/1",
        "/pay",
    ]
    assert plain.count("You get this mail because you make visits as a shopper.") == 1
    firm.wait(days=1)
    assert firm.run() == 0


def test_what_comes_while_the_digest_is_being_sent_comes_the_day_after(firm: Firm, office: PostOffice):
    wish(firm, MailKind.PAID, MailWish.DIGEST)
    firm.post(MailKind.PAID)
    firm.time = datetime(2026, 3, 11, 6, tzinfo=UTC)
    late = replace(firm, time=firm.time - timedelta(seconds=1))
    posted: list[bool] = []
    office.on_data = lambda: posted.append(late.post(MailKind.PAID))
    firm.run()
    assert posted == [True]
    office.on_data = None
    assert firm.run() == 0
    firm.wait(days=1)
    assert firm.run() == 1
    assert len(office.letters) == 2


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ("2026-03-10T05:59:59+00:00", "Europe/Athens", "2026-03-10T06:00:00+00:00"),
        ("2026-03-10T06:00:00+00:00", "Europe/Athens", "2026-03-11T06:00:00+00:00"),
        # In the night of 29 March 2026 the clocks go forward, in that of 25 October back.
        ("2026-03-28T12:00:00+00:00", "Europe/Athens", "2026-03-29T05:00:00+00:00"),
        ("2026-10-24T12:00:00+00:00", "Europe/Athens", "2026-10-25T06:00:00+00:00"),
        ("2026-03-10T23:30:00+00:00", "Asia/Yerevan", "2026-03-11T04:00:00+00:00"),
        ("2026-03-10T23:30:00+00:00", "UTC", "2026-03-11T08:00:00+00:00"),
    ],
)
def test_the_morning_is_at_eight_on_the_firms_clock(now: str, zone: str, morning: str):
    assert next_morning(datetime.fromisoformat(now), zone) == datetime.fromisoformat(morning)


# --- the link that switches off


def off_path(letter: EmailMessage) -> str:
    found = re.search(r"http://localhost:\d+/mails/off/(\S+)", readings(letter)[0])
    assert found
    return found[1]


def test_the_link_in_a_mail_switches_its_kind_off(firm: Firm, office: PostOffice):
    firm.post()
    firm.run()
    token = off_path(office.letters[0])
    # Plain http is no address that a mail program may post to.
    assert office.letters[0]["List-Unsubscribe"] is None
    for _ in range(2):
        assert mail_wishes.switch_off(firm.rooms, token).person_id == firm.shopper.id
    assert not firm.post()
    assert firm.post(MailKind.RETURNED)
    assert firm.post(to=firm.owner)


def test_behind_https_the_mail_program_can_switch_off_by_itself(firm: Firm, office: PostOffice, tmp_path):
    public = Settings(
        base_url="https://eyes.example.org",
        secure_cookies=True,
        secret_key="k" * 40,
        data=tmp_path / "public",
    )
    firm.rooms = replace(firm.rooms, settings=public)
    firm.post()
    firm.run()
    (letter,) = office.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://eyes.example.org/mails/off/")
    assert address in readings(letter)[0]
    mail_wishes.switch_off(firm.rooms, address.rpartition("/")[2])
    assert not firm.post()


def test_a_digests_link_switches_off_what_comes_by_digest(firm: Firm, office: PostOffice):
    for kind in (MailKind.APPROVED, MailKind.PAID):
        wish(firm, kind, MailWish.DIGEST)
        firm.post(kind)
    firm.wait(days=1)
    firm.run()
    mail_wishes.switch_off(firm.rooms, off_path(office.letters[0]))
    chosen = {choice.kind: choice.wish for choice in mail_wishes.choices(firm.rooms, firm.shopper)}
    assert {kind for kind, wished in chosen.items() if wished is MailWish.OFF} == {
        MailKind.APPROVED,
        MailKind.PAID,
    }


def forged(token: str) -> Iterator[str]:
    yield from ("", "x", token[:-1], token + "A", token[1:], token.swapcase(), "é", "=" * 9, "A" * 500)
    yield from (
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        for place in range(0, 90, 7)
    )


def test_a_token_that_we_did_not_sign_does_nothing(firm: Firm):
    off = mail_wishes.SwitchOff(firm.id, firm.shopper.id, MailKind.PAID)
    token = mail_wishes.token_of(firm.rooms.settings, off)
    other = firm.rooms.settings.model_copy(update={"secret_key": None})
    for wrong in (*forged(token), mail_wishes.token_of(other, off)):
        with pytest.raises(NotHere):
            mail_wishes.switch_off(firm.rooms, wrong)
    assert mail_wishes.switch_off(firm.rooms, token) == off


def test_shoppers_and_the_office_choose_among_their_own_kinds(firm: Firm):
    shoppers, office = (
        {choice.kind for choice in mail_wishes.choices(firm.rooms, person)}
        for person in (firm.shopper, firm.owner)
    )
    assert not shoppers & office
    assert shoppers | office | {MailKind.INVITATION, MailKind.ACCEPTED, MailKind.DECLINED} == set(MailKind)
    assert firm.owner.role is Role.OWNER
    assert isinstance(firm.id, UUID)

"""Every page in five languages: who decides, what is remembered, and that refusals are translated too."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from audit_app.core.questionnaire import LANGUAGES
from audit_app.services.refusals import LinkClosed, LinkUsed, NotAllowed, NotHere, TooManyTries, VisitClosed
from audit_app.storage import people
from audit_app.translations import catalogue_path, speaking
from tests.web.conftest import send
from tests.web.test_safety import errors

FOREIGN = [language for language in LANGUAGES if language != "en"]
STATUS_OF = {403: NotAllowed, 404: NotHere, 409: VisitClosed, 429: TooManyTries}


def language_of(answer) -> str:
    """What the page says about itself, three times the same."""
    page = BeautifulSoup(answer.data, "html5lib")
    assert answer.headers["Content-Language"] == page.html["lang"]
    assert [link["lang"] for link in page.select("a[aria-current=true][hreflang]")] == [page.html["lang"]]
    return page.html["lang"]


def title_of(answer) -> str:
    return BeautifulSoup(answer.data, "html5lib").h1.text.strip()


def speak(app, client, person, language: str) -> None:
    with app.extensions["rooms"].store.writing(person.organisation_id) as scope:
        people.set_language(scope, person.id, language)


# --- who decides


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_decides_for_a_stranger(client, language):
    header = {"Accept-Language": f"xx, {language}-XX;q=0.9, en;q=0.1"}
    assert language_of(client.get("/sign-in", headers=header)) == language


@pytest.mark.parametrize(
    "header", ["", "de", "de-AT,de;q=0.9", "*", "el;q=0", "x" * 5000, ",;q=", "en;q=x", "\x00", "elx-GR"]
)
def test_an_unknown_wish_is_answered_in_english(client, header):
    assert language_of(client.get("/sign-in", headers={"Accept-Language": header})) == "en"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("el-GR", "el"),
        ("EL", "el"),
        ("de, fi;q=0.8, en;q=0.9", "en"),
        ("de, hy-AM;q=0.3", "hy"),
    ],
)
def test_the_browsers_wishes_count_in_their_order(client, header, language):
    assert language_of(client.get("/sign-in", headers={"Accept-Language": header})) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_is_spoken_to_in_the_own_language(app, browser_of, ours, language):
    owner = browser_of(ours.owner)
    speak(app, owner, ours.owner, language)
    assert language_of(owner.get("/owner/", headers={"Accept-Language": "fi"})) == language


def test_a_choice_is_remembered_and_beats_all_others(app, browser_of, ours):
    owner = browser_of(ours.owner)
    speak(app, owner, ours.owner, "tr")
    header = {"Accept-Language": "fi"}
    assert language_of(owner.get("/owner/?lang=hy", headers=header)) == "hy"
    assert language_of(owner.get("/owner/people", headers=header)) == "hy"
    assert language_of(owner.get("/owner/people?lang=el", headers=header)) == "el"


@pytest.mark.parametrize("wrong", ["de", "EN", "en-GB", "", "../el", "el\x00", "<b>", "e" * 5000, "el,fi"])
def test_an_unknown_choice_is_ignored_and_not_remembered(client, wrong):
    client.set_cookie("language", "fi")
    answer = client.get("/sign-in", query_string={"lang": wrong})
    assert language_of(answer) == "fi"
    assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("language")]
    client.set_cookie("language", "klingon")
    assert language_of(client.get("/sign-in", headers={"Accept-Language": "el"})) == "el"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_links_lead_to_the_same_page(client, browser_of, ours, language):
    for browser, path in (
        (client, "/sign-in"),
        (client, f"/s/{ours.survey_token}"),
        (client, f"/t/{ours.team_tokens[1]}"),
        (browser_of(ours.owner), f"/owner/results?from=2026-01-01&location={ours.location.id}&to=2026-03-01"),
        (browser_of(ours.shopper), f"/visits/{ours.visit}/checklist?missing=1"),
    ):
        page = BeautifulSoup(browser.get(path).data, "html5lib")
        link = page.select_one(f"a[hreflang={language}]")["href"]
        assert set(path.replace("?", "&").split("&")) <= set(link.replace("?", "&").split("&"))
        assert language_of(browser.get(link)) == language


def test_one_request_leaves_no_language_to_the_next(client):
    """The server's threads serve everybody in turn."""
    assert language_of(client.get("/sign-in", headers={"Accept-Language": "hy"})) == "hy"
    assert language_of(client.get("/nowhere", headers={"Accept-Language": "de"})) == "en"


# --- refusals


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_speaks_the_readers_language(app, client, browser_of, ours, language):
    def speaking_browser(person) -> FlaskClient:
        browser = browser_of(person)
        browser.set_cookie("language", language)
        return browser

    client.set_cookie("language", language)
    for status, answer in errors(client, speaking_browser, ours, app):
        assert (status, language_of(answer)) == (answer.status_code, language)
        if status in STATUS_OF:
            assert title_of(answer) == said(STATUS_OF[status].title, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_and_used_links_speak_the_phones_language(client, ours, language):
    header = {"Accept-Language": language}
    closed, used = f"/s/{ours.closed_token}", f"/t/{ours.team_tokens[0]}"
    assert title_of(client.get(closed, headers=header)) == said(LinkClosed.title, language)
    assert title_of(client.get(used, headers=header)) == said(LinkUsed.title, language)


def said(sentence: object, language: str) -> str:
    with speaking(language):
        return str(sentence)


@pytest.mark.parametrize("language", FOREIGN)
def test_refusals_are_really_translated(language):
    assert catalogue_path(language).exists()
    for refusal in (*STATUS_OF.values(), LinkClosed, LinkUsed):
        for sentence in (refusal.title, refusal.message):
            assert said(sentence, language) != said(sentence, "en")


def test_a_wrong_password_is_told_in_the_readers_language(client):
    told = set()
    for language in LANGUAGES:
        client.set_cookie("language", language)
        answer = send(client, "/sign-in", {"email": "x", "password": "y"})
        told.add(BeautifulSoup(answer.data, "html5lib").select_one("[role=alert]").text.strip())
    assert len(told) == len(LANGUAGES)

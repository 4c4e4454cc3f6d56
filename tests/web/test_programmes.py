"""Programmes as an owner lays them down page by page, and as a shopper meets them before a visit."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup

from audit_app.core.programme import Assignment
from audit_app.services import briefs, programmes
from audit_app.storage import assignments
from audit_app.storage import briefs as kept_briefs
from tests.visiting import jpeg
from tests.web.conftest import send
from tests.web.firms import A_DAY, AUDIT, NOW, TODAY
from tests.web.programming import A_PROGRAMME, SOME_WORDS, WORDS


@pytest.fixture
def rooms(app):
    return app.extensions["rooms"]


@pytest.fixture
def owner(browser_of, ours):
    return browser_of(ours.owner)


@pytest.fixture
def shopper(browser_of, ours):
    return browser_of(ours.shopper)


@pytest.fixture
def visit(rooms, ours):
    """A visit of the published programme for our shopper."""
    with rooms.store.writing(ours.id) as scope:
        played = kept_briefs.scenarios(scope, ours.programme)[1]
        ids = uuid4(), ours.id, ours.location.id, ours.shopper.id
        made = Assignment(*ids, AUDIT, TODAY, TODAY + A_DAY, NOW, programme_id=ours.programme)
        assignments.add(scope, replace(made, scenario_id=played.id))
    return made.id


def page(answer):
    return BeautifulSoup(answer.data, "html5lib").main


def form_of(firm, **changed):
    return {**A_PROGRAMME, "id": str(uuid4()), "places": str(firm.location.id), **changed}


# --- the owner


def test_a_programme_from_the_empty_form_to_its_end(owner, ours, rooms):
    form = form_of(ours)
    answer = send(owner, "/owner/programmes/new", form)
    where = answer.location
    assert (answer.status_code, where) == (303, f"/owner/programmes/{form['id']}")
    hub = page(owner.get(where))
    assert [item.text for item in hub.select("#publish ~ ul li")] == [
        "Write the brief in your organisation’s language.",
        "Shoppers need a certificate: write at least one question for the test.",
    ]
    assert send(owner, f"{where}/publish").status_code == 409
    assert send(owner, f"{where}/words/en", SOME_WORDS).status_code == 303
    assert page(owner.get(where)).select_one("#done-en").text == "4 of 4 parts are written"
    question = {
        "id": str(uuid4()),
        "right": "2",
        "in_en": "Where?\r\nIn\r\nOut",
        "in_el": "Πού;\r\nΜέσα\r\nΈξω",
    }
    assert send(owner, f"{where}/questions/new", question).status_code == 303
    assert send(owner, f"{where}/publish").status_code == 303
    kept = programmes.find(rooms, ours.id, programmes.find(rooms, ours.id, _id(where)).programme.id)
    assert (kept.programme.fee, kept.programme.expenses_cap) == (2550, 1000)
    assert kept.questions[0].choices == ({"en": "In", "el": "Μέσα"}, {"en": "Out", "el": "Έξω"})
    assert (kept.programme.self_assign, kept.programme.recording_allowed) == (True, False)
    assert send(owner, f"{where}/end").status_code == 303
    ended = owner.get(where)
    assert "Ended" in page(ended).select_one(".badge").text
    answer = send(owner, f"{where}/words/en", SOME_WORDS)
    assert (answer.status_code, page(answer).h1.text) == (409, "This programme has ended")


def _id(where):

    return UUID(where.rpartition("/")[2])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "phone"}, "Nobody gets a receipt on the phone."),
        ({"kind": "website", "wants_receipt": ""}, "Only a shop has a distance to it."),
        ({"recording_allowed": "y"}, "Recording is allowed only with its legal basis"),
        ({"closes_on": "2026-03-09"}, "The last day cannot be before the first day."),
        ({"kind": "phone", "wants_receipt": "", "check_in": "off"}, "Please choose only places of the kind"),
        ({"fee": "a lot"}, "Please write an amount like 25 or 12.50."),
        ({"fee": "1.005"}, "Please write an amount like 25 or 12.50."),
        ({"fee": "-1"}, "Please write an amount like 25 or 12.50."),
        ({"fee": "NaN"}, "Please write an amount like 25 or 12.50."),
        ({"expenses_cap": "Infinity"}, "Please write an amount like 25 or 12.50."),
        ({"per_month": "0"}, "Please write a number from 1 to 60."),
        ({"standing_needed": "101"}, "Please write a number from 0 to 100."),
        ({"name": " "}, "Please give the programme a name."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_the_rest_stays(owner, ours, rooms, changed, sentence):
    before = programmes.every(rooms, ours.id)
    if changed.get("wants_receipt") == "":
        del changed["wants_receipt"]
        form = form_of(ours, **changed)
        del form["wants_receipt"]
    else:
        form = form_of(ours, **changed)
    answer = send(owner, "/owner/programmes/new", form)
    assert answer.status_code == 422
    mistakes = [one.text for one in page(answer).select(".error")]
    assert any(mistake.startswith(sentence) for mistake in mistakes), mistakes
    assert page(answer).select_one("[name=submit_within_hours]")["value"] == "24"
    assert programmes.every(rooms, ours.id) == before


def test_a_published_programme_offers_only_what_may_change(owner, ours, rooms):
    path = f"/owner/programmes/{ours.programme}/rules"
    shown = page(owner.get(path))
    assert shown.select("[name=fee], [name=level], [name=kind], [name=legal_basis]") == []
    sent = {**form_of(ours, name="Summer", fee="1", level="9"), "id": ""}
    assert send(owner, path, sent).status_code == 303
    kept = programmes.find(rooms, ours.id, ours.programme).programme
    assert (kept.name, kept.fee, kept.level) == ("Summer", 2500, 1)
    refused = send(
        owner,
        f"/owner/programmes/{ours.programme}/questions/new",
        {"right": "1", "in_en": "a\nb\nc", "id": str(uuid4())},
    )
    assert (refused.status_code, page(refused).h1.text) == (409, "This programme has been published")


def test_a_preview_shows_what_was_typed_and_keeps_nothing(owner, ours, rooms):
    path = f"/owner/programmes/{ours.draft}/words/en"
    typed = "# Go in\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![The door](picture-1)"
    answer = send(owner, f"{path}/preview", {**SOME_WORDS, "brief": typed})
    shown = page(answer).select_one("section.brief")
    assert (answer.status_code, shown.h3.text) == (200, "Go in")
    assert shown.select("script, a") == []
    assert owner.get(shown.img["src"]).mimetype == "image/jpeg"
    assert page(answer).textarea.text.startswith("A present")
    assert briefs.words(rooms, ours.id, ours.draft, "en") == WORDS


def test_a_picture_without_words_keeps_the_brief_from_being_saved(owner, ours, rooms):
    path = f"/owner/programmes/{ours.draft}/words/en"
    for brief, sentence in (
        ("![](picture-1)", "Say between"),
        ("![x](picture-9)", "The brief names a picture"),
    ):
        answer = send(owner, path, {**SOME_WORDS, "brief": brief})
        assert answer.status_code == 422
        assert page(answer).select_one(".error").text.startswith(sentence)
        assert brief in page(answer).find("textarea", {"name": "brief"}).text
    assert briefs.words(rooms, ours.id, ours.draft, "en") == WORDS


def test_pictures_are_sent_and_refused_kindly(owner, ours, rooms):
    path = f"/owner/programmes/{ours.draft}/words/en/pictures"
    for data, sentence in (
        (jpeg("red"), "Picture 2 is there now."),
        (b"<svg/>", "This picture cannot be read."),
    ):
        answer = send(owner, path, {"picture": (BytesIO(data), "x.jpg")})
        assert answer.status_code == 303
        assert sentence in owner.get(answer.location).text
    assert len(briefs.pictures(rooms, ours.id, ours.draft)) == 2


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"in_en": "Where?"}, "Write the question on a line"),
        ({}, "Write the question on a line"),
        ({"in_en": "a\nb\nc", "in_fi": "a\nb\nc\nd"}, "Write the same number"),
        ({"in_en": "a\nb\nc", "right": "3"}, "There is no answer with this number."),
        ({"in_en": "\n".join("abcdefgh")}, "Write the question on a line"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(owner, ours, form, sentence):
    sent = {"right": "1", "id": str(uuid4()), **form}
    answer = send(owner, f"/owner/programmes/{ours.draft}/questions/new", sent)
    assert answer.status_code == 422
    assert page(answer).select_one(".error").text.startswith(sentence)


# --- the shopper


def test_a_shopper_reads_passes_confirms_and_begins(shopper, owner, ours, visit):
    path = f"/visits/{visit}"
    first = page(shopper.get(path))
    assert first.select_one("section:has(> #scenario) p").text == "A lamp"
    brief = first.select_one("section:has(> #brief)")
    assert brief.em.text == "one"
    assert shopper.get(brief.img["src"]).mimetype == "image/jpeg"
    assert first.select("form[action$=brief]") == []
    assert send(shopper, f"{path}/brief", {"brief": "1", "checklist": "1"}).status_code == 409
    quiz = first.find("a", string="Take the test")["href"]
    try_id = page(shopper.get(quiz)).find("input", {"name": "try"})["value"]
    unanswered = send(shopper, quiz, {"try": try_id})
    assert unanswered.status_code == 422
    assert "This was not counted as a try." in unanswered.text
    passed = send(shopper, quiz, {"try": try_id, "a.0": "1"})
    assert (passed.status_code, passed.location) == (303, path)
    half = send(shopper, f"{path}/brief", {"brief": "1"})
    assert (half.status_code, "Please read both and tick both" in half.text) == (422, True)
    assert shopper.get(f"{path}/checklist").location == path
    both = send(shopper, f"{path}/brief", {"brief": "1", "checklist": "1"})
    assert (both.status_code, both.location) == (303, f"{path}/checklist")
    phone = page(shopper.get(f"{path}/c/{AUDIT}"))
    assert "A lamp" in phone.select_one("details.brief").text
    assert phone.select_one("details.brief").em.text == "one"
    assert "Certified" in owner.get(f"/owner/programmes/{ours.programme}").text


def test_who_fails_is_told_when_to_come_back(shopper, client, sign_in, ours, visit, clock):
    quiz = f"/visits/programmes/{ours.programme}/quiz"
    for n in range(3):
        failed = send(shopper, quiz, {"try": str(uuid4()), "a.0": "0"})
        assert "0 of 1 answers were right" in shopper.get(failed.location).text
        if n < 2:
            waiting = page(shopper.get(f"/visits/{visit}")).text
            assert "You may try again from" in waiting
            assert send(shopper, quiz, {"try": str(uuid4()), "a.0": "1"}).status_code == 409
        clock.time += timedelta(hours=24)
    assert "You have no try left." in page(shopper.get(f"/visits/{visit}")).text
    assert page(shopper.get(quiz)).select("fieldset") == []
    owner = sign_in(client, ours.owner)
    hub = page(owner.get(f"/owner/programmes/{ours.programme}"))
    assert "No try left" in hub.text
    more = hub.select_one("form[action$=tries]")["action"]
    assert send(owner, more).status_code == 303
    assert len(page(shopper.get(quiz)).select("fieldset")) == 1


def test_a_brief_in_another_language_says_so(shopper, visit):
    told = "The brief is not there in your language yet"
    assert told not in shopper.get(f"/visits/{visit}").text
    read = page(shopper.get(f"/visits/{visit}?lang=el"))
    assert read.select_one("section:has(> #brief) .note")
    assert read.select_one("section:has(> #brief) > div")["lang"] == "en"


@pytest.mark.parametrize("answer", ["2", "-1", "x", "", "0\x00", "１"])
def test_an_answer_that_was_not_offered_is_no_try(shopper, ours, rooms, answer):
    quiz = f"/visits/programmes/{ours.programme}/quiz"
    assert send(shopper, quiz, {"try": str(uuid4()), "a.0": answer}).status_code == 422


def test_a_draft_shows_its_test_and_pictures_to_no_shopper(shopper, ours, rooms):
    (picture,) = briefs.pictures(rooms, ours.id, ours.draft)
    assert shopper.get(f"/visits/programmes/{ours.draft}/quiz").status_code == 404
    assert shopper.get(f"/visits/programmes/{ours.draft}/pictures/{picture.id}").status_code == 404


def test_a_visit_outside_any_programme_is_confirmed_as_before(shopper, ours, rooms):
    assert send(shopper, f"/visits/{ours.unread}/brief").status_code == 303
    with rooms.store.reading(ours.id) as scope:
        kept = assignments.get(scope, ours.unread)
    assert (kept.brief_read_at, kept.checklist_read_at) == (NOW, None)


def test_every_page_speaks_five_languages(owner, shopper, ours, visit):
    paths = {
        owner: ["", "/new", f"/{ours.draft}", f"/{ours.draft}/rules", f"/{ours.draft}/words/hy"],
        shopper: [],
    }
    for language in ("en", "el", "fi", "hy", "tr"):
        for path in paths[owner]:
            assert owner.get(f"/owner/programmes{path}?lang={language}").status_code == 200
        assert shopper.get(f"/visits/{visit}?lang={language}").status_code == 200
        assert shopper.get(f"/visits/programmes/{ours.programme}/quiz?lang={language}").status_code == 200

"""The checklist for the phone: blank, the same for everybody, kept by its address and its content."""

import gzip
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from audit_app.core.questionnaire import LANGUAGES
from audit_app.core.rules import rules_of
from audit_app.services import assigning, visits
from audit_app.settings import ROOT
from audit_app.storage import assignments
from audit_app.web.scripts import modules_behind
from audit_app.web.shopper.phone import ENTRY, _sheet
from tests.web.firms import A_DAY, AUDIT, NOW, TODAY, catalogue

CALL = "phone-call.v1"
MOST_BYTES = 15_000


@pytest.fixture
def form(ours):
    return f"/visits/{ours.visit}/c/{AUDIT}"


@pytest.fixture
def phone(browser_of, ours):
    return browser_of(ours.shopper)


@pytest.fixture
def give(app, ours):
    """One more visit for the shopper, its brief confirmed."""

    def give(questionnaire=AUDIT, opens_on=TODAY - A_DAY):
        rooms = app.extensions["rooms"]
        wish = assigning.Wish(
            uuid4(), questionnaire, ours.location.id, ours.shopper.id, opens_on, TODAY + 9 * A_DAY
        )
        visit = assigning.assign(rooms, ours.id, wish, NOW).id
        visits.confirm_brief(rooms, ours.shopper, visit, NOW)
        return visit

    return give


def soup_of(answer):
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.data, "html5lib")


def fields_of(page):
    return [f for f in page.select("#checklist [name]") if f["name"].startswith(("q.", "c."))]


# --- what stands in it


def test_it_is_blank_though_something_is_saved(phone, form):
    fields = fields_of(soup_of(phone.get(form)))
    assert len({field["name"] for field in fields}) > 20
    assert [field for field in fields if field.has_attr("checked")] == []
    assert [field for field in fields if field.name == "textarea" and field.text.strip()] == []
    assert [field for field in fields if field.get("type") == "number" and field.get("value")] == []


def test_it_asks_what_the_questionnaire_asks(phone, form):
    page = soup_of(phone.get(form))
    asked = catalogue().questionnaires[AUDIT]
    codes = [question.code for question in asked.questions()]
    assert [field["id"] for field in page.select("fieldset.question")] == [f"q-{code}" for code in codes]
    assert json.loads(page.select_one("script#rules").string) == rules_of(asked)


def test_its_scripts_learn_whose_and_which_visit_it_is(phone, form, ours):
    page = soup_of(phone.get(form))
    assert page.body["data-user"] == str(ours.shopper.id)
    told = {name: value for name, value in page.select_one("#checklist").attrs.items() if "data-" in name}
    assert told == {
        "data-visit": str(ours.visit),
        "data-edition": AUDIT,
        "data-place": "Ermou Street",
        "data-title": "Visit at the counter",
        "data-opens": "2026-03-09",
        "data-due": "2026-03-19",
        "data-zone": "Europe/Athens",
    }


def test_what_is_skipped_as_long_as_nothing_is_answered_is_hidden_from_the_start(phone, give):
    asked = catalogue().questionnaires[CALL]
    page = soup_of(phone.get(f"/visits/{give(CALL)}/c/{CALL}"))
    hidden = {field["id"].removeprefix("q-") for field in page.select("fieldset.is-skipped")}
    behind = {question.code for question in asked.questions() if question.show_if}
    assert len(behind) > 5
    assert hidden == behind


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_every_language(language, phone, form):
    page = soup_of(phone.get(f"{form}?lang={language}"))
    titles = catalogue().questionnaires[AUDIT].titles
    assert (page.html["lang"], page.select_one("#checklist")["data-title"]) == (language, titles[language])


# --- it can be kept, and given to everybody


def test_it_holds_no_secret_and_nothing_that_was_typed(phone, form):
    page = phone.get(form)
    assert "csrf" not in page.text
    assert soup_of(page).select("form[method=post], form[action]") == []
    typed = phone.get(
        f"{form}?plain=%3Cb%3E&q.greeted=yes", headers={"User-Agent": "<b>", "Referer": "http://b"}
    )
    assert typed.data == page.data


def test_it_says_nothing_that_is_true_today_only(phone, form, clock):
    today = phone.get(form).data
    clock.time += timedelta(days=12)
    assert phone.get(form).data == today


def test_visits_of_one_checklist_differ_in_their_ids_alone(phone, form, ours, give):
    other = give()
    one, another = phone.get(form).text, phone.get(f"/visits/{other}/c/{AUDIT}").text
    assert one != another
    assert one.replace(str(ours.visit), str(other)) == another


def test_its_scripts_are_files_and_all_of_them_are_told_at_once(phone, form):
    page = soup_of(phone.get(form))
    inline = [tag for tag in page.select("script:not([src])") if tag["type"] != "application/json"]
    assert inline == []
    preloaded = {link["href"].split("/", 3)[3] for link in page.select("link[rel=modulepreload]")}
    assert preloaded == set(modules_behind(ROOT / "static", ENTRY))
    assert {"js/lib/db.js", "js/lib/rules.js"} <= preloaded
    for name in (*preloaded, ENTRY):
        script = (ROOT / "static" / name).read_text()
        assert all(
            other in script for other in re.findall(r'(?<!import\()"\./(?:lib/)?([\w-]+\.js)"', script)
        ), name


def test_the_questions_are_made_once_for_an_edition_and_a_language(phone, form, give):
    _sheet.cache_clear()
    for path in (form, f"/visits/{give()}/c/{AUDIT}", form):
        phone.get(path)
    assert (_sheet.cache_info().misses, _sheet.cache_info().hits) == (1, 2)
    phone.get(f"{form}?lang=el")
    assert _sheet.cache_info().misses == 2


def test_it_is_small_on_the_way_and_named_by_what_it_says(phone, form):
    packed = phone.get(form, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == phone.get(form).data
    assert len(packed.data) < MOST_BYTES
    assert packed.headers["Cache-Control"] == "private, no-cache"
    again = phone.get(form, headers={"If-None-Match": packed.headers["ETag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.data) == (304, b"")
    greek = phone.get(f"{form}?lang=el", headers={"If-None-Match": packed.headers["ETag"]})
    assert greek.status_code == 200


# --- the right page at the right time


def test_another_edition_leads_to_the_right_one(phone, form, ours):
    for edition in ("counter-visit.v0", "shop-visit.v1", "x"):
        answer = phone.get(f"/visits/{ours.visit}/c/{edition}")
        assert (answer.status_code, answer.location) == (302, form)


def test_an_unread_brief_comes_first_and_a_receipt_last(phone, ours):
    for visit, page in ((ours.unread, ""), (ours.sent, "/receipt")):
        answer = phone.get(f"/visits/{visit}/c/{AUDIT}")
        assert (answer.status_code, answer.location) == (302, f"/visits/{visit}{page}")


def test_it_can_be_opened_before_its_first_day(phone, give):
    page = soup_of(phone.get(f"/visits/{give(opens_on=TODAY + 3 * A_DAY)}/c/{AUDIT}"))
    early = page.select_one("#early")
    assert early.has_attr("hidden")
    assert "opens on 13 Mar 2026" in early.text


def test_a_withdrawn_visit_is_refused(phone, form, app, ours):
    with app.extensions["rooms"].store.writing(ours.id) as scope:
        assert assignments.withdraw(scope, ours.visit, NOW)
    assert phone.get(form).status_code == 409


# --- the plain checklist beside it


def test_the_plain_checklist_knows_the_way_here_and_back(phone, form, ours):
    plain = soup_of(phone.get(f"/visits/{ours.visit}/checklist"))
    assert plain.select_one("form[data-phone]")["data-phone"] == form
    assert [tag["src"].endswith("/js/forward.js") for tag in plain.select("script[src]")].count(True) == 1
    links = {link["href"] for link in soup_of(phone.get(form)).select("a")}
    assert f"/visits/{ours.visit}/checklist?plain=1" in links

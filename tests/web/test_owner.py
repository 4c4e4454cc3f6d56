"""The owner's door: places, people, visits, links, rounds, results and frozen reports."""

import json
import re
from datetime import timedelta
from gettext import NullTranslations
from io import BytesIO
from uuid import UUID, uuid4

import pytest
import segno
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from pypdf import PdfReader

from audit_app.core.programme import Role
from audit_app.services import accounts, people
from tests.web.conftest import send
from tests.web.firms import AUDIT, NOW, SURVEY, TEAM, TEAM_SIZE, TODAY

MARKUP = '<img src=x onerror=alert(1)> "K" & <b>co</b>'


@pytest.fixture
def owner(browser_of, ours):
    """The owner's browser."""
    return browser_of(ours.owner)


def page_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html5lib")


def fields_of(browser, path: str) -> dict[str, str]:
    """What a form stands on when it is opened, chosen options included."""
    form = page_of(browser.get(path)).select_one("main form[method=post]")
    fields = {one["name"]: one.get("value", "") for one in form.select("input")}
    for select in form.select("select"):
        chosen = select.select_one("[selected]") or select.option
        fields[select["name"]] = chosen["value"]
    fields.pop("csrf_token")
    return fields


def mistakes_in(answer) -> list[str]:
    assert answer.status_code == 422
    return [one.text for one in page_of(answer).select("main .error")]


# --- places

A_PLACE = {"name": "Tsimiski", "city": "Thessaloniki", "country": "Greece", "zone": "Europe/Athens"}


def test_a_place_is_added_listed_and_changed(owner):
    form = {**fields_of(owner, "/owner/locations/new"), **A_PLACE, "kind": "phone", "language": "el"}
    answer = send(owner, "/owner/locations/new", form)
    assert (answer.status_code, answer.location) == (303, "/owner/locations")
    card = page_of(owner.get("/owner/locations")).find("h2", string="Tsimiski").parent
    assert "Phone line" in card.text
    way = card.a["href"]
    assert fields_of(owner, way) == {**A_PLACE, "kind": "phone", "language": "el"}
    assert send(owner, way, {**form, "name": "Tsimiski 12"}).status_code == 303
    names = [one.text for one in page_of(owner.get("/owner/locations")).select("h2")]
    assert names == ["Ermou Street", "Tsimiski 12"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "  "}, "Please give the place a name."),
        ({"city": ""}, "Please name the city."),
        ({"country": "\x00"}, "Please name the country."),
        ({"zone": ""}, "Please choose from the list."),
        ({"zone": "Mars/Olympus"}, "Please choose from the list."),
        ({"language": "de"}, "Please choose from the list."),
        ({"kind": "' OR 1=1"}, "Please choose from the list."),
        ({"name": "n" * 121}, "Please keep it under 120 characters."),
    ],
)
def test_an_unusable_place_is_explained_and_what_was_written_is_kept(owner, wrong, told):
    form = {**A_PLACE, "language": "el", "kind": "shop", **wrong}
    answer = send(owner, "/owner/locations/new", form)
    assert mistakes_in(answer) == [told]
    invalid = page_of(answer).select("[aria-invalid]")
    assert [one["name"] for one in invalid] == list(wrong)
    assert page_of(answer).select_one(f"#{invalid[0]['aria-describedby'].split()[-1]}").text == told
    kept = {one["name"]: one["value"] for one in page_of(answer).select("main input[type=text]")}
    assert kept["city"] == form["city"].replace("\x00", "")
    assert len(page_of(owner.get("/owner/locations")).select("h2")) == 1


def test_every_mistake_is_told_in_our_own_words(owner, monkeypatch):
    """No sentence of a library, in its own language: each passes through our catalogues."""
    monkeypatch.setattr("audit_app.translations.translator", lambda language: Marked())
    told = []
    for path in ("locations", "people", "visits", "surveys", "team"):
        nonsense = {"links": "x", "opens_on": "x", "due_on": "x", "kind": "x", "email": "x"}
        told += mistakes_in(send(owner, f"/owner/{path}/new", nonsense))
    assert len(told) > 15
    assert [sentence for sentence in told if not sentence.startswith("ours: ")] == []


class Marked(NullTranslations):
    """A language that is easy to tell from any other."""

    def gettext(self, message: str) -> str:
        return f"ours: {message}"


# --- people

SOMEBODY = {"name": "Nikos", "email": "nikos@new.example", "role": "shopper", "language": "el"}


def test_somebody_new_gets_a_password_that_is_shown_once_and_opens(app, owner):
    answer = send(owner, "/owner/people/new", SOMEBODY)
    assert (answer.status_code, answer.location) == (303, "/owner/people/password")
    password = page_of(owner.get(answer.location)).select_one(".secret").text
    assert owner.get(answer.location).location == "/owner/people"
    assert password not in owner.get("/owner/people").text
    entered = accounts.sign_in(app.extensions["rooms"], SOMEBODY["email"], password, "here", NOW)
    assert (entered.person.name, entered.person.role, entered.person.language) == (
        "Nikos",
        Role.SHOPPER,
        "el",
    )


def test_an_address_in_use_is_told_kindly_here_and_elsewhere(owner, ours, theirs):
    for taken in (ours.shopper.email, theirs.owner.email, f" {ours.hr.email.upper()} "):
        answer = send(owner, "/owner/people/new", {**SOMEBODY, "email": taken})
        assert mistakes_in(answer) == [
            "This e-mail address is already in use. Everybody needs one of their own."
        ]
        assert page_of(answer).select_one("[name=name]")["value"] == "Nikos"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"email": "nobody"}, "This does not look like an e-mail address."),
        ({"email": ""}, "Please write an e-mail address."),
        ({"name": " "}, "Please write the person’s name."),
        ({"role": "god"}, "Please choose from the list."),
        ({"language": ""}, "Please choose from the list."),
    ],
)
def test_an_unusable_person_is_explained(owner, wrong, told):
    assert mistakes_in(send(owner, "/owner/people/new", {**SOMEBODY, **wrong})) == [told]


def test_ended_access_ends_at_once(owner, ours, browser_of):
    shopper = browser_of(ours.shopper)
    assert shopper.get("/visits").status_code == 200
    assert send(owner, f"/owner/people/{ours.shopper.id}/disable").status_code == 303
    assert shopper.get("/visits").location == "/sign-in"
    assert ours.shopper.email not in owner.get("/owner/people").text


def test_a_new_password_signs_out_and_replaces_the_old_one(app, owner, ours, browser_of):
    shopper = browser_of(ours.shopper)
    answer = send(owner, f"/owner/people/{ours.shopper.id}/password")
    password = page_of(owner.get(answer.location)).select_one(".secret").text
    assert shopper.get("/visits").location == "/sign-in"
    assert accounts.sign_in(app.extensions["rooms"], ours.shopper.email, password, "here", NOW)


def test_nobody_ends_their_own_access(app, owner, ours):
    answer = send(owner, f"/owner/people/{ours.owner.id}/disable")
    assert (answer.status_code, page_of(answer).h1.text) == (409, "This is your own account")
    assert ours.owner in people.every(app.extensions["rooms"], ours.id)


# --- visits


def a_visit(firm) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "questionnaire": AUDIT,
        "location_id": str(firm.location.id),
        "shopper_id": str(firm.colleague.id),
        "opens_on": TODAY.isoformat(),
        "due_on": (TODAY + timedelta(days=7)).isoformat(),
    }


def test_the_form_offers_two_weeks_our_places_and_our_shoppers_alone(owner, ours, theirs):
    page = page_of(owner.get("/owner/visits/new"))
    fields = fields_of(owner, "/owner/visits/new")
    assert (fields["opens_on"], fields["due_on"]) == ("2026-03-10", "2026-03-24")
    shoppers = [one["value"] for one in page.select("#shopper_id option")]
    ours_alone = ours.shopper.id, ours.colleague.id, ours.visitor.id, ours.invited
    assert set(shoppers) == set(map(str, ours_alone))
    assert [one["value"] for one in page.select("#location_id option")] == [str(ours.location.id)]
    audits = [one["value"] for one in page.select("#questionnaire option")]
    assert AUDIT in audits
    assert not {SURVEY, TEAM} & set(audits)


def test_an_assigned_visit_reaches_the_shopper_s_list_once(owner, ours, browser_of):
    visit = a_visit(ours)
    for _ in range(2):
        assert send(owner, "/owner/visits/new", visit).location == "/owner/visits"
    ways = [one["href"] for one in page_of(browser_of(ours.colleague).get("/visits")).select("main a[href]")]
    assert [way for way in ways if visit["id"] in way] == [f"/visits/{visit['id']}"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"due_on": "2026-03-09"}, "The last day cannot be before the first day."),
        ({"due_on": "31.3.2026"}, "Please write a day like 2026-03-31."),
        ({"opens_on": ""}, "Please write a day like 2026-03-31."),
        ({"opens_on": "2026-02-30"}, "Please write a day like 2026-03-31."),
        ({"questionnaire": SURVEY}, "Please choose from the list."),
        ({"shopper_id": ""}, "Please choose from the list."),
    ],
)
def test_an_unusable_visit_is_explained(owner, ours, wrong, told):
    assert mistakes_in(send(owner, "/owner/visits/new", {**a_visit(ours), **wrong})) == [told]


def test_a_visit_is_withdrawn_until_its_audit_is_in(owner, ours):
    def withdrawn() -> int:
        badges = page_of(owner.get("/owner/visits")).select(".badge")
        return [one.text for one in badges].count("Withdrawn")

    before = withdrawn()
    for _ in range(2):
        assert send(owner, f"/owner/visits/{ours.visit}/withdraw").status_code == 303
    assert withdrawn() == before + 1
    answer = send(owner, f"/owner/visits/{ours.sent}/withdraw")
    assert (answer.status_code, page_of(answer).h1.text) == (409, "This audit has already come in")


# --- survey links


def test_a_link_is_made_shown_printed_and_closed(owner, client, ours):
    form = {**fields_of(owner, "/owner/surveys/new"), "questionnaire": SURVEY, "channel": "counter"}
    shown = send(owner, "/owner/surveys/new", form).location
    assert send(owner, "/owner/surveys/new", form).location == shown
    link = page_of(owner.get(shown)).select_one(".link-card p a")["href"]
    assert link.startswith("http://localhost/s/")
    assert client.get(link).status_code == 200
    card = page_of(owner.get(f"{shown}/card")).select_one(".paper-card")
    assert card.select_one(".paper-ask").text == "Πώς σας εξυπηρετήσαμε;"
    assert [one["lang"] for one in card.select(".paper-others li")] == ["en", "fi", "hy", "tr"]
    assert card.select_one(".paper-link").text == link.removeprefix("http://")
    assert card.select_one("svg.qr path")
    assert send(owner, f"{shown}/close").location == "/owner/surveys"
    assert client.get(link).status_code == 410
    assert page_of(owner.get(shown)).select(".link-card") == []


def test_the_number_of_answers_stands_beside_the_link(owner, ours):
    page = page_of(owner.get(f"/owner/surveys/{ours.survey}"))
    assert page.select_one(".big").text == "3"


def test_the_qr_code_is_a_picture_of_the_link(build, browser_of, ours):
    app = build(base_url="https://eyes.example.org", secure_cookies=True)
    answer = browser_of(ours.owner, app).get(
        f"/owner/surveys/{ours.survey}/qr.svg", base_url="https://eyes.example.org"
    )
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    cells = cells_in(answer.data)
    assert cells == cells_of(f"https://eyes.example.org/s/{ours.survey_token}")
    assert cells != cells_of(f"http://localhost/s/{ours.survey_token}")


def cells_in(svg: bytes) -> set[tuple[int, int]]:
    """The dark cells of a QR code, out of the strokes of its picture, `M4 4.5h7m1 0h2…`: 4 is the margin."""
    path = ElementTree.fromstring(svg).findall(".//{*}path")[-1].attrib["d"]
    cells, x, y = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        first, *second = map(float, numbers.split())
        if command == "h":
            cells |= {(int(x) - 4 + step, int(y) - 4) for step in range(int(first))}
            x += first
        else:
            x, y = (first, second[0]) if command == "M" else (x + first, y + second[0])
    return cells


def cells_of(address: str) -> set[tuple[int, int]]:
    rows = enumerate(segno.make(address, error="q", micro=False).matrix)
    return {(x, y) for y, row in rows for x, cell in enumerate(row) if cell}


# --- rounds of the team


def start_round(owner, **changed) -> dict[str, str]:
    return {**fields_of(owner, "/owner/team/new"), "questionnaire": TEAM, "links": "5", **changed}


def test_a_round_shows_its_slips_in_the_browser_that_made_it_alone(app, owner, client, ours, browser_of):
    form = start_round(owner)
    shown = send(owner, "/owner/team/new", form).location
    slips = page_of(owner.get(shown)).select(".slip")
    links = [slip.a["href"] for slip in slips]
    assert len(set(links)) == 5
    assert all(slip.select_one("svg.qr path") for slip in slips)
    assert "Πόσο καλά εξυπηρετούμε τους πελάτες μας;" in slips[0].text
    assert [client.get(link).status_code for link in links] == [200] * 5
    assert send(owner, "/owner/team/new", form).location == shown
    assert [slip.a["href"] for slip in page_of(owner.get(shown)).select(".slip")] == links
    round_page = shown.removesuffix("/slips")
    assert browser_of(ours.owner).get(shown).location == round_page
    send(owner, f"{round_page}/close")
    assert owner.get(shown).location == round_page


def test_a_round_says_how_many_answered_and_nothing_more_until_it_is_closed(owner, ours):
    page = page_of(owner.get(f"/owner/team/{ours.wave}"))
    assert page.select_one(".middling").text == f"1 of {TEAM_SIZE} have answered"
    assert "So far too few have answered" in page.text
    assert send(owner, f"/owner/team/{ours.wave}/close").status_code == 303
    assert "nothing of it is shown" in owner.get(f"/owner/team/{ours.wave}").text
    assert "Its answers are in the results." in owner.get(f"/owner/team/{ours.closed_wave}").text


@pytest.mark.parametrize("links", ["4", "201", "-1", "", "many", "9" * 30])
def test_a_round_needs_enough_people_to_be_shown_at_all(owner, links):
    told = mistakes_in(send(owner, "/owner/team/new", start_round(owner, links=links)))
    assert len(told) == 1
    assert told[0].startswith(("Please write a number from 5 to 200", "Please write a whole number."))


@pytest.mark.parametrize("seed", ["", "short", "' OR 1=1 --", "Z" * 32])
def test_a_forged_seed_starts_nothing(owner, seed):
    assert send(owner, "/owner/team/new", start_round(owner, seed=seed)).status_code == 404


# --- results and reports


def test_the_results_stand_on_the_last_three_months_and_this_one(owner):
    page = page_of(owner.get("/owner/results"))
    assert page.select_one("[name=from][type=date]")["value"] == "2025-12-01"
    assert page.select_one("[name=to][type=date]")["value"] == "2026-03-10"
    assert page.select("[name=location][checked]") == []
    assert "1 Dec 2025" in page.select_one(".filter-what").text


def test_the_filter_stands_in_the_address(owner, ours):
    address = f"/owner/results?location={ours.location.id}&from=2026-03-01&to=2026-03-09&language=el"
    page = page_of(owner.get(address))
    assert page.select_one("[name=location][checked]")["value"] == str(ours.location.id)
    assert page.select_one("option[selected]")["value"] == "el"
    hidden = {one["name"]: one["value"] for one in page.select(".issue [type=hidden]")}
    hidden.pop("csrf_token")
    assert hidden == {
        "location": str(ours.location.id),
        "from": "2026-03-01",
        "to": "2026-03-09",
        "language": "el",
    }


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=yesterday", ["Please write a day like 2026-03-31."]),
        ("from=2026-02-30&to=x", ["Please write a day like 2026-03-31."] * 2),
        ("from=0001-01-01", ["Please write a day like 2026-03-31."]),
        ("to=9999-12-31", ["Please write a day like 2026-03-31."]),
        ("from=2026-03-09&to=2026-03-08", ["The last day cannot be before the first day."]),
        ("from='%20OR%201=1%20--", ["Please write a day like 2026-03-31."]),
    ],
)
def test_unusable_days_are_explained_on_screen_and_for_paper(owner, query, told):
    answer = owner.get(f"/owner/results?{query}")
    assert mistakes_in(answer) == told
    assert page_of(answer).select(".issue") == []
    posted = send(owner, "/owner/reports", dict(pair.split("=", 1) for pair in query.split("&")))
    assert posted.status_code == 422


def test_the_first_and_the_last_possible_day_are_possible(owner):
    assert owner.get("/owner/results?from=2000-01-01&to=2099-12-31").status_code == 200


@pytest.mark.parametrize(
    "query", ["location=x", "language=xx", "location=' OR 1=1", f"location={UUID(int=7)}"]
)
def test_an_unknown_place_or_language_is_not_here(owner, query):
    assert owner.get(f"/owner/results?{query}").status_code == 404
    posted = send(owner, "/owner/reports", dict([query.split("=", 1)]))
    assert posted.status_code == 404


def test_a_place_of_somebody_else_s_is_not_here(owner, ours, theirs):
    both = f"location={ours.location.id}&location={theirs.location.id}"
    assert owner.get(f"/owner/results?{both}").status_code == 404


def test_a_report_keeps_its_numbers_whatever_comes_in_later(owner, client, ours):
    issued = send(owner, "/owner/reports", {"from": "2026-03-01", "to": "2026-03-10", "language": "en"})
    assert issued.status_code == 303
    data = owner.get(issued.location.replace(".pdf", ".json"))
    assert data.headers["Content-Disposition"] == 'attachment; filename="comparison-2026-03-10-en.json"'
    assert (
        client.post(f"/s/{ours.survey_token}", data={"sheet": str(uuid4()), "q.overall": "poor"}).status_code
        == 303
    )
    again = owner.get(issued.location.replace(".pdf", ".json"))
    assert again.data == data.data
    newer = send(owner, "/owner/reports", {"from": "2026-03-01", "to": "2026-03-10", "language": "en"})
    assert answers_in(owner.get(newer.location.replace(".pdf", ".json"))) == answers_in(data) + 1
    assert issued.location in owner.get("/owner/reports").text


def answers_in(data) -> int:
    sources = json.loads(data.data)["sources"]
    return next(source["sheets"] for source in sources if source["view"] == "customer")


def test_a_report_is_downloaded_as_a_pdf_by_the_owner_and_by_hr(browser_of, ours):
    for person in (ours.owner, ours.hr):
        answer = browser_of(person).get(f"/owner/reports/{ours.report}.pdf")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="comparison-2026-03-10-en.pdf"'
        assert "Ermou Street" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


# --- the overview


def test_the_overview_shows_what_is_open_and_where_each_place_stands(owner):
    page = page_of(owner.get("/owner/"))
    tiles = {
        one.text.split(maxsplit=1)[1].strip(): one.select_one(".big").text for one in page.select(".tile")
    }
    assert tiles == {
        "Customers’ answers": "3",
        "Audits that came in": "5",
        "Open visits": "7",
        "Open rounds of the team": "1",
    }
    numbers = {one.select_one(".view-name").text: one.small.text for one in page.select(".view-number")}
    assert numbers == {"Team": "n = 5", "Visits": "n = 5", "Customers": "too few to say"}


def test_the_overview_tells_a_new_firm_what_to_do_next(app, owner, ours, browser_of):
    for closing in (f"/owner/surveys/{ours.survey}/close", f"/owner/team/{ours.wave}/close"):
        send(owner, closing)
    steps = [one["href"] for one in page_of(owner.get("/owner/")).select(".step")]
    assert steps == ["/owner/held", "/owner/mails", "/owner/surveys/new"]


# --- attacks


def test_markup_in_every_field_comes_back_as_text(owner, browser_of, ours):
    place = {
        "name": MARKUP,
        "city": MARKUP,
        "country": MARKUP,
        "zone": "UTC",
        "language": "en",
        "kind": "shop",
    }
    assert send(owner, "/owner/locations/new", place).status_code == 303
    assert send(owner, "/owner/people/new", {**SOMEBODY, "name": MARKUP}).status_code == 303
    owner.get("/owner/people/password")
    where = page_of(owner.get("/owner/visits/new")).find("option", string=lambda text: "img" in text)["value"]
    visit = {**a_visit(ours), "location_id": where, "shopper_id": str(ours.shopper.id)}
    survey = {**fields_of(owner, "/owner/surveys/new"), "location_id": where, "questionnaire": SURVEY}
    shown = send(owner, "/owner/surveys/new", survey).location
    slips = send(owner, "/owner/team/new", start_round(owner, location_id=where)).location
    assert send(owner, "/owner/visits/new", visit).status_code == 303
    send(owner, "/owner/reports", {"location": where})
    names = ("", "results", "visits", "surveys", "team", "locations", "people", "reports", "visits/new")
    pages = [*(f"/owner/{name}" for name in names), shown, f"{shown}/card", slips]
    for path in pages:
        answer = owner.get(path)
        assert answer.status_code == 200, path
        assert "<img src=x" not in answer.text, path
        assert "&lt;img src=x" in answer.text, path


@pytest.mark.parametrize("path", ["surveys/new", "team/new", "visits/new"])
@pytest.mark.parametrize("whose", ["theirs", "nobody", "nonsense"])
def test_what_is_somebody_else_s_cannot_be_chosen(owner, theirs, path, whose):
    place = {"theirs": str(theirs.location.id), "nobody": str(uuid4()), "nonsense": "' OR 1=1"}[whose]
    form = {**fields_of(owner, f"/owner/{path}"), "links": "5", "location_id": place}
    assert send(owner, f"/owner/{path}", form).status_code == 404


def test_a_stranger_s_shopper_cannot_be_sent(owner, ours, theirs):
    for person in (theirs.shopper, ours.hr):
        form = {**a_visit(ours), "shopper_id": str(person.id)}
        assert send(owner, "/owner/visits/new", form).status_code == 404


def test_a_form_without_its_token_changes_nothing(owner, ours):
    answer = owner.post(f"/owner/surveys/{ours.survey}/close")
    assert answer.status_code == 400
    assert "Please send this again" in answer.text
    assert page_of(owner.get(f"/owner/surveys/{ours.survey}")).select(".link-card")

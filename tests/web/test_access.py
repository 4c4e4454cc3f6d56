"""Every address × everybody who may knock: what is declared is what happens, and nothing is undeclared."""

import re
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from flask import url_for

from audit_app.core.programme import Role
from audit_app.services.mail_wishes import SwitchOff, token_of
from audit_app.settings import ROOT, Settings
from audit_app.storage import Store
from audit_app.storage.engine import open_engine
from audit_app.storage.tables import metadata
from audit_app.web.access import roles_of
from audit_app.web.assets import assets_in
from tests.visiting import jpeg
from tests.web.conftest import form_token, send
from tests.web.firms import AUDIT, SIGNING_KEY, SURVEY, TEAM, Firm, best_answers, catalogue, settings_in
from tests.web.phoning import Phone, frozen, headers_of
from tests.web.programming import A_PROGRAMME, SOME_WORDS
from tests.web.programming import A_QUESTION as A_QUIZ_QUESTION

SIGNING = Settings(secret_key=SIGNING_KEY)
PUBLIC, EVERYBODY = frozenset(), frozenset(Role)
DIGEST = assets_in(ROOT / "static", Settings().reports).digest
OWNER, READERS, SHOPPER = frozenset({Role.OWNER}), frozenset({Role.OWNER, Role.HR}), frozenset({Role.SHOPPER})
EDITORS = frozenset({Role.OWNER, Role.EDITOR})


@dataclass(frozen=True)
class Route:
    """An endpoint: how it is asked, who may, what the right person sees."""

    method: str
    roles: frozenset
    status: int = 200
    kind: str = "text/html"
    arguments: dict[str, str] = field(default_factory=dict)
    """What stands in the address: the name of an attribute of the firm, or a fixed word."""
    form: dict[str, object] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    """What follows the address, written like the arguments."""

    def address(self, app, endpoint: str, firm: Firm, **changed: object) -> str:
        words = {**self.arguments, **self.query}
        given = {name: getattr(firm, word, word) for name, word in words.items()}
        with app.test_request_context():
            return url_for(endpoint, **{**given, **changed})

    def body(self, firm: Firm, **changed: object) -> dict[str, object]:
        given = {name: word(firm) if callable(word) else word for name, word in self.form.items()}
        return {**given, **changed}


def get(roles, status=200, kind="text/html", **arguments) -> Route:
    return Route("GET", roles, status, kind, arguments)


def post(roles, arguments=None, status=303, **form) -> Route:
    return Route("POST", roles, status, "text/html", arguments or {}, form)


def put(arguments, status=201, query=None, **form) -> Route:
    """What a shopper's phone hands over: JSON of a form's fields, or the one called `bytes` as it is."""
    return Route("PUT", SHOPPER, status, "application/json", arguments, form, query or {})


def place_id(firm):
    return str(firm.location.id)


def shopper_id(firm):
    return str(firm.shopper.id)


def colleague_id(firm):
    return str(firm.colleague.id)


A_PLACE = {
    "name": "Aiolou Street",
    "city": "Athens",
    "country": "Greece",
    "zone": "Europe/Athens",
    "language": "el",
    "kind": "shop",
}
SOMEBODY = {"name": "Nikos", "email": "nikos@new.example", "role": "shopper", "language": "el"}
ANSWERS = {f"q.{code}": value for code, value in best_answers(catalogue().questionnaires[SURVEY]).items()}
APPLICANT = {
    "name": "Aino",
    "email": "aino@new.example",
    "language": "fi",
    "languages": "fi",
    "area": "Helsinki",
    "agrees": "1",
}
APPLICATION, MEMBER = {"application_id": "application"}, {"person_id": "invited"}
VISIT, PHOTO = {"visit_id": "visit"}, {"visit_id": "visit", "photo_id": "photo"}
HELD, BEING_READ = {"submission_id": "held"}, {"visit_id": "reading"}
BATCH = {"batch_id": "batch"}
AN_ACCOUNT = {"holder": "Maria", "iban": "FI21 1234 5600 0007 85", "bic": ""}
PROGRAMME, DRAFT = {"programme_id": "programme"}, {"programme_id": "draft"}
A_QUESTION = {"visit": "visit", "question": "staff_in_sight"}

ROUTES = {
    "static": get(PUBLIC, kind="text/css", filename="app.css"),
    "account.styles": get(PUBLIC, kind="text/css", name="tokens", version=DIGEST),
    "account.health": get(PUBLIC, kind="application/json"),
    "phone.worker": get(PUBLIC, kind="text/javascript"),
    "phone.files": get(PUBLIC, kind="application/json", version=DIGEST),
    "phone.manifest": get(PUBLIC, kind="application/manifest+json"),
    "phone.offline": get(PUBLIC),
    "account.front": get(PUBLIC, 302),
    "account.sign_in": get(PUBLIC),
    "account.try_to_sign_in": post(PUBLIC, status=422, email="nobody@ours.example", password="wrong"),
    "account.sign_out": post(EVERYBODY),
    "my_mails.choices": get(EVERYBODY),
    "my_mails.choose": post(EVERYBODY, reminder="digest", published="off"),
    "mails.ask": get(PUBLIC, token="mail_token"),
    "mails.switch_off": post(PUBLIC, {"token": "mail_token"}, 200),
    "owner.mails": get(OWNER),
    "owner.send_mail_again": post(OWNER, {"job_id": "unsent"}),
    "shopper.visits": get(SHOPPER),
    "shopper.brief": get(SHOPPER, visit_id="unread"),
    "shopper.confirm_brief": post(SHOPPER, {"visit_id": "unread"}),
    "shopper.checklist": get(SHOPPER, **VISIT),
    "shopper.save_checklist": post(SHOPPER, VISIT, **{"q.greeted": "yes", "c.greeted": "At once"}),
    "shopper.phone": get(SHOPPER, **VISIT, edition=AUDIT),
    "shopper.check": get(SHOPPER, **VISIT),
    "shopper.send": post(SHOPPER, {"visit_id": "ready"}),
    "shopper.receipt": get(SHOPPER, visit_id="sent"),
    "shopper.photo": get(SHOPPER, kind="image/jpeg", **PHOTO),
    "shopper.money": get(SHOPPER),
    "shopper.standing": get(SHOPPER),
    "shopper.set_account": post(SHOPPER, **AN_ACCOUNT),
    "api.manifest": get(SHOPPER, kind="application/json"),
    "api.draft": put(VISIT, 200, edition=AUDIT, base=0, changes={"q.greeted": {"value": "yes", "at": ""}}),
    "api.photo": put({"photo_id": "new_id"}, query=A_QUESTION, bytes=lambda firm: jpeg()),
    "api.submission": put({"submission_id": "new_id"}, bytes=lambda firm: frozen(firm.ready, {})),
    "api.receipt": get(SHOPPER, kind="application/json", submission_id="held"),
    "customer.ask": get(PUBLIC, token="survey_token"),
    "customer.answer": post(PUBLIC, {"token": "survey_token"}, sheet=lambda firm: str(uuid4()), **ANSWERS),
    "customer.thanks": get(PUBLIC, token="survey_token"),
    "team.ask": get(PUBLIC, token="team_token"),
    "team.answer": post(PUBLIC, {"token": "team_token"}, sheet=lambda firm: str(uuid4()), **ANSWERS),
    "team.thanks": get(PUBLIC, token="team_token"),
    "join.ask": get(PUBLIC, token="join_token"),
    "join.answer": post(PUBLIC, {"token": "join_token"}, application=lambda firm: str(uuid4()), **APPLICANT),
    "join.thanks": get(PUBLIC, token="join_token"),
    "invited.ask": get(PUBLIC, token="invited_token"),
    "invited.choose": post(PUBLIC, {"token": "invited_token"}, status=422, password="short", again="short"),
    "profile.mine": get(SHOPPER),
    "profile.change": post(SHOPPER, languages="el", area="Patras"),
    "editor.queue": get(EDITORS),
    "editor.visit": get(EDITORS, visit_id="reading"),
    "editor.photo": get(EDITORS, kind="image/jpeg", visit_id="reading", photo_id="read_photo"),
    "editor.take": post(EDITORS, {"visit_id": "to_read"}),
    "editor.edit": post(
        EDITORS, {**BEING_READ, "question": "greeted"}, why="As written", **{"q.greeted": "no"}
    ),
    "editor.send_back": post(EDITORS, BEING_READ, **{"n.greeted": "Why not?"}),
    "editor.approve": post(EDITORS, BEING_READ, expenses="12.90"),
    "editor.exclude": post(EDITORS, BEING_READ, why="A trial"),
    "editor.reject": post(EDITORS, BEING_READ, reason="wrong_place", why="Another shop"),
    "editor.void": post(EDITORS, BEING_READ, reason="place_closed", why="Closed"),
    "editor.audits": get(EDITORS | READERS),
    "editor.audit": get(EDITORS | READERS, visit_id="looked"),
    "editor.publish": post(OWNER, {"visit_id": "looked"}),
    "editor.object_to": post(READERS, {"visit_id": "shown"}, **{"e.greeted": "The camera"}),
    "editor.decide": post(EDITORS, {"visit_id": "disputed"}, why="As it was"),
    "shopper.appeal": post(SHOPPER, {"visit_id": "rejected"}, why="The photo shows it"),
    "editor.seconds": get(EDITORS),
    "editor.second": get(EDITORS, visit_id="looked"),
    "editor.say_second": post(EDITORS, {"visit_id": "looked"}, **{"q.greeted": "no"}),
    "owner.panel": get(OWNER),
    "owner.recruiting": get(OWNER),
    "owner.recruiting_qr": get(OWNER, kind="image/svg+xml"),
    "owner.open_recruiting": post(OWNER),
    "owner.close_recruiting": post(OWNER),
    "owner.say_on_page": post(OWNER, **{"says.en": "Two visits a month"}),
    "owner.applications": get(OWNER),
    "owner.application": get(OWNER, **APPLICATION),
    "owner.accept_application": post(OWNER, APPLICATION),
    "owner.decline_application": post(OWNER, APPLICATION, reason="Enough shoppers"),
    "owner.erase_application": post(OWNER, APPLICATION),
    "owner.invite_shopper": get(OWNER),
    "owner.make_invitation": post(OWNER, name="Nikos", email="nikos@new.example", language="el"),
    "owner.show_link": get(OWNER, 302),
    "owner.renew_link": post(OWNER, MEMBER),
    "owner.see_conflicts": post(OWNER, MEMBER),
    "owner.overview": get(OWNER),
    "owner.locations": get(OWNER),
    "owner.new_location": get(OWNER),
    "owner.add_location": post(OWNER, **A_PLACE),
    "owner.edit_location": get(OWNER, location_id="location_id"),
    "owner.change_location": post(OWNER, {"location_id": "location_id"}, **A_PLACE),
    "owner.people": get(OWNER),
    "owner.new_person": get(OWNER),
    "owner.add_person": post(OWNER, **SOMEBODY),
    "owner.renew_password": post(OWNER, {"person_id": "colleague_id"}),
    "owner.show_password": get(OWNER, 302),
    "owner.disable_person": post(OWNER, {"person_id": "colleague_id"}),
    "owner.visits": get(OWNER),
    "owner.new_visit": get(OWNER),
    "owner.assign_visit": post(
        OWNER,
        id=lambda firm: str(uuid4()),
        questionnaire=AUDIT,
        location_id=place_id,
        shopper_id=shopper_id,
        opens_on="2026-03-10",
        due_on="2026-03-20",
    ),
    "owner.withdraw_visit": post(OWNER, {"assignment_id": "unread"}),
    "owner.choose_shopper": get(OWNER, assignment_id="unread"),
    "owner.reassign_visit": post(OWNER, {"assignment_id": "unread"}, shopper_id=colleague_id),
    "owner.held": get(OWNER),
    "owner.held_visit": get(OWNER, **HELD),
    "owner.held_photo": get(OWNER, kind="image/jpeg", photo_id="held_photo", **HELD),
    "owner.count_held": post(OWNER, HELD),
    "owner.leave_out_held": post(OWNER, HELD),
    "owner.rescue": get(OWNER),
    "owner.bring_in": post(OWNER, status=422),
    "owner.surveys": get(OWNER),
    "owner.new_survey": get(OWNER),
    "owner.start_survey": post(
        OWNER, id=lambda firm: str(uuid4()), questionnaire=SURVEY, location_id=place_id, channel="link"
    ),
    "owner.survey": get(OWNER, survey_id="survey"),
    "owner.survey_qr": get(OWNER, kind="image/svg+xml", survey_id="survey"),
    "owner.survey_card": get(OWNER, survey_id="survey"),
    "owner.close_survey": post(OWNER, {"survey_id": "survey"}),
    "owner.waves": get(OWNER),
    "owner.new_round": get(OWNER),
    "owner.start_round": post(
        OWNER, seed=lambda firm: uuid4().hex, questionnaire=TEAM, location_id=place_id, links="7"
    ),
    "owner.wave": get(OWNER, wave_id="wave"),
    "owner.slips": get(OWNER, 302, wave_id="wave"),
    "owner.close_round": post(OWNER, {"wave_id": "wave"}),
    "owner.pay": get(OWNER),
    "owner.make_batch": post(
        OWNER, id=lambda firm: str(uuid4()), pay_on="2026-03-12", payment=lambda firm: str(firm.owed)
    ),
    "owner.pay_batch": get(OWNER, **BATCH),
    "owner.reopen_batch": post(OWNER, BATCH, reason="The bank refused it"),
    "owner.pay_table": get(OWNER, kind="text/csv", **BATCH),
    "owner.pay_transfers": get(OWNER, kind="application/xml", **BATCH),
    "owner.own_account": get(OWNER),
    "owner.set_own_account": post(OWNER, **AN_ACCOUNT),
    "owner.results": get(READERS),
    "owner.issue_report": post(READERS),
    "owner.reports": get(READERS),
    "owner.report_pdf": get(READERS, kind="application/pdf", report_id="report"),
    "owner.report_data": get(READERS, kind="application/json", report_id="report"),
}
# programmes, their words and tests
ROUTES |= {
    "owner.programmes": get(OWNER),
    "owner.new_programme": get(OWNER),
    "owner.create_programme": post(OWNER, id=lambda firm: str(uuid4()), places=place_id, **A_PROGRAMME),
    "owner.programme": get(OWNER, **PROGRAMME),
    "owner.edit_programme": get(OWNER, **DRAFT),
    "owner.change_programme": post(OWNER, DRAFT, places=place_id, **A_PROGRAMME),
    "owner.publish_programme": post(OWNER, DRAFT),
    "owner.end_programme": post(OWNER, PROGRAMME),
    "owner.brief": get(OWNER, **DRAFT, language="el"),
    "owner.write_brief": post(OWNER, {**DRAFT, "language": "el"}, **SOME_WORDS),
    "owner.preview_brief": post(OWNER, {**DRAFT, "language": "el"}, 200, **SOME_WORDS),
    "owner.add_brief_picture": post(OWNER, {**DRAFT, "language": "el"}),
    "owner.brief_picture": get(OWNER, kind="image/jpeg", **PROGRAMME, picture_id="picture"),
    "owner.new_question": get(OWNER, **DRAFT),
    "owner.add_question": post(OWNER, DRAFT, id=lambda firm: str(uuid4()), **A_QUIZ_QUESTION),
    "owner.edit_question": get(OWNER, **DRAFT, question_id="question"),
    "owner.change_question": post(OWNER, {**DRAFT, "question_id": "question"}, **A_QUIZ_QUESTION),
    "owner.drop_question": post(OWNER, {**DRAFT, "question_id": "question"}),
    "owner.pardon": post(OWNER, {**PROGRAMME, "person_id": "colleague_id"}),
    "owner.grant": post(OWNER, {**PROGRAMME, "person_id": "colleague_id"}),
    "shopper.quiz": get(SHOPPER, **PROGRAMME),
    "shopper.take_quiz": post(SHOPPER, PROGRAMME, **{"try": lambda firm: str(uuid4()), "a.0": "1"}),
    "shopper.brief_picture": get(SHOPPER, kind="image/jpeg", **PROGRAMME, picture_id="picture"),
}
# visits on offer
AN_OPENING = {"starts_on": "2026-03-20", "due_on": "2026-03-27", "shopper_id": ""}
THE_MONTH = {"programme": lambda firm: str(firm.open_programme), "month": "2026-03"}
NEW_OPENING = {"programme_id": "open_programme"}
ON_BOARD, ON_OFFER, DRAFTED = ({"opening_id": name} for name in ("on_board", "on_offer", "drafted"))
ROUTES |= {
    "shopper.board": get(SHOPPER),
    "shopper.opening": get(SHOPPER, **ON_BOARD),
    "shopper.accept_opening": post(SHOPPER, ON_OFFER, brief="1", checklist="1"),
    "shopper.decline_opening": post(SHOPPER, ON_OFFER, reason="I am away"),
    "shopper.give_back_visit": post(SHOPPER, {"visit_id": "promised"}, reason="I am ill"),
    "owner.openings": get(OWNER),
    "owner.propose_month": post(OWNER, **THE_MONTH),
    "owner.publish_month": post(OWNER, **THE_MONTH),
    "owner.new_opening": get(OWNER, **NEW_OPENING),
    "owner.add_opening": post(
        OWNER, NEW_OPENING, id=lambda firm: str(uuid4()), location_id=place_id, **AN_OPENING
    ),
    "owner.opening": get(OWNER, **ON_BOARD),
    "owner.change_opening": post(OWNER, DRAFTED, **AN_OPENING),
    "owner.remove_opening": post(OWNER, DRAFTED),
    "owner.offer_opening": post(OWNER, ON_BOARD, shopper_id=colleague_id),
    "owner.take_off_opening": post(OWNER, ON_BOARD),
}
FOR_ALL_SHOPPERS = {"shopper.quiz", "shopper.take_quiz", "shopper.brief_picture", "shopper.opening"}
"""A published programme's test and what stands on its board are for every shopper of its organisation."""
WORDS = {("static", "filename"), ("account.styles", "name"), ("account.styles", "version")}
WORDS |= {("shopper.phone", "edition"), ("editor.edit", "question")}
WORDS |= {(f"owner.{name}", "language") for name in ("brief", "write_brief", "preview_brief")}
WORDS |= {("owner.add_brief_picture", "language")}
"""Arguments of addresses that are words of ours, no ids."""
MADE_ON_PHONES = {("api.photo", "photo_id"), ("api.submission", "submission_id")}
"""Ids that a phone gives to something new; whose visit it belongs to stands behind the address or inside."""
ARGUMENTS = [(endpoint, name) for endpoint in sorted(ROUTES) for name in ROUTES[endpoint].arguments]
IDS = [pair for pair in ARGUMENTS if pair not in WORDS | MADE_ON_PHONES]
WITH_IDS = {endpoint for endpoint, _name in set(ARGUMENTS) - WORDS}
PEOPLE = ("stranger", "shopper", "colleague", "hr", "owner", "their_shopper", "their_hr", "their_owner")
FORMS = sorted(endpoint for endpoint, route in ROUTES.items() if route.method == "POST")
PUTS = sorted(endpoint for endpoint, route in ROUTES.items() if route.method == "PUT")
PAGES = sorted(endpoint for endpoint, route in ROUTES.items() if route.method == "GET")
WITHOUT_COOKIES = {"customer.answer", "join.answer", "mails.switch_off", "team.answer"}
"""Here nobody is known by a cookie, so no other site can send anything in somebody's name."""


# --- the table is complete


def test_every_route_is_declared_and_listed(app):
    listed = {(endpoint, route.method) for endpoint, route in ROUTES.items()}
    served = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert served == listed
    with app.app_context():
        assert {endpoint: roles_of(endpoint) for endpoint in ROUTES} == {
            endpoint: route.roles for endpoint, route in ROUTES.items()
        }


def test_a_route_without_a_declaration_is_nobodys(build, browser_of, ours):
    app = build()
    app.add_url_rule("/forgotten", "forgotten", lambda: "secrets")
    for person in (None, *ours.people):
        assert browser_of(person, app).get("/forgotten").status_code == 404


def test_every_argument_of_an_address_is_attacked_below(app):
    named = {(rule.endpoint, name) for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert named - WORDS - MADE_ON_PHONES == set(IDS)


# --- route × person


@pytest.mark.parametrize("endpoint", ROUTES)
def test_who_may_come_in(endpoint, app, browser_of, ours, theirs, data_folder):
    route = ROUTES[endpoint]
    before = content_of(data_folder)
    last = sorted(PEOPLE, key=lambda who: expected(endpoint, who) == route.status)
    for who in last:
        answer = knock(app, browser_of, endpoint, who, ours, theirs)
        assert (who, answer.status_code) == (who, expected(endpoint, who)), answer.text
        if answer.status_code == 302 and who == "stranger" and route.roles:
            assert answer.location == "/sign-in"
        if answer.status_code in (403, 404):
            assert set(leaks(answer, ours)) <= own_id(person_called(who, ours, theirs))
        if answer.status_code != route.status:
            assert content_of(data_folder) == before
        elif who.startswith("their_") and endpoint not in WITH_IDS:
            assert leaks(answer, ours) == []


def own_id(person) -> set[str]:
    """A shopper's pages bear the shopper's own id, refusals too: by it the phone keeps people apart."""
    return {str(person.id)} if person and person.role is Role.SHOPPER else set()


def expected(endpoint: str, who: str) -> int:
    """What must happen: the sign-in page, a refusal of the role, nothing there, or what was asked for."""
    route = ROUTES[endpoint]
    if endpoint == "account.sign_in" and who != "stranger":
        return 302
    if not route.roles:
        return route.status
    if who == "stranger":
        return 401 if is_api(endpoint) else 302
    if Role("shopper" if who == "colleague" else who.removeprefix("their_")) not in route.roles:
        return 403
    is_foreign = who.startswith("their_") or (who == "colleague" and route.roles == SHOPPER)
    is_foreign &= who.startswith("their_") or endpoint not in FOR_ALL_SHOPPERS
    return 404 if is_foreign and endpoint in WITH_IDS else route.status


def knock(app, browser_of, endpoint, who, ours, theirs):
    """Ask for what is ours, whoever asks."""
    route, person = ROUTES[endpoint], person_called(who, ours, theirs)
    client = browser_of(person)
    path = route.address(app, endpoint, WithIds(ours, PEOPLE.index(who)))
    if route.method != "POST":
        return ask(client, endpoint, path, person, ours)
    form = route.body(theirs if who.startswith("their_") else ours)
    if "email" in form:
        form["email"] = f"{who}.{form['email']}"
    return send(client, path, form)


def is_api(endpoint: str) -> bool:
    return endpoint.startswith("api.")


def ask(client, endpoint: str, path: str, person, firm: Firm):
    """Ask for what is no form: a page or a file, or what a phone's scripts ask for and hand over."""
    route, phone = ROUTES[endpoint], Phone(client, person)
    if route.method == "GET":
        return phone.get(path) if is_api(endpoint) else client.get(path, buffered=True)
    body = route.body(firm)
    return phone.put(path, body.get("bytes", body))


def person_called(who, ours, theirs):
    if who == "stranger":
        return None
    return getattr(theirs if who.startswith("their_") else ours, who.removeprefix("their_"))


class WithIds:
    """A firm whose people and places can be named by their ids alone."""

    def __init__(self, firm: Firm, number: int = 0) -> None:
        self._firm = firm
        self.location_id = firm.location.id
        self.new_id = uuid4()
        # An audit is objected to once: each of the two who may has one.
        self.shown = firm.shown_too if number == PEOPLE.index("hr") else firm.shown
        self.colleague_id = firm.colleague.id
        self.team_token = firm.team_tokens[1 + number]
        self.mail_token = token_of(SIGNING, SwitchOff(firm.id, firm.shopper.id, "paid"))

    def __getattr__(self, name: str) -> object:
        return getattr(self._firm, name)


def leaks(answer, firm: Firm) -> list[str]:
    """Ids, tokens and addresses of a firm that stand in an answer, but for those that were asked for."""
    asked = answer.request.path + answer.request.query_string.decode()
    text = answer.get_data().decode(errors="replace") + (answer.location or "")
    return [secret for secret in firm.secrets if secret in text and secret not in asked]


def content_of(folder) -> dict[str, list]:
    """Every row of every table, and the name of every photo."""
    store = Store(open_engine(settings_in(folder).database))
    with store.engine.connect() as connection:
        rows = {
            table.name: sorted(map(repr, connection.execute(table.select()).all()))
            for table in metadata.sorted_tables
        }
    store.close()
    rows["photos"] = sorted(str(path) for path in (folder / "photos").rglob("*"))
    return rows


# --- ids that are not ours, not there, or no ids at all

NO_IDS = (
    "1",
    "0",
    "-1",
    "None",
    "null",
    "undefined",
    "%00",
    "a%00b",
    "..",
    "..%2F..%2Fetc%2Fpasswd",
    "%2e%2e",
    "' OR 1=1 --",
    "1;DROP TABLE person",
    "{}",
    "[]",
    "{{7*7}}",
    "<script>",
    "%ff%fe",
    "İ",
    "0" * 32 + "0",
    "g" * 32,
    "0" * 3000,
    "00000000-0000-0000-0000-00000000000",
    "00000000-0000-0000-0000-000000000000",
)


def rightful(endpoint: str, firm: Firm):
    """Who may open this kind of page."""
    roles = ROUTES[endpoint].roles
    return next((person for person in firm.people if person.role in roles), None)


@pytest.mark.parametrize(("endpoint", "name"), IDS)
def test_an_id_that_is_not_ours_is_not_there(endpoint, name, app, browser_of, ours, theirs, data_folder):
    route, person = ROUTES[endpoint], rightful(endpoint, ours)
    client, before = browser_of(person), content_of(data_folder)
    form = {**route.body(ours), "csrf_token": form_token(client)}
    foreign = [getattr(WithIds(theirs), route.arguments[name])] if route.roles else []
    for wrong in (*foreign, uuid4(), *NO_IDS):
        path = route.address(app, endpoint, WithIds(ours), **{name: "WRONG"}).replace("WRONG", str(wrong))
        is_form = route.method == "POST"
        answer = client.post(path, data=form) if is_form else ask(client, endpoint, path, person, ours)
        assert (wrong, answer.status_code) == (wrong, 404)
        assert leaks(answer, theirs) == []
    assert content_of(data_folder) == before


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("owner.assign_visit", "location_id"),
        ("owner.assign_visit", "shopper_id"),
        ("owner.reassign_visit", "shopper_id"),
        ("owner.start_survey", "location_id"),
        ("owner.start_round", "location_id"),
        ("owner.create_programme", "places"),
        ("owner.change_programme", "places"),
        ("owner.issue_report", "location"),
        ("owner.results", "location"),
    ],
)
def test_a_form_cannot_name_what_is_not_ours(endpoint, name, app, browser_of, ours, theirs, data_folder):
    route, client = ROUTES[endpoint], browser_of(ours.owner)
    before = content_of(data_folder)
    foreign = theirs.shopper.id if name == "shopper_id" else theirs.location.id
    for wrong in (foreign, uuid4(), "1", "None", "\x00", "' OR 1=1 --", "İ"):
        form = {**route.body(ours), name: str(wrong)}
        path = route.address(app, endpoint, WithIds(ours))
        answer = client.get(path, query_string=form) if route.method == "GET" else send(client, path, form)
        assert (wrong, answer.status_code) == (wrong, 404)
        assert leaks(answer, theirs) == []
    assert content_of(data_folder) == before


def test_an_hr_partner_is_no_shopper_to_send(browser_of, ours):
    route = ROUTES["owner.assign_visit"]
    form = route.body(ours, shopper_id=str(ours.hr.id))
    assert send(browser_of(ours.owner), "/owner/visits/new", form).status_code == 404


@pytest.mark.parametrize(
    ("endpoint", "path", "taken"),
    [
        ("owner.assign_visit", "/owner/visits/new", "visit"),
        ("owner.start_survey", "/owner/surveys/new", "survey"),
    ],
)
def test_the_id_of_a_foreign_thing_makes_one_of_our_own(
    endpoint, path, taken, browser_of, ours, theirs, data_folder
):
    """A new thing's id comes from the browser: one that is taken elsewhere tells and harms nothing."""
    before = content_of(data_folder)
    form = ROUTES[endpoint].body(ours, id=str(getattr(theirs, taken)))
    assert send(browser_of(ours.owner), path, form).status_code == 303
    after = content_of(data_folder)
    assert {row for row in after[_table(taken)] if str(theirs.id) in row} == {
        row for row in before[_table(taken)] if str(theirs.id) in row
    }


def _table(taken: str) -> str:
    return {"visit": "assignment", "survey": "survey"}[taken]


def test_questionnaires_of_another_kind_are_not_offered(browser_of, ours):
    for endpoint, wrong in (
        ("owner.assign_visit", SURVEY),
        ("owner.start_survey", TEAM),
        ("owner.start_round", AUDIT),
        ("owner.start_round", "../../etc/passwd"),
    ):
        path = {"owner.assign_visit": "visits", "owner.start_survey": "surveys"}.get(endpoint, "team")
        form = ROUTES[endpoint].body(ours, questionnaire=wrong)
        answer = send(browser_of(ours.owner), f"/owner/{path}/new", form)
        assert (endpoint, answer.status_code) == (endpoint, 422)


def test_a_foreign_photo_cannot_be_taken_away(browser_of, ours, theirs, data_folder):
    before = content_of(data_folder)["photo"]
    form = {"x.staff_in_sight": [str(theirs.photo)], "q.greeted": "no"}
    assert send(browser_of(ours.shopper), f"/visits/{ours.visit}/checklist", form).status_code == 303
    assert content_of(data_folder)["photo"] == before


@pytest.mark.parametrize("key", ["organisation_id", "org", "person_id", "shopper_id", "role", "location_id"])
def test_nobody_becomes_somebody_else_by_a_parameter(key, app, browser_of, ours, theirs):
    """Mass assignment and parameter pollution: what a form or address does not ask for is not heard."""
    given = {
        "organisation_id": theirs.id,
        "org": theirs.id,
        "role": "owner",
        "location_id": theirs.location.id,
    }
    value = str(given.get(key, theirs.owner.id))
    client = browser_of(ours.owner)
    plain, polluted = client.get("/owner/people"), client.get(f"/owner/people?{key}={value}")
    assert text_without(polluted, value) == text_without(plain, value)
    assert send(client, "/owner/locations/new", {**A_PLACE, key: value, "id": value}).status_code == 303
    page = browser_of(theirs.owner).get("/owner/locations").text
    assert "Aiolou" not in page
    assert browser_of(ours.shopper).get(f"/owner/?{key}={value}").status_code == 403


def text_without(answer, value: str) -> str:
    """The page but for what differs each time or merely repeats the address."""
    return re.sub(
        rf'name="csrf_token" value="[^"]+"|{re.escape(value)}|href="[^"]*lang=[^"]*"', "", answer.text
    )


# --- forgery, and looking that changes nothing


@pytest.mark.parametrize("endpoint", sorted(set(FORMS) - WITHOUT_COOKIES))
def test_nothing_happens_without_a_token_of_our_own_form(
    endpoint, app, browser_of, ours, theirs, data_folder
):
    route, person = ROUTES[endpoint], rightful(endpoint, ours)
    client, before = browser_of(person), content_of(data_folder)
    path = route.address(app, endpoint, WithIds(ours))
    foreign = form_token(browser_of(theirs.owner if person else None))
    form_token(client)
    for token in (None, "", "x", foreign, foreign[::-1]):
        form = route.body(ours) | ({} if token is None else {"csrf_token": token})
        answer = client.post(path, data=form)
        assert (token, answer.status_code) == (token, 400)
        assert "Please send this again" in answer.text
    assert client.post(path, json=route.body(ours)).status_code == 400
    assert content_of(data_folder) == before


NOT_FROM_OUR_SCRIPTS = (
    {"X-Client": None},
    {"X-User": None},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example"},
)


@pytest.mark.parametrize("endpoint", PUTS)
def test_nothing_happens_without_what_our_scripts_alone_can_say(
    endpoint, app, browser_of, ours, theirs, data_folder
):
    """Here no form's token is asked for: these headers stand in its place, and so does whose phone it is."""
    route, before = ROUTES[endpoint], content_of(data_folder)
    phone, body = Phone(browser_of(ours.shopper), ours.shopper), route.body(ours)
    path, bytes_or_fields = route.address(app, endpoint, WithIds(ours)), body.get("bytes", body)
    somebody_else = [{"X-User": str(person.id)} for person in (ours.colleague, ours.owner, theirs.shopper)]
    for changed in (*NOT_FROM_OUR_SCRIPTS, *somebody_else):
        assert phone.put(path, bytes_or_fields, changed).status_code in (400, 403)
    for method in ("POST", "PATCH", "DELETE"):
        assert phone.client.open(path, method=method, headers=headers_of(ours.shopper)).status_code == 405
    assert content_of(data_folder) == before


def test_every_door_asks_for_a_token_or_says_why_not(app):
    without = {door.name for door in app.extensions["csrf"]._exempt_blueprints}
    assert without == {"customer", "team", "join", "mails", "api"}
    assert {endpoint.split(".")[0] for endpoint in WITHOUT_COOKIES | set(PUTS)} == without
    assert app.extensions["csrf"]._exempt_views == set()


def test_pages_without_cookies_set_none(app, client, ours):
    for path in (f"/s/{ours.survey_token}", f"/t/{ours.team_tokens[1]}"):
        form = {**ANSWERS, "sheet": str(uuid4())}
        for answer in (client.get(path), client.post(path, data=form), client.get(f"{path}/thanks")):
            assert answer.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("endpoint", PAGES)
def test_looking_changes_nothing(endpoint, app, browser_of, ours, data_folder):
    before = content_of(data_folder)
    person = rightful(endpoint, ours)
    client, path = browser_of(person), ROUTES[endpoint].address(app, endpoint, WithIds(ours))
    headers = headers_of(person) if is_api(endpoint) else {}
    for method in ("GET", "HEAD", "OPTIONS"):
        assert client.open(path, method=method, headers=headers, buffered=True).status_code in (200, 302)
    assert content_of(data_folder) == before


@pytest.mark.parametrize("endpoint", FORMS)
def test_no_form_can_be_sent_as_an_address(endpoint, app, browser_of, ours, data_folder):
    before = content_of(data_folder)
    route, client = ROUTES[endpoint], browser_of(rightful(endpoint, ours))
    path = route.address(app, endpoint, WithIds(ours))
    for method in ("GET", "PUT", "PATCH", "DELETE", "TRACE"):
        answer = client.open(path, method=method, query_string=route.body(ours))
        assert answer.status_code in ((405,) if method != "GET" else (200, 302, 405))
    # A page that takes a POST does not take one dressed up as a GET.
    headers = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}
    client.get(path, headers=headers, query_string={**route.body(ours), "_method": "POST"})
    assert content_of(data_folder) == before

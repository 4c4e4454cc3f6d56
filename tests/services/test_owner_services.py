"""Places, people, visits and the overview: what an owner arranges, within one organisation."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import (
    AssignmentState,
    Channel,
    Location,
    Organisation,
    Person,
    PlaceKind,
    Role,
)
from audit_app.core.questionnaire import View
from audit_app.core.scoring import Score
from audit_app.services import Rooms, accounts, assigning, locations, overview, people, surveys, waves
from audit_app.services.assigning import AuditIsIn, Wish
from audit_app.services.overview import Step
from audit_app.services.people import OwnAccess
from audit_app.services.refusals import NotHere
from audit_app.storage import organisations, sheets
from audit_app.storage.records import AcceptedSheet, KeptScore
from tests.web import firms
from tests.web.firms import A_DAY, AUDIT, NOW, TEAM, TODAY

LATE = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)
"""Half past midnight on 11 March in Athens."""


@pytest.fixture
def rooms(shipped: Rooms) -> Rooms:
    return shipped


@pytest.fixture
def owner(rooms: Rooms, home: Location) -> Person:
    return let_in(rooms, home, Role.OWNER)


@pytest.fixture
def shopper(rooms: Rooms, home: Location) -> Person:
    return let_in(rooms, home, Role.SHOPPER)


def let_in(rooms: Rooms, place: Location, role: Role, email: str = "") -> Person:
    details = people.Details(email or f"{role}-{uuid4()}@kiosk.example", "Danae", role, "el")
    access = people.add(rooms, place.organisation_id, details)
    assert access
    return access.person


# --- places


def test_a_place_can_be_changed_but_not_moved_to_another_firm(rooms, home, abroad):
    details = locations.Details("Kolonaki", "Athens", "Greece", "Europe/Athens", "en", PlaceKind.PHONE)
    locations.change(rooms, home.organisation_id, home.id, details)
    changed = locations.find(rooms, home.organisation_id, home.id)
    assert changed == replace(home, name="Kolonaki", language="en", kind=PlaceKind.PHONE)
    with pytest.raises(NotHere):
        locations.change(rooms, abroad.organisation_id, home.id, details)
    assert locations.find(rooms, abroad.organisation_id, abroad.id) == abroad


def test_the_latest_day_is_where_the_day_began_first(home):
    yerevan, london = replace(home, zone="Asia/Yerevan"), replace(home, zone="Europe/London")
    assert locations.latest_day([london], LATE) == date(2026, 3, 10)
    assert locations.latest_day([london, yerevan], LATE) == date(2026, 3, 11)
    assert locations.latest_day([], LATE) == date(2026, 3, 10)


def test_zones_are_named_after_places():
    zones = locations.zones()
    assert {"UTC", "Europe/Athens", "Asia/Yerevan", "Europe/Helsinki"} <= set(zones)
    assert not any(zone.startswith("Etc/") for zone in zones)


# --- people


def test_the_first_password_opens_and_a_new_one_replaces_it(rooms, home):
    access = people.add(rooms, home.organisation_id, people.Details("D@kiosk.example", "D", Role.HR, "el"))
    entered = accounts.sign_in(rooms, "d@kiosk.example", access.password, "here", NOW)
    renewed = people.renew_password(rooms, home.organisation_id, access.person.id, NOW)
    assert renewed.password != access.password
    assert accounts.person_of(rooms, entered.token, NOW) is None
    assert accounts.sign_in(rooms, "d@kiosk.example", access.password, "here", NOW) is None
    assert accounts.sign_in(rooms, "d@kiosk.example", renewed.password, "here", NOW)


def test_an_address_serves_one_person_in_all_organisations(rooms, home, abroad):
    details = people.Details("same@kiosk.example", "One", Role.SHOPPER, "el")
    assert people.add(rooms, home.organisation_id, details)
    for place in (home, abroad):
        again = replace(details, email=" SAME@Kiosk.example ")
        assert people.add(rooms, place.organisation_id, again) is None
    assert len(people.every(rooms, home.organisation_id)) == 1
    assert people.every(rooms, abroad.organisation_id) == []


def test_ended_access_ends_running_sign_ins(rooms, home, owner):
    access = people.add(rooms, home.organisation_id, people.Details("d@kiosk.example", "D", Role.HR, "el"))
    entered = accounts.sign_in(rooms, "d@kiosk.example", access.password, "here", NOW)
    people.disable(rooms, owner, access.person.id, NOW)
    assert accounts.person_of(rooms, entered.token, NOW) is None
    assert accounts.sign_in(rooms, "d@kiosk.example", access.password, "here", NOW) is None
    assert people.every(rooms, home.organisation_id) == [owner]


def test_nobody_ends_their_own_access_or_a_stranger_s(rooms, home, abroad, owner):
    stranger = let_in(rooms, abroad, Role.OWNER)
    with pytest.raises(OwnAccess):
        people.disable(rooms, owner, owner.id, NOW)
    for unknown in (stranger.id, uuid4()):
        with pytest.raises(NotHere):
            people.disable(rooms, owner, unknown, NOW)
        with pytest.raises(NotHere):
            people.renew_password(rooms, home.organisation_id, unknown, NOW)
    assert people.every(rooms, abroad.organisation_id) == [stranger]


# --- visits


def wish(place: Location, shopper: Person) -> Wish:
    return Wish(uuid4(), AUDIT, place.id, shopper.id, TODAY, TODAY + 3 * A_DAY)


def test_a_form_sent_twice_gives_one_visit(rooms, home, shopper):
    asked = wish(home, shopper)
    assert assigning.assign(rooms, home.organisation_id, asked, NOW).id == asked.id
    assert assigning.assign(rooms, home.organisation_id, asked, LATE).created_at == NOW
    (visit,) = assigning.visits(rooms, home.organisation_id, NOW)
    assert (visit.shopper, visit.location, visit.questionnaire.key) == (shopper.name, home, AUDIT)


def test_eight_forms_sent_at_once_give_one_visit(rooms, home, shopper):
    asked, together = wish(home, shopper), Barrier(8)

    def send(_: int) -> UUID:
        together.wait()
        return assigning.assign(rooms, home.organisation_id, asked, NOW).id

    with ThreadPoolExecutor(8) as fingers:
        assert set(fingers.map(send, range(8))) == {asked.id}
    assert len(assigning.visits(rooms, home.organisation_id, NOW)) == 1


def test_only_our_shoppers_our_places_and_audits_make_a_visit(rooms, home, abroad, owner, shopper):
    stranger, left = let_in(rooms, abroad, Role.SHOPPER), let_in(rooms, home, Role.SHOPPER)
    people.disable(rooms, owner, left.id, NOW)
    right = wish(home, shopper)
    for wrong in (
        replace(right, location_id=abroad.id),
        replace(right, shopper_id=stranger.id),
        replace(right, shopper_id=owner.id),
        replace(right, shopper_id=left.id),
        replace(right, questionnaire=TEAM),
        replace(right, questionnaire="nothing.v1"),
    ):
        with pytest.raises(NotHere):
            assigning.assign(rooms, home.organisation_id, wrong, NOW)
    assert assigning.visits(rooms, home.organisation_id, NOW) == []


def test_a_visit_is_overdue_when_its_last_day_has_passed_at_the_place(rooms, home, shopper):
    asked = replace(wish(home, shopper), opens_on=TODAY - A_DAY, due_on=TODAY)
    assigning.assign(rooms, home.organisation_id, asked, NOW)
    states = [assigning.visits(rooms, home.organisation_id, at)[0].state for at in (NOW, LATE)]
    assert states == [AssignmentState.OFFERED, AssignmentState.OVERDUE]


def test_a_visit_is_withdrawn_once(rooms, home, abroad, shopper):
    asked = wish(home, shopper)
    assigning.assign(rooms, home.organisation_id, asked, NOW)
    with pytest.raises(NotHere):
        assigning.withdraw(rooms, abroad.organisation_id, asked.id, NOW)
    for _ in range(2):
        assigning.withdraw(rooms, home.organisation_id, asked.id, NOW)
    (visit,) = assigning.visits(rooms, home.organisation_id, NOW)
    assert (visit.state, visit.can_be_withdrawn) == (AssignmentState.WITHDRAWN, False)


def test_an_audit_that_is_in_stays(rooms, home, shopper):
    asked = wish(home, shopper)
    assigning.assign(rooms, home.organisation_id, asked, NOW)
    send_audit(rooms, home, asked.id)
    with pytest.raises(AuditIsIn):
        assigning.withdraw(rooms, home.organisation_id, asked.id, NOW)
    (visit,) = assigning.visits(rooms, home.organisation_id, NOW)
    assert (visit.state, visit.can_be_withdrawn) == (AssignmentState.SUBMITTED, False)


def send_audit(rooms: Rooms, place: Location, visit: UUID) -> None:
    sheet = AcceptedSheet(
        id=uuid4(),
        organisation_id=place.organisation_id,
        location_id=place.id,
        view=View.OBSERVED,
        channel=Channel.VISIT,
        questionnaire=AUDIT,
        day=TODAY,
        language="el",
        answers=AnswerSheet({"greeted": "yes"}),
        scores=KeptScore({"greeting": Score(100, 100)}, Score(100, 100)),
        scoring_edition=1,
        digest="0" * 64,
        received_at=NOW,
        assignment_id=visit,
    )
    with rooms.store.writing(place.organisation_id) as scope:
        sheets.accept(scope, sheet, (("greeted", "yes"),))


# --- the overview


def test_a_firm_without_a_place_is_told_to_add_one_and_nothing_else(rooms, home):
    newcomer = Organisation(uuid4(), "New", "en")
    with rooms.store.writing_all() as everywhere:
        organisations.found(everywhere, newcomer)
    assert overview.today(rooms, newcomer.id, NOW).steps == (Step.ADD_LOCATION,)
    steps = overview.today(rooms, home.organisation_id, NOW).steps
    assert steps == (Step.OPEN_SURVEY, Step.ADD_SHOPPER, Step.START_ROUND)


def test_the_overview_counts_this_month_and_what_is_open(rooms, home, abroad, shopper):
    firm = home.organisation_id
    asked = [wish(home, shopper) for _ in range(3)]
    for one in (*asked[:2], replace(asked[2], opens_on=TODAY - 9 * A_DAY, due_on=TODAY - A_DAY)):
        assigning.assign(rooms, firm, one, NOW)
    send_audit(rooms, home, asked[0].id)
    survey = surveys.start(rooms, firm, surveys.Wish(uuid4(), firms.SURVEY, home.id, Channel.LINK), NOW)
    for days in (0, 3, 30):
        asking = surveys.find_open(rooms, survey.token)
        then = NOW - timedelta(days=days)
        surveys.answer(rooms, asking, uuid4(), AnswerSheet({"greeted": "good"}), "el", then)
    waves.start(rooms, firm, waves.Wish("a" * 32, TEAM, home.id, 5), NOW)
    found = overview.today(rooms, firm, NOW)
    assert found.this_month == {View.STAFF: 0, View.OBSERVED: 1, View.CUSTOMER: 2}
    assert (found.open_visits, found.overdue_visits) == (2, 1)
    assert (found.open_surveys, found.open_rounds, found.full_rounds) == (1, 1, 0)
    assert found.steps == (Step.CHASE_OVERDUE,)
    assert overview.today(rooms, abroad.organisation_id, NOW).this_month[View.CUSTOMER] == 0


def test_a_round_that_everybody_answered_asks_to_be_closed(rooms, home):
    firm, seed = home.organisation_id, "b" * 32
    waves.start(rooms, firm, waves.Wish(seed, TEAM, home.id, 5), NOW)
    for token in waves.tokens_of(seed, 5):
        waves.answer(rooms, waves.find(rooms, token), token, uuid4(), AnswerSheet({"greeted": "good"}), NOW)
    assert Step.CLOSE_ROUND in overview.today(rooms, firm, NOW).steps

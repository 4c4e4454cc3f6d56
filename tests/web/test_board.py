"""The board and the month plan as people meet them, and what they are told when something cannot be."""

from uuid import UUID, uuid4

import pytest

from audit_app.core.visit_states import VisitState
from audit_app.services import Rooms, month_plan, taking
from audit_app.services.visit_log import state_of
from audit_app.storage import assignments, openings
from tests.web.conftest import send
from tests.web.firms import A_DAY, NOW, TODAY

BOTH_READ = {"brief": "1", "checklist": "1"}


@pytest.fixture
def rooms(app) -> Rooms:
    return app.extensions["rooms"]


@pytest.fixture
def shopper(browser_of, ours):
    return browser_of(ours.shopper)


@pytest.fixture
def owner(browser_of, ours):
    return browser_of(ours.owner)


def state(rooms: Rooms, firm, visit: UUID) -> VisitState | None:
    with rooms.store.reading(firm.id) as scope:
        return state_of(scope, visit)


# --- the shopper


def test_the_board_shows_offers_with_the_time_left_and_visits_with_their_pay(shopper, ours):
    page = shopper.get("/visits/board").text
    assert "48 hrs left" in page
    assert "€25.00" in page
    assert f"/visits/board/{ours.on_board}" in page
    assert f"/visits/board/{ours.on_offer}" in page
    assert str(ours.drafted) not in page


def test_another_shopper_sees_the_board_but_not_the_offer(browser_of, ours):
    page = browser_of(ours.colleague).get("/visits/board").text
    assert f"/visits/board/{ours.on_board}" in page
    assert str(ours.on_offer) not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("city=Athens", True),
        ("city=Nowhere", False),
        ("kind=shop", True),
        ("kind=website", False),
        ("kind=castle", True),
        ("from=2026-03-24&to=2026-03-25", True),
        ("to=2026-03-16", False),
    ],
)
def test_the_board_is_sifted(browser_of, ours, query, shown):
    page = browser_of(ours.colleague).get(f"/visits/board?{query}").text
    assert (f"/visits/board/{ours.on_board}" in page) is shown


@pytest.mark.parametrize("query", ["from=yesterday", "from=2026-03-20&to=2026-03-19"])
def test_days_that_are_none_are_named_and_hide_nothing(browser_of, ours, query):
    answer = browser_of(ours.colleague).get(f"/visits/board?{query}")
    assert answer.status_code == 200
    assert "Please write the days" in answer.text
    assert f"/visits/board/{ours.on_board}" in answer.text


def test_why_a_visit_is_not_possible_is_said_in_words(shopper, ours, rooms):
    """The programme beside it asks for a certificate and has a lock-out of 90 days."""
    month_plan.propose(rooms, ours.id, ours.programme, TODAY, NOW)
    month_plan.publish_all(rooms, ours.owner, ours.programme, TODAY, NOW)
    page = shopper.get("/visits/board").text
    assert "This visit asks for a certificate that you do not have yet." in page
    assert "You have another visit to this place until" in page


def test_a_visit_is_taken_once_both_texts_are_read(shopper, ours, rooms):
    unread = send(shopper, f"/visits/board/{ours.on_board}/accept", {"brief": "1"})
    assert unread.status_code == 422
    assert "tick both" in unread.text
    answer = send(shopper, f"/visits/board/{ours.on_board}/accept", BOTH_READ)
    assert (answer.status_code, answer.location) == (303, f"/visits/{ours.on_board}")
    assert state(rooms, ours, ours.on_board) is VisitState.ASSIGNED
    page = shopper.get(f"/visits/{ours.on_board}")
    assert page.status_code == 200
    assert "I cannot go" in page.text


def test_who_comes_second_is_told_kindly(browser_of, shopper, ours):
    send(shopper, f"/visits/board/{ours.on_board}/accept", BOTH_READ)
    late = browser_of(ours.colleague)
    for answer in (
        send(late, f"/visits/board/{ours.on_board}/accept", BOTH_READ),
        late.get(f"/visits/board/{ours.on_board}"),
    ):
        assert answer.status_code == 409
        assert "Somebody else was a little quicker" in answer.text


def test_what_was_taken_off_the_board_says_so_with_its_state(shopper, owner, ours):
    assert send(owner, f"/owner/openings/{ours.on_board}/take-off").status_code == 303
    answer = send(shopper, f"/visits/board/{ours.on_board}/accept", BOTH_READ)
    assert answer.status_code == 409
    assert "This visit is void." in answer.text
    assert send(owner, f"/owner/openings/{ours.on_board}/take-off").status_code == 409


def test_an_offer_is_declined_once(shopper, ours, rooms):
    address = f"/visits/board/{ours.on_offer}/decline"
    assert send(shopper, address, {"reason": "I am away\x00"}).status_code == 303
    assert state(rooms, ours, ours.on_offer) is VisitState.OPEN
    assert send(shopper, address).status_code == 404


def test_an_offer_that_lapsed_cannot_be_declined(shopper, ours, clock):
    clock.time = NOW + 2 * A_DAY
    answer = send(shopper, f"/visits/board/{ours.on_offer}/decline")
    assert answer.status_code == 409
    assert "This offer has ended" in answer.text


def test_a_visit_given_back_is_gone_from_the_list_and_on_the_board(shopper, ours, rooms):
    assert send(shopper, f"/visits/{ours.promised}/give-back", {"reason": "Ill"}).status_code == 303
    assert str(ours.promised) not in shopper.get("/visits").text
    assert state(rooms, ours, ours.promised) is VisitState.ABANDONED
    again = send(shopper, f"/visits/{ours.promised}/give-back")
    assert again.status_code == 409
    assert "This visit was given back." in again.text
    assert len(taking.board(rooms, ours.shopper, taking.Sieve(), NOW).possible) == 2


def test_a_visit_of_no_programme_cannot_be_given_back(shopper, ours):
    assert "I cannot go" not in shopper.get(f"/visits/{ours.unread}").text
    assert send(shopper, f"/visits/{ours.unread}/give-back").status_code == 404


# --- the owner


def test_a_month_is_proposed_and_published_by_hand(owner, ours, rooms):
    month = {"programme": str(ours.open_programme), "month": "2026-04"}
    page = owner.get("/owner/openings", query_string=month).text
    assert "Propose 2 visits" in page
    answer = send(owner, "/owner/month-plan/propose", month)
    assert answer.location == f"/owner/openings?programme={ours.open_programme}&month=2026-04"
    page = owner.get(answer.location).text
    assert "2 visits are proposed." in page
    assert "Publish 2 drafts" in page
    assert "By weekday" in page
    send(owner, "/owner/month-plan/publish", month)
    planned = month_plan.month_of(rooms, ours.id, ours.open_programme, TODAY.replace(month=4), NOW)
    assert {row.state for row in planned.rows} <= {VisitState.OPEN, VisitState.OFFERED}
    assert len(planned.rows) == 2


def test_a_draft_is_given_other_days_and_a_shopper(owner, ours, rooms):
    wish = {"starts_on": "2026-03-21", "due_on": "2026-03-22", "shopper_id": str(ours.colleague.id)}
    wrong = send(owner, f"/owner/openings/{ours.drafted}", {**wish, "due_on": "2026-03-20"})
    assert wrong.status_code == 422
    assert send(owner, f"/owner/openings/{ours.drafted}", wish).status_code == 303
    with rooms.store.reading(ours.id) as scope:
        kept = openings.get(scope, ours.drafted)
    assert kept is not None
    assert (str(kept.due_on), kept.offered_to) == ("2026-03-22", ours.colleague.id)


def test_what_is_published_is_not_edited(owner, ours):
    wish = {"starts_on": "2026-03-21", "due_on": "2026-03-22", "shopper_id": ""}
    for address in (f"/owner/openings/{ours.on_board}", f"/owner/openings/{ours.on_board}/remove"):
        answer = send(owner, address, wish)
        assert answer.status_code == 409
        assert "This visit has been published" in answer.text


def test_a_visit_already_offered_is_not_offered_again(owner, ours):
    wish = {"shopper_id": str(ours.colleague.id)}
    answer = send(owner, f"/owner/openings/{ours.on_offer}/offer", wish)
    assert answer.status_code == 409
    assert "This visit is being offered to a shopper." in answer.text


def test_strangers_are_neither_asked_nor_sent_anywhere(owner, ours, theirs, rooms):
    wish = {"starts_on": "2026-03-21", "due_on": "2026-03-22", "shopper_id": str(theirs.shopper.id)}
    assert send(owner, f"/owner/openings/{ours.drafted}", wish).status_code == 404
    foreign = {**wish, "shopper_id": "", "id": str(uuid4()), "location_id": str(theirs.location.id)}
    answer = send(owner, f"/owner/programmes/{ours.open_programme}/new-visit", foreign)
    assert answer.status_code == 404
    assert send(owner, f"/owner/openings/{ours.on_board}/offer", wish).status_code == 404
    month = {"programme": str(theirs.open_programme), "month": "2026-04"}
    assert send(owner, "/owner/month-plan/propose", month).status_code == 404
    with rooms.store.reading(theirs.id) as scope:
        assert assignments.get(scope, ours.on_board) is None


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-04-01", "x"])
def test_a_month_that_is_none_is_the_running_one(owner, ours, month):
    page = owner.get("/owner/openings", query_string={"programme": str(ours.open_programme), "month": month})
    assert 'value="2026-03"' in page.text


def test_a_month_in_which_a_programme_does_not_run_is_refused(owner, ours):
    month = {"programme": str(ours.open_programme), "month": "2026-02"}
    page = owner.get("/owner/openings", query_string=month)
    assert page.status_code == 409
    assert "first and last day" in page.text
    assert send(owner, "/owner/month-plan/propose", month).status_code == 409

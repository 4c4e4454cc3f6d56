"""A visit on offer: drafted, published, taken by one of two, given back, and what time does to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from audit_app.core.answers import AnswerSheet
from audit_app.core.day_spans import Span
from audit_app.core.eligibility import ReasonKind
from audit_app.core.lifecycle import VisitState, WrongState
from audit_app.core.mails import MailKind
from audit_app.core.programme import Person, PlaceKind
from audit_app.core.visit_states import Actor, EventKind
from audit_app.jobs import run_all
from audit_app.services import Rooms, assigning, openings, programmes, sweeping, taking
from audit_app.services.assigning import AuditIsIn
from audit_app.services.opening_refusals import AlreadyOnOffer, NotEligible, OfferOver, TakenByAnother
from audit_app.services.openings import Wish
from audit_app.services.programme_refusals import HasEnded, NotPublished
from audit_app.services.refusals import NotHere, Refusal
from audit_app.services.sweeping import Swept
from audit_app.services.taking import Board, Sieve
from audit_app.services.visit_log import record, state_of
from audit_app.storage import assignments, drafts, jobs, mails, submissions, visit_log
from audit_app.storage import openings as kept
from audit_app.storage.records import Draft
from tests.services.recruited import A_WEEK, Recruited, details, recruit
from tests.storage import making
from tests.web.firms import A_DAY, NOW, TODAY

TWO_DAYS, A_MINUTE = timedelta(hours=48), timedelta(minutes=1)


@pytest.fixture
def rooms(shipped: Rooms) -> Rooms:
    return shipped


@pytest.fixture
def ours(rooms: Rooms) -> Recruited:
    return recruit(rooms)


def state(ours: Recruited, visit: UUID) -> VisitState | None:
    with ours.rooms.store.reading(ours.organisation_id) as scope:
        return state_of(scope, visit)


def events(ours: Recruited, visit: UUID) -> list[str]:
    with ours.rooms.store.reading(ours.organisation_id) as scope:
        return [one.event.value for one in visit_log.entries(scope, visit)]


def board(ours: Recruited, shopper: Person, now: datetime = NOW, sieve: Sieve | None = None) -> Board:
    return taking.board(ours.rooms, shopper, sieve or Sieve(), now)


def ids(listed) -> list[UUID]:
    return [one.opening.id for one in listed]


def accept(ours: Recruited, shopper: Person, visit: UUID, now: datetime = NOW):
    return taking.accept(ours.rooms, shopper, visit, now)


# --- drafts


def test_a_draft_is_made_once_changed_and_seen_by_no_shopper(ours):
    made = ours.draft()
    wish = Wish(ours.programme_id, ours.ermou.id, TODAY, TODAY + A_DAY, ours.shopper.id)
    assert openings.draft(ours.rooms, ours.organisation_id, made.id, wish, NOW) == made
    changed = openings.change(ours.rooms, ours.organisation_id, made.id, wish, NOW)
    assert (changed.due_on, changed.offered_to) == (TODAY + A_DAY, ours.shopper.id)
    assert board(ours, ours.shopper) == Board((), (), (), ())
    assert state(ours, made.id) is None


def test_what_is_published_is_neither_changed_nor_removed(ours):
    visit = ours.published()
    wish = Wish(ours.programme_id, ours.ermou.id, TODAY, TODAY)
    with pytest.raises(AlreadyOnOffer):
        openings.change(ours.rooms, ours.organisation_id, visit, wish, NOW)
    with pytest.raises(AlreadyOnOffer):
        openings.remove(ours.rooms, ours.organisation_id, visit)


def test_a_removed_draft_is_gone(ours):
    made = ours.draft()
    openings.remove(ours.rooms, ours.organisation_id, made.id)
    with pytest.raises(NotHere):
        openings.remove(ours.rooms, ours.organisation_id, made.id)


def test_a_visit_is_drafted_only_where_a_running_programme_goes_and_for_a_shopper(ours, rooms):
    elsewhere = recruit(rooms)
    with pytest.raises(NotHere):
        ours.draft(elsewhere.ermou)
    with pytest.raises(NotHere):
        ours.draft(shopper_id=elsewhere.shopper.id)
    with pytest.raises(NotHere):
        ours.draft(shopper_id=ours.owner.id)
    unpublished = programmes.create(rooms, ours.organisation_id, uuid4(), details(), [ours.ermou.id], NOW)
    with pytest.raises(NotPublished):
        openings.draft(
            rooms, ours.organisation_id, uuid4(), Wish(unpublished.id, ours.ermou.id, TODAY, TODAY), NOW
        )


# --- the board


def test_a_shopper_takes_a_visit_from_the_board(ours):
    visit = ours.published()
    assert ids(board(ours, ours.shopper).possible) == [visit]
    taken = accept(ours, ours.shopper, visit)
    assert (taken.id, taken.shopper_id, taken.programme_id) == (visit, ours.shopper.id, ours.programme_id)
    assert (taken.opens_on, taken.due_on) == (TODAY, TODAY + A_WEEK)
    assert taken.brief_read_at == taken.checklist_read_at == NOW
    assert taken.scenario_id is not None
    assert accept(ours, ours.shopper, visit, NOW + A_MINUTE) == taken
    assert events(ours, visit) == ["publish", "accept"]
    assert board(ours, ours.shopper).possible == ()


def test_the_days_of_a_visit_are_those_that_the_rules_leave(rooms):
    """Seven days between anybody's visits: one promised for today leaves the eighth day of the window."""
    ours = recruit(rooms, gap_days=7)
    accept(ours, ours.other, ours.published(due_on=TODAY))
    assert accept(ours, ours.shopper, ours.published()).opens_on == TODAY + A_WEEK


def test_a_visit_made_41_days_ago_is_named_with_the_day_from_which_another_is_possible(ours):
    visit = ours.published(due_on=TODAY)
    accept(ours, ours.shopper, visit)
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        assignments.submit(scope, {visit: NOW})
    later = TODAY + timedelta(days=41)
    again = ours.published(starts_on=later, due_on=later + A_DAY)
    (shown,) = board(ours, ours.shopper, NOW + timedelta(days=41)).not_possible
    (reason,) = shown.eligibility.reasons
    assert (reason.kind, reason.days_ago) == (ReasonKind.VISITED_HERE, 41)
    assert reason.again_from == TODAY + timedelta(days=60)
    with pytest.raises(NotEligible) as refused:
        accept(ours, ours.shopper, again, NOW + timedelta(days=41))
    assert refused.value.reasons == (reason,)
    assert ids(board(ours, ours.other, NOW + timedelta(days=41)).possible) == [again]


def test_the_board_is_sifted_by_city_kind_and_days(ours):
    visit = ours.published()
    day_after = TODAY + A_WEEK + A_DAY
    for sieve, seen in (
        (Sieve(city="Athens"), [visit]),
        (Sieve(city="Patras"), []),
        (Sieve(kind=PlaceKind.SHOP), [visit]),
        (Sieve(kind=PlaceKind.PHONE), []),
        (Sieve(days=Span(TODAY + A_WEEK, day_after)), [visit]),
        (Sieve(days=Span(day_after, day_after)), []),
    ):
        assert ids(board(ours, ours.shopper, sieve=sieve).possible) == seen
        assert board(ours, ours.shopper, sieve=sieve).cities == ("Athens",)


def test_a_visit_whose_days_are_over_stands_on_the_board_no_more(ours):
    visit = ours.published(due_on=TODAY)
    assert board(ours, ours.shopper, NOW + A_DAY) == Board((), (), (), ())
    with pytest.raises(NotHere):
        accept(ours, ours.shopper, visit, NOW + A_DAY)


def test_an_ended_programme_gives_no_visits_away(ours):
    visit = ours.published()
    programmes.end(ours.rooms, ours.organisation_id, ours.programme_id, NOW)
    assert board(ours, ours.shopper).possible == ()
    with pytest.raises(HasEnded):
        accept(ours, ours.shopper, visit)


def test_what_is_taken_off_the_board_cannot_be_taken(ours):
    visit = ours.published()
    openings.take_off(ours.rooms, ours.owner, visit, NOW)
    assert state(ours, visit) is VisitState.VOID
    with pytest.raises(WrongState):
        accept(ours, ours.shopper, visit)
    with pytest.raises(WrongState):
        openings.take_off(ours.rooms, ours.owner, visit, NOW)


@pytest.mark.parametrize("trial", range(3))
def test_of_two_who_take_the_last_visit_at_once_one_gets_it(ours, trial):
    visit, together = ours.published(), Barrier(2)

    def take(shopper: Person) -> object:
        together.wait()
        try:
            return accept(ours, shopper, visit).shopper_id
        except Refusal as refused:
            return type(refused)

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(take, (ours.shopper, ours.other)))
    assert TakenByAnother in got
    (winner,) = set(got) - {TakenByAnother}
    with ours.rooms.store.reading(ours.organisation_id) as scope:
        made = assignments.get(scope, visit)
        assert made is not None
        assert made.shopper_id == winner
    assert events(ours, visit) == ["publish", "accept"]


@pytest.mark.parametrize("trial", range(3))
def test_two_visits_of_one_place_taken_at_once_are_one_too_many_for_a_shopper(ours, trial):
    visits, together = [ours.published(), ours.published()], Barrier(2)

    def take(visit: UUID) -> bool:
        together.wait()
        try:
            accept(ours, ours.shopper, visit)
        except NotEligible:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, visits)) == [False, True]


@pytest.mark.parametrize(("reached", "possible"), [(None, False), (79, False), (80, True)])
def test_a_programme_that_asks_for_a_standing_gets_it(rooms, monkeypatch, reached, possible):
    monkeypatch.setattr("audit_app.services.eligible.standing_of", lambda scope, person, now: reached)
    ours = recruit(rooms, standing_needed=80)
    visit = ours.published()
    shown = board(ours, ours.shopper)
    assert ids(shown.possible if possible else shown.not_possible) == [visit]
    if not possible:
        (reason,) = shown.not_possible[0].eligibility.reasons
        assert (reason.kind, reason.needed, reason.has) == (ReasonKind.STANDING, 80, reached)


# --- offers


def test_an_offer_is_kept_for_one_shopper_who_gets_one_mail(ours):
    visit = ours.published(shopper_id=ours.shopper.id)
    assert state(ours, visit) is VisitState.OFFERED
    (mine,) = board(ours, ours.shopper).offers
    assert (mine.opening.id, mine.until) == (visit, NOW + TWO_DAYS)
    assert board(ours, ours.other) == Board((), (), (), ())
    for act in (
        lambda: accept(ours, ours.other, visit),
        lambda: taking.find(ours.rooms, ours.other, visit, NOW),
        lambda: taking.decline(ours.rooms, ours.other, visit, "", NOW),
    ):
        with pytest.raises(NotHere):
            act()
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        job = jobs.of_key(scope, "mail", f"offer:{visit}:{ours.shopper.id}")
        assert job is not None
        (letter,) = mails.of_job(scope, job.id)
    assert (letter.kind, letter.person_id) == (MailKind.OFFER, ours.shopper.id)
    assert letter.link == f"/visits/board/{visit}"
    assert letter.words == {"programme": "Spring", "place": "Ermou", "until_at": mine.until.isoformat()}


def test_an_invited_shopper_is_measured_neither_by_standing_nor_by_self_assignment(rooms):
    ours = recruit(rooms, self_assign=False, standing_needed=90)
    visit = ours.published(shopper_id=ours.shopper.id)
    (closed,) = board(ours, ours.other, NOW + TWO_DAYS).not_possible
    assert [one.kind for one in closed.eligibility.reasons] == [ReasonKind.INVITATION_ONLY]
    assert accept(ours, ours.shopper, visit).shopper_id == ours.shopper.id


def test_a_declined_offer_is_on_the_board_again(ours):
    visit = ours.published(shopper_id=ours.shopper.id)
    taking.decline(ours.rooms, ours.shopper, visit, "I am away", NOW)
    assert ids(board(ours, ours.other).possible) == [visit]
    with ours.rooms.store.reading(ours.organisation_id) as scope:
        assert visit_log.entries(scope, visit)[-1].reason == "I am away"
    with pytest.raises(NotHere):
        taking.decline(ours.rooms, ours.shopper, visit, "", NOW)


def test_an_offer_lasts_until_the_minute_and_lapses_once(ours):
    visit = ours.published(shopper_id=ours.shopper.id)
    end = NOW + TWO_DAYS
    assert sweeping.sweep(ours.rooms, end - A_MINUTE) == Swept()
    assert board(ours, ours.other, end - A_MINUTE).possible == ()
    assert sweeping.sweep(ours.rooms, end) == Swept(lapsed=1)
    assert sweeping.sweep(ours.rooms, end) == Swept()
    assert events(ours, visit) == ["publish", "invite", "lapse"]
    assert ids(board(ours, ours.other, end).possible) == [visit]


def test_the_runner_looks_when_an_offer_ends_and_not_before(ours):
    visit = ours.published(shopper_id=ours.shopper.id)
    assert run_all(ours.rooms, lambda: NOW + TWO_DAYS - A_MINUTE) == 0
    assert run_all(ours.rooms, lambda: NOW + TWO_DAYS) == 1
    assert events(ours, visit) == ["publish", "invite", "lapse"]
    assert run_all(ours.rooms, lambda: NOW + TWO_DAYS) == 0


def test_a_lapsed_offer_is_free_before_anybody_has_swept(ours):
    visit = ours.published(shopper_id=ours.shopper.id)
    with pytest.raises(OfferOver):
        taking.decline(ours.rooms, ours.shopper, visit, "", NOW + TWO_DAYS)
    accept(ours, ours.other, visit, NOW + TWO_DAYS)
    assert events(ours, visit) == ["publish", "invite", "lapse", "accept"]
    with pytest.raises(TakenByAnother):
        accept(ours, ours.shopper, visit, NOW + TWO_DAYS)


def test_who_answers_too_late_and_may_not_assign_themself_is_told_so(rooms):
    ours = recruit(rooms, self_assign=False)
    visit = ours.published(shopper_id=ours.shopper.id)
    with pytest.raises(OfferOver):
        accept(ours, ours.shopper, visit, NOW + TWO_DAYS)
    assert events(ours, visit) == ["publish", "invite"]


def test_many_who_sweep_at_once_let_an_offer_lapse_once(ours):
    visit = ours.published(shopper_id=ours.shopper.id)
    with ThreadPoolExecutor(4) as pool:
        swept = list(pool.map(lambda _: sweeping.sweep(ours.rooms, NOW + TWO_DAYS), range(4)))
    assert sum(one.lapsed for one in swept) == 1
    assert events(ours, visit) == ["publish", "invite", "lapse"]


def test_only_who_may_take_a_visit_is_offered_it(rooms):
    ours = recruit(rooms, level=0)
    accept(ours, ours.shopper, ours.published(due_on=TODAY))
    again = ours.published()
    with pytest.raises(NotEligible) as refused:
        openings.offer(ours.rooms, ours.owner, again, ours.shopper.id, NOW)
    assert [one.kind for one in refused.value.reasons] == [ReasonKind.PROMISED_HERE]
    meant = ours.published(shopper_id=ours.shopper.id)
    assert state(ours, meant) is VisitState.OPEN
    openings.offer(ours.rooms, ours.owner, again, ours.other.id, NOW)
    with pytest.raises(WrongState):
        openings.offer(ours.rooms, ours.owner, again, ours.other.id, NOW)


# --- giving back


def test_a_visit_given_back_keeps_what_was_filled_in_and_is_on_the_board_anew(ours):
    visit = ours.published()
    accept(ours, ours.shopper, visit)
    answers = AnswerSheet({"greeted": "yes"})
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        drafts.save(scope, Draft(ours.organisation_id, visit, answers, NOW))
    again = taking.abandon(ours.rooms, ours.shopper, visit, "I am ill", NOW)
    assert again is not None
    assert state(ours, visit) is VisitState.ABANDONED
    assert ids(board(ours, ours.other).possible) == [again.id]
    with ours.rooms.store.reading(ours.organisation_id) as scope:
        draft = drafts.get(scope, visit)
        assert draft is not None
        assert draft.answers == answers
        (published,) = visit_log.entries(scope, again.id)
        assert (published.actor, published.note) == (Actor.CLOCK, {"instead_of": str(visit)})
    with pytest.raises(WrongState):
        taking.abandon(ours.rooms, ours.shopper, visit, "", NOW)
    assert len(board(ours, ours.other).possible) == 1


def test_a_visit_given_back_on_its_last_day_too_late_is_not_opened_again(ours):
    visit = ours.published(due_on=TODAY)
    accept(ours, ours.shopper, visit)
    assert taking.abandon(ours.rooms, ours.shopper, visit, "", NOW + A_DAY) is None


def test_nobody_gives_back_anothers_visit_nor_one_that_has_come_in(ours):
    visit = ours.published()
    accept(ours, ours.shopper, visit)
    with pytest.raises(NotHere):
        taking.abandon(ours.rooms, ours.other, visit, "", NOW)
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        assignments.submit(scope, {visit: NOW})
    with pytest.raises(AuditIsIn):
        taking.abandon(ours.rooms, ours.shopper, visit, "", NOW)
    assert state(ours, visit) is VisitState.ASSIGNED


def test_a_visit_not_handed_in_is_given_up_by_the_clock_once(ours):
    """Due on 10 March in Athens and to be handed in within 24 hours: until 11 March, 22:00 UTC."""
    visit = ours.published(due_on=TODAY)
    accept(ours, ours.shopper, visit)
    over = datetime.fromisoformat("2026-03-11T22:00:00+00:00")
    assert sweeping.sweep(ours.rooms, over - A_MINUTE) == Swept()
    assert sweeping.sweep(ours.rooms, over) == Swept(abandoned=1)
    assert sweeping.sweep(ours.rooms, over) == Swept()
    assert state(ours, visit) is VisitState.ABANDONED


def test_what_came_in_in_time_is_not_given_up(ours):
    visit = ours.published(due_on=TODAY)
    accept(ours, ours.shopper, visit)
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        one = making.submission(making.programme(ours.organisation_id))
        submissions.add(
            scope, making.replace(one, id=uuid4(), assignment_id=visit, shopper_id=ours.shopper.id)
        )
    assert sweeping.sweep(ours.rooms, NOW + A_WEEK) == Swept()


def test_a_withdrawn_visit_is_void_once(ours):
    visit = ours.published()
    accept(ours, ours.shopper, visit)
    for _ in range(2):
        assigning.withdraw(ours.rooms, ours.organisation_id, visit, NOW, ours.owner.id)
    assert state(ours, visit) is VisitState.VOID
    assert events(ours, visit) == ["publish", "accept", "void"]


def test_a_visit_that_an_editor_is_to_read_is_not_withdrawn(ours):
    visit = ours.published()
    accept(ours, ours.shopper, visit)
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        for event in (EventKind.START, EventKind.SUBMIT):
            record(scope, visit, event, Actor.SHOPPER, ours.shopper.id, NOW)
    with pytest.raises(AuditIsIn):
        assigning.withdraw(ours.rooms, ours.organisation_id, visit, NOW, ours.owner.id)
    with ours.rooms.store.reading(ours.organisation_id) as scope:
        kept_visit = assignments.get(scope, visit)
    assert kept_visit is not None
    assert kept_visit.withdrawn_at is None
    assert state(ours, visit) is VisitState.SUBMITTED


# --- strangers


def test_another_organisations_visit_is_not_here(ours, rooms):
    theirs = recruit(rooms)
    visit, drafted = ours.published(), ours.draft()
    wish = Wish(theirs.programme_id, theirs.ermou.id, TODAY, TODAY)
    for act in (
        lambda: accept(theirs, theirs.shopper, visit),
        lambda: taking.find(rooms, theirs.shopper, visit, NOW),
        lambda: taking.decline(rooms, theirs.shopper, visit, "", NOW),
        lambda: taking.abandon(rooms, theirs.shopper, visit, "", NOW),
        lambda: openings.take_off(rooms, theirs.owner, visit, NOW),
        lambda: openings.offer(rooms, theirs.owner, visit, theirs.shopper.id, NOW),
        lambda: openings.change(rooms, theirs.organisation_id, drafted.id, wish, NOW),
        lambda: openings.remove(rooms, theirs.organisation_id, drafted.id),
        lambda: openings.publish_one(rooms, theirs.owner, drafted.id, NOW),
    ):
        with pytest.raises(NotHere):
            act()
    with rooms.store.reading(ours.organisation_id) as scope:
        assert kept.get(scope, drafted.id) == drafted
    assert events(ours, visit) == [EventKind.PUBLISH]

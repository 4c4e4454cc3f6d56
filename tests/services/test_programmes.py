"""Programmes: from a draft through publishing to the end, their words and pictures, and their tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from audit_app.core.programme import Assignment, Location, Person, PlaceKind, Role
from audit_app.core.visits_programme import CheckIn, Misfit, ProgrammeDetails, ProgrammeState, Purpose
from audit_app.files import NotAPhoto
from audit_app.services import Rooms, briefing, briefs, locations, people, programmes, quizzes
from audit_app.services.briefing import CertificateFirst
from audit_app.services.briefs import PicturesAmiss, Words
from audit_app.services.programme_refusals import (
    AlreadyPublished,
    HasEnded,
    Lack,
    NotPublished,
    NotReady,
    RulesDisagree,
)
from audit_app.services.quizzes import AlreadyCertified, NotNow, Wording
from audit_app.services.refusals import NotHere, VisitClosed
from audit_app.storage import assignments, editions
from audit_app.storage import briefs as kept_briefs
from audit_app.storage import quizzes as kept_quizzes
from tests.visiting import jpeg
from tests.web.firms import A_DAY, AUDIT, NOW, SURVEY, TODAY

DETAILS = ProgrammeDetails(
    name="Autumn in the shops",
    questionnaire=AUDIT,
    kind=PlaceKind.SHOP,
    opens_on=TODAY,
    closes_on=None,
    purpose=Purpose.IMPROVEMENT,
    per_month=2,
    gap_days=7,
    place_lockout_days=90,
    brand_lockout_days=30,
    submit_within_hours=24,
    self_assign=True,
    standing_needed=70,
    second_look_percent=10,
    fee=2500,
    currency="EUR",
    expenses_cap=1000,
    wants_receipt=True,
    check_in=CheckIn.SOFT,
    recording_allowed=False,
    legal_basis="",
    staff_told_on=date(2026, 2, 1),
    level=1,
    pass_percent=80,
)
BRIEF = Words("Buy *one* thing.", ("A present for a friend", "A lamp for the hall"), "Visitors will come.")
WORDING = Wording({"en": "Where do you write?"}, ({"en": "At the till"}, {"en": "Outside"}), 1)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def rooms(shipped: Rooms) -> Rooms:
    return shipped


def let_in(rooms: Rooms, home: Location, role: Role) -> Person:
    details = people.Details(f"{uuid4()}@kiosk.example", role.title(), role, "en")
    access = people.add(rooms, home.organisation_id, details)
    assert access
    return access.person


@pytest.fixture
def owner(rooms: Rooms, home: Location) -> Person:
    return let_in(rooms, home, Role.OWNER)


@pytest.fixture
def shopper(rooms: Rooms, home: Location) -> Person:
    return let_in(rooms, home, Role.SHOPPER)


@pytest.fixture
def draft(rooms: Rooms, home: Location) -> UUID:
    """A programme without any words."""
    return programmes.create(rooms, home.organisation_id, uuid4(), DETAILS, [home.id], NOW).id


@pytest.fixture
def ready(rooms: Rooms, home: Location, draft: UUID) -> UUID:
    """A programme that could be published."""
    briefs.write(rooms, home.organisation_id, draft, "en", BRIEF, NOW)
    quizzes.add_question(rooms, home.organisation_id, draft, uuid4(), WORDING)
    return draft


@pytest.fixture
def published(rooms: Rooms, home: Location, ready: UUID) -> UUID:
    programmes.publish(rooms, home.organisation_id, ready, NOW)
    return ready


@pytest.fixture
def visit(rooms: Rooms, home: Location, shopper: Person, published: UUID) -> UUID:
    """A visit of the published programme that plays its second scenario."""
    with rooms.store.writing(home.organisation_id) as scope:
        scenario = kept_briefs.scenarios(scope, published)[1]
        ids = uuid4(), home.organisation_id, home.id, shopper.id
        made = Assignment(*ids, AUDIT, TODAY, TODAY + A_DAY, NOW, programme_id=published)
        assignments.add(scope, replace(made, scenario_id=scenario.id))
    return made.id


def state(rooms: Rooms, home: Location, programme_id: UUID) -> ProgrammeState:
    return programmes.find(rooms, home.organisation_id, programme_id).programme.state


# --- laying it down


def test_a_draft_is_kept_as_it_was_laid_down_once(rooms, home):
    name = uuid4()
    for fee in (2500, 9900):
        programmes.create(rooms, home.organisation_id, name, replace(DETAILS, fee=fee), [home.id], NOW)
    (found,) = programmes.every(rooms, home.organisation_id)
    assert {key: getattr(found.programme, key) for key in vars(DETAILS)} == vars(DETAILS)
    assert (found.places, found.programme.state) == ((home,), ProgrammeState.DRAFT)
    assert found.lacks == (Lack.BRIEF, Lack.QUIZ)


@pytest.mark.parametrize(
    ("changed", "misfit"),
    [
        ({"kind": PlaceKind.PHONE, "check_in": CheckIn.OFF}, {Misfit.RECEIPT, Misfit.PLACES}),
        ({"kind": PlaceKind.PHONE, "wants_receipt": False}, {Misfit.CHECK_IN, Misfit.PLACES}),
        ({"kind": PlaceKind.WEBSITE}, {Misfit.CHECK_IN, Misfit.PLACES}),
        ({"recording_allowed": True, "legal_basis": "  "}, {Misfit.RECORDING}),
        ({"closes_on": TODAY - A_DAY}, {Misfit.PERIOD}),
    ],
)
def test_rules_that_do_not_go_together_are_refused(rooms, home, changed, misfit):
    with pytest.raises(RulesDisagree) as refused:
        programmes.create(rooms, home.organisation_id, uuid4(), replace(DETAILS, **changed), [home.id], NOW)
    assert refused.value.misfits == misfit
    assert programmes.every(rooms, home.organisation_id) == []


def test_a_phone_line_is_called_without_receipt_and_check_in(rooms, home):
    details = locations.Details("Hotline", "Athens", "Greece", "Europe/Athens", "el", PlaceKind.PHONE)
    line = locations.add(rooms, home.organisation_id, details)
    called = replace(DETAILS, kind=PlaceKind.PHONE, wants_receipt=False, check_in=CheckIn.OFF)
    recorded = replace(called, recording_allowed=True, legal_basis="Consent of all staff, 1 March 2026")
    made = programmes.create(rooms, home.organisation_id, uuid4(), recorded, [line.id], NOW)
    assert made.recording_allowed


def test_foreign_places_and_other_questionnaires_are_not_there(rooms, home, abroad):
    for details, place in ((DETAILS, abroad), (replace(DETAILS, questionnaire=SURVEY), home)):
        with pytest.raises(NotHere):
            programmes.create(rooms, home.organisation_id, uuid4(), details, [place.id], NOW)


# --- publishing and ending


def test_what_is_missing_is_said_all_at_once(rooms, home):
    draft = programmes.create(rooms, home.organisation_id, uuid4(), DETAILS, [], NOW)
    with pytest.raises(NotReady) as refused:
        programmes.publish(rooms, home.organisation_id, draft.id, NOW)
    assert refused.value.lacks == (Lack.PLACE, Lack.BRIEF, Lack.QUIZ)
    assert "Choose at least one place. Write the brief" in refused.value.message
    assert state(rooms, home, draft.id) is ProgrammeState.DRAFT


def test_a_brief_in_another_language_is_not_enough(rooms, home, ready):
    briefs.write(rooms, home.organisation_id, ready, "el", BRIEF, NOW)
    briefs.write(rooms, home.organisation_id, ready, "en", replace(BRIEF, brief=""), NOW)
    assert programmes.find(rooms, home.organisation_id, ready).lacks == (Lack.BRIEF,)


def test_publishing_freezes_the_checklist(rooms, home, ready):
    with rooms.store.reading(home.organisation_id) as scope:
        assert editions.get(scope, AUDIT) is None
    for now in (NOW, NOW + AN_HOUR):
        programmes.publish(rooms, home.organisation_id, ready, now)
    assert programmes.find(rooms, home.organisation_id, ready).programme.published_at == NOW
    with rooms.store.reading(home.organisation_id) as scope:
        assert editions.get(scope, AUDIT).first_used_at == NOW


@pytest.mark.parametrize(
    "promised", [{"fee": 1}, {"level": 2}, {"wants_receipt": False}, {"expenses_cap": 0}]
)
def test_what_was_promised_stays(rooms, home, published, promised):
    with pytest.raises(AlreadyPublished):
        programmes.change(rooms, home.organisation_id, published, replace(DETAILS, **promised), [home.id])


def test_what_nobody_was_promised_may_still_change(rooms, home, published):
    changed = replace(DETAILS, name="Winter", closes_on=TODAY + A_DAY, place_lockout_days=30)
    programmes.change(rooms, home.organisation_id, published, changed, [home.id])
    found = programmes.find(rooms, home.organisation_id, published).programme
    assert (found.name, found.closes_on, found.place_lockout_days) == ("Winter", TODAY + A_DAY, 30)
    assert (found.published_at, found.staff_notice) == (NOW, {"en": "Visitors will come."})
    with pytest.raises(NotReady):
        programmes.change(rooms, home.organisation_id, published, changed, [])


def test_a_programme_ends_once_and_for_all(rooms, home, published):
    for now in (NOW + AN_HOUR, NOW + A_DAY):
        programmes.end(rooms, home.organisation_id, published, now)
    assert programmes.find(rooms, home.organisation_id, published).programme.ended_at == NOW + AN_HOUR
    with pytest.raises(HasEnded):
        programmes.change(rooms, home.organisation_id, published, DETAILS, [home.id])
    with pytest.raises(HasEnded):
        briefs.write(rooms, home.organisation_id, published, "en", BRIEF, NOW)
    with pytest.raises(HasEnded):
        programmes.publish(rooms, home.organisation_id, published, NOW)


def test_a_draft_takes_no_visits_and_cannot_end(rooms, home, draft):
    with pytest.raises(NotPublished):
        programmes.end(rooms, home.organisation_id, draft, NOW)
    with rooms.store.reading(home.organisation_id) as scope, pytest.raises(NotPublished):
        programmes.running(scope, draft)


ACTS: dict[str, Callable[[Rooms, UUID, UUID], object]] = {
    "find": programmes.find,
    "change": lambda r, o, p: programmes.change(r, o, p, DETAILS, []),
    "publish": lambda r, o, p: programmes.publish(r, o, p, NOW),
    "end": lambda r, o, p: programmes.end(r, o, p, NOW),
    "words": lambda r, o, p: briefs.words(r, o, p, "en"),
    "write": lambda r, o, p: briefs.write(r, o, p, "en", BRIEF, NOW),
    "preview": lambda r, o, p: briefs.preview(r, o, p, "x", str),
    "pictures": briefs.pictures,
    "add_picture": lambda r, o, p: briefs.add_picture(r, o, p, jpeg(), NOW),
    "add_question": lambda r, o, p: quizzes.add_question(r, o, p, uuid4(), WORDING),
    "tried": quizzes.tried,
}


@pytest.mark.parametrize("act", ACTS)
def test_another_organisations_programme_is_not_there(rooms, home, abroad, published, act):
    for programme_id in (published, uuid4()):
        with pytest.raises(NotHere):
            ACTS[act](rooms, abroad.organisation_id, programme_id)


# --- words and pictures


def test_words_come_language_by_language(rooms, home, ready):
    greek = Words("Αγοράστε κάτι.", ("Ένα δώρο",), "")
    briefs.write(rooms, home.organisation_id, ready, "el", greek, NOW)
    assert briefs.words(rooms, home.organisation_id, ready, "en") == BRIEF
    assert briefs.words(rooms, home.organisation_id, ready, "el") == replace(
        greek, scenarios=("Ένα δώρο", "")
    )
    done = {one.language: (one.done, one.wanted) for one in _languages(rooms, home, ready)}
    assert done == {"en": (5, 5), "el": (2, 5), "fi": (0, 5), "hy": (0, 5), "tr": (0, 5)}


def _languages(rooms, home, programme_id):
    return programmes.find(rooms, home.organisation_id, programme_id).languages


def test_a_scenario_without_any_words_is_gone_until_it_was_published(rooms, home, ready):
    fewer = replace(BRIEF, scenarios=("", "A lamp for the hall"))
    briefs.write(rooms, home.organisation_id, ready, "en", fewer, NOW)
    (left,) = programmes.find(rooms, home.organisation_id, ready).scenarios
    assert (left.names, left.position) == ({"en": "A lamp for the hall"}, 0)
    programmes.publish(rooms, home.organisation_id, ready, NOW)
    for lines in ((), ("A lamp", "A chair")):
        with pytest.raises(AlreadyPublished):
            briefs.write(rooms, home.organisation_id, ready, "en", replace(BRIEF, scenarios=lines), NOW)
    better = replace(BRIEF, scenarios=("A lamp for the hallway",))
    briefs.write(rooms, home.organisation_id, ready, "en", better, NOW)
    with pytest.raises(AlreadyPublished):
        briefs.write(rooms, home.organisation_id, ready, "en", replace(better, brief=""), NOW)
    assert briefs.words(rooms, home.organisation_id, ready, "en") == better


def test_pictures_are_cleaned_numbered_and_kept_once(rooms, home, draft):
    added = [
        briefs.add_picture(rooms, home.organisation_id, draft, jpeg(c), NOW) for c in ("red", "blue", "red")
    ]
    assert [one.number for one in added] == [1, 2, 1]
    data = briefs.picture(rooms, home.organisation_id, draft, added[1].id)
    assert data.startswith(b"\xff\xd8")
    with pytest.raises(NotAPhoto):
        briefs.add_picture(rooms, home.organisation_id, draft, b"<svg/>", NOW)
    with pytest.raises(PicturesAmiss):
        briefs.write(rooms, home.organisation_id, draft, "en", replace(BRIEF, brief="![](picture-1)"), NOW)


def test_pictures_are_for_who_may_read_the_brief(rooms, home, abroad, ready, shopper):
    shown = briefs.add_picture(rooms, home.organisation_id, ready, jpeg(), NOW)
    stranger = let_in(rooms, abroad, Role.SHOPPER)
    with pytest.raises(NotHere):
        briefing.picture_for(rooms, shopper, ready, shown.id)
    programmes.publish(rooms, home.organisation_id, ready, NOW)
    assert briefing.picture_for(rooms, shopper, ready, shown.id).startswith(b"\xff\xd8")
    with pytest.raises(NotHere):
        briefing.picture_for(rooms, stranger, ready, shown.id)
    programmes.end(rooms, home.organisation_id, ready, NOW)
    with pytest.raises(NotHere):
        briefing.picture_for(rooms, shopper, ready, shown.id)


def test_a_picture_of_one_programme_is_none_of_another(rooms, home, ready, draft):
    other = programmes.create(rooms, home.organisation_id, uuid4(), DETAILS, [home.id], NOW).id
    shown = briefs.add_picture(rooms, home.organisation_id, other, jpeg(), NOW)
    with pytest.raises(NotHere):
        briefs.picture(rooms, home.organisation_id, draft, shown.id)


# --- what the shopper reads


def test_a_shopper_reads_the_scenario_and_the_brief_of_the_visit(rooms, shopper, visit):
    read = briefing.briefing(rooms, shopper, visit, "en", str, NOW)
    assert (read.scenario, read.brief.language) == ("A lamp for the hall", "en")
    assert read.brief.html == "<p>Buy <em>one</em> thing.</p>\n"


def test_a_missing_language_falls_back_and_says_so(rooms, home, shopper, visit):
    assert briefing.briefing(rooms, shopper, visit, "fi", str, NOW).brief.language == "en"


def test_the_brief_is_for_the_visits_own_shopper(rooms, home, visit):
    with pytest.raises(NotHere):
        briefing.briefing(rooms, let_in(rooms, home, Role.SHOPPER), visit, "en", str, NOW)


def test_both_are_confirmed_once_the_certificate_is_there(rooms, home, owner, shopper, published, visit):
    with pytest.raises(CertificateFirst):
        briefing.confirm(rooms, shopper, visit, NOW)
    quizzes.take(rooms, shopper, published, uuid4(), [1], NOW)
    for now in (NOW, NOW + AN_HOUR):
        briefing.confirm(rooms, shopper, visit, now)
    assert _moments(rooms, home, visit) == (NOW, NOW)
    other = let_in(rooms, home, Role.SHOPPER)
    with rooms.store.writing(home.organisation_id) as scope:
        assignments.hand_over(scope, assignments.get(scope, visit), other.id, NOW)
    assert _moments(rooms, home, visit) == (None, None)


def _moments(rooms, home, visit):
    with rooms.store.reading(home.organisation_id) as scope:
        kept = assignments.get(scope, visit)
    return kept.brief_read_at, kept.checklist_read_at


def test_a_withdrawn_visit_is_not_confirmed(rooms, home, owner, shopper, published, visit):
    quizzes.grant(rooms, owner, published, shopper.id, NOW)
    with rooms.store.writing(home.organisation_id) as scope:
        assignments.withdraw(scope, visit, NOW)
    with pytest.raises(VisitClosed):
        briefing.confirm(rooms, shopper, visit, NOW)


# --- the test


def test_failing_three_times_a_day_apart_and_then_only_the_owner_helps(
    rooms, home, owner, shopper, published
):
    moments = [NOW, NOW + A_DAY, NOW + 2 * A_DAY]
    for now in moments:
        assert not quizzes.take(rooms, shopper, published, uuid4(), [0], now).passed
        with pytest.raises(NotNow):
            quizzes.take(rooms, shopper, published, uuid4(), [1], now + A_DAY - timedelta(seconds=1))
    late = NOW + 30 * A_DAY
    with pytest.raises(NotNow):
        quizzes.take(rooms, shopper, published, uuid4(), [1], late)
    (tried,) = quizzes.tried(rooms, home.organisation_id, published)
    assert (tried.person.id, tried.standing.tries_left, tried.standing.next_try_at) == (shopper.id, 0, None)
    quizzes.pardon(rooms, owner, published, shopper.id, late)
    assert quizzes.take(rooms, shopper, published, uuid4(), [1], late + AN_HOUR).passed
    with rooms.store.reading(home.organisation_id) as scope:
        kept = kept_quizzes.results(scope, published)
    assert [(one.given, one.passed) for one in kept] == [((0,), False)] * 3 + [((1,), True)]


def test_the_same_try_sent_twice_is_one(rooms, shopper, published):
    name = uuid4()
    first = quizzes.take(rooms, shopper, published, name, [0], NOW)
    assert quizzes.take(rooms, shopper, published, name, [1], NOW + A_DAY) == first


def test_the_id_of_somebody_elses_try_gives_no_free_one(rooms, home, shopper, published):
    name = uuid4()
    quizzes.take(rooms, let_in(rooms, home, Role.SHOPPER), published, name, [0], NOW)
    with pytest.raises(NotHere):
        quizzes.take(rooms, shopper, published, name, [1], NOW)
    assert not quizzes.quiz_of(rooms, shopper, published).standing.is_certified


def test_a_level_counts_for_every_programme_with_that_checklist(rooms, home, shopper, published):
    quizzes.take(rooms, shopper, published, uuid4(), [1], NOW)
    with pytest.raises(AlreadyCertified):
        quizzes.take(rooms, shopper, published, uuid4(), [1], NOW)
    held = {}
    for level in (1, 2):
        details = replace(DETAILS, level=level)
        made = programmes.create(rooms, home.organisation_id, uuid4(), details, [home.id], NOW)
        with rooms.store.reading(home.organisation_id) as scope:
            held[level] = quizzes.standing(scope, made, shopper.id).is_certified
    assert held == {1: True, 2: False}


def test_an_owner_may_certify_shoppers_and_nobody_else(rooms, home, abroad, owner, shopper, published):
    stranger = let_in(rooms, abroad, Role.SHOPPER)
    for wrong in (owner.id, stranger.id, uuid4()):
        for act in (quizzes.grant, quizzes.pardon):
            with pytest.raises(NotHere):
                act(rooms, owner, published, wrong, NOW)
    for _ in range(2):
        quizzes.grant(rooms, owner, published, shopper.id, NOW)
    with rooms.store.reading(home.organisation_id) as scope:
        (kept,) = kept_quizzes.certificates(scope, "counter-visit")
    assert (kept.person_id, kept.level, kept.granted_by) == (shopper.id, 1, owner.id)


def test_questions_stay_once_published(rooms, home, ready):
    (kept,) = programmes.find(rooms, home.organisation_id, ready).questions
    better = replace(WORDING, right=0)
    quizzes.change_question(rooms, home.organisation_id, ready, kept.id, better)
    programmes.publish(rooms, home.organisation_id, ready, NOW)
    with pytest.raises(AlreadyPublished):
        quizzes.change_question(rooms, home.organisation_id, ready, kept.id, WORDING)
    with pytest.raises(AlreadyPublished):
        quizzes.drop_question(rooms, home.organisation_id, ready, kept.id)
    with pytest.raises(AlreadyPublished):
        quizzes.add_question(rooms, home.organisation_id, ready, uuid4(), WORDING)
    (after,) = programmes.find(rooms, home.organisation_id, ready).questions
    assert after == replace(kept, right=0)


def test_shoppers_are_not_told_of_a_drafts_test(rooms, abroad, shopper, ready):
    with pytest.raises(NotHere):
        quizzes.quiz_of(rooms, shopper, ready)

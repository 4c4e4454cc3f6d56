"""From the recruiting page to a shopper with a password: what is kept, what is refused, what is forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from audit_app.core.panel import AgeBand, PhoneType, Verdict
from audit_app.core.programme import Location, Person, Role
from audit_app.services import Rooms, accounts, applications, invitations, panel, people, recruiting
from audit_app.services.applications import AlreadyDecided, HasAccount, Wanted
from audit_app.services.invitations import Issued, LinkSpent, WeakPassword
from audit_app.services.recruiting import About, Applicant, Joining, RecruitingClosed
from audit_app.services.refusals import NotHere, TooManyTries
from audit_app.storage import panel as kept
from audit_app.storage import people as kept_people

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
GOOD = "quiet rain on a tin roof"
NOBODY = About((), "", None, (), None, (), "")
MARIA = Applicant(
    uuid4(),
    "Maria",
    "maria@new.example",
    "el",
    About(("el", "en"), "Athens", AgeBand.MIDDLE, ("5.morning",), PhoneType.ANDROID, (), ""),
)


@pytest.fixture
def owner(shipped: Rooms, home: Location) -> Person:
    return somebody(shipped, home, Role.OWNER)


def somebody(rooms: Rooms, home: Location, role: Role = Role.SHOPPER) -> Person:
    person = Person(uuid4(), home.organisation_id, f"{uuid4().hex}@kiosk.example", "Nikos", role, "el")
    with rooms.store.writing(home.organisation_id) as scope:
        kept_people.add(scope, person, "no hash")
    return person


@pytest.fixture
def joining(shipped: Rooms, home: Location) -> Joining:
    page = recruiting.open_page(shipped, home.organisation_id, NOW)
    return recruiting.find_open(shipped, page.token)


@pytest.fixture
def apply(shipped: Rooms, joining: Joining) -> Callable[..., None]:
    def send(applicant: Applicant = MARIA, now: datetime = NOW, address: str = "home") -> None:
        recruiting.apply(shipped, joining, applicant, address, now)

    return send


def listed(rooms: Rooms, home: Location, state: str = "all") -> list[applications.Applied]:
    return applications.applications(rooms, home.organisation_id, Wanted(state))


# --- the page


def test_a_page_is_opened_once_and_keeps_its_link(shipped, home, joining):
    organisation = home.organisation_id
    recruiting.close_page(shipped, organisation, NOW)
    with pytest.raises(RecruitingClosed):
        recruiting.find_open(shipped, joining.page.token)
    assert recruiting.find(shipped, joining.page.token).page.closed_at == NOW
    assert recruiting.open_page(shipped, organisation, NOW + DAY).token == joining.page.token
    assert recruiting.find_open(shipped, joining.page.token).places == (home,)


def test_two_organisations_have_two_pages(shipped, home, abroad, joining):
    theirs = recruiting.open_page(shipped, abroad.organisation_id, NOW)
    assert theirs.token != joining.page.token
    recruiting.close_page(shipped, abroad.organisation_id, NOW)
    assert recruiting.find_open(shipped, joining.page.token)


@pytest.mark.parametrize("token", ["", "short", "x" * 12, "../../etc", "a\x00bcdefghi"])
def test_another_token_leads_nowhere(shipped, joining, token):
    with pytest.raises(NotHere):
        recruiting.find(shipped, token)


def test_the_owner_says_something_about_the_work(shipped, home, abroad, joining):
    recruiting.say(shipped, home.organisation_id, {"en": "Two visits a month", "el": ""})
    assert recruiting.find(shipped, joining.page.token).page.texts == {"en": "Two visits a month"}
    with pytest.raises(NotHere):
        recruiting.say(shipped, abroad.organisation_id, {"en": "No page yet"})


# --- applying


def test_an_application_is_kept_as_it_was_written(shipped, home, apply):
    apply(replace(MARIA, email=" Maria@New.Example ", about=replace(MARIA.about, conflicts=(home.id,))))
    (found,) = listed(shipped, home)
    one = found.application
    assert (one.name, one.email, one.languages) == ("Maria", "maria@new.example", ("el", "en"))
    assert (one.age_band, one.phone, one.availability) == (
        AgeBand.MIDDLE,
        PhoneType.ANDROID,
        ("5.morning",),
    )
    assert (one.consented_at, one.verdict, found.conflicts) == (NOW, None, (home,))


def test_sent_twice_it_is_one_and_the_first_counts(shipped, home, apply):
    apply()
    apply(replace(MARIA, name="Somebody else"))
    assert [one.application.name for one in listed(shipped, home)] == ["Maria"]


def test_sent_five_times_at_once_it_is_one(shipped, home, apply):
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: apply(), range(5)))
    assert len(listed(shipped, home)) == 1


def test_the_same_person_again_is_marked_for_the_owner_alone(shipped, home, owner, apply):
    apply()
    apply(replace(MARIA, id=uuid4()))
    apply(replace(MARIA, id=uuid4(), email=owner.email.upper()))
    seen = {(one.application.email, one.is_known, one.others) for one in listed(shipped, home)}
    assert seen == {("maria@new.example", False, 1), (owner.email, True, 0)}


def test_a_conflict_at_a_place_of_somebody_else_is_not_kept(shipped, home, abroad, apply):
    apply(replace(MARIA, about=replace(MARIA.about, conflicts=(abroad.id, uuid4(), home.id))))
    assert listed(shipped, home)[0].application.conflicts == (home.id,)


def test_a_page_closed_meanwhile_takes_only_what_it_had(shipped, home, apply):
    apply()
    recruiting.close_page(shipped, home.organisation_id, NOW)
    apply()
    with pytest.raises(RecruitingClosed):
        apply(replace(MARIA, id=uuid4()))
    assert len(listed(shipped, home)) == 1


def test_a_machine_cannot_fill_the_list(shipped, home, apply):
    for _ in range(recruiting.TRIES_FROM_AN_ADDRESS):
        apply(replace(MARIA, id=uuid4()))
    with pytest.raises(TooManyTries):
        apply(replace(MARIA, id=uuid4()))
    apply(replace(MARIA, id=uuid4()), address="another house")
    apply(replace(MARIA, id=uuid4()), now=NOW + timedelta(hours=1))
    assert len(listed(shipped, home)) == recruiting.TRIES_FROM_AN_ADDRESS + 2


# --- deciding


def test_applications_are_filtered(shipped, home, owner, apply):
    apply()
    apply(replace(MARIA, id=uuid4(), name="Aino", about=replace(NOBODY, languages=("fi",), area="Helsinki")))
    applications.decline(shipped, owner, MARIA.id, "Enough shoppers", NOW)

    def names(**wanted: str) -> list[str]:
        found = applications.applications(shipped, home.organisation_id, Wanted(**wanted))
        return sorted(one.application.name for one in found)

    assert names() == ["Aino"]
    assert names(state="all") == ["Aino", "Maria"]
    assert names(state="declined") == names(state="all", language="el") == ["Maria"]
    assert names(state="all", area="hels") == ["Aino"]


def test_whoever_is_accepted_is_a_shopper_with_a_profile_and_a_link(shipped, home, owner, apply):
    apply(replace(MARIA, about=replace(MARIA.about, conflict_words="My brother works at the till")))
    issued = applications.accept(shipped, owner, MARIA.id, "Speaks both", NOW)
    (member,) = panel.members(shipped, home.organisation_id, NOW)
    assert (member.person, member.is_invited, member.last_visit) == (issued.person, True, None)
    assert (member.person.role, member.person.language) == (Role.SHOPPER, "el")
    assert (member.profile.area, member.profile.level, member.profile.consented_at) == ("Athens", 0, NOW)
    assert member.profile.has_conflicts
    assert not member.profile.has_new_conflict  # the owner has just read it
    one = applications.application(shipped, home.organisation_id, MARIA.id).application
    assert (one.verdict, one.reason, one.decided_by, one.person_id) == (
        Verdict.ACCEPTED,
        "Speaks both",
        owner.id,
        issued.person.id,
    )


def test_a_decision_is_made_once(shipped, home, owner, apply):
    apply()
    applications.decline(shipped, owner, MARIA.id, "Enough shoppers", NOW)
    for decide in (applications.accept, applications.decline):
        with pytest.raises(AlreadyDecided):
            decide(shipped, owner, MARIA.id, "", NOW)
    assert panel.members(shipped, home.organisation_id, NOW) == []


def test_accepted_by_two_at_once_it_is_one_shopper(shipped, home, owner, apply):
    apply()

    def accept(_: int) -> str:
        try:
            return type(applications.accept(shipped, owner, MARIA.id, "", NOW)).__name__
        except AlreadyDecided as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(accept, range(4)))
    assert outcomes == ["AlreadyDecided"] * 3 + ["Issued"]
    assert len(panel.members(shipped, home.organisation_id, NOW)) == 1


def test_an_address_that_has_an_account_waits_undecided(shipped, home, abroad, owner, apply):
    for taken in (owner, somebody(shipped, abroad)):
        applicant = replace(MARIA, id=uuid4(), email=taken.email)
        apply(applicant)
        with pytest.raises(HasAccount):
            applications.accept(shipped, owner, applicant.id, "", NOW)
    assert [one.application.verdict for one in listed(shipped, home)] == [None, None]


def test_nobody_decides_for_somebody_else(shipped, home, abroad, apply):
    apply()
    stranger = somebody(shipped, abroad, Role.OWNER)
    for decide in (applications.accept, applications.decline):
        with pytest.raises(NotHere):
            decide(shipped, stranger, MARIA.id, "", NOW)
    with pytest.raises(NotHere):
        applications.application(shipped, abroad.organisation_id, MARIA.id)
    assert listed(shipped, abroad) == []
    assert [one.application.verdict for one in listed(shipped, home)] == [None]


# --- the personal link


@pytest.fixture
def issued(shipped: Rooms, home: Location) -> Issued:
    details = panel.Details("Maria Kalliopi", "Maria@New.Example", "el")
    made = panel.invite(shipped, home.organisation_id, details, NOW)
    assert made
    return made


def test_the_link_sets_a_password_and_signs_in(shipped, home, issued):
    invited = invitations.find_open(shipped, issued.token, NOW)
    assert invited.person.email == "maria@new.example"
    entered = invitations.choose_password(shipped, invited, GOOD, NOW)
    assert accounts.person_of(shipped, entered.token, NOW) == issued.person
    assert accounts.sign_in(shipped, "maria@new.example", GOOD, "home", NOW)
    assert not panel.members(shipped, home.organisation_id, NOW)[0].is_invited


def test_without_the_link_nobody_gets_in(shipped, issued):
    for guess in ("", "no hash", issued.token):
        assert accounts.sign_in(shipped, "maria@new.example", guess, "home", NOW) is None


def test_only_the_digest_is_kept(shipped, home, issued):
    with shipped.store.reading(home.organisation_id) as scope:
        (found,) = kept.invitations_of(scope, issued.person.id)
    assert issued.token not in repr(found)


def test_a_link_works_once(shipped, issued):
    invited = invitations.find_open(shipped, issued.token, NOW)
    invitations.choose_password(shipped, invited, GOOD, NOW)
    with pytest.raises(LinkSpent):
        invitations.find_open(shipped, issued.token, NOW)
    with pytest.raises(LinkSpent):
        invitations.choose_password(shipped, invited, "the thief was faster", NOW)
    assert accounts.sign_in(shipped, "maria@new.example", GOOD, "home", NOW)


def test_used_by_two_at_once_one_wins(shipped, issued):
    invited = invitations.find_open(shipped, issued.token, NOW)

    def choose(number: int) -> str | None:
        password = f"{number} quiet rain on a roof"
        try:
            invitations.choose_password(shipped, invited, password, NOW)
        except LinkSpent:
            return None
        return password

    with ThreadPoolExecutor(3) as pool:
        (winner,) = filter(None, pool.map(choose, range(3)))
    assert accounts.sign_in(shipped, "maria@new.example", winner, "home", NOW)


def test_a_link_ends_after_seven_days(shipped, issued):
    late = NOW + 7 * DAY
    assert invitations.find_open(shipped, issued.token, late - timedelta(seconds=1))
    with pytest.raises(LinkSpent):
        invitations.find_open(shipped, issued.token, late)


def test_a_new_link_replaces_the_old_one(shipped, home, issued):
    newer = invitations.renew(shipped, home.organisation_id, issued.person.id, NOW + DAY)
    with pytest.raises(LinkSpent):
        invitations.find_open(shipped, issued.token, NOW + DAY)
    assert invitations.find_open(shipped, newer.token, NOW + DAY)


def test_whose_access_has_ended_finds_the_link_ended_too(shipped, owner, issued):
    people.disable(shipped, owner, issued.person.id, NOW)
    with pytest.raises(LinkSpent):
        invitations.find_open(shipped, issued.token, NOW)
    with pytest.raises(NotHere):
        invitations.renew(shipped, owner.organisation_id, issued.person.id, NOW)


def test_links_are_for_shoppers_of_ones_own(shipped, home, abroad, owner):
    for person in (owner, somebody(shipped, abroad)):
        with pytest.raises(NotHere):
            invitations.renew(shipped, home.organisation_id, person.id, NOW)


@pytest.mark.parametrize("token", ["", "x", "x" * 32, "x" * 33, "%00" * 8])
def test_a_guessed_token_leads_nowhere(shipped, issued, token):
    with pytest.raises(NotHere):
        invitations.find_open(shipped, token, NOW)


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaa", "maria kalliopi", "x" * 201])
def test_a_weak_password_leaves_the_link_as_it_was(shipped, issued, weak):
    invited = invitations.find_open(shipped, issued.token, NOW)
    with pytest.raises(WeakPassword):
        invitations.choose_password(shipped, invited, weak, NOW)
    assert invitations.choose_password(shipped, invited, GOOD, NOW)


def test_nobody_is_invited_under_an_address_that_is_taken(shipped, home, abroad, issued):
    details = panel.Details("Maria", " MARIA@new.example", "el")
    for place in (home, abroad):
        assert panel.invite(shipped, place.organisation_id, details, NOW) is None


# --- the profile


def test_a_new_conflict_is_shown_until_the_owner_has_seen_it(shipped, home, issued):
    me, organisation = issued.person, home.organisation_id

    def is_new() -> bool:
        return panel.members(shipped, organisation, NOW)[0].profile.has_new_conflict

    panel.change_profile(shipped, me, replace(NOBODY, area="Patras"), NOW)
    assert not is_new()
    panel.change_profile(shipped, me, replace(NOBODY, conflicts=(home.id,)), NOW)
    assert is_new()
    panel.see_conflicts(shipped, organisation, me.id, NOW + DAY)
    assert not is_new()
    panel.change_profile(shipped, me, replace(NOBODY, conflicts=(home.id,), area="Volos"), NOW + 2 * DAY)
    assert not is_new()
    panel.change_profile(shipped, me, replace(NOBODY, conflict_words="My aunt"), NOW + 2 * DAY)
    assert is_new()


def test_a_shopper_changes_neither_level_nor_consent(shipped, home, owner, apply):
    apply()
    me = applications.accept(shipped, owner, MARIA.id, "", NOW).person
    with shipped.store.writing(home.organisation_id) as scope:
        assert kept.set_level(scope, me.id, 2)
    panel.change_profile(shipped, me, replace(NOBODY, area="Volos"), NOW + DAY)
    profile = panel.profile_of(shipped, me)
    assert (profile.area, profile.level, profile.consented_at) == ("Volos", 2, NOW)


def test_a_shopper_from_before_has_an_empty_profile(shipped, home):
    me = somebody(shipped, home)
    assert panel.profile_of(shipped, me).languages == ()
    assert panel.change_profile(shipped, me, replace(NOBODY, area="Volos"), NOW).area == "Volos"
    assert panel.profile_of(shipped, me).area == "Volos"


def test_conflicts_are_seen_by_ones_own_owner_alone(shipped, home, abroad, issued):
    panel.change_profile(shipped, issued.person, replace(NOBODY, conflict_words="My aunt"), NOW)
    with pytest.raises(NotHere):
        panel.see_conflicts(shipped, abroad.organisation_id, issued.person.id, NOW)
    assert panel.members(shipped, home.organisation_id, NOW)[0].profile.has_new_conflict


# --- forgetting


def test_what_was_decided_is_forgotten_after_ninety_days(shipped, home, owner, apply):
    apply()
    other = replace(MARIA, id=uuid4(), email="other@new.example")
    apply(other)
    applications.decline(shipped, owner, MARIA.id, "Enough shoppers", NOW)
    me = applications.accept(shipped, owner, other.id, "", NOW).person
    assert panel.purge(shipped, NOW + 90 * DAY) == panel.Forgotten(0, 0)
    assert panel.purge(shipped, NOW + 90 * DAY + timedelta(seconds=1)).applications == 2
    assert listed(shipped, home) == []
    assert panel.profile_of(shipped, me).area == "Athens"
    assert panel.purge(shipped, NOW + 98 * DAY).invitations == 1


def test_what_nobody_decided_is_forgotten_after_a_year(shipped, home, apply):
    apply()
    assert panel.purge(shipped, NOW + 365 * DAY).applications == 0
    assert panel.purge(shipped, NOW + 366 * DAY).applications == 1

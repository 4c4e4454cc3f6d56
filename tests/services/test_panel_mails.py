"""What the panel writes by mail: to owners, applicants and shoppers, each once, no longer than promised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from audit_app.core.mails import MailKind
from audit_app.core.panel import AgeBand
from audit_app.core.programme import Person, Role
from audit_app.services import applications, invitations, panel, recruiting
from audit_app.services.applications import AlreadyDecided, HasAccount
from audit_app.services.recruiting import About, Applicant
from audit_app.storage import people
from audit_app.storage.mails import COLUMNS, Mail
from audit_app.storage.tables import mail

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
MARIA = Applicant(
    uuid4(),
    "Maria",
    "maria@new.example",
    "el",
    About(("el",), "Athens", AgeBand.MIDDLE, (), None, (), ""),
)


@pytest.fixture
def owners(shipped, home) -> list[Person]:
    made = [
        Person(uuid4(), home.organisation_id, f"{name}@kiosk.example", name, Role.OWNER, "en")
        for name in ("Nikos", "Eleni")
    ]
    with shipped.store.writing(home.organisation_id) as scope:
        for person in made:
            people.add(scope, person, "no hash")
    return made


@pytest.fixture
def token(shipped, home) -> str:
    return recruiting.open_page(shipped, home.organisation_id, NOW).token


@pytest.fixture
def apply(shipped, token):
    def send(applicant: Applicant = MARIA) -> None:
        recruiting.apply(shipped, recruiting.find_open(shipped, token), applicant, "home", NOW)

    return send


@pytest.fixture
def posted(shipped, home):
    def read(*kinds: MailKind) -> list[Mail]:
        with shipped.store.reading(home.organisation_id) as scope:
            found = scope.records(Mail, scope.select(*COLUMNS).order_by(mail.c.posted_at, mail.c.id))
        return [one for one in found if one.kind in (kinds or MailKind)]

    return read


def test_each_owner_hears_of_an_application_once(owners, apply, posted):
    apply()
    apply()
    found = posted()
    assert {one.person_id for one in found} == {owner.id for owner in owners}
    assert [(one.kind, one.about) for one in found] == [(MailKind.APPLIED, MARIA.id)] * 2
    assert {one.link for one in found} == {f"/owner/panel/applications/{MARIA.id}"}
    assert "maria" not in repr(found).lower()


def test_another_application_is_another_mail(owners, apply, posted):
    apply()
    apply(replace(MARIA, id=uuid4()))
    assert len(posted()) == 4


def test_whoever_is_accepted_gets_one_mail_with_the_link(shipped, owners, apply, posted):
    apply()
    issued = applications.accept(shipped, owners[0], MARIA.id, "", NOW)
    with pytest.raises(AlreadyDecided):
        applications.accept(shipped, owners[1], MARIA.id, "", NOW)
    [one] = posted(MailKind.ACCEPTED, MailKind.INVITATION)
    assert (one.kind, one.person_id) == (MailKind.ACCEPTED, issued.person.id)
    assert one.link == f"/invited/{issued.token}"
    assert one.words == {"until_at": (NOW + 7 * DAY).isoformat()}


def test_what_is_taken_back_is_not_mailed(shipped, owners, apply, posted):
    taken = replace(MARIA, email=owners[0].email)
    apply(taken)
    with pytest.raises(HasAccount):
        applications.accept(shipped, owners[0], taken.id, "", NOW)
    assert posted(MailKind.ACCEPTED) == []


def test_whoever_is_declined_reads_why(shipped, owners, apply, posted, token):
    apply()
    applications.decline(shipped, owners[0], MARIA.id, "Enough shoppers", NOW)
    [one] = posted(MailKind.DECLINED)
    assert one.outsider == {"email": "maria@new.example", "name": "Maria", "language": "el"}
    assert (one.about, one.words, one.link) == (MARIA.id, {"reason": "Enough shoppers"}, f"/join/{token}")


def test_each_personal_link_is_mailed(shipped, home, posted):
    details = panel.Details("Aino", "aino@new.example", "fi")
    first = panel.invite(shipped, home.organisation_id, details, NOW)
    assert first
    newer = invitations.renew(shipped, home.organisation_id, first.person.id, NOW + DAY)
    found = posted()
    assert [(one.kind, one.person_id) for one in found] == [(MailKind.INVITATION, first.person.id)] * 2
    assert [one.link for one in found] == [f"/invited/{first.token}", f"/invited/{newer.token}"]


def test_nobody_hears_of_what_was_not_invited(shipped, home, owners, posted):
    details = panel.Details("Nikos", owners[0].email, "el")
    assert panel.invite(shipped, home.organisation_id, details, NOW) is None
    assert posted() == []


def test_an_erased_application_leaves_no_mail(shipped, home, owners, apply, posted):
    apply()
    kept = replace(MARIA, id=uuid4(), email="other@new.example")
    apply(kept)
    applications.decline(shipped, owners[0], MARIA.id, "Enough shoppers", NOW)
    applications.erase(shipped, home.organisation_id, MARIA.id)
    assert {one.about for one in posted()} == {kept.id}


def test_mails_to_applicants_are_forgotten_with_them(shipped, owners, apply, posted):
    apply()
    applications.decline(shipped, owners[0], MARIA.id, "Enough shoppers", NOW)
    panel.purge(shipped, NOW + 90 * DAY)
    assert len(posted(MailKind.DECLINED)) == 1
    panel.purge(shipped, NOW + 90 * DAY + timedelta(seconds=1))
    assert posted(MailKind.DECLINED) == []

"""A small programme with one of everything, and answer sheets in one line.

`found` gives two organisations the very same ids, names, days and answers: whatever forgets to ask for its
own organisation finds everything twice.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from audit_app.core.answers import AnswerSheet
from audit_app.core.bank_accounts import BankAccount
from audit_app.core.mails import MailKind, MailWish
from audit_app.core.panel import (
    AgeBand,
    Application,
    Invitation,
    InvitationKind,
    PhoneType,
    RecruitingPage,
    ShopperProfile,
)
from audit_app.core.pay import Batch, Line, Owed, Payment
from audit_app.core.programme import (
    Assignment,
    Channel,
    Decision,
    HeldFor,
    Location,
    Organisation,
    Person,
    Photo,
    Role,
    Survey,
    Via,
    Wave,
)
from audit_app.core.questionnaire import View
from audit_app.core.scoring import Outcome, Score
from audit_app.storage import (
    Scope,
    Store,
    assignments,
    drafts,
    editions,
    imports,
    jobs,
    locations,
    mails,
    organisations,
    panel,
    pay,
    people,
    photos,
    reports,
    sheets,
    sign_ins,
    submissions,
    surveys,
    waves,
)
from audit_app.storage.jobs import Job
from audit_app.storage.mails import Mail
from audit_app.storage.records import (
    AcceptedSheet,
    CountedAnswers,
    Draft,
    ImportRun,
    IssuedReport,
    KeptScore,
    OtherVersion,
    SignIn,
    Submission,
    UsedEdition,
)

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
OURS, THEIRS = uuid5(NAMESPACE_URL, "ours"), uuid5(NAMESPACE_URL, "theirs")
OTHER_ACCOUNT = BankAccount("Somebody else", "FI2112345600000785", "NDEAFIHH")
AUDIT, SURVEY, TEAM = "shop-visit.v1", "counter-survey.v1", "counter-team.v1"


def id_of(name: str) -> UUID:
    """The same id for the same name, in whichever organisation."""
    return uuid5(NAMESPACE_URL, name)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Programme:
    """An organisation with its people, places and rounds."""

    organisation: Organisation
    athens: Location
    helsinki: Location
    owner: Person
    hr: Person
    shopper: Person
    visit: Assignment
    survey: Survey
    wave: Wave

    @property
    def id(self) -> UUID:
        return self.organisation.id

    @property
    def places(self) -> list[UUID]:
        return [self.athens.id, self.helsinki.id]


def programme(organisation_id: UUID = OURS) -> Programme:
    """The records, not kept yet. Only what must be unique over all organisations differs between two."""
    whose = "ours" if organisation_id == OURS else "theirs"

    def person(role: Role) -> Person:
        return Person(id_of(role), organisation_id, f"{role}@{whose}.example", f"The {role}", role, "el")

    def place(name: str, zone: str) -> Location:
        return Location(id_of(name), organisation_id, name, name, "—", zone, "en")

    athens, helsinki = place("Athens", "Europe/Athens"), place("Helsinki", "Europe/Helsinki")
    shopper = person(Role.SHOPPER)
    return Programme(
        organisation=Organisation(organisation_id, "Kiosk", "en"),
        athens=athens,
        helsinki=helsinki,
        owner=person(Role.OWNER),
        hr=person(Role.HR),
        shopper=shopper,
        visit=visit(organisation_id, "visit"),
        survey=Survey(
            id_of("survey"), organisation_id, athens.id, SURVEY, Channel.LINK, f"token-{whose}", NOW
        ),
        wave=Wave(id_of("wave"), organisation_id, athens.id, TEAM, TODAY, NOW),
    )


def visit(organisation_id: UUID, name: str, **changed: Any) -> Assignment:
    """An audit of the Athens shop, due in a week."""
    place, shopper = id_of("Athens"), id_of(Role.SHOPPER)
    due_on = TODAY + timedelta(days=7)
    made = Assignment(id_of(name), organisation_id, place, shopper, AUDIT, TODAY, due_on, NOW)
    return replace(made, **changed)


def found(store: Store, organisation_id: UUID = OURS) -> Programme:
    """Keep a programme: people, places, one visit, one survey, one open wave of eight tokens."""
    made = programme(organisation_id)
    with store.writing_all() as everywhere:
        organisations.found(everywhere, made.organisation)
    with store.writing(organisation_id) as scope:
        for place in (made.athens, made.helsinki):
            locations.add(scope, place)
        for person in (made.owner, made.hr, made.shopper):
            people.add(scope, person, f"hash of {person.email}")
        for key in (AUDIT, SURVEY, TEAM):
            editions.freeze(scope, edition(organisation_id, key))
        assignments.add(scope, made.visit)
        surveys.add(scope, made.survey)
        waves.add(scope, made.wave, [token(organisation_id, number) for number in range(8)])
    return made


def fill(store: Store, made: Programme) -> None:
    """Give a programme a life: sheets of all views, and one row of everything else."""
    from tests.storage import making_programmes

    with store.writing(made.id) as scope:
        for arrived in (audit(made), answer(made, id=id_of("answer")), *team(made)):
            sheets.accept(scope, arrived, counted(arrived))
        sheets.set_aside(scope, other_version(made))
        drafts.save(scope, Draft(made.id, made.visit.id, AnswerSheet({"greeted": "yes"}), NOW))
        photos.add(scope, photo(made))
        submissions.add(scope, submission(made))
        assignments.hand_over(scope, made.visit, made.hr.id, NOW)
        assignments.hand_over(scope, replace(made.visit, shopper_id=made.hr.id), made.shopper.id, NOW)
        jobs.add(scope, job(made))
        jobs.add(scope, job(made, id=id_of("given up job"), key="paid", given_up_at=NOW, **NOT_LEASED))
        mails.add(scope, mail(made))
        mails.wish(scope, made.shopper.id, MailKind.PAID, MailWish.DIGEST)
        panel.put_page(scope, recruiting_page(made))
        panel.add_application(scope, application(made))
        panel.add_profile(scope, profile(made))
        panel.add_invitation(scope, invitation(made))
        making_programmes.fill(scope)
        waves.close(scope, made.wave.id, NOW)
        reports.add(scope, report(made))
        imports.add(
            scope, ImportRun(id_of("run"), made.id, digest_of("file"), digest_of("map"), {"new": 1}, NOW)
        )
    with store.writing(made.id) as scope:
        _pay(scope, made)
    with store.writing_all() as everywhere:
        sign_ins.start(everywhere, sign_in(made))


def edition(organisation_id: UUID, key: str, content: str = "as printed") -> UsedEdition:
    return UsedEdition(organisation_id, key, digest_of(content), {"says": content}, NOW)


def token(organisation_id: UUID, number: int) -> str:
    """The digest of a team's token."""
    return digest_of(f"{organisation_id} {number}")


def photo(made: Programme, **changed: Any) -> Photo:
    kept = Photo(id_of("photo"), made.id, made.visit.id, "greeted", digest_of("picture"), 640, 480, NOW)
    return replace(kept, **changed)


def recruiting_page(made: Programme) -> RecruitingPage:
    return RecruitingPage(made.id, f"join {made.id}", {"en": "Two visits a month"}, NOW)


def application(made: Programme, **changed: Any) -> Application:
    """Of somebody who waits for a decision."""
    sent = Application(
        id=id_of("application"),
        organisation_id=made.id,
        name="Maria",
        email="maria@new.example",
        language="el",
        languages=("el", "en"),
        area="Athens",
        age_band=AgeBand.MIDDLE,
        availability=("5.morning",),
        phone=PhoneType.ANDROID,
        conflicts=(made.athens.id,),
        conflict_words="My brother works there",
        consented_at=NOW,
    )
    return replace(sent, **changed)


def profile(made: Programme, **changed: Any) -> ShopperProfile:
    known = ShopperProfile(made.shopper.id, made.id, ("el",), "Athens", conflicts=(made.athens.id,))
    return replace(known, **changed)


def invitation(made: Programme, **changed: Any) -> Invitation:
    """A personal link that has not been used."""
    sent = Invitation(
        id=id_of("invitation"),
        organisation_id=made.id,
        kind=InvitationKind.SHOPPER,
        person_id=made.shopper.id,
        email=made.shopper.email,
        digest=digest_of(f"invitation of {made.id}"),
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    return replace(sent, **changed)


def submission(made: Programme, **changed: Any) -> Submission:
    """What came in late for the visit, and waits."""
    came = Submission(
        id=id_of("submission"),
        organisation_id=made.id,
        assignment_id=made.visit.id,
        shopper_id=made.shopper.id,
        edition=AUDIT,
        digest=digest_of("submission"),
        body='{"answers": "Ωραία\\u0000"}',
        received_at=NOW,
        finished_at=NOW - timedelta(days=3, seconds=0.25),
        via=Via.PHONE,
        sent_at=NOW - timedelta(days=2),
        started_at=NOW - timedelta(days=4),
        skew=172_800.5,
        active=700,
        held_for=(HeldFor.LATE, HeldFor.INCOMPLETE),
    )
    return replace(came, **changed)


def counted_at_once(made: Programme, **changed: Any) -> Submission:
    """What came in and had nothing to wait for."""
    return submission(made, held_for=(), decision=Decision.COUNTED, decided_at=NOW, **changed)


NOT_LEASED: dict[str, Any] = {"lease": None, "leased_until": None}


def job(made: Programme, **changed: Any) -> Job:
    """A mail's job that a runner holds."""
    held = {"lease": id_of("lease"), "leased_until": NOW + timedelta(minutes=5), "tries": 1}
    return replace(Job(made.id, id_of("job"), "mail", "reminder", {}, NOW, NOW, **held), **changed)


def mail(made: Programme, **changed: Any) -> Mail:
    """What that job has to send."""
    about, words = id_of("visit"), {"place": "Πλάκα"}
    kind, to = MailKind.REMINDER, made.shopper.id
    said = Mail(made.id, id_of("mail"), id_of("job"), kind, to, None, about, words, "/visits/1", NOW)
    return replace(said, **changed)


def report(made: Programme, **changed: Any) -> IssuedReport:
    parameters, data = {"from": "2026-01-01"}, {"n": [1, 2, 3]}
    digest = digest_of("report")
    issued = IssuedReport(
        id_of("report"), made.id, "comparison", "el", "Αναφορά", parameters, data, digest, NOW, made.owner.id
    )
    return replace(issued, **changed)


def sign_in(made: Programme, secret: str = "secret", **changed: Any) -> SignIn:  # noqa: S107 - a test's
    started = SignIn(
        digest_of(f"{secret} {made.id}"), made.id, made.shopper.id, NOW, NOW, NOW + timedelta(hours=12)
    )
    return replace(started, **changed)


def other_version(made: Programme) -> OtherVersion:
    answers = AnswerSheet({"greeted": "no"})
    return OtherVersion(made.id, id_of("audit"), digest_of("second"), made.visit.id, answers, NOW)


def scored(
    outcome: Outcome | None = None, coverage: Fraction | None = Fraction(1), **standards: Any
) -> KeptScore:
    """Scores from standard=(earned, possible)."""
    parts = {code: Score(*pair) for code, pair in (standards or {"greeting": (50, 100)}).items()}
    total = sum(parts.values(), Score())
    return KeptScore(parts, total, total.points, outcome, (), coverage)


def audit(made: Programme, **changed: Any) -> AcceptedSheet:
    """The audit that came back from the visit."""
    came = AcceptedSheet(
        id=id_of("audit"),
        organisation_id=made.id,
        location_id=made.athens.id,
        view=View.OBSERVED,
        channel=Channel.VISIT,
        questionnaire=AUDIT,
        day=TODAY,
        language="el",
        answers=AnswerSheet({"greeted": "yes"}, {"greeted": "Με χαμόγελο."}),
        scores=scored(Outcome.PASS, greeting=(100, 100)),
        scoring_edition=1,
        digest=digest_of("audit"),
        received_at=NOW,
        started_at=NOW - timedelta(minutes=20),
        assignment_id=made.visit.id,
    )
    return replace(came, **changed)


def answer(made: Programme, **changed: Any) -> AcceptedSheet:
    """One customer's answer to the survey; a new one each time unless it is given an id."""
    came = AcceptedSheet(
        id=uuid4(),
        organisation_id=made.id,
        location_id=made.athens.id,
        view=View.CUSTOMER,
        channel=Channel.LINK,
        questionnaire=SURVEY,
        day=TODAY,
        language="tr",
        answers=AnswerSheet({"greeted": "average"}),
        scores=scored(greeting=(50, 100)),
        scoring_edition=1,
        digest=digest_of("answer"),
        received_at=NOW,
        survey_id=made.survey.id,
    )
    return replace(came, **changed)


def imported(made: Programme, key: str, **changed: Any) -> AcceptedSheet:
    """A customer's answer out of a file, known by its row's key."""
    return answer(made, channel=Channel.IMPORT, survey_id=None, import_key=key, **changed)


def member(made: Programme, **changed: Any) -> AcceptedSheet:
    """What one member of the team answered, without any moment."""
    came = answer(
        made,
        view=View.STAFF,
        channel=Channel.TEAM,
        questionnaire=TEAM,
        day=made.wave.opens_on,
        scores=scored(greeting=(75, 100)),
        received_at=None,
        survey_id=None,
        wave_id=made.wave.id,
    )
    return replace(came, **changed)


def team(made: Programme) -> list[AcceptedSheet]:
    """Six members of the team."""
    return [member(made, id=id_of(f"member {number}")) for number in range(6)]


def counted(one: AcceptedSheet) -> CountedAnswers:
    """The rule of these tests: each value as it stands, several ones one by one."""
    return tuple(
        (question, str(value))
        for question, given in one.answers.values.items()
        for value in (given if isinstance(given, tuple) else (given,))
    )


def keep(scope: Scope, *arrived: AcceptedSheet) -> None:
    """Accept sheets one after the other."""
    for one in arrived:
        sheets.accept(scope, one, counted(one))


def payment(made: Programme, **changed: Any) -> Payment:
    """What the visit costs: 15 € and 12 € of 18.90 €."""
    owed = Owed(1500, 1890, 1200, "EUR")
    kept = Payment(**vars(owed), id=id_of("payment"), organisation_id=made.id, assignment_id=made.visit.id,
                   shopper_id=made.shopper.id, owed_at=NOW)  # fmt: skip
    return replace(kept, **changed)


def batch(made: Programme, **changed: Any) -> Batch:
    kept = Batch(id_of("batch"), made.id, "EUR", TODAY, NOW, made.owner.id)
    return replace(kept, **changed)


def line(made: Programme, **changed: Any) -> Line:
    account = BankAccount("The shopper", "GR1601101250000000012300695")
    kept = Line(id_of("batch"), id_of("payment"), made.shopper.id, *vars(account).values(), 1500, 1200)
    return replace(kept, **changed)


def _pay(scope: Scope, made: Programme) -> None:
    """A payment that was paid, one that is due, and accounts on both sides."""
    pay.owe(scope, payment(made))
    pay.pay(scope, batch(made), [line(made)], NOW)
    unpaid = visit(made.id, "unpaid visit")
    assignments.add(scope, unpaid)
    pay.owe(scope, payment(made, id=id_of("due"), assignment_id=unpaid.id))
    account = BankAccount("Somebody", "GR1601101250000000012300695")
    pay.set_account(scope, made.shopper.id, account, NOW)
    pay.set_own_account(scope, account, NOW)

"""Two organisations that look alike: same names, same questionnaires, one of everything in each.

Whatever forgets to ask whose row it reads shows the other one's, and nobody would notice by the names alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

from audit_app.catalogue import Catalogue, load_catalogue
from audit_app.core.answers import AnswerSheet, Value
from audit_app.core.mails import MailKind
from audit_app.core.pay import Owed
from audit_app.core.programme import (
    Channel,
    HeldFor,
    Location,
    Organisation,
    Person,
    PlaceKind,
    Role,
    Via,
)
from audit_app.core.questionnaire import Need, Questionnaire, QuestionType
from audit_app.files import PhotoShelf
from audit_app.services import (
    Rooms,
    assigning,
    drafts,
    evidence,
    locations,
    mails,
    panel,
    pay,
    pay_papers,
    recruiting,
    reporting,
    sending,
    submissions,
    surveys,
    visits,
    waves,
)
from audit_app.services.accounts import hash_password
from audit_app.services.answer_fields import fields_of
from audit_app.services.drafts import Changes
from audit_app.services.evidence import PhotoIn, Upload
from audit_app.services.recruiting import About, Applicant
from audit_app.services.sheets import digest_of
from audit_app.settings import Settings
from audit_app.storage import Store, assignments, jobs, organisations, people
from audit_app.storage.engine import open_engine
from tests.visiting import jpeg
from tests.web import boarding, programming, reviewing
from tests.web.phoning import frozen, listed

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
A_DAY = timedelta(days=1)
PASSWORD = "correct horse battery staple"
SIGNING_KEY = "a key for tests, longer than thirty-two characters"
AUDIT, SURVEY, TEAM = "counter-visit.v1", "counter-survey.v1", "counter-team.v1"
TEAM_SIZE = 12
ACCOUNT = "GR1601101250000000012300695"
WHAT_HAPPENED = {"overall": "She knew every tea by name"}


@dataclass(frozen=True)
class Firm:
    """One organisation: its people, and the ids and tokens of what belongs to it."""

    id: UUID
    owner: Person
    hr: Person
    shopper: Person
    colleague: Person
    location: Location
    visit: UUID
    """Begun, with a photo beside its first question that takes one."""
    photo: UUID
    unread: UUID
    """Its brief has not been read."""
    ready: UUID
    """Filled in completely, so that it can be sent."""
    sent: UUID
    held: UUID
    """What came in from a phone for a visit that had been withdrawn: it waits for the owner."""
    held_photo: UUID
    unsent: UUID
    """A mail to the shopper that was given up."""
    survey: UUID
    survey_token: str
    closed_token: str
    wave: UUID
    seed: str
    closed_wave: UUID
    report: UUID
    owed: UUID
    """What the shopper is still to be paid for the visit that was sent."""
    batch: UUID
    """What the shopper was paid for the one that is ready."""
    join_token: str
    application: UUID
    """It waits for the owner."""
    invited_token: str
    """Of a shopper who has not chosen a password yet."""
    invited: UUID
    programme: UUID
    """Published, with a test and with a picture in its brief."""
    picture: UUID
    draft: UUID
    """A programme that could be published."""
    question: UUID
    """Of that draft's test."""
    editor: Person
    visitor: Person
    """A shopper whose visits editors read."""
    to_read: UUID
    reading: UUID
    returned: UUID
    rejected: UUID
    read_photo: UUID
    """Of the visit that is being read."""
    shown: UUID
    shown_too: UUID
    """Published to their location."""
    disputed: UUID
    """Its location objects."""
    looked: UUID
    """Approved, and to be read by a second editor."""
    open_programme: UUID
    """Published, and open to every shopper."""
    on_board: UUID
    on_offer: UUID
    """Offered to the shopper."""
    drafted: UUID
    """An opening that no shopper has seen."""
    promised: UUID
    """A visit that the shopper has taken from the board, for next week."""

    @property
    def team_tokens(self) -> tuple[str, ...]:
        """The open round's links; the first one has been used."""
        return waves.tokens_of(self.seed, TEAM_SIZE)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen from outside: ids, tokens and addresses that no other organisation has."""
        ids = (self.id, self.location.id, self.visit, self.photo, self.unread, self.ready, self.sent)
        ids += (self.held, self.held_photo, self.unsent, self.application, self.invited)
        ids += (self.programme, self.picture, self.draft, self.question)
        ids += (
            self.to_read,
            self.reading,
            self.returned,
            self.rejected,
            self.looked,
            self.shown,
            self.shown_too,
            self.disputed,
        )
        ids += (self.open_programme, self.on_board, self.on_offer, self.drafted, self.promised)
        more = (self.survey, self.wave, self.closed_wave, self.report, *(p.id for p in self.people))
        emails = (person.email for person in self.people)
        return (
            *map(str, (*ids, *more)),
            self.survey_token,
            self.closed_token,
            self.join_token,
            self.invited_token,
            *self.team_tokens,
            *emails,
        )

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.owner, self.hr, self.shopper, self.colleague, self.editor, self.visitor)


@cache
def catalogue() -> Catalogue:
    """The shipped questionnaires, read once."""
    return load_catalogue(Settings().checklists)


def settings_in(folder: Path, **more: object) -> Settings:
    """Settings of an installation that keeps everything in `folder`."""
    return Settings(**{"data": folder, "secret_key": SIGNING_KEY, **more})


def rooms_in(folder: Path, **more: object) -> Rooms:
    """The rooms over that folder; its database must have its tables."""
    settings = settings_in(folder, **more)
    store = Store(open_engine(settings.database))
    return Rooms(store, catalogue(), PhotoShelf(folder / "photos"), settings)


def found(rooms: Rooms, whose: str, team_says: str = "We want more time") -> Firm:
    """Found one firm; `whose` stands in its e-mail addresses and nowhere else."""
    home = uuid4()
    with rooms.store.writing_all() as everywhere:
        organisations.found(everywhere, Organisation(home, "Kiosk", "en"))
    place = locations.add(rooms, home, _place())
    owner, hr, shopper, colleague, editor, visitor = _let_in(rooms, home, whose)
    made = _visits(rooms, shopper, place)
    survey, closed = (_survey(rooms, home, place) for _ in range(2))
    _answer_survey(rooms, survey.token)
    surveys.close(rooms, home, closed.id, NOW)
    seed = uuid4().hex
    report = _issue(rooms, owner)
    owed, batch = _pay(rooms, owner, shopper, made)
    return Firm(
        id=home,
        owner=owner,
        hr=hr,
        shopper=shopper,
        colleague=colleague,
        location=place,
        survey=survey.id,
        survey_token=survey.token,
        closed_token=closed.token,
        wave=_round(rooms, home, place, seed, team_says),
        seed=seed,
        closed_wave=_closed_round(rooms, home, place),
        report=report,
        unsent=_unsent_mail(rooms, shopper),
        owed=owed,
        batch=batch,
        **_panel(rooms, home, whose),
        editor=editor,
        visitor=visitor,
        **(programmes := programming.found(rooms, place, NOW)),
        **_read(rooms, (owner, editor, visitor, shopper), place, programmes["programme"]),
        **boarding.found(rooms, place, owner, shopper, NOW),
        **made,
    )


def _read(
    rooms: Rooms, who: tuple[Person, Person, Person, Person], place: Location, programme: UUID
) -> dict[str, UUID]:
    fields = fields_of(AnswerSheet(best_answers(catalogue().questionnaires[AUDIT]), WHAT_HAPPENED))
    return reviewing.found(rooms, who, place, programme=programme, edition=AUDIT, fields=fields, now=NOW)


def _unsent_mail(rooms: Rooms, shopper: Person) -> UUID:
    about = uuid4()
    with rooms.store.writing(shopper.organisation_id) as scope:
        mails.post(scope, MailKind.REMINDER, shopper, NOW, about=about, words={}, link="/visits")
        posted = jobs.of_key(scope, mails.KIND, f"{MailKind.REMINDER}:{about}:{shopper.id}")
        assert posted
        jobs.give_up(scope, posted, NOW, "550 No such mailbox: 100 % sure")
    return posted.id


def _place() -> locations.Details:
    return locations.Details("Ermou Street", "Athens", "Greece", "Europe/Athens", "el", PlaceKind.SHOP)


@cache
def password_hash() -> str:
    """Of the one password that everybody here has."""
    return hash_password(PASSWORD)


def _let_in(rooms: Rooms, home: UUID, whose: str) -> Iterator[Person]:
    names = (
        ("owner", Role.OWNER),
        ("hr", Role.HR),
        ("shopper", Role.SHOPPER),
        ("colleague", Role.SHOPPER),
        ("editor", Role.EDITOR),
        ("visitor", Role.SHOPPER),
    )
    for name, role in names:
        person = Person(uuid4(), home, f"{name}@{whose}.example", name.title(), role, "en")
        with rooms.store.writing(home) as scope:
            people.add(scope, person, password_hash())
        yield person


def _visits(rooms: Rooms, shopper: Person, place: Location) -> dict[str, UUID]:
    made = {name: _visit(rooms, shopper, place) for name in ("visit", "unread", "ready", "sent")}
    for name in ("visit", "ready", "sent"):
        visits.confirm_brief(rooms, shopper, made[name], NOW)
    begun = visits.visit_of(rooms, shopper, made["visit"], NOW)
    _save(rooms, shopper, made["visit"], {"greeted": "no"}, {"greeted": "Nobody looked up"})
    evidence.add(rooms, begun.assignment, [Upload("staff_in_sight", "p.jpg", BytesIO(jpeg()))], NOW)
    for name in ("ready", "sent"):
        _save(rooms, shopper, made[name], best_answers(catalogue().questionnaires[AUDIT]), WHAT_HAPPENED)
    sending.send(rooms, shopper, made["sent"], "en", NOW)
    held, held_photo = _held(rooms, shopper, place)
    photo = drafts.work_on(rooms, begun).photos[0].id
    return {**made, "photo": photo, "held": held, "held_photo": held_photo}


def _held(rooms: Rooms, shopper: Person, place: Location) -> tuple[UUID, UUID]:
    visit, photo_id, came, data = _visit(rooms, shopper, place), uuid4(), uuid4(), jpeg("green")
    visits.confirm_brief(rooms, shopper, visit, NOW)
    taken = PhotoIn(photo_id, visit, "staff_in_sight", NOW, data, sha256(data).hexdigest())
    evidence.receive_photo(rooms, shopper, taken, NOW)
    assigning.withdraw(rooms, shopper.organisation_id, visit, NOW)
    answers = fields_of(AnswerSheet(best_answers(catalogue().questionnaires[AUDIT]), WHAT_HAPPENED))
    body = frozen(visit, answers, (listed(photo_id, "staff_in_sight", data),))
    receipt = submissions.receive(rooms, shopper, submissions.read(came, body, NOW, Via.PHONE), NOW)
    assert receipt.held_for == (HeldFor.WITHDRAWN,)
    return came, photo_id


def _visit(rooms: Rooms, shopper: Person, place: Location) -> UUID:
    wish = assigning.Wish(uuid4(), AUDIT, place.id, shopper.id, TODAY - A_DAY, TODAY + 9 * A_DAY)
    return assigning.assign(rooms, shopper.organisation_id, wish, NOW - A_DAY).id


def _save(
    rooms: Rooms, shopper: Person, visit: UUID, values: dict[str, Value], comments: dict[str, str]
) -> None:
    changes = Changes(AnswerSheet(values, comments), digest_of(AnswerSheet()))
    assert drafts.save(rooms, visits.visit_of(rooms, shopper, visit, NOW), changes, NOW)


def best_answers(questionnaire: Questionnaire, words: str = "") -> dict[str, Value]:
    """The best answer to everything that can be chosen; numbers at their least, `words` in words."""
    given: dict[str, Value] = {}
    for question in questionnaire.questions():
        if question.type is QuestionType.CHOICE:
            given[question.code] = max(question.scale.choices, key=lambda choice: choice.points or 0).code
        elif question.type in (QuestionType.NUMBER, QuestionType.DURATION):
            given[question.code] = question.minimum or 0
        elif question.type is QuestionType.RECOMMEND:
            given[question.code] = 9
        elif words and question.type in (QuestionType.TEXT, QuestionType.PRAISE):
            given[question.code] = words
        assert question.photo is not Need.ALWAYS
    return given


def _survey(rooms: Rooms, home: UUID, place: Location) -> surveys.Survey:
    return surveys.start(rooms, home, surveys.Wish(uuid4(), SURVEY, place.id, Channel.COUNTER), NOW)


def _answer_survey(rooms: Rooms, token: str) -> None:
    asking = surveys.find_open(rooms, token)
    words = "The coffee came with a smile"
    for _ in range(3):
        sheet = AnswerSheet(best_answers(asking.questionnaire, words))
        assert surveys.answer(rooms, asking, uuid4(), sheet, "el", NOW)


def _round(rooms: Rooms, home: UUID, place: Location, seed: str, says: str, answers: int = 1) -> UUID:
    wave = waves.start(rooms, home, waves.Wish(seed, TEAM, place.id, TEAM_SIZE), NOW)
    for token in waves.tokens_of(seed, TEAM_SIZE)[:answers]:
        invitation = waves.find_open(rooms, token)
        sheet = AnswerSheet(best_answers(invitation.questionnaire, says))
        waves.answer(rooms, invitation, token, uuid4(), sheet, NOW)
    return wave.id


def _closed_round(rooms: Rooms, home: UUID, place: Location) -> UUID:
    wave = _round(rooms, home, place, uuid4().hex, "We want more time", answers=5)
    waves.close(rooms, home, wave, NOW)
    return wave


def _panel(rooms: Rooms, home: UUID, whose: str) -> dict[str, object]:
    page = recruiting.open_page(rooms, home, NOW)
    about = About(("el",), "Athens", None, (), None, (), "")
    applicant = Applicant(uuid4(), "Maria", f"applicant@{whose}.example", "el", about)
    recruiting.apply(rooms, recruiting.find(rooms, page.token), applicant, f"home of {whose}", NOW)
    invited = panel.invite(rooms, home, panel.Details("Petros", f"invited@{whose}.example", "en"), NOW)
    assert invited
    return {
        "join_token": page.token,
        "application": applicant.id,
        "invited_token": invited.token,
        "invited": invited.person.id,
    }


def _issue(rooms: Rooms, owner: Person) -> UUID:
    report = reporting.comparison(
        rooms, owner.organisation_id, (), TODAY - 30 * A_DAY, TODAY, owner.language, NOW
    )
    return reporting.issue(rooms, owner.organisation_id, report, owner.id, NOW).id


def _pay(rooms: Rooms, owner: Person, shopper: Person, made: dict[str, UUID]) -> tuple[UUID, UUID]:
    """What is due for one visit, and the batch that paid another."""
    account = pay_papers.account_from("Maria Shopper", ACCOUNT, "")
    pay_papers.set_account(rooms, shopper, account, NOW)
    pay_papers.set_own_account(rooms, owner.organisation_id, account, NOW)
    with rooms.store.writing(owner.organisation_id) as scope:
        due, paid = (
            pay.owe(scope, visit, shopper.id, Owed(1500, 1890, 1200, "EUR"), NOW)
            for visit in map(partial(assignments.get, scope), (made["sent"], made["ready"]))
            if visit
        )
    wish = pay.PayWish(uuid4(), frozenset([paid.id]), TODAY)
    return due.id, pay.pay_batch(rooms, owner, wish, NOW).id

"""What a shopper reads before a programme's visit, confirmed as read before the checklist opens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.certifying import QuizStanding
from audit_app.core.programme import Person
from audit_app.core.questionnaire import Texts, text_in
from audit_app.core.visits_programme import Brief, Programme
from audit_app.services import Rooms, quizzes
from audit_app.services.briefs import Address, bytes_of, picture_here, shown_pictures
from audit_app.services.markdown import to_html
from audit_app.services.programmes import here, readable
from audit_app.services.refusals import Refusal
from audit_app.services.visits import Visit, must_not_be_withdrawn, own_visit
from audit_app.storage import Scope, assignments, briefs, organisations
from audit_app.translations import lazy_gettext as _l


class CertificateFirst(Refusal):
    """The programme asks for a certificate that this shopper does not have yet."""

    status = 409
    title = _l("Please take the test first")
    message = _l("This visit asks for a certificate. The page of the visit shows how to earn it.")


@dataclass(frozen=True)
class Shown:
    """A text as HTML that is safe to show, and the language it is in; both '' where nothing was written."""

    html: str
    language: str


@dataclass(frozen=True)
class Briefing:
    """What a shopper reads before a visit of a programme: the part to play, the brief, the test if any."""

    programme: Programme
    scenario: str
    brief: Shown
    standing: QuizStanding


def picture_for(rooms: Rooms, shopper: Person, programme_id: UUID, picture_id: UUID) -> bytes:
    """The JPEG bytes of a picture, for shoppers while the programme runs and for who has a visit of it.

    Raises NotHere for everybody else.
    """
    with rooms.store.reading(shopper.organisation_id) as scope:
        readable(scope, shopper, programme_id)
        kept = picture_here(scope, programme_id, picture_id)
    return bytes_of(rooms, kept)


def briefing(
    rooms: Rooms, shopper: Person, visit_id: UUID, language: str, address: Address, now: datetime
) -> Briefing | None:
    """What a shopper reads before a visit; None for one outside any programme. Raises NotHere."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        visit = own_visit(rooms, scope, shopper, visit_id, now).assignment
        if visit.programme_id is None:
            return None
        programme = here(scope, visit.programme_id)
        played = {one.id: one.names for one in briefs.scenarios(scope, programme.id)}
        names: Texts = played.get(visit.scenario_id, {}) if visit.scenario_id else {}
        return Briefing(
            programme=programme,
            scenario=text_in(names, language),
            brief=shown_brief(scope, programme.id, language, address),
            standing=quizzes.standing(scope, programme, shopper.id),
        )


def brief_of(rooms: Rooms, shopper: Person, programme_id: UUID, language: str, address: Address) -> Shown:
    """The brief of a programme, for a shopper who may have no visit of it yet; raises NotHere."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        return shown_brief(scope, readable(scope, shopper, programme_id).id, language, address)


def shown_brief(scope: Scope, programme_id: UUID, language: str, address: Address) -> Shown:
    """A programme's brief in a language, else in the organisation's, else in any."""
    brief = Brief(
        programme_id, briefs.texts(scope, programme_id), tuple(briefs.pictures(scope, programme_id))
    )
    spoken = organisations.this(scope).language
    found = next((code for code in (language, spoken, *brief.texts) if brief.texts.get(code)), "")
    if not found:
        return Shown("", "")
    return Shown(to_html(brief.texts[found], shown_pictures(brief.pictures, address)), found)


def confirm(rooms: Rooms, shopper: Person, visit_id: UUID, now: datetime) -> Visit:
    """The shopper has read the brief and the checklist of a programme's visit; twice is once.

    Raises NotHere, VisitClosed when withdrawn, CertificateFirst while a certificate is missing.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        visit = own_visit(rooms, scope, shopper, visit_id, now)
        must_not_be_withdrawn(visit)
        if visit.assignment.programme_id:
            programme = here(scope, visit.assignment.programme_id)
            if not quizzes.standing(scope, programme, shopper.id).is_certified:
                raise CertificateFirst
        assignments.confirm_brief(scope, visit_id, now)
        assignments.confirm_checklist(scope, visit_id, now)
        return own_visit(rooms, scope, shopper, visit_id, now)

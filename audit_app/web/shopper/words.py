"""What a visit says about itself: its state, its days and what it takes, as sentences."""

from collections.abc import Iterator

from audit_app.core.lifecycle import VisitState
from audit_app.core.programme import AssignmentState
from audit_app.core.questionnaire import Need, Questionnaire, QuestionType
from audit_app.services.evidence import MOST_PHOTOS, Fault, RefusedPhoto
from audit_app.services.visits import Visit
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.translations import ngettext

LONGEST_FILE_NAME = 60
LOUDNESS = {
    AssignmentState.OVERDUE: "bad",
    AssignmentState.STARTED: "warn",
    AssignmentState.SUBMITTED: "good",
    AssignmentState.NOT_YET: "quiet",
}
"""How a state's badge looks; the others look like a badge."""


def state_name(state: AssignmentState) -> str:
    """The state on the badge."""
    return {
        AssignmentState.OFFERED: _("New"),
        AssignmentState.READY: _("Ready to start"),
        AssignmentState.STARTED: _("Started"),
        AssignmentState.OVERDUE: _("Overdue"),
        AssignmentState.NOT_YET: _("Coming"),
        AssignmentState.SUBMITTED: _("Sent"),
        AssignmentState.WITHDRAWN: _("Withdrawn"),
    }[state]


READ = {
    VisitState.SUBMITTED: (_l("Received"), "good"),
    VisitState.IN_REVIEW: (_l("Being read"), "good"),
    VisitState.RETURNED: (_l("Please look again"), "bad"),
    VisitState.REJECTED: (_l("Not accepted"), "bad"),
    VisitState.APPROVED: (_l("Approved"), "good"),
    VisitState.EXCLUDED: (_l("Approved"), "good"),
    VisitState.PUBLISHED: (_l("Approved"), "good"),
    VisitState.DISPUTED: (_l("Approved"), "good"),
    VisitState.LOCKED: (_l("Approved"), "good"),
    VisitState.VOID: (_l("Void"), "quiet"),
}
"""What a shopper is told of a visit that editors read: its badge and its look."""


def badge_of(visit: Visit) -> str:
    """Where the visit stands, on its badge."""
    if visit.stage in READ and (visit.is_sent or visit.stage is VisitState.RETURNED):
        return str(READ[visit.stage][0])
    return _("Received") if visit.is_held else state_name(visit.state)


def loudness_of(visit: Visit) -> str:
    """How the badge looks."""
    if visit.stage in READ and (visit.is_sent or visit.stage is VisitState.RETURNED):
        return READ[visit.stage][1]
    return "warn" if visit.is_held else LOUDNESS.get(visit.state, "")


def due_in_words(visit: Visit) -> str:
    """How long there is left, counted in the place's own days."""
    days = (visit.assignment.due_on - visit.today).days
    if days < 0:
        return ngettext("It was due yesterday", "It was due %(num)s days ago", -days)
    if days == 0:
        return _("Due today")
    return ngettext("Due tomorrow", "Due in %(num)s days", days)


def opens_in_words(visit: Visit) -> str:
    """How long it is until the checklist opens."""
    days = (visit.assignment.opens_on - visit.today).days
    return ngettext("Opens tomorrow", "Opens in %(num)s days", days)


def next_step(visit: Visit) -> str:
    """What the button of an open visit offers."""
    if visit.stage is VisitState.RETURNED:
        return _("Read the notes")
    if visit.assignment.brief_read_at is None:
        return _("Read the brief")
    return _("Go on with the checklist") if visit.assignment.started_at else _("Open the checklist")


def what_it_takes(questionnaire: Questionnaire) -> Iterator[str]:
    """The work a checklist asks for, point by point."""
    asked = list(questionnaire.questions())
    yield ngettext("%(num)s question", "%(num)s questions", len(asked))
    timings = sum(question.type is QuestionType.DURATION for question in asked)
    if timings:
        yield ngettext(
            "1 question asks for a time: have a watch at hand",
            "%(num)s questions ask for a time: have a watch at hand",
            timings,
        )
    needed = sum(question.photo is Need.ALWAYS for question in asked)
    if needed:
        yield ngettext("1 photo is needed", "%(num)s photos are needed", needed)
    perhaps = sum(question.photo is Need.BELOW_BEST for question in asked)
    if perhaps:
        yield ngettext(
            "1 question wants a photo where the answer is not the best one",
            "%(num)s questions want a photo where the answer is not the best one",
            perhaps,
        )


def photo_fault(refused: RefusedPhoto) -> str:
    """Why a picture was not kept, and what to do."""
    name = "".join(letter for letter in refused.name if letter.isprintable())[-LONGEST_FILE_NAME:]
    return {
        Fault.NOT_A_PHOTO: _("“%(name)s” cannot be read as a photo. Please take a new one.", name=name),
        Fault.TOO_LARGE: _(
            "“%(name)s” is too large. A photo may have up to 20 MB and 50 million pixels.", name=name
        ),
        Fault.TOO_MANY: _(
            "“%(name)s” was not kept: there are %(most)s photos here already. Remove one first.",
            name=name,
            most=MOST_PHOTOS,
        ),
    }[refused.fault]

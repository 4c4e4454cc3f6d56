"""What pages say of a visit of a programme: where it stands, and why something cannot happen to it now."""

from audit_app.core.lifecycle import MoveRefused, NotAllowed, OnlyOnce, ReasonMissing, VisitState, WrongState
from audit_app.services.refusals import Refusal
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l

STATE_NAMES = {
    VisitState.OPEN: _l("On the board"),
    VisitState.OFFERED: _l("Offered"),
    VisitState.ASSIGNED: _l("Taken"),
    VisitState.IN_PROGRESS: _l("Begun"),
    VisitState.SUBMITTED: _l("Report is in"),
    VisitState.IN_REVIEW: _l("Being read"),
    VisitState.RETURNED: _l("Sent back"),
    VisitState.APPROVED: _l("Approved"),
    VisitState.EXCLUDED: _l("Approved, not counted"),
    VisitState.REJECTED: _l("Not accepted"),
    VisitState.VOID: _l("Void"),
    VisitState.ABANDONED: _l("Given back"),
    VisitState.PUBLISHED: _l("Published"),
    VisitState.DISPUTED: _l("Under objection"),
    VisitState.LOCKED: _l("Closed for good"),
}
STATE_LOOKS = {
    VisitState.OFFERED: "warn",
    VisitState.IN_PROGRESS: "warn",
    VisitState.SUBMITTED: "warn",
    VisitState.APPROVED: "good",
    VisitState.PUBLISHED: "good",
    VisitState.LOCKED: "good",
    VisitState.REJECTED: "bad",
    VisitState.VOID: "quiet",
    VisitState.ABANDONED: "quiet",
}
"""How a state's badge looks; the others look like a badge."""

STATE_SENTENCES = {
    None: _l("This visit has not been published yet."),
    VisitState.OPEN: _l("This visit is on the board and nobody has taken it."),
    VisitState.OFFERED: _l("This visit is being offered to a shopper."),
    VisitState.ASSIGNED: _l("This visit has been taken by a shopper."),
    VisitState.IN_PROGRESS: _l("This visit has begun."),
    VisitState.SUBMITTED: _l("The report of this visit has come in and waits to be read."),
    VisitState.IN_REVIEW: _l("An editor is reading the report of this visit."),
    VisitState.RETURNED: _l("The report of this visit has gone back to the shopper with questions."),
    VisitState.APPROVED: _l("The report of this visit has been approved."),
    VisitState.EXCLUDED: _l("The report of this visit has been approved, but is not counted."),
    VisitState.REJECTED: _l("The report of this visit was not accepted."),
    VisitState.VOID: _l("This visit is void."),
    VisitState.ABANDONED: _l("This visit was given back. What had been filled in is kept."),
    VisitState.PUBLISHED: _l("The result of this visit has been published."),
    VisitState.DISPUTED: _l("Somebody has objected to the result of this visit."),
    VisitState.LOCKED: _l("The month of this visit is closed for good."),
}


def refusal_of(refused: MoveRefused) -> Refusal:
    """What a page answers: 409 with the state in words, 403 for another's move, 422 without a reason."""
    if isinstance(refused, WrongState):
        return _said(409, _("This is not possible now"), str(STATE_SENTENCES[refused.state]))
    if isinstance(refused, NotAllowed):
        return _said(
            403, _("This is for somebody else to do"), _("Your part in this visit does not include it.")
        )
    if isinstance(refused, ReasonMissing):
        return _said(
            422, _("Please give a reason"), _("Go back and write why: the reason is kept with the visit.")
        )
    if isinstance(refused, OnlyOnce):
        return _said(409, _("This has been done before"), _("It can be done once in a visit, and has been."))
    return _said(409, _("This is not possible now"), str(Refusal.message))


def _said(status: int, title: str, message: str) -> Refusal:
    refusal = Refusal()
    refusal.status, refusal.title, refusal.message = status, title, message
    return refusal

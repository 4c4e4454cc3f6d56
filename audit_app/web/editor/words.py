"""The names that the editors' pages give to states, reasons and canned notes."""

from audit_app.core.lifecycle import EventKind, VisitState, VoidReason
from audit_app.services.review_refusals import STANDS
from audit_app.translations import lazy_gettext as _l
from audit_app.web.review_words import CANNED, REJECTIONS

__all__ = ["BADGES", "CANNED", "EVENTS", "REJECTIONS", "STANDS", "VOIDS"]

BADGES = {
    VisitState.SUBMITTED: (_l("To be read"), ""),
    VisitState.IN_REVIEW: (_l("Being read"), "warn"),
    VisitState.RETURNED: (_l("Sent back"), "warn"),
    VisitState.APPROVED: (_l("Approved"), "good"),
    VisitState.EXCLUDED: (_l("Approved, not counted"), "quiet"),
    VisitState.REJECTED: (_l("Not accepted"), "bad"),
    VisitState.VOID: (_l("Void"), "quiet"),
    VisitState.PUBLISHED: (_l("Published"), "good"),
    VisitState.DISPUTED: (_l("Objection"), "warn"),
    VisitState.LOCKED: (_l("Closed"), "quiet"),
}

VOIDS = {
    VoidReason.PLACE_CLOSED: _l("The place was closed"),
    VoidReason.RECOGNISED: _l("The shopper was recognised"),
    VoidReason.EXTRAORDINARY: _l("Something extraordinary happened"),
    VoidReason.GAVE_AWAY: _l("The shopper gave themself away"),
    VoidReason.CONFLICT: _l("There is a conflict of interest"),
    VoidReason.WITHDRAWN: _l("The visit is not needed any more"),
}

EVENTS = {
    EventKind.START: _l("Begun"),
    EventKind.SUBMIT: _l("Sent"),
    EventKind.TAKE: _l("Taken by an editor"),
    EventKind.RETURN: _l("Sent back to the shopper"),
    EventKind.RESUBMIT: _l("Sent again"),
    EventKind.EXPIRE_RETURN: _l("Not sent again in time"),
    EventKind.APPROVE: _l("Approved"),
    EventKind.APPROVE_EXCLUDED: _l("Approved, not counted"),
    EventKind.REJECT: _l("Not accepted"),
    EventKind.APPEAL: _l("The shopper appealed"),
    EventKind.VOID: _l("Declared void"),
    EventKind.PUBLISH_RESULT: _l("Published to the location"),
    EventKind.DISPUTE: _l("The location objected"),
    EventKind.DECIDE_DISPUTE: _l("Objection decided"),
    EventKind.LOCK: _l("Closed with its month"),
}
"""What happened, in the list of a visit's history; what came before the work began is not shown."""

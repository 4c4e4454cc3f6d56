"""A finished visit: taken once, whatever became of it meanwhile, and answered with a receipt."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from audit_app.core.programme import HeldFor, Role, Via
from audit_app.services import submissions
from audit_app.services.submissions import PhotosMissing, SubmissionReceipt
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.api.answers import NotTaken
from audit_app.web.api.bodies import MEGABYTE, moment_in, read_whole
from audit_app.web.api.entrance import door
from audit_app.web.desk import as_uuid, me, now, rooms

LARGEST = 2 * MEGABYTE


@door.put("/submissions/<submission_id>")
@allow(Role.SHOPPER)
def submission(submission_id: str) -> ResponseReturnValue:
    """Take it; sent again, the same bytes give the same receipt."""
    named, raw = as_uuid(submission_id), read_whole(LARGEST)
    arrived = submissions.read(named, raw, moment_in(request.headers.get("X-Sent-At")), Via.PHONE)
    try:
        receipt = submissions.receive(rooms(), me(), arrived, now())
    except PhotosMissing as error:
        raise NotTaken("missing_photos", missing=[str(one) for one in error.missing]) from error
    return _told(receipt), 201 if receipt.is_new else 200


@door.get("/submissions/<submission_id>")
@allow(Role.SHOPPER)
def receipt(submission_id: str) -> dict[str, Any]:
    """The receipt, for a phone that never got it."""
    return _told(submissions.receipt_of(rooms(), me(), as_uuid(submission_id)))


def _told(receipt: SubmissionReceipt) -> dict[str, Any]:
    return {
        "id": str(receipt.id),
        "digest": receipt.digest,
        "code": receipt.code,
        "received_at": receipt.received_at.isoformat(),
        "disposition": "held" if receipt.held_for else "accepted",
        "held_for": [reason.value for reason in receipt.held_for],
        "message": _sentence(receipt),
        "photos": {str(photo_id): digest for photo_id, digest in receipt.photos.items()},
    }


def _sentence(receipt: SubmissionReceipt) -> str:
    """That it is here; where somebody looks at it first, one reason too, which is enough to understand it."""
    if not receipt.held_for:
        return _("Your visit has arrived. Thank you.")
    return {
        HeldFor.REVIEW: _("Your visit has arrived. Thank you. An editor will read it now."),
        HeldFor.LATE: _("Your visit has arrived. It was late, so your office decides whether it counts."),
        HeldFor.EARLY: _("Your visit has arrived. It was early, so your office decides whether it counts."),
        HeldFor.WITHDRAWN: _(
            "Your visit has arrived. It had been withdrawn, so your office decides whether it counts."
        ),
        HeldFor.REASSIGNED: _(
            "Your visit has arrived. Somebody else has it now, so your office decides whether it counts."
        ),
        HeldFor.DUPLICATE: _(
            "Your visit has arrived. It had been sent before, so your office decides which one counts."
        ),
        HeldFor.OLD_EDITION: _(
            "Your visit has arrived. Its checklist has changed, so your office decides whether it counts."
        ),
        HeldFor.INCOMPLETE: _(
            "Your visit has arrived. Something is missing in it, so your office decides whether it counts."
        ),
        HeldFor.UNREADABLE: _(
            "Your visit has arrived. Not all of it can be read, so your office decides whether it counts."
        ),
    }[receipt.held_for[0]]

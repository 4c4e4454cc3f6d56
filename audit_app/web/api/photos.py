"""A photo from a phone: its bytes as they are, under an id of its own, sent again until it is here."""

import hashlib

from flask import request
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.files import NotAPhoto, TooLarge
from audit_app.services import evidence
from audit_app.services.evidence import PhotoIn
from audit_app.web.access import allow
from audit_app.web.api.answers import NotTaken
from audit_app.web.api.bodies import MEGABYTE, moment_in, read_whole, whole_text
from audit_app.web.api.entrance import door
from audit_app.web.desk import as_uuid, me, now, rooms

LARGEST = 8 * MEGABYTE


@door.put("/photos/<photo_id>")
@allow(Role.SHOPPER)
def photo(photo_id: str) -> ResponseReturnValue:
    """Keep it, once; the answer names the digest of what came, for the phone to compare."""
    try:
        kept = evidence.receive_photo(rooms(), me(), _photo_in(photo_id), now())
    except NotAPhoto as error:
        raise NotTaken("not_a_photo") from error
    except TooLarge as error:
        raise NotTaken("too_large") from error
    told = {"id": str(kept.id), "digest": kept.digest, "received_at": kept.received_at.isoformat()}
    return told, 201 if kept.is_new else 200


def _photo_in(photo_id: str) -> PhotoIn:
    named, visit_id = as_uuid(photo_id), as_uuid(request.args.get("visit", ""))
    data = read_whole(LARGEST)
    return PhotoIn(
        id=named,
        visit_id=visit_id,
        question=whole_text(request.args.get("question", "")),
        taken_at=moment_in(request.args.get("taken")),
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
        sent_at=moment_in(request.headers.get("X-Sent-At")),
    )

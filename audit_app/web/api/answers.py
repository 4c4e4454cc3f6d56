"""What a phone is told when something cannot be done: a status, a code for scripts, a sentence to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from audit_app.services.backups import OtherEdition
from audit_app.services.evidence import TooManyPhotos
from audit_app.services.refusals import Conflict, NotAllowed, NotHere, Refusal
from audit_app.services.submissions import BadBody, PhotosMissing
from audit_app.translations import lazy_gettext as _l


@dataclass(frozen=True)
class Fault:
    """How one code is answered."""

    status: int
    sentence: object


FAULTS = {
    "client": Fault(400, _l("Please reload the page. Your answers are kept on this phone.")),
    "foreign": Fault(403, _l("This was not sent by a page of ours, so it was not taken.")),
    "sign_in": Fault(401, _l("Please sign in. Your answers are kept on this phone until then.")),
    "wrong_user": Fault(403, _l("Somebody else is signed in here. Sign in as yourself to send this.")),
    "not_allowed": Fault(403, _l("Only shoppers can do this.")),
    "not_here": Fault(404, _l("We do not know this visit. Your answers are kept on this phone.")),
    "digest": Fault(400, _l("It did not arrive whole. It is kept on this phone and can be sent again.")),
    "body": Fault(400, _l("We cannot read what arrived. It is kept on this phone: please tell your office.")),
    "too_large": Fault(413, _l("This is too large to be sent. It is kept on this phone.")),
    "not_a_photo": Fault(415, _l("This cannot be read as a photo. Please take a new one.")),
    "missing_photos": Fault(422, _l("Some photos have not arrived yet. They are sent again.")),
    "other_body": Fault(409, _l("Something else has already arrived in its place. Both are kept.")),
    "edition": Fault(409, _l("The checklist has changed. Please reload the page.")),
    "too_many": Fault(409, _l("This visit has too many photos. Remove one first.")),
    "too_many_tries": Fault(429, _l("Please wait a few minutes and try again.")),
    "method": Fault(405, _l("This address cannot be asked in this way.")),
    "busy": Fault(503, _l("We are busy just now. It is kept on this phone and will be sent again.")),
    "fault": Fault(500, _l("The fault is ours. It is kept on this phone and will be sent again.")),
}
BY_STATUS = {
    401: "sign_in", 403: "not_allowed", 404: "not_here", 405: "method", 413: "too_large", 415: "not_a_photo",
    429: "too_many_tries", 503: "busy",
}  # fmt: skip


CODES: Mapping[type[Refusal], str] = {
    BadBody: "body",
    Conflict: "other_body",
    NotAllowed: "not_allowed",
    NotHere: "not_here",
    OtherEdition: "edition",
    PhotosMissing: "missing_photos",
    TooManyPhotos: "too_many",
}
"""What a refusal of the services is called here."""


class NotTaken(Refusal):
    """The door says no, by a code that the phone knows; `more` stands beside it in the answer."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


def instead_of(problem: Exception) -> ResponseReturnValue:
    """The answer to whatever went wrong."""
    if isinstance(problem, NotTaken):
        return told(problem.code, **problem.more)
    if isinstance(problem, Refusal):
        return told(_code_of(problem))
    status = getattr(problem, "code", None) or 500
    return told(BY_STATUS.get(status, "body" if status < 500 else "fault"))


def _code_of(refusal: Refusal) -> str:
    known = (CODES[kind] for kind in type(refusal).__mro__ if kind in CODES)
    return next(known, BY_STATUS.get(refusal.status, "body"))


def told(code: str, **more: Any) -> ResponseReturnValue:
    """The answer for a code."""
    fault = FAULTS[code]
    return jsonify(error=code, message=str(fault.sentence), **more), fault.status

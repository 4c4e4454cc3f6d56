"""Words about a visit that was read, for editors and shoppers alike."""

from collections.abc import Iterable

from audit_app.core.review import RejectReason, ReviewNote
from audit_app.translations import lazy_gettext as _l

CANNED = {
    "say_more": _l("Please describe more exactly what happened, in your own words."),
    "contradiction": _l("The answer and the comment do not fit together. Please check both."),
    "photo_unclear": _l("The photo cannot be read clearly. If you have a better one, please add it."),
    "photo_missing": _l("Please add the photo, if you took it."),
    "exact_time": _l("Please check the time once more and correct it, if it is not exact."),
    "facts_only": _l("Please write what you saw and heard, without guessing at reasons."),
    "no_names": _l("Please leave out names and anything that describes one person."),
}
"""Notes that editors write often, by code: each shopper reads them in their own language."""

REJECTIONS = {
    RejectReason.BRIEF_NOT_FOLLOWED: _l("The brief was not followed"),
    RejectReason.WRONG_PLACE: _l("It was another place or another day"),
    RejectReason.PROOF_MISSING: _l("The proof is missing"),
    RejectReason.NOT_OWN_WORK: _l("The report is not of this visit"),
    RejectReason.UNUSABLE: _l("The report cannot be used"),
    RejectReason.NOT_SENT_AGAIN: _l("It was sent back and did not come again in time"),
}


def sentences(notes: Iterable[ReviewNote]) -> list[str]:
    """What an editor asks, in the reader's language where it is a canned note."""
    said = [(str(CANNED[note.canned]) if note.canned in CANNED else "", note.text) for note in notes]
    return [text for pair in said for text in pair if text]

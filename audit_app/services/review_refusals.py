"""Why something cannot be done with a visit that is read, objected to or appealed."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit_app.core.lifecycle import (
    MoveRefused,
    NotAllowed,
    OnlyOnce,
    ReasonMissing,
    VisitState,
    WrongState,
)
from audit_app.services import refusals
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l

STANDS = {
    VisitState.OPEN: _l("The visit is on the board."),
    VisitState.OFFERED: _l("The visit is offered to a shopper."),
    VisitState.ASSIGNED: _l("The visit is given to a shopper."),
    VisitState.IN_PROGRESS: _l("The shopper is filling it in."),
    VisitState.SUBMITTED: _l("The visit waits for an editor."),
    VisitState.IN_REVIEW: _l("An editor is reading the visit."),
    VisitState.RETURNED: _l("The visit was sent back to the shopper."),
    VisitState.APPROVED: _l("The visit is approved."),
    VisitState.EXCLUDED: _l("The visit is approved and left out of the results."),
    VisitState.REJECTED: _l("The visit was not accepted."),
    VisitState.VOID: _l("The visit is void."),
    VisitState.ABANDONED: _l("The visit was given back."),
    VisitState.PUBLISHED: _l("The result is published."),
    VisitState.DISPUTED: _l("The location has objected; an editor decides."),
    VisitState.LOCKED: _l("The month is closed; nothing is changed any more."),
}
"""Where a visit stands, as a sentence."""


class StandsElsewhere(Refusal):
    """The visit is in another state than this needs; the message says in which."""

    status = 409
    title = _l("This cannot be done now")

    def __init__(self, state: VisitState | None) -> None:
        super().__init__(state)
        self.message = STANDS[state] if state else _l("This visit is not read by editors.")


class DoneOnce(Refusal):
    """It happens once in a visit, and has."""

    status = 409
    title = _l("This was done before")
    message = _l("It can be done once for each visit.")


class ReasonNeeded(Refusal):
    """A decision says why."""

    status = 422
    title = _l("Please write why")
    message = _l("Whoever reads this later needs to understand it. Nothing was changed.")


class NotesNeeded(Refusal):
    """A return without a note would leave the shopper guessing."""

    status = 422
    title = _l("Please write at least one note")
    message = _l("The shopper needs to know what to change. Nothing was sent.")


class NotAnAnswerHere(Refusal):
    """The question cannot be answered so."""

    status = 422
    title = _l("This cannot be read as an answer")
    message = _l("Please choose from the offered answers. Nothing was changed.")


class WithAnotherEditor(Refusal):
    """One editor reads a visit at a time."""

    status = 409
    title = _l("Somebody else is reading this visit")
    message = _l("One editor decides about a visit. The owner can take it over.")


class OwnFirstLook(Refusal):
    """A second look is somebody else's."""

    status = 409
    title = _l("You have read this visit already")
    message = _l("The second look needs another pair of eyes.")


class TooLate(Refusal):
    """The window is over."""

    status = 409
    title = _l("The time for this is over")
    message = _l("It was possible for 7 days.")


@contextmanager
def said_kindly() -> Iterator[None]:
    """Moves that are refused become refusals with a sentence for the reader."""
    try:
        yield
    except WrongState as wrong:
        raise StandsElsewhere(wrong.state) from wrong
    except OnlyOnce as wrong:
        raise DoneOnce from wrong
    except ReasonMissing as wrong:
        raise ReasonNeeded from wrong
    except (NotAllowed, MoveRefused) as wrong:
        raise refusals.NotAllowed from wrong

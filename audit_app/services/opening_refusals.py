"""Why an opening cannot be taken, offered or changed."""

from audit_app.core.eligibility import Reason
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l


class TakenByAnother(Refusal):
    """Two wanted the same visit; somebody else was first."""

    status = 409
    title = _l("Somebody else was a little quicker")
    message = _l(
        "This visit has just been taken. Thank you for wanting it: there may be others on the board."
    )


class OfferOver(Refusal):
    """The offer was not answered in time, and this shopper cannot take the visit from the board."""

    status = 409
    title = _l("This offer has ended")
    message = _l("It was not answered in time, so the visit goes to somebody else.")


class NotEligible(Refusal):
    """The rules keep a shopper from this visit; `reasons` says why."""

    status = 409
    title = _l("This visit cannot be taken")
    message = _l("The rules of the programme do not allow it now. The page of the visit says why.")

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__()
        self.reasons = reasons


class AlreadyOnOffer(Refusal):
    """Only a draft can be changed or removed."""

    status = 409
    title = _l("This visit has been published")
    message = _l("Shoppers may have seen it, so it can only be taken off the board, with a reason.")


class NotInMonth(Refusal):
    """The programme takes no visits in this month."""

    status = 409
    title = _l("The programme does not run in this month")
    message = _l("Choose a month between the programme’s first and last day.")


class TooManyVisits(Refusal):
    """A month's plan has as many visits as it can have."""

    status = 409
    title = _l("That is too much at once")
    message = _l("A month can have up to 2,000 visits in one programme.")

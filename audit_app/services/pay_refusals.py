"""Why money does not move: said kindly, and nothing is paid by half."""

from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l


class PaidMeanwhile(Refusal):
    """Some of what was chosen is in another batch by now; nothing was paid."""

    status = 409
    title = _l("Somebody else has just paid this")
    message = _l("One of the payments you chose is in another batch by now. Nothing was paid twice.")


class NothingChosen(Refusal):
    """A batch of nothing."""

    status = 422
    title = _l("Nothing was chosen")
    message = _l("Choose at least one payment.")


class TwoCurrencies(Refusal):
    """A batch is of one currency."""

    status = 422
    title = _l("These payments are in different currencies")
    message = _l("Make one batch for each currency.")


class ReasonNeeded(Refusal):
    """A batch is reopened with a reason."""

    status = 422
    title = _l("Please write a reason")
    message = _l("It is kept beside the batch, so that the books can be followed later.")


class BatchReopened(Refusal):
    """The batch does not count any more."""

    status = 409
    title = _l("This batch was reopened")
    message = _l("Its payments are due again. Make a new batch of them.")


class OnlyEuro(Refusal):
    """SEPA carries euro and nothing else."""

    status = 409
    title = _l("A SEPA file pays in euro only")
    message = _l("Use the table for payments in another currency.")


class NoOwnAccount(Refusal):
    """Nobody told from which account to pay."""

    status = 409
    title = _l("Your own account is missing")
    message = _l("Write down the account you pay from first.")


class NobodyToPay(Refusal):
    """No line of the batch can be carried out by a bank."""

    status = 409
    title = _l("There is nothing that a bank could pay")
    message = _l("None of these shoppers has given a bank account that works.")

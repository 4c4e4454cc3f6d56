"""Why a service says no. Each carries its HTTP status and a sentence for the reader."""

from audit_app.translations import lazy_gettext as _l


class Refusal(Exception):
    """Something that cannot be done, said kindly; nothing that was good is lost."""

    status = 400
    title: object = _l("This did not work")
    message: object = _l("Please go back and try again.")


class NotHere(Refusal):
    """The thing does not exist, or belongs to another organisation: both look the same."""

    status = 404
    title = _l("We could not find this page")
    message = _l("The address may be mistyped, or the page may have been removed.")


class NotAllowed(Refusal):
    """The reader's role does not include this."""

    status = 403
    title = _l("This page is not for your role")
    message = _l("Ask the owner of your organisation if you need it.")


class TooManyTries(Refusal):
    """Too many attempts in a short time."""

    status = 429
    title = _l("Too many attempts")
    message = _l("Please wait a few minutes and try again.")


class VisitClosed(Refusal):
    """The visit was withdrawn or is not open yet."""

    status = 409
    title = _l("This visit is closed")
    message = _l("It was withdrawn or is not open yet. What you filled in is kept.")


class LinkClosed(Refusal):
    """A survey or self-assessment link that no longer takes answers."""

    status = 410
    title = _l("This link is closed")
    message = _l("Thank you for wanting to answer. This link no longer takes answers.")


class LinkUsed(Refusal):
    """A one-time link that has been used."""

    status = 410
    title = _l("This link has already been used")
    message = _l("Each personal link takes one answer, and yours has arrived. Thank you.")


class Conflict(Refusal):
    """The same sheet came twice with different content; the first one counts, both are kept."""

    status = 409
    title = _l("These answers have already been sent")
    message = _l(
        "The first version counts. Tell the owner of your organisation if something must be changed."
    )


class OtherBody(Conflict):
    """Something else came under the same id before; that stays."""

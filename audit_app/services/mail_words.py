"""What mails say, kind by kind, in the language being spoken: whole sentences, and facts beside them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from audit_app.core.mails import MailKind
from audit_app.formatting import format_date, format_datetime
from audit_app.translations import current_language
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l


@dataclass(frozen=True)
class Wording:
    """One kind's sentences: the subject, what happened, what the link does, and why this reader is told."""

    name: object
    subject: object
    message: object
    button: object
    why: object


SHOPPERS = _l("You get this mail because you make visits as a shopper.")
WORDINGS: Mapping[MailKind, Wording] = {
    MailKind.INVITATION: Wording(
        _l("Invitations"),
        _l("You are invited"),
        _l("You are invited to take part. Open the invitation to see what it is about, then say yes or no."),
        _l("Open the invitation"),
        _l("You get this mail because somebody entered your address to invite you."),
    ),
    MailKind.OFFER: Wording(
        _l("Visits on offer"),
        _l("A visit is offered to you"),
        _l("There is a visit for you. Please say yes or no in time; after that it goes to somebody else."),
        _l("See the offer"),
        SHOPPERS,
    ),
    MailKind.REMINDER: Wording(
        _l("Reminders"),
        _l("A visit of yours is due soon"),
        _l("A visit of yours is not finished yet. Please send it in time, or give it back if you cannot go."),
        _l("Open the visit"),
        SHOPPERS,
    ),
    MailKind.RETURNED: Wording(
        _l("Visits returned to me"),
        _l("Your visit came back with questions"),
        _l("An editor has questions about your report. Please read the notes, answer and send it again."),
        _l("Read the notes"),
        SHOPPERS,
    ),
    MailKind.APPROVED: Wording(
        _l("Visits approved"),
        _l("Your visit is approved"),
        _l("Your report was read and approved. Thank you for looking so carefully."),
        _l("See the visit"),
        SHOPPERS,
    ),
    MailKind.REJECTED: Wording(
        _l("Visits rejected"),
        _l("Your visit was not accepted"),
        _l(
            "Your report could not be accepted. If you see it differently, you can appeal once within 7 days."
        ),
        _l("See why"),
        SHOPPERS,
    ),
    MailKind.PAID: Wording(
        _l("Payments"),
        _l("You have been paid"),
        _l("The money for your visit was sent to you. It can take some days to arrive."),
        _l("See your payments"),
        SHOPPERS,
    ),
    MailKind.APPLIED: Wording(
        _l("New applications"),
        _l("Somebody would like to be a shopper"),
        _l("A new application waits for your decision."),
        _l("Read the application"),
        _l("You get this mail because you decide on applications."),
    ),
    MailKind.ACCEPTED: Wording(
        _l("Applications accepted"),
        _l("Welcome as a shopper"),
        _l("Your application was accepted. Open the link to begin."),
        _l("Begin"),
        _l("You get this mail because you applied as a shopper."),
    ),
    MailKind.DECLINED: Wording(
        _l("Applications declined"),
        _l("About your application"),
        _l("Thank you for applying. This time your application was not accepted."),
        _l("Read more"),
        _l("You get this mail because you applied as a shopper."),
    ),
    MailKind.ESCALATION: Wording(
        _l("Reports that wait too long"),
        _l("A report waits for an editor"),
        _l("Nobody has read this report in time. Please read it, or ask somebody to."),
        _l("Open the report"),
        _l("You get this mail because you look after the reading of reports."),
    ),
    MailKind.PUBLISHED: Wording(
        _l("Audits published"),
        _l("An audit was published"),
        _l("The result of a visit can be read now. You can object to single answers within 7 days."),
        _l("Read the audit"),
        _l("You get this mail because you look after this place."),
    ),
}

FACTS: Mapping[str, object] = {
    "programme": _l("Programme"),
    "place": _l("Place"),
    "name": _l("Name"),
    "visit_on": _l("Day of the visit"),
    "due_on": _l("Last day"),
    "due_at": _l("To be sent by"),
    "until_at": _l("Please answer by"),
    "amount": _l("Amount"),
    "reason": _l("Reason"),
    "note": _l("Note"),
    "by": _l("From"),
}
"""What `words` may hold. Days (`…_on`) and moments (`…_at`) are ISO and are read in the reader's language."""


def checked(words: Mapping[str, str]) -> dict[str, str]:
    """The words as they are kept, each on one line.

    Raises ValueError for a word that no mail has, a day that is no day, a moment without a zone.
    """
    for name, text in words.items():
        if name not in FACTS or not isinstance(text, str):
            raise ValueError(f"no mail has the word {name!r}")
        _reading(name, text, "UTC", "en")
    return {name: one_line(text) for name, text in words.items()}


def facts(words: Mapping[str, str], by: str, posted_at: datetime, zone: str) -> list[tuple[str, str]]:
    """Label and value of everything a mail knows, each on one line; who it is from and when come last."""
    language = current_language()
    known = {"by": by, **{name: text for name, text in words.items() if text.strip()}}
    said = [
        (str(label), _reading(name, known[name], zone, language))
        for name, label in FACTS.items()
        if name in known
    ]
    return [*said, (_("Date"), format_datetime(posted_at, zone, language))]


def _reading(name: str, text: str, zone: str, language: str) -> str:
    if name.endswith("_on"):
        return format_date(date.fromisoformat(text), language)
    if name.endswith("_at"):
        return format_datetime(_aware(text), zone, language)
    return one_line(text)


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {text!r}")
    return moment


def one_line(text: str) -> str:
    """Somebody's words without line ends and other signs that could pass for something of ours."""
    return " ".join("".join(sign if _is_letter(sign) else " " for sign in text).split())


_is_letter: Callable[[str], bool] = str.isprintable

"""What a mail can be about, and how somebody wants to hear of it."""

from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is about; each kind has its own sentences and its own off switch."""

    INVITATION = "invitation"
    OFFER = "offer"
    REMINDER = "reminder"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAID = "paid"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ESCALATION = "escalation"
    PUBLISHED = "published"


class MailWish(StrEnum):
    """When a person wants mails of a kind."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"

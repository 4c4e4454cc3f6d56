"""The door of the mystery shopper: my visits, the brief, the checklist, the final check, the receipt."""

from audit_app.web.shopper import (
    board,
    brief,
    check,
    checklist,
    listing,
    money,
    phone,
    photos,
    quiz,
    standing,
)
from audit_app.web.shopper.entrance import door

__all__ = [
    "board",
    "brief",
    "check",
    "checklist",
    "door",
    "listing",
    "money",
    "phone",
    "photos",
    "quiz",
    "standing",
]

"""The door of the mystery shopper: my visits, the brief, the checklist, the final check, the receipt."""

from audit_app.web.shopper import brief, check, checklist, listing, phone, photos
from audit_app.web.shopper.entrance import door

__all__ = ["brief", "check", "checklist", "door", "listing", "phone", "photos"]

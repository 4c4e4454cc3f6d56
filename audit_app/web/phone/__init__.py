"""The door of the app on the phone: its worker, its manifest, its page without a network, its mark."""

from audit_app.web.phone.app_files import door
from audit_app.web.phone.frame import mark_pages

__all__ = ["door", "mark_pages"]

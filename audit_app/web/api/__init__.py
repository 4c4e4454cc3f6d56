"""The door of the phone's scripts: JSON in and out, no pages, no forms, a gate of its own."""

from audit_app.web.api import drafts, manifest, photos, submissions
from audit_app.web.api.answers import instead_of
from audit_app.web.api.entrance import door, is_asked
from audit_app.web.api.gate import watch

__all__ = ["door", "drafts", "instead_of", "is_asked", "manifest", "photos", "submissions", "watch"]

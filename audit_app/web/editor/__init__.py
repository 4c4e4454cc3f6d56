"""The door of the editors: the queue, one visit with its decisions, second looks. An owner may do it all."""

from audit_app.web.editor import decisions, objections, queue, second, visit
from audit_app.web.editor.entrance import door

__all__ = ["decisions", "door", "objections", "queue", "second", "visit"]

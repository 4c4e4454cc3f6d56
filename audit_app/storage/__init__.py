"""What is kept: the only room that knows SQLAlchemy.

One module per noun, each a handful of functions that take the transaction they work in first:
a `Scope` (one organisation, from `store.reading` or `store.writing`) or, where no organisation is known
yet, `Everywhere` (from `store.reading_all` or `store.writing_all`).
"""

from audit_app.storage.scope import Everywhere, Scope
from audit_app.storage.store import Store

__all__ = ["Everywhere", "Scope", "Store"]

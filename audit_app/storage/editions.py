"""Questionnaire editions in use: frozen with the organisation's first use of them."""

from audit_app.storage.records import EditionConflict, UsedEdition
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import used_edition

COLUMNS = columns_of(used_edition, UsedEdition)


def freeze(scope: Scope, edition: UsedEdition) -> bool:
    """Keep an edition as it is at first use, before the first sheet that answers it; whether it was new.

    Raises EditionConflict where the same key is in use with another content.
    """
    if scope.insert_missing(used_edition, vars(edition)):
        return True
    kept = get(scope, edition.key)
    if kept is None or kept.digest != edition.digest:
        raise EditionConflict(edition.key)
    return False


def get(scope: Scope, key: str) -> UsedEdition | None:
    """The frozen edition with this key, e.g. `shop-visit.v1`."""
    return scope.record(UsedEdition, scope.select(*COLUMNS).where(used_edition.c.key == key))


def digest_of(scope: Scope, key: str) -> str | None:
    """The digest of the frozen edition with this key: its content need not be read to know it."""
    row = scope.first(scope.select(used_edition.c.digest).where(used_edition.c.key == key))
    return None if row is None else str(row.digest)


def every(scope: Scope) -> list[UsedEdition]:
    """All frozen editions by key."""
    return scope.records(UsedEdition, scope.select(*COLUMNS).order_by(used_edition.c.key))

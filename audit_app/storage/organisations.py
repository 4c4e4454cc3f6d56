"""Organisations: the tenants."""

from audit_app.core.programme import Organisation
from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import organisation


def found(everywhere: Everywhere, new: Organisation) -> None:
    """Write a new organisation."""
    everywhere.insert(organisation, vars(new))


def every(everywhere: Everywhere) -> list[Organisation]:
    """All organisations by name."""
    query = everywhere.select(*columns_of(organisation, Organisation))
    return everywhere.records(Organisation, query.order_by(organisation.c.name, organisation.c.id))


def this(scope: Scope) -> Organisation:
    """The organisation that the scope is of; raises LookupError where there is none."""
    kept = scope.record(Organisation, scope.select(*columns_of(organisation, Organisation)))
    if kept is None:
        raise LookupError(scope.organisation_id)
    return kept


def change(scope: Scope, changed: Organisation) -> None:
    """Write its name and language."""
    scope.update(organisation, name=changed.name, language=changed.language)

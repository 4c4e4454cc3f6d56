"""Our organisation, and another one that looks exactly like it."""

import pytest

from audit_app.storage import Store
from tests.storage import making


@pytest.fixture
def theirs(store: Store) -> making.Programme:
    """The stranger: same ids, names, days and answers as ours."""
    made = making.found(store, making.THEIRS)
    making.fill(store, made)
    return made


@pytest.fixture
def ours(store: Store, theirs: making.Programme) -> making.Programme:
    """Our programme before anything has come in, beside the stranger's."""
    return making.found(store, making.OURS)


@pytest.fixture
def lived_in(store: Store, ours: making.Programme) -> making.Programme:
    """Our programme with one of everything."""
    making.fill(store, ours)
    return ours

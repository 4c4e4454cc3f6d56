"""Questionnaire editions in use: the copy frozen at first use counts, whatever becomes of the file."""

import hashlib
import json
from datetime import datetime

from audit_app.core.plain_data import from_plain, to_plain
from audit_app.core.questionnaire import Questionnaire
from audit_app.services import Rooms
from audit_app.services.refusals import NotHere
from audit_app.storage import Scope, editions
from audit_app.storage.records import UsedEdition

MOST_READ = 500
_read: dict[str, Questionnaire] = {}


def questionnaire_in_use(rooms: Rooms, scope: Scope, key: str) -> Questionnaire:
    """The edition as it was when first used, else as the catalogue has it; raises NotHere."""
    used = in_use(scope, key)
    if used is not None:
        return used
    try:
        return rooms.catalogue.questionnaires[key]
    except KeyError:
        raise NotHere from None


def in_use(scope: Scope, key: str) -> Questionnaire | None:
    """The edition as it was when first used here; None where nobody ever answered by it."""
    digest = editions.digest_of(scope, key)
    return _frozen(scope, key, digest) if digest else None


def _frozen(scope: Scope, key: str, digest: str) -> Questionnaire:
    # By what it says, whoever uses it: reading an edition takes ten times as long as showing it.
    if digest not in _read:
        used = editions.get(scope, key)
        assert used is not None
        if len(_read) >= MOST_READ:
            _read.clear()
        _read[digest] = from_plain(Questionnaire, used.content)
    return _read[digest]


def freeze(rooms: Rooms, scope: Scope, key: str, now: datetime) -> Questionnaire:
    """The edition, kept from now on exactly as it is; call when something starts to be answered by it."""
    questionnaire = questionnaire_in_use(rooms, scope, key)
    keep(scope, questionnaire, now)
    return questionnaire


def keep(scope: Scope, questionnaire: Questionnaire, now: datetime) -> None:
    """Freeze an edition that may not stand in the catalogue; raises EditionConflict for another content."""
    content = to_plain(questionnaire)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    editions.freeze(scope, UsedEdition(scope.organisation_id, questionnaire.key, digest, content, now))

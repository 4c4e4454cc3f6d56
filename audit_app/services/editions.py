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


def questionnaire_in_use(rooms: Rooms, scope: Scope, key: str) -> Questionnaire:
    """The edition as it was when first used, else as the catalogue has it; raises NotHere."""
    used = editions.get(scope, key)
    if used:
        return from_plain(Questionnaire, used.content)
    try:
        return rooms.catalogue.questionnaires[key]
    except KeyError:
        raise NotHere from None


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

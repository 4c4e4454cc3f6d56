"""The blueprint of the editors' door, and who may come in."""

from typing import Any

from flask import Blueprint

from audit_app.core.programme import Role
from audit_app.core.questionnaire import text_in
from audit_app.web.editor import words

door = Blueprint("editor", __name__, url_prefix="/editor")
READERS = (Role.EDITOR, Role.OWNER)


@door.context_processor
def _words() -> dict[str, Any]:
    return {"stands": words.STANDS, "badges": words.BADGES, "text_in": text_in}

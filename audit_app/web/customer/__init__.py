"""The customer's door: a survey by link or QR code."""

from flask import g

from audit_app.services import surveys
from audit_app.services.surveys import Asking
from audit_app.web.desk import now, rooms
from audit_app.web.forms.open_page import OpenPage
from audit_app.web.open_door import OpenDoor


def _keep(asking: Asking, _token: str, came: OpenPage) -> bool:
    return surveys.answer(rooms(), asking, came.id, came.posted.sheet, g.language, now())


door = OpenDoor("customer", surveys.find, surveys.find_open, _keep).hang("/s")

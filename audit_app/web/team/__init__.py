"""The team's door: the anonymous self-assessment behind a personal one-time link."""

from audit_app.services import waves
from audit_app.services.waves import Invitation
from audit_app.web.desk import now, rooms
from audit_app.web.forms.open_page import OpenPage
from audit_app.web.open_door import OpenDoor


def _keep(invitation: Invitation, token: str, came: OpenPage) -> bool:
    waves.answer(rooms(), invitation, token, came.id, came.posted.sheet, now())
    return True


door = OpenDoor("team", waves.find, waves.find_open, _keep, leaves_nothing=True).hang("/t")


@door.context_processor
def _promise() -> dict[str, int]:
    return {"least": rooms().catalogue.thresholds.least_team}

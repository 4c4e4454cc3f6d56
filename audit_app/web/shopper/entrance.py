"""The door itself, and which page of a visit is the right one."""

from flask import Blueprint, url_for

from audit_app.services import visits
from audit_app.services.visits import Visit
from audit_app.web.desk import as_uuid, me, now, rooms

door = Blueprint("shopper", __name__, url_prefix="/visits")


def my_visit(visit_id: str) -> Visit:
    """The signed-in shopper's visit in an address; raises NotHere for anything else."""
    return visits.visit_of(rooms(), me(), as_uuid(visit_id), now())


def page_instead(visit: Visit) -> str | None:
    """Where to go instead of the checklist: the receipt once sent, the brief until it is confirmed."""
    if visit.is_sent:
        return url_for("shopper.receipt", visit_id=visit.id)
    if visit.assignment.brief_read_at is None:
        return url_for("shopper.brief", visit_id=visit.id)
    return None

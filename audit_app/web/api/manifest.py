"""What a phone keeps for the time without a network: the visits, their pages, the files that show them."""

from typing import Any

from flask import g, url_for

from audit_app.core.lifecycle import VisitState
from audit_app.core.programme import AssignmentState, Role
from audit_app.core.questionnaire import text_in
from audit_app.services import visits
from audit_app.services.visits import Visit
from audit_app.web.access import allow
from audit_app.web.api.entrance import door
from audit_app.web.assets import known_assets
from audit_app.web.desk import me, now, rooms
from audit_app.web.shopper.listing import city_of


@door.get("/offline/manifest")
@allow(Role.SHOPPER)
def manifest() -> dict[str, Any]:
    """All of it for the signed-in shopper; what has been sent or withdrawn is no longer listed.

    What an editor sent back is answered on the page that needs no script, beside the editor's notes.
    """
    listed = visits.visits_of(rooms(), me(), now())
    return {
        "user": str(me().id),
        "name": me().name,
        "language": g.language,
        "now": now().isoformat(),
        "assets": {"digest": known_assets().digest, "urls": known_assets().phone_urls()},
        "pages": [url_for("shopper.visits"), url_for("phone.offline")],
        "visits": [_visit(visit) for visit in (*listed.to_do, *listed.coming) if not _is_returned(visit)],
    }


def _is_returned(visit: Visit) -> bool:
    return visit.stage is VisitState.RETURNED


def _visit(visit: Visit) -> dict[str, str]:
    edition = visit.assignment.questionnaire
    return {
        "id": str(visit.id),
        "edition": edition,
        "place": visit.location.name,
        "city": city_of(visit.location),
        "title": text_in(visit.questionnaire.titles, g.language),
        "url": url_for("shopper.phone", visit_id=visit.id, edition=edition),
        "brief": url_for("shopper.brief", visit_id=visit.id),
        "due": visit.assignment.due_on.isoformat(),
        "state": _state(visit),
    }


def _state(visit: Visit) -> str:
    if visit.assignment.brief_read_at is None:
        return "unread"
    return "coming" if visit.state is AssignmentState.NOT_YET else "to_do"

"""Jobs that look at a visit again when a clock has run; the log's length tells whether anything happened."""

from datetime import datetime
from uuid import UUID

from audit_app.core.visit_clocks import Clock, ends_at
from audit_app.services import queue
from audit_app.storage import Scope
from audit_app.storage import visit_log as logs

KINDS = {Clock.REVIEW: "review.late", Clock.REMINDER: "return.reminder", Clock.RETURN: "return.over"}
"""The kinds of these jobs, by the clock that is awaited."""


def watch(scope: Scope, visit_id: UUID, clock: Clock, now: datetime) -> None:
    """Look at a visit again when a clock of absolute hours has run that begins now."""
    number = len(logs.entries(scope, visit_id))
    payload = {"visit": str(visit_id), "number": number}
    queue.add(scope, KINDS[clock], f"{visit_id}:{number}", payload, now, ends_at(clock, now, "UTC"))

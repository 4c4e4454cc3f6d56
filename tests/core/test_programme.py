"""Where a visit stands is derived from its facts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from audit_app.core.programme import Assignment, AssignmentState

NOBODY = UUID(int=0)
MOMENT = datetime(2025, 3, 1, tzinfo=UTC)
OFFERED = Assignment(
    NOBODY, NOBODY, NOBODY, NOBODY, "shop-visit.v1", date(2025, 3, 3), date(2025, 3, 7), created_at=MOMENT
)
READY = replace(OFFERED, brief_read_at=MOMENT)
STARTED = replace(READY, started_at=MOMENT)


@pytest.mark.parametrize(
    ("assignment", "day", "state"),
    [
        (OFFERED, 2, AssignmentState.NOT_YET),
        (READY, 2, AssignmentState.NOT_YET),
        (OFFERED, 3, AssignmentState.OFFERED),
        (READY, 3, AssignmentState.READY),
        (STARTED, 7, AssignmentState.STARTED),
        (STARTED, 8, AssignmentState.OVERDUE),
        (OFFERED, 8, AssignmentState.OVERDUE),
        (replace(STARTED, withdrawn_at=MOMENT), 5, AssignmentState.WITHDRAWN),
        (replace(OFFERED, withdrawn_at=MOMENT), 8, AssignmentState.WITHDRAWN),
        (replace(STARTED, submitted_at=MOMENT), 8, AssignmentState.SUBMITTED),
        (replace(STARTED, submitted_at=MOMENT, withdrawn_at=MOMENT), 5, AssignmentState.SUBMITTED),
    ],
)
def test_the_state_of_a_visit(assignment, day, state):
    assert assignment.state(date(2025, 3, day)) is state

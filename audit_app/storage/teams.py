"""The staff view: counted from the sheets of whole, closed waves, one team and wave at a time.

Who reads this decides by `Team.answered` whether a team may be shown; what belongs to a smaller team must
be left out before anything is added up, so that no two totals differ by it.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from audit_app.core.programme import Wave
from audit_app.storage.records import AnswersOf, StaffAnswerCount, StaffCell, Team
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.sheets import staff_sheets
from audit_app.storage.tables import wave
from audit_app.storage.tallies import listed, standards_of
from audit_app.storage.waves import token_counts


def teams(scope: Scope, locations: Collection[UUID], first_day: date, last_day: date) -> list[Team]:
    """The closed waves that opened in a period, both days included, with those nobody answered."""
    answered = Counter(one.wave_id for one in staff_sheets(scope, locations, first_day, last_day))
    asked = token_counts(scope)
    query = scope.select(*columns_of(wave, Wave)).where(wave.c.location_id.in_(locations))
    query = query.where(wave.c.closed_at.is_not(None), wave.c.opens_on.between(first_day, last_day))
    return [
        Team(
            one.location_id,
            one.id,
            one.questionnaire,
            one.opens_on,
            asked.get(one.id, (0, 0))[0],
            answered[one.id],
        )
        for one in scope.records(Wave, query.order_by(wave.c.opens_on, wave.c.id))
    ]


def staff_cells(
    scope: Scope, locations: Collection[UUID], first_day: date, last_day: date
) -> list[StaffCell]:
    """What the sheets of each closed wave of a period earned on each standard."""
    sheets = staff_sheets(scope, locations, first_day, last_day)
    counted: Counter[Any] = Counter(
        (one.location_id, one.wave_id, *part) for one in sheets for part in standards_of(one)
    )
    return listed(StaffCell, counted)


def staff_answer_counts(
    scope: Scope, locations: Collection[UUID], first_day: date, last_day: date, answers_of: AnswersOf
) -> list[StaffAnswerCount]:
    """What the sheets of each closed wave of a period answered to each question."""
    counted: Counter[Any] = Counter(
        (one.location_id, one.wave_id, one.questionnaire, *part)
        for one in staff_sheets(scope, locations, first_day, last_day)
        for part in answers_of(one)
    )
    return listed(StaffAnswerCount, counted)

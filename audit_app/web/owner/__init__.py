"""The owner's door: places, people, visits and decisions on them, surveys, rounds, results and reports."""

from audit_app.web.owner import (
    held,
    locations,
    overview,
    people,
    reports,
    rescue,
    results,
    surveys,
    visits,
    waves,
    words,
)
from audit_app.web.owner.door import door
from audit_app.web.owner.rescue import make_room

__all__ = [
    "door",
    "held",
    "locations",
    "make_room",
    "overview",
    "people",
    "reports",
    "rescue",
    "results",
    "surveys",
    "visits",
    "waves",
    "words",
]

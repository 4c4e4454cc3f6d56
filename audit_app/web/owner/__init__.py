"""The owner's door: places, people, visits and decisions on them, surveys, rounds, results and reports."""

from audit_app.web.owner import (
    applications,
    held,
    locations,
    overview,
    panel,
    people,
    personal_links,
    recruiting,
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
    "applications",
    "door",
    "held",
    "locations",
    "make_room",
    "overview",
    "panel",
    "people",
    "personal_links",
    "recruiting",
    "reports",
    "rescue",
    "results",
    "surveys",
    "visits",
    "waves",
    "words",
]

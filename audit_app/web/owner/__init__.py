"""The owner's door: places, people, visits, surveys, rounds of the team, results and reports."""

from audit_app.web.owner import locations, overview, people, reports, results, surveys, visits, waves, words
from audit_app.web.owner.door import door

__all__ = [
    "door",
    "locations",
    "overview",
    "people",
    "reports",
    "results",
    "surveys",
    "visits",
    "waves",
    "words",
]

"""Where an organisation stands today: what came in this month, what is open, what to do next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from audit_app.core.programme import AssignmentState, Location, Role
from audit_app.core.questionnaire import View
from audit_app.services import Rooms, assigning, surveys, waves
from audit_app.services.locations import latest_day
from audit_app.storage import locations, people, tallies

DONE = (AssignmentState.SUBMITTED, AssignmentState.WITHDRAWN)


class Step(StrEnum):
    """Something worth doing next."""

    ADD_LOCATION = "add_location"
    CHASE_OVERDUE = "chase_overdue"
    CLOSE_ROUND = "close_round"
    OPEN_SURVEY = "open_survey"
    ADD_SHOPPER = "add_shopper"
    ASSIGN_VISIT = "assign_visit"
    START_ROUND = "start_round"


@dataclass(frozen=True)
class Overview:
    """What there is today.

    `this_month` counts audits and customers' answers since the first of the month; `rounds` counts the
    team's rounds that are open, `full_rounds` those of them that everybody has answered.
    """

    places: tuple[Location, ...]
    this_month: Mapping[View, int]
    shoppers: int
    open_visits: int
    overdue_visits: int
    open_surveys: int
    all_rounds: int
    open_rounds: int
    full_rounds: int

    @property
    def steps(self) -> tuple[Step, ...]:
        """What to do next, the most pressing first; nothing but a place where there is none yet."""
        if not self.places:
            return (Step.ADD_LOCATION,)
        worth_it = {
            Step.CHASE_OVERDUE: self.overdue_visits,
            Step.CLOSE_ROUND: self.full_rounds,
            Step.OPEN_SURVEY: not self.open_surveys,
            Step.ADD_SHOPPER: not self.shoppers,
            Step.ASSIGN_VISIT: self.shoppers and not self.open_visits,
            Step.START_ROUND: not self.all_rounds,
        }
        return tuple(step for step, needed in worth_it.items() if needed)


def today(rooms: Rooms, organisation_id: UUID, now: datetime) -> Overview:
    """The overview of an organisation."""
    with rooms.store.reading(organisation_id) as scope:
        places = tuple(locations.every(scope))
        shoppers = people.every(scope, Role.SHOPPER)
        day = latest_day(places, now)
        counted = tallies.sheet_counts(scope, [place.id for place in places], day.replace(day=1), day)
    states = Counter(visit.state for visit in assigning.visits(rooms, organisation_id, now))
    rounds = waves.every(rooms, organisation_id)
    running = [each for each in rounds if not each.wave.closed_at]
    return Overview(
        places=places,
        this_month={view: sum(each.n for each in counted if each.view is view) for view in View},
        shoppers=len(shoppers),
        open_visits=sum(n for state, n in states.items() if state not in DONE),
        overdue_visits=states[AssignmentState.OVERDUE],
        open_surveys=sum(not each.asking.survey.closed_at for each in surveys.every(rooms, organisation_id)),
        all_rounds=len(rounds),
        open_rounds=len(running),
        full_rounds=sum(each.answered == each.asked for each in running),
    )

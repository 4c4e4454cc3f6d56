"""What a month's plan is handed on as: its rows, what it covers and lacks, what publishing brought."""

from dataclasses import dataclass

from audit_app.core.day_spans import Span
from audit_app.core.plan import Coverage, WhyNot
from audit_app.core.programme import Location, Person
from audit_app.core.visit_states import VisitState
from audit_app.core.visits_programme import Programme
from audit_app.storage.openings import Opening


@dataclass(frozen=True)
class Row:
    """A visit of the month; `state` None is a draft, `shopper` None the board."""

    opening: Opening
    place: Location
    shopper: Person | None
    state: VisitState | None


@dataclass(frozen=True)
class NotPlaced:
    """Visits of a place for which the month has no room."""

    place: Location
    why: WhyNot
    visits: int


@dataclass(frozen=True)
class Month:
    """What a programme's month looks like; `missing`: how many more visits could be proposed."""

    programme: Programme
    days: Span
    rows: tuple[Row, ...]
    coverage: Coverage
    places: tuple[Location, ...]
    shoppers: tuple[Person, ...]
    not_placed: tuple[NotPlaced, ...]
    missing: int

    @property
    def drafts(self) -> int:
        """How many wait to be published."""
        return sum(row.state is None for row in self.rows)


@dataclass(frozen=True)
class Published:
    """What became of a month's drafts; `not_eligible` are on the board though meant for somebody."""

    offered: int
    on_board: int
    not_eligible: int

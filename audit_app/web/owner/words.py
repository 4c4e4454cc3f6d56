"""The names that the owner's pages give to kinds, roles, channels, states and steps."""

from dataclasses import dataclass
from typing import Any

from flask import g, url_for

from audit_app.core.programme import AssignmentState
from audit_app.core.questionnaire import Questionnaire, Texts, View, text_in
from audit_app.services.overview import Overview, Step
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.translations import ngettext
from audit_app.web.owner import offers
from audit_app.web.owner.door import door

VIEW_NAMES = {View.STAFF: _l("Team"), View.OBSERVED: _l("Visits"), View.CUSTOMER: _l("Customers")}


@dataclass(frozen=True)
class StateBadge:
    """A visit's state in a word and a colour."""

    label: object
    look: str


STATES = {
    AssignmentState.OFFERED: StateBadge(_l("Brief not read yet"), ""),
    AssignmentState.READY: StateBadge(_l("Brief read"), ""),
    AssignmentState.STARTED: StateBadge(_l("Begun"), "warn"),
    AssignmentState.NOT_YET: StateBadge(_l("Not open yet"), "quiet"),
    AssignmentState.OVERDUE: StateBadge(_l("Overdue"), "bad"),
    AssignmentState.SUBMITTED: StateBadge(_l("Audit is in"), "good"),
    AssignmentState.WITHDRAWN: StateBadge(_l("Withdrawn"), "quiet"),
}


@dataclass(frozen=True)
class NextStep:
    """Something to do, in words, and where."""

    words: str
    address: str


def next_step(step: Step, found: Overview) -> NextStep:
    """A step as a link."""
    words, endpoint = {
        Step.ADD_LOCATION: (_("Add your first location."), "new_location"),
        Step.CHASE_OVERDUE: (_overdue(found.overdue_visits), "visits"),
        Step.CLOSE_ROUND: (_full(found.full_rounds), "waves"),
        Step.OPEN_SURVEY: (_("Ask your customers: create a survey link and print its card."), "new_survey"),
        Step.ADD_SHOPPER: (_("Add a shopper who visits your places."), "new_person"),
        Step.ASSIGN_VISIT: (
            _("Assign a visit, so that somebody sees your service with fresh eyes."),
            "new_visit",
        ),
        Step.START_ROUND: (_("Ask the team how it sees its own service: start a round."), "new_round"),
    }[step]
    return NextStep(words, url_for(f"owner.{endpoint}"))


def _overdue(num: int) -> str:
    return ngettext(
        "%(num)s visit is overdue: remind the shopper or withdraw it.",
        "%(num)s visits are overdue: remind the shoppers or withdraw them.",
        num,
    )


def _full(num: int) -> str:
    return ngettext(
        "In %(num)s team everybody has answered: close the round to see the result.",
        "In %(num)s teams everybody has answered: close the rounds to see the results.",
        num,
    )


def text_of(texts: Texts) -> str:
    """A text in the reader's language."""
    return text_in(texts, g.language)


def title_of(questionnaire: Questionnaire) -> str:
    """A questionnaire's title in the reader's language."""
    return text_in(questionnaire.titles, g.language)


@door.context_processor
def _words() -> dict[str, Any]:
    return {
        "kind_names": offers.kinds(),
        "channel_names": offers.channels(),
        "role_names": offers.roles(),
        "view_names": VIEW_NAMES,
        "states": STATES,
        "title_of": title_of,
        "text_of": text_of,
    }

"""The demonstration's six shops and what is true of their service: the stories a report must find."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit_app.core.questionnaire import View


@dataclass(frozen=True)
class Shop:
    """A shop with its traffic and its truth.

    `levels`: what each view thinks of every standard on average (points 0–100); `stories`: standard →
    view → level where it is otherwise; `later`: the same, for the time since the training.
    """

    name: str
    city: str
    country: str
    zone: str
    language: str
    team: int
    answers_a_month: int
    visits_a_month: int
    levels: Mapping[View, int]
    stories: Mapping[str, Mapping[View, int]] = field(default_factory=dict)
    later: Mapping[str, Mapping[View, int]] = field(default_factory=dict)
    failing: str = ""


def _levels(staff: int, observed: int, customer: int) -> dict[View, int]:
    return {View.STAFF: staff, View.OBSERVED: observed, View.CUSTOMER: customer}


SHOPS = (
    # The team believes that everybody is greeted at once. Shoppers and customers wait.
    Shop(
        name="Ermou",
        city="Athens",
        country="GR",
        zone="Europe/Athens",
        language="el",
        team=11,
        answers_a_month=38,
        visits_a_month=2,
        levels=_levels(78, 78, 76),
        stories={"greeting": _levels(88, 34, 42), "availability": _levels(80, 60, 66)},
    ),
    # Customers love the advice here; the team thinks it is nothing special.
    Shop(
        name="Tsimiski",
        city="Thessaloniki",
        country="GR",
        zone="Europe/Athens",
        language="el",
        team=9,
        answers_a_month=30,
        visits_a_month=2,
        levels=_levels(74, 76, 75),
        stories={"advice": _levels(48, 90, 89)},
    ),
    # Product knowledge was weak until the training in the middle of the year.
    Shop(
        name="Kamppi",
        city="Helsinki",
        country="FI",
        zone="Europe/Helsinki",
        language="fi",
        team=8,
        answers_a_month=32,
        visits_a_month=2,
        levels=_levels(72, 74, 74),
        stories={"knowledge": _levels(62, 42, 46)},
        later={"knowledge": _levels(78, 84, 82)},
    ),
    # Opened lately: hardly any answers, and a team too small to be shown.
    Shop(
        name="Northern Avenue",
        city="Yerevan",
        country="AM",
        zone="Asia/Yerevan",
        language="hy",
        team=4,
        answers_a_month=2,
        visits_a_month=1,
        levels=_levels(76, 74, 75),
    ),
    # Friendly people, but the emergency exit is blocked whenever a delivery stands around.
    Shop(
        name="Kordon",
        city="İzmir",
        country="TR",
        zone="Europe/Istanbul",
        language="tr",
        team=10,
        answers_a_month=34,
        visits_a_month=2,
        levels=_levels(77, 75, 76),
        stories={"friendliness": _levels(84, 88, 88)},
        failing="aisles_free",
    ),
    # All agree: good, with nothing to hide.
    Shop(
        name="Borough",
        city="London",
        country="GB",
        zone="Europe/London",
        language="en",
        team=12,
        answers_a_month=36,
        visits_a_month=2,
        levels=_levels(80, 81, 79),
    ),
)

MONTHS = 12
MONTHS_SINCE_TRAINING = 3
"""Whole months since Helsinki's training, so that the last quarter stands against the one before."""


def level(shop: Shop, view: View, standard: str | None, months_ago: int) -> int:
    """What a view thinks of a standard at a shop, that many months ago, on average in points."""
    known = shop.stories.get(standard or "", {})
    if months_ago <= MONTHS_SINCE_TRAINING:
        known = shop.later.get(standard or "", known)
    return known.get(view, shop.levels[view])

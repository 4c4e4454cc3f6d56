"""What to do: proposed from the numbers by rule, in the order of urgency."""

from collections.abc import Iterator

from audit_app.core.comparison import Reading, Verdict
from audit_app.core.questionnaire import View, text_in
from audit_app.core.report import Action, ActionKind, PlaceRow, StandardRow
from audit_app.services.reporting.gathering import Gathered
from audit_app.services.reporting.laying import name_of

MOST_ACTIONS = 4


def actions_of(
    gathered: Gathered, rows: tuple[StandardRow, ...], places: tuple[PlaceRow, ...]
) -> tuple[Action, ...]:
    """At most three things to mend and one to be proud of; where answers are missing, to get more."""
    mending = (
        *_critical(gathered),
        *_blind_spots(gathered, rows),
        *_at_places(gathered, places, Verdict.BLIND_SPOT, ActionKind.BLIND_SPOT),
        *_weaknesses(gathered, rows),
    )
    proud = (
        *_strengths(rows),
        *_at_places(gathered, places, Verdict.HIDDEN_STRENGTH, ActionKind.HIDDEN_STRENGTH),
    )
    return (
        *_first_of_each(mending)[: MOST_ACTIONS - bool(proud)],
        *proud[:1],
        *_more_answers(gathered, rows),
    )


def _first_of_each(actions: tuple[Action, ...]) -> list[Action]:
    found: dict[str, Action] = {}
    for action in actions:
        found.setdefault(action.subject, action)
    return list(found.values())


def _at_places(
    gathered: Gathered, places: tuple[PlaceRow, ...], verdict: Verdict, kind: ActionKind
) -> list[Action]:
    """What stands out at one of several places, the largest first."""
    found = [(one, place) for place in places for one in place.standouts if one.verdict is verdict]
    largest = sorted(found, key=lambda pair: -abs(pair[0].points))
    codes = {name_of(gathered, code): code for code in gathered.standards}
    advice = {name: _advice(gathered, code) for name, code in codes.items()}
    mends = kind is ActionKind.BLIND_SPOT
    return [
        Action(kind, one.standard, advice[one.standard] if mends else "", place.name)
        for one, place in largest
    ]


def _advice(gathered: Gathered, standard: str | None) -> str:
    known = gathered.standards.get(standard or "")
    return text_in(known.advice, gathered.asked.language) if known else ""


def _critical(gathered: Gathered) -> Iterator[Action]:
    places = {place.id: place.name for place in gathered.asked.places}
    for audit in gathered.audits:
        questionnaire = gathered.questionnaires[audit.questionnaire]
        for code in audit.scores.failed:
            question = questionnaire.by_code[code]
            subject = text_in(question.texts, gathered.asked.language)
            advice = _advice(gathered, question.standard)
            yield Action(ActionKind.CRITICAL, subject, advice, places[audit.location_id])


def _blind_spots(gathered: Gathered, rows: tuple[StandardRow, ...]) -> Iterator[Action]:
    for row in rows:
        if row.main and row.main.verdict is Verdict.BLIND_SPOT and row.main.left is View.STAFF:
            yield Action(ActionKind.BLIND_SPOT, row.name, _advice(gathered, row.code))


def _weaknesses(gathered: Gathered, rows: tuple[StandardRow, ...]) -> Iterator[Action]:
    weak = [(points, row) for row in rows if (points := _weak_points(gathered, row)) is not None]
    for _, row in sorted(weak, key=lambda pair: pair[0]):
        yield Action(ActionKind.WEAKNESS, row.name, _advice(gathered, row.code))


def _weak_points(gathered: Gathered, row: StandardRow) -> float | None:
    for view in (View.CUSTOMER, View.OBSERVED):
        reading = row.readings.get(view)
        if reading and reading.enough and reading.points is not None:
            points = float(reading.points)
            return points if points < gathered.thresholds.weak_below else None
    return None


def _strengths(rows: tuple[StandardRow, ...]) -> Iterator[Action]:
    for row in reversed(rows):
        if row.main and row.main.verdict is Verdict.HIDDEN_STRENGTH and row.main.left is View.STAFF:
            yield Action(ActionKind.HIDDEN_STRENGTH, row.name, "")


def _more_answers(gathered: Gathered, rows: tuple[StandardRow, ...]) -> Iterator[Action]:
    for view in View:
        readings = [row.readings[view] for row in rows if view in row.readings]
        if not any(reading.enough for reading in readings) and _asked(view, gathered, readings):
            yield Action(ActionKind.MORE_ANSWERS, view.value, "")


def _asked(view: View, gathered: Gathered, readings: list[Reading]) -> bool:
    return view is not View.STAFF or bool(gathered.teams) or any(reading.n for reading in readings)

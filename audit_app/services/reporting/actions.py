"""What to do: proposed from the numbers by rule, in the order of urgency."""

from collections.abc import Iterator

from audit_app.core.comparison import Reading, Verdict
from audit_app.core.questionnaire import View, text_in
from audit_app.core.report import Action, ActionKind, ObservedPart, StandardRow
from audit_app.services.reporting.gathering import Gathered

MOST_ACTIONS = 4


def actions_of(
    gathered: Gathered, rows: tuple[StandardRow, ...], observed: ObservedPart | None
) -> tuple[Action, ...]:
    """At most three things to mend and one to be proud of; where answers are missing, to get more."""
    mending = [*_critical(gathered, observed), *_blind_spots(gathered, rows), *_weaknesses(gathered, rows)]
    chosen, subjects = [], set()
    for action in mending:
        if action.subject not in subjects:
            subjects.add(action.subject)
            chosen.append(action)
    proud = list(_strengths(rows))[:1]
    return (*chosen[: MOST_ACTIONS - len(proud)], *proud, *_more_answers(gathered, rows))


def _advice(gathered: Gathered, standard: str | None) -> str:
    known = gathered.standards.get(standard or "")
    return text_in(known.advice, gathered.asked.language) if known else ""


def _critical(gathered: Gathered, observed: ObservedPart | None) -> Iterator[Action]:
    places = {place.id: place.name for place in gathered.asked.places}
    for audit in gathered.audits if observed else ():
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

"""What of a report stands on which page: rules that a template must not hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from audit_app.core.comparison import Absence, Gap, Reading, Thresholds, Verdict
from audit_app.core.questionnaire import View
from audit_app.core.report import HeadlineKind, Report, StandardRow, Standout
from audit_app.core.report_parts import Finding, QuestionFigures
from audit_app.printing.charts.distribution import Part, shade_of

STRONG_FROM = 80


@dataclass(frozen=True)
class Form:
    """The questions of one questionnaire with its title; `key` names its edition."""

    key: str
    title: str
    questions: tuple[QuestionFigures, ...]


def is_empty(report: Report) -> bool:
    """Whether there is nothing to report at all."""
    return report.headline.kind is HeadlineKind.NOTHING


def is_enough(report: Report, answers: int) -> bool:
    """Whether so many answers of customers allow a conclusion."""
    return answers >= report.method.thresholds.least_sheets[View.CUSTOMER]


def lanes(report: Report) -> tuple[View, ...]:
    """The views that have a figure on any standard: each gets a lane in the gap map."""
    heard = {view for row in report.rows for view, one in row.readings.items() if one.points is not None}
    return tuple(view for view in View if view in heard)


def mapped(report: Report) -> tuple[StandardRow, ...]:
    """The rows of the gap map: standards of which two views have something to say; all, if none is such."""
    return tuple(row for row in report.rows if _is_shared(row)) or report.rows


def unmapped(report: Report) -> tuple[StandardRow, ...]:
    """The standards that one view alone speaks of, beside a map of others."""
    shown = mapped(report)
    return tuple(row for row in report.rows if row not in shown)


def other_gaps(row: StandardRow) -> tuple[Gap, ...]:
    """Shoppers against customers, where that is not the main gap and is called by name."""
    named = (Verdict.BLIND_SPOT, Verdict.HIDDEN_STRENGTH)
    beside = (gap for gap in row.gaps if gap != row.main and gap.left is View.OBSERVED)
    return tuple(gap for gap in beside if gap.verdict in named)


def _is_shared(row: StandardRow) -> bool:
    return sum(one.absence is not Absence.NOTHING for one in row.readings.values()) >= 2


def silent(report: Report) -> tuple[Reading, ...]:
    """A reading of each view that was asked and has no figure on any standard, to say why."""
    asked: dict[View, Reading] = {}
    for row in report.rows:
        for view, one in row.readings.items():
            # A standard that the team was never asked about must not hide that its view is kept back.
            if view not in asked or one.absence is Absence.HIDDEN:
                asked[view] = one
    return tuple(one for view, one in asked.items() if view not in lanes(report))


def flagged(report: Report, verdict: str) -> tuple[StandardRow, ...]:
    """The rows of one verdict where the team is one of the two views, the largest gap first."""
    rows = [
        row for row in report.rows if row.main and row.main.verdict == verdict and row.main.left is View.STAFF
    ]
    return tuple(sorted(rows, key=_size, reverse=True))


def _size(row: StandardRow) -> float:
    return abs(float(row.main.points)) if row.main and row.main.points else 0.0


def at_places(report: Report, verdict: str) -> tuple[tuple[str, Standout], ...]:
    """The gaps of one verdict that stand out at single places, with the place's name, the largest first."""
    found = [(row.name, one) for row in report.by_place for one in row.standouts if one.verdict == verdict]
    return tuple(sorted(found, key=lambda pair: abs(pair[1].points), reverse=True))


def apart(report: Report) -> tuple[StandardRow, ...]:
    """The rows on which shoppers and customers differ, where no team is there to compare with."""
    named = (Verdict.BLIND_SPOT, Verdict.HIDDEN_STRENGTH)
    return tuple(
        row
        for row in report.rows
        if row.main and row.main.verdict in named and row.main.left is View.OBSERVED
    )


def agreed_strengths(report: Report) -> tuple[StandardRow, ...]:
    """The rows on which the views agree and every view that has enough calls it strong."""
    least = strong_from(report.method.thresholds)
    return tuple(row for row in _agreed(report) if min(_points(row)) >= least)


def agreed_weaknesses(report: Report) -> tuple[StandardRow, ...]:
    """The rows on which the views agree and every view that has enough calls it weak."""
    most = report.method.thresholds.weak_below
    return tuple(row for row in _agreed(report) if max(_points(row)) < most)


def strong_from(thresholds: Thresholds) -> int:
    """The points from which the best band begins."""
    return max((band.at_least for band in thresholds.bands), default=STRONG_FROM)


def _agreed(report: Report) -> Iterable[StandardRow]:
    return (row for row in report.rows if row.main and row.main.verdict is Verdict.AGREE)


def _points(row: StandardRow) -> list[float]:
    return [float(one.points) for one in row.readings.values() if one.enough and one.points is not None]


def findings_on(report: Report, row: StandardRow) -> tuple[Finding, ...]:
    """What shoppers found on a standard."""
    found = report.observed.findings if report.observed else ()
    return tuple(finding for finding in found if finding.standard in (row.code, row.name))


def advice_on(report: Report, row: StandardRow) -> str:
    """The author's advice for a standard, where an action carries it."""
    return next((a.advice for a in report.actions if a.subject in (row.code, row.name) and a.advice), "")


def worked_row(report: Report) -> StandardRow | None:
    """The row that explains how all are read: the headline's, else the first that compares two views."""
    compared = [row for row in report.rows if row.main and row.main.low is not None]
    chosen = [row for row in compared if report.headline.standard in (row.code, row.name)]
    return next(iter([*chosen, *compared]), None)


def forms(report: Report, questions: Iterable[QuestionFigures]) -> tuple[Form, ...]:
    """Questions by the questionnaire they stand in, in their order."""
    titles: Mapping[str, str] = {edition.key: edition.title for edition in report.method.editions}
    return tuple(
        Form(key, titles.get(key, key), tuple(group))
        for key, group in groupby(questions, key=lambda question: question.questionnaire)
    )


def all_questions(report: Report) -> tuple[QuestionFigures, ...]:
    """Every question of every view: customers', visits', team's."""
    parts = (report.customer, report.observed, report.staff)
    return tuple(question for part in parts if part for question in part.questions)


def rated(questions: Iterable[QuestionFigures]) -> tuple[QuestionFigures, ...]:
    """Questions whose answers earn points one by one: those that a bar can show."""
    return tuple(
        one
        for one in questions
        if one.top_two is not None
        and one.answered
        and any(choice.points is not None for choice in one.choices)
    )


def timed(questions: Iterable[QuestionFigures]) -> tuple[QuestionFigures, ...]:
    """Questions that were measured, with their unit."""
    return tuple(one for one in questions if one.median is not None and one.unit)


def legend(questions: Sequence[QuestionFigures]) -> tuple[Part, ...]:
    """The colours of the answers, where all questions offer the same ones; nothing where they do not."""
    offered = {
        tuple((choice.label, choice.points) for choice in one.choices if choice.points is not None)
        for one in questions
    }
    if len(offered) != 1:
        return ()
    return tuple(Part(label, 0, shade_of(questions[0].view, points)) for label, points in offered.pop())


def common_pair(report: Report) -> Gap | None:
    """The gap that stands for all where the same two views are compared in every row, else None."""
    mains = [row.main for row in mapped(report) if row.main]
    return mains[0] if len({(gap.left, gap.right) for gap in mains}) == 1 else None

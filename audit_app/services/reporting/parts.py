"""The parts of a report that show one view each, and what people say."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from audit_app.core.answer_tally import recommendation
from audit_app.core.questionnaire import Questionnaire, QuestionType, View, text_in
from audit_app.core.report_parts import (
    CriticalFailure,
    CustomerPart,
    Finding,
    ObservedPart,
    Recommendation,
    Share,
    StaffPart,
)
from audit_app.core.statistics import maximum_distortion, recommend_score, wilson
from audit_app.services.reporting.gathering import Gathered
from audit_app.services.reporting.laying import name_of
from audit_app.services.reporting.questions import Tallied, figures_of, tallied
from audit_app.services.reporting.voices import shortened
from audit_app.storage.records import AcceptedSheet

MOST_FINDINGS = 8
MOST_FAILURES = 30
OVERALL = "overall"


def customer_part(gathered: Gathered) -> CustomerPart | None:
    """The customer view, None where no customer answered."""
    questions = tallied(gathered, View.CUSTOMER)
    if not questions:
        return None
    rated = [one for one in questions if one.question.standard == OVERALL and one.question.is_scored]
    return CustomerPart(
        satisfaction=_satisfaction(gathered, rated),
        satisfaction_question=text_in(rated[0].question.texts, gathered.asked.language) if rated else "",
        recommendation=_recommendation(gathered, questions),
        questions=tuple(figures_of(gathered, one) for one in questions),
    )


def _satisfaction(gathered: Gathered, rated: Iterable[Tallied]) -> Share | None:
    figures = [figures_of(gathered, one) for one in rated]
    base = sum(one.answered for one in figures)
    count = sum(one.top_two or 0 for one in figures)
    if not base:
        return None
    interval = wilson(count, base, gathered.thresholds.confidence)
    return Share(count, base, interval.low * 100, interval.high * 100)


def _recommendation(gathered: Gathered, questions: Iterable[Tallied]) -> Recommendation | None:
    groups = [recommendation(one.tally) for one in questions if one.question.type is QuestionType.RECOMMEND]
    promoters, passives, detractors = (
        sum(one.promoters for one in groups),
        sum(one.passives for one in groups),
        sum(one.detractors for one in groups),
    )
    score = recommend_score(promoters, passives, detractors, gathered.thresholds.confidence)
    return Recommendation(promoters, passives, detractors, *score.interval) if score else None


def observed_part(gathered: Gathered) -> ObservedPart | None:
    """The observed view, None where no audit came back."""
    if not gathered.audits:
        return None
    per_place = Counter(audit.location_id for audit in gathered.audits)
    questions = tallied(gathered, View.OBSERVED)
    return ObservedPart(
        audits=len(gathered.audits),
        outcomes=Counter(str(audit.scores.outcome) for audit in gathered.audits if audit.scores.outcome),
        distortion=maximum_distortion(min(per_place.values())),
        failures=tuple(_failures(gathered))[:MOST_FAILURES],
        findings=_findings(gathered, questions),
        questions=tuple(figures_of(gathered, one) for one in questions),
    )


def _failures(gathered: Gathered) -> Iterator[CriticalFailure]:
    places = {place.id: place.name for place in gathered.asked.places}
    for audit in gathered.audits:
        questionnaire = gathered.questionnaires[audit.questionnaire]
        for code in audit.scores.failed:
            yield _failure(gathered, questionnaire, audit, code, places[audit.location_id])


def _failure(
    gathered: Gathered, questionnaire: Questionnaire, audit: AcceptedSheet, code: str, place: str
) -> CriticalFailure:
    question, language = questionnaire.by_code[code], gathered.asked.language
    value = str(audit.answers.values[code])
    choice = question.scale.choice(value) if question.scale else None
    return CriticalFailure(
        day=audit.day,
        place=place,
        question=text_in(question.texts, language),
        answer=text_in(choice.labels, language) if choice else value,
        comment=shortened(audit.answers.comments.get(code, "")),
        finding=text_in(question.findings.get(value, {}), language),
    )


def _findings(gathered: Gathered, questions: Iterable[Tallied]) -> tuple[Finding, ...]:
    found = [
        Finding(
            text=text_in(texts, gathered.asked.language),
            count=int(one.tally.values.get(value, 0)),
            base=one.tally.answered,
            standard=name_of(gathered, one.question.standard) if one.question.standard else "",
        )
        for one in questions
        for value, texts in one.question.findings.items()
        if one.tally.values.get(value)
    ]
    often = sorted(found, key=lambda one: (-Fraction(one.count, one.base or 1), -one.count, one.text))
    return tuple(often[:MOST_FINDINGS])


def staff_part(gathered: Gathered) -> StaffPart | None:
    """The staff view, None where no team was asked in the period."""
    if not gathered.teams:
        return None
    least = gathered.thresholds.least_team
    shown = [team for team in gathered.teams if team.answered >= least]
    return StaffPart(
        answers=sum(team.answered for team in shown),
        teams_shown=len(shown),
        teams_hidden=len(gathered.teams) - len(shown),
        questions=tuple(figures_of(gathered, one) for one in tallied(gathered, View.STAFF)),
    )

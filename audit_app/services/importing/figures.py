"""What the answers of a file add up to, question by question: exact, on the file's own scale and on ours."""

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from audit_app.catalogue.mapping import AnswerMapping, AnswerSource
from audit_app.catalogue.mapping_rules import not_applicable
from audit_app.core.answer_tally import (
    WRITTEN,
    AnswerTally,
    earned_of,
    possible_of,
    recommendation,
    tally_answers,
    top_two,
)
from audit_app.core.answers import NUMERIC
from audit_app.core.questionnaire import QuestionType
from audit_app.core.scoring import Score
from audit_app.core.statistics import recommend_score
from audit_app.services.importing.outcome import QuestionFigures
from audit_app.services.importing.rows import Reading

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


def figures_of(mapping: AnswerMapping, reading: Reading) -> tuple[QuestionFigures, ...]:
    """The figures of all questions that a mapping fills in, over all rows that could be read."""
    sheets = [response.sheet for response in reading.responses]
    return tuple(
        _figures(
            source,
            tally_answers(source.question, mapping.questionnaire, sheets),
            _codes_of(source, reading.codes),
        )
        for source in mapping.answers
    )


def _codes_of(source: AnswerSource, codes: Counter[tuple[str, str]]) -> dict[str, int]:
    if source.question.type in WRITTEN:
        return {}
    found = {code: n for (question, code), n in codes.items() if question == source.question.code}
    return {code: found[code] for code in sorted(found, key=_by_number)}


def _by_number(code: str) -> tuple[Fraction, str]:
    return Fraction(code) if _NUMBER.fullmatch(code) else Fraction(0), code


def _figures(source: AnswerSource, tally: AnswerTally, counts: Mapping[str, int]) -> QuestionFigures:
    question, n = source.question, tally.answered
    top = top_two(question, tally)
    groups = recommendation(tally) if question.type is QuestionType.RECOMMEND else None
    net = recommend_score(groups.promoters, groups.passives, groups.detractors) if groups else None
    return QuestionFigures(
        question=question.code,
        columns=source.columns,
        n=n,
        not_applicable=tally.not_applicable,
        blank=tally.unanswered,
        hidden=tally.hidden,
        counts=counts,
        mean=_mean(source, tally, counts),
        points=Score(earned_of(question, tally), possible_of(question, tally)).points,
        top_two=Fraction(top, n) if top is not None and n else None,
        groups=groups,
        net=net.points if net else None,
    )


def _mean(source: AnswerSource, tally: AnswerTally, counts: Mapping[str, int]) -> Fraction | None:
    """Σ number · answers ÷ answers: of the answers where these are numbers, else of the file's codes."""
    question = source.question
    if question.type in NUMERIC:
        weighed = [(Fraction(value), n) for value, n in tally.values.items()]
    elif question.type is QuestionType.CHOICE and all(map(_NUMBER.fullmatch, _answering(source))):
        weighed = [(Fraction(code), n) for code, n in counts.items()]
    else:
        return None
    return sum((number * n for number, n in weighed), Fraction()) / tally.answered if tally.answered else None


def _answering(source: AnswerSource) -> list[str]:
    """The codes that answer a question, whether they occur or not."""
    nothing = (None, not_applicable(source.question))
    return [code for code, meaning in source.meanings.items() if meaning not in nothing]

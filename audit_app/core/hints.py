"""What an editor may want to look at twice in a visit: hints with their numbers, never verdicts.

A hint changes no score and stops nothing. Its sentence is written where it is shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from audit_app.core.answers import points_of
from audit_app.core.likeness import jaccard, metres_between, plain_words, shingles
from audit_app.core.questionnaire import Need, Question, QuestionType, text_in
from audit_app.core.reported import OtherText, Reported, answered, texts_of
from audit_app.core.signal_words import tone_of

Number = int | float | Fraction


class HintKind(StrEnum):
    """What caught the eye."""

    TOO_FAST = "too_fast"
    STRAIGHT_LINED = "straight_lined"
    TEXT_REUSED = "text_reused"
    PRAISED_THOUGH_WORST = "praised_though_worst"
    BLAMED_THOUGH_BEST = "blamed_though_best"
    COMMENT_TOO_SHORT = "comment_too_short"
    COMMENT_REPEATS_QUESTION = "comment_repeats_question"
    OUTSIDE_WINDOW = "outside_window"
    REPORTED_LATE = "reported_late"
    FAR_AWAY = "far_away"
    PLACE_DOUBTFUL = "place_doubtful"
    CLOCK_WRONG = "clock_wrong"


@dataclass(frozen=True)
class Hint:
    """One thing to look at; `question` None where it is about the whole visit, `twin` what was reused.

    `numbers` by name: seconds, characters, metres, shares 0–1 and counts, as each function below says.
    """

    kind: HintKind
    question: str | None
    numbers: Mapping[str, Number] = field(default_factory=dict)
    twin: OtherText | None = None


@dataclass(frozen=True)
class Limits:
    """Where a hint begins.

    `seconds_each` for an answer and `signs_per_second` typed: nobody reads and taps faster than two seconds,
    and 8 signs a second is 96 words a minute, twice what people type on a phone. Worked: 30 answers and
    400 signs take 30 × 2 + 400 / 8 = 110 s at least.
    `same_answers` the same on a scale of three or more, `same_of_two` on one of two: where 9 of 10 answers
    are "yes" anyway, 20 in a row still happen in 0.9²⁰ = 12% of honest visits.
    `alike`: see `jaccard`; one word changed in twelve is 0.54, two are 0.25. Texts of fewer than
    `words_compared` words are alike by chance ("the shop was clean").
    """

    seconds_each: float = 2.0
    signs_per_second: float = 8.0
    same_answers: int = 8
    same_of_two: int = 20
    alike: Fraction = Fraction(1, 2)
    words_compared: int = 6
    repeats: Fraction = Fraction(4, 5)
    least_signs: int = 15
    metres: float = 200.0
    doubtful_metres: float = 1_000.0
    skew_seconds: float = 300.0


USUAL = Limits()


def hints(visit: Reported, limits: Limits = USUAL) -> tuple[Hint, ...]:
    """Everything worth a second look: what concerns the whole visit first, then question by question."""
    whole = (*_speed(visit, limits), *_days(visit), *_place(visit, limits), *_clock(visit, limits))
    return (*whole, *_straight_lines(visit, limits), *_words(visit, limits))


def _speed(visit: Reported, limits: Limits) -> Iterator[Hint]:
    """Numbers: active, floor (seconds), questions, signs."""
    if visit.active is None:
        return
    questions = sum(1 for _ in answered(visit))
    signs = sum(map(len, texts_of(visit.questionnaire, visit.sheet).values()))
    floor = questions * limits.seconds_each + signs / limits.signs_per_second
    if visit.active < floor:
        numbers = {"active": visit.active, "floor": floor, "questions": questions, "signs": signs}
        yield Hint(HintKind.TOO_FAST, None, numbers)


def _days(visit: Reported) -> Iterator[Hint]:
    """Numbers: early or late (seconds outside the window); after (seconds) and allowed (seconds)."""
    at, opens, closes = visit.visited_at, visit.opens_at, visit.closes_at
    if at and opens and at < opens:
        yield Hint(HintKind.OUTSIDE_WINDOW, None, {"early": (opens - at).total_seconds()})
    if at and closes and at >= closes:
        yield Hint(HintKind.OUTSIDE_WINDOW, None, {"late": (at - closes).total_seconds()})
    if at and visit.finished_at and visit.submit_within_hours is not None:
        after, allowed = (visit.finished_at - at).total_seconds(), visit.submit_within_hours * 3600
        if after > allowed:
            yield Hint(HintKind.REPORTED_LATE, None, {"after": after, "allowed": allowed})


def _place(visit: Reported, limits: Limits) -> Iterator[Hint]:
    """Numbers: metres, accuracy (metres). Only what the phone's own doubt cannot explain is far away."""
    if visit.check_in is None:
        return
    accuracy = visit.check_in.accuracy
    metres = metres_between(visit.check_in.point, visit.check_in.place)
    numbers = {"metres": metres, "accuracy": accuracy}
    if not 0 < accuracy <= limits.doubtful_metres:  # no phone is exact: 0 comes from a made-up place
        yield Hint(HintKind.PLACE_DOUBTFUL, None, numbers)
    if metres - max(accuracy, 0) > limits.metres:
        yield Hint(HintKind.FAR_AWAY, None, numbers)


def _clock(visit: Reported, limits: Limits) -> Iterator[Hint]:
    """Numbers: skew (seconds the phone was behind)."""
    if visit.skew is not None and abs(visit.skew) > limits.skew_seconds:
        yield Hint(HintKind.CLOCK_WRONG, None, {"skew": visit.skew})


def _straight_lines(visit: Reported, limits: Limits) -> Iterator[Hint]:
    """The first question of each scale that was answered alike throughout. Numbers: same (answers)."""
    by_scale: dict[str, list[Question]] = defaultdict(list)
    for question in answered(visit):
        if question.scale and question.type is QuestionType.CHOICE:
            by_scale[question.scale.code].append(question)
    for questions in by_scale.values():
        given = {visit.sheet.values[question.code] for question in questions}
        if len(given) == 1 and len(questions) >= _most_alike(questions[0], limits):
            yield Hint(HintKind.STRAIGHT_LINED, questions[0].code, {"same": len(questions)})


def _most_alike(question: Question, limits: Limits) -> int:
    assert question.scale is not None
    judged = sum(not choice.is_not_applicable for choice in question.scale.choices)
    return limits.same_answers if judged > 2 else limits.same_of_two


def _words(visit: Reported, limits: Limits) -> Iterator[Hint]:
    written = texts_of(visit.questionnaire, visit.sheet)
    others = [(other, shingles(plain_words(other.text))) for other in visit.others] if written else []
    for question in visit.questionnaire.questions():
        if text := written.get(question.code):
            yield from _reuse(question.code, text, others, limits)
            yield from _substance(question, visit, text, limits)
            yield from _contradiction(question, visit)


def _reuse(
    code: str, text: str, others: Sequence[tuple[OtherText, frozenset[tuple[str, ...]]]], limits: Limits
) -> Iterator[Hint]:
    """The text most like it in another visit. Numbers: alike (0–1)."""
    words = plain_words(text)
    if len(words) < limits.words_compared or not others:
        return
    ours = shingles(words)
    alike, twin = max(((jaccard(ours, theirs), other) for other, theirs in others), key=lambda pair: pair[0])
    if alike >= limits.alike:
        yield Hint(HintKind.TEXT_REUSED, code, {"alike": alike}, twin)


def _substance(question: Question, visit: Reported, text: str, limits: Limits) -> Iterator[Hint]:
    """Numbers: signs and least; or alike (0–1) with the question's own words."""
    asked, said = plain_words(text_in(question.texts, visit.language)), plain_words(text)
    if said and (alike := jaccard(frozenset(asked), frozenset(said))) >= limits.repeats:
        yield Hint(HintKind.COMMENT_REPEATS_QUESTION, question.code, {"alike": alike})
    elif question.comment in (Need.ALWAYS, Need.BELOW_BEST) and len(text) < limits.least_signs:
        numbers = {"signs": len(text), "least": limits.least_signs}
        yield Hint(HintKind.COMMENT_TOO_SHORT, question.code, numbers)


def _contradiction(question: Question, visit: Reported) -> Iterator[Hint]:
    """Best answer and words that blame; worst answer and nothing but praise. Numbers: praise, blame."""
    value, comment = visit.sheet.values.get(question.code), visit.sheet.comments.get(question.code, "")
    if question not in answered(visit) or value is None or not question.is_scored:
        return
    tone, points = tone_of(comment, visit.language), points_of(question, value)
    numbers = {"praise": tone.praise, "blame": tone.blame}
    if points >= question.best_points and tone.blame:
        yield Hint(HintKind.BLAMED_THOUGH_BEST, question.code, numbers)
    if points == 0 and tone.praise and not (tone.blame or tone.deny):
        yield Hint(HintKind.PRAISED_THOUGH_WORST, question.code, numbers)

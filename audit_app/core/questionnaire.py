"""What is asked: a questionnaire, its sections, questions, scales and the standards they measure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

LANGUAGES = ("en", "el", "fi", "hy", "tr")
FALLBACK_LANGUAGE = "en"

Texts = Mapping[str, str]
"""One sentence side by side in several languages: language code → text."""


def text_in(texts: Texts, language: str) -> str:
    """The text in `language`, else in English, else in whatever language it has, else ''."""
    return texts.get(language) or texts.get(FALLBACK_LANGUAGE) or next(iter(texts.values()), "")


class View(StrEnum):
    """Whose eyes: the team about itself, the mystery shopper, the customer."""

    STAFF = "staff"
    OBSERVED = "observed"
    CUSTOMER = "customer"


class Kind(StrEnum):
    """What a questionnaire is for; each kind feeds one view."""

    AUDIT = "audit"
    CUSTOMER = "customer"
    STAFF = "staff"

    @property
    def view(self) -> View:
        """The view that answers to this kind of questionnaire belong to."""
        return View.OBSERVED if self is Kind.AUDIT else View(self.value)


class QuestionType(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    MULTIPLE = "multiple"
    RECOMMEND = "recommend"
    NUMBER = "number"
    DURATION = "duration"
    TEXT = "text"
    PRAISE = "praise"


class Need(StrEnum):
    """Whether a comment or a photo is wanted beside an answer."""

    NEVER = "never"
    OPTIONAL = "optional"
    BELOW_BEST = "below_best"
    ALWAYS = "always"


class CriticalMode(StrEnum):
    """What failing a critical question does to the outcome (never to the score)."""

    FLAG = "flag"
    SECTION_ZERO = "section_zero"
    CAP = "cap"
    FAIL = "fail"


class Operator(StrEnum):
    """The comparisons a skip rule may make."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Standard:
    """A service standard, e.g. `greeting`: the only thing on which the views meet."""

    code: str
    names: Texts
    group: str = ""
    descriptions: Texts = field(default_factory=dict)
    advice: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """One offered answer; `points` 0–100, or None where it means "not applicable"."""

    code: str
    labels: Texts
    points: int | None

    @property
    def is_not_applicable(self) -> bool:
        """Whether choosing this takes the question out of the score."""
        return self.points is None


@dataclass(frozen=True)
class Scale:
    """The offered answers of a question, best first."""

    code: str
    choices: tuple[Choice, ...]

    @cached_property
    def best_points(self) -> int:
        """The most one choice can earn, 0 where nothing is scored."""
        return max((choice.points or 0 for choice in self.choices), default=0)

    @cached_property
    def all_points(self) -> int:
        """What all choices together earn: the most a question with several answers can."""
        return sum(choice.points or 0 for choice in self.choices)

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class Band:
    """Points 0–100 for a measured number up to and including `up_to` (None: everything above)."""

    up_to: int | None
    points: int


@dataclass(frozen=True)
class Critical:
    """A question that must not fail: failing means earning `fails_at` points or less."""

    mode: CriticalMode
    fails_at: int = 0
    cap: int = 100


@dataclass(frozen=True)
class ShowIf:
    """A skip rule: one simple comparison with an earlier answer."""

    question: str
    operator: Operator
    value: str | int | None = None


@dataclass(frozen=True)
class Question:
    """One question with all that its answer may cause."""

    code: str
    type: QuestionType
    texts: Texts
    hints: Texts = field(default_factory=dict)
    standard: str | None = None
    weight: int = 1
    scale: Scale | None = None
    bands: tuple[Band, ...] = ()
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    required: bool = False
    bonus: bool = False
    comment: Need = Need.NEVER
    photo: Need = Need.NEVER
    critical: Critical | None = None
    show_if: ShowIf | None = None
    findings: Mapping[str, Texts] = field(default_factory=dict)
    skill: str = ""

    @cached_property
    def is_scored(self) -> bool:
        """Whether an answer can earn points."""
        return self.best_points > 0 and self.weight > 0

    @cached_property
    def best_points(self) -> int:
        """The most points (0–100 each choice) an answer can earn before weighting."""
        if self.bands:
            return max(band.points for band in self.bands)
        if self.scale is None:
            return 0
        return self.scale.all_points if self.type is QuestionType.MULTIPLE else self.scale.best_points

    @cached_property
    def possible(self) -> int:
        """Weighted points this question adds to what is possible; a bonus adds none."""
        return 0 if self.bonus else self.weight * self.best_points


@dataclass(frozen=True)
class Section:
    """Questions that belong together, in the order they are asked."""

    code: str
    titles: Texts
    questions: tuple[Question, ...]
    intros: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Questionnaire:
    """One edition of a questionnaire; frozen once it has been answered."""

    code: str
    edition: int
    kind: Kind
    titles: Texts
    sections: tuple[Section, ...]
    intros: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)
    briefs: Texts = field(default_factory=dict)
    pass_mark: int | None = None
    cap_bonus: bool = True

    @property
    def key(self) -> str:
        """Code and edition in one word, e.g. `shop-visit.v1`."""
        return f"{self.code}.v{self.edition}"

    @property
    def view(self) -> View:
        """The view its answers belong to."""
        return self.kind.view

    @cached_property
    def by_code(self) -> Mapping[str, Question]:
        """Every question under its code."""
        return {question.code: question for question in self.questions()}

    def questions(self) -> Iterator[Question]:
        """All questions in the order they are asked."""
        return (question for section in self.sections for question in section.questions)

    @cached_property
    def standards(self) -> tuple[str, ...]:
        """Codes of the standards it measures, in the order they first appear."""
        scored = (q.standard for q in self.questions() if q.standard and q.is_scored)
        return tuple(dict.fromkeys(scored))

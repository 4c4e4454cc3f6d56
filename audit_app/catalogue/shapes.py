"""The shape of each file in checklists/: which keys there are and what may stand behind each.

Written as typed dictionaries, so that a file that fits is used as it stands; defaults live in core.
What depends on more than one value is in `rules`. The manual is checklists/README.md.
"""

from typing import Annotated, Literal, NotRequired

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, with_config
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from audit_app.core.questionnaire import CriticalMode, Kind, Need, QuestionType

STRICT = ConfigDict(extra="forbid", strict=True)
LARGEST_NUMBER = 1_000_000_000


def _answer(value: object) -> object:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("answer_type", "an answer is wanted")


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
QuestionnaireCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
ChoiceCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
Points = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=1, le=1000)]
Number = Annotated[int, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Answer = Annotated[object, AfterValidator(_answer)]


class TextsShape(TypedDict):
    """One text in every language."""

    en: Text
    el: Text
    fi: Text
    hy: Text
    tr: Text


class CriticalShape(TypedDict):
    """What failing a question does."""

    mode: Annotated[CriticalMode, Field(strict=False)]
    fails_at: NotRequired[Points]
    cap: NotRequired[Points]


class BandShape(TypedDict):
    """Points for a measured number."""

    up_to: NotRequired[Number]
    points: Points


ShowIfShape = TypedDict(
    "ShowIfShape",
    {
        "question": Code,
        "is": NotRequired[Answer],
        "is_not": NotRequired[Answer],
        "at_least": NotRequired[Number],
        "at_most": NotRequired[Number],
        "answered": NotRequired[bool],
    },
)
"""When a question is asked."""


class QuestionShape(TypedDict):
    """One question."""

    code: Code
    type: Annotated[QuestionType, Field(strict=False)]
    texts: TextsShape
    hints: NotRequired[TextsShape]
    standard: NotRequired[Code]
    scale: NotRequired[Code]
    weight: NotRequired[Annotated[int, Field(ge=0, le=1000)]]
    required: NotRequired[bool]
    comment: NotRequired[Annotated[Need, Field(strict=False)]]
    photo: NotRequired[Annotated[Need, Field(strict=False)]]
    critical: NotRequired[CriticalShape]
    bands: NotRequired[Annotated[list[BandShape], Field(min_length=1)]]
    unit: NotRequired[Literal["seconds", "minutes", "people", "count"]]
    minimum: NotRequired[Number]
    maximum: NotRequired[Number]
    show_if: NotRequired[ShowIfShape]
    findings: NotRequired[dict[str, TextsShape]]
    skill: NotRequired[Code]
    bonus: NotRequired[bool]


class SectionShape(TypedDict):
    """Questions that belong together."""

    code: Code
    titles: TextsShape
    intros: NotRequired[TextsShape]
    questions: Annotated[list[QuestionShape], Field(min_length=1)]


@with_config(STRICT)
class QuestionnaireShape(TypedDict):
    """One edition: audits/, customers/, teams/."""

    code: QuestionnaireCode
    edition: Annotated[int, Field(ge=1, le=9999)]
    kind: Annotated[Kind, Field(strict=False)]
    titles: TextsShape
    intros: NotRequired[TextsShape]
    thanks: NotRequired[TextsShape]
    briefs: NotRequired[TextsShape]
    pass_mark: NotRequired[Points]
    cap_bonus: NotRequired[bool]
    sections: Annotated[list[SectionShape], Field(min_length=1)]


class StandardShape(TypedDict):
    """A service standard."""

    code: Code
    group: Code
    names: TextsShape
    descriptions: NotRequired[TextsShape]
    advice: NotRequired[TextsShape]


@with_config(STRICT)
class StandardsShape(TypedDict):
    """standards.yaml."""

    standards: Annotated[list[StandardShape], Field(min_length=1)]


class ChoiceShape(TypedDict):
    """One offered answer."""

    code: ChoiceCode
    points: NotRequired[Points]
    labels: TextsShape


class ScaleShape(TypedDict):
    """The offered answers of a question."""

    code: Code
    choices: Annotated[list[ChoiceShape], Field(min_length=2)]


@with_config(STRICT)
class ScalesShape(TypedDict):
    """scales.yaml."""

    scales: Annotated[list[ScaleShape], Field(min_length=1)]


class SheetsShape(TypedDict):
    """Least sheets per view."""

    staff: Count
    observed: Count
    customer: Count


class LevelShape(TypedDict):
    """A named range of points."""

    code: Code
    at_least: Points
    names: TextsShape


@with_config(STRICT)
class ComparisonShape(TypedDict):
    """comparison.yaml."""

    least_gap: Points
    least_sheets: SheetsShape
    least_team: Annotated[int, Field(ge=5, le=1000)]
    confidence: Literal["0.90", "0.95", "0.99"]
    least_coverage: Points
    weak_below: Points
    bands: Annotated[list[LevelShape], Field(min_length=1)]

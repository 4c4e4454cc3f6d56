"""Files' data into the frozen types of core; an absent key takes the default that core gives it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from audit_app.catalogue.shapes import (
    BandShape,
    ChoiceShape,
    ComparisonShape,
    QuestionnaireShape,
    QuestionShape,
    ScaleShape,
    SectionShape,
    ShowIfShape,
    StandardShape,
    TextsShape,
)
from audit_app.core import comparison
from audit_app.core.questionnaire import (
    LANGUAGES,
    Band,
    Choice,
    Critical,
    CriticalMode,
    Kind,
    Need,
    Operator,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    Section,
    ShowIf,
    Standard,
    Texts,
    View,
)


def standard(data: StandardShape) -> Standard:
    """A standard as written."""
    return Standard(
        **_given(data, ("code", "group")), **_all_texts(data, ("names", "descriptions", "advice"))
    )


def scale(data: ScaleShape) -> Scale:
    """A scale as written."""
    return Scale(data["code"], tuple(_choice(choice) for choice in data["choices"]))


def _choice(data: ChoiceShape) -> Choice:
    return Choice(data["code"], _texts(data["labels"]), data.get("points"))


def questionnaire(data: QuestionnaireShape, scales: Mapping[str, Scale]) -> Questionnaire:
    """A questionnaire as written, its scales looked up in `scales`."""
    return Questionnaire(
        kind=Kind(data["kind"]),
        sections=tuple(_section(section, scales) for section in data["sections"]),
        **_given(data, ("code", "edition", "pass_mark", "cap_bonus")),
        **_all_texts(data, ("titles", "intros", "thanks", "briefs")),
    )


def _section(data: SectionShape, scales: Mapping[str, Scale]) -> Section:
    return Section(
        code=data["code"],
        questions=tuple(_question(question, scales) for question in data["questions"]),
        **_all_texts(data, ("titles", "intros")),
    )


_AS_WRITTEN = ("code", "standard", "weight", "unit", "minimum", "maximum", "required", "bonus", "skill")


def _question(data: QuestionShape, scales: Mapping[str, Scale]) -> Question:
    return Question(
        type=QuestionType(data["type"]),
        scale=scales[data["scale"]] if "scale" in data else None,
        bands=tuple(band(each) for each in data.get("bands", ())),
        comment=Need(data.get("comment", Need.NEVER)),
        photo=Need(data.get("photo", Need.NEVER)),
        critical=_critical(data["critical"]) if "critical" in data else None,
        show_if=_show_if(data["show_if"]) if "show_if" in data else None,
        findings={choice: _texts(texts) for choice, texts in data.get("findings", {}).items()},
        **_given(data, _AS_WRITTEN),
        **_all_texts(data, ("texts", "hints")),
    )


def band(data: BandShape) -> Band:
    """A band as written."""
    return Band(data.get("up_to"), data["points"])


def _critical(data: Mapping[str, Any]) -> Critical:
    return Critical(CriticalMode(data["mode"]), **_given(data, ("fails_at", "cap")))


def _show_if(data: ShowIfShape) -> ShowIf:
    operator = next(each for each in Operator if each in data)
    value = None if operator is Operator.ANSWERED else _given(data, (operator,))[operator]
    return ShowIf(data["question"], operator, value)


def thresholds(data: ComparisonShape) -> comparison.Thresholds:
    """The judgement as written."""
    return comparison.Thresholds(
        least_sheets={View(view): least for view, least in _given(data["least_sheets"], View).items()},
        confidence=Fraction(data["confidence"]),
        bands=tuple(
            comparison.Band(level["code"], level["at_least"], _texts(level["names"]))
            for level in data["bands"]
        ),
        **_given(data, ("least_gap", "least_team", "least_coverage", "weak_below")),
    )


def _texts(data: TextsShape) -> Texts:
    """The languages in their usual order, whatever their order in the file."""
    return {language: text.strip() for language, text in _given(data, LANGUAGES).items()}


def _all_texts(data: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: _texts(texts) for key, texts in _given(data, keys).items()}


def _given(data: Mapping[str, Any], keys: Any) -> dict[str, Any]:
    return {str(key): data[key] for key in keys if key in data}

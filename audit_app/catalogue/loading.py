"""A folder of checklists as the frozen types of core: what is sound is loaded, the rest is listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from audit_app.catalogue import building
from audit_app.catalogue.checking import judge
from audit_app.catalogue.documents import Document
from audit_app.catalogue.mistakes import Mistake
from audit_app.catalogue.question_rules import entries
from audit_app.catalogue.shapes import ComparisonShape, QuestionnaireShape
from audit_app.core.comparison import Thresholds
from audit_app.core.questionnaire import LANGUAGES, Kind, Questionnaire, Scale, Standard


@dataclass(frozen=True)
class Catalogue:
    """What is asked: standards and scales in the order of their files, questionnaires under their keys.

    `mistakes` lists why a file, or an entry of a list, is not among them.
    """

    standards: Mapping[str, Standard]
    scales: Mapping[str, Scale]
    questionnaires: Mapping[str, Questionnaire]
    thresholds: Thresholds
    mistakes: tuple[Mistake, ...] = ()

    def newest(self, code: str) -> Questionnaire | None:
        """The highest edition of a questionnaire, None where there is none of that code."""
        editions = (each for each in self.questionnaires.values() if each.code == code)
        return max(editions, key=lambda each: each.edition, default=None)

    def of_kind(self, kind: Kind) -> tuple[Questionnaire, ...]:
        """The newest edition of each questionnaire of a kind, by code."""
        found = (each for each in self.questionnaires.values() if each.kind is kind)
        newest = {each.code: each for each in sorted(found, key=lambda each: each.edition)}
        return tuple(newest[code] for code in sorted(newest))


def load_catalogue(folder: Path, required_languages: Iterable[str] = LANGUAGES) -> Catalogue:
    """Everything sound in the folder. Raises nothing: what is wrong is in `mistakes`.

    A questionnaire with a mistake is not loaded, so an older edition stays in use; nor is a standard
    or scale with a mistake, and what needs it. `required_languages` must be there in every text.
    """
    shelf = judge(folder, required_languages)
    standards = [building.standard(entry) for entry in shelf.standards.clean_entries("standards")]
    scales = [building.scale(entry) for entry in shelf.scales.clean_entries("scales")]
    known_standards = {standard.code: standard for standard in standards}
    known_scales = {scale.code: scale for scale in scales}
    found = [
        building.questionnaire(cast(QuestionnaireShape, document.data), known_scales)
        for document in shelf.questionnaires
        if not document.flaws and _has_its_words(document, known_standards, known_scales)
    ]
    found.sort(key=lambda each: (list(Kind).index(each.kind), each.code, each.edition))
    return Catalogue(
        standards=known_standards,
        scales=known_scales,
        questionnaires={questionnaire.key: questionnaire for questionnaire in found},
        thresholds=_thresholds(shelf.comparison),
        mistakes=shelf.mistakes(),
    )


def _has_its_words(
    document: Document, standards: Mapping[str, Standard], scales: Mapping[str, Scale]
) -> bool:
    """Whether all standards and scales it names could be loaded."""
    questions = [q for section in entries(document.data, "sections") for q in entries(section, "questions")]
    named = {q["standard"] for q in questions if "standard" in q}
    chosen = {q["scale"] for q in questions if "scale" in q}
    return named <= standards.keys() and chosen <= scales.keys()


def _thresholds(document: Document) -> Thresholds:
    if document.flaws:
        return Thresholds()
    return building.thresholds(cast(ComparisonShape, document.data))

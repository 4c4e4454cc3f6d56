"""Mapping files: how a table of other software's answers becomes answers to a questionnaire of ours."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from audit_app.catalogue import building
from audit_app.catalogue.checking import judge
from audit_app.catalogue.documents import Document, open_document
from audit_app.catalogue.loading import Catalogue
from audit_app.catalogue.mapping_columns import columns_of, header_flaws
from audit_app.catalogue.mapping_rules import (
    answer_flaws,
    listed,
    mapping_flaws,
    not_applicable,
    source_of,
    whole_number,
)
from audit_app.catalogue.mapping_shapes import MappingShape
from audit_app.catalogue.mistakes import Flaw, Mistake, nearest, printable, write_text
from audit_app.catalogue.question_rules import NUMERIC, Data
from audit_app.catalogue.shapes import QuestionnaireShape
from audit_app.catalogue.tables import Layout, heading
from audit_app.core.answers import Value
from audit_app.core.questionnaire import Question, Questionnaire
from audit_app.translations import gettext as _

ENDINGS = (".yaml", ".yml", ".map")


class MappingRefused(Exception):
    """A mapping file that cannot be followed, with every mistake in it and in its questionnaire."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Surroundings:
    """What a mapping may speak of: questionnaires by key as they are in use, names of locations."""

    folder: Path
    catalogue: Catalogue
    in_use: Callable[[str], Questionnaire | None]
    locations: Collection[str]


@dataclass(frozen=True)
class Source:
    """Where a row's location, day or language comes from.

    `fixed` for all rows; else `column`, whose cells mean what `codes` say (None: what stands in them),
    days in `format` ("" is ISO 8601).
    """

    fixed: str = ""
    column: str = ""
    codes: Mapping[str, str] | None = None
    format: str = ""


@dataclass(frozen=True)
class AnswerSource:
    """Where the answers to a question come from: cell → what it means, None for nothing."""

    question: Question
    columns: tuple[str, ...]
    meanings: Mapping[str, Value | None]
    separator: str = ""


@dataclass(frozen=True)
class AnswerMapping:
    """A mapping file that was found sound. `source` names the answers: with `id` it identifies one."""

    document: Document
    questionnaire: Questionnaire
    source: str
    layout: Layout
    unknown: str
    id_columns: tuple[str, ...]
    location: Source
    date: Source
    language: Source
    answers: tuple[AnswerSource, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns it reads."""
        return tuple(name for _path, name in columns_of(self.document.data))

    def find_columns(self, header: Collection[str]) -> Mapping[str, int]:
        """Where the columns stand, by heading; raises MappingRefused for all that are missing or double."""
        flaws = tuple(header_flaws(columns_of(self.document.data), header))
        if flaws:
            raise MappingRefused(replace(self.document, flaws=flaws).mistakes())
        return {heading(name): position for position, name in enumerate(header)}


def read_mapping(path: Path, around: Surroundings) -> AnswerMapping:
    """The mapping in a file; raises MappingRefused with all mistakes at once."""
    document = open_document(
        path, around.folder, MappingShape, (), lambda it: mapping_flaws(it.data, around.locations)
    )
    questionnaire, flaws, mistakes = _questionnaire(document, around)
    if questionnaire:
        flaws = (*flaws, *answer_flaws(document.data, questionnaire))
    document = replace(document, flaws=(*document.flaws, *flaws))
    mistakes = (*document.mistakes(), *mistakes)
    if mistakes or not questionnaire:
        raise MappingRefused(mistakes)
    return _mapping(document, questionnaire)


Found = tuple[Questionnaire | None, tuple[Flaw, ...], tuple[Mistake, ...]]
"""A questionnaire, what is wrong with how it is named, and what is wrong in its own file."""


def _questionnaire(document: Document, around: Surroundings) -> Found:
    name = document.data.get("questionnaire")
    if not name:
        return None, (), ()
    if name.endswith(ENDINGS):
        return _beside(document.path.parent / name, around)
    questionnaire = around.in_use(name)
    if questionnaire:
        return questionnaire, (), ()
    message = _('there is no questionnaire "%(name)s"', name=printable(name))
    return None, (Flaw(("questionnaire",), message, nearest(name, around.catalogue.questionnaires)),), ()


def _beside(path: Path, around: Surroundings) -> Found:
    """The questionnaire in a file of its own, which follows the rules of the checklists."""
    files = [] if path.is_dir() else judge(around.folder, (), [path]).questionnaires
    if not files:
        message = _('"%(name)s" is no questionnaire', name=path.name)
        return None, (Flaw(("questionnaire",), message, _("write the name of a questionnaire's file")),), ()
    if files[0].flaws:
        return None, (), files[0].mistakes()
    questionnaire = building.questionnaire(cast(QuestionnaireShape, files[0].data), around.catalogue.scales)
    return questionnaire, tuple(_taken(questionnaire, around)), ()


def _taken(questionnaire: Questionnaire, around: Surroundings) -> Iterator[Flaw]:
    """Whether another questionnaire has its key already: what was answered never changes."""
    key = questionnaire.key
    if key in around.catalogue.questionnaires:
        message = _('"%(key)s" is already a questionnaire of the checklists', key=key)
        is_the_same = questionnaire == around.catalogue.questionnaires[key]
        yield Flaw(("questionnaire",), message, write_text(key) if is_the_same else _("choose another code"))
    elif around.in_use(key) not in (None, questionnaire):
        message = _('"%(key)s" was answered before in other words', key=key)
        newer = f"{questionnaire.code}.v{questionnaire.edition + 1}.yaml"
        instead = _("undo the change and copy the file to %(name)s", name=newer)
        yield Flaw(("questionnaire",), message, instead)


def _mapping(document: Document, questionnaire: Questionnaire) -> AnswerMapping:
    data = document.data
    return AnswerMapping(
        document=document,
        questionnaire=questionnaire,
        source=data.get("source", document.path.name.split(".")[0]).strip(),
        layout=Layout(
            **{key: data[key] for key in ("encoding", "sheet", "header_row", "skip_rows") if key in data}
        ),
        unknown=data.get("unknown", "refuse"),
        id_columns=tuple(listed(data.get("id"))),
        location=_source(data, "location"),
        date=_source(data, "date"),
        language=_source(data, "language"),
        answers=tuple(
            _answer(answer, questionnaire.by_code[code], data.get("code_sets", {}))
            for code, answer in data["questions"].items()
        ),
    )


def _source(data: Data, key: str) -> Source:
    source = source_of(data, key)
    words = {name: source.get(name, "").strip() for name in ("fixed", "column", "format")}
    codes = (
        {code.strip(): word.strip() for code, word in source["codes"].items()} if "codes" in source else None
    )
    return Source(**words, codes=codes)


def _answer(answer: Data, question: Question, sets: Data) -> AnswerSource:
    parts = (sets.get(answer.get("code_set", ""), {}), answer)
    meanings: dict[str, Value | None] = {"": None}
    if question.scale and not any("codes" in part for part in parts):
        meanings |= {choice.code: choice.code for choice in question.scale.choices}
    for part in parts:
        meanings |= {code.strip(): None for code in part.get("blank", ())}
        meanings |= {code.strip(): not_applicable(question) for code in part.get("not_applicable", ())}
        meanings |= {code.strip(): _value(question, word) for code, word in part.get("codes", {}).items()}
    columns = answer["columns"] if "columns" in answer else [answer["column"]]
    return AnswerSource(question, tuple(columns), meanings, answer.get("separator", ""))


def _value(question: Question, word: str) -> Value:
    number = whole_number(word) if question.type in NUMERIC else None
    return word.strip() if number is None else number

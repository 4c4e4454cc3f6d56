"""All files of a folder judged together: lists first, since questionnaires speak in their words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from audit_app.catalogue.documents import Document, name_in, open_document
from audit_app.catalogue.editions import (
    LISTS,
    EditionFile,
    edition_file,
    edition_files,
    files_at,
    has_lists,
    name_flaws,
    questionnaire_files,
    stray_files,
)
from audit_app.catalogue.mistakes import Flaw, Mistake
from audit_app.catalogue.published import Published, changed_flaws, published_path, read_published
from audit_app.catalogue.question_rules import Vocabulary, entries
from audit_app.catalogue.rules import comparison_flaws, questionnaire_flaws, scale_flaws, standard_flaws
from audit_app.catalogue.shapes import ComparisonShape, QuestionnaireShape, ScalesShape, StandardsShape
from audit_app.core.questionnaire import LANGUAGES, Choice, Scale


@dataclass(frozen=True)
class Shelf:
    """Everything in a folder, judged."""

    standards: Document
    scales: Document
    comparison: Document
    questionnaires: tuple[Document, ...]
    around: tuple[Document, ...]

    def documents(self) -> tuple[Document, ...]:
        """All files in the order an author reads them."""
        return (self.standards, self.scales, self.comparison, *self.questionnaires, *self.around)

    def mistakes(self) -> tuple[Mistake, ...]:
        """All mistakes of all files."""
        return tuple(chain.from_iterable(document.mistakes() for document in self.documents()))


def check(
    folder: Path, paths: Sequence[Path] | None = None, required_languages: Iterable[str] = LANGUAGES
) -> tuple[Mistake, ...]:
    """All mistakes at once: of the whole folder, or of some files (a folder stands for all in it).

    Files named in `paths` are judged with the standards, scales and editions of `folder`, wherever
    they are; a folder with lists of its own is judged by these.
    """
    paths = (folder,) if paths is None else paths
    whole = [path for path in paths if path.resolve() == folder.resolve() or has_lists(path)]
    single = [path for path in paths if path not in whole]
    found = [mistake for path in whole for mistake in judge(path, required_languages).mistakes()]
    if single:
        found += _of_files(folder, single, required_languages)
    return tuple(dict.fromkeys(found))


def _of_files(folder: Path, paths: Sequence[Path], languages: Iterable[str]) -> Iterator[Mistake]:
    documents = judge(folder, languages, questionnaire_files(folder, paths)).documents()
    wanted = {file for path in paths for file in files_at(path)}
    return (mistake for each in documents if each.path in wanted for mistake in each.mistakes())


def judge(
    folder: Path, required_languages: Iterable[str] = LANGUAGES, paths: Sequence[Path] | None = None
) -> Shelf:
    """Everything in the folder with its flaws; of the questionnaires only those at `paths` if given."""
    folder = folder.resolve()
    languages = tuple(required_languages)
    editions = edition_files(folder)
    published = read_published(folder, editions)
    standards, scales, comparison = (_list(folder, name, languages) for name in LISTS)
    words = Vocabulary(_codes(standards), _scales(scales))

    def rules(document: Document) -> Iterator[Flaw]:
        yield from questionnaire_flaws(document.data, words)
        yield from name_flaws(document.path, document.data, editions)
        yield from _frozen_flaws(document, editions, published)

    questionnaires = (
        open_document(path, folder, QuestionnaireShape, languages, rules)
        for path in (questionnaire_files(folder) if paths is None else paths)
    )
    return Shelf(standards, scales, comparison, tuple(questionnaires), tuple(_around(folder, published)))


_RULES = {
    "standards.yaml": (StandardsShape, standard_flaws),
    "scales.yaml": (ScalesShape, scale_flaws),
    "comparison.yaml": (ComparisonShape, comparison_flaws),
}


def _list(folder: Path, name: str, languages: tuple[str, ...]) -> Document:
    shape, flaws = _RULES[name]
    return open_document(folder / name, folder, shape, languages, lambda it: flaws(it.data))


def _codes(standards: Document) -> tuple[str, ...] | None:
    """The codes of all standards, of malformed ones too: their users are not to blame."""
    found = tuple(entry["code"] for entry in entries(standards.data, "standards") if entry.get("code"))
    return found or None


def _scales(scales: Document) -> Mapping[str, Scale] | None:
    found = {
        entry["code"]: Scale(
            entry["code"],
            tuple(
                Choice(choice["code"], {}, choice.get("points"))
                for choice in entries(entry, "choices")
                if choice.get("code")
            ),
        )
        for entry in entries(scales.data, "scales")
        if entry.get("code")
    }
    return found or None


def _frozen_flaws(
    document: Document, editions: Sequence[EditionFile], published: Published
) -> Iterator[Flaw]:
    file = edition_file(document.path)
    if file and document.path in [each.path for each in editions]:
        newest = max(each.edition for each in editions if each.code == file.code)
        yield from changed_flaws(file, document.digest, published, newest)


def _around(folder: Path, published: Published) -> Iterator[Document]:
    for path, flaw in stray_files(folder):
        yield Document(path, name_in(folder, path), (flaw,))
    path = published_path(folder)
    yield Document(path, name_in(folder, path), published.flaws)

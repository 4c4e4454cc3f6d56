"""A file of checklists/ as it stands: what it says, and everything that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audit_app.catalogue import mistakes
from audit_app.catalogue.explaining import flaws_of
from audit_app.catalogue.mistakes import Flaw, Mistake, printable
from audit_app.catalogue.parsing import LARGEST
from audit_app.catalogue.published import digest_of
from audit_app.catalogue.question_rules import Data
from audit_app.catalogue.reading import Node, read
from audit_app.translations import gettext as _


@dataclass(frozen=True)
class Document:
    """One file. `data` is what it says, with None in the place of each value that was refused."""

    path: Path
    name: str
    flaws: tuple[Flaw, ...]
    root: Node = field(default_factory=Node)
    data: Data = field(default_factory=dict)
    digest: str = ""

    def mistakes(self) -> tuple[Mistake, ...]:
        """Everything wrong, from the first line to the last."""
        found = (self._mistake(flaw) for flaw in self.flaws)
        return tuple(sorted(found, key=lambda mistake: mistake.line))

    def _mistake(self, flaw: Flaw) -> Mistake:
        dotted = ".".join(printable(step) for step in flaw.path)
        return Mistake(self.name, line_of(flaw, self.root), dotted, flaw.message, flaw.instead)

    def clean_entries(self, key: str) -> Iterator[Any]:
        """The entries of the list under `key` without a flaw; none where the file itself has one."""
        if any(len(flaw.path) < 2 for flaw in self.flaws):
            return
        refused = {flaw.path[1] for flaw in self.flaws}
        yield from (entry for i, entry in enumerate(self.data[key]) if i not in refused)


Rules = Callable[[Document], Iterable[Flaw]]
"""What must hold in a file whose values have been judged one by one."""


def open_document(path: Path, folder: Path, shape: Any, languages: Iterable[str], rules: Rules) -> Document:
    """The file with all its flaws: of form, of shape, and against the rules."""
    name = name_in(folder, path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        return Document(path, name, (_absent(path),))
    document = _judged(Document(path, name, (), digest=digest_of(data)), data, shape, languages)
    return replace(document, flaws=(*document.flaws, *rules(document)))


def _judged(document: Document, data: bytes, shape: Any, languages: Iterable[str]) -> Document:
    reading = read(data)
    if reading.root is None:
        return replace(document, flaws=reading.flaws)
    root = reading.root
    told = {(flaw.path, line_of(flaw, root)) for flaw in reading.flaws}
    refused = flaws_of(root, shape, languages)
    fresh = tuple(flaw for flaw in refused if (flaw.path, line_of(flaw, root)) not in told)
    says = _without(root.plain, {flaw.path for flaw in refused})
    data_said = says if isinstance(says, dict) else {}
    return replace(document, flaws=(*reading.flaws, *fresh), root=root, data=data_said)


def _without(value: object, refused: set[mistakes.Path], path: mistakes.Path = ()) -> object:
    """A copy with None in the place of each refused value."""
    if path in refused:
        return None
    if isinstance(value, dict):
        return {key: _without(each, refused, (*path, key)) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, refused, (*path, i)) for i, each in enumerate(value)]
    return value


def _absent(path: Path) -> Flaw:
    beside = path.parent.glob("*") if path.parent.is_dir() else ()
    names = sorted(each.name for each in beside if each.is_file())
    return Flaw((), _("this file cannot be read"), mistakes.nearest(path.name, names))


def line_of(flaw: Flaw, root: Node) -> int:
    """The line, from 1, that an author must look at."""
    return flaw.line or root.at(flaw.path).line


def name_in(folder: Path, path: Path) -> str:
    """How a file is named to its author: `checklists/audits/x.v1.yaml`."""
    inside = path.is_relative_to(folder)
    return str(path.relative_to(folder.parent)) if inside else str(path)

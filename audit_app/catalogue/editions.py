"""Names of the files: `audits/shop-visit.v2.yaml` is the second edition of the audit `shop-visit`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit_app.catalogue.mistakes import Flaw, nearest, printable, write, write_text
from audit_app.catalogue.question_rules import Data
from audit_app.core.questionnaire import Kind
from audit_app.translations import gettext as _

FOLDERS = {"audits": Kind.AUDIT, "customers": Kind.CUSTOMER, "teams": Kind.STAFF}
LISTS = ("standards.yaml", "scales.yaml", "comparison.yaml")
_NAME = re.compile(r"([a-z][a-z0-9-]*)\.v([1-9][0-9]{0,3})\.yaml")


@dataclass(frozen=True)
class EditionFile:
    """A questionnaire's file and what its name says."""

    path: Path
    code: str
    edition: int

    @property
    def key(self) -> str:
        """Code and edition in one word, e.g. `shop-visit.v1`."""
        return f"{self.code}.v{self.edition}"


def edition_file(path: Path) -> EditionFile | None:
    """What a file's name says, None where it says nothing."""
    match = _NAME.fullmatch(path.name)
    return EditionFile(path, match[1], int(match[2])) if match else None


def yaml_files(folder: Path) -> list[Path]:
    """All YAML files of the three folders: audits, customers, teams; by name in each."""
    return [path for name in FOLDERS for path in sorted((folder / name).glob("*")) if _is_yaml(path)]


def edition_files(folder: Path) -> list[EditionFile]:
    """All editions there are, the oldest of each questionnaire first."""
    found = [file for path in yaml_files(folder) if (file := edition_file(path))]
    return sorted(
        found, key=lambda file: (list(FOLDERS).index(file.path.parent.name), file.code, file.edition)
    )


def find_edition(folder: Path, name: str) -> EditionFile | None:
    """The file of `shop-visit.v1`, or of the highest edition of `shop-visit`."""
    files = edition_files(folder)
    exact = next((file for file in files if file.key == name), None)
    return exact or max(
        (file for file in files if file.code == name), key=lambda it: it.edition, default=None
    )


def files_at(path: Path) -> list[Path]:
    """The file itself, or all YAML files in and below a folder; resolved."""
    path = path.resolve()
    return sorted(each for each in path.rglob("*") if _is_yaml(each)) if path.is_dir() else [path]


def questionnaire_files(folder: Path, paths: Sequence[Path] | None = None) -> list[Path]:
    """The files that hold a questionnaire: of the whole folder, or of those at `paths`."""
    if paths is None:
        return yaml_files(folder)
    homes = (folder, *filter(has_lists, paths))
    lists = [(home / name).resolve() for home in homes for name in LISTS]
    found = dict.fromkeys(file for path in paths for file in files_at(path))
    return [file for file in found if file not in lists]


def has_lists(path: Path) -> bool:
    """Whether this is a folder of checklists with standards, scales and judgements of its own."""
    return all((path / name).is_file() for name in LISTS)


def _is_yaml(path: Path) -> bool:
    return path.suffix in (".yaml", ".yml")


def stray_files(folder: Path) -> Iterator[tuple[Path, Flaw]]:
    """YAML files in places where nothing reads them."""
    known = [*FOLDERS, *LISTS]
    for path in sorted(folder.glob("*")):
        if _is_yaml(path) and path.name not in LISTS:
            yield path, Flaw((), _("nothing reads this file"), nearest(path.name, known))
        if path.is_dir() and path.name not in FOLDERS and any(map(_is_yaml, path.glob("*"))):
            yield path, Flaw((), _("nothing reads this folder"), nearest(path.name, FOLDERS))


def name_flaws(path: Path, data: Data, editions: list[EditionFile]) -> Iterator[Flaw]:
    """Where a file and its name, its folder and its neighbours disagree."""
    file = edition_file(path)
    if not file:
        message = _('"%(name)s" is no name of a questionnaire', name=printable(path.name))
        yield Flaw((), message, write_text("code.v1.yaml"))
        return
    said = {"code": file.code, "edition": file.edition, "kind": FOLDERS.get(path.parent.name)}
    for key, value in said.items():
        if value is not None and data.get(key) not in (None, value):
            message = _('the file\'s name and folder say "%(value)s"', value=value)
            yield Flaw((key,), message, write(value))
    yield from _among_neighbours(file, editions)


def _among_neighbours(file: EditionFile, editions: list[EditionFile]) -> Iterator[Flaw]:
    same_code = [each for each in editions if each.code == file.code]
    elsewhere = [each for each in same_code if each.path.parent != file.path.parent]
    if elsewhere and file.path in (each.path for each in same_code):
        message = _('the code is also used in "%(folder)s"', folder=elsewhere[0].path.parent.name)
        yield Flaw(("code",), message, _("choose another code"))
    earlier = {each.edition for each in same_code if each.edition < file.edition}
    if file.edition - 1 not in earlier | {0}:
        before = max(earlier, default=0) + 1
        message = _("edition %(number)s is missing", number=file.edition - 1)
        yield Flaw(("edition",), message, _("make this edition %(number)s", number=before))

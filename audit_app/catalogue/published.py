"""published.txt: editions that have been answered and therefore never change again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from audit_app.catalogue.editions import EditionFile
from audit_app.catalogue.mistakes import Flaw, printable, write_text
from audit_app.translations import gettext as _

_LINE = re.compile(r"(?P<code>[a-z][a-z0-9-]*) (?P<edition>[1-9][0-9]{0,3}) (?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True)
class Published:
    """The list: edition key → SHA-256 of its file's bytes (hex); `flaws` where a line is wrong."""

    digests: Mapping[str, str]
    flaws: tuple[Flaw, ...]


def published_path(folder: Path) -> Path:
    """Where the list stands."""
    return folder / "published.txt"


def digest_of(data: bytes) -> str:
    """SHA-256 of a file's bytes, hex."""
    return sha256(data).hexdigest()


def read_published(folder: Path, editions: list[EditionFile]) -> Published:
    """The list with everything wrong in it; an absent list is an empty one."""
    path = published_path(folder)
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    digests: dict[str, str] = {}
    flaws: list[Flaw] = []
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line.strip())
        if match:
            key = f"{match['code']}.v{match['edition']}"
            flaws += _line_flaws(key, number, digests, editions)
            digests.setdefault(key, match["digest"])
        elif line.strip() and not line.startswith("#"):
            message = _('"%(line)s" is no published edition', line=printable(line))
            flaws.append(Flaw((), message, write_text("code edition sha256"), number))
    return Published(digests, tuple(flaws))


def _line_flaws(key: str, line: int, known: Mapping[str, str], editions: list[EditionFile]) -> Iterator[Flaw]:
    if key in known:
        message = _('"%(key)s" is published twice', key=key)
        yield Flaw((), message, _("remove this line"), line)
    if key not in [file.key for file in editions]:
        message = _('the file of "%(key)s" is gone, but its answers need it', key=key)
        yield Flaw((), message, _("bring the file back"), line)


def changed_flaws(file: EditionFile, digest: str, published: Published, newest: int) -> Iterator[Flaw]:
    """Whether a published edition was edited afterwards; `newest` is the highest edition there is."""
    if published.digests.get(file.key, digest) != digest:
        message = _("this edition is published and must not change")
        instead = _("undo the change and copy the file to %(name)s", name=f"{file.code}.v{newest + 1}.yaml")
        yield Flaw((), message, instead, 1)


def publish(folder: Path, file: EditionFile) -> bool:
    """Put an edition as it stands now on the list; False where it is there already."""
    path = published_path(folder)
    text = path.read_text("utf-8") if path.is_file() else ""
    if file.key in read_published(folder, [file]).digests:
        return False
    begun = "\n" if text and not text.endswith("\n") else ""
    digest = digest_of(file.path.read_bytes())
    with path.open("a", encoding="utf-8", newline="\n") as published:
        published.write(f"{begun}{file.code} {file.edition} {digest}\n")
    return True

"""What is wrong in a file and what to write instead: said so that its author can mend it at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from audit_app.translations import gettext as _

Path = tuple[str | int, ...]
"""The way from the top of a file to a value: ("sections", 0, "questions", 2, "scale")."""

Words = tuple[str, str]
"""What is wrong, and what to write instead."""

LONGEST_WORD = 60
MOST_WORDS = 12
MOST_COMPARED = 60


@dataclass(frozen=True)
class Flaw:
    """Something wrong at a place in one file; `line` where it is not the line of `path`."""

    path: Path
    message: str
    instead: str
    line: int | None = None


@dataclass(frozen=True)
class Mistake:
    """A flaw with its address: file, line (from 1) and dotted path ("" for the whole file).

    >>> str(Mistake("a/x.v1.yaml", 14, "sections.0.scale", 'there is no scale "good"', 'write "quality"'))
    'a/x.v1.yaml:14: sections.0.scale: there is no scale "good"; write "quality"'
    """

    file: str
    line: int
    path: str
    message: str
    instead: str

    def __str__(self) -> str:
        address = f"{self.file}:{self.line}: " + (f"{self.path}: " if self.path else "")
        return f"{address}{self.message}; {self.instead}"


def printable(word: object) -> str:
    """A word from a file, safe to print: short, on one line, without control characters."""
    text = str(word)
    short = text if len(text) <= LONGEST_WORD else text[: LONGEST_WORD - 1] + "…"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in short)


def write(word: object) -> str:
    """What to write instead: the word as it must stand in the file."""
    return _("write %(word)s", word=printable(word))


def write_text(word: object) -> str:
    """What to write instead, where it is a text in quotes."""
    return _('write "%(word)s"', word=printable(word))


def nearest(word: object, known: Iterable[str]) -> str:
    """What to write instead of an unknown word: the known one most like it, else all there are."""
    words = list(islice(known, MOST_COMPARED))
    close = get_close_matches(str(word)[:LONGEST_WORD], words, n=1)
    if close:
        return write_text(close[0])
    if not words:
        return _("remove it: there is nothing to choose from")
    quoted = [f'"{printable(each)}"' for each in words[:MOST_WORDS]]
    more = ["…"] if len(words) > MOST_WORDS else []
    return _("write one of: %(words)s", words=", ".join(quoted + more))

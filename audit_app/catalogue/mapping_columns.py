"""The columns that a mapping file names, looked for in the header of a table."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from audit_app.catalogue.mapping_rules import SOURCES, listed, source_of
from audit_app.catalogue.mistakes import Flaw, Path, nearest, printable
from audit_app.catalogue.question_rules import Data
from audit_app.catalogue.tables import heading
from audit_app.translations import gettext as _


def columns_of(data: Data) -> Iterator[tuple[Path, str]]:
    """Every column that a mapping names, with its place."""
    yield from ((("id",), name) for name in listed(data.get("id")))
    for key in SOURCES:
        yield from (((key, "column"), name) for name in listed(source_of(data, key).get("column")))
    for code, answer in (data.get("questions") or {}).items():
        for key in ("column", "columns"):
            yield from ((("questions", code, key), name) for name in listed((answer or {}).get(key)))


def header_flaws(columns: Iterable[tuple[Path, str]], header: Collection[str]) -> Iterator[Flaw]:
    """The columns that a table lacks, or has twice so that nobody knows which one is meant."""
    there = Counter(map(heading, header))
    for path, name in columns:
        if not there[heading(name)]:
            close = get_close_matches(name, header, n=1) or header
            yield Flaw(
                path, _('the file has no column "%(name)s"', name=printable(name)), nearest(name, close)
            )
        elif there[heading(name)] > 1:
            message = _('the file has the column "%(name)s" more than once', name=printable(name))
            yield Flaw(path, message, _("give each column of the file a name of its own"))

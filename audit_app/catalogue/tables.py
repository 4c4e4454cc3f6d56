"""Tables that other software wrote, CSV or XLSX: read row by row, refused where they are not sound."""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from audit_app.catalogue.mistakes import printable
from audit_app.catalogue.published import digest_of
from audit_app.translations import gettext as _
from audit_app.translations import ngettext

Cell = str | datetime
"""What stands in a cell: a text without blanks around it, or a moment where a spreadsheet holds one."""
Cells = tuple[Cell, ...]

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes a file may have."""
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
XLSX = b"PK\x03\x04"
NOT_TABLES = {
    b"\xd0\xcf\x11\xe0": "Excel 97",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"SQLite format": "SQLite",
}
"""First bytes of files that are often taken for a table."""


class UnreadableTable(Exception):
    """The file is no table that can be read: what is wrong in which row, and what to do instead."""

    def __init__(self, message: str, instead: str, row: int = 1) -> None:
        super().__init__(f"{message}; {instead}")
        self.message = message
        self.instead = instead
        self.row = row


@dataclass(frozen=True)
class Layout:
    """How a file is laid out; rows are counted from 1. `encoding` "" is UTF-8, `sheet` "" the first one."""

    encoding: str = ""
    sheet: str = ""
    header_row: int = 1
    skip_rows: int = 0


@dataclass(frozen=True)
class Row:
    """One row with its number as a spreadsheet program shows it."""

    number: int
    cells: Cells

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


@dataclass(frozen=True)
class Table:
    """A file's column names and the rows below them, which can be gone through once.

    `digest` is the SHA-256 (hex) of the file.
    """

    digest: str
    header: tuple[str, ...]
    rows: Iterator[Row]


def heading(name: str) -> str:
    """A name as names are compared: blanks and capitals make no difference."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def open_table(path: Path, layout: Layout, wanted: Collection[str]) -> Table:
    """The table in a file; how CSV is cut into columns shows by the column names that are `wanted`.

    Raises UnreadableTable, also while the rows are gone through.
    """
    data = _bytes_of(path)
    rows = _numbered(_rows(data, layout, wanted))
    header = _header(rows, layout)
    below = islice(rows, layout.skip_rows, None)
    return Table(digest_of(data), header, _filled_up(below, len(header)) if data.startswith(XLSX) else below)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        message = _("the file cannot be read: %(why)s", why=error.strerror)
        raise UnreadableTable(message, _("check its name and who may read it")) from None
    if len(data) > LARGEST_FILE:
        message = _("the file is larger than %(size)s MB", size=LARGEST_FILE // 1024**2)
        raise UnreadableTable(message, _("divide it into several files"))
    if not data.strip():
        raise UnreadableTable(_("the file is empty"), _("export the answers again"))
    return data


def _rows(data: bytes, layout: Layout, wanted: Collection[str]) -> Iterator[Cells]:
    if data.startswith(XLSX):
        from audit_app.catalogue.tables_xlsx import xlsx_rows

        return xlsx_rows(data, layout.sheet)
    for start, kind in NOT_TABLES.items():
        if data.startswith(start):
            message = _("this is a file of the kind %(kind)s, not a table", kind=kind)
            raise UnreadableTable(message, _("save the table as CSV in UTF-8, or as XLSX"))
    from audit_app.catalogue.tables_csv import csv_rows

    return csv_rows(data, layout, wanted)


def _numbered(rows: Iterator[Cells]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        # Empty rows far below the last answer are common: somebody once formatted a cell there.
        if number > MOST_ROWS and any(cells):
            message = _("the file has more than %(most)s rows", most=MOST_ROWS)
            raise UnreadableTable(message, _("divide it into several files"))
        if len(cells) > MOST_COLUMNS:
            message = _("row %(row)s has more than %(most)s columns", row=number, most=MOST_COLUMNS)
            raise UnreadableTable(message, _("delete the columns that are not needed"), number)
        yield Row(number, cells)


def _header(rows: Iterator[Row], layout: Layout) -> tuple[str, ...]:
    above = list(islice(rows, layout.header_row))
    if len(above) < layout.header_row:
        message = ngettext("the file has only %(num)s row", "the file has only %(num)s rows", len(above))
        raise UnreadableTable(message, _("write the row of the column names as header_row"))
    if above[-1].is_empty:
        message = _("row %(row)s is empty, but the column names are wanted there", row=layout.header_row)
        raise UnreadableTable(message, _("write the row of the column names as header_row"))
    return tuple(str(cell) for cell in above[-1].cells)


def _filled_up(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """A spreadsheet does not keep the empty cells at the end of a row."""
    return (Row(row.number, row.cells + ("",) * (width - len(row.cells))) for row in rows)


def not_sound(number: int, why: object) -> UnreadableTable:
    """A row that breaks the rules of its format."""
    message = _("row %(row)s is not sound: %(why)s", row=number, why=printable(why))
    return UnreadableTable(message, _("look at its quotation marks"), number)

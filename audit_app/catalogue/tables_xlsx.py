"""XLSX: the first sheet or a named one, row by row; refused where its archive is a bomb or a lie."""

import warnings
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from audit_app.catalogue.mistakes import nearest
from audit_app.catalogue.tables import Cell, Cells, UnreadableTable
from audit_app.translations import gettext as _

MOST_PARTS = 200
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes that all parts of an archive may have together once unpacked."""
MOST_TIMES_LARGER = 100
"""How many times larger than packed they may be, above `SMALL`; real sheets are 5 to 30 times larger."""
SMALL = 5 * 1024 * 1024

# What a damaged or hostile archive makes zipfile, the XML parser and openpyxl raise.
_DAMAGED = (
    BadZipFile,
    ParseError,
    zlib.error,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)


def xlsx_rows(data: bytes, sheet: str) -> Iterator[Cells]:
    """The rows of a sheet ("" the first), numbers and dates as they are; raises UnreadableTable."""
    with _sound():
        _refuse_bombs(data)
        rows = _sheet(data, sheet).iter_rows(values_only=True)
        yield from (_without_empty_end(map(_cell, row)) for row in rows)


@contextmanager
def _sound() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            yield
        except _DAMAGED as error:
            why = type(error.__cause__ or error).__name__
            message = _("the spreadsheet is damaged or not sound: %(why)s", why=why)
            raise UnreadableTable(message, _("save it again as XLSX, or as CSV in UTF-8")) from None


def _refuse_bombs(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    is_too_dense = unpacked > SMALL and unpacked > MOST_TIMES_LARGER * len(data)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or is_too_dense:
        message = _("the spreadsheet unpacks to too much")
        raise UnreadableTable(message, _("delete what is not needed, or save it as CSV in UTF-8"))


def _sheet(data: bytes, name: str) -> Any:
    from openpyxl import DEFUSEDXML, load_workbook

    assert DEFUSEDXML, "openpyxl reads XML unguarded without defusedxml"
    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise UnreadableTable(_("the spreadsheet has no sheet with cells"), _("export the answers again"))
    if name and name not in sheets:
        message = _('the spreadsheet has no sheet "%(name)s"', name=name)
        raise UnreadableTable(message, nearest(name, sheets))
    sheet = sheets[name] if name else book.worksheets[0]
    sheet.reset_dimensions()  # what it says about its own size is often wrong
    return sheet


def _cell(value: object) -> Cell:
    """Numbers as one writes them: a spreadsheet keeps 3 as 3.0."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _without_empty_end(cells: Iterable[Cell]) -> Cells:
    row = list(cells)
    while row and row[-1] == "":
        row.pop()
    return tuple(row)

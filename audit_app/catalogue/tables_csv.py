"""CSV: bytes into letters without guessing, letters into rows cut where the wanted columns appear."""

import csv
import re
from collections.abc import Collection, Iterator
from io import StringIO
from itertools import islice

from audit_app.catalogue.mistakes import printable
from audit_app.catalogue.tables import Layout, UnreadableTable, heading, not_sound
from audit_app.translations import gettext as _

DELIMITERS = ",;\t|"
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""The byte order marks that say a file's encoding at its beginning."""
LIKELY = ("windows-1252", "windows-1253", "windows-1254", "iso-8859-7", "iso-8859-15", "utf-8")
"""Encodings to try on a word that does not fit, the likeliest first."""

_BETWEEN_WORDS = re.compile(rb"[\x00-\x20\",;|']+")
_NO_LETTER = re.compile("\x00")
_NO_LETTER_OF_ONE_BYTE = re.compile("[\x00\x7f-\x9f]")


def csv_rows(data: bytes, layout: Layout, wanted: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a CSV file, each cell without blanks around it; raises UnreadableTable."""
    encoding = _encoding(data, layout.encoding)
    text = data.decode(encoding, errors="replace").removeprefix("\N{BYTE ORDER MARK}")
    delimiter = _delimiter(text, layout.header_row, wanted)
    position = _first_misfit(data, encoding)
    if position is not None:
        raise _misfit(data, encoding, position, delimiter)
    if _is_one_byte(encoding) and not text.isascii() and _first_misfit(data, "utf-8") is None:
        message = _('the mapping says "encoding: %(declared)s", but the file is UTF-8', declared=encoding)
        raise UnreadableTable(message, _('remove the line "encoding" from the mapping'))
    return _cut(text, delimiter)


def _encoding(data: bytes, declared: str) -> str:
    """What the mark at the beginning says, else the mapping, else UTF-8."""
    mark = next((name for start, name in MARKS.items() if data.startswith(start)), "")
    if mark and declared and not declared.startswith(mark):
        message = _(
            'the file begins with the mark of %(mark)s, but the mapping says "encoding: %(declared)s"',
            mark=mark.upper(),
            declared=declared,
        )
        raise UnreadableTable(message, _('remove the line "encoding" from the mapping'))
    return mark or declared or "utf-8"


def _delimiter(text: str, header_row: int, wanted: Collection[str]) -> str:
    """The one that shows most of the wanted column names in the header, or else most columns."""
    names = {heading(name) for name in wanted}

    def shows(delimiter: str) -> tuple[int, int]:
        try:
            header = next(islice(_cut(text, delimiter), header_row - 1, None), ())
        except UnreadableTable:
            return -1, 0
        return sum(heading(name) in names for name in header), len(header)

    return max(DELIMITERS, key=shows)


def _cut(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in rows:
            yield tuple(map(str.strip, cells))
            number += 1
    except csv.Error as error:
        raise not_sound(number, error) from None


def _is_one_byte(encoding: str) -> bool:
    return not encoding.startswith("utf-")


def _first_misfit(data: bytes, encoding: str) -> int | None:
    """Where the first byte stands, from 0, that is no letter of the encoding; None where all are."""
    misfit = None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        misfit = error.start
        text = data[:misfit].decode(encoding)
    pattern = _NO_LETTER_OF_ONE_BYTE if _is_one_byte(encoding) else _NO_LETTER
    found = pattern.search(text)
    return len(text[: found.start()].encode(encoding)) if found else misfit


def _misfit(data: bytes, encoding: str, position: int, delimiter: str) -> UnreadableTable:
    """Says where a byte does not fit, and how its word would read in other encodings."""
    before = data[:position].decode(encoding, errors="replace")
    row = _last_row(before + "?", delimiter)
    message = _(
        "byte %(byte)s, in row %(row)s, is no letter of %(encoding)s",
        byte=position + 1,
        row=row,
        encoding=encoding.upper(),
    )
    readings = _utf_16(data) if data[position] == 0 else _readings(data, encoding, position)
    if not readings:
        return UnreadableTable(message, _("save the table as CSV in UTF-8, or as XLSX"), row)
    choices = ", ".join(f"encoding: {name} (“{printable(word)}”)" for word, name in readings.items())
    instead = _(
        "write in the mapping the encoding in which the word reads right: %(choices)s", choices=choices
    )
    return UnreadableTable(message, instead, row)


def _last_row(text: str, delimiter: str) -> int:
    """The number of the row in which a text ends; line ends in quotation marks end no row."""
    try:
        return sum(1 for _row in csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return len(text.splitlines())


def _readings(data: bytes, refused: str, position: int) -> dict[str, str]:
    """The word at a place as other encodings read it → the likeliest encoding that does."""
    before = _BETWEEN_WORDS.split(data[max(0, position - 40) : position])[-1]
    word = before + _BETWEEN_WORDS.split(data[position : position + 40])[0]
    found: dict[str, str] = {}
    for name in LIKELY:
        if name != refused and _first_misfit(word, name) is None and word.decode(name).isalpha():
            found.setdefault(word.decode(name), name)
    return found


def _utf_16(data: bytes) -> dict[str, str]:
    """The first word of what looks like UTF-16 without a mark: every other byte of our letters is 0."""
    for name, zeros in (("utf-16-le", data[1:40:2]), ("utf-16-be", data[0:40:2])):
        if 2 * zeros.count(0) > len(zeros):
            words = re.findall(r"\w+", data[:40].decode(name, errors="ignore"))
            return dict.fromkeys(words[:1], name)
    return {}

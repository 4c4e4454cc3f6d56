"""Files of other software as rows: every spelling that is offered, every refusal with its words."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
import xlsxwriter

from audit_app.catalogue import tables
from audit_app.catalogue.tables import Layout, UnreadableTable, open_table

ROWS = [["Number", "Ikä", "Γνώμη"], ["1", "31–35", "Καλά, πολύ"], ["2", "", 'Sanoi "ei"']]

A_DAY = datetime(2016, 5, 11, tzinfo=UTC).replace(tzinfo=None)


def csv_text(delimiter=",", rows=ROWS):
    quoted = (['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows)
    return "\r\n".join(map(delimiter.join, quoted)) + "\r\n"


@pytest.fixture
def read(tmp_path):
    """Reads bytes as a file: the header, then the rows as (number, cells)."""

    def reading(data, wanted=("Number",), **layout):
        path = tmp_path / "answers"
        path.write_bytes(data)
        table = open_table(path, Layout(**layout), wanted)
        return [table.header, *((row.number, row.cells) for row in table.rows)]

    return reading


def refusal(read, data, **layout):
    with pytest.raises(UnreadableTable) as refused:
        read(data, **layout)
    return str(refused.value)


def workbook(rows, **others):
    """A spreadsheet with the sheet "Answers" and any others."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, lines in {"Answers": rows, **others}.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return file.getvalue()


# --- CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_shows_in_the_header(read, delimiter):
    assert read(csv_text(delimiter).encode()) == [tuple(ROWS[0]), (2, tuple(ROWS[1])), (3, tuple(ROWS[2]))]


def test_the_delimiter_that_shows_the_wanted_columns_wins(read):
    """More commas than semicolons stand in this header, but the columns are cut by semicolons."""
    text = "Number;Was it good, fair, or poor?;Why, in a few words, please?\n1;good;a,b,c\n"
    header, row = read(text.encode(), wanted=["number", "Was it good, fair, or poor?"])
    assert header[0] == "Number"
    assert row == (2, ("1", "good", "a,b,c"))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-8-sig", "utf-8"), ("utf-16", ""), ("utf-16", "utf-16"),
     ("utf-8", "utf-8"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_unicode_is_read_with_and_without_its_mark(read, encoding, declared):
    header, first, _second = read(csv_text().encode(encoding), encoding=declared)
    assert header == ("Number", "Ikä", "Γνώμη")
    assert first == (2, ("1", "31–35", "Καλά, πολύ"))


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("windows-1252", "Ikä – naïve"),
        ("windows-1253", "Γνώμη"),
        ("windows-1254", "Görüş"),
        ("iso-8859-15", "€"),
    ],
)
def test_older_alphabets_are_read_as_declared(read, encoding, word):
    assert read(f"Number,{word}\n".encode(encoding), encoding=encoding) == [("Number", word)]


def test_a_wrong_encoding_is_named_with_byte_row_and_what_to_write(read):
    data = 'Number;Ikä\n1;"a\nb"\n2;Työ\n'.encode("iso-8859-15")
    said = refusal(read, data)
    assert said.startswith("byte 10, in row 1, is no letter of UTF-8; ")
    assert data[9:10] == b"\xe4"
    assert "encoding: windows-1252 (“Ikä”)" in said
    assert "encoding: windows-1253 (“Ikδ”)" in said


def test_the_row_of_a_wrong_byte_counts_rows_and_not_lines(read):
    data = b'Number;Words\n1;"one\ntwo\nthree"\n2;caf\xe9\n'
    assert refusal(read, data).startswith("byte 37, in row 3, ")
    assert data[36:37] == b"\xe9"


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-15", "mac-greek"])
def test_utf_8_is_never_read_as_something_else(read, declared):
    said = refusal(read, csv_text().encode(), encoding=declared)
    assert (
        said.endswith('the file is UTF-8; remove the line "encoding" from the mapping')
        or "is no letter" in said
    )


def test_a_mark_that_contradicts_the_mapping_is_refused(read):
    said = refusal(read, csv_text().encode("utf-16"), encoding="windows-1252")
    assert "begins with the mark of UTF-16" in said
    assert "encoding: windows-1252" in said


def test_a_dash_of_windows_is_no_letter_of_iso_8859(read):
    said = refusal(read, "Number,naïve – very\n".encode("windows-1252"), encoding="iso-8859-1")
    assert said.startswith("byte 14, in row 1, is no letter of ISO-8859-1")


def test_utf_16_without_a_mark_is_recognised(read):
    said = refusal(read, "Number,Words\n".encode("utf-16-le"))
    assert said.startswith("byte 2, in row 1, ")
    assert "encoding: utf-16-le (“Number”)" in said


def test_blanks_around_cells_are_cut_off(read):
    assert read(b" Number ,\xc2\xa0Words\n 1 , good \n") == [("Number", "Words"), (2, ("1", "good"))]


def test_rows_above_and_below_the_header_are_passed_over(read):
    text = "Our survey\n\nNumber,Words\nthe number,the words\n{ImportId},{ImportId}\n1,good\n"
    assert read(text.encode(), header_row=3, skip_rows=2) == [("Number", "Words"), (6, ("1", "good"))]


@pytest.mark.parametrize(
    ("data", "layout", "said"),
    [
        (b"", {}, "the file is empty; export the answers again"),
        (b" \r\n\r\n", {}, "the file is empty; export the answers again"),
        (b"A,B\n1,2\n", {"header_row": 3}, "the file has only 2 rows; write the row of the column names"),
        (b"\nA,B\n", {}, "row 1 is empty, but the column names are wanted there; "),
        (b'A,B\n1,2\n1,"2\n', {}, "row 3 is not sound: unexpected end of data; look at its quotation marks"),
        (b'A,B\n1,"2" x\n', {}, "row 2 is not sound: ',' expected after '\"'; look at its quotation marks"),
        (b"A,B\n1," + b"x" * 200_000, {}, "row 2 is not sound: field larger than field limit"),
        (b"%PDF-1.7\n%\xe2\xe3", {}, "this is a file of the kind PDF, not a table; save the table as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", {}, "this is a file of the kind Excel 97, not a table; "),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", {}, "is no letter of UTF-8; save the table as CSV in UTF-8"),
        (bytes(range(256)) * 20, {}, "byte 1, in row 1, is no letter of UTF-8; "),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(read, data, layout, said):
    assert said in refusal(read, data, **layout)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableTable, match="cannot be read: No such file"):
        open_table(tmp_path / "gone.csv", Layout(), ())


def test_too_large_too_long_and_too_wide_tables_are_refused(read, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    monkeypatch.setattr(tables, "MOST_COLUMNS", 3)
    assert len(read(b"A,B,C\n1\n2\n\n\n")) == 5
    assert refusal(read, b"A\n1\n2\n3\n") == "the file has more than 3 rows; divide it into several files"
    assert "row 2 has more than 3 columns" in refusal(read, b"A\n1,2,3,4\n")
    monkeypatch.setattr(tables, "LARGEST_FILE", 1024 * 1024)
    assert refusal(read, b"A\n" * 1024 * 1024).startswith("the file is larger than 1 MB")


# --- XLSX


def test_a_spreadsheet_gives_numbers_as_one_writes_them_and_days_as_days(read):
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Number", "Half", "Good", "Day", "Empty", "Words", "Sum"])
        sheet.write_row(1, 0, [3, 0.5, True, A_DAY, None, " naïve "])
        sheet.write_formula(1, 6, "=A2+1", value=4)
        sheet.write(3, 0, 7)
    header, *rows = read(file.getvalue())
    assert header[:4] == ("Number", "Half", "Good", "Day")
    assert rows == [
        (2, ("3", "0.5", "TRUE", A_DAY, "", "naïve", "4")),
        (3, ("",) * 7),
        (4, ("7", *[""] * 6)),
    ]


def test_a_sheet_is_chosen_by_name_and_a_wrong_name_told(read):
    data = workbook([["A"], ["first"]], Second=[["A"], ["second"]])
    assert read(data)[1] == (2, ("first",))
    assert read(data, sheet="Second")[1] == (2, ("second",))
    assert refusal(read, data, sheet="Secnd") == 'the spreadsheet has no sheet "Secnd"; write "Second"'


def test_what_a_sheet_says_about_its_own_size_is_not_believed(read):
    data = repacked(workbook([["A", "B"], [1, 2], [3, 4]]), "sheet1.xml", lambda xml: re.sub(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml
    ))  # fmt: skip
    assert read(data) == [("A", "B"), (2, ("1", "2")), (3, ("3", "4"))]


def repacked(data, name, change):
    """The archive with one of its parts changed."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part.endswith(name) else old.read(part))
    return changed.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked(read):
    bomb = repacked(workbook([["A"]]), "sheet1.xml", lambda xml: xml + b" " * 20_000_000)
    assert len(bomb) < 100_000
    assert refusal(read, bomb).startswith("the spreadsheet unpacks to too much")


def test_an_archive_with_very_many_parts_is_refused(read):
    many = BytesIO(workbook([["A"]]))
    with zipfile.ZipFile(many, "a") as archive:
        for number in range(200):
            archive.writestr(f"part{number}", b"")
    assert refusal(read, many.getvalue()).startswith("the spreadsheet unpacks to too much")


@pytest.mark.parametrize("part", ["sheet1.xml", "sharedStrings.xml", "workbook.xml"])
def test_entities_that_grow_are_refused(read, part):
    grows = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    bomb = repacked(
        workbook([["A"], ["words"]]), part, lambda xml: re.sub(rb"\?>", b"?>" + grows, xml, count=1)
    )
    assert "the spreadsheet is damaged or not sound: EntitiesForbidden" in refusal(read, bomb)


@pytest.mark.parametrize("size", [30, 500, 3000, -40])
def test_a_damaged_spreadsheet_is_refused(read, size):
    data = workbook([["A"], *[[number] for number in range(500)]])
    assert refusal(read, data[:size]).startswith("the spreadsheet is damaged or not sound")


def test_an_archive_that_is_no_spreadsheet_is_refused(read):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    assert refusal(read, file.getvalue()).startswith("the spreadsheet is damaged or not sound")


def test_a_spreadsheet_of_one_cell_far_out_costs_little(read):
    far = repacked(workbook([["A"]]), "sheet1.xml", lambda xml: xml.replace(b'r="A1"', b'r="XFD1"'))
    assert "row 1 has more than 2000 columns" in refusal(read, far) or "is empty" in refusal(read, far)

"""What a reader of the PDF can read, in every language."""

import re
import subprocess
from fractions import Fraction
from io import BytesIO

import bs4
import pypdf
import pytest
from fontTools.ttLib import TTFont

from audit_app.core.questionnaire import LANGUAGES, View
from audit_app.core.report import Report
from audit_app.formatting import format_difference, format_number, format_points, quoted
from audit_app.printing import REPORTS, render
from audit_app.printing.pdf import Press
from tests.printing import samples
from tests.printing.conftest import squeezed

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
HEADINGS = ("h1", "h2", "h3", "h4")


def fonts_of(pdf: bytes) -> dict[str, object]:
    found = {}
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found[font["/BaseFont"].split("+")[-1]] = font
    return found


def letters_of(html: str) -> set[str]:
    """Every letter that is shown, in text and in charts; what is only read aloud is left out."""
    soup = bs4.BeautifulSoup(html, "html5lib")
    for hidden in soup.select("head, svg title"):
        hidden.decompose()
    return set(squeezed(soup.get_text()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_shown_can_be_read_out_of_the_pdf(language, html, pages):
    text = "".join(pages("rich", language))
    assert "�" not in text
    assert letters_of(html("rich", language)) - set(text) - {SOFT_HYPHEN} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_family_prints_all_languages_so_no_letter_is_a_box(language, pdf):
    assert set(fonts_of(pdf("rich", language))) <= {"DejaVu-Sans", "DejaVu-Sans-Bold"}


def letters_in_font() -> set[str]:
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, text=True, check=True
    )
    return set(map(chr, TTFont(found.stdout).getBestCmap()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_has_a_shape_for_every_letter_shown(language, html):
    assert letters_of(html("rich", language)) - letters_in_font() == set()
    assert "漢" not in letters_in_font()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_authors_words_are_printed_in_the_report_s_language(language, pages):
    text = squeezed("".join(pages("rich", language)))
    report = samples.rich(language)
    for words in [row.name for row in report.rows] + [one.text for one in report.customer.questions]:
        assert squeezed(words) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotations_keep_their_own_language(language, html):
    soup = bs4.BeautifulSoup(html("rich", language), "html5lib")
    found = {(quote.p["lang"], quote.p.get_text()) for quote in soup.select("blockquote")}
    assert {(code, quoted(text, language)) for code, text in samples.QUOTES} <= found


def numbers_in(report: Report) -> set[str]:
    """Every number that the report's data holds, as it is to be written."""
    language = report.language
    shown = set()
    for row in report.rows:
        for one in row.readings.values():
            if one.points is not None:
                shown |= {format_points(one.points, language), format_number(one.n, language)}
        shown.add(format_difference(row.main.points, language))
    for one in report.overall.values():
        shown.add(format_points(one.reading.points, language))
    for part in (report.customer, report.observed, report.staff):
        for question in part.questions:
            counts = [choice.count for choice in question.choices]
            counts += [question.answered, question.unanswered, question.earned, question.possible]
            shown |= {format_number(count, language) for count in counts if count}
            if question.possible:
                mean = Fraction(100 * question.earned, question.possible)
                shown.add(format_points(mean, language, 1))
    return shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_data_is_printed(language, pages):
    text = squeezed("".join(pages("rich", language)))
    missing = {number for number in numbers_in(samples.rich(language)) if squeezed(number) not in text}
    assert missing == set()


def test_percentages_are_written_as_the_language_does(pages):
    assert "71%" in "".join(pages("rich", "en"))
    assert "%71" in "".join(pages("rich", "tr"))
    assert "71 %" in " ".join("".join(pages("rich", "fi")).split())


def test_the_answer_stands_on_the_first_page(pages):
    first = " ".join(pages("rich", "en")[0].split())
    assert "Customers rate “Greeting” 36 points lower than the team does" in first
    assert "It is the largest difference of 8 standards compared" in first
    assert "120 customer answers or more per standard" in first
    assert "What to do" in first


def test_too_few_is_said_and_never_drawn_as_zero(pages, html):
    text = " ".join("".join(pages("many", "en")).split())
    assert "88 (only 2)" in text
    assert "31–88 · n 4" in text
    assert "no answers" in text
    marks = bs4.BeautifulSoup(html("alone"), "html5lib").select("svg.gap-map polygon")
    assert marks == []


def test_a_hidden_team_is_said_kindly_and_nothing_of_it_is_printed(pages):
    text = " ".join("".join(pages("alone", "en")).split())
    assert "Not shown: fewer than 5 people of a team answered." in text
    assert "The team has answered, thank you." in text
    assert "self-assessment" not in text.replace("counter-team", "")
    report = samples.alone()
    assert all(row.readings[View.STAFF].points is None for row in report.rows)


def test_a_report_about_nothing_is_one_page_that_says_so(pages):
    (page,) = pages("nothing", "en")
    assert "There are no answers for this period yet." in page
    assert "1 / 1" in page


@pytest.mark.parametrize("name", ["rich", "many", "alone"])
@pytest.mark.parametrize("language", ["en", "hy"])
def test_no_heading_is_left_alone_at_the_foot_of_a_page(name, language, html, pages):
    soup = bs4.BeautifulSoup(html(name, language), "html5lib")
    headings = {squeezed(found.get_text()) for level in HEADINGS for found in soup.select(level)}
    for page in pages(name, language)[:-1]:
        lines = [squeezed(line) for line in page.splitlines() if line.strip()]
        lines = [line for line in lines if line != "ExtraEyes" and not re.fullmatch(r"\d+/\d+", line)]
        assert lines[-1] not in headings


def test_pages_are_numbered_and_headed(pages):
    printed = pages("many", "en")
    for number, page in enumerate(printed, start=1):
        assert f"{number} / {len(printed)}" in page
    assert all("March – May 2026" in " ".join(page.split()) for page in printed)


@pytest.mark.parametrize("language", ["fi", "el"])
def test_no_row_of_a_table_is_torn_between_two_pages(language, pages):
    printed = [squeezed(page) for page in pages("many", language)]
    report = samples.many(language)
    questions = [*report.customer.questions, *report.observed.questions, *report.staff.questions]
    assert len(printed) > 8
    for question in questions:
        times = 2 if question.top_two is not None else 1
        assert sum(page.count(squeezed(question.text)) for page in printed) >= times, question.text


def test_the_document_says_what_it_is_and_nothing_about_people(pdf):
    reader = pypdf.PdfReader(BytesIO(pdf("rich", "en")))
    title = " ".join(reader.metadata.title.split())
    assert title == "Three views of one service – Καφεκοπτείο Αθηνά & Söner Oy, March – May 2026"
    assert reader.metadata.author is None
    assert reader.metadata.creation_date is None
    assert reader.metadata.modification_date is None


def test_the_document_is_tagged_for_people_who_listen(pdf):
    root = pypdf.PdfReader(BytesIO(pdf("rich", "en"))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    alternatives = list(alternatives_in(root["/StructTreeRoot"]))
    assert any("Team: 89 of 100" in text and "+36" in text for text in alternatives)


def alternatives_in(element):
    if "/Alt" in element:
        yield element["/Alt"]
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(found, dict):
            yield from alternatives_in(found)


def test_the_same_data_give_the_same_bytes_in_another_process(pdf):
    again = Press()
    try:
        assert again.print(render(samples.rich("hy"), "paper"), REPORTS) == pdf("rich", "hy")
    finally:
        again.close()

"""The law of the templates: plain data in, no arithmetic, nothing unescaped, nothing undefined."""

import json
import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from pathlib import Path

import bs4
import pytest
from defusedxml.ElementTree import fromstring
from jinja2 import UndefinedError, nodes
from jinja2.exceptions import TemplateNotFound

from audit_app.core.plain_data import from_plain, to_plain
from audit_app.core.questionnaire import LANGUAGES
from audit_app.core.report import Report
from audit_app.printing import REPORTS, pdf_of_report, render
from audit_app.printing.html import environment
from tests.printing import samples

ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "{% include 'x' %}",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><style>*{display:none}",
    "<a rel=attachment href=file:///etc/passwd>x</a>",
    "<!-- -->",
    "]]><b>bold</b>",
    "&lt;b&gt; &amp;nbsp;",
    "%(points)s %s %d",
    "\u202egnirts desrever\u2066",
    "line\u2028separator\u0000\u000b",
)
LEFT_ALONE = {"language", "code", "kind", "unit", "change", "key", "questionnaire"}
"""Fields that hold codes of ours, never anybody's words."""


def filled(thing, words, name=""):
    """The same plain data with every text that somebody wrote replaced by `words`."""
    if is_dataclass(thing):
        return replace(
            thing, **{f.name: filled(getattr(thing, f.name), words, f.name) for f in fields(thing)}
        )
    if isinstance(thing, tuple):
        return tuple(filled(item, words, name) for item in thing)
    if isinstance(thing, str) and not isinstance(thing, Enum) and thing and name not in LEFT_ALONE:
        return words
    return thing


def shape(html: str) -> Counter[tuple[str, tuple[str, ...]]]:
    """Which elements stand in a page, with which attributes, whatever they say."""
    soup = bs4.BeautifulSoup(html, "html5lib")
    return Counter(
        (tag.name, tuple(sorted(tag.attrs))) for tag in soup.find_all() if tag.name not in ("text", "rect")
    )


@pytest.mark.parametrize("medium", ["paper", "screen"])
@pytest.mark.parametrize("name", samples.SAMPLES)
def test_what_people_write_is_only_ever_text(name, medium):
    report = samples.SAMPLES[name]()
    plain, attacked = (render(filled(report, words), medium) for words in ("word", " ".join(PAYLOADS)))
    assert shape(attacked) == shape(plain)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_single_payload_becomes_an_element(payload):
    report = samples.nothing()
    plain, attacked = (render(filled(report, words), "paper") for words in ("word", payload))
    assert shape(attacked) == shape(plain)


def test_what_people_write_is_printed_as_they_wrote_it(pages):
    report = filled(samples.rich(), "<script>alert(1)</script>")
    import pypdfium2

    with pypdfium2.PdfDocument(pdf_of_report(report)) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "<script>alert(1)</script>" in "".join(text.split())


def test_signs_that_xml_does_not_know_are_printed_all_the_same():
    report = filled(samples.alone(), "a\u0000b\u000bc")
    assert pdf_of_report(report).startswith(b"%PDF")


@pytest.mark.parametrize("name", samples.SAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_media_are_well_formed(name, language, html):
    for medium in ("paper", "screen"):
        assert fromstring(html(name, language, medium)) is not None


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_the_screen_says_all_that_paper_says(name, html):
    paper, screen = (
        bs4.BeautifulSoup(html(name, "en", medium), "html5lib") for medium in ("paper", "screen")
    )
    words = set(paper.body.get_text(" ").split())
    assert words - set(screen.get_text(" ").split()) == set()


def test_the_screen_needs_no_style_and_no_script_of_its_own(html):
    soup = bs4.BeautifulSoup(html("many", "en", "screen"), "html5lib")
    assert soup.select("[style], style, script, link, img, iframe, object") == []
    assert [tag for tag in soup.find_all() if any(key.startswith("on") for key in tag.attrs)] == []


def test_templates_do_no_arithmetic():
    templates = sorted(REPORTS.rglob("*.html"))
    assert len(templates) > 10
    for path in templates:
        tree = environment(REPORTS).parse(path.read_text(encoding="utf-8"))
        found = list(tree.find_all(ARITHMETIC))
        assert found == [], path.name


def test_an_undefined_name_fails(tmp_path):
    (tmp_path / "comparison").mkdir()
    (tmp_path / "comparison" / "paper.html").write_text("{{ report.organisation }} {{ raport }}")
    with pytest.raises(UndefinedError, match="raport"):
        render(samples.nothing(), "paper", tmp_path)


def test_only_names_ending_in_html_are_templates(tmp_path):
    (tmp_path / "page.txt").write_text("{{ x }}")
    with pytest.raises(TemplateNotFound):
        environment(tmp_path).get_template("page.txt")


def test_every_class_that_a_template_names_is_no_class_of_the_app():
    """Reports stand inside pages of the app: app.css must not dress them by accident."""
    ours = set(
        re.findall(r"\.([a-z][\w-]*)", (REPORTS.parent / "static" / "app.css").read_text(encoding="utf-8"))
    )
    named = set()
    for path in REPORTS.rglob("*.html"):
        for attribute in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            named |= set(re.sub(r"\{[{%].*?[%}]\}", " ", attribute).split())
    assert "band" in named
    assert named & ours == set()


@pytest.mark.parametrize(
    "path", sorted((REPORTS / "comparison").glob("sample_*.json")), ids=lambda path: path.stem
)
def test_the_sample_data_can_be_read_and_printed(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    report = from_plain(Report, data)
    assert to_plain(report) == data
    assert "<h1" in render(report, "paper")


def test_fractions_and_days_survive_the_way_through_json():
    report = samples.rich()
    assert from_plain(Report, to_plain(report)) == report
    assert isinstance(report.rows[0].main.points, Fraction)
    assert isinstance(report.made_at, datetime)
    assert isinstance(report.first_day, date)


def test_reports_can_be_looked_at_without_a_database(tmp_path):
    from audit_app.printing.__main__ import preview

    out = Path(tmp_path / "report.html")
    preview(REPORTS / "comparison" / "sample_rich.json", out, "el")
    assert '<html lang="el">' in out.read_text(encoding="utf-8")
    assert "@page" in out.read_text(encoding="utf-8")

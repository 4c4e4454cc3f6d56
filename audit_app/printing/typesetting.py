"""WeasyPrint, tuned and fenced in. Imported by the printing process alone.

What makes it fast: stylesheets and fonts are read once, pages that are well-formed XML go through expat, and
WeasyPrint's own stylesheet loses the rules for markers and notes, which cost six styles per element.
"""

import gc
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import cssselect2  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.html import UA
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from audit_app.printing.looks import STYLESHEETS

SCHEME = "report:"


class RefusedError(Exception):
    """The document asked for something outside; the message names it."""


class ReportFetcher(URLFetcher):
    """Fetches `report:` addresses (files below one folder) and `data:`; any other fails the report."""

    def __init__(self, folder: Path) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True
        )
        self._folder = folder.resolve()
        self.refusals: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file or the data; raises ValueError for an address that is not allowed, and remembers it."""
        try:
            return self._fetch(url, headers)
        except Exception as error:
            self.refusals.append(str(error))
            raise

    def _fetch(self, url: str, headers: dict[str, str] | None) -> URLFetcherResponse:
        if not url.lower().startswith(SCHEME):
            response: URLFetcherResponse = super().fetch(url, headers)  # type: ignore[no-untyped-call]
            return response
        path = (self._folder / unquote(url[len(SCHEME) :]).lstrip("/")).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise ValueError(f"not in the folder of reports: {url}")
        return URLFetcherResponse(url, path.read_bytes())


@dataclass(frozen=True)
class Tools:
    """What is made once for a folder of reports."""

    fetcher: ReportFetcher
    fonts: FontConfiguration
    stylesheets: tuple[CSS, ...]


@cache
def tools_of(folder: Path) -> Tools:
    """Fetcher, fonts and parsed stylesheets of a folder."""
    fetcher, fonts = ReportFetcher(folder), FontConfiguration()
    sheets = (
        CSS(string=(folder / name).read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts)
        for name in STYLESHEETS
    )
    return Tools(fetcher, fonts, tuple(sheets))


@cache
def plain_rules() -> CSS:
    """WeasyPrint's own stylesheet without the rules for `::marker`, footnotes and notes: we have none."""
    return CSS(string="\n".join(line for line in UA.splitlines() if not line.startswith("::")))


class Page(HTML):
    """A document parsed by expat where it is well-formed, else by the HTML parser."""

    def __init__(self, text: str, fetcher: URLFetcher) -> None:
        try:
            root = ElementTree.fromstring(text)  # noqa: S314 (our own templates; the memory limit holds)
        except ElementTree.ParseError:
            super().__init__(string=text, url_fetcher=fetcher)  # type: ignore[no-untyped-call]
            return
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002 (its signature)
        return [plain_rules()]


@cache
def breakable() -> CSS:
    """Lets every block be broken at the end of a page."""
    return CSS(string="* { break-inside: auto !important; break-after: auto !important }")


def _written(text: str, tools: Tools, stylesheets: tuple[CSS, ...]) -> bytes:
    page: HTML = Page(text, tools.fetcher)
    pdf: bytes = page.write_pdf(stylesheets=stylesheets, font_config=tools.fonts, pdf_variant="pdf/ua-1")
    return pdf


def typeset(text: str, folder: Path) -> bytes:
    """The document as a tagged PDF (PDF/UA-1): no date, no author, the same bytes for the same text.

    Raises RefusedError where the document asked for an address that is not allowed: WeasyPrint itself would
    go on without what is inside an SVG.
    """
    tools = tools_of(folder)
    tools.fetcher.refusals.clear()
    gc.disable()
    try:
        try:
            written = _written(text, tools, tools.stylesheets)
        except AssertionError:
            # WeasyPrint 70 can fail over blocks that may not be broken: better a broken block than no report.
            written = _written(text, tools, (*tools.stylesheets, breakable()))
    finally:
        gc.enable()
        gc.collect()  # 5 % of the time, and the process stays at two thirds of its size
        if tools.fetcher.refusals:
            raise RefusedError("; ".join(tools.fetcher.refusals))
    return written

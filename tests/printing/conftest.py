"""Printed samples, each printed once for all tests that read it."""

from collections.abc import Callable
from functools import cache

import pypdfium2
import pytest

from audit_app.printing import pdf_of_report, render
from tests.printing import samples


@cache
def printed(name: str, language: str) -> bytes:
    return pdf_of_report(samples.SAMPLES[name](language))


@cache
def pages_of(name: str, language: str) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(printed(name, language)) as document:
        return tuple(page.get_textpage().get_text_bounded() for page in document)


def squeezed(text: str) -> str:
    """Text without any white space: lines and words break elsewhere on paper."""
    return "".join(text.split())


@pytest.fixture(scope="session")
def pdf() -> Callable[[str, str], bytes]:
    return printed


@pytest.fixture(scope="session")
def pages() -> Callable[[str, str], tuple[str, ...]]:
    return pages_of


@pytest.fixture(scope="session")
def html() -> Callable[..., str]:
    return cache(lambda name, language="en", medium="paper": render(samples.SAMPLES[name](language), medium))

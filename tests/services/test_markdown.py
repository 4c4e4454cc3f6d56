"""Whatever stands in a brief, its page gets text, a few elements and links that lead where they say."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from audit_app.services.markdown import PictureFault, ShownPicture, picture_faults, to_html

PICTURES = {1: ShownPicture('/briefs/1?a=1&b="2"', 640, 480)}
ELEMENTS = {
    "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "hr", "br",
    "a", "img",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "code": {"class"},
}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- --><svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](java\\script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/owner/people)",
    "[x](https:evil.example)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "![x](https://evil.example/pixel.gif)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    '![" onerror="alert(1)](picture-1)',
    "![<script>](picture-1)",
    "![x](picture-2)",
    "![x](picture-1/../../owner)",
    '``` "><script>\nx\n```',
    "`<script>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "# <script>x</script>",
    "[<img src=x onerror=alert(1)>](https://a.example)",
]


def check(html: str) -> BeautifulSoup:
    page = BeautifulSoup(html, "html5lib").body
    for element in page.find_all():
        assert element.name in ELEMENTS, html
        assert set(element.attrs) <= ATTRIBUTES.get(element.name, set()), html
    for link in page.find_all("a", href=True):
        assert link["href"].lower().startswith(("https://", "http://", "mailto:", "tel:", "/briefs/1")), html
        if not link["href"].startswith("/briefs/1"):
            assert link["rel"] == ["noopener", "noreferrer", "nofollow"]
    assert {picture["src"] for picture in page.find_all("img")} <= {PICTURES[1].address}
    return page


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_an_element(attack):
    page = check(to_html(f"Before\n\n{attack}\n\nafter", PICTURES))
    assert page.text.startswith("Before")
    assert page.text.rstrip().endswith("after")


PIECES = [*"<>\"'&[]()!`*_#\\:/ \n\tax1-", "javascript:", "picture-1", "https://"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_mixture_of_signs_becomes_an_element(text):
    check(to_html(text, PICTURES))


def test_what_a_writer_may_use_is_there():
    page = check(
        to_html(
            "# Before\n## The call\nAsk for **size 42**, *quietly*.\n\n1. Enter\n2. Wait\n\n> Stay kind\n\n"
            "[Map](https://maps.example/a?b=1&c=2) [Call](tel:+302101234567) [Write](mailto:a@b.example)\n\n"
            "![The door, from the street](picture-1) [larger](picture-1)",
            PICTURES,
        )
    )
    assert [heading.name for heading in page.find_all(["h3", "h4"])] == ["h3", "h4"]
    assert page.strong.text == "size 42"
    assert [item.text for item in page.select("ol > li")] == ["Enter", "Wait"]
    addresses = [link["href"] for link in page.find_all("a")]
    assert addresses[:3] == ["https://maps.example/a?b=1&c=2", "tel:+302101234567", "mailto:a@b.example"]
    assert (page.img["alt"], page.img["width"]) == ("The door, from the street", "640")
    assert addresses[3] == page.img["src"] == PICTURES[1].address


def test_a_picture_that_is_not_there_leaves_its_words_behind():
    page = check(to_html("![The back door](picture-7)", PICTURES))
    assert (page.img, page.text.strip()) == (None, "The back door")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("![The door](picture-1)", set()),
        ("![](picture-1)", {PictureFault.NO_WORDS}),
        ("![  ](picture-1)", {PictureFault.NO_WORDS}),
        ("* a\n* > ![The door](picture-2)", {PictureFault.UNKNOWN}),
        ("![](https://evil.example/a.gif)", {PictureFault.UNKNOWN, PictureFault.NO_WORDS}),
        ("`![](picture-9)`", set()),
    ],
)
def test_pictures_need_words_and_must_be_there(text, faults):
    assert picture_faults(text, {1}) == faults


def test_a_deep_brief_is_no_trap():
    check(to_html("> " * 2000 + "deep " + "[" * 2000 + "*" * 2000, PICTURES))

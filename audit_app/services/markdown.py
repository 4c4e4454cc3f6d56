"""Markdown of a brief as HTML that is safe to show: no raw HTML, no foreign pictures, few kinds of links.

What a writer may use is decided here, element by element: whatever the parser does not make, nobody gets.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

OUTWARD = re.compile(r"(https?://[^/\s]|mailto:[^\s@]+@|tel:[+\d])", re.IGNORECASE)
PICTURE = re.compile(r"picture-([1-9][0-9]{0,2})", re.ASCII)
SHOWN = "shown"
HIGHEST_HEADING = 3
"""A brief's own headings stand below those of the page that it is part of."""


class PictureFault(StrEnum):
    """What keeps a brief's picture from being shown to everybody."""

    UNKNOWN = "unknown"
    NO_WORDS = "no_words"


@dataclass(frozen=True)
class ShownPicture:
    """Where a picture of ours is found, and its size in pixels."""

    address: str
    width: int
    height: int


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser asks under this name
        """Whether an address may be linked to: the web, a mailbox, a telephone, a picture of ours."""
        return bool(OUTWARD.match(url) or PICTURE.fullmatch(url))


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.disable(["html_block", "html_inline"])
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link)
    return parser


def to_html(text: str, pictures: Mapping[int, ShownPicture]) -> str:
    """The HTML of a brief, its pictures by their numbers; one that is not there leaves its words behind."""
    parser, env = _parser(), {SHOWN: pictures}
    tokens = parser.parse(text, env)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + HIGHEST_HEADING - 1)}"
    return str(parser.renderer.render(tokens, parser.options, env))


def picture_faults(text: str, numbers: Collection[int]) -> frozenset[PictureFault]:
    """What is wrong with the pictures of a brief, given the numbers of those that are there."""
    return frozenset(fault for token in _images(_parser().parse(text)) for fault in _faults(token, numbers))


def _images(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "image":
            yield token
        yield from _images(token.children or ())


def _faults(token: Token, numbers: Collection[int]) -> Iterator[PictureFault]:
    if _number(token.attrGet("src")) not in numbers:
        yield PictureFault.UNKNOWN
    if not token.content.strip():
        yield PictureFault.NO_WORDS


def _number(address: object) -> int | None:
    found = PICTURE.fullmatch(str(address))
    return int(found[1]) if found else None


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    words = renderer.renderInlineAsText(token.children or [], options, env)
    shown = _shown(env).get(_number(token.attrGet("src")))
    if shown is None:
        return str(Markup("<em>{}</em>").format(words))
    tag = Markup('<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">')
    return str(tag.format(shown.address, words, shown.width, shown.height))


def _link(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    address = str(tokens[index].attrGet("href") or "")
    if OUTWARD.match(address):
        return str(Markup('<a href="{}" rel="noopener noreferrer nofollow">').format(address))
    shown = _shown(env).get(_number(address))
    return str(Markup('<a href="{}">').format(shown.address)) if shown else "<a>"


def _shown(env: EnvType) -> Mapping[Any, ShownPicture]:
    shown: Mapping[Any, ShownPicture] = env.get(SHOWN, {})
    return shown

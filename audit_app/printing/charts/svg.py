"""Small pieces of SVG, escaped by construction: every text and attribute goes through Markup.format."""

from collections.abc import Iterable

from markupsafe import Markup

FONT = "DejaVu Sans, system-ui, sans-serif"
Number = int | float


def element(name: str, *content: str, **attributes: Number | str) -> Markup:
    """One element; `font_size=9` becomes font-size="9", coordinates keep one decimal.

    >>> element("text", "a < b", x=1.25)
    Markup('<text x="1.2">a &lt; b</text>')
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), coordinate(value))
        for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(name, written, Markup("").join(content), name)


def coordinate(value: Number | str) -> str:
    """A number with at most one decimal, without a trailing zero; texts as they are."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def drawing(width: Number, height: Number, title: str, pieces: Iterable[str], kind: str) -> Markup:
    """A whole picture that scales with its place.

    `title` is what is read aloud instead of it: empty where the words stand beside it already.
    """
    box = f"0 0 {coordinate(width)} {coordinate(height)}"
    head = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "class_": kind, "font_family": FONT}
    if not title:
        return element("svg", *pieces, **head, aria_hidden="true")
    return element("svg", element("title", title), *pieces, **head, role="img")

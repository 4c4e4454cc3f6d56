"""Draws the phone's icons from static/icon.svg: `python -m tools.icons`. Git keeps the pictures."""

import re
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from tools import chromium
from tools.environment import ROOT

STATIC = ROOT / "static"
PAGE = "<style>body{{margin:0}}svg{{display:block;width:100vw;height:100vh}}</style>{svg}"
DRAWN_BY_THE_PHONE = 0.86
"""Phones cut such icons into a shape of their own; only the middle 80 % are sure to be seen."""


def pictures() -> Iterator[tuple[str, int, str]]:
    """Name, width in pixels and drawing of each icon."""
    rounded = (STATIC / "icon.svg").read_text()
    square = re.sub(r' rx="\d+"', "", rounded)
    yield "192", 192, rounded
    yield "512", 512, rounded
    yield "maskable", 512, _smaller(square)
    yield "apple-touch", 180, _smaller(square)


def _smaller(svg: str) -> str:
    middle = f"translate(32 32) scale({DRAWN_BY_THE_PHONE}) translate(-32 -32)"
    return re.sub(r"(<rect[^>]*/>)(.*)(</svg>)", rf'\1<g transform="{middle}">\2</g>\3', svg, flags=re.DOTALL)


def main() -> None:
    """Draw them all."""
    folder = STATIC / "icons"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        for name, width, svg in pictures():
            page = browser.new_page(viewport={"width": width, "height": width})
            page.set_content(PAGE.format(svg=svg))
            page.screenshot(path=folder / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()

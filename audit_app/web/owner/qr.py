"""Links as the outside reaches them, and their QR codes as vector pictures."""

from io import BytesIO

import segno
from flask import request
from markupsafe import Markup

from audit_app.web.desk import rooms


def outside(path: str) -> str:
    """The whole address of a page: the installation's, else the one under which the owner came in."""
    return (rooms().settings.base_url or request.url_root.rstrip("/")) + path


def picture(address: str) -> bytes:
    """An SVG file; a quarter of the code may be dirty or torn and it still reads."""
    file = BytesIO()
    _code(address).save(file, kind="svg", scale=8, border=4, light="#fff")
    return file.getvalue()


def inline(address: str) -> Markup:
    """The same for the middle of a page, as wide as its place."""
    return Markup(_code(address).svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S704 - made of an address by segno, which escapes it


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="q", micro=False)

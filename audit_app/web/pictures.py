"""A stored photo on its way to a browser, the same for everybody who may see it."""

from flask import Response

HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Disposition": "inline; filename=photo.jpg",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""The bytes came from outside: whatever they are, they are shown as a picture and nothing else."""


def as_picture(data: bytes) -> Response:
    """The answer that shows it."""
    return Response(data, mimetype="image/jpeg", headers=HEADERS)

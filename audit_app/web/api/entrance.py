"""The door itself: where a phone's scripts hand over what was filled in, and nobody sees a page."""

from flask import Blueprint, request

PREFIX = "/api"

door = Blueprint("api", __name__, url_prefix=PREFIX)


def is_asked() -> bool:
    """Whether this request came here, even to an address where nothing is."""
    return request.path.startswith(f"{PREFIX}/")

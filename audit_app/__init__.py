"""Extra Eyes: mystery shoppers, customers and the team look at the same service."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from audit_app.settings import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The application: settings → rooms → doors and commands."""
    # Imported here, so that a room can be used (by a test, by the printing process) without all others.
    from audit_app.wiring import build

    return build(settings)

"""Settings, rooms, doors and commands meet here, and nowhere else."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect

from audit_app.catalogue import load_catalogue
from audit_app.cli import add_commands
from audit_app.files import PhotoShelf
from audit_app.messaging import Sender
from audit_app.services import Rooms
from audit_app.settings import Settings
from audit_app.storage import Store
from audit_app.web import GATED_DOORS, PUBLIC_DOORS, add_doors
from audit_app.web.assets import assets_in

ROOT = Path(__file__).parent.parent
LARGEST_REQUEST = 64 * 1024 * 1024
MOST_FIELDS = 5000


def build(settings: Settings | None = None) -> Flask:
    """The application."""
    settings = settings or Settings()
    assets = assets_in(ROOT / "static", settings.reports)
    app = Flask(
        "audit_app",
        static_folder=str(ROOT / "static"),
        static_url_path=assets.address,
        template_folder="web/templates",
    )
    app.extensions["assets"] = assets
    # A Greek letter is two bytes and not six: a phone downloads its sentences as JSON.
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config.from_mapping(_configuration(settings))
    app.extensions["rooms"] = open_rooms(settings)
    add_doors(app)
    # After the doors' own checks: its refusal is a page, which needs a language; and strangers are gone.
    protection = CSRFProtect(app)
    for door in (*PUBLIC_DOORS, *GATED_DOORS):
        protection.exempt(door)
    add_commands(app)
    return app


def open_rooms(settings: Settings) -> Rooms:
    """The rooms below the services, each opened once."""
    settings.private_folder()
    return Rooms(
        store=Store.open(settings),
        catalogue=load_catalogue(settings.checklists),
        photos=PhotoShelf(settings.data / "photos"),
        settings=settings,
        sender=Sender.of(settings),
    )


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.signing_key(),
        # The prefix makes browsers refuse this cookie from any other host, and over plain HTTP.
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure_cookies else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        # A form may stay open in a pocket for days: its token lives as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": MOST_FIELDS,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "CHECKLISTS": settings.checklists,
    }

"""What the frame of every page shows: where one can go, who is signed in, which languages there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, request
from flask_login import current_user

from audit_app.core.programme import Role
from audit_app.core.questionnaire import LANGUAGES
from audit_app.formatting import language_name
from audit_app.translations import lazy_gettext as _l

PLACES = {
    Role.SHOPPER: (
        ("shopper.visits", _l("My visits")),
        ("shopper.money", _l("My money")),
        ("profile.mine", _l("My profile")),
    ),
    Role.OWNER: (
        ("owner.overview", _l("Overview")),
        ("owner.results", _l("Results")),
        ("owner.programmes", _l("Programmes")),
        ("owner.visits", _l("Visits")),
        ("editor.queue", _l("To read")),
        ("owner.panel", _l("Shoppers")),
        ("owner.surveys", _l("Surveys")),
        ("owner.waves", _l("Team")),
        ("owner.locations", _l("Locations")),
        ("owner.people", _l("People")),
        ("owner.pay", _l("Pay")),
    ),
    Role.EDITOR: (("editor.queue", _l("To read")), ("editor.seconds", _l("Second looks"))),
    Role.HR: (("owner.results", _l("Results")), ("owner.reports", _l("Reports"))),
}


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    endpoint: str
    label: object
    is_here: bool


def know_the_places(app: Flask) -> None:
    """Give every template its frame."""

    @app.context_processor
    def _frame() -> dict[str, Any]:
        person = current_user.person if current_user.is_authenticated else None
        return {
            "person": person,
            "navigation": list(_places(person.role)) if person else [],
            "language_links": [(code, language_name(code)) for code in LANGUAGES],
            "language_path": language_path,
        }


def _places(role: Role) -> Iterator[Place]:
    for endpoint, label in PLACES[role]:
        yield Place(endpoint, label, is_here=request.endpoint == endpoint)


def language_path(code: str) -> str:
    """This page's own address in another language; a posted page leads back to its form."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    # A link to `//host` or `/\host` would leave this site, and anybody can ask for such a path.
    path = quote("/" + request.path.lstrip("/"))
    return f"{path}?{urlencode([*arguments, ('lang', code)])}"

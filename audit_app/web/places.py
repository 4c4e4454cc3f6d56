"""What the frame of every page shows: where one can go, who is signed in, which languages there are."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, request, url_for
from flask_login import current_user

from audit_app.core.programme import Role
from audit_app.core.questionnaire import LANGUAGES
from audit_app.formatting import language_name
from audit_app.translations import lazy_gettext as _l

FRONTS = ("/owner/", "/editor/", "/visits/")
"""Addresses below which other places lie."""

Links = tuple[tuple[str, object], ...]

PLACES: dict[Role, tuple[tuple[object, Links], ...]] = {
    Role.SHOPPER: (
        (_l("My visits"), (("shopper.visits", _l("My visits")),)),
        (_l("Visits to take"), (("shopper.board", _l("Visits to take")),)),
        (_l("My money"), (("shopper.money", _l("My money")),)),
        (_l("My profile"), (("profile.mine", _l("My profile")),)),
    ),
    Role.OWNER: (
        (_l("Overview"), (("owner.overview", _l("Overview")),)),
        (_l("Results"), (("owner.results", _l("Results")), ("owner.reports", _l("Reports")))),
        (
            _l("Visits"),
            (
                ("owner.visits", _l("Visits")),
                ("editor.queue", _l("To read")),
                ("editor.audits", _l("Audits")),
                ("owner.programmes", _l("Programmes")),
                ("owner.openings", _l("Month plan")),
                ("owner.panel", _l("Shoppers")),
                ("owner.pay", _l("Pay")),
            ),
        ),
        (_l("Surveys"), (("owner.surveys", _l("Surveys")),)),
        (_l("Team"), (("owner.waves", _l("Team")),)),
        (_l("Organisation"), (("owner.locations", _l("Locations")), ("owner.people", _l("People")))),
    ),
    Role.EDITOR: (
        (_l("To read"), (("editor.queue", _l("To read")),)),
        (_l("Second looks"), (("editor.seconds", _l("Second looks")),)),
        (_l("Audits"), (("editor.audits", _l("Audits")),)),
    ),
    Role.HR: (
        (_l("Results"), (("owner.results", _l("Results")),)),
        (_l("Reports"), (("owner.reports", _l("Reports")),)),
        (_l("Audits"), (("editor.audits", _l("Audits")),)),
    ),
}
"""What each role can do, in groups: what is called the same in a group as the group itself leads it."""


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
            **(_navigation(person.role) if person else {"navigation": [], "beside": []}),
            "language_links": [(code, language_name(code)) for code in LANGUAGES],
            "language_path": language_path,
        }


def _navigation(role: Role) -> dict[str, list[Place]]:
    """The groups, and what lies beside this page in its own group where there is more than one thing."""
    groups, beside = list[Place](), list[Place]()
    for label, links in PLACES[role]:
        inside = [Place(endpoint, name, is_here=_is_at(endpoint)) for endpoint, name in links]
        is_here = any(place.is_here for place in inside)
        groups.append(Place(links[0][0], label, is_here))
        if is_here and len(inside) > 1:
            beside = inside
    return {"navigation": groups, "beside": beside}


def _is_at(endpoint: str) -> bool:
    """Whether this page is the place or lies below it: `/owner/visits/new` below `/owner/visits`."""
    if request.endpoint == endpoint:
        return True
    below = url_for(endpoint).rstrip("/") + "/"
    return request.path.startswith(below) and below not in FRONTS


def language_path(code: str) -> str:
    """This page's own address in another language; a posted page leads back to its form."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    # A link to `//host` or `/\host` would leave this site, and anybody can ask for such a path.
    path = quote("/" + request.path.lstrip("/"))
    return f"{path}?{urlencode([*arguments, ('lang', code)])}"

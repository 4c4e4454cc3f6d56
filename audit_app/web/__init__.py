"""Doors, one package per person who stands at it; rights, refusals, languages and headers once for all."""

from flask import Flask
from jinja2 import StrictUndefined

from audit_app.web import account, api, customer, editor, join, mails, owner, phone, shopper, team
from audit_app.web.access import guard
from audit_app.web.account import invited
from audit_app.web.account import mails as my_mails
from audit_app.web.assets import serve_assets
from audit_app.web.errors import show_errors_as_pages
from audit_app.web.filters import add_filters
from audit_app.web.language import speak_languages
from audit_app.web.places import know_the_places
from audit_app.web.security import add_security_headers
from audit_app.web.shopper import profile
from audit_app.web.signing_in import remember_people

DOORS = (
    account.door,
    invited.door,
    my_mails.door,
    mails.door,
    shopper.door,
    profile.door,
    phone.door,
    api.door,
    customer.door,
    team.door,
    join.door,
    owner.door,
    editor.door,
)
PUBLIC_DOORS = (customer.door, team.door, join.door, mails.door)
"""Doors where no cookie says who somebody is, so no request can be forged in anyone's name."""
GATED_DOORS = (api.door,)
"""Doors with a gate of their own against forged requests: no form leads there."""


def add_doors(app: Flask) -> None:
    """Hang every door and what all of them share; the order of the checks is the order below."""
    app.jinja_env.undefined = StrictUndefined
    remember_people(app)
    speak_languages(app)
    api.watch(app)
    guard(app)
    owner.make_room(app)
    show_errors_as_pages(app)
    add_security_headers(app)
    serve_assets(app)
    add_filters(app)
    know_the_places(app)
    phone.mark_pages(app)
    for door in DOORS:
        app.register_blueprint(door)

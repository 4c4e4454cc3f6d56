"""Who may open which page: declared on the route, checked in one place before every request."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from audit_app.core.programme import Role
from audit_app.services.refusals import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])
NEXT, LONGEST_PATH = "next_path", 1000
"""Where a session keeps the page that was asked for; a cookie has room for 4000 letters in all."""
JUST_SIGNED_IN = "signed-in"
"""Stands in the address of the first page after a sign-in on a phone."""
CAME_TO_SEND = "came_to_send"
"""Whether a form was sent after the sign-in had ended; the next page says how to get it back."""


def allow(*roles: Role) -> Callable[[View], View]:
    """Open a page to signed-in people with one of these roles."""
    return _declare(frozenset(roles))


def public(view: View) -> View:
    """Open a page to everybody, signed in or not."""
    return _declare(frozenset())(view)


def _declare(roles: frozenset[Role]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.allowed_roles = roles  # type: ignore[attr-defined]
        return view

    return mark


def roles_of(endpoint: str) -> frozenset[Role] | None:
    """The roles a route was declared for: empty for public pages, None where nothing was declared."""
    if endpoint == "static":
        return frozenset()
    return getattr(current_app.view_functions[endpoint], "allowed_roles", None)


def check_access() -> ResponseReturnValue | None:
    """Send strangers to the sign-in page and refuse the wrong role; an undeclared page is nobody's."""
    if request.endpoint is None:
        return None
    roles = roles_of(request.endpoint)
    if roles is None:
        abort(404)
    if not roles:
        return None
    if not current_user.is_authenticated:
        if len(request.full_path) <= LONGEST_PATH:
            session[NEXT] = request.full_path.rstrip("?")
        session[CAME_TO_SEND] = request.method == "POST"
        return redirect(url_for("account.sign_in"))
    if current_user.person.role not in roles:
        raise NotAllowed
    return None


def page_after_sign_in(role: Role) -> str:
    """Where somebody wanted to go before signing in, if that is a page for this role; else the front page.

    The address is never echoed: it is taken apart and built again from the route that it leads to. A phone
    keeps pages of whoever was signed in before, under their paths: a shopper's address says that they are
    of no use now.
    """
    path, _mark, query = session.pop(NEXT, "").partition("?")
    page = _page_for(role, path)
    asked = [pair for pair in parse_qsl(query) if page and pair[0] != JUST_SIGNED_IN]
    if role is Role.SHOPPER:
        page, asked = page or url_for("shopper.visits"), [*asked, (JUST_SIGNED_IN, "1")]
    return "?".join(filter(None, (page or url_for("account.front"), urlencode(asked))))


def _page_for(role: Role, path: str) -> str:
    try:
        endpoint, arguments = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return url_for(endpoint, **arguments) if role in (roles_of(endpoint) or ()) else ""


def guard(app: Flask) -> None:
    """Put the check before every request."""
    app.before_request(check_access)

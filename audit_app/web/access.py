"""Who may open which page: declared on the route, checked in one place before every request."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from audit_app.core.programme import Role
from audit_app.services.refusals import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])
NEXT = "next_path"


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
        if request.method == "GET":
            session[NEXT] = request.full_path.rstrip("?")
        return redirect(url_for("account.sign_in"))
    if current_user.person.role not in roles:
        raise NotAllowed
    return None


def page_after_sign_in() -> str:
    """Where somebody wanted to go before signing in, if that is a page of ours; else the front page."""
    wanted = session.pop(NEXT, "")
    try:
        endpoint, arguments = current_app.url_map.bind("").match(wanted.partition("?")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return url_for("account.front")
    return url_for(endpoint, **arguments)


def guard(app: Flask) -> None:
    """Put the check before every request."""
    app.before_request(check_access)

"""What pages carry for the phone: whose they are, whether they belong to the app, and that they are ours."""

from typing import Any

from flask import Flask, Response, request
from flask_login import current_user

from audit_app.core.programme import Role
from audit_app.web.assets import known_assets

OURS, MADE_FOR = "X-Extra-Eyes", "X-Extra-Eyes-For"
"""Headers of a page: the digest of the files it needs, and the id of whoever it was made for.

A hotel's sign-in page, answered under our name, has neither: the phone does not keep it as ours.
"""
DOORS = ("account", "invited", "phone")
"""Where somebody who has not signed in may be about to become a shopper."""


def mark_pages(app: Flask) -> None:
    """Mark every page, and tell its template whether it is one of the app's."""

    @app.context_processor
    def _frame() -> dict[str, Any]:
        shopper = _person() if _person() and _person().role is Role.SHOPPER else None
        return {"shopper": shopper, "is_of_app": bool(shopper) or request.blueprint in DOORS}

    @app.after_request
    def _mark(response: Response) -> Response:
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            response.headers[OURS] = known_assets().digest
            if person := _person():
                response.headers[MADE_FOR] = str(person.id)
        return response


def _person() -> Any:
    return current_user.person if current_user.is_authenticated else None

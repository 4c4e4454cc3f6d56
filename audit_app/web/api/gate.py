"""Who may hand something over without a form's token: our own scripts, for the person who is signed in.

A page of another site can make a browser send a request with our cookie. It cannot add a header of its own
without asking first (and nobody here answers that question), nor hide where it comes from.
"""

from flask import Flask, request
from flask_login import current_user

from audit_app.web.api.answers import NotTaken
from audit_app.web.api.entrance import door
from audit_app.web.desk import me, rooms

CLIENT = "extra-eyes"
NEAR = ("same-origin", "none")


def watch(app: Flask) -> None:
    """Put the gate before the check of roles, which would lead strangers to a page."""
    app.before_request(check)


def check() -> None:
    """Let through what our scripts send for the signed-in person; raises NotTaken for all else."""
    if request.blueprint != door.name:
        return
    if not _is_from_here():
        raise NotTaken("foreign")
    if request.headers.get("X-Client") != CLIENT:
        raise NotTaken("client")
    if not current_user.is_authenticated:
        raise NotTaken("sign_in")
    _must_be_the_same_person()


def _is_from_here() -> bool:
    """Browsers say it by `Sec-Fetch-Site`, old ones by `Origin` alone; both are silent where no page asks."""
    origin = request.headers.get("Origin")
    own = {rooms().settings.address, request.host_url.rstrip("/")}
    return request.headers.get("Sec-Fetch-Site", "none") in NEAR and (origin is None or origin in own)


def _must_be_the_same_person() -> None:
    """A phone that changed hands sends for whoever filled it in, or not at all."""
    whose = request.headers.get("X-User")
    if whose is None:
        raise NotTaken("client")
    if whose != str(me().id):
        raise NotTaken("wrong_user", name=me().name)

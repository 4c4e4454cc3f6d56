"""The door of everybody with an account: the front page, signing in, signing out."""

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    send_from_directory,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from audit_app.core.programme import Role
from audit_app.services import accounts
from audit_app.translations import gettext as _
from audit_app.web import signing_in
from audit_app.web.access import CAME_TO_SEND, allow, page_after_sign_in, public
from audit_app.web.assets import known_assets
from audit_app.web.desk import me, now, rooms

door = Blueprint("account", __name__)
FRONT_PAGES = {
    Role.SHOPPER: "shopper.visits",
    Role.OWNER: "owner.overview",
    Role.HR: "owner.results",
    Role.EDITOR: "editor.queue",
}


@door.get("/")
@public
def front() -> ResponseReturnValue:
    """The first page of whoever is signed in; the sign-in page for all others."""
    if current_user.is_authenticated:
        return redirect(url_for(FRONT_PAGES[me().role]))
    return redirect(url_for("account.sign_in"))


@door.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The form."""
    if current_user.is_authenticated:
        return redirect(url_for("account.front"))
    return _sign_in_page("", "")


def _sign_in_page(email: str, mistake: str) -> str:
    came_to_send = session.get(CAME_TO_SEND, False)
    return render_template("account/sign_in.html", email=email, mistake=mistake, came_to_send=came_to_send)


@door.post("/sign-in")
@public
def try_to_sign_in() -> ResponseReturnValue:
    """Check e-mail and password; the same words whichever of them is wrong."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    entered = accounts.sign_in(rooms(), email, password, request.remote_addr or "", now())
    if entered is None:
        mistake = _("E-mail and password do not belong together. Please try again.")
        return _sign_in_page(email, mistake), 422
    signing_in.start(entered.person, entered.token)
    return redirect(page_after_sign_in(entered.person.role), 303)


@door.post("/sign-out")
@allow(*Role)
def sign_out() -> ResponseReturnValue:
    """End this sign-in, here and on the server.

    Not "storage": that would take the visits with it that wait on this phone to be sent, of this person and
    of others. What may go, the page deletes by itself.
    """
    signing_in.end(current_user.token)
    response = redirect(url_for("account.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@door.get("/styles/v-<version>/<any(tokens, pieces, screen):name>.css")
@public
def styles(version: str, name: str) -> Response:
    """What pages share with print: the colours of the three views, and the report's own look."""
    if version != known_assets().digest:
        abort(404)
    return send_from_directory(rooms().settings.reports, f"{name}.css")


@door.get("/health")
@public
def health() -> ResponseReturnValue:
    """Whether the process answers."""
    return {"status": "ok"}

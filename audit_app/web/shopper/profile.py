"""A shopper's own profile: what helps to find fitting visits, and places where somebody would know them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import locations, panel
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.forms.about import AboutPage, page_of, pairs_of, panel_words, read_about

door = Blueprint("profile", __name__, url_prefix="/profile")
door.context_processor(panel_words)


@door.get("")
@allow(Role.SHOPPER)
def mine() -> ResponseReturnValue:
    """The form, filled with what is known."""
    return _page(page_of(panel.profile_of(rooms(), me())))


def _page(came: AboutPage) -> str:
    places = pairs_of(locations.every(rooms(), me().organisation_id))
    return render_template("shopper/profile.html", came=came, places=places)


@door.post("")
@allow(Role.SHOPPER)
def change() -> ResponseReturnValue:
    """Write it anew."""
    came = read_about(request.form)
    if came.mistakes:
        return _page(came), 422
    panel.change_profile(rooms(), me(), came.about, now())
    flash(_("Your profile is saved."), "good")
    return redirect(url_for(".mine"), 303)

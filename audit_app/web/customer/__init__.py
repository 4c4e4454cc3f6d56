"""The customer's door: a survey by link or QR code, without an account, a cookie or a script."""

from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.questionnaire import text_in
from audit_app.services import surveys
from audit_app.services.refusals import Refusal
from audit_app.services.surveys import Asking
from audit_app.web.access import public
from audit_app.web.desk import now, rooms
from audit_app.web.forms.open_page import OpenPage, keep_for_going_back, read_page, way_back_in
from audit_app.web.forms.page import page_of

door = Blueprint("customer", __name__, url_prefix="/s")


@door.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A kind page without a way to a sign-in that is not the reader's."""
    return render_template("customer/refused.html", refusal=refusal), refusal.status


@door.get("/<token>")
@public
def ask(token: str) -> ResponseReturnValue:
    """The survey; its hidden id makes this page one sheet, however often it is sent."""
    page = _page(token, surveys.find_open(rooms(), token), OpenPage(uuid4()))
    return keep_for_going_back(page)


def _page(token: str, asking: Asking, came: OpenPage) -> str:
    return render_template(
        "customer/survey.html",
        asking=asking,
        came=came,
        action=way_back_in(".answer", token),
        title=text_in(asking.questionnaire.titles, g.language),
        intro=text_in(asking.questionnaire.intros, g.language),
        parts=page_of(asking.questionnaire, g.language, came.filled),
    )


@door.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Keep the answers and say thank you; show the page again, all kept, where something is wrong."""
    asking = surveys.find_open(rooms(), token)
    came = read_page(asking.questionnaire, request.form)
    if came.trouble:
        return _page(token, asking, came), 422
    counted = surveys.answer(rooms(), asking, came.id, came.posted.sheet, g.language, now())
    again = None if counted else 1
    return redirect(url_for(".thanks", token=token, lang=request.args.get("lang"), again=again), 303)


@door.get("/<token>/thanks")
@public
def thanks(token: str) -> ResponseReturnValue:
    """The thank-you page, the same for the first and every further tap."""
    asking = surveys.find(rooms(), token)
    words = text_in(asking.questionnaire.thanks, g.language)
    return render_template(
        "customer/thanks.html", asking=asking, words=words, came_second="again" in request.args
    )

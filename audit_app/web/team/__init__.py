"""The team's door: the anonymous self-assessment behind a personal one-time link."""

from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.questionnaire import text_in
from audit_app.services import waves
from audit_app.services.refusals import Refusal
from audit_app.services.waves import Invitation
from audit_app.web.access import public
from audit_app.web.desk import now, rooms
from audit_app.web.forms.open_page import OpenPage, read_page, way_back_in
from audit_app.web.forms.page import page_of

door = Blueprint("team", __name__, url_prefix="/t")


@door.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A kind page without a way to a sign-in that is not the reader's."""
    return render_template("customer/refused.html", refusal=refusal), refusal.status


@door.get("/<token>")
@public
def ask(token: str) -> ResponseReturnValue:
    """The self-assessment, while its link is fresh."""
    return _page(token, waves.find_open(rooms(), token), OpenPage(uuid4()))


def _page(token: str, invitation: Invitation, came: OpenPage) -> str:
    return render_template(
        "team/assessment.html",
        invitation=invitation,
        came=came,
        action=way_back_in(".answer", token),
        least=rooms().catalogue.thresholds.least_team,
        title=text_in(invitation.questionnaire.titles, g.language),
        intro=text_in(invitation.questionnaire.intros, g.language),
        parts=page_of(invitation.questionnaire, g.language, came.filled),
    )


@door.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Use the link up and keep the answers; a used link still takes the very sheet that used it."""
    invitation = waves.find(rooms(), token)
    came = read_page(invitation.questionnaire, request.form)
    if came.trouble:
        waves.find_open(rooms(), token)
        return _page(token, invitation, came), 422
    waves.answer(rooms(), invitation, token, came.id, came.posted.sheet, now())
    return redirect(url_for(".thanks", token=token, lang=request.args.get("lang")), 303)


@door.get("/<token>/thanks")
@public
def thanks(token: str) -> ResponseReturnValue:
    """The thank-you page."""
    invitation = waves.find(rooms(), token)
    words = text_in(invitation.questionnaire.thanks, g.language)
    return render_template("team/thanks.html", invitation=invitation, words=words)

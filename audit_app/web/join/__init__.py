"""The applicant's door: the recruiting page, without an account, a cookie or a script."""

import re
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from audit_app.core.questionnaire import LANGUAGES, text_in
from audit_app.services import recruiting
from audit_app.services.recruiting import Applicant, Joining, RecruitingClosed
from audit_app.services.refusals import Refusal, TooManyTries
from audit_app.translations import gettext as _
from audit_app.web.access import public
from audit_app.web.desk import now, rooms
from audit_app.web.forms.about import (
    LONGEST_LINE,
    AboutPage,
    one_line,
    pairs_of,
    panel_words,
    read_about,
    too_long,
)
from audit_app.web.open_door import refused, to_go_back_to, way_back_in

AN_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")

door = Blueprint("join", __name__, url_prefix="/join")
door.register_error_handler(Refusal, refused)
door.context_processor(panel_words)


@dataclass(frozen=True)
class JoinPage:
    """The page, fresh or as it came back: its hidden id, what was typed, what is wrong with it."""

    id: UUID
    name: str = ""
    email: str = ""
    language: str = ""
    agrees: bool = False
    about: AboutPage = field(default_factory=AboutPage)
    trouble: str = ""
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def applicant(self) -> Applicant:
        """What the service keeps."""
        return Applicant(self.id, self.name, self.email, self.language, self.about.about)

    @property
    def in_words(self) -> str:
        """What was typed, to be copied from a page that takes it no more."""
        return "\n".join(filter(None, (self.name, self.email, self.about.area, self.about.conflict_words)))


def _read(form: MultiDict[str, str]) -> JoinPage:
    language = form.get("language", "")
    page = JoinPage(
        id=_id_of(form) or uuid4(),
        name=one_line(form.get("name", "")),
        email=one_line(form.get("email", "")),
        language=language if language in LANGUAGES else g.language,
        agrees="agrees" in form,
        about=read_about(form),
    )
    mistakes = {**_mistakes(page), **page.about.mistakes}
    return replace(page, mistakes=mistakes, trouble=_trouble(form, mistakes))


def _id_of(form: MultiDict[str, str]) -> UUID | None:
    try:
        return UUID(form.get("application", ""))
    except ValueError:
        return None


def _mistakes(page: JoinPage) -> dict[str, str]:
    found = {
        "name": not page.name and _("Please write your name."),
        "email": not AN_EMAIL.match(page.email) and _("This does not look like an e-mail address."),
        "agrees": not page.agrees and _("Without your consent we may not keep the application."),
    }
    found |= {name: too_long(LONGEST_LINE) for name in ("name", "email") if _is_long(getattr(page, name))}
    return {name: mistake for name, mistake in found.items() if mistake}


def _is_long(text: str) -> bool:
    return len(text) > LONGEST_LINE


def _trouble(form: MultiDict[str, str], mistakes: dict[str, str]) -> str:
    if mistakes:
        return _("Something is missing. Please look at the marked fields; all else is kept.")
    if _id_of(form) is None:
        return _("The page came back incomplete. What you wrote is still here: please send it again.")
    return ""


@door.get("/<token>")
@public
def ask(token: str) -> ResponseReturnValue:
    """The page; its hidden id makes it one application, however often it is sent."""
    joining = recruiting.find_open(rooms(), token)
    return _page(token, joining, JoinPage(uuid4(), language=g.language))


def _page(token: str, joining: Joining, came: JoinPage) -> Response:
    page = render_template(
        "join/page.html",
        asked=joining,
        came=came,
        action=way_back_in(token),
        places=pairs_of(joining.places),
        says=text_in(joining.page.texts, g.language),
    )
    return to_go_back_to(page)


@door.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Keep the application and say thank you; where it cannot be taken, give what was typed back.

    The answer is the same whether the e-mail address is known here or not.
    """
    joining, came = recruiting.find(rooms(), token), _read(request.form)
    try:
        return _take(token, joining, came)
    except TooManyTries as refusal:
        return _page(token, joining, replace(came, trouble=str(refusal.message))), refusal.status
    except RecruitingClosed as refusal:
        page = render_template("open/refused.html", refusal=refusal, asked=joining, written=came.in_words)
        return to_go_back_to(page), refusal.status


def _take(token: str, joining: Joining, came: JoinPage) -> ResponseReturnValue:
    if came.trouble:
        recruiting.find_open(rooms(), token)
        return _page(token, joining, came), 422
    recruiting.apply(rooms(), joining, came.applicant, request.remote_addr or "", now())
    return redirect(url_for(".thanks", token=token, lang=request.args.get("lang")), 303)


@door.get("/<token>/thanks")
@public
def thanks(token: str) -> ResponseReturnValue:
    """The thank-you page, the same for the first and every further tap."""
    return render_template("join/thanks.html", asked=recruiting.find(rooms(), token))

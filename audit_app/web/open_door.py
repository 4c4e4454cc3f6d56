"""A door that anybody with its link may walk through once, without an account, a cookie or a script."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Location, Organisation
from audit_app.core.questionnaire import Questionnaire, text_in
from audit_app.services import Rooms
from audit_app.services.refusals import Refusal
from audit_app.web.access import public
from audit_app.web.desk import rooms
from audit_app.web.forms.open_page import OpenPage, in_words, read_page
from audit_app.web.forms.page import page_of


class Asked(Protocol):
    """What a link leads to, as far as its pages speak of it."""

    @property
    def organisation(self) -> Organisation:
        """Whose service it is about."""

    @property
    def location(self) -> Location:
        """Which place."""

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""


Meeting = TypeVar("Meeting", bound=Asked)


@dataclass(frozen=True)
class OpenDoor(Generic[Meeting]):
    """The page, its answer and the thanks; what is asked, and who keeps it, is each door's own.

    `find` leads to what is closed or used up too, `find_open` refuses it. `keep` takes what was asked, the
    token and the page; False where an earlier version of the same page counts instead. A door that
    `leaves_nothing` has the browser forget the pages once the answers have arrived.
    """

    name: str
    find: Callable[[Rooms, str], Meeting]
    find_open: Callable[[Rooms, str], Meeting]
    keep: Callable[[Meeting, str, OpenPage], bool]
    leaves_nothing: bool = False

    def hang(self, prefix: str) -> Blueprint:
        """The door in its frame, at the addresses that begin with `prefix`."""
        door = Blueprint(self.name, __name__, url_prefix=prefix)
        door.register_error_handler(Refusal, refused)
        door.add_url_rule("/<token>", view_func=self.ask)
        door.add_url_rule("/<token>", view_func=self.answer, methods=["POST"])
        door.add_url_rule("/<token>/thanks", view_func=self.thanks)
        return door

    @public
    def ask(self, token: str) -> ResponseReturnValue:
        """The page; its hidden id makes it one sheet, however often it is sent."""
        return self._page(token, self.find_open(rooms(), token), OpenPage(uuid4()))

    @public
    def answer(self, token: str) -> ResponseReturnValue:
        """Keep the answers and say thank you; where they cannot be taken, give them back."""
        asked = self.find(rooms(), token)
        came = read_page(asked.questionnaire, request.form)
        try:
            return self._take(token, asked, came)
        except Refusal as refusal:
            return _give_back(asked, came, refusal)

    def _take(self, token: str, asked: Meeting, came: OpenPage) -> ResponseReturnValue:
        if came.trouble:
            self.find_open(rooms(), token)
            return self._page(token, asked, came), 422
        again = None if self.keep(asked, token, came) else 1
        return redirect(url_for(".thanks", token=token, lang=request.args.get("lang"), again=again), 303)

    @public
    def thanks(self, token: str) -> ResponseReturnValue:
        """The thank-you page, the same for the first and every further tap."""
        asked = self.find(rooms(), token)
        words = text_in(asked.questionnaire.thanks, g.language)
        again = "again" in request.args
        page = make_response(
            render_template(f"{self.name}/thanks.html", asked=asked, words=words, again=again)
        )
        if self.leaves_nothing:
            page.headers["Clear-Site-Data"] = '"cache"'
        return page

    def _page(self, token: str, asked: Meeting, came: OpenPage) -> Response:
        page = render_template(
            f"{self.name}/page.html",
            asked=asked,
            came=came,
            action=way_back_in(token),
            title=text_in(asked.questionnaire.titles, g.language),
            intro=text_in(asked.questionnaire.intros, g.language),
            parts=page_of(asked.questionnaire, g.language, came.filled),
        )
        return to_go_back_to(page)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A kind page without a way to a sign-in that is not the reader's."""
    return render_template("open/refused.html", refusal=refusal, asked=None, written=""), refusal.status


def _give_back(asked: Asked, came: OpenPage, refusal: Refusal) -> ResponseReturnValue:
    written = in_words(asked.questionnaire, g.language, came.filled)
    page = render_template("open/refused.html", refusal=refusal, asked=asked, written=written)
    return to_go_back_to(page), refusal.status


def to_go_back_to(page: str) -> Response:
    """A page that Back shows as it was: with the same id, and with what was typed when the line broke."""
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def way_back_in(token: str) -> str:
    """Where a page is sent to: never its own address, but in the language of its address.

    A browser that fails to send a page to its own address puts the failure in the page's place, and Back
    leads past it; one that succeeds drops the page from its cache.
    """
    sent = request.args.get("sent", 0, type=int) + 1
    return url_for(".answer", token=token, lang=request.args.get("lang"), sent=sent)

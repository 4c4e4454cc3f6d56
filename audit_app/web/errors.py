"""Every refusal and every error becomes a page in one place; for a phone's scripts, plain JSON."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge, SecurityError

from audit_app.core.lifecycle import MoveRefused
from audit_app.services.refusals import NotHere, Refusal
from audit_app.translations import gettext as _
from audit_app.web import api, language, signing_in
from audit_app.web.visit_words import refusal_of


def show_errors_as_pages(app: Flask) -> None:
    """Register the handlers: ours, the protocol's, and the unexpected."""
    app.register_error_handler(Refusal, _or_json(_refused))
    app.register_error_handler(MoveRefused, _as_refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(RequestEntityTooLarge, _or_json(_too_large))
    app.register_error_handler(SecurityError, _foreign_name)
    app.register_error_handler(MethodNotAllowed, _other_method)
    app.register_error_handler(HTTPException, _or_json(_protocol))
    app.register_error_handler(500, _unexpected)


def _or_json(page: Callable[[Any], ResponseReturnValue]) -> Callable[[Exception], ResponseReturnValue]:
    def answer(problem: Exception) -> ResponseReturnValue:
        return api.instead_of(problem) if api.is_asked() else page(problem)

    return answer


def _page(status: int, title: object, message: object) -> ResponseReturnValue:
    return render_template("errors/page.html", title=str(title), message=str(message)), status


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return _page(refusal.status, refusal.title, refusal.message)


def _as_refusal(problem: MoveRefused) -> ResponseReturnValue:
    return _or_json(_refused)(refusal_of(problem))


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    message = _("Your sign-in ended while the page was open. Go back, reload the page and send it again.")
    return _page(400, _("Please send this again"), message)


def _too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    if request.endpoint == "owner.bring_in":
        message = _(
            "A rescue file may be up to 128 MB. Send some of its visits first, then save a smaller one."
        )
    else:
        message = _("Photos may be up to 20 MB each and 60 MB together. Your saved answers are kept.")
    return _page(413, _("That is too much at once"), message)


def _foreign_name(error: SecurityError) -> ResponseReturnValue:
    """Asked for under a name that is not ours; no link of a page could be built, so it is a line of text."""
    return Response(_("This server does not answer to that address."), 400, mimetype="text/plain")


def _other_method(error: MethodNotAllowed) -> ResponseReturnValue:
    answer = make_response(_or_json(_protocol)(error))
    answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer


def _protocol(error: HTTPException) -> ResponseReturnValue:
    if error.code == 404:
        return _page(404, NotHere.title, NotHere.message)
    if error.response is not None or error.code is None:
        return error
    if error.code < 400:
        return error
    return _page(error.code, Refusal.title, Refusal.message)


def _unexpected(error: Exception) -> ResponseReturnValue:
    signing_in.stay_unknown()
    language.speak()
    if api.is_asked():
        return api.instead_of(error)
    message = _("The fault is ours and has been written down. Your saved answers are kept. Please try again.")
    return _page(500, _("Something went wrong on our side"), message)

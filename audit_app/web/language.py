"""Which language a page speaks: the link's, the reader's own choice, the person's, the phone's."""

from flask import Flask, Response, g, request
from flask_login import current_user

from audit_app.core.questionnaire import FALLBACK_LANGUAGE, LANGUAGES
from audit_app.translations import install, set_language

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def choose_language() -> str:
    """The first of `?lang=`, cookie, the signed-in person's, the browser's, English."""
    asked = (request.args.get("lang"), request.cookies.get(COOKIE), _own_language())
    known = next((language for language in asked if language in LANGUAGES), None)
    return known or request.accept_languages.best_match(LANGUAGES) or FALLBACK_LANGUAGE


def _own_language() -> str | None:
    return current_user.person.language if current_user.is_authenticated else None


def speak_languages(app: Flask) -> None:
    """Choose the language before each request, remember an explicit choice, teach the templates."""
    install(app.jinja_env)

    @app.before_request
    def _choose() -> None:
        g.language = choose_language()
        set_language(g.language)

    @app.after_request
    def _remember(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            response.set_cookie(COOKIE, asked, max_age=A_YEAR, httponly=True, samesite="Lax")
        response.headers.setdefault("Content-Language", g.get("language", FALLBACK_LANGUAGE))
        return response

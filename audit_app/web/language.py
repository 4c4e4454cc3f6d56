"""Which language a page speaks: the link's, the reader's own choice, the person's, the phone's."""

from flask import Flask, Response, g, request
from flask_login import current_user

from audit_app.core.questionnaire import FALLBACK_LANGUAGE, LANGUAGES
from audit_app.translations import install, set_language
from audit_app.web.security import SHARED

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def choose_language() -> str:
    """The first of `?lang=`, cookie, the signed-in person's, the browser's, English."""
    asked = request.args.get("lang"), request.cookies.get(COOKIE)
    known = next((language for language in asked if language in LANGUAGES), None)
    return known or _own_language() or _browsers_language()


def _own_language() -> str | None:
    if request.endpoint in SHARED or not current_user.is_authenticated:
        return None
    language: str = current_user.person.language
    return language


def _browsers_language() -> str:
    # Not by `best_match`: to it the `en` in "el-GR, en;q=0.5" fits better than Greek.
    for wanted, quality in request.accept_languages:
        language = wanted.partition("-")[0].lower()
        if language in LANGUAGES and quality > 0:
            return language
    return FALLBACK_LANGUAGE


def speak() -> None:
    """Speak the chosen language from here to the end of this request."""
    g.language = choose_language()
    set_language(g.language)


def speak_languages(app: Flask) -> None:
    """Choose the language before each request, remember an explicit choice, teach the templates."""
    install(app.jinja_env)
    app.before_request(speak)

    @app.after_request
    def _remember(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in LANGUAGES and request.endpoint not in SHARED:
            is_secure = app.config["SESSION_COOKIE_SECURE"]
            response.set_cookie(COOKIE, asked, A_YEAR, secure=is_secure, httponly=True, samesite="Lax")
        response.headers.setdefault("Content-Language", g.get("language", FALLBACK_LANGUAGE))
        return response

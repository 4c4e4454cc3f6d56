"""Security headers on every answer, and the session's cookie on those alone that nobody else may see."""

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

SHARED = ("static", "account.styles", "phone.worker", "phone.files", "phone.manifest")
"""What is the same for everybody: stylesheets, pictures and scripts, which no cookie travels with."""
A_YEAR = 365 * 24 * 3600


class PageSessions(SecureCookieSessionInterface):
    """A session's cookie never travels with an answer that a cache hands on to others."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, but for what is the same for everybody."""
        if not _is_shared(response):
            super().save_session(app, session, response)


def _is_shared(response: Response) -> bool:
    return request.endpoint in SHARED and response.status_code < 400


def add_security_headers(app: Flask) -> None:
    """Set the headers after every request; pages are never stored, neither on the way nor on the phone."""
    app.session_interface = PageSessions()

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        if not _is_shared(response):
            response.headers.setdefault("Cache-Control", "no-store")
        if current_app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
        return response

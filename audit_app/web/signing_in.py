"""Who is signed in: the cookie holds a sign-in's random token, the sign-in itself stands in storage."""

from dataclasses import dataclass

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from audit_app.core.programme import Person
from audit_app.services import accounts
from audit_app.web.desk import now, rooms


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """A person with the token of this sign-in; ended in storage, a copied cookie is worth nothing."""

    person: Person
    token: str

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def remember_people(app: Flask) -> None:
    """Let Flask-Login find the person behind the cookie."""
    manager = LoginManager(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> SignedIn | None:
        person = accounts.person_of(rooms(), token, now())
        return SignedIn(person, token) if person else None


def start(person: Person, token: str) -> None:
    """Begin a sign-in in a fresh session, so that nothing planted before survives it."""
    if current_user.is_authenticated:
        accounts.sign_out(rooms(), current_user.token, now())
    wanted = session.get("next_path")
    session.clear()
    if wanted:
        session["next_path"] = wanted
    session.permanent = True
    login_user(SignedIn(person, token))


def stay_unknown() -> None:
    """Where the reader has not been found out, do not try again in this request: trying may be what fails."""
    if "_login_user" not in g:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # noqa: SLF001


def end(token: str) -> None:
    """End a sign-in on the server and in this browser."""
    accounts.sign_out(rooms(), token, now())
    logout_user()
    session.clear()

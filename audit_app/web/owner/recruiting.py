"""The owner's recruiting page: open or closed, its link and QR code, words for an advertisement."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.core.questionnaire import LANGUAGES, Texts
from audit_app.services import recruiting
from audit_app.services.recruiting import Joining
from audit_app.services.refusals import NotHere
from audit_app.translations import gettext as _
from audit_app.translations import speaking
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.forms.about import LONGEST_WORDS, too_long, words
from audit_app.web.owner import qr
from audit_app.web.owner.door import door


@door.get("/recruiting", endpoint="recruiting")
@allow(Role.OWNER)
def show_page() -> ResponseReturnValue:
    """Where it stands, and everything to hand out."""
    joining = _mine()
    return _show(joining, joining.page.texts if joining else {}, {})


def _mine() -> Joining | None:
    return recruiting.page_of(rooms(), me().organisation_id)


def _show(joining: Joining | None, says: Texts, mistakes: dict[str, str]) -> str:
    return render_template(
        "owner/recruiting.html",
        page=joining.page if joining else None,
        link=_link(joining) if joining else "",
        advertisements={code: _advertisement(joining, code) for code in LANGUAGES} if joining else {},
        says=says,
        mistakes=mistakes,
    )


def _advertisement(joining: Joining, language: str) -> str:
    """Words to put up anywhere, in the language of those who shall read them."""
    with speaking(language):
        return _(
            "%(organisation)s is looking for mystery shoppers. You visit as an ordinary customer, look "
            "closely, and answer a checklist on your phone. Apply here, without an account: %(link)s",
            organisation=joining.organisation.name,
            link=_link(joining),
        )


@door.get("/recruiting/qr.svg")
@allow(Role.OWNER)
def recruiting_qr() -> ResponseReturnValue:
    """The QR code as a picture to save; raises NotHere before the page was first opened."""
    joining = _mine()
    if joining is None:
        raise NotHere
    return Response(qr.picture(_link(joining)), mimetype="image/svg+xml")


@door.post("/recruiting/open")
@allow(Role.OWNER)
def open_recruiting() -> ResponseReturnValue:
    """Take applications."""
    recruiting.open_page(rooms(), me().organisation_id, now())
    flash(_("The page is open. Hand out its link or its QR code."), "good")
    return redirect(url_for(".recruiting"), 303)


@door.post("/recruiting/close")
@allow(Role.OWNER)
def close_recruiting() -> ResponseReturnValue:
    """Take no more applications."""
    recruiting.close_page(rooms(), me().organisation_id, now())
    flash(_("The page is closed. Applications that came in are kept."), "good")
    return redirect(url_for(".recruiting"), 303)


@door.post("/recruiting")
@allow(Role.OWNER)
def say_on_page() -> ResponseReturnValue:
    """Write what the page says about the work, in each language."""
    says = {code: words(request.form.get(f"says.{code}", "")) for code in LANGUAGES}
    mistakes = {code: too_long(LONGEST_WORDS) for code, text in says.items() if len(text) > LONGEST_WORDS}
    if mistakes:
        return _show(_mine(), says, mistakes), 422
    recruiting.say(rooms(), me().organisation_id, says)
    flash(_("The words on the page are saved."), "good")
    return redirect(url_for(".recruiting"), 303)


def _link(joining: Joining) -> str:
    return qr.outside(url_for("join.ask", token=joining.page.token))

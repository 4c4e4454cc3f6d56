"""What a programme says in each language: scenarios, the brief with its pictures, the notice to the staff."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from audit_app.core.programme import Role
from audit_app.core.questionnaire import LANGUAGES
from audit_app.core.visits_programme import BriefPicture
from audit_app.files import NotAPhoto, TooLarge
from audit_app.files.pictures import LARGEST_BYTES
from audit_app.services import briefs, programmes
from audit_app.services.briefs import PicturesAmiss
from audit_app.services.refusals import NotHere
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.programme_words import picture_mistakes
from audit_app.web.owner.word_forms import WordsForm, known_words
from audit_app.web.pictures import as_picture


@door.get("/programmes/<programme_id>/words/<language>", endpoint="brief")
@allow(Role.OWNER)
def edit_brief(programme_id: str, language: str) -> ResponseReturnValue:
    """The words of one language, and the brief as shoppers see it."""
    known = briefs.words(rooms(), me().organisation_id, as_uuid(programme_id), _one_of_ours(language))
    return _page(programme_id, language, WordsForm(**known_words(known)))


@door.post("/programmes/<programme_id>/words/<language>")
@allow(Role.OWNER)
def write_brief(programme_id: str, language: str) -> ResponseReturnValue:
    """Keep them."""
    form, named = WordsForm(), as_uuid(programme_id)
    _one_of_ours(language)
    if not form.validate():
        return _page(programme_id, language, form), 422
    try:
        briefs.write(rooms(), me().organisation_id, named, language, form.words(), now())
    except PicturesAmiss as refused:
        form.brief.errors = picture_mistakes(refused.faults)
        return _page(programme_id, language, form), refused.status
    flash(_("Saved."), "good")
    return redirect(url_for(".brief", programme_id=programme_id, language=language), 303)


@door.post("/programmes/<programme_id>/words/<language>/preview")
@allow(Role.OWNER)
def preview_brief(programme_id: str, language: str) -> ResponseReturnValue:
    """Show what was typed, and keep nothing."""
    _one_of_ours(language)
    form = WordsForm()
    form.validate()
    return _page(programme_id, language, form)


def _one_of_ours(language: str) -> str:
    if language not in LANGUAGES:
        raise NotHere
    return language


def _page(programme_id: str, language: str, form: WordsForm) -> str:
    found = programmes.find(rooms(), me().organisation_id, as_uuid(programme_id))
    organisation_id, named = me().organisation_id, found.programme.id
    shown = briefs.preview(rooms(), organisation_id, named, form.data["brief"] or "", _address)
    return render_template(
        "owner/brief.html",
        form=form,
        found=found,
        language=language,
        preview=Markup(shown),  # noqa: S704 - made by our own renderer
        pictures=briefs.pictures(rooms(), organisation_id, named),
        address=_address,
    )


def _address(picture: BriefPicture) -> str:
    return url_for("owner.brief_picture", programme_id=picture.programme_id, picture_id=picture.id)


@door.post("/programmes/<programme_id>/words/<language>/pictures")
@allow(Role.OWNER)
def add_brief_picture(programme_id: str, language: str) -> ResponseReturnValue:
    """Keep a picture; its number can be used in every language."""
    _one_of_ours(language)
    sent = request.files.get("picture")
    data = sent.stream.read(LARGEST_BYTES + 1) if sent else b""
    try:
        kept = briefs.add_picture(rooms(), me().organisation_id, as_uuid(programme_id), data, now())
        flash(_("Picture %(number)s is there now.", number=kept.number), "good")
    except NotAPhoto:
        flash(_("This picture cannot be read. Please choose a JPEG, PNG, WebP or GIF file."), "bad")
    except TooLarge:
        flash(_("This picture is too large: up to 20 MB are possible."), "bad")
    return redirect(url_for(".brief", programme_id=programme_id, language=language, _anchor="pictures"), 303)


@door.get("/programmes/<programme_id>/pictures/<picture_id>")
@allow(Role.OWNER)
def brief_picture(programme_id: str, picture_id: str) -> ResponseReturnValue:
    """The picture."""
    ids = as_uuid(programme_id), as_uuid(picture_id)
    return as_picture(briefs.picture(rooms(), me().organisation_id, *ids))

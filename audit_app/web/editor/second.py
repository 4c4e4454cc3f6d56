"""Second looks: what waits for another pair of eyes, the form, and how often two editors agreed."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.services import reviews, second_looks
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.editor.entrance import READERS, door
from audit_app.web.editor.visit import photos_of
from audit_app.web.forms.page import Filled, QuestionOnPage, page_of


@door.get("/second", endpoint="seconds")
@allow(*READERS)
def list_them() -> ResponseReturnValue:
    """All of them, and the agreement by question."""
    looks = second_looks.every(rooms(), me(), now())
    asked: dict[str, QuestionOnPage] = {}
    for one in looks.done:
        for section in page_of(one.review.questionnaire, g.language, Filled()):
            asked |= {question.code: question for question in section.questions}
    return render_template("editor/seconds.html", looks=looks, asked=asked)


@door.get("/second/<visit_id>")
@allow(*READERS)
def second(visit_id: str) -> ResponseReturnValue:
    """The visit as it came, to be answered anew from what the shopper wrote."""
    one = second_looks.one(rooms(), me(), as_uuid(visit_id), now())
    found = reviews.read(rooms(), me(), as_uuid(visit_id), now())
    filled = Filled(one.review.raw, photos=photos_of(found))
    sections = page_of(one.review.questionnaire, g.language, filled)
    return render_template(
        "editor/second.html",
        one=one,
        sections=sections,
        differs=set(one.look.other),
        is_open=one.look.by is None and one.look.first_by != me().id,
    )


@door.post("/second/<visit_id>")
@allow(*READERS)
def say_second(visit_id: str) -> ResponseReturnValue:
    """Keep what the second editor says."""
    fields = {name: request.form.getlist(name) for name in request.form}
    second_looks.say(rooms(), me(), as_uuid(visit_id), fields, now())
    flash(_("Thank you. Your second look is kept; nothing that counts was changed."), "good")
    return redirect(url_for("editor.seconds"), 303)

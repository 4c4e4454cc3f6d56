"""One visit as an editor reads it: answers, photos, timings, hints, what was changed and what happened."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.lifecycle import VisitState
from audit_app.core.programme import Role
from audit_app.core.review import AnswerEdit, GivenAnswer, with_answer
from audit_app.formatting import format_duration
from audit_app.services import reviews
from audit_app.services.reviews import Reading
from audit_app.translations import gettext as _
from audit_app.translations import ngettext
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.editor import hint_words, words
from audit_app.web.editor.entrance import READERS, door
from audit_app.web.forms.page import Filled, PhotoOnPage, page_of
from audit_app.web.forms.summary import summary_of
from audit_app.web.pictures import as_picture


@door.get("/visits/<visit_id>")
@allow(*READERS)
def visit(visit_id: str) -> ResponseReturnValue:
    """The page, with what can be decided where the reader is the one who decides."""
    return page(reviews.read(rooms(), me(), as_uuid(visit_id), now()))


def page(found: Reading, **more: Any) -> str:
    """The page of a visit that was found."""
    review = found.review
    parts = summary_of(review.questionnaire, g.language, Filled(review.sheet, photos=photos_of(found)))
    is_reading = review.state is VisitState.IN_REVIEW
    is_ours = review.editor_id in (None, me().id) or me().role is Role.OWNER
    return render_template(
        "editor/visit.html",
        found=found,
        review=review,
        parts=parts,
        decides=is_reading and is_ours,
        hints=hint_words.by_question(found.hints),
        changes=changes_of(found),
        asked=_asked(found),
        canned=words.CANNED,
        rejections=[each for each in words.REJECTIONS.items() if each[0] != "not_sent_again"],
        voids=words.VOIDS,
        history=[one for one in review.log if one.event in words.EVENTS],
        events=words.EVENTS,
        active="" if review.last.active is None else format_duration(review.last.active, g.language),
        **more,
    )


def photos_of(found: Reading) -> Mapping[str, Sequence[PhotoOnPage]]:
    """The photos by question, numbered beside each; the words say which look like another visit's."""
    shown: dict[str, list[PhotoOnPage]] = defaultdict(list)
    for photo in found.photos:
        beside = shown[photo.question]
        url = url_for("editor.photo", visit_id=found.review.id, photo_id=photo.id)
        alt = _("Photo %(number)s", number=len(beside) + 1)
        beside.append(PhotoOnPage(str(photo.id), url, _with_twins(alt, len(found.twins.get(photo.id, ())))))
    return shown


def _with_twins(alt: str, num: int) -> str:
    if not num:
        return alt
    return ngettext(
        "%(alt)s – looks like %(num)s photo of another visit",
        "%(alt)s – looks like %(num)s photos of other visits",
        num,
        alt=alt,
    )


def changes_of(found: Reading) -> Mapping[str, list[dict[str, Any]]]:
    """What editors changed, by question, each with the answer in words before and after."""
    shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for edit in found.review.edits:
        before, after = (_in_words(found, edit, given) for given in (edit.before, edit.after))
        name = found.names.get(edit.by, "")
        shown[edit.question].append({"edit": edit, "before": before, "after": after, "by": name})
    return shown


def _in_words(found: Reading, edit: AnswerEdit, given: GivenAnswer) -> str:
    """An answer as the page shows it."""
    asked = found.review.questionnaire
    sheet = with_answer(found.review.raw, edit.question, given)
    for part in summary_of(asked, g.language, Filled(sheet)):
        for row in part.rows:
            if row.question.code == edit.question:
                return row.answer
    return ""


def _asked(found: Reading) -> Mapping[str, Any]:
    """Every question with its fields, to change an answer."""
    sections = page_of(found.review.questionnaire, g.language, Filled(found.review.sheet))
    return {question.code: question for section in sections for question in section.questions}


@door.get("/visits/<visit_id>/photos/<photo_id>")
@allow(*READERS)
def photo(visit_id: str, photo_id: str) -> ResponseReturnValue:
    """A picture of it."""
    named = as_uuid(visit_id), as_uuid(photo_id)
    return as_picture(reviews.photo(rooms(), me(), *named, now()))

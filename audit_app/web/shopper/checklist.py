"""The checklist: filled in with one thumb, saved as it is, checked when it is ready."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.answers import AnswerSheet, missing_from
from audit_app.core.programme import Role
from audit_app.core.questionnaire import Questionnaire, text_in
from audit_app.formatting import format_datetime
from audit_app.services import drafts, evidence, review_outcomes
from audit_app.services.drafts import Progress, Work, progress_of
from audit_app.services.evidence import RefusedPhoto
from audit_app.services.review_outcomes import Returned
from audit_app.services.visits import Visit, must_be_open
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import now, rooms
from audit_app.web.forms.page import Filled, PhotoOnPage, QuestionOnPage, page_of
from audit_app.web.review_words import sentences
from audit_app.web.shopper.brief import paragraphs
from audit_app.web.shopper.entrance import door, my_visit, page_instead
from audit_app.web.shopper.posted import PostedChecklist, read_checklist, uploads_in
from audit_app.web.shopper.words import due_in_words, photo_fault

FINISH = "finish"
"""What the button "Check and finish" sends as `do`; anything else saves for later."""


@dataclass(frozen=True)
class SectionLink:
    """A section in the list of sections, with how far it is."""

    code: str
    title: str
    progress: Progress

    @property
    def is_done(self) -> bool:
        """Whether nothing in it is left to answer."""
        return self.progress.answered == self.progress.asked


@door.get("/<visit_id>/checklist")
@allow(Role.SHOPPER)
def checklist(visit_id: str) -> ResponseReturnValue:
    """The page with what has been saved; coming from the final check it shows what is missing."""
    visit = my_visit(visit_id)
    if elsewhere := page_instead(visit):
        return redirect(elsewhere)
    must_be_open(visit)
    work = drafts.work_on(rooms(), visit)
    missing = missing_from(visit.questionnaire, work.sheet) if "missing" in request.args else ()
    return _page(visit, work, Filled(work.sheet, missing=missing))


@door.post("/<visit_id>/checklist")
@allow(Role.SHOPPER)
def save_checklist(visit_id: str) -> ResponseReturnValue:
    """Keep all that is usable, whatever else is wrong; then say what is, or go on."""
    visit = my_visit(visit_id)
    if elsewhere := page_instead(visit):
        return redirect(elsewhere, 303)
    posted = read_checklist(visit.questionnaire, request.form)
    refused = _keep(visit, posted)
    must_be_open(visit)
    if posted.mistakes or refused:
        return _page_with_mistakes(visit, posted, refused), 422
    return redirect(_next_page(visit), 303)


def _keep(visit: Visit, posted: PostedChecklist) -> tuple[RefusedPhoto, ...]:
    drafts.save(rooms(), visit, posted.changes, now())
    evidence.remove(rooms(), visit.assignment, posted.removed, now())
    return evidence.add(rooms(), visit.assignment, uploads_in(visit.questionnaire, request.files), now())


def _next_page(visit: Visit) -> str:
    if request.form.get("do") == FINISH:
        return url_for("shopper.check", visit_id=visit.id)
    missing = missing_from(visit.questionnaire, drafts.work_on(rooms(), visit).sheet)
    anchor = f"q-{missing[0].question.code}" if missing else None
    return url_for("shopper.checklist", visit_id=visit.id, _anchor=anchor)


def _page_with_mistakes(visit: Visit, posted: PostedChecklist, refused: Sequence[RefusedPhoto]) -> str:
    faults = defaultdict(list)
    for photo in refused:
        faults[photo.question].append(photo_fault(photo))
    work = drafts.work_on(rooms(), visit)
    return _page(visit, work, Filled(work.sheet, posted.mistakes, posted.typed, faults))


def _page(visit: Visit, work: Work, filled: Filled) -> str:
    filled = replace(filled, photos=photos_on_page(work))
    returned = review_outcomes.returned(rooms(), visit)
    sections = page_of(visit.questionnaire, g.language, filled)
    return render_template(
        "shopper/checklist.html",
        visit=visit,
        work=work,
        title=text_in(visit.questionnaire.titles, g.language),
        intro=text_in(visit.questionnaire.intros, g.language),
        brief=paragraphs(visit.questionnaire),
        due=due_in_words(visit),
        saved=_saved(visit, work),
        sections=sections,
        troubled=[
            question for part in sections for question in part.questions if _is_troubled(question, filled)
        ],
        links=section_links(visit.questionnaire, work.sheet),
        progress=progress_of(visit.questionnaire.questions(), visit.questionnaire, work.sheet),
        finish=FINISH,
        returned=returned,
        notes=_notes(returned),
    )


def _notes(returned: Returned | None) -> Mapping[str, list[str]]:
    """What an editor asks, by question code."""
    codes = {note.question for note in returned.notes} if returned else ()
    return {code: sentences(returned.at(code)) for code in codes} if returned else {}


def _is_troubled(question: QuestionOnPage, filled: Filled) -> bool:
    return question.code in filled.mistakes or bool(question.photo_faults)


def section_links(asked: Questionnaire, sheet: AnswerSheet) -> list[SectionLink]:
    """Each section with how far it is."""
    return [
        SectionLink(
            section.code, text_in(section.titles, g.language), progress_of(section.questions, asked, sheet)
        )
        for section in asked.sections
    ]


def photos_on_page(work: Work) -> Mapping[str, Sequence[PhotoOnPage]]:
    """The stored photos by question, numbered beside each."""
    shown: dict[str, list[PhotoOnPage]] = defaultdict(list)
    for photo in work.photos:
        beside = shown[photo.question]
        url = url_for("shopper.photo", visit_id=photo.assignment_id, photo_id=photo.id)
        beside.append(PhotoOnPage(str(photo.id), url, _("Photo %(number)s", number=len(beside) + 1)))
    return shown


def _saved(visit: Visit, work: Work) -> str:
    if work.saved_at is None:
        return _("Nothing is saved yet")
    return _("Saved %(moment)s", moment=format_datetime(work.saved_at, visit.location.zone, g.language))

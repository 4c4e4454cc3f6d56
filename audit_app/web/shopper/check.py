"""The final check, sending, and the receipt."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.answers import missing_from
from audit_app.core.programme import AssignmentState, Role
from audit_app.core.questionnaire import text_in
from audit_app.services import appeals, drafts, review_outcomes, sending
from audit_app.services.drafts import Work, is_complete, progress_of
from audit_app.services.sending import VisitIncomplete
from audit_app.services.visits import Visit, must_be_open
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.forms.page import Filled
from audit_app.web.forms.summary import Part, summary_of
from audit_app.web.review_words import REJECTIONS
from audit_app.web.shopper.checklist import photos_on_page
from audit_app.web.shopper.entrance import door, my_visit, page_instead
from audit_app.web.shopper.listing import city_of
from audit_app.web.shopper.words import badge_of, loudness_of


@door.get("/<visit_id>/check")
@allow(Role.SHOPPER)
def check(visit_id: str) -> ResponseReturnValue:
    """Every answer as it was given, and what is missing."""
    visit = my_visit(visit_id)
    if elsewhere := page_instead(visit):
        return redirect(elsewhere)
    must_be_open(visit)
    work = drafts.work_on(rooms(), visit)
    sections = _summary(visit, work)
    return render_template(
        "shopper/check.html",
        visit=visit,
        title=text_in(visit.questionnaire.titles, g.language),
        city=city_of(visit.location),
        sections=sections,
        lacking=[row.question for part in sections for row in part.rows if row.question.lacks],
        is_complete=is_complete(visit.questionnaire, work.sheet),
        is_late=visit.state is AssignmentState.OVERDUE,
        progress=progress_of(visit.questionnaire.questions(), visit.questionnaire, work.sheet),
    )


def _summary(visit: Visit, work: Work) -> list[Part]:
    missing = missing_from(visit.questionnaire, work.sheet)
    filled = Filled(work.sheet, missing=missing, photos=photos_on_page(work))
    return summary_of(visit.questionnaire, g.language, filled)


@door.post("/<visit_id>/send")
@allow(Role.SHOPPER)
def send(visit_id: str) -> ResponseReturnValue:
    """Send it; sent again (double tap, Back, reload, another phone) it leads to the same receipt."""
    visit = my_visit(visit_id)
    try:
        sending.send(rooms(), me(), visit.id, g.language, now())
    except VisitIncomplete:
        return redirect(url_for("shopper.check", visit_id=visit.id), 303)
    return redirect(url_for("shopper.receipt", visit_id=visit.id), 303)


@door.post("/<visit_id>/appeal")
@allow(Role.SHOPPER)
def appeal(visit_id: str) -> ResponseReturnValue:
    """Say why a visit should be accepted after all: once, within 7 days."""
    visit = my_visit(visit_id)
    appeals.appeal(rooms(), me(), visit.id, request.form.get("why", ""), now())
    flash(_("Your appeal has arrived. An editor reads the visit again."), "good")
    return redirect(url_for("shopper.receipt", visit_id=visit.id), 303)


@door.get("/<visit_id>/receipt")
@allow(Role.SHOPPER)
def receipt(visit_id: str) -> ResponseReturnValue:
    """What came in, and when; never a score."""
    visit = my_visit(visit_id)
    given = sending.receipt_of(rooms(), visit)
    if given is None:
        return redirect(url_for("shopper.brief", visit_id=visit.id))
    return render_template(
        "shopper/receipt.html",
        visit=visit,
        receipt=given,
        outcome=review_outcomes.not_accepted(rooms(), visit, now()),
        rejections=REJECTIONS,
        badge=badge_of(visit) if visit.stage else "",
        loudness=loudness_of(visit),
        title=text_in(visit.questionnaire.titles, g.language),
        thanks=text_in(visit.questionnaire.thanks, g.language),
        city=city_of(visit.location),
    )

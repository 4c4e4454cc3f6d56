"""The brief: what the visit is about, confirmed as read before the checklist opens."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from audit_app.core.programme import AssignmentState, Role
from audit_app.core.questionnaire import Questionnaire, text_in
from audit_app.formatting import format_period
from audit_app.services import briefing, visits
from audit_app.services.visits import Visit, must_not_be_withdrawn
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.forms.page import Filled, page_of
from audit_app.web.shopper.entrance import door, my_visit, page_instead
from audit_app.web.shopper.listing import city_of, form_of
from audit_app.web.shopper.quiz import next_try_in_words, picture_address
from audit_app.web.shopper.words import due_in_words, next_step, opens_in_words, what_it_takes


@door.get("/<visit_id>")
@allow(Role.SHOPPER)
def brief(visit_id: str) -> ResponseReturnValue:
    """The brief with place, days and all that will be asked."""
    visit = my_visit(visit_id)
    if visit.is_sent:
        return redirect(url_for("shopper.receipt", visit_id=visit.id))
    must_not_be_withdrawn(visit)
    return _page(visit)


def _page(visit: Visit, *, unread: bool = False) -> str:
    read = briefing.briefing(rooms(), me(), visit.id, g.language, picture_address, now())
    return render_template(
        "shopper/brief.html",
        visit=visit,
        city=city_of(visit.location),
        title=text_in(visit.questionnaire.titles, g.language),
        paragraphs=paragraphs(visit.questionnaire),
        takes=list(what_it_takes(visit.questionnaire)),
        sections=page_of(visit.questionnaire, g.language, Filled()),
        days=_days(visit),
        form=form_of(visit),
        read=read,
        brief_html=Markup(read.brief.html) if read else "",  # noqa: S704 - made by our own renderer
        next_try=next_try_in_words(read.standing, visit.location.zone) if read else "",
        now=now(),
        unread=unread,
        **_times(visit),
    )


def paragraphs(questionnaire: Questionnaire) -> list[str]:
    """The brief in the reader's language, paragraph by paragraph."""
    return [part.strip() for part in text_in(questionnaire.briefs, g.language).split("\n\n") if part.strip()]


def _days(visit: Visit) -> str:
    return format_period(visit.assignment.opens_on, visit.assignment.due_on, g.language)


def _times(visit: Visit) -> dict[str, object]:
    is_open = visit.state is not AssignmentState.NOT_YET
    return {
        "is_open": is_open,
        "when": due_in_words(visit) if is_open else opens_in_words(visit),
        "is_read": visit.assignment.brief_read_at is not None,
        "step": next_step(visit),
    }


@door.post("/<visit_id>/brief")
@allow(Role.SHOPPER)
def confirm_brief(visit_id: str) -> ResponseReturnValue:
    """I have read it: on to the checklist, or back here until it opens."""
    visit = my_visit(visit_id)
    if not visit.is_sent and visit.assignment.programme_id:
        if not {"brief", "checklist"} <= request.form.keys():
            return _page(visit, unread=True), 422
        visit = briefing.confirm(rooms(), me(), visit.id, now())
    elif not visit.is_sent:
        visit = visits.confirm_brief(rooms(), me(), visit.id, now())
    page = "brief" if visit.state is AssignmentState.NOT_YET else "checklist"
    return redirect(page_instead(visit) or url_for(f"shopper.{page}", visit_id=visit.id), 303)

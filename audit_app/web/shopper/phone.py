"""The checklist for the phone: blank and the same for everybody, kept by the phone and filled by its scripts.

No answer, no token and nothing that a visitor typed stands in it, so it may be compressed and kept; and
nothing that is true today only, since a phone shows it for days without asking.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from audit_app.core.answers import AnswerSheet, is_shown
from audit_app.core.lifecycle import VisitState
from audit_app.core.programme import Role
from audit_app.core.questionnaire import Questionnaire, text_in
from audit_app.core.rules import rules_of
from audit_app.formatting import format_date
from audit_app.services import briefing
from audit_app.services.briefing import Briefing
from audit_app.services.drafts import progress_of
from audit_app.services.visits import Visit, must_not_be_withdrawn
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.forms.page import Filled, page_of
from audit_app.web.scripts import modules_behind
from audit_app.web.shopper.brief import paragraphs
from audit_app.web.shopper.checklist import section_links
from audit_app.web.shopper.entrance import door, my_visit, page_instead
from audit_app.web.shopper.listing import city_of
from audit_app.web.shopper.quiz import picture_address

ENTRY = "js/visit.js"
BLANK = AnswerSheet()
INDENTATION = re.compile(r"\n\s+")
"""Of the templates: HTML does not show it, and a phone need not download it."""


@dataclass(frozen=True)
class Asked:
    """What is asked, in one language. The one object that stands for an edition is known by its identity."""

    identity: int
    language: str
    questionnaire: Questionnaire = field(compare=False)


@door.get("/<visit_id>/c/<edition>")
@allow(Role.SHOPPER)
def phone(visit_id: str, edition: str) -> ResponseReturnValue:
    """The page; its address names the edition, so that a form cannot change under whoever fills it in."""
    visit = my_visit(visit_id)
    if elsewhere := page_instead(visit):
        return redirect(elsewhere)
    must_not_be_withdrawn(visit)
    if visit.stage is VisitState.RETURNED:
        return redirect(url_for("shopper.checklist", visit_id=visit.id))
    if edition != visit.questionnaire.key:
        return redirect(url_for("shopper.phone", visit_id=visit.id, edition=visit.questionnaire.key))
    return _named_by_content(make_response(_page(visit)))


def _page(visit: Visit) -> str:
    asked = visit.questionnaire
    read = _briefing(visit)
    page = render_template(
        "phone/checklist.html",
        visit=visit,
        city=city_of(visit.location),
        title=text_in(asked.titles, g.language),
        due=format_date(visit.assignment.due_on, g.language),
        opens=format_date(visit.assignment.opens_on, g.language),
        sheet=_sheet(Asked(id(asked), g.language, asked)),
        progress=progress_of(asked.questions(), asked, BLANK),
        read=read,
        brief_html=Markup(read.brief.html) if read else "",  # noqa: S704 - made by our own renderer
        entry=ENTRY,
        modules=modules_behind(Path(str(current_app.static_folder)), ENTRY),
    )
    return INDENTATION.sub("\n", page)


def _briefing(visit: Visit) -> Briefing | None:
    if visit.assignment.programme_id is None:
        return None  # without asking: this page is to be there at once
    return briefing.briefing(rooms(), me(), visit.id, g.language, picture_address, now())


@lru_cache(maxsize=64)
def _sheet(asked: Asked) -> Markup:
    """The questions with their rules: nine tenths of the page, made once for each edition and language."""
    questionnaire = asked.questionnaire
    # Not by `render_template`, which would know who is asking.
    template = current_app.jinja_env.get_template("phone/sheet.html")
    return Markup(  # noqa: S704 - what a template of ours made
        template.render(
            intro=text_in(questionnaire.intros, asked.language),
            brief=paragraphs(questionnaire),
            links=section_links(questionnaire, BLANK),
            sections=page_of(questionnaire, asked.language, Filled()),
            skipped=_skipped(questionnaire),
            rules=htmlsafe_json_dumps(rules_of(questionnaire), separators=(",", ":")),
        )
    )


def _skipped(questionnaire: Questionnaire) -> set[str]:
    """Codes of the questions that are not asked as long as nothing is answered."""
    asked = questionnaire.questions()
    return {question.code for question in asked if not is_shown(question.show_if, questionnaire, BLANK)}


def _named_by_content(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response

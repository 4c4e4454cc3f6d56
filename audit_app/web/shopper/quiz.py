"""The test of a programme, for shoppers without its certificate; and the pictures of its brief."""

from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from audit_app.core.certifying import QuizStanding
from audit_app.core.programme import Role
from audit_app.core.questionnaire import Texts, text_in
from audit_app.core.visits_programme import BriefPicture, QuizResult
from audit_app.formatting import format_datetime
from audit_app.services import briefing, quizzes, visits
from audit_app.services.quizzes import Quiz
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.pictures import as_picture
from audit_app.web.shopper.entrance import door

ANSWER = "a."


@door.get("/programmes/<programme_id>/quiz")
@allow(Role.SHOPPER)
def quiz(programme_id: str) -> ResponseReturnValue:
    """The questions, or why they cannot be answered now."""
    return _page(quizzes.quiz_of(rooms(), me(), as_uuid(programme_id)), str(uuid4()))


@door.post("/programmes/<programme_id>/quiz")
@allow(Role.SHOPPER)
def take_quiz(programme_id: str) -> ResponseReturnValue:
    """One try: nothing counts before every question is answered."""
    asked = quizzes.quiz_of(rooms(), me(), as_uuid(programme_id))
    try_id, given = as_uuid(request.form.get("try", "")), _given(asked)
    if given is None:
        mistake = _("Please answer every question. This was not counted as a try.")
        return _page(asked, str(try_id), mistake), 422
    _tell(quizzes.take(rooms(), me(), asked.programme.id, try_id, given, now()))
    return redirect(_back(asked.programme.id), 303)


def _given(asked: Quiz) -> list[int] | None:
    """The positions chosen; None where one is missing or is none of those offered."""
    texts = [request.form.get(f"{ANSWER}{number}", "") for number in range(len(asked.questions))]
    offered = [{str(n): n for n in range(len(question.choices))} for question in asked.questions]
    chosen = [known.get(text) for known, text in zip(offered, texts, strict=True)]
    return None if None in chosen else [one for one in chosen if one is not None]


def _tell(result: QuizResult) -> None:
    if result.passed:
        flash(_("You passed the test. Well done!"), "good")
    else:
        flash(
            _(
                "%(right)s of %(asked)s answers were right. That is not enough yet.",
                right=result.right,
                asked=result.asked,
            ),
            "warn",
        )


def _page(asked: Quiz, try_id: str, mistake: str = "") -> str:
    brief = briefing.brief_of(rooms(), me(), asked.programme.id, g.language, picture_address)
    return render_template(
        "shopper/quiz.html",
        quiz=asked,
        brief=brief,
        brief_html=Markup(brief.html),  # noqa: S704 - made by our own renderer
        try_id=try_id,
        mistake=mistake,
        given=request.form,
        back=_back(asked.programme.id),
        next_try=next_try_in_words(asked.standing, "UTC"),
        now=now(),
        text_of=_text_of,
    )


def _text_of(texts: Texts) -> str:
    return text_in(texts, g.language)


def _back(programme_id: UUID) -> str:
    """The visit for which the test was taken, if there is one to be begun; else all visits."""
    listed = visits.visits_of(rooms(), me(), now())
    for visit in (*listed.to_do, *listed.coming):
        if visit.assignment.programme_id == programme_id and visit.assignment.brief_read_at is None:
            return url_for("shopper.brief", visit_id=visit.id)
    return url_for("shopper.visits")


def next_try_in_words(standing: QuizStanding, zone: str) -> str:
    """When the test can be taken again, by the clock of a place; '' once no try is left."""
    return format_datetime(standing.next_try_at, zone, g.language) if standing.next_try_at else ""


def picture_address(picture: BriefPicture) -> str:
    """Where a shopper finds a picture of a brief."""
    return url_for("shopper.brief_picture", programme_id=picture.programme_id, picture_id=picture.id)


@door.get("/programmes/<programme_id>/pictures/<picture_id>")
@allow(Role.SHOPPER)
def brief_picture(programme_id: str, picture_id: str) -> ResponseReturnValue:
    """A picture of a brief."""
    return as_picture(briefing.picture_for(rooms(), me(), as_uuid(programme_id), as_uuid(picture_id)))

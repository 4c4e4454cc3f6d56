"""The owner's survey links: the list, a new one, its QR code, its counter card, its end."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Channel, Role, Survey
from audit_app.core.questionnaire import LANGUAGES, text_in
from audit_app.services import surveys
from audit_app.services.surveys import Wish
from audit_app.translations import gettext as _
from audit_app.translations import speaking
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner import qr
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import SurveyForm


@door.get("/surveys", endpoint="surveys")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """All survey links."""
    return render_template("owner/surveys.html", surveys=surveys.every(rooms(), me().organisation_id))


@door.get("/surveys/new")
@allow(Role.OWNER)
def new_survey() -> ResponseReturnValue:
    """The form."""
    return _form(SurveyForm())


@door.post("/surveys/new")
@allow(Role.OWNER)
def start_survey() -> ResponseReturnValue:
    """Open a link."""
    form = SurveyForm()
    if not form.validate():
        return _form(form), 422
    survey = surveys.start(rooms(), me().organisation_id, _wish(form), now())
    return redirect(url_for(".survey", survey_id=survey.id), 303)


def _wish(form: SurveyForm) -> Wish:
    given = form.data
    return Wish(
        id=as_uuid(given["id"]),
        questionnaire=given["questionnaire"],
        location_id=as_uuid(given["location_id"]),
        channel=Channel(given["channel"]),
    )


def _form(form: SurveyForm) -> str:
    return render_template("owner/new_survey.html", form=form)


@door.get("/surveys/<survey_id>")
@allow(Role.OWNER)
def survey(survey_id: str) -> ResponseReturnValue:
    """One link with its QR code and number of answers."""
    found = surveys.one(rooms(), me().organisation_id, as_uuid(survey_id))
    link = _link(found.asking.survey)
    return render_template("owner/survey.html", asking=found.asking, answers=found.answers, link=link)


@door.get("/surveys/<survey_id>/qr.svg")
@allow(Role.OWNER)
def survey_qr(survey_id: str) -> ResponseReturnValue:
    """The QR code as a picture to save."""
    found = surveys.one(rooms(), me().organisation_id, as_uuid(survey_id))
    return Response(qr.picture(_link(found.asking.survey)), mimetype="image/svg+xml")


@door.get("/surveys/<survey_id>/card")
@allow(Role.OWNER)
def survey_card(survey_id: str) -> ResponseReturnValue:
    """The card for the counter: in the language spoken there, and the question in all others."""
    asking = surveys.one(rooms(), me().organisation_id, as_uuid(survey_id)).asking
    link, spoken = _link(asking.survey), asking.location.language
    with speaking(spoken):
        how = _("Scan the code with your phone: two minutes, no account, no name.")
    return render_template(
        "owner/card.html",
        asking=asking,
        link=link,
        code=qr.inline(link),
        how=how,
        questions={code: text_in(asking.questionnaire.titles, code) for code in LANGUAGES},
    )


@door.post("/surveys/<survey_id>/close")
@allow(Role.OWNER)
def close_survey(survey_id: str) -> ResponseReturnValue:
    """Take no more answers."""
    surveys.close(rooms(), me().organisation_id, as_uuid(survey_id), now())
    flash(_("The link is closed. Its answers stay."), "good")
    return redirect(url_for(".surveys"), 303)


def _link(survey: Survey) -> str:
    return qr.outside(url_for("customer.ask", token=survey.token))

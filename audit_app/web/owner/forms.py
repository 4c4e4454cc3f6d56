"""The small forms of the owner's door. Every sentence that can appear is ours, in the reader's language."""

import secrets
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from audit_app.services.waves import MOST_LINKS
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.desk import rooms
from audit_app.web.owner import offers

Choices = Callable[[], dict[str, str]]
"""What a list offers, value → label, looked up when the form is shown."""

LONGEST_LINE = 120
AN_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"

# Typed loosely: the annotations of WTForms want plain text where it takes lazy text as well, and do not
# know the newer arguments that carry our own sentences.
NOT_OFFERED: Any = _l("Please choose from the list.")
NOT_A_DAY: Any = _l("Please write a day like 2026-03-31.")
NO_EMAIL: Any = _l("This does not look like an e-mail address.")
TOO_LONG: Any = _l("Please keep it under %(max)s characters.", max=LONGEST_LINE)
OUR_CHOICE: dict[str, Any] = {"invalid_choice_message": NOT_OFFERED}
OUR_DAY: dict[str, Any] = {"invalid_value_message": NOT_A_DAY}
OUR_NUMBER: dict[str, Any] = {"invalid_value_message": _l("Please write a whole number.")}


def one_line(text: str | None) -> str:
    """A line of text without what no line holds (control signs break databases and lists)."""
    return "".join(sign for sign in text or "" if sign.isprintable()).strip()


class OwnForm(FlaskForm):
    """A small form that is filled from what is known, or from what was posted."""

    def __init__(self, **known: Any) -> None:
        super().__init__(**known)  # type: ignore[no-untyped-call]


def line(label: Any, missing: Any) -> StringField:
    """A line of text that is needed."""
    checks = [DataRequired(missing), Length(max=LONGEST_LINE, message=TOO_LONG)]
    return StringField(label, checks, filters=[one_line])


def email_line(label: Any, missing: Any) -> EmailField:
    """An e-mail address that is needed."""
    length = Length(max=LONGEST_LINE, message=TOO_LONG)
    checks = [DataRequired(missing), length, Regexp(AN_EMAIL, message=NO_EMAIL)]
    return EmailField(label, checks, filters=[one_line])


def pick(label: Any, choices: Choices) -> SelectField:
    """One of a list."""
    return SelectField(label, [DataRequired(NOT_OFFERED)], choices=choices, **OUR_CHOICE)


def pick_ours(label: Any, choices: Choices) -> SelectField:
    """One of the organisation's things by its id: an unknown id is refused where it is looked up."""
    return SelectField(label, [DataRequired(NOT_OFFERED)], choices=choices, validate_choice=False)


def day(label: Any) -> DateField:
    """A day."""
    return DateField(label, [InputRequired(NOT_A_DAY)], **OUR_DAY)


def whole_number(label: Any) -> IntegerField:
    """A number of things."""
    return IntegerField(label, **OUR_NUMBER)


def made_here() -> HiddenField:
    """The new thing's id, made with the form: the form sent twice makes one thing."""
    return HiddenField(default=lambda: str(uuid4()))


class LocationForm(OwnForm):
    """A place."""

    name = line(_l("Name"), _l("Please give the place a name."))
    city = line(_l("City"), _l("Please name the city."))
    country = line(_l("Country"), _l("Please name the country."))
    zone = pick(_l("Time zone"), offers.zones)
    language = pick(_l("Language spoken there"), offers.languages)
    kind = pick(_l("What is visited"), offers.kinds)


class PersonForm(OwnForm):
    """Somebody new."""

    name = line(_l("Name"), _l("Please write the person’s name."))
    email = email_line(_l("E-mail"), _l("Please write an e-mail address."))
    role = pick(_l("Role"), offers.roles)
    language = pick(_l("Language"), offers.languages)


class InviteForm(OwnForm):
    """A shopper to invite."""

    name = line(_l("Name"), _l("Please write the person’s name."))
    email = email_line(_l("E-mail"), _l("Please write an e-mail address."))
    language = pick(_l("Language"), offers.languages)


class AssignForm(OwnForm):
    """A visit for a shopper."""

    id = made_here()
    questionnaire = pick(_l("Checklist"), offers.audits)
    location_id = pick_ours(_l("Location"), offers.places)
    shopper_id = pick_ours(_l("Shopper"), offers.shoppers)
    opens_on = day(_l("First day"))
    due_on = day(_l("Last day"))

    def validate_due_on(self, field: DateField) -> None:
        """The window of days does not end before it begins."""
        if self.opens_on.data and field.data and field.data < self.opens_on.data:
            raise ValidationError(_("The last day cannot be before the first day."))


class ReassignForm(OwnForm):
    """Another shopper for a visit."""

    shopper_id = pick_ours(_l("New shopper"), offers.shoppers)


class SurveyForm(OwnForm):
    """A survey link."""

    id = made_here()
    questionnaire = pick(_l("Questionnaire"), offers.customer_surveys)
    location_id = pick_ours(_l("Location"), offers.places)
    channel = pick(_l("Where customers find it"), offers.channels)


class RoundForm(OwnForm):
    """A round of the team's self-assessment."""

    seed = HiddenField(default=lambda: secrets.token_hex(16))
    questionnaire = pick(_l("Self-assessment"), offers.self_assessments)
    location_id = pick_ours(_l("Location"), offers.places)
    links = whole_number(_l("People in the team"))

    def validate_links(self, field: IntegerField) -> None:
        """As many as can be shown at all, and as can be printed in one go."""
        least = rooms().catalogue.thresholds.least_team
        if field.data is None or not least <= field.data <= MOST_LINKS:
            raise ValidationError(
                _(
                    "Please write a number from %(least)s to %(most)s: "
                    "fewer than %(least)s answers are never shown.",
                    least=least,
                    most=MOST_LINKS,
                )
            )

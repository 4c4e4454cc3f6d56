"""The form of a programme's rules, and the fields that it is made of."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from audit_app.core.programme import PlaceKind
from audit_app.core.visits_programme import (
    FIXED_ONCE_PUBLISHED,
    CheckIn,
    Misfit,
    Programme,
    ProgrammeDetails,
    Purpose,
)
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.desk import as_uuid
from audit_app.web.owner import offers
from audit_app.web.owner.forms import OUR_DAY, OUR_NUMBER, Choices, OwnForm, day, line, made_here, pick

LONGEST_TEXT = 4_000
NO_NUMBER: Any = _l("Please write a whole number.")
NO_AMOUNT: Any = _l("Please write an amount like 25 or 12.50.")
CURRENCIES = ("EUR", "AMD", "TRY", "GBP", "USD")
DEAREST = 10_000_00


class MoneyField(StringField):
    """An amount as people write it, kept in cents."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data) / 100:.2f}"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read cents; raises ValueError with a sentence of ours."""
        self.data = None
        try:
            cents = Decimal(str(valuelist[0]).strip().replace(",", ".")) * 100
        except (InvalidOperation, IndexError):
            raise ValueError(str(NO_AMOUNT)) from None
        if not (cents.is_finite() and 0 <= cents <= DEAREST and cents == int(cents)):
            raise ValueError(str(NO_AMOUNT))
        self.data = int(cents)  # type: ignore[assignment]


def money(label: Any) -> MoneyField:
    """An amount."""
    return MoneyField(label)


def tick(label: Any) -> BooleanField:
    """Yes or no."""
    return BooleanField(label)


def ticks(label: Any, choices: Choices) -> SelectMultipleField:
    """Some of the organisation's things by their ids: an unknown id is refused where it is looked up."""
    return SelectMultipleField(label, choices=choices, validate_choice=False, option_widget=CheckboxInput())


def maybe_day(label: Any) -> DateField:
    """A day, or none."""
    return DateField(label, [Optional()], **OUR_DAY)


def between(label: Any, least: int, most: int) -> IntegerField:
    """A whole number in a range."""
    return IntegerField(label, [InputRequired(NO_NUMBER), _range(least, most)], **OUR_NUMBER)


def maybe_between(label: Any, least: int, most: int) -> IntegerField:
    """A whole number in a range, or none."""
    return IntegerField(label, [Optional(), _range(least, most)], **OUR_NUMBER)


def _range(least: int, most: int) -> NumberRange:
    said: Any = _l("Please write a number from %(least)s to %(most)s.", least=least, most=most)
    return NumberRange(least, most, said)


def lines(label: Any, rows: int, longest: int = LONGEST_TEXT) -> TextAreaField:
    """Some lines of text."""
    said: Any = _l("Please keep it under %(max)s characters.", max=longest)
    checks = [Length(max=longest, message=said)]
    return TextAreaField(label, checks, filters=[_text], render_kw={"rows": rows})


def _text(given: str | None) -> str:
    """Text without what no text holds (control signs break databases), its ends of lines alike."""
    plain = (given or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign.isprintable() or sign in "\n\t").strip()


def _purposes() -> dict[str, str]:
    return {Purpose.IMPROVEMENT: _("Improving the service"), Purpose.TRAINING: _("Finding out what to train")}


def _check_ins() -> dict[str, str]:
    return {CheckIn.OFF: _("Do not ask"), CheckIn.SOFT: _("Ask, and show the distance to who reviews")}


def _currencies() -> dict[str, str]:
    return {code: code for code in CURRENCIES}


class ProgrammeForm(OwnForm):
    """A programme's rules; once it is published, only those that nobody was promised."""

    id = made_here()
    name = line(_l("Name"), _l("Please give the programme a name."))
    questionnaire = pick(_l("Checklist"), offers.audits)
    kind = pick(_l("What is visited"), offers.kinds)
    purpose = pick(_l("What the results are for"), _purposes)
    opens_on = day(_l("First day"))
    closes_on = maybe_day(_l("Last day"))
    places = ticks(_l("Places"), offers.places_with_kinds)
    per_month = between(_l("Visits for each place in a month"), 1, 60)
    gap_days = between(_l("Days between two visits of a place"), 0, 365)
    place_lockout_days = between(_l("Days until a shopper may visit the same place again"), 0, 1000)
    brand_lockout_days = between(_l("Days until a shopper may visit any place of yours again"), 0, 1000)
    submit_within_hours = between(_l("Hours to report after the visit"), 1, 240)
    self_assign = tick(_l("Shoppers may take visits by themselves"))
    standing_needed = maybe_between(_l("Standing needed for that"), 0, 100)
    second_look_percent = between(_l("Share of reports read by a second person, in percent"), 0, 100)
    fee = money(_l("Fee for a visit"))
    expenses_cap = money(_l("Expenses paid back, at most"))
    currency = pick(_l("Currency"), _currencies)
    wants_receipt = tick(_l("A receipt is wanted"))
    check_in = pick(_l("Distance to the place"), _check_ins)
    level = between(_l("Certificate needed, level"), 0, 9)
    pass_percent = between(_l("Right answers needed to pass its test, in percent"), 1, 100)
    recording_allowed = tick(_l("Sound may be recorded"))
    legal_basis = lines(_l("Legal basis for recording"), 3)
    staff_told_on = maybe_day(_l("The staff was told on"))

    def without_promises(self) -> "ProgrammeForm":
        """The form of a published programme."""
        for name in FIXED_ONCE_PUBLISHED:
            del self[name]
        return self

    def place_ids(self) -> list[UUID]:
        """The chosen places; raises NotHere for what is no id."""
        return [as_uuid(text) for text in self.places.data or ()]

    def details(self, before: Programme | None = None) -> ProgrammeDetails:
        """What was given, and what it does not ask for as it was before."""
        names = ProgrammeDetails.__dataclass_fields__
        known = {name: getattr(before, name) for name in names} if before else {}
        words = {"kind": PlaceKind, "purpose": Purpose, "check_in": CheckIn}
        given = {name: self.data[name] for name in names if name in self}
        return ProgrammeDetails(
            **{**known, **given, **{name: word(given[name]) for name, word in words.items() if name in given}}
        )

    def show_misfits(self, wrong: frozenset[Misfit]) -> None:
        """Say beside each field what does not go together."""
        said = {
            Misfit.RECEIPT: ("wants_receipt", _("Nobody gets a receipt on the phone.")),
            Misfit.CHECK_IN: ("check_in", _("Only a shop has a distance to it.")),
            Misfit.RECORDING: (
                "legal_basis",
                _("Recording is allowed only with its legal basis written down."),
            ),
            Misfit.PERIOD: ("closes_on", _("The last day cannot be before the first day.")),
            Misfit.PLACES: ("places", _("Please choose only places of the kind that is visited.")),
        }
        for misfit in wrong:
            name, sentence = said[misfit]
            self[name].errors = [*self[name].errors, sentence]

"""The form of a bank account, the same for a shopper and for the firm that pays."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired, Length

from audit_app.core.bank_accounts import BadBic, BadIban, BankAccount, clean_bic, clean_iban
from audit_app.services.pay_papers import account_from
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l

LONGEST_NAME = 70
# Typed loosely: WTForms takes lazy text as well.
NO_HOLDER: Any = _l("Please write the name on the account.")
NO_IBAN: Any = _l("Please write the IBAN.")
TOO_LONG: Any = _l("Please keep it under %(max)s characters.", max=LONGEST_NAME)


def _one_line(text: str | None) -> str:
    return "".join(sign for sign in text or "" if sign.isprintable()).strip()


def _line(label: Any, *checks: Any, complete: str = "off") -> StringField:
    typed = {"autocomplete": complete, "spellcheck": "false"}
    return StringField(label, list(checks), filters=[_one_line], render_kw=typed)


class AccountForm(FlaskForm):
    """Whose account, and which. Never filled from what is kept: that is shown masked."""

    holder = _line(
        _l("Name on the account"),
        DataRequired(NO_HOLDER),
        Length(max=LONGEST_NAME, message=TOO_LONG),
        complete="name",
    )
    iban = _line(_l("IBAN"), DataRequired(NO_IBAN))
    bic = _line(_l("BIC"))

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def validate_iban(self, field: StringField) -> None:
        """Only what an account can have: a slip of the hand is noticed."""
        try:
            clean_iban(field.data or "")
        except BadIban:
            raise ValidationError(_("This cannot be an IBAN. Please compare it with your card.")) from None

    def validate_bic(self, field: StringField) -> None:
        """Only what a bank can have, or nothing."""
        try:
            clean_bic(field.data or "")
        except BadBic:
            raise ValidationError(_("A BIC has 8 or 11 letters and digits. It can be left out.")) from None

    @property
    def account(self) -> BankAccount:
        """What was written; the form must be valid."""
        return account_from(self.holder.data or "", self.iban.data or "", self.bic.data or "")

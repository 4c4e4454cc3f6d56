"""Money: what shoppers are owed, paying it in batches, and the papers for the bank and the bookkeeper."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from audit_app.core.bank_accounts import masked_iban
from audit_app.core.programme import Role
from audit_app.services import locations, pay, pay_papers
from audit_app.services.pay import DuePayment, PayWish
from audit_app.services.pay_refusals import (
    NobodyToPay,
    NoOwnAccount,
    NothingChosen,
    OnlyEuro,
    PaidMeanwhile,
    ReasonNeeded,
)
from audit_app.services.refusals import Refusal
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.access import allow
from audit_app.web.account_form import AccountForm
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import OwnForm, day


class PayForm(OwnForm):
    """The day on which a batch is to be carried out; its id was made with the page, one for each currency."""

    id = HiddenField()
    pay_on = day(_l("Pay on"))


@door.get("/pay", endpoint="pay")
@allow(Role.OWNER)
def money() -> ResponseReturnValue:
    """What is due, by currency, and the batches that were made."""
    return _money(PayForm(pay_on=_today()))


def _money(form: PayForm) -> str:
    listed, sums = pay.due(rooms(), me().organisation_id)
    own = pay_papers.own_account(rooms(), me().organisation_id)
    return render_template(
        "owner/pay.html",
        form=form,
        due=_by_currency(listed),
        sums=sums,
        ids={currency: uuid4() for currency in sums},
        batches=pay.batches(rooms(), me().organisation_id),
        own=own and masked_iban(own.iban),
    )


def _by_currency(listed: Sequence[DuePayment]) -> dict[str, list[DuePayment]]:
    grouped: dict[str, list[DuePayment]] = defaultdict(list)
    for each in listed:
        grouped[each.payment.currency].append(each)
    return dict(sorted(grouped.items()))


def _today() -> object:
    return locations.latest_day(locations.every(rooms(), me().organisation_id), now())


@door.post("/pay")
@allow(Role.OWNER)
def make_batch() -> ResponseReturnValue:
    """Pay what was chosen; somebody else may have paid it while the page was open."""
    form = PayForm()
    if not form.validate():
        return _money(form), 422
    chosen = frozenset(as_uuid(payment_id) for payment_id in request.form.getlist("payment"))
    wish = PayWish(as_uuid(form.data["id"] or ""), chosen, form.data["pay_on"])
    try:
        batch = pay.pay_batch(rooms(), me(), wish, now())
    except (PaidMeanwhile, NothingChosen) as refusal:
        flash(str(refusal.message), "warn")
        return redirect(url_for(".pay"), 303)
    flash(_("The batch is made. Hand its file to your bank."), "good")
    return redirect(url_for(".pay_batch", batch_id=batch.id), 303)


@door.get("/pay/batches/<batch_id>")
@allow(Role.OWNER)
def pay_batch(batch_id: str) -> ResponseReturnValue:
    """A batch with its lines and its files."""
    return _batch(as_uuid(batch_id))


def _batch(batch_id: UUID, mistake: str = "") -> str:
    content = pay.batch_of(rooms(), me().organisation_id, batch_id)
    return render_template(
        "owner/pay_batch.html",
        content=content,
        batch=content.paid.batch,
        masked={line.payment_id: masked_iban(line.iban) for line in content.lines if line.iban},
        has_own=pay_papers.own_account(rooms(), me().organisation_id) is not None,
        mistake=mistake,
    )


@door.post("/pay/batches/<batch_id>/reopen")
@allow(Role.OWNER)
def reopen_batch(batch_id: str) -> ResponseReturnValue:
    """Make its payments due again."""
    named = as_uuid(batch_id)
    try:
        pay.reopen(rooms(), me(), named, request.form.get("reason", ""), now())
    except ReasonNeeded as refusal:
        return _batch(named, str(refusal.title)), 422
    flash(_("The batch is reopened. Its payments are due again."), "good")
    return redirect(url_for(".pay_batch", batch_id=named), 303)


@door.get("/pay/batches/<batch_id>/payments.csv")
@allow(Role.OWNER)
def pay_table(batch_id: str) -> ResponseReturnValue:
    """For the bookkeeper."""
    named = as_uuid(batch_id)
    titles = [
        _("Batch"), _("Paid on"), _("Name"), _("Location"), _("Visit until"), _("Fee"), _("Paid back"),
        _("Sum"), _("Currency"), _("Account"),
    ]  # fmt: skip
    data = pay_papers.table_of(rooms(), me().organisation_id, named, titles, g.language)
    return _file(data, "text/csv", f"payments-{named}.csv")


@door.get("/pay/batches/<batch_id>/transfers.xml")
@allow(Role.OWNER)
def pay_transfers(batch_id: str) -> ResponseReturnValue:
    """For the bank."""
    named = as_uuid(batch_id)
    try:
        data = pay_papers.transfers_of(rooms(), me().organisation_id, named, _("Visit"))
    except (NoOwnAccount, NobodyToPay, OnlyEuro) as refusal:
        return _instead(named, refusal)
    return _file(data, "application/xml", f"transfers-{named}.xml")


def _instead(batch_id: UUID, refusal: Refusal) -> ResponseReturnValue:
    return _batch(batch_id, str(refusal.message)), refusal.status


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door.get("/pay/account")
@allow(Role.OWNER)
def own_account() -> ResponseReturnValue:
    """From which account to pay."""
    return _account(AccountForm())


@door.post("/pay/account")
@allow(Role.OWNER)
def set_own_account() -> ResponseReturnValue:
    """Pay from another one."""
    form = AccountForm()
    if not form.validate():
        return _account(form), 422
    pay_papers.set_own_account(rooms(), me().organisation_id, form.account, now())
    flash(_("The account is saved."), "good")
    return redirect(url_for(".pay"), 303)


def _account(form: AccountForm) -> str:
    own = pay_papers.own_account(rooms(), me().organisation_id)
    return render_template(
        "owner/pay_account.html",
        form=form,
        holder=own.holder if own else "",
        kept=own and masked_iban(own.iban),
    )

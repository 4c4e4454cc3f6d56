"""My money: what I am owed, what was paid, and where to."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import pay_papers
from audit_app.translations import gettext as _
from audit_app.web.access import allow
from audit_app.web.account_form import AccountForm
from audit_app.web.desk import me, now, rooms
from audit_app.web.shopper.entrance import door


@door.get("/money")
@allow(Role.SHOPPER)
def money() -> ResponseReturnValue:
    """All of it, and the form for the account."""
    return _page(AccountForm())


@door.post("/money")
@allow(Role.SHOPPER)
def set_account() -> ResponseReturnValue:
    """Be paid somewhere else."""
    form = AccountForm()
    if not form.validate():
        return _page(form), 422
    pay_papers.set_account(rooms(), me(), form.account, now())
    flash(_("Your account is saved. From now on you are paid there."), "good")
    return redirect(url_for(".money"), 303)


def _page(form: AccountForm) -> str:
    return render_template("shopper/money.html", form=form, money=pay_papers.money_of(rooms(), me()))

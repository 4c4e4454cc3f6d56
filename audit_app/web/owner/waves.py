"""The owner's rounds of the team's self-assessment: the list, a new one, its slips, its end."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from audit_app.core.programme import Role
from audit_app.core.questionnaire import text_in
from audit_app.services import waves
from audit_app.services.waves import Round, Wish
from audit_app.translations import gettext as _
from audit_app.translations import speaking
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, now, rooms
from audit_app.web.owner import qr
from audit_app.web.owner.door import door
from audit_app.web.owner.forms import RoundForm

SEEDS, MOST_SEEDS = "seeds", 10
"""Where this browser's session keeps what the links of a round are made from, until signing out."""


@dataclass(frozen=True)
class Slip:
    """One person's piece of paper."""

    link: str
    code: Markup


@door.get("/team", endpoint="waves")
@allow(Role.OWNER)
def list_them() -> ResponseReturnValue:
    """All rounds."""
    return render_template("owner/waves.html", rounds=waves.every(rooms(), me().organisation_id))


@door.get("/team/new")
@allow(Role.OWNER)
def new_round() -> ResponseReturnValue:
    """The form."""
    return _form(RoundForm())


def _form(form: RoundForm) -> str:
    return render_template("owner/new_wave.html", form=form)


@door.post("/team/new")
@allow(Role.OWNER)
def start_round() -> ResponseReturnValue:
    """Open a round and lead to its slips."""
    form = RoundForm()
    if not form.validate():
        return _form(form), 422
    wish = _wish(form)
    wave = waves.start(rooms(), me().organisation_id, wish, now())
    _remember(str(wave.id), wish.seed)
    return redirect(url_for(".slips", wave_id=wave.id), 303)


def _wish(form: RoundForm) -> Wish:
    given = form.data
    return Wish(given["seed"], given["questionnaire"], as_uuid(given["location_id"]), given["links"])


def _remember(wave_id: str, seed: str) -> None:
    others = [pair for pair in session.get(SEEDS, []) if pair[0] != wave_id]
    session[SEEDS] = [*others, (wave_id, seed)][-MOST_SEEDS:]


def _seed_of(found: Round) -> str | None:
    if found.wave.closed_at:
        return None
    return dict(session.get(SEEDS, [])).get(str(found.wave.id))


@door.get("/team/<wave_id>")
@allow(Role.OWNER)
def wave(wave_id: str) -> ResponseReturnValue:
    """How many have answered, and the way to close it."""
    found = waves.one(rooms(), me().organisation_id, as_uuid(wave_id))
    least = rooms().catalogue.thresholds.least_team
    return render_template("owner/wave.html", round=found, least=least, has_slips=_seed_of(found) is not None)


@door.get("/team/<wave_id>/slips")
@allow(Role.OWNER)
def slips(wave_id: str) -> ResponseReturnValue:
    """The personal links to print and cut; only the browser that made them can show them."""
    found = waves.one(rooms(), me().organisation_id, as_uuid(wave_id))
    seed = _seed_of(found)
    if seed is None:
        return redirect(url_for(".wave", wave_id=found.wave.id))
    spoken = found.location.language
    with speaking(spoken):
        how = _("Scan the code or type the address. It is anonymous and works once.")
    return render_template(
        "owner/slips.html",
        round=found,
        slips=[_slip(token) for token in waves.tokens_of(seed, found.asked)],
        question=text_in(found.questionnaire.titles, spoken),
        how=how,
    )


def _slip(token: str) -> Slip:
    link = qr.outside(url_for("team.ask", token=token))
    return Slip(link, qr.inline(link))


@door.post("/team/<wave_id>/close")
@allow(Role.OWNER)
def close_round(wave_id: str) -> ResponseReturnValue:
    """Take no more answers; from five on they may be seen in the results."""
    waves.close(rooms(), me().organisation_id, as_uuid(wave_id), now())
    flash(_("The round is closed."), "good")
    return redirect(url_for(".wave", wave_id=wave_id), 303)

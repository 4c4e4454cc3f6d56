"""My standing: the points, what they are made of, and what to do better."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.core.standing import LEAST_VISITS, Part, Standing
from audit_app.services.standing import own_standing
from audit_app.translations import lazy_gettext as _l
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.shopper.entrance import door

NAMES = {
    Part.BRIEF: _l("Following the brief"),
    Part.COMPLETENESS: _l("Complete reports"),
    Part.LANGUAGE: _l("Clear language"),
    Part.PUNCTUALITY: _l("On time"),
    Part.CANCELLATIONS: _l("Keeping visits"),
}
MEANINGS = {
    Part.BRIEF: _l("An editor says how closely a visit followed its brief."),
    Part.COMPLETENESS: _l("What was asked is answered, and there is a comment where one is wanted."),
    Part.LANGUAGE: _l("An editor says how well the comments can be understood."),
    Part.PUNCTUALITY: _l("The checklist was finished on the last day of the visit or before."),
    Part.CANCELLATIONS: _l(
        "A visit that you give back in its last ten days, or never send, counts as not kept."
    ),
}
ADVICE = {
    Part.BRIEF: _l("Read the brief again just before you go in, and do everything in the order it says."),
    Part.COMPLETENESS: _l(
        "Look at the final check before you send: it shows which answers and comments are missing."
    ),
    Part.LANGUAGE: _l(
        "Write short, whole sentences: who did what, and when. Read your comments once more before you send."
    ),
    Part.PUNCTUALITY: _l(
        "Go early in the days of a visit, and finish the checklist on the same day, even without signal."
    ),
    Part.CANCELLATIONS: _l(
        "Take only visits you are sure of. If you cannot go, give the visit back more than ten days before"
        " its last day: that costs nothing."
    ),
}


@dataclass(frozen=True)
class PartRow:
    """One part on the page; `points` rounded down, None where there is nothing to judge by."""

    name: object
    meaning: object
    points: int | None


@door.get("/standing")
@allow(Role.SHOPPER)
def standing() -> ResponseReturnValue:
    """How I stand."""
    found = own_standing(rooms(), me(), now())
    return render_template(
        "shopper/standing.html",
        found=found,
        least=LEAST_VISITS,
        parts=[_row(part, found) for part in Part],
        advice=[(NAMES[part], ADVICE[part]) for part in found.improve],
    )


def _row(part: Part, found: Standing) -> PartRow:
    figure = found.parts.get(part)
    return PartRow(NAMES[part], MEANINGS[part], None if figure is None else int(figure))

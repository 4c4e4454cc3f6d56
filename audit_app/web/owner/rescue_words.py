"""What became of each visit of a rescue file, in words."""

from dataclasses import dataclass

from audit_app.services.rescue import Outcome, Result
from audit_app.translations import gettext as _
from audit_app.translations import ngettext

LOOKS = {
    Result.ACCEPTED: "good",
    Result.HELD: "warn",
    Result.DRAFT_SAVED: "good",
    Result.THERE_ALREADY: "quiet",
}
"""How a result's badge looks; all that are not here are bad news."""


@dataclass(frozen=True)
class ResultOnPage:
    """One visit: where, what became of it in a word and in a sentence, and what else is to be known.

    `held_id` leads to the page where it waits for a decision.
    """

    place: str
    label: str
    look: str
    sentence: str
    notes: tuple[str, ...]
    held_id: str = ""


def result_on_page(outcome: Outcome) -> ResultOnPage:
    """An outcome as the page shows it."""
    return ResultOnPage(
        place=outcome.place or _("Unknown visit"),
        label=_label(outcome.result),
        look=LOOKS.get(outcome.result, "bad"),
        sentence=_sentence(outcome.result),
        notes=tuple(_notes(outcome)),
        held_id=str(outcome.id) if outcome.receipt and outcome.receipt.held_for else "",
    )


def _label(result: Result) -> str:
    return {
        Result.ACCEPTED: _("Counts"),
        Result.HELD: _("Waits for you"),
        Result.THERE_ALREADY: _("Was here already"),
        Result.OTHER_BODY: _("Was here differently"),
        Result.DRAFT_SAVED: _("Saved as a draft"),
        Result.DAMAGED: _("Damaged"),
        Result.NOT_HERE: _("Not known here"),
    }[result]


def _sentence(result: Result) -> str:
    return {
        Result.ACCEPTED: _("The visit has arrived and counts."),
        Result.HELD: _("The visit has arrived. You decide whether it counts."),
        Result.THERE_ALREADY: _("The same visit had arrived before. Nothing was changed."),
        Result.OTHER_BODY: _(
            "Other answers had arrived under the same number. Both are kept, the first ones stay."
        ),
        Result.DRAFT_SAVED: _(
            "The visit was not finished. What was filled in is saved; the shopper can go on with it."
        ),
        Result.DAMAGED: _("This part of the file was changed or cut off, so it was not taken."),
        Result.NOT_HERE: _("This visit was never given to that shopper, so it was not taken."),
    }[result]


def _notes(outcome: Outcome) -> list[str]:
    notes = []
    if outcome.receipt:
        notes.append(_("Receipt %(code)s", code=outcome.receipt.code))
    if outcome.photos and outcome.result is not Result.THERE_ALREADY:
        notes.append(ngettext("%(num)s photo was taken in.", "%(num)s photos were taken in.", outcome.photos))
    if outcome.lost_photos:
        notes.append(
            ngettext(
                "%(num)s photo could not be read.", "%(num)s photos could not be read.", outcome.lost_photos
            )
        )
    if outcome.conflicts:
        notes.append(
            ngettext(
                "%(num)s answer had been changed elsewhere; the newer one stays.",
                "%(num)s answers had been changed elsewhere; the newer ones stay.",
                len(outcome.conflicts),
            )
        )
    return notes

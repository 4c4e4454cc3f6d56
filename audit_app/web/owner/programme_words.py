"""What the pages of a programme call its states, and what stands wrong with a brief's pictures."""

from collections.abc import Iterable

from audit_app.core.visits_programme import ProgrammeState
from audit_app.services.markdown import PictureFault
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.owner.words import StateBadge

STATES = {
    ProgrammeState.DRAFT: StateBadge(_l("Draft"), "warn"),
    ProgrammeState.PUBLISHED: StateBadge(_l("Published"), "good"),
    ProgrammeState.ENDED: StateBadge(_l("Ended"), "quiet"),
}


def picture_mistakes(faults: Iterable[PictureFault]) -> list[str]:
    """A sentence for each thing that is wrong."""
    said = {
        PictureFault.UNKNOWN: _(
            "The brief names a picture that is not there: add it first, then use its number."
        ),
        PictureFault.NO_WORDS: _(
            "Say between the square brackets what is seen on each picture, for those who cannot see it."
        ),
    }
    return sorted(said[fault] for fault in faults)

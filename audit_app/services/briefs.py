"""Briefs as an owner writes them: the words of a programme in five languages, and their pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from audit_app.core.visits_programme import (
    BriefPicture,
    Programme,
    Scenario,
)
from audit_app.services import Rooms
from audit_app.services.markdown import PictureFault, ShownPicture, picture_faults, to_html
from audit_app.services.programme_refusals import AlreadyPublished
from audit_app.services.programmes import changing, here
from audit_app.services.refusals import NotHere, Refusal
from audit_app.storage import Scope, briefs, organisations, programmes
from audit_app.translations import lazy_gettext as _l

MOST_PICTURES = 40
LONGEST_BRIEF = 20_000
"""Letters, in one language."""

Address = Callable[[BriefPicture], str]
"""Where a reader finds a picture."""


class TooManyPictures(Refusal):
    """A programme has as many pictures as it can have."""

    status = 409
    title = _l("This programme has too many pictures")
    message = _l("A programme can have up to 40 pictures.")


class PicturesAmiss(Refusal):
    """A picture of a brief is not there, or has no words for those who cannot see it."""

    status = 422
    title = _l("A picture of the brief needs your attention")

    def __init__(self, faults: frozenset[PictureFault]) -> None:
        self.faults = faults


@dataclass(frozen=True)
class Words:
    """Everything of a programme that is written in one language; one scenario a line."""

    brief: str
    scenarios: tuple[str, ...]
    staff_notice: str


def words(rooms: Rooms, organisation_id: UUID, programme_id: UUID, language: str) -> Words:
    """What has been written in a language so far; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        programme = here(scope, programme_id)
        played = briefs.scenarios(scope, programme_id)
        return Words(
            brief=briefs.texts(scope, programme_id).get(language, ""),
            scenarios=tuple(one.names.get(language, "") for one in played),
            staff_notice=programme.staff_notice.get(language, ""),
        )


def write(
    rooms: Rooms, organisation_id: UUID, programme_id: UUID, language: str, given: Words, now: datetime
) -> None:
    """Keep the words of a language; a published programme keeps its scenarios' number.

    Raises NotHere, HasEnded, PicturesAmiss, AlreadyPublished where a scenario would be added or lost, or
    the brief in the organisation's language be taken away.
    """
    with rooms.store.writing(organisation_id) as scope:
        programme = changing(scope, programme_id)
        numbers = {picture.number for picture in briefs.pictures(scope, programme_id)}
        if faults := picture_faults(given.brief, numbers):
            raise PicturesAmiss(faults)
        if programme.published_at and _takes_away(scope, language, given):
            raise AlreadyPublished
        notice = {**programme.staff_notice, language: given.staff_notice}
        notice = {code: text for code, text in notice.items() if text}
        programmes.change(scope, replace(programme, staff_notice=notice))
        briefs.write(scope, programme_id, language, given.brief, now)
        _keep_scenarios(scope, programme, language, given.scenarios)


def _takes_away(scope: Scope, language: str, given: Words) -> bool:
    return language == organisations.this(scope).language and not given.brief


def _keep_scenarios(scope: Scope, programme: Programme, language: str, lines: Sequence[str]) -> None:
    before = briefs.scenarios(scope, programme.id)
    after = list(_merged(programme, before, language, lines))
    if programme.published_at and [one.id for one in after] != [one.id for one in before]:
        raise AlreadyPublished
    briefs.keep_scenarios(scope, programme.id, after)


def _merged(
    programme: Programme, before: Sequence[Scenario], language: str, lines: Sequence[str]
) -> Sequence[Scenario]:
    """The scenarios with one language written anew, line by line; one without any words is gone."""
    merged: list[Scenario] = []
    for position in range(max(len(before), len(lines))):
        line = lines[position] if position < len(lines) else ""
        known = before[position] if position < len(before) else None
        names = {**(known.names if known else {}), language: line}
        names = {code: text for code, text in names.items() if text}
        if names:
            scenario_id = known.id if known else uuid4()
            place = len(merged)
            merged.append(Scenario(scenario_id, programme.organisation_id, programme.id, place, names))
    return merged


def preview(rooms: Rooms, organisation_id: UUID, programme_id: UUID, text: str, address: Address) -> str:
    """The HTML of a brief that has not been kept yet; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        here(scope, programme_id)
        return to_html(text, shown_pictures(briefs.pictures(scope, programme_id), address))


def pictures(rooms: Rooms, organisation_id: UUID, programme_id: UUID) -> list[BriefPicture]:
    """The pictures of a programme's briefs; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        here(scope, programme_id)
        return briefs.pictures(scope, programme_id)


def add_picture(
    rooms: Rooms, organisation_id: UUID, programme_id: UUID, data: bytes, now: datetime
) -> BriefPicture:
    """Keep a picture, cleaned like a photo; the same one twice is one.

    Raises NotHere, HasEnded, TooManyPictures, NotAPhoto, TooLarge.
    """
    with rooms.store.reading(organisation_id) as scope:
        here(scope, programme_id)
    cleaned = rooms.photos.keep(organisation_id, data)
    with rooms.store.writing(organisation_id) as scope:
        changing(scope, programme_id)
        kept = briefs.pictures(scope, programme_id)
        known = next((one for one in kept if one.digest == cleaned.digest), None)
        if known:
            return known
        if len(kept) >= MOST_PICTURES:
            raise TooManyPictures
        number, size = len(kept) + 1, (cleaned.width, cleaned.height)
        new = BriefPicture(uuid4(), organisation_id, programme_id, number, cleaned.digest, *size, now)
        briefs.add_picture(scope, new)
        return new


def picture(rooms: Rooms, organisation_id: UUID, programme_id: UUID, picture_id: UUID) -> bytes:
    """The JPEG bytes of a picture, for who writes the brief; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        kept = picture_here(scope, programme_id, picture_id)
    return bytes_of(rooms, kept)


def picture_here(scope: Scope, programme_id: UUID, picture_id: UUID) -> BriefPicture:
    """A picture of a programme's briefs within a transaction; raises NotHere."""
    for one in briefs.pictures(scope, programme_id):
        if one.id == picture_id:
            return one
    raise NotHere


def bytes_of(rooms: Rooms, kept: BriefPicture) -> bytes:
    """The JPEG bytes of a picture; raises NotHere where the file is gone."""
    try:
        return rooms.photos.take(kept.organisation_id, kept.digest)
    except FileNotFoundError:
        raise NotHere from None


def shown_pictures(kept: Sequence[BriefPicture], address: Address) -> dict[int, ShownPicture]:
    """Pictures by their numbers, with the addresses of one kind of reader."""
    return {one.number: ShownPicture(address(one), one.width, one.height) for one in kept}

"""What shoppers say of themselves, on the public page and on their own: read from a form, shown again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import g
from werkzeug.datastructures import MultiDict

from audit_app.core.panel import SLOTS, AgeBand, PhoneType, ShopperProfile, TimeBand
from audit_app.core.programme import Location
from audit_app.core.questionnaire import LANGUAGES
from audit_app.formatting import language_name, weekday_name
from audit_app.services.recruiting import About
from audit_app.translations import gettext as _

SPOKEN = (*LANGUAGES, "ar", "de", "fr", "ru", "sv")
LONGEST_LINE, LONGEST_WORDS = 120, 1000


@dataclass(frozen=True)
class AboutPage:
    """The fields as they were typed or ticked, and what is wrong with which of them."""

    languages: tuple[str, ...] = ()
    area: str = ""
    age_band: str = ""
    availability: tuple[str, ...] = ()
    phone: str = ""
    conflicts: tuple[str, ...] = ()
    conflict_words: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)

    @property
    def about(self) -> About:
        """The same in our own words; what no form of ours offers is passed over."""
        return About(
            languages=self.languages,
            area=self.area,
            age_band=AgeBand(self.age_band) if self.age_band in set(AgeBand) else None,
            availability=self.availability,
            phone=PhoneType(self.phone) if self.phone in set(PhoneType) else None,
            conflicts=tuple(_ids(self.conflicts)),
            conflict_words=self.conflict_words,
        )


def _ids(texts: tuple[str, ...]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def read_about(form: MultiDict[str, str]) -> AboutPage:
    """Read a posted form; every usable value is kept whatever is wrong with the others."""
    page = AboutPage(
        languages=_offered(form, "languages", SPOKEN),
        area=one_line(form.get("area", "")),
        age_band=form.get("age_band", ""),
        availability=_offered(form, "availability", SLOTS),
        phone=form.get("phone", ""),
        conflicts=tuple(form.getlist("conflicts")),
        conflict_words=words(form.get("conflict_words", "")),
    )
    return AboutPage(**{**vars(page), "mistakes": _mistakes(page)})


def _offered(form: MultiDict[str, str], name: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    ticked = set(form.getlist(name))
    return tuple(code for code in offered if code in ticked)


def _mistakes(page: AboutPage) -> dict[str, str]:
    found = {
        "languages": not page.languages and _("Please choose at least one language."),
        "area": not page.area and _("Please name a city or an area."),
    }
    lengths = {"area": (page.area, LONGEST_LINE), "conflict_words": (page.conflict_words, LONGEST_WORDS)}
    found |= {name: too_long(most) for name, (text, most) in lengths.items() if len(text) > most}
    return {name: mistake for name, mistake in found.items() if mistake}


def too_long(most: int) -> str:
    """What to say about a text of too many characters."""
    return _("Please keep it under %(max)s characters.", max=most)


def one_line(text: str) -> str:
    """A line of text without what no line holds (control signs break databases and lists)."""
    return "".join(sign for sign in text if sign.isprintable()).strip()


def words(text: str) -> str:
    """Several lines of text, without other control signs."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()


def page_of(profile: ShopperProfile) -> AboutPage:
    """A shopper's profile as its form shows it."""
    return AboutPage(
        languages=profile.languages,
        area=profile.area,
        age_band=profile.age_band or "",
        availability=profile.availability,
        phone=profile.phone or "",
        conflicts=tuple(map(str, profile.conflicts)),
        conflict_words=profile.conflict_words,
    )


def pairs_of(places: Iterable[Location]) -> list[tuple[str, str]]:
    """The places that a form offers: id and name, with the city where the name does not say it."""
    return [(str(one.id), one.name if one.city in one.name else f"{one.name} · {one.city}") for one in places]


def panel_words() -> dict[str, Any]:
    """The names that pages about shoppers give to languages, ages, phones and times, for their templates."""
    return {
        "spoken": {code: language_name(code) for code in SPOKEN},
        "age_bands": {
            AgeBand.YOUNG: _("18 to 29"),
            AgeBand.MIDDLE: _("30 to 44"),
            AgeBand.MATURE: _("45 to 59"),
            AgeBand.SENIOR: _("60 or older"),
        },
        "phones": {
            PhoneType.ANDROID: _("Android"),
            PhoneType.IPHONE: _("iPhone"),
            PhoneType.OTHER: _("Another phone"),
        },
        "weekdays": {number: weekday_name(number, g.language) for number in range(7)},
        "bands": {
            TimeBand.MORNING: _("Morning"),
            TimeBand.AFTERNOON: _("Afternoon"),
            TimeBand.EVENING: _("Evening"),
        },
    }

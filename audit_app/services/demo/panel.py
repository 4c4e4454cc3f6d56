"""The demonstration's own panel: what is known of its shoppers, an open page, and two who have applied."""

import secrets
from datetime import datetime, timedelta
from uuid import uuid5

from audit_app.core.panel import (
    SLOTS,
    AgeBand,
    Application,
    PhoneType,
    RecruitingPage,
    ShopperProfile,
    TimeBand,
    slot,
)
from audit_app.services.demo.filling import Place
from audit_app.storage import Scope, panel

SAYS = {
    "en": "Two visits a month, 25 euros each.",
    "el": "Δύο επισκέψεις τον μήνα, 25 ευρώ η καθεμία.",
    "fi": "Kaksi käyntiä kuukaudessa, 25 euroa käynniltä.",
    "hy": "Ամսական երկու այց, յուրաքանչյուրը՝ 25 եվրո։",
    "tr": "Ayda iki ziyaret, her biri 25 avro.",
}
SATURDAYS = tuple(slot(5, band) for band in TimeBand)


def recruit(scope: Scope, places: list[Place], now: datetime) -> str:
    """Fill the panel; the path of the recruiting page."""
    page = RecruitingPage(scope.organisation_id, secrets.token_urlsafe(16), SAYS, now - timedelta(days=30))
    panel.put_page(scope, page)
    for place in places:
        panel.add_profile(scope, _profile(place))
    panel.add_application(scope, _eleni(scope, places, now - timedelta(days=2)))
    panel.add_application(scope, _mikko(scope, now - timedelta(days=1)))
    return f"/join/{page.token}"


def _profile(place: Place) -> ShopperProfile:
    languages = tuple(dict.fromkeys((place.shop.language, "en")))
    return ShopperProfile(place.shopper.id, place.shopper.organisation_id, languages, place.shop.city)


def _eleni(scope: Scope, places: list[Place], sent_at: datetime) -> Application:
    """She would be known at one of the places."""
    return Application(
        id=uuid5(scope.organisation_id, "application of Eleni"),
        organisation_id=scope.organisation_id,
        name="Eleni Vlachou",
        email="eleni@applicants.example",
        language="el",
        languages=("el", "en"),
        area="Αθήνα",
        age_band=AgeBand.MIDDLE,
        availability=(*SATURDAYS, slot(2, TimeBand.EVENING)),
        phone=PhoneType.ANDROID,
        conflicts=(places[0].location.id,),
        conflict_words="Η αδερφή μου εργάστηκε εκεί μέχρι πέρσι.",
        consented_at=sent_at,
    )


def _mikko(scope: Scope, sent_at: datetime) -> Application:
    return Application(
        id=uuid5(scope.organisation_id, "application of Mikko"),
        organisation_id=scope.organisation_id,
        name="Mikko Laine",
        email="mikko@applicants.example",
        language="fi",
        languages=("en", "fi", "sv"),
        area="Helsinki, Espoo",
        age_band=AgeBand.YOUNG,
        availability=SLOTS[:15],
        phone=PhoneType.IPHONE,
        conflicts=(),
        conflict_words="",
        consented_at=sent_at,
    )

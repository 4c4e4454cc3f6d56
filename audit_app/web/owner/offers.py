"""What the lists of the owner's forms offer: value → label in the reader's language."""

from flask import g

from audit_app.core.programme import Channel, Location, PlaceKind, Role
from audit_app.core.questionnaire import LANGUAGES, Kind, text_in
from audit_app.formatting import language_name
from audit_app.services import locations, people
from audit_app.translations import gettext as _
from audit_app.web.desk import me, rooms

Offer = dict[str, str]


def kinds() -> Offer:
    """What can be visited."""
    return {PlaceKind.SHOP: _("Shop"), PlaceKind.PHONE: _("Phone line"), PlaceKind.WEBSITE: _("Website")}


def roles() -> Offer:
    """What somebody may be."""
    return {
        Role.SHOPPER: _("Shopper"),
        Role.EDITOR: _("Editor"),
        Role.HR: _("HR"),
        Role.OWNER: _("Owner"),
    }


def channels() -> Offer:
    """The ways in which a survey reaches customers."""
    return {Channel.COUNTER: _("Card at the counter"), Channel.LINK: _("Link")}


def languages() -> Offer:
    """The five languages by their own names."""
    return {code: language_name(code) for code in LANGUAGES}


def zones() -> Offer:
    """The time zones of the world, none of them chosen by accident."""
    return {"": _("Please choose"), **{zone: zone.replace("_", " ") for zone in locations.zones()}}


def places() -> Offer:
    """The organisation's places."""
    return {str(place.id): _name_of(place) for place in locations.every(rooms(), me().organisation_id)}


def places_with_kinds() -> Offer:
    """The organisation's places, and what each of them is."""
    names = kinds()
    found = locations.every(rooms(), me().organisation_id)
    return {str(place.id): f"{_name_of(place)} ({names[place.kind]})" for place in found}


def _name_of(place: Location) -> str:
    return place.name if place.city in place.name else f"{place.name} · {place.city}"


def shoppers() -> Offer:
    """The organisation's shoppers."""
    found = people.every(rooms(), me().organisation_id, Role.SHOPPER)
    return {str(person.id): person.name for person in found}


def audits() -> Offer:
    """The checklists for visits."""
    return _of_kind(Kind.AUDIT)


def customer_surveys() -> Offer:
    """The questionnaires for customers."""
    return _of_kind(Kind.CUSTOMER)


def self_assessments() -> Offer:
    """The questionnaires for teams."""
    return _of_kind(Kind.STAFF)


def _of_kind(kind: Kind) -> Offer:
    return {each.key: text_in(each.titles, g.language) for each in rooms().catalogue.of_kind(kind)}

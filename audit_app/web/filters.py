"""Numbers, days and moments in templates, written in the reader's language."""

from datetime import date, datetime

from flask import Flask, g

from audit_app import formatting
from audit_app.core.pay import as_decimal


def add_filters(app: Flask) -> None:
    """Teach the templates the filters of `formatting`."""
    app.jinja_env.filters.update(day=_day, moment=_moment, number=_number, language_name=_language_name)
    app.jinja_env.filters["money"] = _money


def _day(day: date) -> str:
    return formatting.format_date(day, g.language)


def _moment(moment: datetime, zone: str) -> str:
    return formatting.format_datetime(moment, zone, g.language)


def _number(value: formatting.Exact, places: int = 0) -> str:
    return formatting.format_number(value, g.language, places)


def _language_name(code: str) -> str:
    return formatting.language_name(code)


def _money(cents: int, currency: str) -> str:
    return formatting.format_money(as_decimal(cents, currency), currency, g.language)

"""Numbers, days and durations as a reader of a language writes them: the only place that rounds.

Everything arrives exact (Fraction, int) or as an interval's end (float) and is rounded once, half up.
None is the caller's business: a missing figure is a sentence, not a number, so it raises TypeError.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_interval as babel_interval
from babel.dates import format_time as babel_time
from babel.dates import get_datetime_format, get_day_names
from babel.numbers import format_currency, format_decimal
from babel.numbers import format_percent as babel_percent
from babel.units import format_unit

Exact = Fraction | int | float
"""What may be rounded: an exact number, or an interval's end."""

MINUS = "\N{MINUS SIGN}"
BETWEEN = "\N{NO-BREAK SPACE}\N{HORIZONTAL ELLIPSIS}\N{NO-BREAK SPACE}"


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language)


def round_half_up(value: Exact, places: int = 0) -> Decimal:
    """The value rounded to `places` decimals, halves away from zero: 12.5 → 13, −12.5 → −13.

    Exact: a Fraction is scaled and cut as integers, a float is taken at its exact binary value.
    """
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # Put together digit by digit: Decimal's arithmetic would round to 28 digits.
    return Decimal((int(value < 0 and whole > 0), tuple(map(int, str(whole))), -places))


def format_number(value: Exact, language: str, places: int = 0) -> str:
    """A number with the language's separators and a real minus: 1234.5, 1 place, fi → "1 234,5"."""
    pattern = "#,##0." + "0" * places if places else "#,##0"
    text = format_decimal(round_half_up(value, places), pattern, _locale(language))
    return text.replace("-", MINUS)


def format_money(amount: Decimal, currency: str, language: str) -> str:
    """An exact amount in an ISO 4217 currency, never rounded: 12.50 EUR → "€12.50", fi "12,50 €"."""
    # Babel's own decimals are those of everyday use: none for the lek, whose cents are owed all the same.
    own = -int(amount.as_tuple().exponent) != 2
    return format_currency(
        amount, currency, locale=_locale(language), currency_digits=own, decimal_quantization=False
    )


def format_points(value: Exact, language: str, places: int = 0) -> str:
    """Points on the scale 0–100, whole unless `places` asks for more: 72.5 → "73"."""
    return format_number(value, language, places)


def format_percent(share: Exact, language: str, places: int = 0) -> str:
    """A share 0–1 in percent as the language writes it: 82/100 → "82%", fi "82 %", tr "%82"."""
    rounded = round_half_up(Fraction(share) * 100, places) / 100
    pattern = _locale(language).percent_formats[None].pattern
    decimals = "." + "0" * places if places else ""
    text = babel_percent(rounded, pattern.replace("#,##0", "#,##0" + decimals), _locale(language))
    return text.replace("-", MINUS)


def format_difference(value: Exact, language: str, places: int = 0) -> str:
    """A difference with its sign: 14.2 → "+14", −3 → "−3" with a real minus, 0.2 → "0"."""
    sign = "+" if round_half_up(value, places) > 0 else ""
    return sign + format_number(value, language, places)


def format_interval(low: Exact, high: Exact, language: str, places: int = 0, *, signed: bool = False) -> str:
    """Two ends of an interval: "61–72"; with signs, or below zero, "−5 … +3"."""
    write = format_difference if signed else format_number
    between = BETWEEN if signed or low < 0 else "\N{EN DASH}"
    return between.join(write(end, language, places) for end in (low, high))


def format_date(day: date, language: str) -> str:
    """A day with its month's short name: "5 Mar 2026", fi "5.3.2026"."""
    return babel_date(day, "medium", _locale(language))


def format_period(first: date, last: date, language: str) -> str:
    """The days from `first` to `last`, both included; whole months are named: "March – May 2026"."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    return babel_interval(first, last, "yMMMM" if whole else "yMMMd", locale=_locale(language))


def weekday_name(weekday: int, language: str) -> str:
    """A weekday's name (Monday is 0) as it stands alone, with a capital: "Monday", "Δευτέρα"."""
    name = str(get_day_names("wide", "stand-alone", _locale(language))[weekday])
    return name[:1].upper() + name[1:]


def format_datetime(moment: datetime, zone: str, language: str) -> str:
    """An aware moment on the clock of an IANA zone: "5 Mar 2026, 16:07"."""
    local = moment.astimezone(ZoneInfo(zone))
    clock = babel_time(local.time(), "short", locale=_locale(language))
    pattern = str(get_datetime_format("medium", locale=_locale(language))).replace("'", "")
    return pattern.replace("{0}", clock).replace("{1}", format_date(local.date(), language))


def format_duration(seconds: Exact, language: str) -> str:
    """A length of time in at most two units: 95 → "1 min 35 secs", 7200 → "2 hrs"."""
    whole = int(round_half_up(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes_left = divmod(minutes, 60)
    pairs = ((hours, "hour"), (minutes_left, "minute")) if hours else ((minutes, "minute"), (rest, "second"))
    units = [(count, unit) for count, unit in pairs if count] or [(0, "second")]
    return " ".join(
        format_unit(n, f"duration-{unit}", "short", locale=_locale(language)) for n, unit in units
    )


QUOTES = {"el": ("«", "»"), "hy": ("«", "»"), "fi": ("”", "”")}
"""What a language opens and closes somebody's words with; all others write “ and ”."""


def quoted(text: str, language: str) -> str:
    """Somebody's words between the language's quotation marks: el «…», fi ”…”, en “…”."""
    opening, closing = QUOTES.get(language, ("“", "”"))
    return f"{opening}{text}{closing}"


def language_name(code: str, language: str | None = None) -> str:
    """A language's name in `language`, else in itself, with a capital: "Suomi", "Ελληνικά"."""
    name = str(Locale.parse(code).get_language_name(language or code) or code)
    return name[:1].upper() + name[1:]

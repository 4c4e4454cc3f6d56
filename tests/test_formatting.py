"""Numbers and days as each language writes them; rounding is exact and half up."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.formatting import (
    format_date,
    format_datetime,
    format_difference,
    format_duration,
    format_interval,
    format_money,
    format_number,
    format_percent,
    format_period,
    format_points,
    language_name,
    round_half_up,
)

LANGUAGES = ("en", "el", "fi", "hy", "tr")


def spaced(text: str) -> str:
    """The text with ordinary spaces, so that a test can be read."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (12.5, 0, "13"),
        (-12.5, 0, "-13"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-1, 3), 2, "-0.33"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(1005, 1000), 2, "1.01"),
        (1.005, 2, "1.00"),  # the float is a little less than it looks
        (-0.4, 0, "0"),
        (0, 2, "0.00"),
        (Fraction(10**40 + 1, 2), 0, "5000000000000000000000000000000000000001"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, places, rounded):
    assert str(round_half_up(value, places)) == rounded


@given(st.fractions(), st.integers(0, 6))
def test_rounding_never_moves_a_number_by_more_than_half_a_step(value, places):
    rounded = Fraction(round_half_up(value, places))
    assert abs(rounded - value) <= Fraction(1, 2 * 10**places)
    assert rounded == -Fraction(round_half_up(-value, places))


@pytest.mark.parametrize(
    "write", [format_number, format_points, format_percent, format_difference, format_duration]
)
def test_a_missing_figure_is_never_written(write):
    with pytest.raises(TypeError):
        write(None, "en")


def test_no_number_is_no_number():
    with pytest.raises(ValueError, match="NaN"):
        format_number(float("nan"), "en")


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [
        ("en", "1,234.5", "82%"),
        ("el", "1.234,5", "82%"),
        ("fi", "1 234,5", "82 %"),
        ("hy", "1 234,5", "82%"),
        ("tr", "1.234,5", "%82"),
    ],
)
def test_each_language_has_its_separators_and_its_percent_sign(language, number, percent):
    assert spaced(format_number(Fraction(2469, 2), language, 1)) == number
    assert spaced(format_percent(Fraction(82, 100), language)) == percent


@pytest.mark.parametrize("language", LANGUAGES)
def test_below_zero_stands_a_real_minus(language):
    assert format_number(-7, language) == "−7"
    assert format_difference(Fraction(-15, 2), language) == "−8"
    assert "-" not in format_percent(Fraction(-1, 8), language, 1)


def test_a_difference_carries_its_sign_unless_it_is_none():
    assert format_difference(14.2, "en") == "+14"
    assert format_difference(Fraction(1, 5), "en") == "0"
    assert format_difference(Fraction(-2, 5), "en") == "0"


def test_percent_is_rounded_once():
    """0.0049999 is 0.49999 %: with one place 0.5, with none 0 – never 1 by way of 0.5."""
    assert format_percent(Fraction(49999, 10**7), "en", 1) == "0.5%"
    assert format_percent(Fraction(49999, 10**7), "en") == "0%"
    assert format_percent(Fraction(825, 1000), "en") == "83%"


def test_intervals_are_written_with_a_dash_and_below_zero_apart():
    assert format_interval(61.2, 72.0, "en") == "61–72"
    assert spaced(format_interval(-5, 3, "en")) == "−5 … 3"
    assert spaced(format_interval(18, 49.4, "en", signed=True)) == "+18 … +49"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "5 Mar 2026"),
        ("el", "5 Μαρ 2026"),
        ("fi", "5.3.2026"),
        ("hy", "05 մրտ, 2026 թ."),
        ("tr", "5 Mar 2026"),
    ],
)
def test_days_are_written_as_the_language_does(language, day):
    assert format_date(date(2026, 3, 5), language) == day


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "March 2026"),
        (date(2026, 3, 1), date(2026, 5, 31), "March – May 2026"),
        (date(2025, 12, 1), date(2026, 2, 28), "December 2025 – February 2026"),
        (date(2026, 3, 2), date(2026, 5, 31), "2 Mar – 31 May 2026"),
        (date(2026, 3, 2), date(2026, 3, 2), "2 Mar 2026"),
    ],
)
def test_whole_months_are_named(first, last, written):
    assert spaced(format_period(first, last, "en")) == written


def test_a_moment_stands_on_the_clock_of_its_place():
    moment = datetime(2026, 7, 5, 22, 30, tzinfo=UTC)
    assert format_datetime(moment, "Europe/Athens", "en") == "6 Jul 2026, 01:30"
    assert format_datetime(moment, "Europe/London", "fi") == "5.7.2026 23.30"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 secs"),
        (59.5, "1 min"),
        (Fraction(95), "1 min 35 secs"),
        (7200, "2 hrs"),
        (3720, "1 hr 2 mins"),
        (60, "1 min"),
    ],
)
def test_durations_have_at_most_two_units(seconds, written):
    assert format_duration(seconds, "en") == written


def test_a_language_is_named_in_itself_or_in_another():
    assert [language_name(code) for code in LANGUAGES] == [
        "English",
        "Ελληνικά",
        "Suomi",
        "Հայերեն",
        "Türkçe",
    ]
    assert language_name("el", "en") == "Greek"


def test_rounded_numbers_are_exact():
    assert round_half_up(Fraction(1, 3), 2) == Decimal("0.33")


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        ("1234.50", "EUR", "en", "€1,234.50"),
        ("1234.50", "EUR", "el", "1.234,50 €"),
        ("1234.50", "EUR", "fi", "1 234,50 €"),
        ("0.05", "EUR", "tr", "€0,05"),
        ("1500.50", "ALL", "en", "ALL1,500.50"),
        ("1250", "JPY", "el", "1.250 JP¥"),
        ("1.250", "KWD", "hy", "1,250 KWD"),
    ],
)
def test_money_keeps_every_cent(amount, currency, language, text):
    assert spaced(format_money(Decimal(amount), currency, language)) == text

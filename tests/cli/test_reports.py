"""`flask report comparison` as one types it: which days it takes."""

from datetime import date

import click
import pytest

from audit_app.cli.reports import period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("first", "last", "taken"),
    [
        (None, None, (date(2026, 8, 1), TODAY)),
        (date(2026, 11, 1), None, (date(2026, 11, 1), TODAY)),
        (None, date(2026, 3, 31), (date(2025, 12, 1), date(2026, 3, 31))),
        (date(2026, 3, 5), date(2026, 3, 5), (date(2026, 3, 5), date(2026, 3, 5))),
    ],
)
def test_what_is_not_said_follows_from_what_is(first, last, taken):
    assert period(first, last, TODAY) == taken


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 5), date(2026, 2, 5), "--from 2026-03-05 lies after --to 2026-02-05"),
        (date(2026, 12, 1), None, "--from 2026-12-01 lies after --to 2026-11-22"),
        (date(1, 1, 1), None, "--from 0001-01-01 is no day from 2000-01-01 to 2099-12-31"),
        (None, date(9999, 12, 31), "--to 9999-12-31 is no day from 2000-01-01 to 2099-12-31"),
    ],
)
def test_days_that_make_no_period_are_refused(first, last, words):
    with pytest.raises(click.UsageError, match=words):
        period(first, last, TODAY)

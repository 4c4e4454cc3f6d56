"""docs/visits.md shows what the rules are."""

import re
from datetime import UTC, datetime

from audit_app.core.lifecycle import MOVES, VisitState
from audit_app.core.standing import LAST_VISITS, LEAST_VISITS, SHORT_NOTICE_DAYS, handed_in, standing
from tests.core.visits_document import DOCUMENT, SHOWN, WRITERS, renewed

TEXT = DOCUMENT.read_text("utf-8")


def test_what_is_shown_is_what_the_rules_are():
    assert renewed(TEXT) == TEXT


def test_everything_that_can_be_shown_is_shown_once():
    assert sorted(part[1] for part in SHOWN.findall(TEXT)) == sorted(WRITERS)


def test_a_changed_line_would_be_noticed():
    changed = TEXT.replace("| offer | 48 h |", "| offer | 72 h |")
    assert changed != TEXT
    assert renewed(changed) == TEXT


def test_every_state_is_in_the_picture_and_every_move_in_the_table():
    drawn = set(re.findall(r"^    (\w+) --> |--> (\w+)", TEXT, re.MULTILINE))
    assert {name for pair in drawn for name in pair if name} == set(VisitState)
    assert len(re.findall(r"^\| .* \| \*\*\w+\*\* \|", TEXT, re.MULTILINE)) == len(MOVES)


def test_the_numbers_in_the_prose_are_those_of_the_rules():
    assert (LAST_VISITS, LEAST_VISITS, SHORT_NOTICE_DAYS) == (10, 3, 10)
    assert "last ten judged visits" in TEXT
    assert "within ten days of its last day" in TEXT
    assert "fewer than three\nvisits" in TEXT
    report = handed_in(
        datetime(2026, 3, 1, tzinfo=UTC), brief=100, completeness=50, language=100, on_time=False
    )
    assert f"/ 15 = {standing([report] * 3).points}." in TEXT

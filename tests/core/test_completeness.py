"""How much of a checklist is filled in, worked by hand on the shop's: greeted, wait, bought, receipt."""

from fractions import Fraction

import pytest

from audit_app.core.answers import AnswerSheet, completeness
from tests.visiting import CHECKLIST, FULL


@pytest.mark.parametrize(
    ("values", "comments", "points"),
    [
        # greeted, wait, bought; the receipt is hidden, signs and remarks need not be there
        (FULL, {}, Fraction(100)),
        # not greeted wants a comment: 3 of 3 answers and 0 of 1 comment
        ({**FULL, "greeted": "no"}, {}, Fraction(75)),
        ({**FULL, "greeted": "no"}, {"greeted": "  "}, Fraction(75)),
        ({**FULL, "greeted": "no"}, {"greeted": "Nobody looked up"}, Fraction(100)),
        # bought asks for the receipt: 3 of 4
        ({**FULL, "bought": "yes"}, {}, Fraction(75)),
        ({"greeted": "yes"}, {}, Fraction(100, 3)),
        ({**FULL, "greeted": "never offered"}, {}, Fraction(200, 3)),
        ({}, {}, Fraction(0)),
        # words beside what wants none add nothing
        ({"greeted": "yes"}, {"greeted": "At once", "wait": "Long"}, Fraction(100, 3)),
    ],
)
def test_what_is_there_of_what_is_due(values, comments, points):
    assert completeness(CHECKLIST, AnswerSheet(values, comments)) == points

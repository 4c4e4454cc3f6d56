"""Charts: where marks and numbers stand, and what is said instead of drawn."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from audit_app.core.comparison import Absence, Gap, Reading, Verdict
from audit_app.core.questionnaire import View
from audit_app.core.report import StandardRow
from audit_app.core.report_parts import ChoiceCount, QuestionFigures
from audit_app.printing import charts
from audit_app.printing.charts.distribution import WIDTH, parts_of, spread
from audit_app.printing.charts.gap_map import NARROW, WIDE
from audit_app.printing.charts.lettering import width_of, wrapped
from audit_app.printing.charts.marks import Track
from audit_app.printing.looks import colour
from tests.printing import samples

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = tuple(View)
STAFF = Reading(View.STAFF, 9, Fraction(80), 70.0, 90.0, True, None)
CUSTOMER = Reading(View.CUSTOMER, 50, Fraction(55), 50.0, 60.0, True, None)


def row(*readings: Reading, main: Gap | None = None, name: str = "Greeting") -> StandardRow:
    return StandardRow("greeting", name, {one.view: one for one in readings}, (), main)


def drawn(chart: str) -> Element:
    return fromstring(chart)


def texts(chart: str) -> list[str]:
    return [found.text or "" for found in drawn(chart).iter(f"{SVG}text")]


def test_marks_differ_in_shape_as_well_as_in_colour():
    visits = replace(STAFF, view=View.OBSERVED)
    chart = drawn(charts.gap_map([row(STAFF, visits, CUSTOMER)], VIEWS))
    fills = {
        name: [found.get("fill") for found in chart.iter(SVG + name)]
        for name in ("polygon", "circle", "rect")
    }
    assert fills["polygon"] == [colour("staff")]
    assert fills["circle"] == [colour("customer")]
    assert fills["rect"].count(colour("observed")) == 1


def test_a_mark_stands_where_its_points_are():
    chart = drawn(charts.gap_map([row(CUSTOMER)], [View.CUSTOMER]))
    (circle,) = chart.iter(f"{SVG}circle")
    assert float(circle.get("cx")) == pytest.approx(160 + (516 - 160) * 0.55, abs=0.05)


def test_a_view_without_a_figure_is_said_in_its_row_and_has_no_mark_on_the_scale():
    hidden = Reading(View.STAFF, 0, absence=Absence.HIDDEN)
    none = Reading(View.OBSERVED, 0)
    chart = charts.gap_map([row(hidden, none, CUSTOMER)], VIEWS)
    assert "not shown: too few people" in texts(chart)
    assert "no answers" in texts(chart)
    assert "0" not in texts(chart)[5:]
    coloured = [
        found for found in drawn(chart).iter() if found.get("fill") in (colour("staff"), colour("observed"))
    ]
    assert coloured == []


def test_too_few_are_hollow_and_say_how_many():
    few = Reading(View.CUSTOMER, 3, Fraction(60), 10.0, 100.0, False, None)
    chart = charts.gap_map([row(few)], [View.CUSTOMER])
    (circle,) = drawn(chart).iter(f"{SVG}circle")
    assert circle.get("fill") == "#ffffff"
    assert "60 (only 3)" in texts(chart)


def test_the_chart_says_all_its_numbers_to_those_who_listen():
    gap = Gap(View.STAFF, View.CUSTOMER, Verdict.BLIND_SPOT, Fraction(25), 12.0, 38.0)
    title = drawn(charts.gap_map([row(STAFF, CUSTOMER, main=gap)], VIEWS)).find(f"{SVG}title").text
    for words in ("Greeting", "80 of 100", "9 self-assessments", "70–90", "55 of 100", "+25", "Blind spot"):
        assert words in title


def test_the_chart_s_title_never_says_a_hidden_number():
    hidden = Reading(View.STAFF, 0, absence=Absence.HIDDEN)
    title = drawn(charts.gap_map([row(hidden, CUSTOMER)], VIEWS)).find(f"{SVG}title").text
    assert "Team: not shown: too few people." in title


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@given(points=st.integers(0, 100), enough=st.booleans(), n=st.integers(1, 10**6))
def test_numbers_stay_inside_the_picture(layout, points, enough, n):
    reading = Reading(View.CUSTOMER, n, Fraction(points), float(points), float(points), enough, None)
    chart = drawn(charts.gap_map([row(reading)], [View.CUSTOMER], is_narrow=layout is NARROW))
    strip = next(found for found in chart.iter(f"{SVG}rect") if found.get("fill-opacity"))
    left, width = float(strip.get("x")), float(strip.get("width"))
    assert left >= 0
    assert left + width <= layout.width
    assert abs(left - layout.track.at(points)) < width + 8


@given(st.floats(-50, 150))
def test_intervals_are_cut_to_the_scale(points):
    assert 10 <= Track(10, 90).at(points) <= 90


@given(st.lists(st.integers(1, 10**5), min_size=1, max_size=7))
def test_counts_under_a_bar_never_touch(counts):
    widths = [width_of(f"{count:,}", 9) for count in counts]
    total, middles, start = sum(counts), [], 0.0
    for count in counts:
        middles.append(start + WIDTH * count / total / 2)
        start += WIDTH * count / total
    places = spread(middles, widths)
    edges = [(x - width / 2, x + width / 2) for x, width in zip(places, widths, strict=True)]
    assert all(right <= left for (_, right), (left, _) in pairwise(edges))
    assert edges[0][0] >= -1e-9
    assert edges[-1][1] <= WIDTH + 1e-9


def test_a_bar_leaves_out_what_is_not_applicable():
    choices = (ChoiceCount("Good", 75, 3), ChoiceCount("Poor", 0, 1), ChoiceCount("No use", None, 9))
    question = QuestionFigures("s.v1", "q", "?", "", View.CUSTOMER, choices, 4, 9, 0, 225, 400, top_two=3)
    assert [part.label for part in parts_of(question)] == ["Good", "Poor"]
    assert texts(charts.distribution(question)) == ["3", "1"]
    assert "No use 9" in drawn(charts.distribution(question)).find(f"{SVG}title").text


def test_nothing_counted_draws_nothing():
    assert charts.shares("t", [charts.Part("a", 0, "#000000")]) == ""
    assert charts.interval_strip(Reading(View.STAFF, 0)) == ""


@pytest.mark.parametrize("language", ["en", "el", "fi", "hy", "tr"])
def test_the_names_of_all_standards_fit_their_label(language):
    for name in samples.names(language).values():
        lines = wrapped(name, WIDE.label_room, 10.5, 3)
        assert not lines[-1].endswith("…")
        assert all(width_of(line, 10.5) <= WIDE.label_room for line in lines)


def test_a_name_that_is_too_long_is_cut_visibly():
    lines = wrapped(
        "Asiakaspalveluhenkilökunnan ystävällisyyden kokonaisvaikutelma kaikkialla aina", 100, 10.5, 3
    )
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(width_of(line, 10.5) <= 100 for line in lines)


def test_text_in_charts_is_escaped():
    chart = charts.gap_map([row(CUSTOMER, name="<b>&")], [View.CUSTOMER])
    assert "<b>" not in chart
    assert "<b>&" in texts(chart)

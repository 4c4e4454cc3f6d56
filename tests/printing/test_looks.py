"""Colours that can be told apart: by everybody, on a grey printer, and by their names in the stylesheets."""

import re
from itertools import combinations, pairwise, product
from math import dist

import pytest

from audit_app.core.questionnaire import View
from audit_app.printing.looks import REPORTS, tint, tokens, view_colour

# Machado, Oliveira, Fernandes (2009), severity 1.0, for linear RGB
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: str) -> tuple[float, ...]:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def times(matrix, vector):
    return tuple(sum(a * b for a, b in zip(line, vector, strict=True)) for line in matrix)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    scaled = [
        value / white
        for value, white in zip(times(TO_XYZ, [min(max(c, 0), 1) for c in rgb]), WHITE, strict=True)
    ]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize(("sight", "pair"), list(product(SIGHT, combinations(View, 2))))
def test_the_three_views_can_be_told_apart(sight, pair):
    one, other = (lab(times(SIGHT[sight], linear(view_colour(view)))) for view in pair)
    assert dist(one, other) > 20


@pytest.mark.parametrize("view", View)
def test_a_view_s_colour_can_be_read_as_text_on_white(view):
    luminance = times(TO_XYZ, linear(view_colour(view)))[1]
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_answers_get_lighter_step_by_step_on_a_grey_printer():
    for view in View:
        lightness = [
            lab(linear(tint(view_colour(view), 8 + points * 92 // 100)))[0] for points in (100, 75, 50, 25, 0)
        ]
        assert all(lighter - darker > 6 for darker, lighter in pairwise(lightness))


def test_tints_go_from_white_to_the_colour():
    assert tint("#1b6fb3", 0) == "#ffffff"
    assert tint("#1b6fb3", 100) == "#1b6fb3"


@pytest.mark.parametrize("name", ["pieces.css", "print.css", "screen.css"])
def test_stylesheets_name_only_colours_that_exist(name):
    used = set(re.findall(r"var\(--([a-z-]+)\)", (REPORTS / name).read_text(encoding="utf-8")))
    assert used - set(tokens()) == set()


def test_paper_asks_for_no_number_features_since_they_leak_memory():
    for name in ("pieces.css", "print.css"):
        assert "font-variant" not in (REPORTS / name).read_text(encoding="utf-8")

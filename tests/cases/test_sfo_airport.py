"""Two years of a real airport survey, imported by mapping files, against figures made with pandas.

The files and the expected figures lie outside the project in shared/cases and are never copied into it.
"""

import json
import shutil
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import pytest

from audit_app import create_app
from audit_app.core.programme import Location, Organisation
from audit_app.services import counting
from audit_app.services.sheets import answers_of
from audit_app.settings import Settings
from audit_app.storage import editions, locations, organisations, sheets, tallies

SHARED = Path(__file__).parents[3] / "shared" / "cases"
HERE = Path(__file__).parent
YEARS = ("2013", "2016")
ITEMS = {  # the question that each of the file's columns answers
    "2013": {
        "Q7A_ART": "art", "Q7B_FOOD": "food", "Q7C_SHOPS": "shops", "Q7D_SIGNS": "signs",
        "Q7E_WALK": "walkways", "Q7F_SCREENS": "screens", "Q7G_INFOARR": "booths_arrival",
        "Q7H_INFODEP": "booths_departure",
        "Q7I_WIFI": "wifi", "Q7J_ROAD": "roads", "Q7K_PARK": "parking", "Q7L_AIRTRAIN": "train",
        "Q7M_LTPARK": "parking_shuttle", "Q7N_RENTAL": "rental", "Q7O_WHOLE": "whole",
    },
    "2016": {
        "Q7ART": "art", "Q7FOOD": "food", "Q7STORE": "shops", "Q7SIGN": "signs", "Q7WALKWAYS": "walkways",
        "Q7SCREENS": "screens", "Q7INFODOWN": "booths_arrival", "Q7INFOUP": "booths_departure",
        "Q7WIFI": "wifi", "Q7ROADS": "roads", "Q7PARK": "parking", "Q7AIRTRAIN": "train",
        "Q7LTPARKING": "parking_shuttle", "Q7RENTAL": "rental", "Q7ALL": "whole", "Q9ALL": "cleanliness",
        "Q10SAFE": "safety",
    },
}  # fmt: skip
STEPS = {"poor": 1, "fair": 2, "average": 3, "good": 4, "excellent": 5}

pytestmark = pytest.mark.skipif(
    not (SHARED / "expected.json").exists(), reason=f"the cases made by others are not here: {SHARED}"
)


@pytest.fixture(scope="module")
def expected():
    return json.loads((SHARED / "expected.json").read_text("utf-8"))["02_sfo_airport"]


@pytest.fixture
def app(tmp_path, empty_sqlite):
    """The application with one organisation and the airport in it."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy(empty_sqlite, data / "extra-eyes.sqlite")
    app = create_app(Settings(data=data))
    store = app.extensions["rooms"].store
    firm = Organisation(uuid4(), "Airports", "en")
    with store.writing_all() as everywhere:
        organisations.found(everywhere, firm)
    with store.writing(firm.id) as scope:
        name, zone = "San Francisco Airport", "America/Los_Angeles"
        locations.add(scope, Location(uuid4(), firm.id, name, "San Francisco", "US", zone, "en"))
    yield app
    store.close()


def run(app, *words):
    done = app.test_cli_runner().invoke(args=["responses", "import", *words])
    assert done.exit_code == 0, done.output
    return done.output


def import_year(app, expected, year, *options):
    file = SHARED / expected[year]["file"]
    return json.loads(run(app, str(file), "--map", str(HERE / f"sfo_{year}.map.yaml"), "--json", *options))


def rounded(value):
    """To six places, halves up, as a number of the expected file."""
    sixth = Decimal(1).scaleb(-6)
    return float((Decimal(value.numerator) / value.denominator).quantize(sixth, ROUND_HALF_UP))


def figures_in(question):
    return {
        "n": question["n"],
        "mean": question["mean"],
        "top2_pct": question["top_two_percent"],
        "counts": question["counts"],
        "not_applicable_6": question["not_applicable"],
        "blank": question["blank"],
    }


def wanted(item):
    return {key: item[key] for key in ("n", "mean", "top2_pct", "counts", "not_applicable_6", "blank")}


@pytest.mark.parametrize("year", YEARS)
def test_a_dry_run_tells_every_figure_to_all_digits(app, expected, year):
    report = import_year(app, expected, year, "--dry-run")
    items = expected[year]["items"]
    assert items.keys() == ITEMS[year].keys()
    assert {item: figures_in(report["questions"][ITEMS[year][item]]) for item in items} == {
        item: wanted(figures) for item, figures in items.items()
    }
    assert (report["rows"], report["new"], report["stored"]) == (expected[year]["rows"],) * 2 + (0,)
    assert report["problems"] == []


@pytest.mark.parametrize("year", YEARS)
def test_what_is_stored_adds_up_to_every_figure(app, expected, year):
    """From the kept tallies alone, by arithmetic of this test's own."""
    assert import_year(app, expected, year)["stored"] == expected[year]["rows"]
    counted = Counter()
    for count in kept_counts(app, date(int(year), 5, 1), date(int(year), 5, 31)):
        counted[count.question, count.value] += count.n
    for item, figures in expected[year]["items"].items():
        assert recomputed(counted, ITEMS[year][item]) == wanted(figures), item


def kept_counts(app, first, last):
    rooms = app.extensions["rooms"]
    with rooms.store.reading_all() as everywhere:
        (firm,) = organisations.every(everywhere)
    with rooms.store.reading(firm.id) as scope:
        places = [place.id for place in locations.every(scope)]
        return tallies.answer_counts(scope, places, first, last, answers_of(rooms, scope))


def recomputed(counted, question):
    steps = {step: counted[question, choice] for choice, step in STEPS.items()}
    n = sum(steps.values())
    return {
        "n": n,
        "mean": rounded(Fraction(sum(step * count for step, count in steps.items()), n)),
        "top2_pct": rounded(Fraction(100 * (steps[4] + steps[5]), n)),
        "counts": {str(step): count for step, count in steps.items()},
        "not_applicable_6": counted[question, "not_applicable"],
        "blank": counted[question, ""],
    }


@pytest.mark.slow
def test_both_years_live_side_by_side_and_come_in_once(app, expected):
    first = [import_year(app, expected, year) for year in YEARS]
    before = everything(app)
    second = [import_year(app, expected, year) for year in YEARS]
    assert [report["stored"] for report in first] == [3535, 3087]
    assert [(report["stored"], report["already_there"]) for report in second] == [(0, 3535), (0, 3087)]
    assert [report["questions"] for report in second] == [report["questions"] for report in first]
    assert everything(app) == before
    assert len(before[0]) == 3535 + 3087
    assert [key for key, _digest in before[1]] == ["airport.v1"]
    assert list(counting.verify(app.extensions["rooms"]).values()) == [[]]


def everything(app):
    """The sheets, editions and counts that are kept."""
    rooms = app.extensions["rooms"]
    with rooms.store.reading_all() as everywhere:
        (firm,) = organisations.every(everywhere)
    with rooms.store.reading(firm.id) as scope:
        kept = sorted((sheet.id, sheet.digest, sheet.day) for sheet in sheets.every(scope))
        used = [(edition.key, edition.digest) for edition in editions.every(scope)]
    counts = kept_counts(app, date(2013, 1, 1), date(2016, 12, 31))
    return kept, used, sorted(map(str, counts))


def test_days_and_languages_are_those_of_the_code_books(app, expected):
    import_year(app, expected, "2013")
    import_year(app, expected, "2016")
    rooms = app.extensions["rooms"]
    with rooms.store.reading_all() as everywhere:
        (firm,) = organisations.every(everywhere)
    with rooms.store.reading(firm.id) as scope:
        kept = list(sheets.every(scope))
    days = Counter(sheet.day for sheet in kept)
    assert (days[date(2013, 5, 7)], days[date(2016, 5, 9)], days[date(2016, 5, 10)]) == (366, 267, 47)
    assert (min(days), max(days)) == (date(2013, 5, 2), date(2016, 5, 24))
    assert Counter(sheet.language for sheet in kept if sheet.day.year == 2013) == {
        "en": 3302, "es": 34, "zh": 68, "ja": 131
    }  # fmt: skip

"""Answers that other survey software exported, imported as they lie in shared/cases beside the project."""

import json
import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from audit_app import create_app
from audit_app.core.programme import Location, Organisation
from audit_app.settings import Settings
from audit_app.storage import locations, organisations, sheets

SHARED = Path(__file__).parents[3] / "shared" / "cases"

pytestmark = pytest.mark.skipif(
    not (SHARED / "expected.json").exists(), reason=f"the cases made by others are not here: {SHARED}"
)

QUESTIONNAIRE = """\
code: others
edition: 1
kind: customer
titles: {fi: "Kysely"}
sections:
  - code: all
    titles: {fi: "Kaikki"}
    questions:
      - {code: fair, type: choice, texts: {fi: "Onko palkkasi kilpailukykyinen?"}, scale: yes_no, weight: 0}
      - {code: recommend, type: recommend, texts: {en: "Would you recommend us?"}}
      - {code: words, type: text, texts: {fi: "Vapaa sana"}}
"""

PAY = """\
questionnaire: others.v1.yaml
source: pay-2022
location: Helsinki
date: {column: Timestamp, format: "%d/%m/%Y %H:%M:%S"}
questions:
  fair:
    column: Onko palkkasi nykyroolissasi mielestäsi kilpailukykyinen?
    codes: {"Kyllä": "yes", "Ei": "no"}
  words: {column: Vapaa sana}
"""


@pytest.fixture(scope="module")
def expected():
    return json.loads((SHARED / "expected.json").read_text("utf-8"))


@pytest.fixture
def load(tmp_path, empty_sqlite):
    """Imports a file by the text of a mapping: the report, and the sheets that are kept."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy(empty_sqlite, data / "extra-eyes.sqlite")
    app = create_app(Settings(data=data))
    store = app.extensions["rooms"].store
    firm = Organisation(uuid4(), "Surveys", "fi")
    with store.writing_all() as everywhere:
        organisations.found(everywhere, firm)
    with store.writing(firm.id) as scope:
        place = Location(uuid4(), firm.id, "Helsinki", "Helsinki", "Finland", "Europe/Helsinki", "fi")
        locations.add(scope, place)
    (tmp_path / "others.v1.yaml").write_text(QUESTIONNAIRE, "utf-8")

    def loading(file, mapping):
        (tmp_path / "others.map.yaml").write_text(mapping, "utf-8")
        words = ["responses", "import", str(file), "--map", str(tmp_path / "others.map.yaml"), "--json"]
        done = app.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, done.output
        with store.reading(firm.id) as scope:
            return json.loads(done.output), list(sheets.every(scope))

    yield loading
    store.close()


@pytest.mark.parametrize(
    ("file", "extra"),
    [
        ("14_finnish_palkkakysely/data/2022/results.tsv", ""),
        ("14_finnish_palkkakysely/data/2022/results.xlsx", ""),
        ("24_derived_encodings/finnish_iso8859-15_semicolon.csv", "encoding: iso-8859-15\n"),
    ],
    ids=["tabs", "spreadsheet", "latin-9 with semicolons"],
)
def test_one_survey_in_three_formats_gives_the_same_answers(load, expected, file, extra):
    wanted = expected["14_finnish_palkkakysely"]["2022"]
    report, kept = load(SHARED / file, extra + PAY)
    counts = wanted["competitive_counts"]
    fair = report["questions"]["fair"]
    assert (report["rows"], report["stored"], len(kept)) == (wanted["responses"],) * 3
    assert fair["counts"] == {"Ei": counts["Ei"], "Kyllä": counts["Kyllä"]}
    assert (fair["n"], fair["blank"]) == (counts["Ei"] + counts["Kyllä"], counts[""])
    assert fair["mean"] is None
    assert (min(sheet.day for sheet in kept).isoformat()) == "2022-09-26"
    assert any("ä" in str(sheet.answers.values.get("words")) for sheet in kept)


def test_three_rows_of_names_before_the_answers(load, expected):
    wanted = expected["12_qualtrics"]["sample.csv"]
    mapping = """\
questionnaire: others.v1.yaml
skip_rows: 2
id: ResponseId
location: Helsinki
date: {column: RecordedDate}
language: {column: UserLanguage}
questions:
  words: {column: Q2}
  recommend: {column: Q1}
"""
    report, (sheet,) = load(SHARED / "12_qualtrics/inst/extdata/sample.csv", mapping)
    assert report["rows"] == wanted["data_rows"]
    assert sheet.answers.values == {"words": wanted["Q2_value"], "recommend": int(wanted["Q1_value"])}
    assert (sheet.language, sheet.day.isoformat()) == ("de", "2017-07-18")


@pytest.mark.parametrize(
    ("case", "promoters", "passives", "detractors"),
    [
        ("whuber_crossvalidated_example p=1/2 d=1/6", 162, 108, 54),
        ("60/25/15 of 400", 240, 100, 60),
        ("half_half_n100", 50, 0, 50),
        ("all_detractors_n10", 0, 0, 10),
    ],
)
def test_the_net_promoter_score_is_that_of_the_reference(
    load, expected, tmp_path, case, promoters, passives, detractors
):
    """With 11 for blank, as the airport writes it; and 0, which is an answer here."""
    wanted = expected["23_reference_stats"]["nps_reference"][case]
    given = [*[10, 9] * promoters][:promoters] + [*[7, 8] * passives][:passives]
    given += [*range(7)] * (detractors // 7) + [0] * (detractors % 7) + [11] * 5
    (tmp_path / "nps.csv").write_text("NETPRO\n" + "\n".join(map(str, given)) + "\n")
    mapping = """\
questionnaire: others.v1.yaml
location: Helsinki
date: "2026-03-05"
questions:
  recommend: {column: netpro, blank: ["11"]}
"""
    figures = load(tmp_path / "nps.csv", mapping)[0]["questions"]["recommend"]
    assert figures["nps"] == wanted["nps"]
    assert [figures[key] for key in ("promoters", "passives", "detractors")] == [
        promoters, passives, detractors
    ]  # fmt: skip
    assert (figures["n"], figures["blank"]) == (promoters + passives + detractors, 5)

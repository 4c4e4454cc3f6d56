"""`flask responses import` as one types it: what it prints, how it exits, and what it refuses."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from uuid import uuid4

import pytest

from audit_app import create_app
from audit_app.core.programme import Location, Organisation
from audit_app.settings import ROOT, Settings
from audit_app.storage import locations, organisations, sheets

MAPPING = """\
questionnaire: counter-survey.v1
id: Number
location: Athens
date: "2026-03-05"
questions:
  greeted: {column: Greeted, codes: {"2": excellent, "1": poor}}
  recommend: {column: NPS}
"""
ANSWERS = "Number,Greeted,NPS\n1,2,10\n2,2,9\n3,1,6\n4,,\n"
WRONG = ANSWERS + "5,7,10\n6,7,10\n7,7,11\n9,7,10\n"


class Terminal:
    """Files in a folder, and the command typed in it."""

    def __init__(self, app, folder):
        self.app = app
        self.folder = folder
        self.write("answers.csv", ANSWERS)
        self.write("panel.map.yaml", MAPPING)

    def write(self, name, content):
        (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def run(self, *options, file="answers.csv", mapping="panel.map.yaml"):
        words = [str(self.folder / file), "--map", str(self.folder / mapping), *options]
        return self.app.test_cli_runner().invoke(args=["responses", "import", *words])

    def found(self, name):
        """One more organisation, with a location in Athens."""
        firm = Organisation(uuid4(), name, "en")
        store = self.app.extensions["rooms"].store
        with store.writing_all() as everywhere:
            organisations.found(everywhere, firm)
        with store.writing(firm.id) as scope:
            locations.add(scope, Location(uuid4(), firm.id, "Athens", "A", "Greece", "Europe/Athens", "el"))
        return firm.id

    def stored(self, organisation_id):
        with self.app.extensions["rooms"].store.reading(organisation_id) as scope:
            return len(list(sheets.every(scope)))


@pytest.fixture
def terminal(tmp_path, empty_sqlite):
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copy(empty_sqlite, data / "extra-eyes.sqlite")
    app = create_app(Settings(data=data))
    yield Terminal(app, tmp_path)
    app.extensions["rooms"].store.close()


@pytest.fixture
def firm(terminal):
    return terminal.found("Kiosk")


def lines(result):
    return [line.rstrip() for line in result.stdout.splitlines()]


def test_the_report_is_an_aligned_table(terminal, firm):
    done = terminal.run()
    assert done.exit_code == 0
    assert lines(done) == [
        "Rows read      4",
        "Stored         4",
        "Already there  0",
        "",
        "Question   Column   n   Mean  Points  Top two  Not applicable  Blank   NPS",
        "greeted    Greeted  3  1.667    66.7    66.7%               0      1     –",
        "recommend  NPS      3  8.333       –        –               0      1  33.3",
    ]
    assert done.stderr == ""
    assert terminal.stored(firm) == 4


def test_a_dry_run_and_a_second_run_say_so(terminal, firm):
    assert lines(terminal.run("--dry-run"))[1] == "To be stored (dry run)  4"
    assert terminal.stored(firm) == 0
    terminal.run()
    assert lines(terminal.run())[:3] == ["Rows read      4", "Stored         0", "Already there  4"]
    assert terminal.stored(firm) == 4


def test_json_is_for_other_programs(terminal, firm):
    done = terminal.run("--dry-run", "--json")
    assert json.loads(done.stdout) == {
        "refused": False,
        "questionnaire": "counter-survey.v1",
        "dry_run": True,
        "rows": 4,
        "empty_rows": 0,
        "new": 4,
        "stored": 0,
        "already_there": 0,
        "skipped": 0,
        "left_blank": 0,
        "conflict": 0,
        "problems": [],
        "more_problems": 0,
        "questions": {
            "greeted": {
                "columns": ["Greeted"], "n": 3, "mean": 1.666667, "points": 66.666667,
                "top_two_percent": 66.666667, "counts": {"1": 1, "2": 2},
                "not_applicable": 0, "blank": 1, "hidden": 0,
            },
            "recommend": {
                "columns": ["NPS"], "n": 3, "mean": 8.333333, "points": None, "top_two_percent": None,
                "counts": {"6": 1, "9": 1, "10": 1}, "not_applicable": 0, "blank": 1, "hidden": 0,
                "promoters": 2, "passives": 0, "detractors": 1, "nps": 33.333333,
            },
        },
    }  # fmt: skip


def test_a_refusal_names_rows_columns_and_values(terminal, firm):
    terminal.write("answers.csv", WRONG)
    done = terminal.run()
    assert done.exit_code == 1
    assert lines(done) == [
        'Refused: rows 6–9 (4): Greeted: "7": the mapping does not name this code',
        'Refused: row 8: NPS: "11": the mapping does not name this code',
    ]
    assert done.stderr == "Nothing was stored. Please mend what is listed and import the file again.\n"
    assert terminal.stored(firm) == 0
    told = json.loads(terminal.run("--json").stdout)
    assert (told["refused"], told["mistakes"], told["rows"], told["stored"]) == (True, [], 8, 0)
    assert told["problems"][0] == {
        "effect": "refused", "message": "the mapping does not name this code", "column": "Greeted",
        "value": "7", "count": 4, "rows": [[6, 9]],
    }  # fmt: skip


def test_what_was_skipped_is_named_beside_the_figures(terminal, firm):
    terminal.write("answers.csv", WRONG + "10,7,10\n12,1,10\n")
    done = terminal.run("--unknown", "skip_row")
    assert done.exit_code == 0
    assert lines(done)[:7] == [
        "Rows read      10",
        "Stored          5",
        "Already there   0",
        "Skipped         5",
        "",
        'Skipped: rows 6–10 (5): Greeted: "7": the mapping does not name this code',
        'Skipped: row 8: NPS: "11": the mapping does not name this code',
    ]


def test_fifty_problems_are_listed_and_the_others_counted(terminal, firm):
    terminal.write("answers.csv", "Number,Greeted,NPS\n" + "".join(f"{n},x{n},\n" for n in range(60)))
    listed = lines(terminal.run())
    assert len(listed) == 51
    assert listed[49].startswith('Refused: row 51: Greeted: "x49": ')
    assert listed[50] == "… and 10 more problems"
    told = json.loads(terminal.run("--json").stdout)
    assert (len(told["problems"]), told["more_problems"]) == (50, 10)


def test_rows_far_apart_are_cut_short(terminal, firm):
    odd = "".join(f"{n},{7 if n % 2 else 1},\n" for n in range(60))
    terminal.write("answers.csv", "Number,Greeted,NPS\n" + odd)
    (told,) = lines(terminal.run())
    assert told.startswith("Refused: rows 3, 5, 7, ")
    assert "41, … (30): Greeted" in told


def test_the_organisation_is_named_where_there_are_several(terminal, firm):
    other = terminal.found("Periptero")
    done = terminal.run()
    assert (done.exit_code, terminal.stored(firm)) == (1, 0)
    assert "Kiosk" in done.stderr
    assert "Periptero" in done.stderr
    assert terminal.run("--organisation", "Periptero").exit_code == 0
    assert (terminal.stored(firm), terminal.stored(other)) == (0, 4)
    assert terminal.run("--organisation", "Kiosko").exit_code == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("answers.csv", b"", "answers.csv:1: the file is empty; export the answers again"),
        ("answers.csv", b"Number,Greeted,NPS\n", "answers.csv:1: no row with answers stands below"),
        ("answers.csv", b"Number,Greeted,NPS\n1,2,caf\xe9\n",
         "answers.csv:2: byte 27, in row 2, is no letter of UTF-8; write in the mapping"),
        ("answers.csv", bytes(range(256)), "answers.csv:1: byte 1, in row 1, is no letter of UTF-8; "),
        ("answers.csv", b"PK\x03\x04" + bytes(99), "answers.csv:1: the spreadsheet is damaged or not sound"),
        ("answers.csv", b"Numbr,Greeted\n1,2\n", 'id: the file has no column "Number"; write "Numbr"'),
        ("answers.csv", b"Numbr,Greeted\n1,2\n",
         'panel.map.yaml:7: questions.recommend.column: the file has no column "NPS"; write one of: "N'),
        ("answers.csv", b"Number,Greeted,greeted,NPS\n1,2,2,3\n",
         'panel.map.yaml:6: questions.greeted.column: the file has the column "Greeted" more than once'),
        ("panel.map.yaml", MAPPING.replace("Athens", "Atens"),
         'panel.map.yaml:3: location.fixed: there is no location "Atens"; write "Athens"'),
        ("panel.map.yaml", MAPPING.replace('"2026-03-05"', '"5 March"'),
         'panel.map.yaml:4: date.fixed: "5 March" is no day; write "2026-12-31"'),
        ("panel.map.yaml", MAPPING.replace("greeted:", "greted:"), 'there is no question "greted" in'),
        ("panel.map.yaml", b"", "panel.map.yaml:1: the file is empty; "),
        ("panel.map.yaml", b"\xff", "panel.map.yaml:1: the file is not UTF-8; "),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_is_stored(terminal, firm, name, content, said):
    terminal.write(name, content)
    done = terminal.run()
    assert done.exit_code == 1
    assert said in done.stdout
    assert done.stderr == "Nothing was stored. Please mend what is listed and import the file again.\n"
    assert terminal.stored(firm) == 0
    told = json.loads(terminal.run("--json").stdout)
    assert told["refused"] is True
    assert [f"{one['message']}; {one['instead']}" in done.stdout for one in told["mistakes"]] == [True] * len(
        lines(done)
    )


@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ("gone.csv", "panel.map.yaml"),
        ("answers.csv", "gone.yaml"),
        (".", "panel.map.yaml"),
        ("answers.csv", "."),
    ],
)
def test_a_missing_file_or_a_folder_is_a_usage_error(terminal, firm, file, mapping):
    done = terminal.run(file=file, mapping=mapping)
    assert done.exit_code == 2
    assert "does not exist" in done.stderr or "is a directory" in done.stderr


def test_a_bar_is_drawn_where_somebody_watches_and_never_into_the_report(terminal, firm):
    """A terminal of its own is the command's error stream, as a person's would be."""
    watching, errors = pty.openpty()
    surroundings = {**os.environ, "DATA": str(terminal.folder / "data"), "TERM": "xterm"}
    words = ["responses", "import", "answers.csv", "--map", "panel.map.yaml"]
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), *words],
        cwd=terminal.folder, env=surroundings, stdout=subprocess.PIPE, stderr=errors, check=True,
    )  # fmt: skip
    os.close(errors)
    drawn = os.read(watching, 100_000).decode()
    os.close(watching)
    assert re.search(r"Reading .*Storing +\[#+\] +100%", drawn, re.DOTALL)
    assert done.stdout.decode().startswith("Rows read      4\nStored         4\n")
    assert "[" not in done.stdout.decode()

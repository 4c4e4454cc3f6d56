"""`flask checklists`: what an author sees."""

import json
import shutil

import pytest
from flask import Flask

from audit_app.cli.checklists import checklists
from tests.catalogue.making import put, survey


@pytest.fixture
def run(folder):
    app = Flask("authors")
    app.config["CHECKLISTS"] = folder
    app.cli.add_command(checklists)
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["checklists", *map(str, words)])


def test_check_says_that_all_is_well(run, folder):
    assert (run("check").exit_code, run("check").output) == (0, "1 questionnaire, no mistakes\n")
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    assert run("check").output == "2 questionnaires, no mistakes\n"
    assert run("check", folder / "customers").output == "1 questionnaire, no mistakes\n"
    assert run("check", folder / "scales.yaml").output == "0 questionnaires, no mistakes\n"


def test_check_lists_every_mistake_and_fails(run, folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1) + "typo: 1\n")
    put(folder, "teams/team.v1.yaml", survey("team", 1, "staff", "pass_mark: 700\n"))
    done = run("check")
    assert done.exit_code == 1
    assert [line.split(":", 2)[:2] for line in done.stdout.splitlines()] == [
        ["checklists/customers/till.v1.yaml", "6"],
        ["checklists/teams/team.v1.yaml", "5"],
    ]
    assert done.stderr == "2 mistakes\n"


def test_check_looks_at_the_files_asked_for(run, folder):
    bad = put(folder, "customers/till.v1.yaml", survey("till", 1) + "typo: 1\n")
    assert run("check", folder / "audits/visit.v1.yaml").exit_code == 0
    assert run("check", bad).exit_code == 1


def test_check_fails_for_a_file_that_is_not_there(run, folder):
    done = run("check", folder / "audits/visitt.v1.yaml")
    assert done.exit_code == 1
    assert 'this file cannot be read; write "visit.v1.yaml"' in done.stdout


def test_check_writes_json(run, folder):
    assert json.loads(run("check", "--json").stdout) == []
    put(folder, "customers/till.v1.yaml", survey("till", 1) + "cod: 1\n")
    done = run("check", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == [
        {
            "file": "checklists/customers/till.v1.yaml",
            "line": 6,
            "path": "cod",
            "message": 'there is no key "cod" here',
            "instead": 'write "code"',
        }
    ]


# Possible points: greeted 2 × 100, wait 1 × 100; seen has none, shelves is a bonus. 200/300 = 66.66… %
TABLE = """\
A (visit.v1)

  Question  Weight  Effective  Standard  Critical
A
  greeted        2      66.7%  greeting  ≤ 0 → cap 50
  wait           1      33.3%  greeting
A
  seen           1          –  –
  shelves        1      bonus  premises
  remarks        1          –  –
"""


@pytest.mark.parametrize("name", ["visit", "visit.v1"])
def test_show_prints_what_each_question_weighs(run, name):
    done = run("show", name)
    assert done.exit_code == 0
    assert done.stdout == TABLE


def test_effective_weights_are_rounded_once_half_up(run, folder):
    # Of 2000: 5 is 0.25 %, 95 is 4.75 %, both halfway between two printed numbers.
    question = "{{code: q{0}, type: choice, scale: yes_no, standard: greeting, weight: {0}, texts: TEXTS}}"
    asked = ", ".join(question.format(weight) for weight in [5, 95, 900, 1000])
    text = survey("till", 1).replace("{code: liked, type: text, texts: TEXTS}", asked)
    put(folder, "customers/till.v1.yaml", text)
    rows = [line.split() for line in run("show", "till").stdout.splitlines() if line.startswith("  q")]
    assert [(row[1], row[2]) for row in rows] == [
        ("5", "0.3%"),
        ("95", "4.8%"),
        ("900", "45.0%"),
        ("1000", "50.0%"),
    ]


def test_show_speaks_the_language_asked_for(run):
    assert run("show", "visit", "--language", "el").stdout.startswith("Α (visit.v1)\n")
    assert "66,7" in run("show", "visit", "--language", "fi").stdout


def test_show_takes_the_newest_edition(run, folder):
    for edition in (1, 2):
        put(folder, f"customers/till.v{edition}.yaml", survey("till", edition))
    assert run("show", "till").stdout.startswith("A (till.v2)")
    assert run("show", "till.v1").stdout.startswith("A (till.v1)")


def test_show_knows_the_nearest_word(run):
    done = run("show", "vist")
    assert done.exit_code == 2
    assert 'there is no questionnaire "vist"; write "visit"' in done.stderr
    assert 'write "visit.v1"' in run("show", "visit.v2").stderr


def test_show_lists_the_mistakes_of_a_malformed_file(run, folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1) + "typo: 1\n")
    done = run("show", "till")
    assert done.exit_code == 1
    assert "typo" in done.stdout


def test_publish_freezes_an_edition(run, folder):
    assert run("publish", "visit").stdout == '"visit.v1" is published\n'
    assert (folder / "published.txt").read_text().startswith("visit 1 ")
    assert run("publish", "visit").stdout == '"visit.v1" was published before\n'
    assert run("check").exit_code == 0


def test_publish_refuses_a_file_with_mistakes(run, folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1) + "typo: 1\n")
    done = run("publish", "till")
    assert done.exit_code == 1
    assert "typo" in done.stdout
    assert not (folder / "published.txt").exists()


def test_publish_refuses_a_published_edition_that_changed(run, folder):
    run("publish", "visit")
    with (folder / "audits/visit.v1.yaml").open("a") as file:
        file.write("# changed\n")
    before = (folder / "published.txt").read_text()
    done = run("publish", "visit")
    assert done.exit_code == 1
    assert "copy the file to visit.v2.yaml" in done.stdout
    assert (folder / "published.txt").read_text() == before


def test_publish_knows_the_nearest_word(run):
    assert run("publish", "vist").exit_code == 2


def test_check_judges_another_folder_of_checklists_by_its_own_lists(run, folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "copies" / "checklists")
    scales = (other / "scales.yaml").read_text("utf-8")
    (other / "scales.yaml").write_text(scales.replace("code: quality", "code: grade"), "utf-8")
    visit = (other / "audits/visit.v1.yaml").read_text("utf-8")
    (other / "audits/visit.v1.yaml").write_text(visit.replace("scale: quality", "scale: grade"), "utf-8")
    assert run("check", other).output == "1 questionnaire, no mistakes\n"
    assert run("check", other, folder).output == "2 questionnaires, no mistakes\n"
    put(other, "audits/visit.v1.yaml", visit)
    assert '"quality"' in run("check", other, folder).stdout

"""Imports of answers: what is stored, what is told, and that nothing is stored by halves or twice."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from audit_app.catalogue import load_catalogue
from audit_app.core.answer_tally import Groups
from audit_app.core.programme import Channel, Location, Organisation
from audit_app.core.questionnaire import View
from audit_app.files import PhotoShelf
from audit_app.services import Rooms
from audit_app.services.importing import Order, import_responses, keeping
from audit_app.services.importing.outcome import Effect, ImportRefused, ImportReport, ranges_of
from audit_app.services.sheets import answers_of
from audit_app.settings import ROOT, Settings
from audit_app.storage import Store, editions, imports, locations, organisations, sheets, tallies

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
YEAR = date(2026, 1, 1), date(2026, 12, 31)

MAPPING = """\
questionnaire: counter-survey.v1
source: panel
id: Number
location: {column: Shop, codes: {"1": Athens, "2": Helsinki}}
date: {column: Day, format: "%d.%m.%Y"}
questions:
  greeted:
    column: Greeted
    codes: {"5": excellent, "4": good, "3": average, "2": fair, "1": poor}
    blank: ["0"]
  recommend: {column: NPS, blank: ["11"]}
  liked: {column: Liked, blank: ["-"]}
"""

ANSWERS = """\
Number,Shop,Day,Greeted,NPS,Liked
1,1,1.3.2026,5,10,"All, of it"
2,1,2.3.2026,4,9,-
3,2,2.3.2026,4,8,
4,2,28.2.2026,1,0,Nothing
5,2,28.2.2026,0,11,
"""


@cache
def shipped():
    return load_catalogue(ROOT / "checklists")


@dataclass
class Desk:
    """An organisation with two shops, and a folder in which files are put to be imported."""

    rooms: Rooms
    id: object
    places: dict[str, Location]
    folder: Path

    def run(self, answers: str | bytes = ANSWERS, mapping: str = MAPPING, **order) -> ImportReport:
        """Import a text as a file by a mapping."""
        file, rules = self.folder / "answers.csv", self.folder / "panel.map.yaml"
        file.write_bytes(answers if isinstance(answers, bytes) else answers.encode())
        rules.write_text(mapping, "utf-8")
        return import_responses(self.rooms, self.id, Order(file, rules, **order), NOW)

    def refused(self, *args, **order) -> ImportRefused:
        """The refusal of an import, after which nothing is there that was not there before."""
        before = self.everything()
        with pytest.raises(ImportRefused) as refusal:
            self.run(*args, **order)
        assert self.everything() == before
        return refusal.value

    def everything(self):
        """All that an import can write."""
        with self.rooms.store.reading(self.id) as scope:
            places = [place.id for place in self.places.values()]
            counted = tallies.answer_counts(scope, places, *YEAR, answers_of(self.rooms, scope))
            kept = sorted(sheets.every(scope), key=lambda sheet: sheet.import_key)
            return kept, editions.every(scope), imports.every(scope), sorted(map(str, counted))

    def sheets(self):
        with self.rooms.store.reading(self.id) as scope:
            return sorted(sheets.every(scope), key=lambda sheet: (sheet.day, sheet.digest))

    def differences(self):
        """Where the tallies say something else than the sheets."""
        with self.rooms.store.reading(self.id) as scope:
            return tallies.recount(scope, answers_of(self.rooms, scope))


def found(store: Store, folder: Path, *names: str) -> Desk:
    folder.mkdir(exist_ok=True)
    rooms = Rooms(store, shipped(), PhotoShelf(folder / "photos"), Settings(data=folder / "data"))
    firm = Organisation(uuid4(), "Kiosk", "en")
    places = {name: Location(uuid4(), firm.id, name, "City", "Land", "Europe/Athens", "el") for name in names}
    with store.writing_all() as everywhere:
        organisations.found(everywhere, firm)
    with store.writing(firm.id) as scope:
        for place in places.values():
            locations.add(scope, place)
    return Desk(rooms, firm.id, places, folder)


@pytest.fixture
def desk(sqlite_store, tmp_path):
    return found(sqlite_store, tmp_path / "ours", "Athens", "Helsinki")


@pytest.fixture
def desk_on_both(store, tmp_path):
    """The same on each database."""
    return found(store, tmp_path / "ours", "Athens", "Helsinki")


def problems_of(report: ImportReport):
    return {(each.effect, each.column, each.value): rows for each, rows in report.problems.items()}


# --- what is stored


def test_a_day_that_has_not_come_yet_is_no_answers_day(desk):
    later = ANSWERS.replace("1,1,1.3.2026", "1,1,11.3.2026")
    report = desk.refused(later).report
    assert report is not None
    assert [(each.column, each.value) for each in report.problems] == [("Day", "11.3.2026")]
    assert desk.run(ANSWERS.replace("1,1,1.3.2026", "1,1,10.3.2026")).stored == 5


def test_rows_become_customers_sheets(desk_on_both):
    desk = desk_on_both
    report = desk.run()
    assert (report.rows, report.stored, report.already_there, report.problems) == (5, 5, 0, {})
    kept = {sheet.answers.values.get("recommend"): sheet for sheet in desk.sheets()}
    assert kept[10].answers.values == {"greeted": "excellent", "recommend": 10, "liked": "All, of it"}
    assert kept[9].answers.values == {"greeted": "good", "recommend": 9}
    assert kept[0].answers.values == {"greeted": "poor", "recommend": 0, "liked": "Nothing"}
    assert kept[None].answers.values == {}
    assert {(one.view, one.channel, one.questionnaire, one.received_at) for one in kept.values()} == {
        (View.CUSTOMER, Channel.IMPORT, "counter-survey.v1", NOW)
    }
    assert (kept[8].day, kept[8].location_id) == (date(2026, 3, 2), desk.places["Helsinki"].id)
    assert kept[10].scores.standards["greeting"].points == 100
    assert desk.differences() == []


def test_the_same_file_again_stores_nothing(desk_on_both):
    desk_on_both.run()
    kept, *_rest = before = desk_on_both.everything()
    report = desk_on_both.run()
    assert (report.rows, report.new, report.stored, report.already_there, report.problems) == (5, 0, 0, 5, {})
    after = desk_on_both.everything()
    assert (after[0], after[1], after[3]) == (kept, before[1], before[3])
    assert desk_on_both.differences() == []


def test_a_longer_file_adds_its_new_rows_only(desk):
    desk.run()
    report = desk.run(ANSWERS + "6,1,3.3.2026,3,7,\n")
    assert (report.rows, report.new, report.already_there) == (6, 1, 5)
    assert len(desk.sheets()) == 6


@pytest.mark.parametrize(
    ("old", "new"),
    [("4,2,28.2.2026,1,", "4,2,28.2.2026,2,"), ("4,2,28", "4,1,28"), ("4,2,28.2.2026", "4,2,27.2.2026")],
    ids=["answer", "location", "day"],
)
def test_a_changed_row_under_the_same_id_is_a_conflict_and_not_stored(desk_on_both, old, new):
    desk_on_both.run()
    before = desk_on_both.sheets()
    for dry_run in (True, False):
        report = desk_on_both.run(ANSWERS.replace(old, new) + "6,1,3.3.2026,3,7,\n", dry_run=dry_run)
        assert problems_of(report) == {(Effect.CONFLICT, "", ""): (5,)}
        assert (report.new, report.already_there) == (1, 4)
    assert [one for one in desk_on_both.sheets() if one in before] == before
    assert desk_on_both.differences() == []


def test_without_an_id_a_row_is_known_by_all_its_cells(desk):
    mapping = MAPPING.replace("id: Number\n", "")
    twins = ANSWERS.replace("Number,", "Colour,") + '1,1,1.3.2026,5,10,"All, of it"\n'
    assert desk.run(twins, mapping).stored == 6
    assert desk.run(twins, mapping).already_there == 6
    assert desk.run(twins + '1,1,1.3.2026,5,10,"All, of it"\n', mapping).stored == 1
    assert len(desk.sheets()) == 7


def test_the_same_number_in_another_source_is_another_answer(desk):
    assert desk.run().stored == 5
    assert desk.run(mapping=MAPPING.replace("source: panel", "source: panel-2027")).stored == 5
    assert len({sheet.id for sheet in desk.sheets()}) == 10


def test_another_organisation_imports_the_same_file_for_itself(store, tmp_path):
    ours, theirs = (found(store, tmp_path / name, "Athens", "Helsinki") for name in ("ours", "theirs"))
    assert ours.run().stored == 5
    assert theirs.run().stored == 5
    assert {sheet.organisation_id for sheet in ours.sheets()} == {ours.id}


def test_a_dry_run_tells_the_same_and_stores_nothing(desk_on_both):
    before = desk_on_both.everything()
    told = desk_on_both.run(dry_run=True)
    assert desk_on_both.everything() == before == ([], [], [], [])
    assert (told.new, told.stored) == (5, 0)
    done = desk_on_both.run()
    assert replace(told, dry_run=False) == done
    assert desk_on_both.run(dry_run=True).already_there == 5


def test_a_run_is_written_down(desk):
    desk.run(ANSWERS.replace("5,2,28.2.2026,0,11", "5,2,28.2.2026,7,11"), unknown="skip_row")
    with desk.rooms.store.reading(desk.id) as scope:
        (run,) = imports.every(scope)
    assert run.counts == {"rows": 5, "new": 4, "already_there": 0, "conflicts": 0, "left_out": 1}
    assert run.created_at == NOW


def test_an_import_that_breaks_half_way_leaves_nothing(desk_on_both, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    accept = keeping.sheets.accept_all

    def breaks(scope, arrivals):
        accepted = accept(scope, arrivals)
        if len(accepted) < 2:
            raise ConnectionError
        return accepted

    monkeypatch.setattr(keeping.sheets, "accept_all", breaks)
    with pytest.raises(ConnectionError):
        desk_on_both.run()
    assert desk_on_both.everything() == ([], [], [], [])
    monkeypatch.undo()
    assert desk_on_both.run().stored == 5


# --- the figures


def test_figures_are_those_worked_by_hand(desk):
    """Greeted 5, 4, 4, 1 and a blank: mean 14/4, points (100 + 75 + 75 + 0)/4, three of four in the top two.

    NPS: two promoters (10, 9), a passive (8), a detractor (0), one blank: (2 − 1)/4 = 25.
    """
    greeted, recommend, liked = desk.run().questions
    assert (greeted.n, greeted.blank, greeted.not_applicable) == (4, 1, 0)
    assert greeted.counts == {"1": 1, "4": 2, "5": 1}
    assert (greeted.mean, greeted.points, greeted.top_two) == (
        Fraction(7, 2),
        Fraction(125, 2),
        Fraction(3, 4),
    )
    assert (recommend.n, recommend.blank, recommend.counts) == (4, 1, {"0": 1, "8": 1, "9": 1, "10": 1})
    assert (recommend.groups, recommend.net) == (Groups(2, 1, 1), 25)
    assert recommend.mean == Fraction(27, 4)
    assert recommend.points is recommend.top_two is None
    assert (liked.n, liked.blank, liked.counts, liked.mean) == (2, 3, {}, None)


def test_codes_that_are_words_have_no_mean(desk):
    words = MAPPING.replace('"5": excellent', '"++": excellent')
    report = desk.run(ANSWERS.replace("2026,5,10", "2026,++,10"), words)
    assert report.questions[0].counts == {"++": 1, "1": 1, "4": 2}
    assert report.questions[0].mean is None
    assert report.questions[0].points == Fraction(125, 2)


def test_a_file_without_one_answer_has_no_figures(desk):
    greeted, recommend, _liked = desk.run(
        "Number,Shop,Day,Greeted,NPS,Liked\n1,1,1.3.2026,0,11,-\n"
    ).questions
    assert (greeted.n, greeted.mean, greeted.points, greeted.top_two) == (0, None, None, None)
    assert (recommend.groups, recommend.net) == (Groups(0, 0, 0), None)


# --- cells


@pytest.mark.parametrize(("cell", "mean"), [("3", 3), (" 3 ", 3), ("3.0", 3), ("03", 3), ("+3", 3)])
def test_a_number_may_be_written_as_other_software_does(desk, cell, mean):
    report = desk.run(f"Number,Shop,Day,Greeted,NPS,Liked\n1,1.0,1.3.2026,{cell},{cell},\n")
    assert [each.mean for each in report.questions] == [mean, mean, None]


def test_words_are_kept_as_they_were_written_but_for_what_nobody_can_see(desk):
    desk.run('Number,Shop,Day,Greeted,NPS,Liked\n1,1,1.3.2026,,,"  Erittäin\r\nhyvää \x07 – ""kiitos"" "\n')
    assert desk.sheets()[0].answers.values == {"liked": 'Erittäin\nhyvää  – "kiitos"'}


def test_the_language_is_the_places_own_unless_a_column_says_another(desk):
    desk.run()
    assert {sheet.language for sheet in desk.sheets()} == {"el"}
    mapping = MAPPING.replace("source: panel", "source: two\nlanguage: {column: Tongue}")
    desk.run("Number,Shop,Day,Greeted,NPS,Liked,Tongue\n1,1,1.3.2026,5,,,fi-FI\n", mapping)
    assert {sheet.language for sheet in desk.sheets()} == {"el", "fi"}


def test_two_places_of_one_name_are_told_apart_by_their_city(sqlite_store, tmp_path):
    desk = found(sqlite_store, tmp_path, "Kiosk", "Shop")
    twin = replace(desk.places["Kiosk"], id=uuid4(), city="Patras")
    with sqlite_store.writing(desk.id) as scope:
        locations.add(scope, twin)
    mapping = MAPPING.replace('{column: Shop, codes: {"1": Athens, "2": Helsinki}}', "WHERE")
    refusal = desk.refused(mapping=mapping.replace("WHERE", "Kiosk"))
    assert "Kiosk, Patras" in refusal.mistakes[0].instead
    assert desk.run(mapping=mapping.replace("WHERE", '"Kiosk, Patras"')).stored == 5
    assert {sheet.location_id for sheet in desk.sheets()} == {twin.id}


SKIPS = """\
code: kiosk
edition: 1
kind: customer
titles: {en: "Kiosk"}
sections:
  - code: all
    titles: {en: "All"}
    questions:
      - {code: bought, type: choice, texts: {en: "Bought?"}, scale: yes_no, weight: 0}
      - code: paid
        type: choice
        texts: {en: "Paying?"}
        scale: quality_na
        standard: overall
        show_if: {question: bought, is: "yes"}
      - {code: used, type: multiple, texts: {en: "Used?"}, scale: quality, standard: overall, weight: 0}
"""

KIOSK = """\
questionnaire: kiosk.v1.yaml
location: Athens
date: "2026-03-05"
questions:
  bought: {column: Bought}
  paid: {column: Paid, codes: {"2": good, "1": poor}, not_applicable: ["9"]}
  used: {columns: [U1, U2], codes: {"1": excellent, "2": good}}
"""


def test_an_answer_to_what_was_never_asked_is_neither_kept_nor_counted(desk):
    (desk.folder / "kiosk.v1.yaml").write_text(SKIPS)
    report = desk.run("Bought,Paid,U1,U2\nyes,2,1,2\nyes,9,2,2\nno,1,,\n,,,\n", KIOSK)
    _bought, paid, used = report.questions
    assert (paid.n, paid.not_applicable, paid.hidden, paid.counts) == (1, 1, 1, {"2": 1})
    assert (used.n, used.blank, used.counts) == (2, 1, {"1": 1, "2": 2})
    assert (report.rows, report.empty_rows) == (3, 1)
    assert {one.answers.values.get("used") for one in desk.sheets()} == {
        ("excellent", "good"),
        ("good",),
        None,
    }
    assert {one.answers.values.get("paid") for one in desk.sheets()} == {"good", "not_applicable", None}
    assert desk.differences() == []


def test_several_answers_may_stand_in_one_cell(desk):
    (desk.folder / "kiosk.v1.yaml").write_text(SKIPS)
    in_one = KIOSK.replace("columns: [U1, U2]", 'column: U, separator: ";"')
    desk.run("Bought,Paid,U\nyes,2,1; 2;1\n", in_one)
    assert desk.sheets()[0].answers.values["used"] == ("excellent", "good")


def test_a_questionnaire_keeps_the_words_it_was_answered_in(desk):
    beside = desk.folder / "kiosk.v1.yaml"
    beside.write_text(SKIPS)
    desk.run("Bought,Paid,U1,U2\nyes,2,1,2\n", KIOSK)
    beside.write_text(SKIPS.replace("Paying?", "How did you pay?"))
    refusal = desk.refused("Bought,Paid,U1,U2\nno,,,\n", KIOSK)
    assert [each.instead for each in refusal.mistakes] == [
        "undo the change and copy the file to kiosk.v2.yaml"
    ]


# --- what is refused, skipped, left blank

WRONG = """\
Number,Shop,Day,Greeted,NPS,Liked
1,1,1.3.2026,5,10,
2,9,1.3.2026,5,10,
3,1,1.13.2026,5,10,
4,1,1.3.2026,7,12,
5,1,1.3.2026,7,10,
,1,1.3.2026,5,10,
1,1,1.3.2026,4,9,
8,1,1.3.2026,5
9,1,1.3.2026,5,10,a,b
10,1,1.3.2026,5,10,good
"""

ANY_CODE = {("Greeted", "7"): (5, 6), ("NPS", "12"): (5,)}
ANY_ROW = {
    ("Shop", "9"): (3,),
    ("Day", "1.13.2026"): (4,),
    ("Number", ""): (7,),
    ("Number", "1"): (8,),
    ("", ""): (9, 10),
}


def expected(effect, problems):
    return {(effect, *where): rows for where, rows in problems.items()}


def test_by_default_one_problem_refuses_the_file_and_all_are_told(desk_on_both):
    report = desk_on_both.refused(WRONG).report
    assert problems_of(report) == expected(Effect.REFUSED, ANY_CODE | ANY_ROW)
    assert (report.rows, report.new, report.stored) == (10, 0, 0)
    same_id = next(each for each in report.problems if each.value == "1")
    assert same_id.message == "row 2 has the same id"


def test_rows_with_problems_may_be_skipped(desk):
    report = desk.run(WRONG, unknown="skip_row")
    assert problems_of(report) == expected(Effect.SKIPPED, ANY_CODE | ANY_ROW)
    assert (report.rows, report.stored, report.rows_with(Effect.SKIPPED)) == (10, 2, tuple(range(3, 11)))
    assert report.questions[0].n == 2


def test_unknown_answers_may_be_left_blank_but_not_what_a_sheet_needs(desk):
    report = desk.run(WRONG, MAPPING.replace("source:", "unknown: blank\nsource:"))
    wanted = expected(Effect.LEFT_BLANK, ANY_CODE) | expected(Effect.SKIPPED, ANY_ROW)
    assert problems_of(report) == wanted
    assert report.stored == 4
    assert (report.questions[0].n, report.questions[0].blank) == (2, 2)
    assert {tuple(one.answers.values) for one in desk.sheets()} == {
        ("greeted", "recommend"), ("greeted", "recommend", "liked"), ("recommend",), ()
    }  # fmt: skip


def test_the_command_may_choose_another_policy_than_the_mapping(desk):
    mapping = MAPPING.replace("source:", "unknown: skip_row\nsource:")
    assert desk.run(WRONG, mapping, dry_run=True).new == 2
    assert desk.refused(WRONG, mapping, unknown="refuse").report.problems


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (b"", "answers.csv:1: the file is empty; "),
        ("Number,Shop,Day,Greeted,NPS,Liked\n", "answers.csv:1: no row with answers stands below"),
        (ANSWERS.replace("Nothing", "naïve").encode("windows-1252"),
         "answers.csv:5: byte 123, in row 5, is no letter of UTF-8; "),
        (bytes(range(256)) * 50, "is no letter of UTF-8; "),
        (ANSWERS.replace("Greeted", "Greeted?"), 'the file has no column "Greeted"; write "Greeted?"'),
        (ANSWERS.replace("Number,Shop", "Shop,shop"), 'the file has the column "Shop" more than once; '),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused(desk, answers, said):
    refusal = desk.refused(answers)
    assert said in "\n".join(map(str, refusal.mistakes))
    assert refusal.report is None


def test_a_wrong_row_after_many_good_ones_refuses_them_all(desk):
    many = "".join(f"{number},1,1.3.2026,5,10,\n" for number in range(2_500))
    header = ANSWERS.splitlines()[0] + "\n"
    assert problems_of(desk.refused(header + many + "x,1,1.3.2026,6,10,\n").report) == {
        (Effect.REFUSED, "Greeted", "6"): (2502,)
    }
    assert desk.run(header + many).stored == 2_500


@pytest.mark.parametrize(
    ("rows", "ranges"),
    [((), []), ((3,), [(3, 3)]), ((3, 4, 5), [(3, 5)]), ((2, 4, 5, 9), [(2, 2), (4, 5), (9, 9)])],
)
def test_rows_are_told_as_runs(rows, ranges):
    assert ranges_of(rows) == ranges


def test_a_watch_sees_every_row_on_its_way(desk):
    seen = []

    def watch(things, label, length=None):
        for thing in things:
            seen.append((label, length))
            yield thing

    file, rules = desk.folder / "answers.csv", desk.folder / "panel.map.yaml"
    file.write_text(ANSWERS)
    rules.write_text(MAPPING)
    import_responses(desk.rooms, desk.id, Order(file, rules), NOW, watch)
    assert seen == [("Reading", None)] * 5 + [("Storing", 5)] * 5

"""Names of files, numbers of editions, and editions that never change again."""

from hashlib import sha256

import pytest

from audit_app.catalogue import check, find_edition, load_catalogue, publish
from tests.catalogue.making import put, survey, told


def words(folder):
    return [each.removeprefix("checklists/") for each in told(folder)]


def test_the_file_says_what_its_name_and_folder_say(folder):
    put(folder, "customers/till.v1.yaml", survey("tills", 2, "staff"))
    assert words(folder) == [
        'customers/till.v1.yaml:1: code: the file\'s name and folder say "till"; write till',
        'customers/till.v1.yaml:2: edition: the file\'s name and folder say "1"; write 1',
        'customers/till.v1.yaml:3: kind: the file\'s name and folder say "customer"; write customer',
    ]


@pytest.mark.parametrize(
    "name", ["till.yaml", "till.v01.yaml", "till.v0.yaml", "Till.v1.yaml", "till.v1.yml"]
)
def test_a_name_that_is_none(folder, name):
    put(folder, f"customers/{name}", survey("till", 1))
    message = f'"{name}" is no name of a questionnaire; write "code.v1.yaml"'
    assert words(folder) == [f"customers/{name}:1: {message}"]
    assert load_catalogue(folder).newest("till") is None


def test_editions_have_no_gap(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    put(folder, "customers/till.v4.yaml", survey("till", 4))
    assert words(folder) == [
        "customers/till.v4.yaml:2: edition: edition 3 is missing; make this edition 2",
    ]


def test_an_edition_that_is_malformed_is_no_gap(folder):
    put(folder, "customers/till.v1.yaml", "nonsense")
    put(folder, "customers/till.v2.yaml", survey("till", 2))
    assert load_catalogue(folder).newest("till").edition == 2


def test_a_code_belongs_to_one_folder(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    put(folder, "teams/till.v1.yaml", survey("till", 1, "staff"))
    assert words(folder) == [
        'customers/till.v1.yaml:1: code: the code is also used in "teams"; choose another code',
        'teams/till.v1.yaml:1: code: the code is also used in "customers"; choose another code',
    ]


def test_files_that_nothing_reads(folder):
    put(folder, "customer/till.v1.yaml", survey("till", 1))
    put(folder, "standard.yml", "standards: []")
    put(folder, "README.md", "# A manual is no questionnaire")
    put(folder, "customers/notes.txt", "nor is a note")
    assert words(folder) == [
        'customer:1: nothing reads this folder; write "customers"',
        'standard.yml:1: nothing reads this file; write "standards.yaml"',
    ]


def test_only_the_files_asked_for_are_checked(folder, tmp_path):
    bad = put(folder, "customers/till.v1.yaml", survey("till", 1) + "typo: 1\n")
    put(folder, "teams/team.v1.yaml", survey("team", 1, "staff") + "typo: 1\n")
    assert [each.file for each in check(folder, [bad])] == ["checklists/customers/till.v1.yaml"]
    assert [each.file for each in check(folder, [folder / "teams"])] == ["checklists/teams/team.v1.yaml"]
    assert check(folder, [folder / "audits", folder / "scales.yaml"]) == ()
    assert len(check(folder, [bad, bad.parent])) == 1


def test_the_folder_itself_stands_for_everything(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1) + "typo: 1\n")
    put(folder, "standard.yml", "standards: []")
    assert check(folder, [folder, folder / "customers"]) == check(folder)
    assert len(check(folder)) == 2


def test_a_file_from_elsewhere_is_checked_with_the_words_of_the_folder(folder, tmp_path):
    sound = survey("till", 1).replace("type: text", "type: choice, scale: yes_no, standard: greeting")
    path = put(tmp_path, "till.v1.yaml", sound)
    assert check(folder, [path]) == ()
    put(tmp_path, "till.v1.yaml", sound.replace("yes_no", "yesno"))
    assert [each.instead for each in check(folder, [path])] == ['write "yes_no"']


def test_a_relative_path_is_as_good(folder, monkeypatch):
    bad = put(folder, "customers/till.v1.yaml", survey("till", 1) + "typo: 1\n")
    publish(folder, find_edition(folder, "visit"))
    monkeypatch.chdir(folder)
    found = check(folder.relative_to(folder), [bad.relative_to(folder)])
    assert [str(each) for each in found] == [str(each) for each in check(folder, [bad])] != []


def test_publishing_writes_code_edition_and_digest_once(folder):
    file = find_edition(folder, "visit")
    assert publish(folder, file)
    assert not publish(folder, file)
    digest = sha256((folder / "audits/visit.v1.yaml").read_bytes()).hexdigest()
    assert (folder / "published.txt").read_text() == f"visit 1 {digest}\n"
    assert told(folder) == []


def test_publishing_keeps_what_is_on_the_list(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    (folder / "published.txt").write_text("# a comment without an end of line")
    publish(folder, find_edition(folder, "visit.v1"))
    publish(folder, find_edition(folder, "till.v1"))
    lines = (folder / "published.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["#", "visit", "till"]
    assert told(folder) == []


def test_a_published_edition_must_not_change(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    put(folder, "customers/till.v2.yaml", survey("till", 2))
    publish(folder, find_edition(folder, "till.v1"))
    with (folder / "customers/till.v1.yaml").open("a") as file:
        file.write("\n# one more remark\n")
    message = "this edition is published and must not change"
    instead = "undo the change and copy the file to till.v3.yaml"
    assert words(folder) == [f"customers/till.v1.yaml:1: {message}; {instead}"]
    assert set(load_catalogue(folder).questionnaires) == {"till.v2", "visit.v1"}


def test_a_published_edition_must_not_vanish(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    publish(folder, find_edition(folder, "till"))
    (folder / "customers/till.v1.yaml").unlink()
    message = 'the file of "till.v1" is gone, but its answers need it; bring the file back'
    assert words(folder) == [f"published.txt:1: {message}"]


def test_lines_that_are_no_published_editions(folder):
    publish(folder, find_edition(folder, "visit"))
    line = (folder / "published.txt").read_text()
    (folder / "published.txt").write_text(f"# comment\n\n{line}visit one\n{line}")
    assert words(folder) == [
        'published.txt:4: "visit one" is no published edition; write "code edition sha256"',
        'published.txt:5: "visit.v1" is published twice; remove this line',
    ]


def test_editions_are_found_by_code_or_by_key(folder):
    for edition in (1, 2, 10):
        put(folder, f"customers/till.v{edition}.yaml", survey("till", edition))
    assert find_edition(folder, "till").edition == 10
    assert find_edition(folder, "till.v2").edition == 2
    assert find_edition(folder, "till.v3") is None
    assert find_edition(folder, "tills") is None

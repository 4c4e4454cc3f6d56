"""Every mistake an author can make: told once, with its line, its path and what to write instead.

In each case one passage of a sound file is replaced; the line with the comment `# here` is the one
that the author must be sent to.
"""

import pytest

from tests.catalogue.making import only, put, spoil, survey, told

VISIT, STANDARDS, SCALES, COMPARISON = (
    "audits/visit.v1.yaml",
    "standards.yaml",
    "scales.yaml",
    "comparison.yaml",
)
Q = "sections.0.questions"

VALUES = [
    (
        "pass_mark: 75",
        "pass_marc: 75 # here",
        'pass_marc: there is no key "pass_marc" here; write "pass_mark"',
    ),
    ("pass_mark: 75", "pass_mark: 101 # here", "pass_mark: this number is too large; write 100 or less"),
    ("pass_mark: 75", 'pass_mark: "75" # here', "pass_mark: a whole number is wanted here; write 75"),
    ("pass_mark: 75", "pass_mark: 075 # here", "pass_mark: a whole number is wanted here; write 75"),
    (
        "pass_mark: 75",
        "pass_mark: 7.5 # here",
        "pass_mark: a whole number is wanted here; write a whole number",
    ),
    (
        "pass_mark: 75",
        "pass_mark: true # here",
        "pass_mark: a whole number is wanted here; write a whole number",
    ),
    (
        "pass_mark: 75",
        "pass_mark: # here",
        "pass_mark: a whole number is wanted here; write a whole number",
    ),
    ("cap_bonus: false", "cap_bonus: no # here", "cap_bonus: true or false is wanted here; write false"),
    ("cap_bonus: false", 'cap_bonus: "on" # here', "cap_bonus: true or false is wanted here; write true"),
    ("cap_bonus: false", "cap_bonus: 1 # here", "cap_bonus: true or false is wanted here; write true"),
    (
        "cap_bonus: false",
        "cap_bonus: maybe # here",
        "cap_bonus: true or false is wanted here; write true or false",
    ),
    ("kind: audit", "kind: audits # here", 'kind: "audits" is not offered here; write "audit"'),
    (
        "kind: audit",
        "kind: # here",
        'kind: a word is missing here; write one of: "audit", "customer", "staff"',
    ),
    (
        "weight: 2",
        "weight: -1 # here",
        f"{Q}.0.weight: this number is too small; write 0 or more",
    ),
    (
        "weight: 2",
        "weight: 9999999999999999999999 # here",
        f"{Q}.0.weight: a whole number is wanted here; write a whole number",
    ),
    (
        "skill: greeting",
        "skill: Good greeting # here",
        f'{Q}.0.skill: a code has only the letters a–z, digits and "_"; write good_greeting',
    ),
    (
        "skill: greeting",
        "skill: ½ # here",
        f'{Q}.0.skill: a code has only the letters a–z, digits and "_"; write it so, beginning with a letter',
    ),
    (
        "skill: greeting",
        f"skill: {'a' * 41} # here",
        f"{Q}.0.skill: this code is too long; write 40 letters or fewer",
    ),
    ("skill: greeting", "skill: 7 # here", f'{Q}.0.skill: 7 without quotes is not a text; write "7"'),
    (
        "briefs: TEXTS",
        "briefs: Look around # here",
        'briefs: keys with values are wanted here; write lines like "key: value" below it',
    ),
    ("unit: seconds", "unit: second # here", f'{Q}.1.unit: "second" is not offered here; write "seconds"'),
    (
        "bands: [{up_to: 60, points: 100}, {up_to: 180, points: 50}, {points: 0}]",
        "bands: {points: 1} # here",
        f'{Q}.1.bands: a list is wanted here; write lines that begin with "- " below it',
    ),
    (
        "bands: [{up_to: 60, points: 100}, {up_to: 180, points: 50}, {points: 0}]",
        "bands: [] # here",
        f"{Q}.1.bands: this list is too short; write 1 or more entries",
    ),
]

TEXTS = [
    ("yes", 'yes without quotes is not a text; write "yes"'),
    ("No", 'No without quotes is not a text; write "No"'),
    ("on", 'on without quotes is not a text; write "on"'),
    ("OFF", 'OFF without quotes is not a text; write "OFF"'),
    ("true", 'true without quotes is not a text; write "true"'),
    ("Null", 'Null without quotes is not a text; write "Null"'),
    ("12:30", '12:30 without quotes is not a text; write "12:30"'),
    ("007", '007 without quotes is not a text; write "007"'),
    ("5", '5 without quotes is not a text; write "5"'),
    ("1.50", '1.50 without quotes is not a text; write "1.50"'),
    ("1e3", '1e3 without quotes is not a text; write "1e3"'),
    ("0x1F", '0x1F without quotes is not a text; write "0x1F"'),
    ("1_000", '1_000 without quotes is not a text; write "1_000"'),
    (".inf", '.inf without quotes is not a text; write ".inf"'),
    ("2026-03-05", '2026-03-05 without quotes is not a text; write "2026-03-05"'),
    ("2026-03-05 10:00:00", '2026-03-05 10:00:00 without quotes is not a text; write "2026-03-05 10:00:00"'),
    ("", "the text is missing; write the text or remove the key"),
    ("~", '~ without quotes is not a text; write "~"'),
    ('"  "', "the text is empty; write the text or remove the key"),
    ("[a]", "a text is wanted here; write a text in quotes"),
    ("[]", "a text is wanted here; write a text in quotes"),
    ("{a: b}", "a text is wanted here; write a text in quotes"),
    (r'"\a"', "there is a control character in this text; remove it"),
    (r'"\uD800"', "there is a control character in this text; remove it"),
    ("&name A", 'anchors (&) are not used here; remove "&" and its name'),
    ("*name", "references (*) are not used here; write the value out in full"),
    ("!name A", 'tags (!) are not used here; remove "!" and its name'),
    ("!!str 5", 'tags (!) are not used here; remove "!" and its name'),
]

SOUND_TEXTS = ["A", "yes and no", "12:30 sharp", "24 hours", "5 stars", "3D", "α", '"yes"', "'12:30'", "1-2"]

FORMS = [
    ("pass_mark: 75", "pass_mark: 75\npass_mark: 80 # here", "the key", "remove one of the two"),
    ("pass_mark: 75", "pass_mark: 75\nno: 80 # here", '"no" without quotes', 'write "no"'),
    (
        "pass_mark: 75",
        "pass_mark: 75: 80 # here",
        "this is not YAML",
        'put a text that contains ": " in quotes',
    ),
    (
        "pass_mark: 75",
        "\tpass_mark: 75 # here",
        "this is not YAML",
        "indent with spaces, not with the tab key",
    ),
    ("pass_mark: 75", "pass_mark: @75 # here", "this is not YAML", "put the text in quotes"),
    ("pass_mark: 75", "pass_mark: %75 # here", "this is not YAML", "put the text in quotes"),
    (
        "pass_mark: 75",
        "  pass_mark: 75 # here",
        "this is not YAML",
        "compare its indentation, colons and quotes",
    ),
    ("pass_mark: 75", "pass\x01mark: 75 # here", "there is a control character in this line", "remove it"),
]


def line_here(text: str) -> int:
    return next(i for i, line in enumerate(text.split("\n"), start=1) if line.endswith("# here"))


@pytest.mark.parametrize(("old", "new", "words"), VALUES)
def test_a_value_that_does_not_fit(folder, old, new, words):
    text = spoil(folder, VISIT, old, new)
    mistake = only(folder)
    assert str(mistake).split(": ", 1)[1] == words
    assert mistake.line == line_here(text)


@pytest.mark.parametrize(("written", "words"), TEXTS)
def test_a_text_that_is_none(folder, written, words):
    text = spoil(
        folder, VISIT, "briefs: TEXTS", f"briefs: {{el: A, fi: A, hy: A, tr: A,\n en: {written}}} # here"
    )
    mistake = only(folder)
    assert str(mistake) == f"checklists/{VISIT}:{line_here(text)}: briefs.en: {words}"


@pytest.mark.parametrize("written", SOUND_TEXTS)
def test_a_text_that_is_one(folder, written):
    spoil(folder, VISIT, "briefs: TEXTS", f"briefs: {{el: A, fi: A, hy: A, tr: A,\n en: {written}}}")
    assert told(folder) == []


@pytest.mark.parametrize(("old", "new", "message", "instead"), FORMS)
def test_a_form_that_is_refused(folder, old, new, message, instead):
    text = spoil(folder, VISIT, old, new)
    mistake = only(folder)
    assert mistake.message.startswith(message)
    assert mistake.instead.startswith(instead)
    assert mistake.line == line_here(text)


def test_a_missing_key_is_told_where_the_others_begin(folder):
    spoil(folder, VISIT, "code: visit\n", "# What a visitor sees.\n\n")
    assert told(folder) == [f'checklists/{VISIT}:3: code: the key "code" is missing; write code: …']


def test_a_second_document(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1) + "---\n")
    words = 'a second document begins here; remove the line "---"'
    assert told(folder) == [f"checklists/customers/till.v1.yaml:6: {words}"]


def test_directives(folder):
    put(folder, "customers/till.v1.yaml", "%YAML 1.1\n---\n" + survey("till", 1))
    words = "YAML directives are not used here; remove the lines above ---"
    assert told(folder) == [f"checklists/customers/till.v1.yaml:1: {words}"]


def test_a_missing_language_is_told_for_each_text(folder):
    spoil(folder, VISIT, "pass_mark: 75", "thanks: {en: A, el: A}")
    assert [words.split(": ", 1)[1] for words in told(folder)] == [
        'thanks.fi: the text in the language "fi" is missing; write fi: …',
        'thanks.hy: the text in the language "hy" is missing; write hy: …',
        'thanks.tr: the text in the language "tr" is missing; write tr: …',
        'thanks: an audit thanks nobody; remove it, or write "briefs"',
    ]


def test_a_language_that_we_do_not_speak(folder):
    spoil(folder, VISIT, "briefs: TEXTS", "briefs: {en: A, el: A, fi: A, hy: A, tr: A, sv: A}")
    words = 'there is no key "sv" here; write one of: "en", "el", "fi", "hy", "tr"'
    assert told(folder) == [f"checklists/{VISIT}:6: briefs.sv: {words}"]


def test_all_mistakes_of_all_files_are_told_at_once(folder):
    spoil(folder, VISIT, "pass_mark: 75\ncap_bonus: false", "pass_marc: 75\ncap_bonus: yes")
    spoil(folder, STANDARDS, "group: wider", "grup: wider")
    spoil(folder, SCALES, "code: that, points: 0", "code: that, points: -1")
    spoil(folder, COMPARISON, "least_team: 7", "least_team: 4")
    assert told(folder) == [
        'checklists/standards.yaml:7: standards.1.group: the key "group" is missing; write group: …',
        'checklists/standards.yaml:8: standards.1.grup: there is no key "grup" here; write "group"',
        "checklists/scales.yaml:15: scales.2.choices.1.points: this number is too small; write 0 or more",
        "checklists/comparison.yaml:3: least_team: this number is too small; write 5 or more",
        'checklists/audits/visit.v1.yaml:7: pass_marc: there is no key "pass_marc" here; write "pass_mark"',
        "checklists/audits/visit.v1.yaml:8: cap_bonus: true or false is wanted here; write true",
    ]


def test_a_mistake_in_one_question_hides_none_in_another_nor_beside_it(folder):
    text = spoil(folder, VISIT, "scale: happened", "scale: hapened\n        weight: x\n        kolor: red")
    assert "kolor" in text
    assert [words.split(": ")[1].rsplit(".", 1)[1] for words in told(folder)] == ["scale", "weight", "kolor"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf", b"---\n# nothing\n"])
def test_an_empty_file(folder, content):
    (folder / VISIT).write_bytes(content)
    words = "the file is empty; write at least its code and titles"
    assert told(folder) == [f"checklists/{VISIT}:1: {words}"]


def test_a_file_in_another_encoding(folder):
    (folder / VISIT).write_bytes("code: visit\ntitles: Άφιξη".encode("iso8859-7"))
    assert told(folder) == [f'checklists/{VISIT}:2: the file is not UTF-8; save it with the encoding "UTF-8"']


def test_a_byte_order_mark_is_no_mistake(folder):
    (folder / VISIT).write_bytes(b"\xef\xbb\xbf" + (folder / VISIT).read_bytes())
    assert told(folder) == []


def test_a_file_of_256_kib_is_read_and_one_byte_more_is_not(folder):
    sound = (folder / VISIT).read_bytes()
    filling = b"#" * (256 * 1024 - len(sound))
    (folder / VISIT).write_bytes(sound + filling)
    assert told(folder) == []
    (folder / VISIT).write_bytes(sound + filling + b"#")
    assert only(folder).message == "the file is larger than 256 KiB"


def test_forty_levels_are_read_and_one_more_is_not(folder):
    nested = "typo: {}\n"
    (folder / VISIT).write_text(nested.format("[" * 39 + "]" * 39))
    assert any("typo: there is no key" in words for words in told(folder))
    (folder / VISIT).write_text(nested.format("[" * 40 + "]" * 40))
    assert only(folder).message == "there are more than 40 levels"


def test_a_file_with_too_many_values(folder):
    (folder / VISIT).write_text("typo:\n" + "- 1\n" * 20_000)
    message = "the file has too many values; divide it into two questionnaires"
    assert told(folder) == [f"checklists/{VISIT}:19999: {message}"]


def test_a_file_that_is_not_there(folder):
    (folder / SCALES).rename(folder / "scale.yaml")
    assert told(folder) == [
        'checklists/scales.yaml:1: this file cannot be read; write "scale.yaml"',
        'checklists/scale.yaml:1: nothing reads this file; write "scales.yaml"',
    ]

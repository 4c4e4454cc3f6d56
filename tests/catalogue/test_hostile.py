"""Whatever stands in a file, reading it raises nothing and ends soon."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit_app.catalogue import check, load_catalogue
from audit_app.catalogue.reading import read
from tests.catalogue.making import TEXTS, VISIT, put

KIB = 1024
GOOD = VISIT.replace("TEXTS", TEXTS)

words = st.sampled_from(
    ["code", "sections", "questions", "type", "choice", "yes", "no", "12:30", "007", "null", "is", "1.5", "x"]
)
scalars = st.one_of(
    words,
    st.text(max_size=8).map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    st.integers().map(str),
    st.text(max_size=8),
)
marks = st.sampled_from(["", "", "", "&a ", "*a ", "!x ", "!!int ", "? ", "- ", "|\n", "# "])
flows = st.recursive(
    st.tuples(marks, scalars).map("".join),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda each: "[" + ", ".join(each) + "]"),
        st.lists(st.tuples(inner, inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=12,
)
blocks = st.lists(st.tuples(st.sampled_from(["", "  ", "    ", "- ", "  - "]), words, flows), max_size=8).map(
    lambda lines: "\n".join(f"{indent}{key}: {value}" for indent, key, value in lines)
)
tokens = st.sampled_from(
    [
        '"',
        "'",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "!x ",
        "%YAML 1.0\n---\n",
        "---\n",
        "...\n",
        "\t",
        "\\U00110000",
        "\\uD800",
        "\0",
        "\x85",
        "\u2028",
        "\r",
        "\n",
        "? ",
        "<<: ",
        "yes",
        "|\n",
        ">2\n",
    ]
)
lines = st.integers(0, GOOD.count("\n") - 1)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A sound file with some passages doubled, dropped, moved or written over."""
    rows = GOOD.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at, to = draw(lines) % len(rows), draw(lines) % len(rows)
        row = rows[at]
        cut = draw(st.integers(0, len(row)))
        change = draw(st.sampled_from(["drop", "double", "move", "token", "value"]))
        if change == "drop" and len(rows) > 1:
            del rows[at]
        elif change == "double":
            rows.insert(to, row)
        elif change == "move":
            rows[at], rows[to] = rows[to], row
        elif change == "token":
            rows[at] = row[:cut] + draw(tokens) + row[cut:]
        else:
            rows[at] = row.partition(":")[0] + ": " + draw(flows)
    return "\n".join(rows)


careful = settings(
    max_examples=200, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def judged(folder, data):
    """Each mistake has its place; and what has a mistake is not loaded, and only that."""
    (folder / "audits/visit.v1.yaml").write_bytes(data)
    mistakes = check(folder)
    for mistake in mistakes:
        str(mistake).encode("utf-8")
        assert "\n" not in str(mistake)
        assert 1 <= mistake.line <= data.count(b"\n") + data.count(b"\r") + 2
        assert mistake.message
        assert mistake.instead != "see the manual"
    assert ("visit.v1" in load_catalogue(folder).questionnaires) is (not mistakes)


@careful
@given(st.binary(max_size=200))
def test_any_bytes(folder, data):
    judged(folder, data)


@careful
@given(st.text(max_size=200))
def test_any_text(folder, text):
    judged(folder, text.encode("utf-8", "surrogatepass"))


@careful
@given(st.one_of(flows, blocks))
def test_anything_that_looks_like_yaml(folder, text):
    judged(folder, text.encode("utf-8", "surrogatepass"))


@careful
@given(spoilt())
def test_a_sound_file_that_somebody_spoilt(folder, text):
    judged(folder, text.encode("utf-8", "surrogatepass"))


def filled(unit, begin=""):
    return begin + unit * ((256 * KIB - len(begin)) // len(unit))


QUESTIONS = "code: visit\nsections:\n- code: a\n  questions:\n"
BOMBS = {
    "brackets": filled("["),
    "braces": filled("{"),
    "dashes": filled("- "),
    "short lines": filled("-\n"),
    "question marks": filled("?\n"),
    "empty lines": filled("\n"),
    "comments": filled("#\n"),
    "one long word": filled("x"),
    "one open quote": filled("x", '"'),
    "many words": filled("a "),
    "digits": filled("9", "a: "),
    "clocks": filled("1:", "a: "),
    "underscores": filled("1_", "a: "),
    "anchors": filled("&a "),
    "aliases": filled("- *a\n", "- &a x\n"),
    "doubling": "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60)),
    "same keys": "k: 1\n" * 9500,
    "unknown keys": "".join(f"key_key_key{i}: 1\n" for i in range(9500)),
    "empty questions": QUESTIONS + "  - {}\n" * 19000,
    "wrong words": QUESTIONS + "".join(f"  - {{type: choic{i}, scale: qualit{i}}}\n" for i in range(3700)),
    "skips": QUESTIONS + "".join(f"  - {{code: a{i}, show_if: {{question: z{i}}}}}\n" for i in range(2700)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_hurt_is_refused_soon(folder, name):
    path = put(folder, "audits/visit.v1.yaml", BOMBS[name])
    assert path.stat().st_size <= 256 * KIB
    begin = time.process_time()
    assert check(folder) != ()
    assert time.process_time() - begin < 15


def test_depth_is_judged_before_anything_is_built():
    begin = time.process_time()
    reading = read(b"[" * 256 * KIB)
    assert [flaw.message for flaw in reading.flaws] == ["there are more than 40 levels"]
    assert reading.root is None
    assert time.process_time() - begin < 2

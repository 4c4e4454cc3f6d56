"""Fields and answers are two spellings of the same thing."""

from hypothesis import given
from hypothesis import strategies as st

from audit_app.core.answers import AnswerSheet
from audit_app.services.answer_fields import LONGEST_TEXT, fields_of, read_answers, whole
from tests.visiting import CHECKLIST

TEXTS = st.text(max_size=20)
WORDS = TEXTS.map(lambda text: whole(text).replace("\r\n", "\n").strip()).filter(bool)
SHEETS = st.builds(
    AnswerSheet,
    st.fixed_dictionaries(
        {},
        optional={
            "greeted": st.sampled_from(["yes", "no"]),
            "wait": st.integers(0, 3600),
            "signs": st.lists(st.sampled_from(["smile", "word"]), min_size=1, unique=True).map(tuple),
            "remarks": WORDS,
        },
    ),
    st.dictionaries(st.sampled_from([q.code for q in CHECKLIST.questions()]), WORDS),
)
NAMES = st.sampled_from([f"{kind}.{q.code}" for q in CHECKLIST.questions() for kind in "qct"]) | TEXTS
FIELDS = st.dictionaries(
    NAMES, st.lists(TEXTS | st.sampled_from(["yes", "smile", "45", " 7 ", "-1"]), max_size=3)
)


@given(SHEETS)
def test_written_and_read_again_it_is_the_same(sheet):
    posted = read_answers(CHECKLIST, fields_of(sheet))
    assert (posted.sheet, posted.mistakes) == (sheet, {})


@given(FIELDS)
def test_whatever_stands_in_the_fields_is_read_or_named_and_then_stays_as_it_is(fields):
    posted = read_answers(CHECKLIST, fields)
    assert read_answers(CHECKLIST, fields_of(posted.sheet)).sheet == posted.sheet
    assert not posted.mistakes.keys() & posted.sheet.values.keys()
    for code in posted.mistakes:
        assert posted.typed[code] == fields[f"q.{code}"][0]


def test_what_no_database_keeps_is_left_out():
    fields = {"q.remarks": ["a\x00b \ud83d"], "c.greeted": ["x" * (LONGEST_TEXT + 1)]}
    sheet = read_answers(CHECKLIST, fields).sheet
    assert sheet.values == {"remarks": "ab"}
    assert sheet.comments == {"greeted": "x" * LONGEST_TEXT}

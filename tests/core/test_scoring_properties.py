"""What holds for every questionnaire and every sheet."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.answers import AnswerSheet
from audit_app.core.questionnaire import CriticalMode, Operator, ShowIf
from audit_app.core.scoring import score_sheet
from tests.core.making import critical, form, question, sections_of, several, timed, yes_no

QUALITY = st.sampled_from(["excellent", "good", "average", "fair", "poor", "na", "", "never offered"])
EXTRAS = st.lists(st.sampled_from(["smile", "name", "eyes", "none"]), max_size=4).map(tuple)
WEIGHTS = st.integers(0, 5)


@st.composite
def forms(draw):
    """Two sections, every kind of question, perhaps a bonus, a critical item and a skip."""
    modes = st.sampled_from([None, *CriticalMode])
    mode = draw(modes)
    item = critical(mode, fails_at=draw(st.integers(0, 99)), cap=draw(st.integers(0, 100))) if mode else None
    skip = ShowIf("a", Operator.IS_NOT, "poor")
    return sections_of(
        (
            question("a", weight=draw(WEIGHTS), critical=item),
            several("b", weight=draw(WEIGHTS), bonus=draw(st.booleans())),
        ),
        (
            timed("c", weight=draw(WEIGHTS), standard="answers"),
            question("d", weight=draw(WEIGHTS), bonus=draw(st.booleans()), show_if=skip),
        ),
        pass_mark=draw(st.none() | st.integers(0, 100)),
    )


SHEETS = st.fixed_dictionaries(
    {}, optional={"a": QUALITY, "b": EXTRAS, "c": st.integers(0, 300), "d": QUALITY}
).map(AnswerSheet)
few = settings(max_examples=40, deadline=None)


@few
@given(forms(), SHEETS)
def test_every_share_lies_between_nothing_and_all(asked, sheet):
    scores = score_sheet(asked, sheet)
    parts = [scores.total, *scores.sections.values(), *scores.standards.values()]
    assert all(part.share is None or 0 <= part.share <= 1 for part in parts)
    assert scores.judged is None or 0 <= scores.judged <= (scores.total.points or 0)
    assert scores.coverage is None or 0 <= scores.coverage <= 1


@few
@given(forms(), SHEETS, st.sampled_from([yes_no, several, question]), WEIGHTS)
def test_another_question_that_does_not_apply_changes_no_score(asked, sheet, kind, weight):
    other = kind("other", weight=weight)
    none = ("none",) if kind is several else "na"
    before = score_sheet(asked, sheet)
    wider = replace(asked, sections=(*asked.sections, replace(form(other).sections[0], code="s3")))
    after = score_sheet(wider, AnswerSheet({**sheet.values, "other": none}))
    assert (after.total, after.judged) == (before.total, before.judged)
    assert {code: after.standards[code] for code in before.standards} == before.standards


@few
@given(forms(), SHEETS, st.integers(2, 9))
def test_weights_are_relative(asked, sheet, factor):
    heavier = replace(
        asked,
        sections=tuple(
            replace(section, questions=tuple(replace(q, weight=q.weight * factor) for q in section.questions))
            for section in asked.sections
        ),
    )
    light, heavy = score_sheet(asked, sheet), score_sheet(heavier, sheet)
    assert heavy.total.share == light.total.share
    assert {code: score.share for code, score in heavy.standards.items()} == {
        code: score.share for code, score in light.standards.items()
    }
    assert (heavy.judged, heavy.outcome, heavy.coverage) == (light.judged, light.outcome, light.coverage)


@few
@given(forms(), SHEETS)
def test_a_blank_answer_scores_as_no_answer(asked, sheet):
    blank = AnswerSheet({code: value for code, value in sheet.values.items() if value not in ("", ())})
    assert score_sheet(asked, blank) == score_sheet(asked, sheet)

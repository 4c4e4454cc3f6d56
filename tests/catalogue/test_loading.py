"""Files become the frozen types of core, exactly as written."""

from fractions import Fraction

from audit_app.catalogue import load_catalogue
from audit_app.core import comparison
from audit_app.core.questionnaire import (
    Band,
    Choice,
    Critical,
    CriticalMode,
    Kind,
    Need,
    Operator,
    Question,
    QuestionType,
    ShowIf,
    Standard,
    View,
)
from tests.catalogue.making import put, spoil, survey

TEXTS = {"en": "A", "el": "Α", "fi": "A", "hy": "Ա", "tr": "A"}


def test_a_questionnaire_is_what_its_file_says(folder):
    visit = load_catalogue(folder).questionnaires["visit.v1"]
    assert (visit.code, visit.edition, visit.kind) == ("visit", 1, Kind.AUDIT)
    assert (visit.pass_mark, visit.cap_bonus) == (75, False)
    assert (visit.titles, visit.intros, visit.briefs, visit.thanks) == (TEXTS, TEXTS, TEXTS, {})
    assert [section.code for section in visit.sections] == ["arrival", "leaving"]
    assert visit.sections[0].intros == TEXTS


def test_a_question_is_what_its_file_says(folder):
    catalogue = load_catalogue(folder)
    assert catalogue.questionnaires["visit.v1"].by_code["greeted"] == Question(
        code="greeted",
        type=QuestionType.CHOICE,
        texts=TEXTS,
        hints=TEXTS,
        standard="greeting",
        scale=catalogue.scales["yes_no"],
        weight=2,
        required=True,
        comment=Need.BELOW_BEST,
        photo=Need.OPTIONAL,
        critical=Critical(CriticalMode.CAP, fails_at=0, cap=50),
        findings={"no": TEXTS},
        skill="greeting",
    )


def test_a_measured_question_is_what_its_file_says(folder):
    visit = load_catalogue(folder).questionnaires["visit.v1"]
    assert visit.by_code["wait"] == Question(
        code="wait",
        type=QuestionType.DURATION,
        texts=TEXTS,
        standard="greeting",
        bands=(Band(60, 100), Band(180, 50), Band(None, 0)),
        unit="seconds",
        minimum=0,
        maximum=3600,
        show_if=ShowIf("greeted", Operator.IS, "yes"),
    )
    assert visit.by_code["shelves"].show_if == ShowIf("wait", Operator.AT_LEAST, 5)
    assert visit.by_code["shelves"].bonus


def test_what_is_not_written_is_the_default_of_core(folder):
    visit = load_catalogue(folder).questionnaires["visit.v1"]
    assert visit.by_code["remarks"] == Question("remarks", QuestionType.TEXT, TEXTS)


def test_standards_and_scales_keep_the_order_of_their_files(folder):
    catalogue = load_catalogue(folder)
    assert tuple(catalogue.standards) == ("greeting", "premises")
    assert catalogue.standards["greeting"] == Standard("greeting", TEXTS, "core", TEXTS, TEXTS)
    assert tuple(catalogue.scales) == ("quality", "yes_no", "happened")
    assert catalogue.scales["quality"].choices[-1] == Choice("not_applicable", TEXTS, None)


def test_the_judgement_is_what_its_file_says(folder):
    assert load_catalogue(folder).thresholds == comparison.Thresholds(
        least_gap=12,
        least_sheets={View.STAFF: 6, View.OBSERVED: 4, View.CUSTOMER: 11},
        least_team=7,
        confidence=Fraction(99, 100),
        least_coverage=71,
        weak_below=61,
        bands=(comparison.Band("strong", 80, TEXTS), comparison.Band("weak", 0, TEXTS)),
    )


def test_space_around_texts_is_no_part_of_them_and_languages_keep_their_order(folder):
    mixed = survey("till", 1).replace("titles: TEXTS", 'titles: {tr: " A ", en: A, hy: Ա, fi: A, el: Α}', 1)
    put(folder, "customers/till.v1.yaml", mixed)
    titles = load_catalogue(folder).newest("till").titles
    assert list(titles.items()) == list(TEXTS.items())


def test_the_newest_edition_is_the_highest_number(folder):
    for edition in range(1, 11):
        put(folder, f"customers/till.v{edition}.yaml", survey("till", edition))
    catalogue = load_catalogue(folder)
    assert catalogue.newest("till").edition == 10
    assert [each.key for each in catalogue.of_kind(Kind.CUSTOMER)] == ["till.v10"]
    assert catalogue.newest("nothing-such") is None


def test_a_malformed_edition_leaves_the_older_one_in_use(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    put(folder, "customers/till.v2.yaml", survey("till", 2) + "typo: 1\n")
    catalogue = load_catalogue(folder)
    assert catalogue.newest("till").edition == 1
    assert [(mistake.file, mistake.path) for mistake in catalogue.mistakes] == [
        ("checklists/customers/till.v2.yaml", "typo")
    ]
    assert "visit.v1" in catalogue.questionnaires


def test_a_malformed_scale_takes_only_its_users_along(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1))
    spoil(folder, "scales.yaml", '{code: "no", points: 0, labels: TEXTS}', '{code: "no", points: 0}')
    catalogue = load_catalogue(folder)
    assert tuple(catalogue.scales) == ("quality", "happened")
    assert tuple(catalogue.questionnaires) == ("till.v1",)
    assert [mistake.file for mistake in catalogue.mistakes] == ["checklists/scales.yaml"]


def test_unreadable_lists_blame_nobody_else(folder):
    for name in ("standards.yaml", "scales.yaml", "comparison.yaml"):
        (folder / name).write_text(": [")
    catalogue = load_catalogue(folder)
    assert catalogue.questionnaires == {}
    assert catalogue.thresholds == comparison.Thresholds()
    assert {mistake.file.removeprefix("checklists/") for mistake in catalogue.mistakes} == {
        "standards.yaml",
        "scales.yaml",
        "comparison.yaml",
    }


def test_a_folder_that_is_not_there_has_three_mistakes(tmp_path):
    catalogue = load_catalogue(tmp_path / "nowhere")
    assert len(catalogue.mistakes) == 3
    assert catalogue.questionnaires == {}


def test_an_owners_file_may_do_with_fewer_languages(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1).replace("TEXTS", "{el: Α}"))
    assert load_catalogue(folder).newest("till") is None
    assert load_catalogue(folder, ["el"]).newest("till").titles == {"el": "Α"}
    assert load_catalogue(folder, []).newest("till").titles == {"el": "Α"}


def test_an_owners_text_stands_in_one_language_at_least(folder):
    put(folder, "customers/till.v1.yaml", survey("till", 1).replace("TEXTS", "{}"))
    assert load_catalogue(folder, []).newest("till") is None


def test_a_file_is_read_again_when_it_has_changed(folder):
    assert load_catalogue(folder).questionnaires["visit.v1"].pass_mark == 75
    spoil(folder, "audits/visit.v1.yaml", "pass_mark: 75", "pass_mark: 76")
    assert load_catalogue(folder).questionnaires["visit.v1"].pass_mark == 76

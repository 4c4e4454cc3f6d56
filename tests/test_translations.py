"""Sentences in the reader's language; what is missing reads English."""

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment

from audit_app import translations
from audit_app.cli.translations import (
    brought_up_to_date,
    mistakes_in,
    mistakes_in_sentences,
    read_catalogue,
    sentences_in,
    written,
)
from audit_app.translations import (
    current_language,
    gettext,
    install,
    lazy_gettext,
    ngettext,
    set_language,
    speaking,
    translator,
)

PO = """
msgid "Good morning, %(name)s"
msgstr "Hyvää huomenta, %(name)s"

msgid "%(num)s visit"
msgid_plural "%(num)s visits"
msgstr[0] "%(num)s käynti"
msgstr[1] "%(num)s käyntiä"

msgid "%(num)s place"
msgid_plural "%(num)s places"
msgstr[0] ""
msgstr[1] ""

#, fuzzy
msgid "Guessed"
msgstr "Arvattu"
"""


@pytest.fixture
def finnish(tmp_path, monkeypatch):
    (tmp_path / "fi.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(translations, "catalogue_path", lambda language: tmp_path / f"{language}.po")
    translator.cache_clear()
    with speaking("fi"):
        yield
    translator.cache_clear()


def test_a_sentence_is_said_in_the_language_spoken(finnish):
    assert gettext("Good morning, %(name)s", name="Aino") == "Hyvää huomenta, Aino"
    assert ngettext("%(num)s visit", "%(num)s visits", 1) == "1 käynti"
    assert ngettext("%(num)s visit", "%(num)s visits", 5) == "5 käyntiä"


def test_what_is_not_translated_reads_english_in_the_right_number(finnish):
    assert gettext("Nobody said this") == "Nobody said this"
    assert ngettext("%(num)s place", "%(num)s places", 1) == "1 place"
    assert ngettext("%(num)s place", "%(num)s places", 2) == "2 places"


def test_an_unfinished_plural_of_a_language_with_one_form_reads_english(tmp_path, monkeypatch):
    path = tmp_path / "messages.po"
    path.write_text('msgid "%(num)s place"\nmsgid_plural "%(num)s places"\nmsgstr[0] ""\n', encoding="utf-8")
    monkeypatch.setattr(translations, "catalogue_path", lambda language: path)
    translator.cache_clear()
    with speaking("tr"):
        assert ngettext("%(num)s place", "%(num)s places", 6) == "6 places"
    translator.cache_clear()


def test_a_guess_is_never_said(finnish):
    assert gettext("Guessed") == "Guessed"


def test_a_lazy_sentence_is_said_when_it_is_read(finnish):
    sentence = lazy_gettext("Good morning, %(name)s", name="Aino")
    with speaking("en"):
        assert str(sentence) == "Good morning, Aino"
    assert str(sentence) == "Hyvää huomenta, Aino"


def test_templates_speak_and_escape(finnish):
    environment = Environment(autoescape=True)
    install(environment)
    text = """{{ _("Good morning, %(name)s", name="<b>") }}
    {% trans num=3 %}{{ num }} visit{% pluralize %}{{ num }} visits{% endtrans %}"""
    assert environment.from_string(text).render().split("\n")[0] == "Hyvää huomenta, &lt;b&gt;"
    assert (
        environment.from_string('{{ ngettext("%(num)s visit", "%(num)s visits", 3) }}').render()
        == "3 käyntiä"
    )


def test_speaking_ends_with_its_block_and_unknown_languages_are_english():
    with speaking("el"):
        assert current_language() == "el"
        with speaking("xx"):
            assert current_language() == "en"
        assert current_language() == "el"
    with speaking("en"):
        set_language("hy")
        assert current_language() == "hy"


def catalogue(tmp_path, text: str, language: str = "fi") -> Catalog:
    path = tmp_path / f"{language}.po"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path, language)


@pytest.fixture
def sentences(tmp_path) -> Catalog:
    code = tmp_path / "code"
    code.mkdir()
    (code / "a.py").write_text(
        '_("Good morning, %(name)s"); ngettext("%(num)s visit", "%(num)s visits", 2); _l("New")'
    )
    (code / "page.html").write_text("{{ _('On a page') }}{% trans %}\n  Across\n  lines\n{% endtrans %}")
    return sentences_in(code)


def test_sentences_are_found_in_code_and_templates(sentences):
    found = {message.id for message in sentences if message.id}
    assert found == {
        "Good morning, %(name)s",
        ("%(num)s visit", "%(num)s visits"),
        "New",
        "On a page",
        "Across lines",
    }


def test_extracting_keeps_what_is_said_adds_what_is_new_and_drops_what_is_gone(tmp_path, sentences):
    old = catalogue(tmp_path, PO)
    text = written(brought_up_to_date(sentences, old, "fi"), "fi").decode()
    assert 'msgstr "Hyvää huomenta, %(name)s"' in text
    assert 'msgid "New"\nmsgstr ""' in text
    assert "place" not in text
    assert "Arvattu" not in text
    assert "fuzzy" not in text
    assert "POT-Creation-Date" not in text
    assert "#:" not in text


def test_extracting_twice_changes_nothing(tmp_path, sentences):
    once = written(brought_up_to_date(sentences, catalogue(tmp_path, PO), "fi"), "fi")
    twice = written(brought_up_to_date(sentences, catalogue(tmp_path, once.decode()), "fi"), "fi")
    assert twice == once


GOOD = """
msgid "Good morning, %(name)s"
msgstr "Huomenta, %(name)s"

msgid "%(num)s visit"
msgid_plural "%(num)s visits"
msgstr[0] "%(num)s käynti"
msgstr[1] "%(num)s käyntiä"

msgid "New"
msgstr "Uusi"

msgid "On a page"
msgstr "Sivulla"

msgid "Across lines"
msgstr "Rivien yli"
"""


def test_a_complete_catalogue_has_no_mistakes(tmp_path, sentences):
    assert list(mistakes_in(catalogue(tmp_path, GOOD), sentences)) == []


@pytest.mark.parametrize(
    ("good", "bad", "mistake"),
    [
        ('msgstr "Uusi"', 'msgstr ""', "not translated: 'New'"),
        ('"Huomenta, %(name)s"', '"Huomenta, %(nimi)s"', "differ from the English ones: 'Good morning"),
        ('"Huomenta, %(name)s"', '"Huomenta"', "differ from the English ones: 'Good morning"),
        ('"Sivulla"', '"<b>Sivulla</b>"', "differ from the English ones: 'On a page'"),
        ('"Sivulla"', '"100 % sivulla"', "differ from the English ones: 'On a page'"),
        ('"%(num)s käyntiä"', '""', "not translated: '%(num)s visit'"),
        ('msgid "New"', '#, fuzzy\nmsgid "New"', "marked fuzzy: 'New'"),
        ('msgid "New"\nmsgstr "Uusi"', "", "not in the catalogue, run `flask translations extract`: 'New'"),
        ('msgid "New"', 'msgid "Old"\nmsgstr "Vanha"\n\nmsgid "New"', "no longer said"),
    ],
)
def test_every_mistake_is_named(tmp_path, sentences, good, bad, mistake):
    assert good in GOOD
    (found,) = mistakes_in(catalogue(tmp_path, GOOD.replace(good, bad, 1)), sentences)
    assert mistake in found


def test_a_bare_percent_sign_is_no_part_of_a_sentence(tmp_path):
    code = tmp_path / "c"
    code.mkdir()
    (code / "a.py").write_text('_("95 % sure"); _("%(share)s sure"); _("%s sure")')
    found = list(mistakes_in_sentences(sentences_in(code)))
    assert len(found) == 2

"""`flask translations`: gather the sentences to translate, and check that every one is."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from audit_app.translations import FALLBACK_LANGUAGE, LANGUAGES, catalogue_path

TRANSLATED = tuple(language for language in LANGUAGES if language != FALLBACK_LANGUAGE)
CODE = Path(__file__).parent.parent
REPORTS = CODE.parent / "reports"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**.html": {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None}
HEADER = r"""msgid ""
msgstr ""
"Language: {}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: {}\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)s")
BARE_PERCENT = re.compile(r"%(?!\(\w+\)s)")
TAG = re.compile(r"</?\w[^>]*>")


@click.group()
def translations() -> None:
    """The sentences in five languages."""


@translations.command()
def extract() -> None:
    """Bring every catalogue up to date: new sentences in, kept ones kept, gone ones out."""
    sentences = sentences_in(CODE, REPORTS)
    for language in TRANSLATED:
        path = catalogue_path(language)
        catalogue = brought_up_to_date(sentences, read_catalogue(path, language), language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue, language))
        missing = sum(1 for message in catalogue if message.id and not is_translated(message))
        click.echo(f"{language}: {len(catalogue)} sentences, {missing} to translate")


@translations.command()
def check() -> None:
    """List every sentence that is missing, fuzzy, or has lost a value on its way; fail if there is one."""
    sentences = sentences_in(CODE, REPORTS)
    found = [f"en: {mistake}" for mistake in mistakes_in_sentences(sentences)]
    for language in TRANSLATED:
        catalogue = read_catalogue(catalogue_path(language), language)
        found += [f"{language}: {mistake}" for mistake in mistakes_in(catalogue, sentences)]
    for mistake in found:
        click.echo(mistake, err=True)
    if found:
        raise SystemExit(1)


def sentences_in(*folders: Path) -> Catalog:
    """Every sentence that the code and templates in these folders say."""
    catalogue = Catalog(charset="utf-8")
    for folder in folders:
        for _name, _line, message, comments, context in extract_from_dir(
            folder, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def read_catalogue(path: Path, language: str) -> Catalog:
    """The translations of a language, none where there is no file yet."""
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=language, charset="utf-8")


def brought_up_to_date(sentences: Catalog, old: Catalog, language: str) -> Catalog:
    """A catalogue of exactly these sentences with the translations that were there; nothing guessed."""
    fresh = Catalog(locale=language, charset="utf-8")
    for message in _messages(sentences):
        kept = old.get(message.id, message.context)
        same = kept is not None and kept.id == message.id and not kept.fuzzy
        string = kept.string if kept and same else ""
        fresh.add(message.id, string, auto_comments=message.auto_comments, context=message.context)
    return fresh


def written(catalogue: Catalog, language: str) -> bytes:
    """The file's bytes: three header lines, then the sentences; no dates, no places in the code."""
    content = BytesIO()
    write_po(content, catalogue, width=0, no_location=True, omit_header=True)
    return HEADER.format(language, get_plural(language).plural_forms).encode() + content.getvalue()


def is_translated(message: Message) -> bool:
    """Whether every form of the sentence has its text."""
    return all(_forms(message))


def mistakes_in_sentences(sentences: Catalog) -> Iterator[str]:
    """English sentences with a percent sign that is no named value."""
    for message in _messages(sentences):
        if any(BARE_PERCENT.search(text) for text in _texts(message.id)):
            yield f'write "%(name)s" or format_percent, never a bare percent sign: {_short(message)}'


def mistakes_in(catalogue: Catalog, sentences: Catalog) -> Iterator[str]:
    """Everything wrong with one language's catalogue, in the order of the sentences."""
    for message in _messages(sentences):
        translated = catalogue.get(message.id, message.context)
        if translated is None or translated.id != message.id:
            yield f"not in the catalogue, run `flask translations extract`: {_short(message)}"
        else:
            yield from _mistakes_of(translated, catalogue.num_plurals)
    for message in _messages(catalogue):
        if message.id not in sentences:
            yield f"no longer said, run `flask translations extract`: {_short(message)}"


def _mistakes_of(message: Message, plurals: int) -> Iterator[str]:
    if message.fuzzy:
        yield f"marked fuzzy: {_short(message)}"
    forms = _forms(message)
    if not all(forms) or (message.pluralizable and len(forms) != plurals):
        yield f"not translated: {_short(message)}"
        return
    for number, form in enumerate(forms):
        expected = _texts(message.id) if len(forms) > 1 and number == 0 else _texts(message.id)[-1:]
        if not any(_skeleton(form) == _skeleton(text) for text in expected):
            yield f"its values or tags differ from the English ones: {_short(message)} → {form!r}"


def _skeleton(text: str) -> tuple[list[str], list[str], list[str]]:
    found = (PLACEHOLDER.findall(text), BARE_PERCENT.findall(text), TAG.findall(text))
    return sorted(set(found[0])), sorted(found[1]), sorted(found[2])


def _messages(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _texts(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _forms(message: Message) -> tuple[str, ...]:
    return _texts(message.string or "")


def _short(message: Message) -> str:
    return repr(_texts(message.id)[0])

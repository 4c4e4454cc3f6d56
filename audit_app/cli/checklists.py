"""`flask checklists`: find every mistake in checklists/, show what a question weighs, freeze an edition."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from audit_app.catalogue import (
    LISTS,
    EditionFile,
    Mistake,
    edition_files,
    find_edition,
    load_catalogue,
    nearest,
    questionnaire_files,
)
from audit_app.catalogue import check as find_mistakes
from audit_app.catalogue import publish as freeze
from audit_app.core.questionnaire import LANGUAGES, CriticalMode, Question, Questionnaire, text_in
from audit_app.formatting import format_percent
from audit_app.translations import gettext as _
from audit_app.translations import ngettext, speaking

Row = tuple[str, ...]

checklists = AppGroup("checklists", help="What is asked: the files in checklists/.")


def _folder() -> Path:
    return Path(current_app.config["CHECKLISTS"])


@checklists.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The mistakes as a JSON list.")
def check(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """List all mistakes at once, with file, line and what to write instead; fail if there is one."""
    mistakes = find_mistakes(_folder(), paths or None)
    if as_json:
        click.echo(json.dumps([asdict(mistake) for mistake in mistakes], ensure_ascii=False, indent=2))
    elif mistakes:
        _list(mistakes)
    else:
        number = len(questionnaire_files(_folder(), paths or None))
        click.echo(
            ngettext("%(num)s questionnaire, no mistakes", "%(num)s questionnaires, no mistakes", number)
        )
    if mistakes:
        raise SystemExit(1)


@checklists.command()
@click.argument("code")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the titles.")
def show(code: str, language: str) -> None:
    """Show a questionnaire (CODE or CODE.vN) with the effective weight of each question."""
    file = _find(code)
    questionnaire = load_catalogue(_folder()).questionnaires.get(file.key)
    if not questionnaire:
        _list(find_mistakes(_folder(), _with_lists(file)))
        raise SystemExit(1)
    with speaking(language):
        for line in _page(questionnaire, language):
            click.echo(line)


@checklists.command()
@click.argument("code")
def publish(code: str) -> None:
    """Freeze an edition (CODE or CODE.vN): put it on the list of those that never change again."""
    file = _find(code)
    mistakes = find_mistakes(_folder(), _with_lists(file))
    if mistakes:
        _list(mistakes)
        raise SystemExit(1)
    is_new = freeze(_folder(), file)
    message = _('"%(key)s" is published') if is_new else _('"%(key)s" was published before')
    click.echo(message % {"key": file.key})


def _find(code: str) -> EditionFile:
    file = find_edition(_folder(), code)
    if file:
        return file
    files = edition_files(_folder())
    known = [each.key for each in files] if ".v" in code else dict.fromkeys(each.code for each in files)
    instead = nearest(code, known)
    raise click.UsageError(_('there is no questionnaire "%(code)s"', code=code) + "; " + instead)


def _with_lists(file: EditionFile) -> list[Path]:
    """The file and the lists whose words it uses."""
    return [file.path, *(_folder() / name for name in LISTS)]


def _list(mistakes: Sequence[Mistake]) -> None:
    for mistake in mistakes:
        click.echo(str(mistake))
    click.echo(ngettext("%(num)s mistake", "%(num)s mistakes", len(mistakes)), err=True)


def _page(questionnaire: Questionnaire, language: str) -> Iterator[str]:
    """Title, then per section its title and an aligned row per question."""
    yield f"{text_in(questionnaire.titles, language)} ({questionnaire.key})"
    heads = (_("Question"), _("Weight"), _("Effective"), _("Standard"), _("Critical"))
    whole = sum(question.possible for question in questionnaire.questions())
    rows = {question.code: _row(question, whole, language) for question in questionnaire.questions()}
    widths = [max(map(len, column)) for column in zip(heads, *rows.values(), strict=True)]
    yield ""
    yield _aligned(heads, widths)
    for section in questionnaire.sections:
        yield text_in(section.titles, language)
        yield from (_aligned(rows[question.code], widths) for question in section.questions)


def _row(question: Question, whole: int, language: str) -> Row:
    if not question.is_scored:
        effective = "–"
    elif question.bonus:
        effective = _("bonus")
    else:
        effective = format_percent(Fraction(question.possible, whole), language, 1)
    return (question.code, str(question.weight), effective, question.standard or "–", _what_fails(question))


def _what_fails(question: Question) -> str:
    critical = question.critical
    if not critical:
        return ""
    cap = f" {critical.cap}" if critical.mode is CriticalMode.CAP else ""
    return f"≤ {critical.fails_at} → {critical.mode}{cap}"


def _aligned(row: Row, widths: list[int]) -> str:
    """Words to the left, numbers to the right."""
    number_columns = (1, 2)
    cells = [
        cell.rjust(width) if i in number_columns else cell.ljust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return ("  " + "  ".join(cells)).rstrip()

"""What must hold between the values of a file: the rules that no single value can break alone.

The data has been judged by the shapes before; a value they refused stands here as None, so that one
mistake is told once and all others still are.
"""

from collections.abc import Iterator
from itertools import pairwise

from audit_app.catalogue.mistakes import Flaw, Path, Words, write
from audit_app.catalogue.question_rules import RULES, Asked, Data, Vocabulary, entries
from audit_app.core.questionnaire import Kind
from audit_app.translations import gettext as _


def questionnaire_flaws(data: Data, words: Vocabulary) -> Iterator[Flaw]:
    """Everything that does not hold inside one questionnaire."""
    yield from _texts_of_other_kinds(data)
    yield from _repeated(data, "sections")
    asked = tuple(_asked(data, words))
    yield from _repeated_questions(asked)
    for question in asked:
        for rule in RULES:
            yield from rule(question)


def _asked(data: Data, words: Vocabulary) -> Iterator[Asked]:
    """All questions in the order they are asked."""
    places: list[tuple[Path, Data]] = [
        (("sections", i, "questions", j), question)
        for i, section in enumerate(entries(data, "sections"))
        for j, question in enumerate(entries(section, "questions"))
    ]
    first: dict[str, Asked] = {}
    for position, (path, question) in enumerate(places):
        asked = Asked(question, path, position, data.get("kind") or "", first, words)
        first.setdefault(question.get("code") or "", asked)
        yield asked


def _texts_of_other_kinds(data: Data) -> Iterator[Flaw]:
    if data.get("kind") == Kind.AUDIT and "thanks" in data:
        yield Flaw(("thanks",), _("an audit thanks nobody"), _('remove it, or write "briefs"'))
    if data.get("kind") in (Kind.CUSTOMER, Kind.STAFF) and "briefs" in data:
        yield Flaw(("briefs",), _("only an audit has a brief"), _('remove it, or write "intros"'))


def _repeated(data: Data, key: str, path: Path = ()) -> Iterator[Flaw]:
    """Codes that stand twice in the list under `key`."""
    seen: set[str] = set()
    for i, entry in enumerate(entries(data, key)):
        code = entry.get("code")
        if code in seen:
            yield Flaw((*path, key, i, "code"), *_used_twice(code))
        if code:
            seen.add(code)


def _used_twice(code: str) -> Words:
    return _('the code "%(code)s" is used twice', code=code), _("choose another code")


def _repeated_questions(asked: tuple[Asked, ...]) -> Iterator[Flaw]:
    for question in asked:
        code = question.data.get("code")
        if code and question.earlier(code):
            yield question.flaw("code", *_used_twice(code))


def scale_flaws(data: Data) -> Iterator[Flaw]:
    """Everything that does not hold inside scales.yaml."""
    yield from _repeated(data, "scales")
    for i, scale in enumerate(entries(data, "scales")):
        path: Path = ("scales", i)
        choices = entries(scale, "choices")
        yield from _repeated(scale, "choices", path)
        if choices and all(choice and "points" not in choice for choice in choices):
            message = _('a choice without points means "not applicable": nothing else could be answered here')
            yield Flaw((*path, "choices"), message, write("points: …"))
        points = [
            (j, choice["points"]) for j, choice in enumerate(choices) if choice.get("points") is not None
        ]
        for (_above, better), (j, worse) in pairwise(points):
            if worse > better:
                message = _("choices stand best first")
                instead = _("move it up, or write %(most)s or less", most=better)
                yield Flaw((*path, "choices", j, "points"), message, instead)


def standard_flaws(data: Data) -> Iterator[Flaw]:
    """Everything that does not hold inside standards.yaml."""
    yield from _repeated(data, "standards")


def comparison_flaws(data: Data) -> Iterator[Flaw]:
    """Everything that does not hold inside comparison.yaml."""
    yield from _repeated(data, "bands")
    floors = [band.get("at_least") for band in entries(data, "bands")]
    for i, (above, floor) in enumerate(pairwise(floors), start=1):
        if above is not None and floor is not None and floor >= above:
            message = _("bands stand best first")
            yield Flaw(("bands", i, "at_least"), message, _("write less than %(number)s", number=above))
    if floors and floors[-1]:
        path: Path = ("bands", len(floors) - 1, "at_least")
        yield Flaw(path, _("the last band begins at 0"), write(0))

"""What must hold between the values of one question, and between it and the earlier ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from audit_app.catalogue.mistakes import Flaw, Path, Words, nearest, printable, write
from audit_app.core.questionnaire import Band, CriticalMode, Kind, Operator, Question, QuestionType, Scale
from audit_app.translations import gettext as _

Data = Mapping[str, Any]

CHOSEN = (QuestionType.CHOICE, QuestionType.MULTIPLE)
MEASURED = (QuestionType.NUMBER, QuestionType.DURATION)
NUMERIC = (*MEASURED, QuestionType.RECOMMEND)


@dataclass(frozen=True)
class Vocabulary:
    """The words that questionnaires may use; None where their list could not be read."""

    standards: tuple[str, ...] | None = None
    scales: Mapping[str, Scale] | None = None


@dataclass(frozen=True)
class Asked:
    """A question in its place: where it stands, the how-manieth it is, and all questions of the file."""

    data: Data
    path: Path
    position: int
    kind: str
    first: Mapping[str, "Asked"]
    words: Vocabulary

    @cached_property
    def type(self) -> QuestionType | None:
        """Its type, None where that is misspelt."""
        name = self.data.get("type")
        return QuestionType(name) if name else None

    @cached_property
    def scale(self) -> Scale | None:
        """Its scale where it has a known one."""
        return (self.words.scales or {}).get(self.data.get("scale") or "")

    @cached_property
    def best_points(self) -> int:
        """The most points an answer can earn, as core reckons it."""
        bands = tuple(Band(None, band.get("points") or 0) for band in entries(self.data, "bands"))
        kind = self.type or QuestionType.TEXT
        return Question("", kind, {}, scale=self.scale, bands=bands).best_points

    def earlier(self, code: object) -> "Asked | None":
        """The question with this code if it is asked before this one."""
        found = self.first.get(str(code))
        return found if found and found.position < self.position else None

    def before(self) -> Iterator[str]:
        """The codes of the questions asked before this one."""
        return (code for code in self.first if self.earlier(code))

    def flaw(self, key: str, message: str, instead: str) -> Flaw:
        """A flaw of the value under `key`."""
        return Flaw((*self.path, *key.split(".")) if key else self.path, message, instead)


def entries(data: Data, key: str) -> list[Data]:
    """The well-formed entries of a list, {} in the place of malformed ones."""
    return [entry or {} for entry in data.get(key) or ()]


def _scale(asked: Asked) -> Iterator[Flaw]:
    name = asked.data.get("scale")
    if asked.type in CHOSEN and "scale" not in asked.data:
        yield asked.flaw(
            "", _('the key "%(key)s" is missing', key="scale"), nearest("", asked.words.scales or ())
        )
    if name and asked.type and asked.type not in CHOSEN:
        message = _("only a choice or multiple question has a scale")
        yield asked.flaw("scale", message, _("remove it, or change the type"))
    elif name and not asked.scale and asked.words.scales is not None:
        message = _('there is no scale "%(name)s"', name=name)
        yield asked.flaw("scale", message, nearest(name, asked.words.scales))


def _standard(asked: Asked) -> Iterator[Flaw]:
    name = asked.data.get("standard")
    if name and asked.words.standards is not None and name not in asked.words.standards:
        message = _('there is no standard "%(name)s"', name=name)
        yield asked.flaw("standard", message, nearest(name, asked.words.standards))
    if "standard" not in asked.data and asked.best_points and asked.data.get("weight") != 0:
        message = _("an answer earns points here, so it needs a standard")
        yield asked.flaw("", message, write("standard: …"))


def _measured(asked: Asked) -> Iterator[Flaw]:
    for key in ("bands", "unit", "minimum", "maximum"):
        if key in asked.data and asked.type and asked.type not in MEASURED:
            message = _('only a number or duration question has "%(key)s"', key=key)
            yield asked.flaw(key, message, _("remove it, or change the type"))
    least, most = asked.data.get("minimum"), asked.data.get("maximum")
    if least is not None and most is not None and least > most:
        message = _("the minimum is above the maximum")
        yield asked.flaw("minimum", message, _("write %(most)s or less", most=most))


def _bands(asked: Asked) -> Iterator[Flaw]:
    bands = entries(asked.data, "bands")
    for i, band in enumerate(bands):
        above = bands[i - 1].get("up_to") if i else None
        is_last = i == len(bands) - 1
        if is_last and "up_to" in band:
            message = _("the last band is for everything above the others")
            yield asked.flaw(f"bands.{i}.up_to", message, _("add a last band without up_to"))
        if not is_last and band and "up_to" not in band:
            message = _("only the last band has no up_to")
            yield asked.flaw(f"bands.{i}", message, write("up_to: …"))
        if above is not None and band.get("up_to") is not None and band["up_to"] <= above:
            message = _("bands stand in rising order")
            instead = _("write more than %(number)s", number=above)
            yield asked.flaw(f"bands.{i}.up_to", message, instead)


def _critical(asked: Asked) -> Iterator[Flaw]:
    critical = asked.data.get("critical")
    if not critical:
        return
    caps = critical.get("mode") == CriticalMode.CAP
    if caps and "cap" not in critical:
        yield asked.flaw("critical", _('the mode "cap" needs a cap'), write("cap: …"))
    if critical.get("mode") and not caps and "cap" in critical:
        yield asked.flaw(
            "critical.cap", _('only the mode "cap" has a cap'), _("remove it, or change the mode")
        )
    fails_at = critical.get("fails_at") or 0
    if asked.best_points and fails_at >= asked.best_points:
        message = _("every answer would fail")
        most = asked.best_points - 1
        yield asked.flaw("critical.fails_at", message, _("write %(most)s or less", most=most))


def _without_effect(asked: Asked) -> Iterator[Flaw]:
    """What looks at points on a question that has none: it would do nothing, or fail every answer."""
    is_uncertain = asked.type is None or "bands" in asked.data or ("scale" in asked.data and not asked.scale)
    if asked.best_points or is_uncertain:
        return
    for key in ("critical", "bonus", "comment", "photo"):
        if asked.data.get(key) in (None, False, "never", "optional", "always"):
            continue
        message = _("no answer earns points here, so there is no better or worse")
        yield asked.flaw(key, message, _("remove it, or give the question a scale or bands with points"))


def _photo(asked: Asked) -> Iterator[Flaw]:
    if asked.kind in (Kind.CUSTOMER, Kind.STAFF) and asked.data.get("photo") not in (None, "never"):
        yield asked.flaw("photo", _("only an audit asks for photos"), _("remove it"))


def _findings(asked: Asked) -> Iterator[Flaw]:
    choices = _choices(asked.scale)
    for answer in asked.data.get("findings") or ():
        if asked.type and asked.type not in CHOSEN:
            message = _("only a choice or multiple question has findings")
            yield asked.flaw("findings", message, _("remove them, or change the type"))
            return
        if asked.scale and answer not in choices:
            yield Flaw((*asked.path, "findings", answer), *_not_on_the_scale(answer, asked.scale))


def _choices(scale: Scale | None) -> tuple[str, ...]:
    return tuple(choice.code for choice in scale.choices) if scale else ()


def _not_on_the_scale(answer: object, scale: Scale) -> Words:
    message = _('"%(answer)s" is not on the scale "%(scale)s"', answer=printable(answer), scale=scale.code)
    return message, nearest(answer, _choices(scale))


def _show_if(asked: Asked) -> Iterator[Flaw]:
    rule = asked.data.get("show_if")
    if not rule:
        return
    operators = [operator for operator in Operator if operator in rule]
    if len(operators) != 1:
        message = _("exactly one comparison is wanted here")
        yield asked.flaw("show_if", message, nearest("", Operator))
    target = asked.earlier(rule.get("question"))
    if rule.get("question") and not target:
        yield asked.flaw("show_if.question", *_not_earlier(rule["question"], asked))
    for operator in operators:
        if target and rule[operator] is not None:
            words = _comparison(target, operator, rule[operator])
            yield from [asked.flaw(f"show_if.{operator}", *words)] if words else []


def _not_earlier(target: str, asked: Asked) -> Words:
    if target == asked.data.get("code"):
        return _("a question cannot depend on itself"), nearest("", asked.before())
    if target in asked.first:
        message = _('the question "%(code)s" is asked later', code=target)
        return message, _("move it before this one")
    return _('there is no question "%(code)s"', code=target), nearest(target, asked.before())


def _comparison(target: Asked, operator: Operator, value: object) -> Words | None:
    """What is wrong with comparing the answer to `target` so, None where it makes sense."""
    if operator is Operator.ANSWERED:
        return None if value else (_("this can only be true"), write("answered: true"))
    if target.type in NUMERIC:
        is_number = isinstance(value, int)
        return None if is_number else (_("the answer there is a number"), _("write a whole number"))
    if target.type and target.type not in CHOSEN:
        return _("the answer there is free text"), write("answered: true")
    if operator in (Operator.AT_LEAST, Operator.AT_MOST) and target.type:
        return _("the answer there is a choice, not a number"), _('write "is" or "is_not" with a choice')
    if target.scale and value not in _choices(target.scale):
        return _not_on_the_scale(value, target.scale)
    return None


RULES = (
    _scale,
    _standard,
    _measured,
    _bands,
    _critical,
    _without_effect,
    _photo,
    _findings,
    _show_if,
)

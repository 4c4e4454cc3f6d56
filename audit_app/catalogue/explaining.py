"""What the shapes find wrong, said in words: one flaw per value, with what to write instead."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from typing_extensions import is_typeddict

from audit_app.catalogue.mistakes import Flaw, Path, Words, nearest, printable, write, write_text
from audit_app.catalogue.reading import Node
from audit_app.core.questionnaire import LANGUAGES
from audit_app.translations import gettext as _


def flaws_of(root: Node, shape: Any, languages: Iterable[str]) -> tuple[Flaw, ...]:
    """Everything in which the data differs from `shape`; texts must stand in `languages` only."""
    try:
        _adapter(shape).validate_python(root.plain)
    except ValidationError as refusal:
        wanted = set(languages)
        errors = refusal.errors(include_url=False)
        return tuple(_flaw(error, root, shape) for error in errors if _matters(error, wanted))
    return ()


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _matters(error: ErrorDetails, languages: set[str]) -> bool:
    """Whether it is more than a language missing that nobody asked for, beside one that is there."""
    language = error["loc"][-1] if error["loc"] else ""
    return (
        error["type"] != "missing" or language not in LANGUAGES or language in languages or not error["input"]
    )


def _flaw(error: ErrorDetails, root: Node, shape: Any) -> Flaw:
    path = error["loc"]
    if error["type"] == "extra_forbidden":
        return Flaw(path, *_unknown_key(path, shape))
    explain = _EXPLANATIONS.get(error["type"])
    message, instead = explain(error, root.at(path)) if explain else (error["msg"], _("see the manual"))
    return Flaw(path, message, instead)


def _unknown_key(path: Path, shape: Any) -> Words:
    key = str(path[-1])
    return _('there is no key "%(key)s" here', key=printable(key)), nearest(key, keys_at(shape, path[:-1]))


def keys_at(shape: Any, path: Path) -> tuple[str, ...]:
    """The keys that may stand at `path` in a file of this shape."""
    for step in path:
        if is_typeddict(shape):
            shape = get_type_hints(shape)[str(step)]
        elif get_origin(shape) in (list, dict):
            shape = get_args(shape)[-1]
    return tuple(get_type_hints(shape)) if is_typeddict(shape) else ()


def _missing(error: ErrorDetails, _node: Node) -> Words:
    key = error["loc"][-1]
    if key in LANGUAGES:
        return _('the text in the language "%(language)s" is missing', language=key), write(f"{key}: …")
    return _('the key "%(key)s" is missing', key=key), write(f"{key}: …")


def _text(_error: ErrorDetails, node: Node) -> Words:
    if node.children or isinstance(node.plain, list | dict):
        return _("a text is wanted here"), _("write a text in quotes")
    if not node.source:
        return _("the text is missing"), _("write the text or remove the key")
    return _("%(word)s without quotes is not a text", word=printable(node.source)), write_text(node.source)


def _empty_text(_error: ErrorDetails, _node: Node) -> Words:
    return _("the text is empty"), _("write the text or remove the key")


def _integer(_error: ErrorDetails, node: Node) -> Words:
    number = re.fullmatch(r"\s*[-+]?0*([0-9]{1,9})\s*", node.source)
    return _("a whole number is wanted here"), write(number[1]) if number else _("write a whole number")


def _switch(_error: ErrorDetails, node: Node) -> Words:
    word = node.source.strip().lower()
    if word in ("yes", "on", "true", "y", "1"):
        return _("true or false is wanted here"), write("true")
    if word in ("no", "off", "false", "n", "0"):
        return _("true or false is wanted here"), write("false")
    return _("true or false is wanted here"), _("write true or false")


def _answer(error: ErrorDetails, node: Node) -> Words:
    if node.source:
        return _text(error, node)
    return _("the answer to compare with is missing"), _("write a choice's code or a number")


def _keys(_error: ErrorDetails, _node: Node) -> Words:
    return _("keys with values are wanted here"), _('write lines like "key: value" below it')


def _list(_error: ErrorDetails, _node: Node) -> Words:
    return _("a list is wanted here"), _('write lines that begin with "- " below it')


def _short_list(error: ErrorDetails, _node: Node) -> Words:
    least = error["ctx"]["min_length"]
    return _("this list is too short"), _("write %(least)s or more entries", least=least)


def _too_small(error: ErrorDetails, _node: Node) -> Words:
    return _("this number is too small"), _("write %(least)s or more", least=error["ctx"]["ge"])


def _too_large(error: ErrorDetails, _node: Node) -> Words:
    return _("this number is too large"), _("write %(most)s or less", most=error["ctx"]["le"])


def _long_code(error: ErrorDetails, _node: Node) -> Words:
    return _("this code is too long"), _("write %(most)s letters or fewer", most=error["ctx"]["max_length"])


def _code(error: ErrorDetails, node: Node) -> Words:
    joint = "-" if "-]" in error["ctx"]["pattern"] else "_"
    better = re.sub(r"[^a-z0-9]+", joint, node.source[:40].lower()).strip(joint)
    message = _('a code has only the letters a–z, digits and "%(joint)s"', joint=joint)
    usable = re.fullmatch(error["ctx"]["pattern"], better)
    return message, write(better) if usable else _("write it so, beginning with a letter")


def _word(error: ErrorDetails, node: Node) -> Words:
    known = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    if node.source:
        message = _('"%(word)s" is not offered here', word=printable(node.source))
        return message, write_text(node.source) if node.source in known else nearest(node.source, known)
    return _("a word is missing here"), nearest("", known)


_EXPLANATIONS: dict[str, Callable[[ErrorDetails, Node], Words]] = {
    "missing": _missing,
    "string_type": _text,
    "string_too_short": _empty_text,
    "string_too_long": _long_code,
    "string_pattern_mismatch": _code,
    "int_type": _integer,
    "bool_type": _switch,
    "dict_type": _keys,
    "list_type": _list,
    "too_short": _short_list,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "enum": _word,
    "literal_error": _word,
    "answer_type": _answer,
}

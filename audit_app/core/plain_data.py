"""Frozen dataclasses into JSON-ready plain data and back, by their type hints.

    to_plain(thing) -> dict, list, str, int, float, bool or None
    from_plain(cls, data) -> cls; raises ValueError that names the path of the first mistake

Used to freeze what must never be recomputed: issued reports, questionnaire editions in use. Fractions
become "p/q", dates ISO text, enumerations their value, tuples lists; fields and keys keep their order.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

Plain = Any
"""What JSON can say: dict, list, str, int, float, bool, None."""

T = TypeVar("T")


def to_plain(thing: object) -> Plain:
    """The plain data of a dataclass or of anything that stands in one; TypeError for anything else."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: to_plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {_write_key(key): to_plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return [to_plain(item) for item in thing]
    return _write_leaf(thing)


def _write_key(key: object) -> str:
    plain = _write_leaf(key)
    if not isinstance(plain, str):
        raise TypeError(f"{key!r} cannot be a key")
    return plain


def _write_leaf(thing: object) -> Plain:
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, Fraction):
        return f"{thing.numerator}/{thing.denominator}"
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, UUID):
        return str(thing)
    if thing is None or isinstance(thing, str | int) or (isinstance(thing, float) and isfinite(thing)):
        return thing
    raise TypeError(f"{thing!r} has no plain form")


def from_plain(cls: type[T], data: Plain) -> T:
    """The `cls` that was made plain. Fields with a default may be missing; unknown ones may not be there."""
    thing: T = _read(cls, data, cls.__name__)
    return thing


def _read(hint: Any, data: Plain, path: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _read_union(get_args(hint), data, path)
    if origin is tuple:
        return _read_tuple(get_args(hint), data, path)
    if origin is Mapping:
        return _read_mapping(get_args(hint), data, path)
    if is_dataclass(hint):
        return _read_dataclass(hint, data, path)
    return _read_leaf(hint, data, path)


def _read_union(hints: tuple[Any, ...], data: Plain, path: str) -> Any:
    if data is None and NoneType in hints:
        return None
    mistakes = []
    for hint in hints:
        try:
            return _read(hint, data, path)
        except ValueError as mistake:
            mistakes.append(mistake)
    raise mistakes[0]


def _read_tuple(hints: tuple[Any, ...], data: Plain, path: str) -> tuple[Any, ...]:
    hint, _any_number = hints
    items = _expect(list, data, path)
    return tuple(_read(hint, item, f"{path}[{index}]") for index, item in enumerate(items))


def _read_mapping(hints: tuple[Any, ...], data: Plain, path: str) -> dict[Any, Any]:
    key, value = hints
    items = _expect(dict, data, path).items()
    return {_read(key, name, path): _read(value, item, f"{path}[{name!r}]") for name, item in items}


def _read_dataclass(cls: Any, data: Plain, path: str) -> Any:
    given, hints = _expect(dict, data, path), _hints(cls)
    for name in given:
        if name not in hints:
            raise ValueError(f"{path}.{name}: unknown field")
    for field in fields(cls):
        if field.name not in given and _is_needed(field):
            raise ValueError(f"{path}.{field.name}: missing")
    return cls(**{name: _read(hints[name], item, f"{path}.{name}") for name, item in given.items()})


@cache
def _hints(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _is_needed(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _read_leaf(hint: Any, data: Plain, path: str) -> Any:
    if hint in LEAVES:
        plain, make = LEAVES[hint]
    elif isinstance(hint, type) and issubclass(hint, Enum):
        plain, make = (str,), hint
    else:
        raise TypeError(f"{path}: {hint} has no plain form")
    if type(data) not in plain:
        raise ValueError(f"{path}: {data!r} is no {hint.__name__}")
    try:
        return make(data)
    except (ValueError, ArithmeticError):
        raise ValueError(f"{path}: {data!r} is no {hint.__name__}") from None


def _fraction(text: str) -> Fraction:
    numerator, slash, denominator = text.partition("/")
    if not slash:
        raise ValueError(text)
    return Fraction(int(numerator), int(denominator))


def _finite(number: float) -> float:
    if not isfinite(number):
        raise ValueError(number)
    return float(number)


LEAVES: Mapping[Any, tuple[tuple[type, ...], Callable[[Any], Any]]] = {
    str: ((str,), str),
    int: ((int,), int),
    bool: ((bool,), bool),
    float: ((float, int), _finite),
    NoneType: ((NoneType,), lambda _: None),
    Fraction: ((str,), _fraction),
    datetime: ((str,), datetime.fromisoformat),
    date: ((str,), date.fromisoformat),
    UUID: ((str,), UUID),
}
"""Type → the plain types it may be written as, and how it is read."""


def _expect(kind: type[T], data: Plain, path: str) -> T:
    if not isinstance(data, kind):
        raise ValueError(f"{path}: {data!r} is no {kind.__name__}")
    return data

"""Column types that read and write the project's own values, alike on SQLite and PostgreSQL."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, Enum, TypeDecorator

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import HeldFor
from audit_app.core.review import GivenAnswer
from audit_app.core.scoring import Outcome, Score
from audit_app.storage.records import KeptScore


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refused without a time zone, stored and handed back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn into UTC; raises ValueError for a moment that does not say its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be kept: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Hand back aware; SQLite has no zones of its own."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Answers(TypeDecorator[AnswerSheet]):
    """An answer sheet as JSON `{values, comments}`; its photos are rows of their own."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: AnswerSheet | None, _dialect: Dialect) -> Any:
        """Write values and comments as given."""
        return value and {"values": dict(value.values), "comments": dict(value.comments)}

    def process_result_value(self, value: Any, _dialect: Dialect) -> AnswerSheet | None:
        """Read back; several choice codes are a tuple again."""
        if value is None:
            return None
        values = {code: _value(given) for code, given in value["values"].items()}
        return AnswerSheet(values=values, comments=value["comments"])


def _value(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


class HeldReasons(TypeDecorator[tuple[HeldFor, ...]]):
    """Why a visit was held, as a JSON list of words; empty where it was not."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[HeldFor, ...] | None, _dialect: Dialect) -> Any:
        """Write the words."""
        return None if value is None else [reason.value for reason in value]

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[HeldFor, ...] | None:
        """Read them back."""
        return None if value is None else tuple(HeldFor(word) for word in value)


class Words(TypeDecorator[tuple[str, ...]]):
    """Codes or words in their order, as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> Any:
        """Write the words."""
        return None if value is None else list(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[str, ...] | None:
        """Read them back."""
        return None if value is None else tuple(value)


class Ids(TypeDecorator[tuple[UUID, ...]]):
    """Ids in their order, as a JSON list; what they name may be gone by the time they are read."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[UUID, ...] | None, _dialect: Dialect) -> Any:
        """Write the ids."""
        return None if value is None else [str(each) for each in value]

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[UUID, ...] | None:
        """Read them back."""
        return None if value is None else tuple(map(UUID, value))


class KeptScores(TypeDecorator[KeptScore]):
    """A sheet's scores as JSON: pairs `[earned, possible]`, fractions as `"p/q"`, nothing rounded."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: KeptScore | None, _dialect: Dialect) -> Any:
        """Write exact numbers."""
        return value and {
            "standards": {code: [score.earned, score.possible] for code, score in value.standards.items()},
            "total": [value.total.earned, value.total.possible],
            "judged": _written(value.judged),
            "outcome": value.outcome,
            "failed": list(value.failed),
            "coverage": _written(value.coverage),
        }

    def process_result_value(self, value: Any, _dialect: Dialect) -> KeptScore | None:
        """Read exact numbers back."""
        return None if value is None else _kept_score(value)


def _kept_score(kept: Mapping[str, Any]) -> KeptScore:
    return KeptScore(
        standards={code: Score(*pair) for code, pair in kept["standards"].items()},
        total=Score(*kept["total"]),
        judged=_fraction(kept["judged"]),
        outcome=kept["outcome"] and Outcome(kept["outcome"]),
        failed=tuple(kept["failed"]),
        coverage=_fraction(kept["coverage"]),
    )


def _written(number: Fraction | None) -> str | None:
    return None if number is None else f"{number.numerator}/{number.denominator}"


def _fraction(written: str | None) -> Fraction | None:
    return None if written is None else Fraction(written)


class Given(TypeDecorator[GivenAnswer]):
    """An answer with its comment, as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: GivenAnswer | None, _dialect: Dialect) -> Any:
        """Write both as given."""
        return value and {"value": value.value, "comment": value.comment}

    def process_result_value(self, value: Any, _dialect: Dialect) -> GivenAnswer | None:
        """Read back; several choice codes are a tuple again."""
        return None if value is None else GivenAnswer(_value(value["value"]), value["comment"])


def code_of(words: type[StrEnum]) -> Enum:
    """A column that holds one of these words and nothing else."""
    return Enum(
        words,
        name=words.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda kind: [word.value for word in kind],
    )

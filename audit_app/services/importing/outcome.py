"""What became of an import: how many rows, what was left out and why, and the figures of each question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from audit_app.catalogue import Mistake
from audit_app.core.answer_tally import Groups
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l

Rows = tuple[int, ...]
"""Numbers of rows as a spreadsheet program shows them, rising."""


class Effect(StrEnum):
    """What a problem does to its rows."""

    REFUSED = "refused"
    SKIPPED = "skipped"
    LEFT_BLANK = "left_blank"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Problem:
    """Something wrong in rows of a file; `column` and `value` "" where it is the whole row."""

    effect: Effect
    message: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class QuestionFigures:
    """What the answers of a file to one question add up to, all exact; None where it does not apply.

    `mean` is on the scale of the file's own numbers, `points` on 0–100, `top_two` a share 0–1 of the
    `n` that answered, `net` the Net Promoter Score −100 to 100; `counts` is by the file's own codes.
    """

    question: str
    columns: tuple[str, ...]
    n: int
    not_applicable: int
    blank: int
    hidden: int
    counts: Mapping[str, int]
    mean: Fraction | None = None
    points: Fraction | None = None
    top_two: Fraction | None = None
    groups: Groups | None = None
    net: Fraction | None = None


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or in a dry run would have done: `new` rows are stored unless it was one.

    `rows` counts all rows below the header that say anything; each is new, already there, or among the
    rows of a problem. The figures are those of all rows that could be read, new or not.
    """

    questionnaire: str
    dry_run: bool
    rows: int
    empty_rows: int
    new: int
    already_there: int
    problems: Mapping[Problem, Rows]
    questions: tuple[QuestionFigures, ...] = field(default=())

    @property
    def stored(self) -> int:
        """Rows that were stored."""
        return 0 if self.dry_run else self.new

    def rows_with(self, *effects: Effect) -> Rows:
        """The rows with a problem of these effects."""
        found = (rows for problem, rows in self.problems.items() if problem.effect in effects)
        return tuple(sorted({row for rows in found for row in rows}))


class ImportRefused(Refusal):
    """Nothing was stored: the mapping or the file has `mistakes`, or its rows have problems (`report`)."""

    title = _l("This file was not imported")
    message = _l("Nothing was stored. Please mend what is listed and import the file again.")

    def __init__(self, mistakes: Iterable[Mistake] = (), report: ImportReport | None = None) -> None:
        super().__init__()
        self.mistakes = tuple(mistakes)
        self.report = report


def ranges_of(rows: Rows) -> list[tuple[int, int]]:
    """Rows as first and last of each unbroken run: 3, 7, 8, 9 → (3, 3), (7, 9)."""
    breaks = [i for i, (one, following) in enumerate(pairwise(rows), start=1) if following != one + 1]
    starts, ends = [0, *breaks], [*breaks, len(rows)]
    return [(rows[start], rows[end - 1]) for start, end in zip(starts, ends, strict=True) if end > start]

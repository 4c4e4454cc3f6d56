"""The shape of a mapping file: which keys there are and what may stand behind each.

`location: Athens` is short for `location: {fixed: Athens}`; `id: NUMBER` is short for a list of one.
What depends on more than one value is in `mapping_rules`. The manual is docs/importing.md.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, NotRequired

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from audit_app.catalogue.shapes import STRICT, Code, Text

Encoding = Literal[
    "utf-8", "utf-16", "utf-16-le", "utf-16-be",
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1257",
    "iso-8859-1", "iso-8859-2", "iso-8859-4", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15",
    "mac-roman", "mac-greek", "mac-turkish", "cp437", "cp737", "cp850", "cp857",
]  # fmt: skip
"""The spellings of the alphabets that our readers' software writes."""

Policy = Literal["refuse", "skip_row", "blank"]
"""What becomes of a file, a row or an answer with a code that the mapping does not name."""

CellText = Annotated[str, Field(max_length=1000)]
Separator = Annotated[str, Field(min_length=1, max_length=10)]
RowNumber = Annotated[int, Field(ge=1, le=1000)]
RowCount = Annotated[int, Field(ge=0, le=1000)]


def _or_in_full(make: Callable[[object], object], full: type) -> Any:
    """Accepts the short way of writing as well as the one in full."""
    return BeforeValidator(lambda value: value if isinstance(value, full) else make(value))


class SourceShape(TypedDict):
    """Where a row's location or language comes from: always the same, or a column."""

    fixed: NotRequired[Text]
    column: NotRequired[Text]
    codes: NotRequired[dict[CellText, Text]]


class DateShape(TypedDict):
    """Where a row's day comes from."""

    fixed: NotRequired[Text]
    column: NotRequired[Text]
    codes: NotRequired[dict[CellText, Text]]
    format: NotRequired[Text]


class CodeSetShape(TypedDict):
    """What cells mean: a choice's code or a number, not applicable, nothing."""

    codes: NotRequired[dict[CellText, Text]]
    not_applicable: NotRequired[list[CellText]]
    blank: NotRequired[list[CellText]]


class AnswerShape(TypedDict):
    """Where the answer to a question comes from, and what its cells mean."""

    column: NotRequired[Text]
    columns: NotRequired[Annotated[list[Text], Field(min_length=1)]]
    separator: NotRequired[Separator]
    code_set: NotRequired[Text]
    codes: NotRequired[dict[CellText, Text]]
    not_applicable: NotRequired[list[CellText]]
    blank: NotRequired[list[CellText]]


@with_config(STRICT)
class MappingShape(TypedDict):
    """A mapping file."""

    questionnaire: Text
    source: NotRequired[Text]
    encoding: NotRequired[Encoding]
    sheet: NotRequired[Text]
    header_row: NotRequired[RowNumber]
    skip_rows: NotRequired[RowCount]
    unknown: NotRequired[Policy]
    id: NotRequired[Annotated[list[Text], Field(min_length=1), _or_in_full(lambda it: [it], list)]]
    location: Annotated[SourceShape, _or_in_full(lambda it: {"fixed": it}, dict)]
    date: Annotated[DateShape, _or_in_full(lambda it: {"fixed": it}, dict)]
    language: NotRequired[Annotated[SourceShape, _or_in_full(lambda it: {"fixed": it}, dict)]]
    code_sets: NotRequired[dict[Code, CodeSetShape]]
    questions: Annotated[dict[Code, AnswerShape], Field(min_length=1)]

"""Monthly histograms of observed and customer sheets. Teams are never tallied: a difference of two
tallies would show what a small team said, so their figures are counted from whole waves.
"""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Uuid

from audit_app.core.programme import Channel
from audit_app.core.questionnaire import View
from audit_app.storage.columns import code_of
from audit_app.storage.tables.base import KEY, inside, metadata, organisation_column


def _tally(name: str, *counted: Column[object] | CheckConstraint) -> Table:
    return Table(
        name,
        metadata,
        organisation_column(),
        Column("location_id", Uuid, primary_key=True),
        Column("month", Date, primary_key=True),
        Column("view", code_of(View), primary_key=True),
        Column("questionnaire", KEY, primary_key=True),
        *counted,
        Column("n", Integer, nullable=False),
        inside("location_id", "location"),
        CheckConstraint("view <> 'staff'", name="no_staff"),
        CheckConstraint("n > 0", name="n"),
        sqlite_with_rowid=False,
    )


standard_tally = _tally(
    "standard_tally",
    Column("standard", KEY, primary_key=True),
    Column("earned", Integer, primary_key=True, autoincrement=False),
    Column("possible", Integer, primary_key=True, autoincrement=False),
    CheckConstraint("possible > 0", name="possible"),
)

answer_tally = _tally(
    "answer_tally",
    Column("question", KEY, primary_key=True),
    Column("value", KEY, primary_key=True),
)

sheet_tally = _tally(
    "sheet_tally",
    Column("channel", code_of(Channel), primary_key=True),
    Column("outcome", KEY, primary_key=True),
    Column("coverage", Integer, primary_key=True),
)

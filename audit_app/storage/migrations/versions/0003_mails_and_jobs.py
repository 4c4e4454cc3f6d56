"""Mails, and work that nobody waits for."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

column = partial(sa.Column, nullable=False)
empty = partial(sa.Column, nullable=True)
UUID, KEY, TEXT, INTEGER = sa.Uuid(), sa.String(200), sa.Text(), sa.Integer()
MOMENT, JSON = sa.DateTime(timezone=True), sa.JSON()


def words(name, *choices):
    return sa.Enum(*choices, name=name, native_enum=False, create_constraint=True, length=20)


KIND = words(
    "mailkind", "invitation", "offer", "reminder", "returned", "approved", "rejected", "paid", "applied",
    "accepted", "declined", "escalation", "published",
)
WISH = words("mailwish", "at_once", "digest", "off")


def inside(name, column, table):
    there = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], there, name=name)


def owned(table, *columns, key=("id",)):
    op.create_table(
        table,
        column("organisation_id", UUID), *columns,
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation"),
        sa.PrimaryKeyConstraint("organisation_id", *key, name=f"pk_{table}"),
    )


def upgrade() -> None:
    owned(
        "job",
        column("id", UUID), column("kind", KEY), column("key", KEY), column("payload", JSON),
        column("created_at", MOMENT), column("run_at", MOMENT), empty("leased_until", MOMENT),
        empty("lease", UUID), column("tries", INTEGER), column("doubts", INTEGER), column("error", TEXT),
        empty("done_at", MOMENT), empty("given_up_at", MOMENT),
        sa.UniqueConstraint("organisation_id", "kind", "key", name=op.f("uq_job_key")),
        sa.CheckConstraint("done_at IS NULL OR given_up_at IS NULL", name=op.f("ck_job_one_end")),
        sa.CheckConstraint("(lease IS NULL) = (leased_until IS NULL)", name=op.f("ck_job_lease")),
    )
    op.create_index("ix_job_due", "job", ["done_at", "given_up_at", "run_at"])
    owned(
        "mail",
        column("id", UUID), column("job_id", UUID), column("kind", KIND), empty("person_id", UUID),
        empty("outsider", JSON), column("about", UUID), column("words", JSON), column("link", TEXT),
        column("posted_at", MOMENT),
        inside("fk_mail_job", "job_id", "job"),
        inside("fk_mail_person", "person_id", "person"),
        sa.UniqueConstraint("organisation_id", "kind", "person_id", "about", name=op.f("uq_mail_once")),
        sa.CheckConstraint("(person_id IS NULL) = (outsider IS NOT NULL)", name=op.f("ck_mail_addressee")),
    )
    op.create_index("ix_mail_job", "mail", ["organisation_id", "job_id"])
    owned(
        "mail_wish",
        column("person_id", UUID), column("kind", KIND), column("wish", WISH),
        inside("fk_mail_wish_person", "person_id", "person"),
        key=("person_id", "kind"),
    )


def downgrade() -> None:
    for table in ("mail_wish", "mail", "job"):
        op.drop_table(table)

"""What editors and appeals change."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BANDS = ("look_0", "look_1", "look_2", "look_3")


def upgrade() -> None:
    give_photos_looks()


def give_photos_looks() -> None:
    # Photos that are there already stay without: they are found by nothing.
    op.add_column("photo", sa.Column("look", sa.String(16)))
    op.add_column("photo", sa.Column("latitude", sa.Float()))
    op.add_column("photo", sa.Column("longitude", sa.Float()))
    for band in BANDS:
        op.add_column("photo", sa.Column(band, sa.Integer()))
        op.create_index(f"ix_photo_{band}", "photo", ["organisation_id", band])


def downgrade() -> None:
    take_looks_from_photos()


def take_looks_from_photos() -> None:
    for band in BANDS:
        op.drop_index(f"ix_photo_{band}", "photo")
    for name in (*BANDS, "longitude", "latitude", "look"):
        op.drop_column("photo", name)

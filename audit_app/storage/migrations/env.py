"""Read by Alembic before it runs revisions, on the connection that `upgrade` or `downgrade` opened."""

from alembic import context

from audit_app.storage.columns import Answers, HeldReasons, KeptScores, UtcDateTime
from audit_app.storage.tables import metadata

WRITTEN_AS = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    **dict.fromkeys((Answers, HeldReasons, KeptScores), "sa.JSON()"),
}


def write_type(kind, item, _context):
    """How a new revision spells our column types: a revision must not change when they do."""
    return WRITTEN_AS.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=write_type,
)
context.run_migrations()

"""What waits to be read, by deadline."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit_app.services import reviews
from audit_app.web.access import allow
from audit_app.web.desk import me, now, rooms
from audit_app.web.editor.entrance import READERS, door


@door.get("", endpoint="queue")
@allow(*READERS)
def list_them() -> ResponseReturnValue:
    """All of them, the next to be taken first."""
    waiting = reviews.queue(rooms(), me(), now())
    return render_template("editor/queue.html", waiting=waiting)

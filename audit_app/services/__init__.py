"""What people do: one module per noun. Each function owns its transaction and is handed `now`."""

from dataclasses import dataclass

from audit_app.catalogue import Catalogue
from audit_app.files import PhotoShelf
from audit_app.messaging import Sender
from audit_app.settings import Settings
from audit_app.storage import Store


@dataclass(frozen=True)
class Rooms:
    """The rooms below that a service may need, opened once for the process; without a sender mails wait."""

    store: Store
    catalogue: Catalogue
    photos: PhotoShelf
    settings: Settings
    sender: Sender | None = None

"""A phone's own store, filled and asked from a test, and our modules called as a page calls them."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import BrowserContext, Page
from werkzeug.wrappers import Request, Response

from audit_app.core.programme import Person
from tests.offline.using import BEST, jpeg
from tests.offline.world import AUDIT, Fault, Site

SIX = ("olive", "navy", "maroon", "teal", "purple", "silver")
ANSWERS = {f"q.{question}": value for question, value in BEST.items()} | {
    "q.wait_seconds": "40",
    "c.overall": "She knew every tea by name",
}
"""The best answer to all that the counter visit asks."""


@dataclass(frozen=True)
class Draft:
    """A draft as it stands on a phone; `photos` maps each id to its bytes."""

    id: str
    visit: str
    photos: dict[str, bytes] = field(default_factory=dict)


def bare_page(context: BrowserContext, site: Site, person: Person) -> Page:
    """A page of our own on which nothing runs; the phone believes that this person is signed in."""
    page = context.new_page()
    page.goto("/health")
    call(page, site, "db", "(m, user) => m.write(['meta'], s => s.meta.put({key: 'user', value: user}))",
         {"id": str(person.id), "name": person.name})  # fmt: skip
    return page


def call(page: Page, site: Site, module: str, work: str, given: Any = None) -> Any:
    """What a function gives that is called with one of our modules and a value of the test's."""
    script = f"async ([address, given]) => ({work})(await import(address), given)"
    return page.evaluate(script, [address_of(site, module), given])


def address_of(site: Site, module: str) -> str:
    """Where one of our modules is served."""
    return f"{site.app.extensions['assets'].address}/js/lib/{module}.js"


def put_draft(
    page: Page,
    site: Site,
    answers: dict[str, Any] | None = None,
    photos: int = 0,
    visit: UUID | None = None,
    **more: Any,
) -> Draft:
    """A draft of a visit on this phone, each answer as if just given, the photos all beside one question."""
    pictures = [jpeg(colour, (640, 480)) for colour in SIX[:photos]]
    ids = sorted(str(uuid4()) for _ in pictures)  # the order in which they are sent
    draft = Draft(str(uuid4()), str(visit or site.world.visit), dict(zip(ids, pictures, strict=True)))
    record = {
        "id": draft.id, "user": str(site.world.danae.id), "visit": draft.visit, "edition": AUDIT,
        "language": "en", "place": "Ermou Street", "title": "Counter visit", "url": site.world.form(visit),
        "started": "2026-11-22T09:00:00.000Z", "revision": 0, "active": 61_400,
        "saved": "2026-11-22T09:05:00.000Z", **more,
    }  # fmt: skip
    answers = ANSWERS if answers is None else answers
    kept = [
        {"id": photo, "draft": draft.id, "question": "overall", "width": 640, "height": 480, "sent": False,
         "taken": f"2026-11-22T09:0{number}:00.000Z", "digest": hashlib.sha256(data).hexdigest(),
         "jpeg": base64.b64encode(data).decode()}
        for number, (photo, data) in enumerate(draft.photos.items())
    ]  # fmt: skip
    call(page, site, "db", FILL, [record, list(answers.items()), kept])
    return draft


FILL = """(m, [draft, answers, photos]) => m.write(["drafts", "answers", "photos"], (s) => {
  s.drafts.put(draft);
  const at = new Date().toISOString();
  const bytes = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
  for (const [name, value] of answers) s.answers.put({draft: draft.id, name, value, at, dirty: 1});
  for (const {jpeg, ...photo} of photos) s.photos.put({...photo, buf: bytes(jpeg).buffer});
})"""


def finish(page: Page, site: Site, draft: Draft) -> dict[str, Any]:
    """The outbox entry that a draft becomes."""
    entry: dict[str, Any] = call(page, site, "outbox", "(m, id) => m.finalize({id})", draft.id)
    return entry


def send_all(page: Page, site: Site, **wish: Any) -> Any:
    """What one round of sending says: when to try again."""
    return call(page, site, "outbox", "(m, wish) => m.sendAll(wish)", wish)


def entry_of(page: Page, site: Site, draft: Draft) -> dict[str, Any] | None:
    """The outbox entry of a draft as it stands now."""
    found = call(page, site, "db", "(m, id) => m.read(['outbox'], s => m.ask(s.outbox.get(id)))", draft.id)
    return found or None


def heard(fault: Fault) -> Fault:
    """A fault that hears the whole request first: what nobody reads is taken for the next one on the line."""

    def after(request: Request, truly: Callable[[], Response]) -> Response | None:
        data = request.environ["wsgi.input"].read(request.content_length or 0)
        request.environ["wsgi.input"] = BytesIO(data)
        return fault(request, truly)

    return after

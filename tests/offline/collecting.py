"""What a shopper collects: a visit that asks for photos, counts and times, and pictures of all kinds."""

import base64
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from PIL import ExifTags, Image
from playwright.sync_api import BrowserContext, Locator, Page

from audit_app.core.questionnaire import Question, Questionnaire
from audit_app.services import editions, visits
from tests.offline.conftest import is_ready, until
from tests.offline.world import Site, World, catalogue, give

FRONT, RECEIPT = "shop_front", "price_right"
COUNT, SECONDS, MINUTES = "staff_seen", "greeting_seconds", "queue_seconds"


def asked() -> Questionnaire:
    """The shipped visit to a shop with nothing skipped; one of its times is asked in minutes."""
    shipped = catalogue().questionnaires["shop-visit.v1"]
    sections = (
        replace(part, questions=tuple(_plain(question) for question in part.questions))
        for part in shipped.sections
    )
    return replace(shipped, code="collecting", sections=tuple(sections))


def _plain(question: Question) -> Question:
    unit = "minutes" if question.code == MINUTES else question.unit
    return replace(question, unit=unit, show_if=None)


def path_of_visit(site: Site, world: World) -> str:
    """The phone's page of a new visit of Danae's."""
    now, questionnaire = datetime.now(UTC), asked()
    with site.rooms.store.writing(world.organisation) as scope:
        editions.keep(scope, questionnaire, now)
    visit: UUID = give(site.rooms, world.danae, world.place, now, questionnaire.key)
    visits.confirm_brief(site.rooms, world.danae, visit, now)
    return world.form(visit, questionnaire.key)


def opened(phone: BrowserContext, path: str) -> Page:
    """The page in a new tab, ready to collect."""
    page = phone.new_page()
    page.goto(path)
    until(lambda: is_ready(page), "the page")
    return page


def cut_off(phone: BrowserContext, page: Page) -> None:
    """Take the network away, once the phone has fetched what it keeps."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    phone.set_offline(True)


# --- photos


def beside(page: Page, question: str) -> Locator:
    """The photos beside a question, with everything to do about them."""
    return page.locator(f"[data-photos={question}]")


def add(page: Page, question: str, *files: dict[str, Any]) -> None:
    beside(page, question).locator("input").set_input_files(list(files))


def thumbs(page: Page, question: str) -> int:
    return beside(page, question).locator(".thumb").count()


def look_at(page: Page, question: str, number: int = 0) -> Locator:
    """Enlarge a photo; gives the dialog."""
    beside(page, question).locator(".thumb").nth(number).click()
    return page.locator("#photo-view")


def bytes_of(page: Page, photo_id: str) -> bytes:
    """A photo as this phone keeps it."""
    script = """id => new Promise(resolve => {
      const opening = indexedDB.open("extra-eyes");
      opening.onsuccess = () => {
        const db = opening.result, asking = db.transaction("photos").objectStore("photos").get(id);
        asking.onsuccess = () => {
          db.close();
          const letters = Array.from(new Uint8Array(asking.result.buf), byte => String.fromCharCode(byte));
          resolve(btoa(letters.join("")));
        };
      };
    })"""
    return base64.b64decode(page.evaluate(script, photo_id))


def put(page: Page, store: str, records: list[dict[str, Any]]) -> None:
    """Write into this phone's database behind the page's back; `bytes` become a buffer of that length."""
    script = """([store, records]) => new Promise((resolve, reject) => {
      const opening = indexedDB.open("extra-eyes");
      opening.onsuccess = () => {
        const db = opening.result, writing = db.transaction(store, "readwrite");
        for (const {bytes, ...record} of records) {
          writing.objectStore(store).put(bytes ? {...record, buf: new ArrayBuffer(bytes)} : record);
        }
        writing.oncomplete = () => { db.close(); resolve(); };
        writing.onabort = () => reject(writing.error);
      };
    })"""
    page.evaluate(script, [store, records])


def call_out(page: Page, news: dict[str, Any]) -> None:
    """Tell the page what another tab would."""
    page.evaluate("news => new BroadcastChannel('extra-eyes').postMessage(news)", news)


def file(data: bytes, name: str = "image.jpg") -> dict[str, Any]:
    """A file as the phone's gallery gives it."""
    return {"name": name, "mimeType": "image/png" if name.endswith("png") else "image/jpeg", "buffer": data}


def jpeg(size: tuple[int, int] = (400, 300), colour: str = "olive", **saving: Any) -> bytes:
    return written(Image.new("RGB", size, colour), **saving)


def written(picture: Image.Image, kind: str = "JPEG", **saving: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **saving)
    return target.getvalue()


def from_camera() -> bytes:
    """12 megapixels taken upright, as a phone writes them: lying, with a note to turn them, and the place.

    Turned as the note says, it is red at the top and blue at the bottom, and grainy all over.
    """
    red, blue = Image.new("RGB", (2000, 3000), (200, 30, 30)), Image.new("RGB", (2000, 3000), (30, 30, 200))
    picture = Image.new("RGB", (4000, 3000))
    picture.paste(red, (0, 0))
    picture.paste(blue, (2000, 0))
    grain = Image.effect_noise(picture.size, 50).convert("RGB")
    return written(Image.blend(picture, grain, 0.3), exif=camera_notes(), quality=92)


def camera_notes(taken: str = "2026:03:05 14:03:07", offset: str = "+02:00") -> Image.Exif:
    """What a camera writes into a picture: how it was held, when, where, and by which phone."""
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = 6
    notes[ExifTags.Base.Model] = "Secretphone 12"
    times = {ExifTags.Base.DateTimeOriginal: taken, ExifTags.Base.OffsetTimeOriginal: offset}
    notes.get_ifd(ExifTags.IFD.Exif).update({tag: text for tag, text in times.items() if text})
    notes.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (37.0, 58.0, 30.0)}
    )
    return notes

"""What a shopper does with the phone, and what the office then has."""

from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from audit_app.core.answers import AnswerSheet
from audit_app.storage import assignments, photos, sheets
from audit_app.storage.tables import submission
from tests.offline.conftest import is_ready, until
from tests.offline.world import Site

BEST = {
    "greeted": "yes", "staff_in_sight": "yes", "offered_help": "yes", "smiled": "yes",
    "stayed_friendly": "fully", "answered": "fully", "knew": "fully", "asked_need": "yes",
    "advised": "fully", "courteous": "yes", "farewell": "yes", "overall": "excellent",
}  # fmt: skip
"""The best answer to every question of the counter visit that offers some."""
WHAT_HAPPENED = "She knew every tea by name"


def open_form(context: BrowserContext, site: Site, visit: UUID | None = None) -> Page:
    """The phone's page of a visit, keeping what is typed."""
    page = context.new_page()
    page.goto(site.world.form(visit))
    until(lambda: is_ready(page), "the form being ready")
    return page


def make_ready_offline(context: BrowserContext, site: Site) -> Page:
    """My visits, opened once with a network, until the phone says that visits can be opened without."""
    page = context.new_page()
    page.goto("/visits")
    for visit in (site.world.visit, site.world.second):
        tick = page.locator(f"[data-visit='{visit}'] [data-ready]")
        until(lambda tick=tick: "Ready offline" in tick.inner_text(), "ready offline", 30)
    return page


def choose(page: Page, question: str, value: str) -> None:
    """Tap an answer, once the question is there."""
    expect(page.locator(f"#q-{question}")).to_be_visible()
    page.check(f"[name='q.{question}'][value='{value}']", force=True)


def fill_in(page: Page, **other: str) -> None:
    """The whole checklist, with the best answers but for others given."""
    for question, value in {**BEST, **other}.items():
        choose(page, question, value)
    page.fill("[name='q.wait_seconds']", "40")
    page.fill("[name='c.overall']", WHAT_HAPPENED)
    page.locator("[name='c.overall']").blur()
    saved(page)


def saved(page: Page) -> None:
    """Wait until the phone says so; that it is still saving, it says only after a tenth of a second."""
    page.wait_for_timeout(150)
    until(lambda: "Saved" in page.locator(".bar-bottom").inner_text(), "being saved")


def check(page: Page) -> None:
    page.get_by_role("button", name="Check and finish").click()
    expect(page.locator("#check")).to_be_visible()


def send(page: Page) -> None:
    """Check, finish and send."""
    check(page)
    page.get_by_role("button", name="Send the visit").click()


def jpeg(colour: str = "olive", size: tuple[int, int] = (800, 600)) -> bytes:
    """A picture as a camera hands it over."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def add_photo(page: Page, question: str = "overall", name: str = "a.jpg", data: bytes | None = None) -> None:
    """Choose a picture beside a question."""
    file = {"name": name, "mimeType": "image/jpeg", "buffer": data or jpeg()}
    page.set_input_files(f"[data-photos='{question}'] input[type=file]", file)


def received(site: Site) -> list[Any]:
    """All submissions that the office has, the first one first: each row with `held_for` and all else."""
    with site.rooms.store.reading(site.world.organisation) as scope:
        query = scope.select(*submission.c).order_by(submission.c.received_at)
        return list(scope.rows(query))


def counted(site: Site, visit: UUID | None = None) -> AnswerSheet | None:
    """The answers that count for a visit, or None."""
    with site.rooms.store.reading(site.world.organisation) as scope:
        sheet = sheets.of_assignment(scope, visit or site.world.visit)
    return sheet and sheet.answers


def photos_of(site: Site, visit: UUID | None = None) -> list[Any]:
    """The photos that count for a visit."""
    with site.rooms.store.reading(site.world.organisation) as scope:
        return photos.of_assignment(scope, visit or site.world.visit)


def withdraw(site: Site, visit: UUID | None = None) -> None:
    """The office takes a visit back."""
    with site.rooms.store.writing(site.world.organisation) as scope:
        assert assignments.withdraw(scope, visit or site.world.visit, site.now())

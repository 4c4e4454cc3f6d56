"""What a phone's caches hold, and a new release of the app on the same address."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from audit_app import create_app
from audit_app.settings import ROOT, Settings
from tests.offline.conftest import until
from tests.offline.world import SIGNING_KEY, Site

CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    found[name] = (await cache.keys()).map(key => new URL(key.url).pathname);
  }
  return found;
}"""
TEXTS = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) texts.push(key.url, await (await cache.match(key)).text());
  }
  return texts.join("\\n");
}"""
KEPT = """async path => {
  const page = await caches.match(path, {ignoreVary: true});
  return page ? {text: await page.text(), headers: Object.fromEntries(page.headers)} : null;
}"""
CONTROLLED = "!!navigator.serviceWorker.controller"


def cached(page: Page) -> dict[str, list[str]]:
    """The paths in each cache."""
    found: dict[str, list[str]] = page.evaluate(CACHES)
    return found


def pages_of(page: Page, person: Any) -> list[str]:
    """The kept pages of one person."""
    return cached(page).get(f"pages-{person.id}", [])


def all_texts(page: Page) -> str:
    """Everything that stands in any cache, addresses included."""
    found: str = page.evaluate(TEXTS)
    return found


def kept_page(page: Page, path: str) -> dict[str, Any] | None:
    """The kept page of a path: its `text` and its `headers`."""
    found: dict[str, Any] | None = page.evaluate(KEPT, path)
    return found


def controlled(page: Page) -> None:
    """Wait until the worker answers for a page."""
    until(lambda: page.evaluate(CONTROLLED), "the worker taking over")


def release(site: Site, folder: Path, patch: pytest.MonkeyPatch) -> str:
    """Serve another release, whose every file has another address; gives its digest."""
    root = folder / "release"
    shutil.copytree(ROOT / "static", root / "static")
    with (root / "static/app.css").open("a") as style:
        style.write("\n/* the next release */\n")
    old = site.app
    site.stop()
    patch.setattr("audit_app.wiring.ROOT", root)
    site.app = create_app(Settings(data=old.extensions["rooms"].settings.data, secret_key=SIGNING_KEY))
    site.app.config.update(CLOCK=site.now)
    old.extensions["rooms"].store.close()
    site.start()
    digest: str = site.app.extensions["assets"].digest
    assert digest != old.extensions["assets"].digest
    return digest

"""A phone in Chromium, slowed down, cut off and filled in; what its pages measure, in milliseconds."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

from bench._visits import FilledVisit
from tools.chromium import find

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"]
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 30
KEPT = "path => caches.match(path).then(found => !!found)"
READY = "performance.getEntriesByName('ready')[0]?.startTime ?? 0"
SAVES = "performance.getEntriesByName('autosave').map(each => each.duration)"
MORE = """known => new Promise(resolve => {
  const count = () => performance.getEntriesByName("autosave").length;
  const look = () => count() > known && (seen.disconnect(), resolve());
  const seen = new PerformanceObserver(look);
  seen.observe({type: "measure"});
  look();
})"""
BETWEEN_ANSWERS = 0.5
SETTLED = 2
"""Seconds after which a page is surely open: asking again and again would slow down what is measured."""
STATE = """id => new Promise(resolve => {
  const opening = indexedDB.open("extra-eyes");
  opening.onsuccess = () => {
    const db = opening.result;
    const asked = db.transaction("outbox").objectStore("outbox").getAll();
    asked.onsuccess = () => {
      db.close();
      resolve(asked.result.find(each => each.visit === id)?.state ?? "");
    };
  };
})"""
FILL = """fields => {
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) {
      for (const field of document.querySelectorAll(`[name="${name}"]`)) {
        const isOffered = ["radio", "checkbox"].includes(field.type);
        if (isOffered && field.value !== value) continue;
        if (isOffered) field.click();
        else { field.value = value; field.dispatchEvent(new Event("input", {bubbles: true})); }
        field.dispatchEvent(new Event("change", {bubbles: true}));
      }
    }
  }
}"""


@contextmanager
def phone(address: str, cookie: str) -> Iterator[BrowserContext]:
    """A phone of its own, signed in."""
    name, _, value = cookie.partition("=")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=find(), args=FLAGS)
        context = browser.new_context(base_url=address, viewport=PHONE, locale="en-GB", has_touch=True)
        context.add_cookies([{"name": name, "value": value, "url": address, "httpOnly": True}])
        yield context
        browser.close()


def until(check: Callable[[], Any], what: str) -> Any:
    """Ask again and again until it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (found := check()):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not happen within {PATIENCE} s")
        time.sleep(0.01)
    return found


def path_of(visit: FilledVisit) -> str:
    """Where the phone has the visit's form."""
    return f"/visits/{visit.visit_id}/c/{visit.edition}"


def keep(context: BrowserContext, *visits: FilledVisit) -> None:
    """Let the phone keep what it needs for the cellar, as it does when the list is looked at."""
    page = context.new_page()
    page.goto("/visits")
    for visit in visits:
        until(partial(page.evaluate, KEPT, path_of(visit)), "keeping the form")
    page.close()


def ready_after(context: BrowserContext, visit: FilledVisit, slower: float) -> float:
    """Open the form; from the tap until what is typed is kept."""
    page = slow_page(context, slower)
    page.goto(path_of(visit), wait_until="commit")
    time.sleep(SETTLED)
    taken = until(lambda: page.evaluate(READY), "the form being ready")
    page.close()
    return float(taken)


def slow_page(context: BrowserContext, slower: float) -> Page:
    """A page whose scripts run so many times slower."""
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page


def saves(context: BrowserContext, visit: FilledVisit, slower: float) -> list[float]:
    """Fill the form in, one answer after the other; how long each took to be on the disk."""
    page = slow_page(context, slower)
    page.goto(path_of(visit))
    until(lambda: page.evaluate(READY), "the form being ready")
    time.sleep(SETTLED)
    taken: list[float] = []
    for name, value in visit.fields.items():
        page.evaluate(FILL, {name: value})
        page.evaluate(MORE, len(taken))
        taken = page.evaluate(SAVES)
        time.sleep(BETWEEN_ANSWERS)
    page.close()
    return taken


def received_after(context: BrowserContext, visit: FilledVisit) -> float:
    """Fill in and send without a network; from its return until the phone has the receipt."""
    context.set_offline(True)
    page = context.new_page()
    page.goto(path_of(visit))
    until(lambda: page.evaluate(READY), "the form being ready")
    page.evaluate(FILL, dict(visit.fields))
    page.locator("#finish").click()
    page.locator("#send").click()
    until(lambda: page.evaluate(STATE, str(visit.visit_id)) == "ready", "waiting for the network")
    start = time.monotonic()
    context.set_offline(False)
    until(lambda: page.evaluate(STATE, str(visit.visit_id)) == "done", "being received")
    taken = time.monotonic() - start
    page.close()
    return taken * 1000

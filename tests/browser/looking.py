"""Pages read by axe in five languages: WCAG 2.0 to 2.2, levels A and AA, and axe's own best practices."""

from collections.abc import Callable, Iterable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from audit_app.core.questionnaire import LANGUAGES
from tests.browser.place import PHONE, Site, sign_in

SHOPPER, OWNER, HR = "danae@shoppers.example", "owner@alkyon.example", "hr@alkyon.example"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
Act = Callable[[Page], Any]


def complaints(page: Page) -> list[str]:
    """What axe finds: the rule, how often it is broken, and one piece of the page that breaks it.

    The page is shown whole: what a bar covers for the moment is nothing to complain about.
    """
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**PHONE, "height": max(height, PHONE["height"])})
    found = Axe().run(page, options=RULES).response["violations"]
    first = [(one["id"], len(one["nodes"]), one["nodes"][0]) for one in found]
    return [f"{rule} × {times}: {node['html'][:200]} {node['failureSummary']}" for rule, times, node in first]


class People:
    """Browsers by their owners' e-mail addresses, each signed in once; `stranger` is nobody's."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self._chromium, self.site = chromium, site
        self._opened: dict[str, BrowserContext] = {}

    def __getitem__(self, who: str) -> BrowserContext:
        if who not in self._opened:
            self._opened[who] = self.browser()
            if who != "stranger":
                sign_in(self._opened[who].new_page(), self.site, who)
        return self._opened[who]

    def browser(self, **more: Any) -> BrowserContext:
        """One more phone; no worker stands between it and the pages of each language."""
        context = self._chromium.new_context(
            base_url=self.site.address, viewport=PHONE, has_touch=True, service_workers="block", **more
        )
        context.set_default_timeout(20_000)
        return context

    def look(self, context: BrowserContext, path: str, act: Act, languages: Iterable[str] = LANGUAGES) -> str:
        """What axe finds in these languages on a page after something was done there, line by line."""
        found = []
        for language in languages:
            self.speak(context, language)
            page = context.new_page()
            page.goto(path)
            act(page)
            assert page.locator("html").get_attribute("lang") == language
            found += [f"{language}: {one}" for one in complaints(page)]
            page.close()
        return "\n".join(found)

    def speak(self, context: BrowserContext, language: str) -> None:
        context.add_cookies([{"name": "language", "value": language, "url": self.site.address}])

    def close(self) -> None:
        for context in self._opened.values():
            context.close()


def nothing(page: Page) -> None:
    """The page as it comes."""

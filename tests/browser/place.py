"""Where the tests of pages take place."""

from dataclasses import dataclass

from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """A running app: its address and what it told whoever started it."""

    address: str
    password: str
    customer_link: str
    team_link: str
    join_link: str


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(site.address)
    page.fill("#email", email)
    page.fill("#password", site.password)
    page.click("main form button")

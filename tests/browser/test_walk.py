"""The whole way once: shopper → customer → team → owner → PDF, on a phone, without scripts."""

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from audit_app.catalogue import load_catalogue
from audit_app.core.questionnaire import Questionnaire, QuestionType
from tests.browser.conftest import ROOT
from tests.browser.place import PHONE, Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEAM_SIZE = 5


def questionnaire(key: str) -> Questionnaire:
    return load_catalogue(ROOT / "checklists").questionnaires[key]


def answer(page: Page, asked: Questionnaire, *, best: bool) -> None:
    """Tick an answer to every question that offers some, the best ones or the worst."""
    for question in asked.questions():
        name = f"q.{question.code}"
        if question.type is QuestionType.RECOMMEND:
            page.check(f"[name='{name}'][value='{9 if best else 2}']", force=True)
        elif question.type in (QuestionType.NUMBER, QuestionType.DURATION):
            page.fill(f"[name='{name}']", "5")
        elif question.scale and question.type is QuestionType.CHOICE:
            scored = [choice for choice in question.scale.choices if not choice.is_not_applicable]
            page.check(f"[name='{name}'][value='{scored[0 if best else -1].code}']", force=True)


def photo() -> bytes:
    target = BytesIO()
    Image.new("RGB", (1200, 900), "olive").save(target, "JPEG")
    return target.getvalue()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the phone (asked of the layout, scripts being off)."""
    box = page.locator("body").bounding_box()
    return box is not None and box["width"] <= PHONE["width"]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def test_a_shopper_fills_in_a_visit_and_sends_it_once(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    sign_in(page, site, "oliver@shoppers.example")
    visit = page.get_by_role("link", name="Read the brief").last
    visit.click()
    page.get_by_role("button", name="I have read the brief and the checklist").click()
    assert fits(page)

    page.check("[name='q.greeted'][value='no']", force=True)
    page.get_by_role("button", name="Save for later").click()
    assert page.locator("[name='q.greeted'][value='no']").is_checked()

    answer(page, questionnaire("counter-visit.v1"), best=True)
    page.set_input_files(
        "input[type=file] >> nth=0", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_role("button", name="Check and finish").click()
    assert (
        page.get_by_role("button", name="Send the visit").count() == 0
    )  # the comment on `overall` is missing
    page.get_by_role("link", name="Fill in what is missing").click()
    page.fill("[name='c.overall']", "Calm and helpful. I would come back.")
    page.get_by_role("button", name="Check and finish").click()
    second_tab = phone.new_page()
    second_tab.goto(page.url)
    page.get_by_role("button", name="Send the visit").click()
    receipt = page.url
    assert receipt.endswith("/receipt")
    first = page.inner_text("main")

    second_tab.get_by_role("button", name="Send the visit").click()
    assert (second_tab.url, second_tab.inner_text("main")) == (receipt, first)
    page.go_back()
    assert (page.url, page.inner_text("main")) == (receipt, first)


def test_a_customer_answers_in_the_phones_language(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(viewport=PHONE, locale="fi-FI", java_script_enabled=False)
    page = context.new_page()
    page.goto(site.customer_link)
    assert page.locator("html").get_attribute("lang") == "fi"
    assert "Erinomaisesti" in page.inner_text("main") or "Erinomais" in page.inner_text("main")
    answer(page, questionnaire("counter-survey.v1"), best=False)
    page.fill("[name='q.improve']", "Odotin ovella <b>liian</b> kauan.")
    page.click("main form button:last-of-type")
    thanks = page.url
    assert thanks.endswith("/thanks")
    page.go_back()
    page.click("main form button:last-of-type")
    assert page.url == thanks
    context.close()


def test_team_owner_and_pdf(chromium: Browser, phone: BrowserContext, site: Site, tmp_path: Path) -> None:
    owner = phone.new_page()
    sign_in(owner, site, "owner@alkyon.example")
    links = start_a_round(owner, site)
    assert len(links) == TEAM_SIZE
    for link in links:
        self_assess(chromium, link)
    used = chromium.new_context().new_page()
    assert used.goto(links[0]).status == 410  # type: ignore[union-attr]
    used.context.close()
    close_the_round(owner, site)

    owner.goto(site.address + "/owner/results")
    assert fits(owner)
    place = owner.locator("label", has_text="Athens").locator("input")
    athens = place.get_attribute("value")
    owner.goto(f"{site.address}/owner/results?location={athens}&language=en")
    assert "Greeting" in owner.inner_text("main")
    with owner.expect_download() as download:
        owner.get_by_role("button", name="Download PDF").click()
    file = tmp_path / "report.pdf"
    download.value.save_as(file)
    text = text_of(file.read_bytes())
    assert "Athens Ermou" in text
    assert "Greeting" in text
    assert re.search(r"16\b", text)  # eleven answers of the demonstration's round and five of this one


def start_a_round(owner: Page, site: Site) -> list[str]:
    owner.goto(site.address + "/owner/team/new")
    owner.select_option("[name=location_id]", label="Athens Ermou")
    owner.fill("[name=links]", str(TEAM_SIZE))
    owner.get_by_role("button", name="Make the slips").click()
    found = re.findall(r"/t/[A-Za-z0-9_-]{22}", owner.content())
    return [site.address + path for path in dict.fromkeys(found)]


def self_assess(chromium: Browser, link: str) -> None:
    context = chromium.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    answer(page, questionnaire("counter-team.v1"), best=True)
    page.click("main form button:last-of-type")
    assert page.url.endswith("/thanks")
    context.close()


def close_the_round(owner: Page, site: Site) -> None:
    owner.goto(site.address + "/owner/team")
    owner.get_by_role("link", name="Athens Ermou").first.click()
    owner.locator("details.confirm summary").first.click()
    owner.get_by_role("button", name=re.compile("^Close")).click()


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_no_page_is_wider_than_its_screen(chromium: Browser, site: Site, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="el-GR")
    page = context.new_page()
    page.goto(site.customer_link)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sign_in(page, site, "owner@alkyon.example")
    for path in ("", "results", "visits", "surveys", "team", "locations", "people", "reports", "visits/new"):
        page.goto(f"{site.address}/owner/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()

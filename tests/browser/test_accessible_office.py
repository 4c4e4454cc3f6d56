"""The office's pages, every one that links lead to, can be used by everybody."""

import re

import pytest

from audit_app.core.questionnaire import LANGUAGES
from tests.browser.looking import HR, OWNER, People, nothing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/words/)[a-z]{2}")


@pytest.fixture(scope="module")
def office(people: People) -> dict[str, str]:
    """The office's pages, one of each kind: kind → path."""
    page, found, seen = people[OWNER].new_page(), {}, ["/owner/"]
    for path in seen:
        kind = ONE_OF_MANY.sub("*", path)
        answered = page.request.get(path)
        if kind in found or "text/html" not in answered.headers["content-type"]:
            continue
        found[kind] = path
        page.goto(path)
        links = page.eval_on_selector_all(
            "a[href^='/owner/']", "all => all.map(one => one.getAttribute('href'))"
        )
        seen += [link.split("?")[0].split("#")[0] for link in links]
    page.close()
    return found


KINDS = (
    "/owner/", "/owner/results", "/owner/visits", "/owner/visits/new", "/owner/surveys", "/owner/surveys/new",
    "/owner/surveys/*", "/owner/team", "/owner/team/new", "/owner/team/*", "/owner/locations",
    "/owner/locations/new", "/owner/locations/*", "/owner/people", "/owner/people/new", "/owner/reports",
    "/owner/panel", "/owner/panel/applications", "/owner/panel/applications/*", "/owner/panel/invite",
    "/owner/recruiting", "/owner/rescue", "/owner/surveys/*/card", "/owner/visits/*/reassign",
    "/owner/mails", "/owner/openings", "/owner/pay", "/owner/pay/account", "/owner/programmes",
    "/owner/programmes/new", "/owner/programmes/*", "/owner/programmes/*/new-visit",
    "/owner/programmes/*/rules", "/owner/programmes/*/words/*",
)  # fmt: skip


def test_no_page_of_the_office_is_forgotten(office: dict[str, str]) -> None:
    assert sorted(set(office) ^ set(KINDS)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_the_office(people: People, office: dict[str, str], kind: str) -> None:
    """In English and in one more language each, so that every language has its share of the pages."""
    other = LANGUAGES[1 + KINDS.index(kind) % (len(LANGUAGES) - 1)]
    assert people.look(people[OWNER], office[kind], nothing, ("en", other)) == ""


def test_the_results_as_the_training_partner_sees_them(people: People) -> None:
    assert people.look(people[HR], "/owner/results", nothing) == ""


@pytest.mark.parametrize("path", ["/editor", "/editor/second", "/editor/audits"])
def test_an_editors_list(people: People, path: str) -> None:
    assert people.look(people[OWNER], path, nothing) == ""


def test_a_visit_that_waits_for_an_editor(people: People) -> None:
    page = people[OWNER].new_page()
    page.goto("/editor")
    path = page.locator("main a[href^='/editor/visits/']").first.get_attribute("href") or ""
    page.close()
    assert people.look(people[OWNER], path, nothing) == ""

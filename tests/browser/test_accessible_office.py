"""The office's pages, every one that links lead to, can be used by everybody."""

import re

import pytest

from tests.browser.looking import HR, OWNER, People, nothing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


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
)  # fmt: skip


def test_no_page_of_the_office_is_forgotten(office: dict[str, str]) -> None:
    assert set(KINDS) == set(office)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_the_office(people: People, office: dict[str, str], kind: str) -> None:
    assert people.look(people[OWNER], office[kind], nothing) == ""


def test_the_results_as_the_training_partner_sees_them(people: People) -> None:
    assert people.look(people[HR], "/owner/results", nothing) == ""

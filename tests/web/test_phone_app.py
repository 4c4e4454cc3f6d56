"""What makes an app of a shopper's pages: worker, manifest, icons, marks, the page without a network."""

import json
import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from audit_app.core.questionnaire import LANGUAGES
from audit_app.settings import ROOT
from tests.web.test_access import DIGEST, ROUTES, WithIds, rightful

SAFE = 0.4
"""How far from its middle a maskable icon is sure to be seen, in parts of its width."""


def page_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html5lib")


def fetched(client, path):
    with client.get(path) as answer:
        assert answer.status_code == 200, path
        return answer.data


# --- the worker


def test_the_worker_imports_and_lists_what_its_own_release_serves(client):
    script = fetched(client, "/sw.js").decode()
    modules = re.findall(r'from\s*"([^"]+)"', script)
    assert len(modules) >= 2
    (listed,) = re.findall(r'"(/files/[^"]+)"', script)
    for path in (*modules, listed):
        assert f"/v-{DIGEST}" in path
        fetched(client, path)
    assert '"./' not in script


def test_the_worker_is_asked_for_anew_each_time(client):
    answer = client.get("/sw.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


def test_every_listed_file_is_there_and_the_worker_itself_is_not_listed(client):
    listed = json.loads(fetched(client, f"/files/v-{DIGEST}"))
    assert listed["digest"] == DIGEST
    for url in listed["urls"]:
        fetched(client, url)
    names = {url.rpartition("/")[2] for url in listed["urls"]}
    assert {"main.js", "visit.js", "offline-page.js", "app.css", "tokens.css"} <= names
    assert "sw.js" not in names


def test_another_releases_list_is_not_there(client):
    assert client.get("/files/v-0123456789ab").status_code == 404


# --- the manifest and the icons


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_speaks_the_pages_language(client, language):
    page = page_of(client.get(f"/sign-in?lang={language}"))
    answer = client.get(page.select_one("link[rel=manifest]")["href"])
    told = answer.get_json(force=True)
    assert (answer.mimetype, told["lang"]) == ("application/manifest+json", language)
    assert "Set-Cookie" not in answer.headers
    assert (told["id"], told["start_url"], told["scope"], told["display"]) == (
        "/visits",
        "/visits",
        "/",
        "standalone",
    )
    assert [shortcut["url"] for shortcut in told["shortcuts"]] == ["/visits", "/offline"]


def test_the_manifest_says_what_the_stylesheet_says(client):
    told = client.get("/manifest.webmanifest").get_json(force=True)
    style = (ROOT / "static/app.css").read_text()
    assert f"--ground: {told['background_color']}" in style
    assert f"--brand: {told['theme_color']}" in style


def test_the_icons_are_what_the_manifest_says(client):
    icons = client.get("/manifest.webmanifest").get_json(force=True)["icons"]
    assert [(icon["sizes"], icon["purpose"]) for icon in icons] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in icons:
        picture = Image.open(BytesIO(fetched(client, icon["src"])))
        assert (picture.format, "{}x{}".format(*picture.size)) == ("PNG", icon["sizes"])


@pytest.mark.parametrize("name", ["maskable", "apple-touch"])
def test_an_icon_that_a_phone_cuts_is_filled_to_its_edge_and_shows_the_eye(name):
    picture = Image.open(ROOT / f"static/icons/{name}.png").convert("RGBA")
    width, _height = picture.size
    spots = {(x, y): picture.getpixel((x, y)) for x in range(width) for y in range(width)}
    assert {colour[3] for colour in spots.values()} == {255}
    white = [spot for spot, colour in spots.items() if min(colour[:3]) > 200]
    farthest = max(((x - width / 2) ** 2 + (y - width / 2) ** 2) ** 0.5 for x, y in white)
    assert 0.3 * width < farthest < SAFE * width


# --- the page without a network


def test_everybody_gets_the_same_page_for_places_without_a_network(browser_of, ours, theirs):
    pages = {browser_of(person).get("/offline").data for person in (None, *ours.people, theirs.shopper)}
    assert len(pages) == 1
    (page,) = pages
    assert b"csrf_token" not in page
    assert b"data-user" not in page


# --- marks on pages


def test_every_page_says_that_it_is_ours_and_for_whom(app, browser_of, ours):
    for endpoint, route in ROUTES.items():
        if route.method != "GET":
            continue
        person = rightful(endpoint, ours)
        with browser_of(person).get(route.address(app, endpoint, WithIds(ours)), buffered=True) as answer:
            is_page = answer.mimetype == "text/html" and answer.status_code == 200
            assert answer.headers.get("X-Extra-Eyes") == (DIGEST if is_page else None), endpoint
            owner = str(person.id) if person and is_page else None
            assert answer.headers.get("X-Extra-Eyes-For") == owner, endpoint


def test_refusals_are_marked_too_and_the_way_to_the_sign_in_is_not(client, browser_of, ours, theirs):
    gone = browser_of(ours.shopper).get(f"/visits/{theirs.visit}")
    assert (gone.status_code, gone.headers["X-Extra-Eyes-For"]) == (404, str(ours.shopper.id))
    assert "X-Extra-Eyes" not in client.get("/visits").headers


def test_pages_of_shoppers_alone_belong_to_the_app(browser_of, ours):
    for person, path, scripts in (
        (ours.shopper, "/visits", 1),
        (ours.owner, "/owner/", 0),
        (ours.hr, "/owner/results", 0),
        (None, f"/s/{ours.survey_token}", 0),
        (None, f"/t/{ours.team_tokens[1]}", 0),
    ):
        page = page_of(browser_of(person).get(path))
        assert len(page.select("script[src$='/js/main.js'][type=module]")) == scripts, path
        assert len(page.select("link[rel=manifest]")) == scripts, path
        assert page.body.get("data-user") == (str(person.id) if scripts else None), path


def test_the_list_tells_the_phone_where_each_visits_page_is(browser_of, ours):
    page = page_of(browser_of(ours.shopper).get("/visits"))
    cards = {card["data-visit"]: card for card in page.select("[data-visit]")}
    assert cards[str(ours.visit)]["data-form"].startswith(f"/visits/{ours.visit}/c/")
    assert cards[str(ours.unread)]["data-state"] == "unread"
    assert "data-form" not in cards[str(ours.sent)].attrs

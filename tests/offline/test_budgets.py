"""What a phone must download, to the byte, compressed as the app compresses it."""

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from playwright.sync_api import Page

from audit_app.core.programme import Channel, Person
from audit_app.core.questionnaire import LANGUAGES, Kind, Question, Questionnaire, Section
from audit_app.services import editions, surveys, visits
from audit_app.web.language import COOKIE
from tests.offline.conftest import kept, until
from tests.offline.using import add_photo, make_ready_offline, open_form
from tests.offline.world import Site, World, catalogue, give

KB = 1024
SCRIPTS, WORKER, STYLES = 15 * KB, 5 * KB, 10 * KB
LATER = 15 * KB
"""Scripts that come when answers are kept already: photos, stopwatches, the outbox's list, the backup."""
FORM = dict.fromkeys(LANGUAGES, 20 * KB) | {"en": 15 * KB}
"""Letters of other alphabets take two bytes each."""
MANY, TOGETHER = 100, 10
IMPORTED = re.compile(r"""\b(?:from|import)\s*["']([./][^"']+)["']""")
"""What is loaded with a script; `import(…)` loads when it is reached."""


@pytest.fixture
def danae(site: Site, world: World) -> FlaskClient:
    return signed_in(site, world.danae)


def signed_in(site: Site, person: Person) -> FlaskClient:
    client = site.app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=site.world.tokens[person.email], _fresh=True, _permanent=True)
    return client


def fetched(client: FlaskClient, path: str) -> str:
    with client.get(path) as answer:
        assert answer.status_code == 200, path
        return answer.text


def sent(client: FlaskClient, path: str) -> int:
    """How many bytes travel, the app itself having compressed them."""
    with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) == len(compressed(gzip.decompress(answer.data)))
        return len(answer.data)


def compressed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def modules(client: FlaskClient, *entries: str) -> dict[str, int]:
    """Everything that is loaded at once with these scripts: address → bytes."""
    found: dict[str, int] = {}
    waiting = list(entries)
    while waiting:
        address = waiting.pop()
        if address not in found:
            script = fetched(client, address)
            found[address] = len(compressed(script.encode()))
            waiting += [urljoin(address, other) for other in IMPORTED.findall(script)]
    return found


def scripts_on(page: str) -> list[str]:
    """The scripts that a page runs; JSON in a script element is never run."""
    elements = BeautifulSoup(page, "html.parser").find_all("script")
    run = [each for each in elements if each.get("type") != "application/json"]
    assert all(each.get("src") and each["type"] == "module" for each in run), "a script stands in the page"
    return [str(each["src"]) for each in run]


def names(addresses: Iterable[str]) -> set[str]:
    return {address.rpartition("/js/")[2] for address in addresses}


def loaded_by(page: Page) -> set[str]:
    """The scripts that a page has loaded, in whatever way, once it is quiet."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    asked = page.evaluate("performance.getEntriesByType('resource').map(each => new URL(each.name).pathname)")
    return {path for path in asked if path.endswith(".js")}


def test_scripts_of_an_open_checklist(danae, phone, site, world):
    """Everything that comes when it is opened: what keeps answers, the server's copy, ways to the rest."""
    at_once = modules(danae, *scripts_on(fetched(danae, world.form())))
    make_ready_offline(phone, site)
    loaded = loaded_by(open_form(phone, site))
    assert {"visit.js", "main.js", "lib/db.js", "lib/rules.js", "lib/backup.js"} <= names(loaded)
    assert set(at_once) <= loaded
    weights = {path: len(compressed(fetched(danae, path).encode())) for path in loaded}
    assert sum(weights.values()) <= SCRIPTS, weights


def test_scripts_that_are_reached_for(danae, phone, site):
    make_ready_offline(phone, site)
    page = open_form(phone, site)
    first = loaded_by(page)
    add_photo(page)
    page.get_by_text("In the shop").click()
    page.get_by_role("button", name="Discreet screen").click()
    until(lambda: kept(page, "photos"), "the photo being kept")
    more = {path: len(compressed(fetched(danae, path).encode())) for path in loaded_by(page) - first}
    assert {"lib/photos.js", "lib/discreet.js"} <= names(more)
    assert sum(more.values()) <= LATER, more


def test_what_the_form_needs_is_asked_for_at_once(danae, world):
    page = fetched(danae, world.form())
    early = [
        link["href"] for link in BeautifulSoup(page, "html.parser").find_all("link", rel="modulepreload")
    ]
    entries = scripts_on(page)
    form = next(entry for entry in entries if entry.endswith("/visit.js"))
    assert set(modules(danae, form)) <= {*early, *entries}


def test_worker_with_all_it_imports(danae):
    loaded = modules(danae, "/sw.js")
    assert len(loaded) > 1
    assert sum(loaded.values()) <= WORKER, loaded


def test_styles_of_the_checklist(danae, world):
    page = BeautifulSoup(fetched(danae, world.form()), "html.parser")
    styles = [str(link["href"]) for link in page.find_all("link", rel="stylesheet")]
    assert len(styles) > 1
    assert page.find("style") is None
    loaded = {address: sent(danae, address) for address in styles}
    assert sum(loaded.values()) <= STYLES, loaded


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_of_a_hundred_questions(site, world, language):
    asked = long_questionnaire()
    assert len(list(asked.questions())) == MANY
    now = datetime.now(UTC)
    with site.rooms.store.writing(world.organisation) as scope:
        editions.keep(scope, asked, now)
    visit = give(site.rooms, world.danae, world.place, now, asked.key)
    visits.confirm_brief(site.rooms, world.danae, visit, now)
    client, path = signed_in(site, world.danae), world.form(visit, asked.key)
    client.set_cookie(COOKIE, language)
    page = BeautifulSoup(fetched(client, path), "html.parser")
    assert page.html["lang"] == language
    shown = {
        re.sub(r"^q\.", "", str(field["name"]))
        for field in page.find_all(attrs={"name": re.compile(r"^q\.")})
    }
    assert shown == {question.code for question in asked.questions()}
    assert sent(client, path) <= FORM[language]


def long_questionnaire() -> Questionnaire:
    """A hundred different questions: those of the shipped questionnaires under one another."""
    shipped = sorted(catalogue().questionnaires.values(), key=lambda each: each.kind is not Kind.AUDIT)
    asked = [(part, question) for each in shipped for part in each.sections for question in part.questions]
    parts = [
        replace(asked[start][0], code=f"part_{start}", questions=tuple(_asked_in(asked, start)))
        for start in range(0, MANY, TOGETHER)
    ]
    return replace(shipped[0], code="long-visit", sections=tuple(parts))


def _asked_in(asked: list[tuple[Section, Question]], start: int) -> Iterator[Question]:
    for number in range(start, start + TOGETHER):
        yield replace(asked[number][1], code=f"question_{number}", show_if=None)


def test_survey_needs_no_script(site, world):
    wish = surveys.Wish(uuid4(), "counter-survey.v1", world.place.id, Channel.LINK)
    survey = surveys.start(site.rooms, world.organisation, wish, datetime.now(UTC))
    assert scripts_on(fetched(site.app.test_client(), f"/s/{survey.token}")) == []

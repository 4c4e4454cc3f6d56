"""What every answer carries, what nothing typed can do, and that nothing breaks into the open."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from sqlalchemy.exc import OperationalError

from audit_app import create_app
from audit_app.services import locations, waves
from audit_app.storage import Store
from tests.visiting import jpeg
from tests.web.conftest import form_token, send
from tests.web.firms import AUDIT, SURVEY, TEAM, best_answers, catalogue, settings_in
from tests.web.payloads import PAYLOADS, harmless, lines_of
from tests.web.phoning import headers_of
from tests.web.test_access import A_PLACE, DIGEST, PAGES, ROUTES, WithIds, is_api, rightful

SHARED = {"static", "account.styles", "phone.worker", "phone.files", "phone.manifest"}
MAY_BE_KEPT = {
    "customer.ask": "private, no-cache",
    "team.ask": "private, no-cache",
    "join.ask": "private, no-cache",
    "shopper.phone": "private, no-cache",
    "shopper.photo": "private, max-age=3600",
    "owner.held_photo": "private, max-age=3600",
    "editor.photo": "private, max-age=3600",
    "owner.brief_picture": "private, max-age=3600",
    "shopper.brief_picture": "private, max-age=3600",
}
"""Back must show an open page with its id and what was typed; a phone keeps its blank form; photos stay."""


def policy_of(answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def check_headers(answer) -> None:
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"]
    sources = {source for name in policy for source in policy[name]}
    assert not sources & {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:"}
    assert "data:" not in policy.get("script-src", [])
    assert "sandbox" in policy or all(policy[name] == ["'none'"] for name in ("frame-ancestors", "base-uri"))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers.keys())


def check_cookies(answer, prefix: str = "") -> None:
    for cookie in answer.headers.getlist("Set-Cookie"):
        name, *flags = cookie.split("; ")
        assert name.split("=")[0] in (f"{prefix}session", "language")
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(flags)
        assert not [flag for flag in flags if flag.startswith("Domain")]
        assert ("Secure" in flags) == bool(prefix)


@pytest.fixture
def fetch(app, browser_of, ours) -> Callable:
    """Opens an endpoint as the first person of ours who may."""

    def open_it(endpoint: str, **more):
        path = ROUTES[endpoint].address(app, endpoint, WithIds(ours))
        person = rightful(endpoint, ours)
        headers = headers_of(person) if is_api(endpoint) else {}
        return browser_of(person).get(path, headers=headers, buffered=True, **more)

    return open_it


# --- headers and cookies


@pytest.mark.parametrize("endpoint", PAGES)
def test_every_answer_carries_the_headers(fetch, endpoint):
    answer = fetch(endpoint)
    assert answer.mimetype == ROUTES[endpoint].kind or answer.status_code == 302
    check_headers(answer)
    check_cookies(answer)
    kept = answer.headers.get("Cache-Control")
    if endpoint in SHARED:
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    else:
        assert kept == MAY_BE_KEPT.get(endpoint, "no-store")


@pytest.mark.parametrize("endpoint", [each for each in PAGES if ROUTES[each].kind == "text/html"])
def test_no_page_needs_what_its_policy_forbids(fetch, endpoint):
    page = BeautifulSoup(fetch(endpoint).data, "html5lib")
    data = "script[type='application/json']"  # read by scripts, never run
    assert page.select(f"[style], style, script:not([src], {data}), base, object, embed, iframe") == []
    for element in page.find_all(True):
        assert [name for name in element.attrs if name.startswith("on")] == []
    for name in ("src", "href"):
        for element in page.select(f"link[{name}], script[{name}], img[{name}]"):
            assert element[name].startswith(("/", "data:image/")), element


def test_files_are_handed_over_and_never_opened_as_a_page(fetch):
    for endpoint, ending in (("owner.report_pdf", ".pdf"), ("owner.report_data", ".json")):
        disposition = fetch(endpoint).headers["Content-Disposition"]
        assert disposition.startswith("attachment; filename=")
        assert disposition.endswith(f'{ending}"')
    for endpoint in ("shopper.photo", "owner.held_photo"):
        assert "sandbox" in policy_of(fetch(endpoint))


def test_forms_answers_and_redirects_carry_the_headers_too(client, sign_in, ours):
    for answer in (
        client.get("/owner/"),
        client.post("/sign-in", data={}),
        send(client, "/sign-in", {"email": "x", "password": "y"}),
        sign_in(client, ours.owner).get("/"),
        send(client, "/owner/people/new", {}),
        send(client, "/sign-out"),
    ):
        check_headers(answer)
        check_cookies(answer)
        assert answer.headers["Cache-Control"] == "no-store"


HTTPS = "https://eyes.example.org"


@pytest.fixture
def secure_client(build):
    """A browser of the app as it is served behind HTTPS."""
    return build(secure_cookies=True, base_url=HTTPS).test_client()


def test_behind_https_the_cookie_is_bound_to_this_host(secure_client):
    page = secure_client.get("/sign-in?lang=el", base_url=HTTPS)
    check_cookies(page, prefix="__Host-")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert {cookie.split("=")[0] for cookie in page.headers.getlist("Set-Cookie")} == {
        "__Host-session",
        "language",
    }


@pytest.mark.parametrize(
    ("referrer", "status"),
    [
        ("https://eyes.example.org/sign-in", 422),
        (None, 400),
        ("https://evil.example/eyes.example.org", 400),
        ("https://eyes.example.org.evil.example/", 400),
        ("http://eyes.example.org/sign-in", 400),
    ],
)
def test_behind_https_a_form_must_come_from_a_page_of_ours(secure_client, referrer, status):
    page = BeautifulSoup(secure_client.get("/sign-in", base_url=HTTPS).data, "html5lib")
    headers = {"Referer": referrer} if referrer else {}
    form = {"email": "x", "password": "y", "csrf_token": page.select_one("[name=csrf_token]")["value"]}
    answer = secure_client.post("/sign-in", base_url=HTTPS, data=form, headers=headers)
    assert answer.status_code == status


def test_over_plain_http_nothing_claims_to_be_secure(client):
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


# --- what goes wrong becomes a page


def errors(client, browser_of, ours, app) -> Iterator[tuple[int, object]]:
    """One answer of each kind of refusal."""
    owner, shopper = browser_of(ours.owner), browser_of(ours.shopper)
    yield 400, client.post("/sign-in", data={})
    yield 403, shopper.get("/owner/")
    yield 404, client.get("/nowhere")
    yield 404, owner.get("/static/nowhere.css")
    yield 404, client.get("/s/no-such-token")
    yield 405, client.get("/sign-out")
    send(owner, f"/owner/visits/{ours.unread}/withdraw")
    yield 409, shopper.get(f"/visits/{ours.unread}")
    yield 410, client.get(f"/s/{ours.closed_token}")
    yield 410, client.get(f"/t/{ours.team_tokens[0]}")
    for _ in range(11):
        last = send(client, "/sign-in", {"email": "x", "password": "y"})
    yield 429, last
    app.config["MAX_CONTENT_LENGTH"] = 1000
    yield 413, shopper.post(f"/visits/{ours.visit}/checklist", data={"q.greeted": "x" * 2000})


def test_every_refusal_is_a_page_with_the_headers(client, browser_of, ours, app):
    for status, answer in errors(client, browser_of, ours, app):
        assert (status, answer.mimetype) == (answer.status_code, "text/html")
        check_headers(answer)
        assert answer.headers["Cache-Control"] == "no-store"
        page = BeautifulSoup(answer.data, "html5lib")
        assert len(page.h1.text) > 5
        assert page.main.p.text.strip().endswith((".", "!"))
        assert page.select("pre, code") == []


def test_a_wrong_method_is_told_the_right_one(client):
    answer = client.get("/sign-out")
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


@pytest.fixture
def served(app):
    """The app that answers its own faults with a page, as it does outside of tests."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return app


def test_a_fault_of_ours_is_a_kind_page_that_tells_nothing(served, browser_of, ours, monkeypatch, caplog):
    secret = f"/secret/path and {ours.survey_token}"
    monkeypatch.setattr(locations, "every", lambda *_: 1 / 0 if secret else None)
    answer = browser_of(ours.owner).get("/owner/locations?lang=en")
    assert answer.status_code == 500
    check_headers(answer)
    page = BeautifulSoup(answer.data, "html5lib")
    assert "Something went wrong on our side" in page.h1.text
    assert "Traceback" not in answer.text
    assert "ZeroDivision" not in answer.text
    assert page.nav.find("a") is not None  # the way out
    assert "ZeroDivisionError" in caplog.text  # it has been written down


def test_without_a_database_there_is_still_a_page(served, browser_of, ours, monkeypatch):
    owner = browser_of(ours.owner)

    def gone(*_):
        raise OperationalError("SELECT password_hash", {}, Exception("disk I/O error"))

    for name in ("reading", "writing", "reading_all", "writing_all"):
        monkeypatch.setattr(Store, name, gone)
    for client, path in (
        (owner, "/owner/"),
        (owner, "/nowhere"),
        (served.test_client(), f"/s/{ours.survey_token}"),
    ):
        answer = client.get(path, headers={"Accept-Language": "fi"})
        assert answer.status_code == 500
        check_headers(answer)
        assert BeautifulSoup(answer.data, "html5lib").html["lang"] == "fi"
        assert "password_hash" not in answer.text
    assert owner.get(f"/static/v-{DIGEST}/app.css", buffered=True).status_code == 200


# --- under another name, and from outside the folders


@pytest.mark.parametrize(
    "host",
    ["evil.example", "eyes.example.org.evil.example", "evil.example:443", "", "a b", "[::1", "x/y", "<b>"],
)
def test_under_a_name_that_is_not_ours_nothing_is_served(build, host):
    client = build(trusted_hosts=("eyes.example.org",)).test_client()
    for path in ("/", "/sign-in", "/static/app.css", "/nowhere", "/owner/"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert host not in answer.text or not host
        check_headers(answer)
    assert client.get("/sign-in", headers={"Host": "eyes.example.org"}).status_code == 200


def test_links_to_hand_out_never_bear_a_foreign_name(build, browser_of, ours):
    owner = browser_of(ours.owner, build(base_url="http://eyes.localhost"))
    owner.set_cookie("session", owner.get_cookie("session", "eyes.localhost").value, domain="evil.example")
    foreign = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    page = owner.get(f"/owner/surveys/{ours.survey}", headers=foreign)
    links = BeautifulSoup(page.data, "html5lib").select(".link-card a[href*='/s/']")
    assert {link["href"] for link in links} == {f"http://eyes.localhost/s/{ours.survey_token}"}
    assert "evil.example" not in page.text


def test_forwarded_headers_are_not_believed(client):
    """Whoever could choose their address would never meet the limit of tries."""
    for number in range(11):
        headers = dict.fromkeys(("X-Forwarded-For", "X-Real-IP", "Forwarded"), f"198.51.100.{number}")
        form = {"email": "owner@ours.example", "password": "guess"}
        answer = send(client, "/sign-in", form, headers={**headers, "X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "path",
    [
        "/static/../wsgi.py",
        "/static/..%2fwsgi.py",
        "/static/%2e%2e/wsgi.py",
        "/static/%2e%2e%2fpyproject.toml",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/..\\wsgi.py",
        "/static/app.css%00.png",
        "/static/",
        "/static",
        "/styles/print.css",
        "/styles/../paper.html",
        "/styles/tokens.css/../../wsgi.py",
        "/styles/..%2fcomparison%2fpaper.css",
        "/data/secret-key",
        "/.git/config",
        "/console",
    ],
)
def test_nothing_outside_the_folders_is_served(client, path):
    answer = client.get(path, buffered=True, follow_redirects=True)
    assert answer.status_code == 404
    assert b"create_app" not in answer.data


# --- whatever is typed is shown as it was typed


class Typed:
    """Everything that people can type, filled with the same words, and the pages that show it."""

    def __init__(self, app, browser_of, firm, payloads: tuple[str, ...]) -> None:
        self.app, self.firm, self.payloads = app, firm, payloads
        self.owner, self.hr = browser_of(firm.owner), browser_of(firm.hr)
        self.shopper, self.stranger = browser_of(firm.shopper), browser_of(None)
        self.lines, self.text = list(lines_of(payloads, 110)), "\n".join(lines_of(payloads, 300))
        browsers = (self.owner, self.hr, self.shopper, self.stranger)
        self.tokens = {browser: form_token(browser) for browser in browsers}

    def fill(self) -> None:
        self._owner_types()
        self._shopper_types()
        self._customer_types()
        self._team_types()

    def _owner_types(self) -> None:
        for number, line in enumerate(self.lines):
            words = {
                name: self.lines[number - shift] for shift, name in enumerate(("name", "city", "country"))
            }
            self._post(self.owner, "/owner/locations/new", {**A_PLACE, **words})
            person = {"name": line, "email": f"{number}{self._address(line)}", "role": "hr", "language": "tr"}
            self._post(self.owner, "/owner/people/new", person)
        self._post(self.owner, f"/owner/locations/{self.firm.location.id}", {**A_PLACE, **words})

    def _address(self, line: str) -> str:
        return "".join(line.split())[:60].replace("@", "") + "@x.example"

    def _shopper_types(self) -> None:
        audit = catalogue().questionnaires[AUDIT]
        best = best_answers(audit, self.text) | {"greeted": "no", "knew": "not"}
        form = {f"q.{code}": value for code, value in best.items()}
        form |= {f"c.{question.code}": self.text for question in audit.questions()}
        for visit in (self.firm.visit, self.firm.ready):
            form["f.staff_in_sight"] = (BytesIO(jpeg()), f"{self.lines[0]}.jpg")
            self._post(self.shopper, f"/visits/{visit}/checklist", dict(form))
        self._post(self.shopper, f"/visits/{self.firm.ready}/send", {})

    def _customer_types(self) -> None:
        survey = catalogue().questionnaires[SURVEY]
        form = {f"q.{code}": value for code, value in best_answers(survey, self.text).items()}
        self._post(self.stranger, f"/s/{self.firm.survey_token}", {**form, "sheet": str(uuid4())})

    def _team_types(self) -> None:
        form = {
            f"q.{code}": value
            for code, value in best_answers(catalogue().questionnaires[TEAM], self.text).items()
        }
        for token in waves.tokens_of(self.firm.seed, 12)[1:]:
            self._post(self.stranger, f"/t/{token}", {**form, "sheet": str(uuid4())})
        self._post(self.owner, f"/owner/team/{self.firm.wave}/close", {})

    def _post(self, browser, path, form) -> None:
        answer = self._send(browser, path, form)
        assert answer.status_code == 303, answer.text

    def _send(self, browser, path: str, form: dict[str, object]):
        return browser.post(path, data={**form, "csrf_token": self.tokens[browser]})

    def pages(self) -> Iterator[tuple[str, object]]:
        """Every page that shows something of it, by a name."""
        for endpoint in PAGES:
            if ROUTES[endpoint].kind == "text/html" and rightful(endpoint, self.firm):
                path = ROUTES[endpoint].address(self.app, endpoint, WithIds(self.firm))
                yield endpoint, self._browser(endpoint).get(path)
        yield "the receipt", self.shopper.get(f"/visits/{self.firm.ready}/receipt")
        yield from self._pages_with_mistakes()

    def _pages_with_mistakes(self) -> Iterator[tuple[str, object]]:
        survey, visit = f"/s/{self.firm.survey_token}", f"/visits/{self.firm.visit}/checklist"
        somebody = ("name", "email", "role", "language")
        days = dict(zip(("opens_on", "due_on"), self.lines[2:4], strict=True))
        for browser, path, form in (
            (self.owner, "/owner/locations/new", dict.fromkeys(A_PLACE, self.lines[0])),
            (self.owner, "/owner/people/new", dict.fromkeys(somebody, self.lines[1])),
            (self.owner, "/owner/visits/new", days),
            (self.owner, "/owner/team/new", {"links": self.text, "seed": self.text}),
            (self.stranger, "/sign-in", {"email": self.text, "password": self.text}),
            (self.stranger, survey, dict.fromkeys(("q.recommend", "q.liked", "sheet"), self.text)),
            (self.shopper, visit, dict.fromkeys(("q.wait_seconds", "q.greeted", "known"), self.text)),
        ):
            yield path, self._send(browser, path, form)
        yield "nowhere", self.stranger.get("/nowhere", query_string={self.text: self.text, "lang": self.text})
        for payload in self.payloads:
            days = {"from": payload, "to": payload}
            yield f"mistaken results {payload}", self.hr.get("/owner/results", query_string=days)

    def _browser(self, endpoint: str):
        person = rightful(endpoint, self.firm)
        return {self.firm.owner: self.owner, self.firm.hr: self.hr, self.firm.shopper: self.shopper}[person]


def skeleton(answer) -> Counter:
    """The elements of a page with the names of their attributes; no word of what it says."""
    page = BeautifulSoup(answer.data, "html5lib")
    return Counter((element.name, tuple(sorted(element.attrs))) for element in page.find_all(True))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_typed_becomes_an_element(app, browser_of, ours, theirs):
    """One firm types harm, the other types as many harmless letters: their pages have the same elements."""
    evil = Typed(app, browser_of, ours, PAYLOADS)
    plain = Typed(app, browser_of, theirs, tuple(harmless(payload) for payload in PAYLOADS))
    for typed in (evil, plain):
        typed.fill()
    for (name, shown), (other, expected) in zip(evil.pages(), plain.pages(), strict=True):
        assert shown.status_code == expected.status_code, (name, other)
        seen, wanted = skeleton(shown), skeleton(expected)
        assert set(seen) == set(wanted), name
        if "results" not in name:  # charts break lines where the letters are wide
            assert seen == wanted, name
        for link in BeautifulSoup(shown.data, "html5lib").select("[href], [action], [src]"):
            for attribute in ("href", "action", "src"):
                assert link.get(attribute, "/").startswith(("/", "#", "?", "http://localhost/")), link
    assert "{{7*7}}" in BeautifulSoup(evil.owner.get("/owner/locations").data, "html5lib").text
    _is_on_paper(evil)


def _is_on_paper(evil: Typed) -> None:
    """The printed report says what was said, and holds neither links, scripts nor files."""
    answer = send(evil.hr, "/owner/reports", {})
    assert answer.status_code == 303
    file = evil.hr.get(answer.location).data
    words = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(file))
    assert "<script>alert(1)</script>" in words
    assert "{{7*7}}" in words
    paper = PdfReader(BytesIO(file))
    assert paper.attachments == {}
    for number in range(1, len(paper.xref[0])):
        text = str(paper.get_object(number))
        assert "/JavaScript" not in text
        assert "evil.example" not in text or "/URI" not in text
    data = evil.hr.get(answer.location.replace(".pdf", ".json")).get_json()
    assert "<script>alert(1)</script>" in str(data)


@pytest.mark.slow
def test_the_longest_answers_do_not_stop_the_press(client, browser_of, ours):
    """Whoever has the link may send 5000 letters to each question, with or without blanks between them."""
    survey = catalogue().questionnaires[SURVEY]
    for number, letters in enumerate(("slow ", "x", "ψυχή ", "W", "-", "դ ")):
        words = f"{number}{letters * 5000}"[:5000]
        form = {f"q.{code}": value for code, value in best_answers(survey, words).items()}
        answer = client.post(f"/s/{ours.survey_token}", data={**form, "sheet": str(uuid4())})
        assert answer.status_code == 303
    hr = browser_of(ours.hr)
    paper = hr.get(send(hr, "/owner/reports", {}).location)
    assert paper.status_code == 200
    assert len(PdfDocument(paper.data)) < 40


# --- what lies on the disk


LAY_OUT = """
import os, sys
os.umask(0)
from tests.web.firms import found, rooms_in
from audit_app import create_app
from audit_app.settings import Settings
from audit_app.storage.migrations import upgrade
app = create_app(Settings(data=sys.argv[1]))
rooms = app.extensions["rooms"]
upgrade(rooms.store.engine)
found(rooms, "ours")
with rooms.store.reading_all():
    for path in sorted(os.walk(sys.argv[1])):
        for name in (*path[1], *path[2]):
            file = os.path.join(path[0], name)
            print(oct(os.stat(file).st_mode & 0o077), os.path.relpath(file, sys.argv[1]))
"""


def test_what_is_kept_is_read_by_its_owner_alone(tmp_path):
    """Database, write-ahead log, key and photos, made by a process whose umask forbids nothing."""
    folder = tmp_path / "data"
    done = subprocess.run(
        [sys.executable, "-c", LAY_OUT, str(folder)],
        cwd=Path(__file__).parent.parent.parent,
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rights = dict(line.split(maxsplit=1)[::-1] for line in done.stdout.splitlines())
    names = {name.rpartition(".")[2] if "sqlite" in name else name.split("/")[0] for name in rights}
    assert {"sqlite", "sqlite-wal", "sqlite-shm", "turn", "secret-key", "photos"} <= names
    assert set(rights.values()) == {"0o0"}
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o705])
def test_a_folder_that_others_can_read_is_refused(data_folder, mode):
    data_folder.chmod(mode)
    with pytest.raises(Exception, match="chmod 700"):
        create_app(settings_in(data_folder))


def test_no_secret_stands_in_the_log(app, browser_of, client, ours, caplog, capfd):
    """Neither passwords, tokens nor addresses are written where logs are read."""
    caplog.set_level("DEBUG")
    owner = browser_of(ours.owner)
    send(client, "/sign-in", {"email": "owner@ours.example", "password": "a secret guess"})
    send(owner, f"/owner/people/{ours.colleague.id}/password")
    send(owner, "/owner/team/new", ROUTES["owner.start_round"].body(ours))
    client.get(f"/t/{ours.team_tokens[1]}")
    client.get(f"/s/{ours.survey_token}")
    written = caplog.text + "".join(capfd.readouterr())
    for secret in ("a secret guess", "owner@ours.example", ours.team_tokens[1], ours.survey_token):
        assert secret not in written


# --- what is written about it


def test_the_document_names_tests_and_files_that_exist():
    root = Path(__file__).parent.parent.parent
    said = (root / "docs/security.md").read_text()
    tests = "".join(path.read_text() for path in (root / "tests").rglob("test_*.py"))
    names = set(re.findall(r"`(test_\w+)`", said))
    assert len(names) > 30
    assert [name for name in sorted(names) if f"def {name}(" not in tests] == []
    paths = set(re.findall(r"`(\w[\w/]*/[\w/]*(?:\.\w+)?|\w+\.py)`", said))
    assert len(paths) > 15
    assert [
        path for path in sorted(paths) if not any((top / path).exists() for top in (root, root / "audit_app"))
    ] == []

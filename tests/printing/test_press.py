"""The printing process: what it may reach, how long it may take, what survives it."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from audit_app.printing import REPORTS, NotPrinted
from audit_app.printing.pdf import Press

SVG = "<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}' width='9' height='9'/></svg>"
PAYLOADS = {
    "image": '<img src="{url}"/>',
    "stylesheet": '<link rel="stylesheet" href="{url}"/>',
    "attachment": '<link rel="attachment" href="{url}"/>',
    "attached link": '<a rel="attachment" href="{url}">file</a>',
    "import": "<style>@import url({url});</style>",
    "background": '<p style="background: url({url})">x</p>',
    "list image": '<ul><li style="list-style-image: url({url})">x</li></ul>',
    "generated content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
    "font": '<style>@font-face {{ font-family: f; src: url({url}) }}</style><p style="font-family: f">x</p>',
    "object": '<object data="{url}" type="image/png"></object>',
    "embed": '<embed src="{url}" type="image/png"/>',
    "image in SVG": SVG,
    "border image": '<p style="border: 9px solid; border-image-source: url({url})">x</p>',
    "SVG in data": '<img src="data:image/svg+xml,{quoted_svg}"/>',
}


class Canary(BaseHTTPRequestHandler):
    hits: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def canary():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/canary"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def press():
    opened = Press(seconds=20)
    yield opened
    opened.close()


def document(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'


def attack(name: str, url: str) -> str:
    quoted = SVG.format(url=url).replace("<", "%3C").replace(">", "%3E").replace("#", "%23")
    return document(PAYLOADS[name].format(url=url, quoted_svg=quoted))


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_outside_is_ever_reached(name, press, canary):
    with pytest.raises(NotPrinted, match="disallowed protocol"):
        press.print(attack(name, canary), REPORTS)
    assert Canary.hits == []


def test_without_our_fetcher_every_attack_would_reach_it(canary):
    unfenced = (
        "import sys, json, logging; logging.disable(50); import weasyprint;"
        "[weasyprint.HTML(string=page).write_pdf() for page in json.load(sys.stdin)]"
    )
    attacks = json.dumps([attack(name, f"{canary}/{number}") for number, name in enumerate(PAYLOADS)])
    subprocess.run([sys.executable, "-c", unfenced], input=attacks, text=True, check=True)
    assert set(Canary.hits) == {f"/canary/{number}" for number in range(len(PAYLOADS))}
    Canary.hits.clear()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "report:../pyproject.toml",
        "report:%2e%2e/pyproject.toml",
        "report:/etc/passwd",
        "report:",
    ],
)
@pytest.mark.parametrize("name", ["image", "attachment", "stylesheet"])
def test_no_file_outside_the_reports_is_ever_read(name, address, press):
    with pytest.raises(NotPrinted, match=r"not in the folder|disallowed protocol"):
        press.print(attack(name, address), REPORTS)


def test_a_file_of_the_reports_and_data_may_be_used(press):
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
    html = document(f'<link rel="stylesheet" href="report:tokens.css"/><img alt="" src="{dot}"/><p>fine</p>')
    assert press.print(html, REPORTS).startswith(b"%PDF")


def test_a_report_that_takes_too_long_ends_its_worker_and_the_next_is_printed():
    press = Press(seconds=2)
    rows = "<tr>" + "<td>x</td>" * 10 + "</tr>"
    try:
        with pytest.raises(NotPrinted, match="too long"):
            press.print(document(f"<table>{rows * 3000}</table>"), REPORTS)
        assert press.print(document("<p>next</p>"), REPORTS).startswith(b"%PDF")
    finally:
        press.close()


def test_a_report_that_cannot_be_read_fails_alone(press):
    deep = "<div>" * 4000 + "</div>" * 4000
    with pytest.raises(NotPrinted, match="RecursionError"):
        press.print(document(deep), REPORTS)
    assert press.print(document("<p>next</p>"), REPORTS).startswith(b"%PDF")


def test_a_document_that_is_not_well_formed_is_printed_all_the_same(press):
    assert press.print("<html><body><p>one<br>two & three", REPORTS).startswith(b"%PDF")


def test_the_web_process_never_loads_weasyprint():
    code = (
        "import sys, audit_app.printing as p; p.pdf_of('<p>x</p>');"
        "print([name for name in ('weasyprint', 'pydyf', 'tinycss2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPORTS.parent
    )
    assert done.stdout.strip() == "[]"


def test_the_worker_cannot_take_all_memory(press):
    in_worker = press._ready()
    with pytest.raises(MemoryError):
        in_worker.submit(bytearray, 2 * 1024**3).result()
    assert press.print(document("<p>next</p>"), REPORTS).startswith(b"%PDF")

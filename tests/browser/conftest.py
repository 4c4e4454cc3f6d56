"""The app as `make run` serves it, with its demonstration, and a phone-sized Chromium in front of it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browser.looking import People
from tests.browser.place import PHONE, Site
from tools.chromium import find

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The app in a process of its own, on a free port and with a fresh folder."""
    data, port = tmp_path_factory.mktemp("site") / "data", free_port()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "run-demo"]
    environment = {**os.environ, "DATA": str(data), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        address = _ready(process)
        note = json.loads((data / "demo-sign-ins.json").read_text())
        links = (address + note[whose] for whose in ("customer_link", "team_link", "join_link"))
        yield Site(address, note["password"], *links)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def _ready(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        found = re.search(r"ready at (http\S+)", line)
        if found:
            return found[1]
        if process.poll() is not None:
            break
    pytest.fail("the app did not say that it is ready")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    browser = playwright.chromium.launch(executable_path=find(), args=flags)
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone that speaks English; scripts are off, since every page must work without them."""
    context = chromium.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False, has_touch=True)
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def people(chromium: Browser, site: Site) -> Iterator[People]:
    all_of_them = People(chromium, site)
    yield all_of_them
    all_of_them.close()

"""Firefox and WebKit, driven by their own remote controls: Marionette and WebDriver, the same words twice.

Small enough to need no library: each command is one JSON message and its answer.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Protocol

from tools import engines

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What the standard calls the key under which an element travels."""
PATIENCE = 30
FIREFOX_SETTINGS = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "app.update.disabledForTesting": True,
}


class NotDone(Exception):
    """What the browser says when it cannot do as told."""


class Wire(Protocol):
    """A remote control: a command's name in the standard, and what it needs; gives the command's value."""

    def __call__(self, command: str, **needs: Any) -> Any: ...


class Driven:
    """A browser that does what a test says."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def go(self, address: str) -> None:
        self._wire("Navigate", url=address)

    def reload(self) -> None:
        """As a person reloads; Firefox's remote control would pass by the worker."""
        self.ask("(window.isOld = true, location.reload())")

    def back(self) -> None:
        self._wire("Back")

    def ask(self, script: str, *given: Any) -> Any:
        """The value of a JavaScript expression, awaited; `given` are its `arguments`."""
        return self._wire("ExecuteScript", script=f"return {script}", args=list(given))

    def text(self, selector: str = "body") -> str:
        """What stands there for the eye; empty where there is no such place (yet)."""
        return str(self.ask("document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def click(self, selector: str) -> None:
        """Click in the middle of the window, away from what stays at its edges."""
        self.ask("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        self._wire("ElementClick", id=self._find(selector))

    def type(self, selector: str, words: str) -> None:
        """Type after what stands there; into a field for files, the path of one."""
        self._wire("ElementSendKeys", id=self._find(selector), text=words)

    def _find(self, selector: str) -> str:
        found: dict[str, str] = self._wire("FindElement", using="css selector", value=selector)
        return found[ELEMENT]


# --- Firefox: lines of JSON over a socket, each after its length


class Marionette:
    """Firefox's remote control."""

    def __init__(self, port: int) -> None:
        self._line = _connected(port)
        self._answers = self._line.makefile("rb", 0)
        self._heard()
        self("NewSession", acceptInsecureCerts=False)

    def __call__(self, command: str, **needs: Any) -> Any:
        self._say([0, 1, f"WebDriver:{command}", needs])
        _kind, _number, trouble, answer = self._heard()
        if trouble:
            raise NotDone(f"{command} {needs}: {trouble['error']}: {trouble['message']}")
        return answer.get("value", answer)

    def close(self) -> None:
        self._answers.close()
        self._line.close()

    def _say(self, message: list[Any]) -> None:
        text = json.dumps(message).encode()
        self._line.sendall(b"%d:%b" % (len(text), text))

    def _heard(self) -> Any:
        length = b"".join(iter(lambda: self._answers.read(1), b":"))
        return json.loads(self._answers.read(int(length)))


@contextmanager
def firefox() -> Iterator[Driven]:
    """A new Firefox with nothing in it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        port = _free_port()
        settings = {**FIREFOX_SETTINGS, "marionette.port": port}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items())
        Path(profile, "user.js").write_text("\n".join(lines))
        command = [engines.firefox() or "firefox", "--headless", "--marionette", "--profile", profile]
        with _running(command, HOME=profile), closing(Marionette(port)) as control:
            yield Driven(control)


# --- WebKit: the same over HTTP, with the ids in the path

PATHS = {
    "Navigate": "/url",
    "Back": "/back",
    "FindElement": "/element",
    "ElementClick": "/element/{id}/click",
    "ElementSendKeys": "/element/{id}/value",
    "ExecuteScript": "/execute/sync",
}


class WebDriver:
    """The remote control that a standard describes."""

    def __init__(self, port: int, browser: str) -> None:
        self._port, self._path = port, "/session"
        _connected(port).close()
        options = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        opened = self._told("POST", "", {"capabilities": {"alwaysMatch": options}})
        self._path += "/" + opened["sessionId"]

    def __call__(self, command: str, **needs: Any) -> Any:
        return self._told("POST", PATHS[command].format(**needs), needs)

    def close(self) -> None:
        self._told("DELETE", "", {})

    def _told(self, method: str, path: str, body: dict[str, Any]) -> Any:
        line = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        line.request(method, self._path + path, json.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        value = json.load(answer)["value"]
        line.close()
        if answer.status != 200:
            raise NotDone(f"{path} {body}: {value['error']}: {value['message']}")
        return value


@contextmanager
def webkit() -> Iterator[Driven]:
    """A new WebKitGTK with nothing in it, on a screen in memory."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, _screen() as display:
        port = _free_port()
        command = [engines.webkit_driver() or "WebKitWebDriver", f"--port={port}"]
        surroundings = {"HOME": home, "XDG_RUNTIME_DIR": home, "DISPLAY": display, "GDK_BACKEND": "x11"}
        browser = engines.webkit() or "MiniBrowser"
        with _running(command, **surroundings), closing(WebDriver(port, browser)) as control:
            yield Driven(control)


@contextmanager
def _screen() -> Iterator[str]:
    readable, writable = os.pipe()
    command = [engines.screen() or "Xvfb", "-displayfd", str(writable), "-screen", "0", "800x1200x24"]
    with _running(command, pass_fds=(writable,)), os.fdopen(readable) as told:
        os.close(writable)
        yield f":{told.readline().strip()}"


# --- processes and lines


@contextmanager
def _running(
    command: list[str], pass_fds: tuple[int, ...] = (), **surroundings: str
) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of ours, ended with us whatever happens."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **surroundings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=pass_fds,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _connected(port: int) -> socket.socket:
    """A line to a program that has just been started."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)

"""The report of six shops against Chromium printing the very same HTML, and what composing it takes.

Chromium starts for each print, as `--headless --print-to-pdf` does. Our printing process is taken twice:
warm, as from the second report on, and cold, as for the first one after the app was started.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from audit_app.printing import REPORTS, render
from audit_app.printing.pdf import Press
from audit_app.services import demo, reporting
from audit_app.services.reporting.periods import usual_period
from bench._demo import NOW, open_demo
from bench._figures import Figure, medians
from tools import chromium

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--hide-scrollbars")
STYLES = ("tokens.css", "pieces.css", "print.css")


def clock(act: Callable[[], object]) -> float:
    """Seconds by the clock."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def show_report(folder: Path, browser: str) -> None:
    """Make the report of all shops, and take each way to paper five times in turn."""
    rooms = open_demo(folder / "data")
    compose = partial(reporting.comparison, rooms, demo.HOME, (), *usual_period(NOW.date()), "en", NOW)
    report = compose()
    html, warm = str(render(report, "paper")), Press()
    page, paper = folder / "page.html", folder / "chromium.pdf"
    page.write_text(_with_styles(html))
    ours = warm.print(html, REPORTS)
    taken = medians(
        {
            "chromium": lambda: clock(partial(_print, browser, page, paper)),
            "warm": lambda: clock(partial(warm.print, html, REPORTS)),
            "cold": lambda: clock(partial(_print_cold, html)),
            "compose": lambda: clock(compose),
            "render": lambda: clock(partial(render, report, "paper")),
        }
    )
    warm.close()
    rooms.store.close()
    _show(taken, len(ours) / paper.stat().st_size)


def _with_styles(html: str) -> str:
    styles = "\n".join((REPORTS / name).read_text() for name in STYLES)
    return html.replace("</head>", f"<style>{styles}</style></head>", 1)


def _print(browser: str, page: Path, paper: Path) -> None:
    command = [
        browser,
        *FLAGS,
        f"--user-data-dir={page.parent}/profile",
        f"--print-to-pdf={paper}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def _print_cold(html: str) -> None:
    press = Press()
    press.print(html, REPORTS)
    press.close()


def _show(taken: dict[str, float], size: float) -> None:
    base = taken["chromium"]
    baseline = f"Chromium --headless --print-to-pdf of the same HTML: {base:.2f} s"
    for name, called, goal in (
        ("warm", "the report of six shops as PDF, from the second on", "<= 0.7"),
        ("cold", "the same, the first after the start", "<= 2"),
        ("compose", "putting the report together from a year of answers", "<= 0.7"),
        ("render", "the report as HTML", "<= 0.2"),
    ):
        Figure(
            called, taken[name] / base, f"× the baseline's seconds ({taken[name]:.2f})", baseline, goal
        ).show()
    Figure(
        "the report's PDF file", size, "× the baseline's bytes", "Chromium's PDF of the same HTML", "<= 0.7"
    ).show()


if __name__ == "__main__":
    found = chromium.find()
    if found is None:
        sys.exit("There is no Chromium to compare with; `make test` fetches one.")
    with TemporaryDirectory() as place:
        show_report(Path(place), found)

"""What Lighthouse says about a page: a middling phone on slow 4G, simulated as it always does."""

import json
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import chromium, node

PACKAGES = Path(__file__).parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "interactive": "interactive",
}
"""Audits that give milliseconds, and what we call them."""
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-sync --disable-dev-shm-usage"
)
PATIENCE = 120


@dataclass(frozen=True)
class Audit:
    """Scores from 0 to 100, milliseconds, bytes that travelled; `faults` lists what cost points."""

    scores: dict[str, float]
    times: dict[str, float]
    script_bytes: float
    all_bytes: float
    faults: tuple[str, ...]


def audit(address: str, cookie: str = "") -> Audit:
    """Look at one page with a fresh browser."""
    return _read(json.loads(_run(address, cookie)))


def _run(address: str, cookie: str) -> str:
    command = [str(node.NODE), "node_modules/lighthouse/cli/index.js", address, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROMIUM}"]
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    surroundings = {**os.environ, "CHROME_PATH": chromium.find() or ""}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=PACKAGES, env=surroundings, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as looking:
        try:
            said, faults = looking.communicate(timeout=PATIENCE)
        finally:
            if looking.poll() is None:
                os.killpg(looking.pid, signal.SIGKILL)
    if looking.returncode:
        raise RuntimeError(f"Lighthouse could not look at {address}:\n{faults}")
    return said


def _read(report: dict[str, Any]) -> Audit:
    if fault := report.get("runtimeError"):
        raise RuntimeError(f"Lighthouse: {fault['message']}")
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    sizes = [(each["resourceType"], each["transferSize"]) for each in requests]
    return Audit(
        scores={name: report["categories"][name]["score"] * 100 for name in CATEGORIES},
        times={name: audits[key]["numericValue"] for key, name in TIMES.items()},
        script_bytes=sum(size for kind, size in sizes if kind == "Script"),
        all_bytes=sum(size for _, size in sizes),
        faults=tuple(_faults(report)),
    )


def _faults(report: dict[str, Any]) -> list[str]:
    """What cost points, as Lighthouse names it."""
    weights = {
        each["id"]: each["weight"] for name in CATEGORIES for each in report["categories"][name]["auditRefs"]
    }
    scores = {key: report["audits"][key]["score"] for key, weight in weights.items() if weight}
    return [
        report["audits"][key]["title"] for key, score in scores.items() if score is not None and score < 0.9
    ]

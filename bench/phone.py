"""The phone's checklist page: what Lighthouse says of it and of a SurveyJS page that asks the same, and how
quick it is without a network on a slow phone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread

from audit_app.cli.run import server_of
from bench._faults.run import rooms_in
from bench._figures import Figure
from bench._phone import browser
from bench._phone.lighthouse import CATEGORIES, PACKAGES, Audit, audit
from bench._phone.surveyjs import page_of
from bench._site import Site
from bench._visits import LANGUAGE, LONG, SHORT, FilledVisit, World, fill_world
from tools import node

ROUNDS, OPENINGS, RETURNS = 3, 15, 3
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
PHONE, SLOW_PHONE = 4, 6
"""How many times slower than this machine."""


@contextmanager
def both_pages(folder: Path) -> Iterator[tuple[str, World, str]]:
    """Our site with a world of visits, and the address of the page beside it."""
    with rooms_in(folder / "data") as rooms:
        world = fill_world(rooms, [LONG] * 3 + [SHORT] * RETURNS, shoppers=1)
        asked = rooms.catalogue.questionnaires[LONG]
        beside = server_of(page_of(asked, LANGUAGE), port=0)
        Thread(target=beside.run, daemon=True).start()
        with Site(rooms.settings) as site:
            yield f"http://127.0.0.1:{site.port}", world, f"http://127.0.0.1:{beside.effective_port}/"
        beside.close()


def show_lighthouse(address: str, cookie: str, beside: str) -> None:
    """Both pages in turn."""
    sides = {"ours": partial(audit, address, cookie), "SurveyJS": partial(audit, beside)}
    taken: dict[str, list[Audit]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, look in sides.items():
            taken[name].append(look())
    ours, theirs = taken["ours"], taken["SurveyJS"]
    for category in CATEGORIES:
        score, other = (median(each.scores[category] for each in side) for side in (ours, theirs))
        faults = "; ".join(sorted({fault for each in ours for fault in each.faults})) or "nothing below 90"
        unit = f"of 100 ({faults})"
        _line(f"Lighthouse, {category}", score, unit, f"SurveyJS: {other:.0f}", f">= {GOALS[category]}")
    for name, goal in (("first paint", 1.2), ("largest paint", 0.5), ("interactive", 0.5)):
        _compare(name, [each.times[name] for each in ours], [each.times[name] for each in theirs], "ms", goal)
    for name, goal in (("script_bytes", 0.08), ("all_bytes", 0.2)):
        weights = [[float(getattr(each, name)) for each in side] for side in (ours, theirs)]
        _compare(name.replace("_", " "), weights[0], weights[1], "bytes", goal)


def _compare(name: str, ours: Sequence[float], theirs: Sequence[float], unit: str, goal: float) -> None:
    mine, other = median(ours), median(theirs)
    _line(
        name,
        mine / other,
        f"× the baseline ({mine:.0f} {unit})",
        f"SurveyJS: {other:.0f} {unit}",
        f"<= {goal}",
    )


def show_cellar(address: str, cookie: str, visits: tuple[FilledVisit, ...]) -> None:
    """What a phone does without a network, and when it comes back."""
    opened, typed, *sent = visits
    with browser.phone(address, cookie) as context:
        browser.keep(context, *visits)
        context.set_offline(True)
        starts = [browser.ready_after(context, opened, PHONE) for _ in range(OPENINGS)]
        saves = browser.saves(context, typed, SLOW_PHONE)
        returns = [browser.received_after(context, visit) for visit in sent]
    usual, slowest = median(saves), quantiles(saves, n=20)[-1]
    _line(f"form ready offline, {PHONE}× slower CPU", median(starts), "ms", f"median of {OPENINGS}", "<= 500")
    told = f"95th percentile of {len(saves)} answers; median {usual:.1f} ms"
    _line(f"answer on the disk, {SLOW_PHONE}× slower CPU", slowest, "ms", told, "<= 50")
    _line("back online, received", median(returns), "ms", f"median of {len(returns)}", "<= 2000")


def _line(name: str, value: float, unit: str, baseline: str, goal: str) -> None:
    Figure(f"phone, {name}", value, unit, baseline, goal).show()


def main() -> None:
    """All of it."""
    node.ensure(PACKAGES)
    with TemporaryDirectory() as folder, both_pages(Path(folder)) as (address, world, beside):
        [cookie] = world.cookies.values()
        first, *others = world.visits
        show_lighthouse(address + browser.path_of(first), cookie, beside)
        show_cellar(address, cookie, tuple(others))


if __name__ == "__main__":
    main()

"""One JSON line per figure, and how figures are taken: both sides in turn, in one run, medians."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median

ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """A measured ratio. `baseline`: what it is measured against and how that did; `goal`: like "<= 0.7"."""

    name: str
    value: float
    unit: str
    baseline: str
    goal: str

    @property
    def ok(self) -> bool:
        """Whether the goal is reached."""
        sign, limit = self.goal.split()
        return self.value <= float(limit) if sign == "<=" else self.value >= float(limit)

    def show(self) -> None:
        """Print the line."""
        figure = asdict(self) | {"value": float(f"{self.value:.3g}"), "ok": self.ok}
        print(json.dumps(figure, ensure_ascii=False), flush=True)


Measure = Callable[[], float]


def medians(sides: Mapping[str, Measure], rounds: int = ROUNDS) -> dict[str, float]:
    """Each side's median. Every round takes each side once, so that a busy minute hits them all."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        order = list(sides) if number % 2 else list(reversed(sides))
        for name in order:
            taken[name].append(sides[name]())
    return {name: median(values) for name, values in taken.items()}

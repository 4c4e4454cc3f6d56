"""Dice that many threads throw; the same faults in the same proportions each time."""

from collections.abc import Mapping
from random import Random
from threading import Lock
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """One generator behind a lock."""

    def __init__(self, seed: int) -> None:
        self._dice, self._lock = Random(seed), Lock()

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        with self._lock:
            return self._dice.uniform(low, high)

    def one_of(self, weights: Mapping[Thing, float], otherwise: Thing) -> Thing:
        """One of the keys with the probability it maps to; else `otherwise`."""
        thrown = self.between(0, 1)
        for thing, probability in weights.items():
            thrown -= probability
            if thrown < 0:
                return thing
        return otherwise

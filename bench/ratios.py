"""The arithmetic: one figure of a burst of requests, ratios inside rounds, and what stands for all rounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Burst:
    """Requests sent one after the other over each connection: the time for all, and the wait for each, in seconds."""

    seconds: float
    waits: tuple[float, ...]


def typical_wait(burst: Burst) -> float:
    """The median wait: what one learner feels."""
    return median(burst.waits)


def pace(burst: Burst) -> float:
    """Seconds for each answer, all connections together: what the server can carry."""
    return burst.seconds / len(burst.waits)


def slowest_hundredth(burst: Burst) -> float:
    """The wait that one request in a hundred reaches or exceeds (nearest rank)."""
    ordered = sorted(burst.waits)
    return ordered[ceil(0.99 * len(ordered)) - 1]


Figure = Callable[[Burst], float]


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the floor, what is measured, and the floor once more, by the same figure."""

    before: float
    measured: float
    after: float

    @property
    def ratio(self) -> float:
        """What is measured, in floors."""
        return self.measured / ((self.before + self.after) / 2)

    @property
    def noise(self) -> float:
        """The floor against itself; 1 on a quiet machine."""
        return self.after / self.before


def middle_ratio(rounds: Sequence[Round]) -> float:
    """The median of the rounds' ratios: a disturbed round moves it little."""
    return median(one.ratio for one in rounds)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, by nearest rank."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return ordered[round(last * 0.25)], median(ordered), ordered[round(last * 0.75)]

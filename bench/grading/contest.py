"""Two sides do the same work: which is faster by how much, and where their numbers differ."""

import gc
from collections.abc import Callable, Mapping
from math import ceil, isnan
from statistics import median
from time import process_time
from typing import NamedTuple

from bench.grading.lines import Line, Row

Numbers = Mapping[str, float | None]

# Numbers of both sides are equal when they lie this close, relative for those above 1: both add up floats, in
# different orders.
TOLERANCE = 1e-9
ROUNDS, QUICK_ROUNDS = 21, 3
# A measurement shorter than this is repeated within its round: clocks and caches would decide it.
SHORTEST = 0.01


class Side(NamedTuple):
    """`run` is the work that is timed; `numbers` reads its result."""

    run: Callable[[], object]
    numbers: Callable[[object], Numbers]


def measure(line: Line, ours: Side, theirs: Side, *, quick: bool) -> Row:
    """The row of a line: milliseconds, the median of each side, and their numbers compared."""
    equal, differences = compare(ours.numbers(ours.run()), theirs.numbers(theirs.run()))
    mine, yours = take_turns(ours.run, theirs.run, QUICK_ROUNDS if quick else ROUNDS)
    return Row(line, 1000 * median(mine), 1000 * median(yours), equal, differences)


def take_turns(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Seconds that each takes in every round, one after the other, the first to go changing each round."""
    sides = (one, other)
    # What the libraries hold in memory is no part of the work; unfrozen, collections would look at all of it.
    gc.collect()
    gc.freeze()
    repeats = [repeats_of(timed(run)) for run in sides]
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        for i in (1, 0) if turn % 2 else (0, 1):
            taken[i].append(timed(sides[i], repeats[i]))
    gc.unfreeze()
    return taken


def timed(run: Callable[[], object], repeats: int = 1) -> float:
    """Seconds of the processor for a run, over so many: waiting for other programs does not count."""
    started = process_time()
    for _ in range(repeats):
        run()
    return (process_time() - started) / repeats


def repeats_of(seconds: float) -> int:
    """How often to run what takes `seconds`, so that a measurement is not too short."""
    # A coarse clock may show no time at all.
    return max(1, ceil(SHORTEST / max(seconds, 1e-6)))


def compare(ours: Numbers, theirs: Numbers) -> tuple[int, tuple[str, ...]]:
    """How many numbers are equal, and what differs. A number that only one side gives is a difference."""
    equal, differences = 0, []
    for name in ours.keys() | theirs.keys():
        if name in ours and name in theirs and same(ours[name], theirs[name]):
            equal += 1
        else:
            differences.append(f"{name} is {_told(ours, name)} here, {_told(theirs, name)} there")
    return equal, tuple(sorted(differences))


def same(one: float | None, other: float | None) -> bool:
    """Whether two numbers are equal within TOLERANCE; undefined (None, or a library's NaN) equals undefined alone."""
    undefined = [value is None or isnan(value) for value in (one, other)]
    if any(undefined):
        return all(undefined)
    return abs(one - other) <= TOLERANCE * max(1, abs(one), abs(other))


def _told(numbers: Numbers, name: str) -> str:
    if name not in numbers:
        return "not given"
    return "undefined" if numbers[name] is None else f"{numbers[name]:.12g}"

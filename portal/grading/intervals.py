"""How sure a number is: Wilson's interval for shares, the bootstrap over items for everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from math import floor, lgamma, log, sqrt
from operator import itemgetter, mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

Z95 = 1.959963984540054  # the normal quantile that leaves 2.5 % above it


def wilson(share: float, n: int, z: float = Z95) -> tuple[float, float] | None:
    """The 95 % score interval of a share of n (Wilson 1927), within 0 to 1. None when n is 0."""
    if n <= 0:
        return None
    centre = share + z * z / (2 * n)
    spread = z * sqrt(max(share * (1 - share), 0.0) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def resampled_totals(
    rows: Sequence[Mapping[Hashable, float]], resamples: int, seed: int, weights: Sequence[int] | None = None
) -> Iterator[dict[Hashable, float]]:
    """The pooled counts of as many items drawn with replacement, `resamples` times, the same for a seed.

    Nothing is graded again: each item's counts are summed as often as the item was drawn. `weights` says how many
    items each row stands for, by default one; with few rows the cost does not grow with the items.
    """
    # Loaded here, because most of what measures draws nothing.
    from random import Random

    sizes = [1] * len(rows) if weights is None else weights
    columns = _columns(rows)
    for drawn in _drawn_counts(sizes, resamples, Random(seed)):
        yield {key: sum(map(mul, values, pick(drawn))) for key, (values, pick) in columns.items()}


def _columns(rows: Sequence[Mapping[Hashable, float]]) -> dict[Hashable, tuple[list[float], Callable]]:
    """{key: (values that are not 0, what picks the counts of their rows)}, in a fixed order of keys."""
    found: dict[Hashable, tuple[list[float], list[int]]] = {}
    for i, row in enumerate(rows):
        for key, value in row.items():
            values, places = found.setdefault(key, ([], []))
            if value:
                values.append(value)
                places.append(i)
    # A picker of one place would give its count alone, and one of none cannot be made.
    return {
        key: (values, itemgetter(*places) if len(places) > 1 else lambda drawn, at=places: [drawn[i] for i in at])
        for key, (values, places) in found.items()
    }


def _drawn_counts(sizes: Sequence[int], resamples: int, rng: Random) -> Iterator[list[int]]:
    """How often each row was drawn when all its items were drawn from with replacement."""
    items = sum(sizes)
    # A binomial draw costs about eight times as much as drawing one item.
    if len(sizes) * 8 < items:
        order = sorted(range(len(sizes)), key=lambda i: -sizes[i])
        for _ in range(resamples):
            drawn, left, rest = [0] * len(sizes), items, items
            for i in order:
                drawn[i] = count = binomial(rng, left, sizes[i] / rest)
                left -= count
                rest -= sizes[i]
                if not left:
                    break
            yield drawn
    else:
        owners = [i for i, size in enumerate(sizes) for _ in range(size)]
        for _ in range(resamples):
            drawn = [0] * len(sizes)
            for i, count in Counter(rng.choices(owners, k=items)).items():
                drawn[i] = count
            yield drawn


def binomial(rng: Random, n: int, p: float) -> int:
    """A draw from the binomial distribution, exact.

    For n p >= 10 by transformed rejection (Hoermann 1993, algorithm BTRS), below by inversion.
    """
    if p >= 1:
        return n
    if p > 0.5:
        return n - binomial(rng, n, 1 - p)
    if n * p < 10:
        return _binomial_by_inversion(rng, n, p)
    spread = sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    centre, sure = n * p + 0.5, 0.92 - 4.2 / b
    uniform = rng.random
    while True:
        v, u = uniform(), uniform() - 0.5
        edge = 0.5 - abs(u)
        if not edge:
            continue
        k = floor((2 * a / edge + b) * u + centre)
        if edge >= 0.07 and v <= sure:
            return k
        if not 0 <= k <= n:
            continue
        mode = floor((n + 1) * p)
        steep = (2.83 + 5.1 / b) * spread / (a / (edge * edge) + b)
        height = lgamma(mode + 1) + lgamma(n - mode + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        if v == 0 or log(v * steep) <= height + (k - mode) * log(p / (1 - p)):
            return k


def _binomial_by_inversion(rng: Random, n: int, p: float) -> int:
    odds = p / (1 - p)
    chance = (1 - p) ** n
    u, k = rng.random(), 0
    while u > chance and k < n:
        u -= chance
        k += 1
        chance *= odds * (n - k + 1) / k
    return k


def percentiles(values: Sequence[float], low: float = 0.025, high: float = 0.975) -> tuple[float, float]:
    """The two quantiles, interpolated between neighbours (the usual definition, R's type 7)."""
    ordered = sorted(values)

    def at(share: float) -> float:
        position = share * (len(ordered) - 1)
        below = int(position)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (position - below)

    return at(low), at(high)

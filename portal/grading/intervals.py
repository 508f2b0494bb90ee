"""How sure a number is: Wilson's interval for shares, the bootstrap over items for everything else."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

Z95 = 1.959963984540054  # the normal quantile that leaves 2.5 % above it


def wilson(share: float, n: int, z: float = Z95) -> tuple[float, float] | None:
    """The 95 % score interval of a share of n (Wilson 1927), within 0 to 1. None when n is 0."""
    if n <= 0:
        return None
    centre = share + z * z / (2 * n)
    spread = z * sqrt(max(share * (1 - share), 0.0) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def resampled_totals(rows: Sequence[Mapping[str, float]], resamples: int, seed: int) -> Iterator[dict[str, float]]:
    """The pooled counts of as many items drawn with replacement, `resamples` times, the same for a seed.

    Nothing is graded again: each item's counts are summed as often as the item was drawn.
    """
    keys = sorted({key for row in rows for key in row})
    vectors = [[row.get(key, 0) for key in keys] for row in rows]
    draw = random.Random(seed).choices
    for _ in range(resamples):
        yield dict(zip(keys, map(sum, zip(*draw(vectors, k=len(vectors)), strict=True)), strict=True))


def percentiles(values: Sequence[float], low: float = 0.025, high: float = 0.975) -> tuple[float, float]:
    """The two quantiles, interpolated between neighbours (the usual definition, R's type 7)."""
    ordered = sorted(values)

    def at(share: float) -> float:
        position = share * (len(ordered) - 1)
        below = int(position)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (position - below)

    return at(low), at(high)

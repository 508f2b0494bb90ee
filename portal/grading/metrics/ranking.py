"""Scores against scores: does the one order things as the other does?

Everything is O(n log n). Values are compared as they are, never rounded first: 0.1 and 0.1 + 1e-12 differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import isnan, sqrt
from typing import NamedTuple

from portal.grading.metrics.counts import ratio
from portal.grading.words import N_

NO_PAIRS = N_("fewer than two things to compare")
ALL_TIED = N_("one side gives everything the same rank")
GOLD_TIED = N_("the reference puts nothing before anything else")


class Pairs(NamedTuple):
    """All pairs of items: ordered alike, the other way round, tied in gold, in yours (both in each of the two)."""

    n: int
    same: int
    swapped: int
    tied_gold: int
    tied_yours: int


def pairs(gold: Sequence[float], yours: Sequence[float]) -> Pairs:
    """The pairs of two equally long lists (Knight 1966). Raises ValueError for NaN, which has no order."""
    if any(map(isnan, gold)) or any(map(isnan, yours)):
        raise ValueError("NaN has no rank")
    both = sorted(zip(gold, yours, strict=True))
    n = _choose_two(len(both))
    tied_gold, tied_yours, tied_both = map(_ties, (gold, yours, both))
    swapped = _inversions([y for _, y in both])
    return Pairs(n, n - tied_gold - tied_yours + tied_both - swapped, swapped, tied_gold, tied_yours)


def _choose_two(n: int) -> int:
    return n * (n - 1) // 2


def _ties(values: Iterable[Hashable]) -> int:
    return sum(map(_choose_two, Counter(values).values()))


def _inversions(values: list[float]) -> int:
    """How many pairs stand in falling order, by merging sorted runs of twice the length."""
    count, width = 0, 1
    while width < len(values):
        merged: list[float] = []
        for low in range(0, len(values), 2 * width):
            left, right = values[low : low + width], values[low + width : low + 2 * width]
            i = j = 0
            while i < len(left) and j < len(right):
                if left[i] <= right[j]:
                    merged.append(left[i])
                    i += 1
                else:
                    merged.append(right[j])
                    j += 1
                    count += len(left) - i
            merged += left[i:] or right[j:]
        values, width = merged, 2 * width
    return count


def tau_b(counts: Pairs) -> float | None:
    """Kendall's tau-b (Kendall 1945), -1 to 1; None when one side ties everything (0/0)."""
    spread = (counts.n - counts.tied_gold) * (counts.n - counts.tied_yours)
    return (counts.same - counts.swapped) / sqrt(spread) if spread else None


def pairwise_accuracy(counts: Pairs) -> float | None:
    """The share of the pairs that gold orders which yours orders alike; a tie of yours is not right.

    None when gold orders no pair.
    """
    return ratio(counts.same, counts.n - counts.tied_gold)


def spearman(gold: Sequence[float], yours: Sequence[float]) -> float | None:
    """Spearman's rho (1904): Pearson's correlation of ranks, ties sharing their mean rank.

    None with a constant side, or fewer than two items.
    """
    a, b = _doubled_ranks(gold), _doubled_ranks(yours)
    middle = len(a) + 1  # twice the mean rank
    a, b = [rank - middle for rank in a], [rank - middle for rank in b]
    # Whole numbers up to here, so a constant side is exactly 0.
    spread = sum(x * x for x in a) * sum(y * y for y in b)
    return sum(x * y for x, y in zip(a, b, strict=True)) / sqrt(spread) if spread else None


def _doubled_ranks(values: Sequence[float]) -> list[int]:
    """Twice each value's rank, from 1, ties sharing the mean: whole numbers."""
    if any(map(isnan, values)):
        raise ValueError("NaN has no rank")
    doubled, before = {}, 0
    for value, count in sorted(Counter(values).items()):
        doubled[value] = 2 * before + count + 1
        before += count
    return [doubled[value] for value in values]


def score_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred`, equally long lists of scores."""
    counts = pairs(case["gold"], case["pred"])
    return {
        "kendall_tau_b": tau_b(counts),
        "spearman": spearman(case["gold"], case["pred"]),
        "pairwise_accuracy": pairwise_accuracy(counts),
    }

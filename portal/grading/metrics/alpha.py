"""Krippendorff's alpha for every kind of value: 1 - observed / expected disagreement.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). An item with m ratings adds every ordered
pair of them, each with weight 1 / (m - 1), so items may have different numbers of ratings and those with one
rating add nothing. With n such ratings in all, n_c of them the value c, and d a squared distance,

    alpha = 1 - (n - 1) * sum of d over the pairs / sum over c, k of n_c n_k d(c, k).

1 is full agreement, 0 what chance would give, below 0 worse than chance; values below 0 are never cut off.
None when no item has two ratings, and when they hold one value only (0/0).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from operator import mul

from portal.grading.metrics.ratings import NOT_SHARED, ONE_VALUE, Measure, Pattern, Sums
from portal.grading.metrics.sets import jaccard_distance, masi_distance
from portal.grading.words import N_

BELOW_ZERO = N_("a ratio scale has no values below zero")

# Expected disagreement this small beside what it is made from is 0 with rounding on it.
_NOTHING = 1e-9


def nominal(values: Sequence[Hashable]) -> Measure:
    """Alpha where values are equal or different."""
    codes = range(len(values))

    def alpha(totals: Sums) -> float | None:
        n = totals.get("ratings", 0)
        expected = n * n - sum(totals.get(("n", code), 0) ** 2 for code in codes)
        observed = sum(totals.get(("apart", code), 0) for code in codes)
        return 1 - (n - 1) * observed / expected if expected > 0 else None

    return Measure(nominal_sums, alpha, why, "shared")


def nominal_sums(pattern: Pattern) -> Sums:
    """For each value: how often it was given, and its pairs with another value. Nothing for a single rating."""
    m = len(pattern)
    if m < 2:
        return {}
    sums: dict[Hashable, float] = {"shared": 1, "ratings": m}
    for code, count in Counter(pattern).items():
        sums["n", code] = count
        sums["apart", code] = count * (m - count) / (m - 1)
    return sums


def one_against_rest(code: Hashable, sums: Callable[[Pattern], Sums] = nominal_sums) -> Measure:
    """Nominal alpha of one value against all others: can people tell this label from the rest?"""

    def alpha(totals: Sums) -> float | None:
        n, mine = totals.get("ratings", 0), totals.get(("n", code), 0)
        expected = mine * (n - mine)
        return 1 - (n - 1) * totals.get(("apart", code), 0) / expected if expected > 0 else None

    return Measure(sums, alpha, why, "shared")


def members(values: Sequence[frozenset], labels: Iterable[Hashable]) -> dict[Hashable, Measure]:
    """For ratings that are sets: {label: nominal alpha of having that label or not}."""

    def sums(pattern: Pattern) -> Sums:
        m = len(pattern)
        if m < 2:
            return {}
        found: dict[Hashable, float] = {"shared": 1, "ratings": m}
        for label, count in Counter(label for code in pattern for label in values[code]).items():
            # A label might be a number, as codes are; its sums must not be taken for those of a code.
            found["n", ("label", label)] = count
            found["apart", ("label", label)] = count * (m - count) / (m - 1)
        return found

    return {label: one_against_rest(("label", label), sums) for label in labels}


def ordinal(values: Sequence[Hashable]) -> Measure:
    """Alpha on a scale of which only the order is known; `values` are in that order.

    The distance of c and k is the number of ratings between them, half of those at c and k counted: the
    difference of their mean ranks. (It is not the difference of their places, which would be the interval level.)
    """
    codes = range(len(values))

    def sums(pattern: Pattern) -> Sums:
        m = len(pattern)
        if m < 2:
            return {}
        counts = Counter(pattern)
        found: dict[Hashable, float] = {"shared": 1, "ratings": m}
        found |= {("n", code): count for code, count in counts.items()}
        for a, b in combinations(sorted(counts), 2):
            found["pair", a, b] = counts[a] * counts[b] / (m - 1)
        return found

    def alpha(totals: Sums) -> float | None:
        n, ranks, below = totals.get("ratings", 0), [], 0.0
        counts = [totals.get(("n", code), 0) for code in codes]
        for count in counts:
            ranks.append(below + count / 2)
            below += count
        first = sum(count * rank for count, rank in zip(counts, ranks, strict=True))
        second = sum(count * rank * rank for count, rank in zip(counts, ranks, strict=True))
        if sum(count > 0 for count in counts) < 2:
            return None
        observed = sum(
            value * (ranks[key[1]] - ranks[key[2]]) ** 2
            for key, value in totals.items()
            if type(key) is tuple and key[0] == "pair"
        )
        # The sums over c, k are twice those over pairs; n * second - first ** 2 is half of them already.
        return 1 - (n - 1) * observed / (n * second - first * first)

    return Measure(sums, alpha, why, "shared")


def interval(values: Sequence[float]) -> Measure:
    """Alpha for numbers whose differences mean something, by squared difference."""
    middle = sum(values) / len(values) if values else 0.0
    # Moved to the middle, so that squares of large numbers do not swallow small differences.
    places = [value - middle for value in values]

    def sums(pattern: Pattern) -> Sums:
        m = len(pattern)
        if m < 2:
            return {}
        own = [places[code] for code in pattern]
        x, xx = sum(own), sum(p * p for p in own)
        return {"shared": 1, "ratings": m, "x": x, "xx": xx, "squares": 2 * (m * xx - x * x) / (m - 1)}

    def alpha(totals: Sums) -> float | None:
        n = totals.get("ratings", 0)
        xx = n * totals.get("xx", 0)
        expected = 2 * (xx - totals.get("x", 0) ** 2)
        return 1 - (n - 1) * totals["squares"] / expected if expected > _NOTHING * xx else None

    return Measure(sums, alpha, why, "shared")


def ratio(values: Sequence[float]) -> Measure:
    """Alpha for amounts with a true zero, by ((c - k) / (c + k)) squared. None with values below zero."""
    if any(value < 0 for value in values):
        return Measure(nominal_sums, lambda totals: None, lambda totals: BELOW_ZERO, "shared")
    return by_distance(values, lambda c, k: ((c - k) / (c + k)) ** 2)


def by_distance(values: Sequence, distance: Callable[[Hashable, Hashable], float], name: str = "apart by") -> Measure:
    """Alpha with any distance that is symmetric, and 0 for equal values only. `name` tells two distances apart.

    The expected part costs the number of distinct values squared.
    """
    # Every pair once: row i holds the distances to the values before it.
    apart = [[distance(a, b) for b in values[:i]] for i, a in enumerate(values)]

    def sums(pattern: Pattern) -> Sums:
        m = len(pattern)
        if m < 2:
            return {}
        found: dict[Hashable, float] = {"shared": 1, "ratings": m}
        found |= {("n", code): count for code, count in Counter(pattern).items()}
        # A pattern is ascending, so the second of a pair has the greater code.
        found[name] = 2 * sum(apart[b][a] for a, b in combinations(pattern, 2) if a != b) / (m - 1)
        return found

    def alpha(totals: Sums) -> float | None:
        counts = [totals.get(("n", code), 0) for code in range(len(values))]
        expected = 2 * sum(
            count * sum(map(mul, row, counts)) for count, row in zip(counts, apart, strict=True) if count
        )
        return 1 - (totals["ratings"] - 1) * totals[name] / expected if expected > 0 else None

    return Measure(sums, alpha, why, "shared")


def masi(values: Sequence[frozenset]) -> Measure:
    """Alpha for sets of labels by MASI distance."""
    return by_distance(values, masi_distance, "masi")


def jaccard(values: Sequence[frozenset]) -> Measure:
    """Alpha for sets of labels by Jaccard distance."""
    return by_distance(values, jaccard_distance, "jaccard")


def why(totals: Sums) -> str:
    """Why alpha is undefined here."""
    return ONE_VALUE if totals.get("shared") else NOT_SHARED

"""What several raters said about items, as counted patterns, and measures that are made from sums over items.

Krippendorff's alpha, Fleiss' kappa, Gwet's AC1 and plain percentages all depend on an item's ratings only through a
few sums. So an item's pattern is looked at once however many items have it, and a resample of the items costs
no more than there are patterns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.grading.intervals import percentiles, resampled_totals
from portal.grading.measured import Metric, Reading
from portal.grading.words import N_

Pattern = tuple[int, ...]
Sums = Mapping[Hashable, float]

NOT_SHARED = N_("no item was labelled by two people")
ONE_VALUE = N_("only one value was ever given, so chance agreement is total and nothing is left to measure")


class Ratings(NamedTuple):
    """`patterns`: {the ratings of one item, as places in `values`, ascending: how many items have them}.

    Who gave a rating is not kept: none of the measures here depends on it. Missing ratings are left out, and so
    are items that nobody rated.
    """

    values: tuple[Hashable, ...]
    patterns: Mapping[Pattern, int]

    @classmethod
    def of(cls, items: Iterable[Iterable[Hashable | None]], values: Iterable[Hashable] = ()) -> Ratings:
        """Ratings by item, None where one is missing. `values` puts known values first, in its order."""
        place = {value: i for i, value in enumerate(dict.fromkeys(values))}
        patterns: Counter[Pattern] = Counter()
        for row in Counter(tuple(item) for item in items).items():
            codes = sorted(place.setdefault(value, len(place)) for value in row[0] if value is not None)
            if codes:
                patterns[tuple(codes)] += row[1]
        return cls(tuple(place), patterns)

    @property
    def shared(self) -> int:
        """Items with two ratings or more."""
        return sum(count for pattern, count in self.patterns.items() if len(pattern) > 1)


class Measure(NamedTuple):
    """A number made from sums over items.

    `sums(pattern)` is what one item adds; where two measures use one key, it means the same. `value(totals)` is
    None where the formula is 0/0, and `why(totals)` says so. `items` is the key that counts the items used.
    """

    sums: Callable[[Pattern], Sums]
    value: Callable[[Sums], float | None]
    why: Callable[[Sums], str]
    items: Hashable


def measure(ratings: Ratings, measures: Mapping[Hashable, Measure]) -> dict[Hashable, Reading]:
    """Each measure over all items; n is the number of items it rests on."""
    totals = total(*rows_of(ratings, measures))
    return {name: _reading(one, totals) for name, one in measures.items()}


def rows_of(ratings: Ratings, measures: Mapping[Hashable, Measure]) -> tuple[list[Sums], list[int]]:
    """What an item of each pattern adds to the sums of all measures, and how many items have that pattern."""
    rows, makers = [], dict.fromkeys(one.sums for one in measures.values())
    for pattern in ratings.patterns:
        row: dict[Hashable, float] = {}
        for sums in makers:
            row.update(sums(pattern))
        rows.append(row)
    return rows, list(ratings.patterns.values())


def total(rows: Sequence[Sums], weights: Sequence[int]) -> dict[Hashable, float]:
    """The rows added up, each as often as its weight says."""
    totals: dict[Hashable, float] = {}
    for row, weight in zip(rows, weights, strict=True):
        for key, value in row.items():
            totals[key] = totals.get(key, 0) + value * weight
    return totals


def with_intervals(
    rows: Sequence[Sums],
    weights: Sequence[int],
    measures: Mapping[Hashable, Measure],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> dict[Hashable, Metric]:
    """Each measure of these sums with its 95 % interval by percentile bootstrap over items, the same for a seed.

    A row stands for as many items as its weight. Without an interval: a value that is undefined here or in more
    than half of the resamples, or rests on fewer than two items.
    """
    totals = total(rows, weights)
    found = {name: _reading(one, totals) for name, one in measures.items()}
    wanted = {name: measures[name].value for name, one in found.items() if one.value is not None and one.n > 1}
    values: dict[Hashable, list[float]] = {name: [] for name in wanted}
    for drawn in resampled_totals(rows, resamples if wanted else 0, seed, weights):
        for name, value_of in wanted.items():
            if (value := value_of(drawn)) is not None:
                values[name].append(value)
    result = {}
    for name, one in found.items():
        sampled = values.get(name, ())
        low, high = percentiles(sampled) if sampled and len(sampled) * 2 >= resamples else (None, None)
        result[name] = Metric(one.value, low, high, one.n, one.why)
    return result


def _reading(one: Measure, totals: Sums) -> Reading:
    value = one.value(totals)
    return Reading(value, round(totals.get(one.items, 0)), one.why(totals) if value is None else None)

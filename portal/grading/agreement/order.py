"""Agreement over the order of the items, and which items to decide first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from portal.grading.agreement.parts import RESAMPLES
from portal.grading.agreement.report import Block, Dispute, Drift
from portal.grading.agreement.table import Table, labels_in, present
from portal.grading.intervals import percentiles, resampled_totals
from portal.grading.types import Metric

# A block of fewer items is noise, and with more than ten blocks nobody sees the line.
SMALLEST_BLOCK, MOST_BLOCKS = 10, 10


def drift_of(closeness: Sequence[float | None], *, resamples: int = RESAMPLES, seed: int = 0) -> Drift | None:
    """Mean agreement of the items by block, in their order, with bootstrap intervals within each block.

    None with fewer than two blocks of shared items. The blocks differ by one item at most.
    """
    values = [value for value in closeness if value is not None]
    count = min(MOST_BLOCKS, len(values) // SMALLEST_BLOCK)
    if count < 2:
        return None
    edges = [round(i * len(values) / count) for i in range(count + 1)]
    blocks = []
    for first, last in zip(edges, edges[1:], strict=False):
        means = _means(values[first:last], resamples, seed)
        blocks.append(Block(first + 1, last, _metric(_mean(values[first:last]), means, last - first)))
    half = len(values) // 2
    before, after = values[:half], values[half:]
    # The halves are drawn apart from each other, so their seeds must differ too.
    changes = zip(_means(before, resamples, seed), _means(after, resamples, seed + 1), strict=True)
    change = _metric(_mean(after) - _mean(before), (b - a for a, b in changes), len(values))
    return Drift(tuple(blocks), _mean(before), _mean(after), change)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _means(values: Sequence[float], resamples: int, seed: int) -> Iterator[float]:
    """The mean of as many values drawn with replacement, again and again."""
    counts = Counter(values)
    rows = [{"sum": value} for value in counts]
    for totals in resampled_totals(rows, resamples, seed, list(counts.values())):
        yield totals["sum"] / len(values)


def _metric(value: float, sampled: Iterator[float], n: int) -> Metric:
    """The value with its interval, where anything was sampled."""
    values = list(sampled)
    low, high = percentiles(values) if values else (None, None)
    return Metric(value, low, high, n)


def disputes_of(table: Table, closeness: Sequence[float | None], most: int) -> tuple[tuple[Dispute, ...], int]:
    """The items not all agree on, and how many there are: least agreement first, then rarest label, then order.

    At most `most` of them are listed. The rarest label of an item is the one given least often in the whole table.
    """
    rows = table.by_item()
    open_items = [i for i, value in enumerate(closeness) if value is not None and value < 1 - 1e-12]
    used: Counter = Counter(label for row in rows for label in _labels(row))

    def urgency(i: int) -> tuple[float, int, int]:
        return round(closeness[i], 9), min((used[label] for label in _labels(rows[i])), default=0), i

    open_items.sort(key=urgency)
    return tuple(Dispute(table.items[i], closeness[i], rows[i]) for i in open_items[:most]), len(open_items)


def _labels(row: Sequence[Hashable | None]) -> Iterator[Hashable]:
    """Every label in an item's ratings, as often as it was given; "nothing here" is a label too."""
    for rating in present(row):
        yield from list(labels_in(rating)) or ("",)

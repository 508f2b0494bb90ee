"""Groups against groups: the same items sorted into piles twice, whatever the piles are called.

Everything comes from cells {(gold group, your group): items in both}, as `classification.tally` makes them
from the two group names of each item.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import NamedTuple

from portal.grading.metrics.classification import Cells, margins
from portal.grading.metrics.counts import f1, ratio
from portal.grading.words import N_, AnswerError

NO_ITEMS = N_("there is no item to sort")
NO_PAIRS = N_("neither side puts two items together")
NO_CONTRAST = N_("both sides put everything together, or nothing")


class PairCounts(NamedTuple):
    """Pairs of items: all, together in both, together in gold, together in yours."""

    n: int
    both: int
    gold: int
    yours: int

    @property
    def precision(self) -> float | None:
        """The share of your pairs that belong together. None when you put no two items together."""
        return ratio(self.both, self.yours)

    @property
    def recall(self) -> float | None:
        """The share of gold's pairs that you put together. None when gold has none."""
        return ratio(self.both, self.gold)

    @property
    def f1(self) -> float | None:
        return f1(self.both, self.gold, self.yours)

    @property
    def rand(self) -> float | None:
        """The share of pairs judged alike (Rand 1971). None with fewer than two items."""
        return ratio(self.n - self.gold - self.yours + 2 * self.both, self.n)


def memberships(groups: Iterable[Collection[Hashable]]) -> dict[Hashable, int]:
    """{item: the number of its group}. Raises AnswerError when an item lies in two groups."""
    found: dict[Hashable, int] = {}
    for number, group in enumerate(groups):
        for item in group:
            if found.setdefault(item, number) != number:
                raise AnswerError("", N_("{item} is in two groups"), item=str(item)[:60])
    return found


def pair_counts(cells: Cells) -> PairCounts:
    gold, yours = margins(cells)
    counts = (_pairs([sum(cells.values())]), *map(_pairs, (cells.values(), gold.values(), yours.values())))
    return PairCounts(*counts)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def adjusted_rand(counts: PairCounts) -> float | None:
    """The Rand index corrected for chance (Hubert & Arabie 1985): 1 is the same piles, 0 is chance.

    None when both sides put everything together or nothing: chance does as well (0/0).
    """
    # Multiplied through by 2 n, so that these are whole numbers.
    expected = 2 * counts.gold * counts.yours
    return ratio(2 * counts.n * counts.both - expected, counts.n * (counts.gold + counts.yours) - expected)


def b_cubed(cells: Cells) -> dict[str, float | None]:
    """B-cubed precision, recall and F1 (Bagga & Baldwin 1998): over items, how pure and how whole its pile is.

    An item's precision is the share of its pile in yours that shares its gold group; its recall the other way
    round. Every item is with itself, so with items both are above 0; all None without.
    """
    n = sum(cells.values())
    if not n:
        return {"precision": None, "recall": None, "f1": None}
    gold, yours = margins(cells)
    precision = sum(count * count / yours[y] for (_, y), count in cells.items() if count) / n
    recall = sum(count * count / gold[g] for (g, _), count in cells.items() if count) / n
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def measure(gold: Mapping[Hashable, Hashable], yours: Mapping[Hashable, Hashable]) -> dict:
    """All of it for {item: group} twice. Raises AnswerError when the two do not sort the same items."""
    if gold.keys() != yours.keys():
        raise AnswerError("", N_("the two sides do not sort the same items"))
    cells: dict[tuple[Hashable, Hashable], int] = {}
    for item, group in gold.items():
        cells[group, yours[item]] = cells.get((group, yours[item]), 0) + 1
    counts = pair_counts(cells)
    return {
        "b_cubed": b_cubed(cells),
        "pairs": {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1},
        "rand": counts.rand,
        "adjusted_rand": adjusted_rand(counts),
    }

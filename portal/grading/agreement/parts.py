"""What each kind of rating contributes to a report, and sums that all kinds share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from portal.grading.agreement.report import PairFigure
from portal.grading.agreement.table import present
from portal.grading.metrics.ratings import NOT_SHARED, Measure, Sums
from portal.grading.types import Metric

# Items, labels and ratings so many and so different that 1,000 resamples would take minutes get fewer of them.
RESAMPLES, FEWEST_RESAMPLES = 1000, 100
_WORK = 40_000_000

# Labels beyond these many, by how often they were given, get no line of their own.
LABELS_SHOWN = 100


class Parts(NamedTuple):
    """Figures by name and which of them leads; pairs; each label; the agreement of each item, None if unshared."""

    figures: Mapping[str, Metric]
    main: str
    matrix: str
    pairs: tuple[PairFigure, ...]
    by_label: Mapping[Hashable, tuple[int, Metric]]
    closeness: Sequence[float | None]
    resamples: int


def affordable(rows: Sequence[Sums], wanted: int, extra: int = 0) -> int:
    """How many resamples of these rows to draw: `wanted`, or fewer where each would cost much.

    `extra` is work of each resample that the rows do not show.
    """
    keys = len({key for row in rows for key in row})
    work = sum(map(len, rows)) + 8 * keys + extra
    return min(wanted, max(FEWEST_RESAMPLES, _WORK // work)) if work else wanted


def ratio_of(above: Hashable, below: Hashable, items: Hashable, reason: str = NOT_SHARED) -> Measure:
    """One sum divided by another; None where that is 0."""
    return Measure(
        lambda pattern: {},
        lambda totals: totals[above] / totals[below] if totals.get(below) else None,
        lambda totals: reason,
        items,
    )


def closeness_of(rows: Sequence[tuple], likeness: Callable[[Hashable, Hashable], float]) -> list[float | None]:
    """For each item the mean likeness of its pairs of ratings, None with fewer than two; equal rows cost nothing."""
    known: dict[tuple, float | None] = {}
    found = []
    for row in rows:
        if row not in known:
            given = present(row)
            pairs = len(given) * (len(given) - 1) // 2
            known[row] = sum(likeness(a, b) for a, b in combinations(given, 2)) / pairs if pairs else None
        found.append(known[row])
    return found

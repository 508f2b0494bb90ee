"""Which of one rater's marks on an item are another's too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from portal.grading.agreement.table import Area, Box, Span
from portal.grading.assignment import Pair, most_pairs
from portal.grading.metrics import boxes, masks, polygons, spans

# So many pairs can all be looked at; above that, boxes that overlap more than _HEAP others on average are a heap.
_FEW, _HEAP = 100_000, 50
_PART = 50


class Compared(NamedTuple):
    """Two raters on one item: what of it agrees, and {(label, label): matched}, "" for nothing there.

    `common`: same place and label; `placed`: same place; `met`: the best one-to-one match, label ignored; `depth`:
    their summed overlap from 0 to 1.
    """

    common: Counter
    placed: int
    met: int
    depth: float
    cells: Counter


def compare_spans(a: Sequence[Span], b: Sequence[Span]) -> Compared:
    """Two raters' spans of one text, none of them twice."""
    mine, theirs = set(a), set(b)
    common = Counter(span.label for span in mine & theirs)
    if mine == theirs:
        cells = Counter({(label, label): count for label, count in common.items()})
        return Compared(common, len(mine), len(mine), float(len(mine)), cells)
    placed = len({span[:2] for span in mine} & {span[:2] for span in theirs})
    sides = sorted(mine), sorted(theirs)
    pairs = spans.match(*([(s.start, s.end, frozenset([s.label])) for s in side] for side in sides))
    labels = [[span.label for span in side] for side in sides]
    return Compared(common, placed, len(pairs), float(len(pairs)), _cells(*labels, pairs))


def compare_areas(kind: str, a: Sequence[Box | Area], b: Sequence[Box | Area], threshold: float) -> Compared:
    """Two raters' marks on one item, matched at IoU >= threshold; a repeated mark finds no second partner."""
    labels = [one.label for one in a], [one.label for one in b]
    found = _OVERLAPS.get(kind, _of_boxes)(a, b, threshold)
    named = most_pairs({pair: value for pair, value in found.items() if labels[0][pair[0]] == labels[1][pair[1]]})
    met = most_pairs(found)
    common = Counter(labels[0][i] for i, _j in named)
    return Compared(common, len(met), len(met), sum(met.values()), _cells(*labels, list(met)))


def _of_boxes(a: Sequence[Box], b: Sequence[Box], threshold: float) -> dict[Pair, float]:
    return _overlaps([box.rect for box in a], [box.rect for box in b], threshold)


def _of_polygons(a: Sequence[Area], b: Sequence[Area], threshold: float) -> dict[Pair, float]:
    """Exact areas; a polygon that crosses itself is mended first."""
    return polygons.overlaps(*([polygons.repair(one.shape)[0] for one in side] for side in (a, b)), threshold)


def _of_masks(a: Sequence[Area], b: Sequence[Area], threshold: float) -> dict[Pair, float]:
    found = {}
    for i, j in _overlaps([one.rect for one in a], [one.rect for one in b], 0.0):
        value = masks.iou(a[i].shape, b[j].shape)
        if value and value >= threshold - boxes.AIR:
            found[i, j] = value
    return found


_OVERLAPS = {"polygons": _of_polygons, "masks": _of_masks}


def _overlaps(a: Sequence[boxes.Rect], b: Sequence[boxes.Rect], threshold: float) -> dict[Pair, float]:
    """The pairs that overlap enough; of a heap, whose pairs would fill the memory, only equal boxes."""
    if len(a) * len(b) <= _FEW:
        return boxes.overlaps(a, b, threshold)
    found: dict[Pair, float] = {}
    for first in range(0, len(a), _PART):
        part = boxes.overlaps(a[first : first + _PART], b, threshold)
        found.update(((first + i, j), value) for (i, j), value in part.items())
        if len(found) > _HEAP * (len(a) + len(b)):
            at = {rect: j for j, rect in enumerate(b)}
            return {(i, at[rect]): 1.0 for i, rect in enumerate(a) if rect in at}
    return found


def _cells(mine: Sequence[str], theirs: Sequence[str], pairs: Sequence[Pair]) -> Counter:
    cells = Counter((mine[i], theirs[j]) for i, j in pairs)
    matched = {i for i, _j in pairs}, {j for _i, j in pairs}
    cells.update((label, "") for i, label in enumerate(mine) if i not in matched[0])
    cells.update(("", label) for j, label in enumerate(theirs) if j not in matched[1])
    return cells

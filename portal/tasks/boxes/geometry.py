"""Which of the learner's boxes means which of gold, and which edges lie where they should."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.grading.assignment import best_pairs
from portal.grading.metrics.boxes import AIR, area, intersection, iou, outward
from portal.tasks.boxes.schema import Box, BoxGold, BoxTask, GoldBox, Rect

# A small object is found with edges this far off, as a share of its shorter side.
SMALL_SHARE = 0.15
# A box with this share of itself in an ignore region does not count.
IGNORED_SHARE = 0.5
# One pair with required gold outweighs all with optional gold, one pair outweighs all overlap, and a
# right label only breaks ties. Sums of 500 stay exact enough in floating point.
REQUIRED, OPTIONAL, NAMED = 1e6, 1e3, 1e-6


class Candidate(NamedTuple):
    """A box of yours that could mean a gold box."""

    iou: float
    named: bool


class Matched(NamedTuple):
    """A picture's gold and answer, and which goes with which."""

    gold: Sequence[GoldBox]
    yours: Sequence[Box]
    candidates: dict[tuple[int, int], Candidate]
    pairs: dict[int, int]  # gold index -> your index
    off: dict[int, list[float]]  # gold index -> how far each edge is off, see off_edges
    extra: list[int]
    ignored: list[int]


def shorter_side(rect: Rect) -> float:
    return min(rect[2] - rect[0], rect[3] - rect[1])


def found_iou(task: BoxTask, gold: Rect, yours: Rect) -> float | None:
    """The IoU when the box fits well enough to mean this object, else None.

    IoU at least `iou`; for an object with a shorter side under `small_px` also a centre inside it and
    every edge within max(slack, 15 % of that side).
    """
    if yours[0] >= gold[2] or yours[2] <= gold[0] or yours[1] >= gold[3] or yours[3] <= gold[1]:
        return None
    value = iou(gold, yours)
    if value >= task.iou - AIR:
        return value
    side = shorter_side(gold)
    if side >= task.small_px:
        return None
    x, y = (yours[0] + yours[2]) / 2, (yours[1] + yours[3]) / 2
    reach = max(task.slack_px, SMALL_SHARE * side) + AIR
    inside = gold[0] <= x <= gold[2] and gold[1] <= y <= gold[3]
    return value if inside and max(map(abs, outward(gold, yours))) <= reach else None


def slack(task: BoxTask, gold: Rect) -> tuple[float, float, float, float]:
    """How far each edge may be off: left and right by the width, top and bottom by the height."""
    across = max(task.slack_px, task.slack_share * (gold[2] - gold[0])) + AIR
    down = max(task.slack_px, task.slack_share * (gold[3] - gold[1])) + AIR
    return across, down, across, down


def off_edges(task: BoxTask, gold: Rect, yours: Rect) -> list[float]:
    """How far each edge lies outside gold (inside is negative), in px; 0 for an edge within the slack."""
    gaps = zip(outward(gold, yours), slack(task, gold), strict=True)
    return [gap if abs(gap) > allowed else 0.0 for gap, allowed in gaps]


def match(task: BoxTask, gold: BoxGold, yours: Sequence[Box]) -> Matched:
    """The best one-to-one match by geometry: most required objects, most objects, largest total IoU.

    The label decides only between equals.
    """
    candidates: dict[tuple[int, int], Candidate] = {}
    weights: dict[tuple[int, int], float] = {}
    for i, g in enumerate(gold.boxes):
        left, top, right, bottom = g.rect
        for j, y in enumerate(yours):
            # Most pairs lie apart; they are told without a call.
            across, down, across_end, down_end = y.rect
            if across >= right or across_end <= left or down >= bottom or down_end <= top:
                continue
            value = found_iou(task, g.rect, y.rect)
            if value is not None:
                named = y.label == g.label or y.label in g.any
                candidates[i, j] = Candidate(value, named)
                weights[i, j] = (OPTIONAL if g.optional else REQUIRED) + value + NAMED * named
    pairs = dict(best_pairs(weights))
    taken = set(pairs.values())
    extra, ignored = [], []
    for j, y in enumerate(yours):
        if j not in taken:
            (ignored if is_ignored(gold, y.rect) else extra).append(j)
    off = {i: off_edges(task, gold.boxes[i].rect, yours[j].rect) for i, j in pairs.items()}
    return Matched(gold.boxes, yours, candidates, pairs, off, extra, ignored)


def is_ignored(gold: BoxGold, rect: Rect) -> bool:
    """True when half of the box lies in one region that the guideline leaves out."""
    return any(intersection(rect, region) >= IGNORED_SHARE * area(rect) for region in gold.ignore)

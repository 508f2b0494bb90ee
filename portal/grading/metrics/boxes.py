"""Boxes against boxes: overlap, matching, which way the edges are off.

A rect is (left, top, right, bottom) in continuous pixels; there is no "+ 1" anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.grading.assignment import best_pairs
from portal.grading.metrics.counts import prf, ratio

Rect = tuple[float, float, float, float]
EDGES = ("left", "top", "right", "bottom")

# Thresholds are compared with this much air, so that 0.5 in floating point is 0.5.
AIR = 1e-9


def area(rect: Rect) -> float:
    return max(0.0, rect[2] - rect[0]) * max(0.0, rect[3] - rect[1])


def intersection(a: Rect, b: Rect) -> float:
    """The common area in square pixels."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    if width <= 0:
        return 0.0
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width * height if height > 0 else 0.0


def iou(a: Rect, b: Rect) -> float:
    """Common area over joint area, 0 to 1; 0 for boxes without area."""
    common = intersection(a, b)
    return common / (area(a) + area(b) - common) if common else 0.0


def match(
    gold: Sequence[Rect], yours: Sequence[Rect], threshold: float, allowed=lambda i, j: True
) -> dict[tuple[int, int], float]:
    """{(gold index, your index): IoU} of the best one-to-one assignment at IoU >= threshold.

    Most pairs first, then the largest total IoU.
    """
    overlaps = {
        (i, j): value
        for i, g in enumerate(gold)
        for j, y in enumerate(yours)
        if (value := iou(g, y)) >= threshold - AIR and value > 0 and allowed(i, j)
    }
    # IoU is at most 1, so no sum of IoU in a picture makes up for a pair.
    most = 1 + min(len(gold), len(yours))
    chosen = best_pairs({pair: most + value for pair, value in overlaps.items()})
    return {pair: overlaps[pair] for pair in chosen}


def outward(gold: Rect, yours: Rect) -> tuple[float, float, float, float]:
    """How far each edge of yours lies outside gold, in px, in the order of EDGES; inside is negative."""
    return gold[0] - yours[0], gold[1] - yours[1], yours[2] - gold[2], yours[3] - gold[3]


def rect_of(box: Sequence[float]) -> Rect:
    """Edges of [x, y, width, height]."""
    x, y, width, height = box
    return x, y, x + width, y + height


def score_iou_case(case: Mapping) -> dict:
    """One known-answers line; `iou_crowd` is the share of pred that lies in gold, a crowd region."""
    gold, yours = rect_of(case["gold"]), rect_of(case["pred"])
    return {"iou": iou(gold, yours), "iou_crowd": ratio(intersection(gold, yours), area(yours))}


def score_match_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred` are lists of box and label on one picture."""
    gold, yours = case["gold"], case["pred"]
    rects = [rect_of(o["box"]) for o in gold], [rect_of(o["box"]) for o in yours]

    def measured(allowed) -> dict:
        pairs = match(*rects, case["iou_threshold"], allowed)
        hits = len(pairs)
        return {
            "tp": hits,
            "fp": len(yours) - hits,
            "fn": len(gold) - hits,
            **prf(hits, len(gold), len(yours)),
            "mean_matched_iou": ratio(sum(pairs.values()), hits),
        }

    return {
        "by_label": measured(lambda i, j: gold[i]["label"] == yours[j]["label"]),
        "ignoring_label": measured(lambda i, j: True),
    }

"""Boxes against boxes: overlap, matching, which way the edges are off.

A rect is (left, top, right, bottom) in continuous pixels, all finite, left <= right and top <= bottom;
there is no "+ 1" anywhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence

from portal.grading.assignment import Pair, greedy, most_pairs
from portal.grading.metrics.checks import are_plain, numbers
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
    """Common area over joint area (Jaccard 1912), 0 to 1; 0 for boxes without area."""
    common = intersection(a, b)
    return common / (area(a) + area(b) - common) if common else 0.0


def overlaps(gold: Sequence[Rect], yours: Sequence[Rect], threshold: float = 0.0) -> dict[Pair, float]:
    """{(gold index, your index): IoU} of every pair with IoU >= threshold and above 0.

    Most pairs are never measured: where a pair shares the part t of its union, its intervals of each axis do
    too, so their middles lie at most w (1 - t) / 2t apart and they share at least the part t of w.
    """
    least = max(threshold - AIR, AIR)
    reach, wider = (1 - least) / least, 0.0
    if threshold < 0.25:
        # That reaches further than boxes that touch.
        reach, wider = 1.0, max([right - left for left, _, right, _ in yours], default=0.0)
    rows = sorted([(y[0] + y[2], j, y) for j, y in enumerate(yours)])  # middles, doubled
    middles = [row[0] for row in rows]
    found = {}
    for i, (left, top, right, bottom) in enumerate(gold):
        width, height = right - left, bottom - top
        size = width * height
        if not size:
            continue
        middle, away, high_enough = left + right, width * reach + wider, height * least
        first = bisect_left(middles, middle - away)
        for _, j, (x, y, end, foot) in rows[first : bisect_right(middles, middle + away, first)]:
            common = (bottom if bottom < foot else foot) - (top if top > y else y)
            if common >= high_enough:
                common *= (right if right < end else end) - (left if left > x else x)
                value = common / (size + (end - x) * (foot - y) - common)
                if value >= least:
                    found[i, j] = value
    return found


def match(
    gold: Sequence[Rect],
    yours: Sequence[Rect],
    threshold: float,
    allowed: Callable[[int, int], bool] | None = None,
) -> dict[Pair, float]:
    """{(gold index, your index): IoU} of the best one-to-one assignment at IoU >= threshold.

    Most pairs first, then the largest total IoU. Only pairs that `allowed` says yes to are made.
    """
    found = overlaps(gold, yours, threshold)
    if allowed:
        found = {pair: value for pair, value in found.items() if allowed(*pair)}
    return most_pairs(found)


def outward(gold: Rect, yours: Rect) -> tuple[float, float, float, float]:
    """How far each edge of yours lies outside gold, in px, in the order of EDGES; inside is negative."""
    return gold[0] - yours[0], gold[1] - yours[1], yours[2] - gold[2], yours[3] - gold[3]


def edge_bias(pairs: Iterable[tuple[Rect, Rect]]) -> dict[str, float | None]:
    """The mean of `outward` over (gold, yours), by edge; above 0 the boxes are too large there. None without pairs."""
    gaps = [outward(gold, yours) for gold, yours in pairs]
    return {edge: ratio(sum(gap[k] for gap in gaps), len(gaps)) for k, edge in enumerate(EDGES)}


def rect_of(box: Sequence[float]) -> Rect:
    """Edges of [x, y, width, height]."""
    x, y, width, height = box
    return x, y, x + width, y + height


def checked_box(box: Sequence[float], where: str) -> tuple[float, float, float, float]:
    """x, y, width, height from outside. ValueError with the place for NaN, infinity or a size below 0; 0 is a size."""
    checked = numbers(box, 4, where)
    if checked[2] < 0 or checked[3] < 0:
        raise ValueError(f"{where}: width and height are not below 0, here {checked[2]} and {checked[3]}")
    return checked


def checked_rects(objects: Sequence[Mapping], where: str) -> list[Rect]:
    """The edges of the `box` of each object from outside; see `checked_box`."""
    raw = [one["box"] for one in objects]
    try:
        rects = [(x, y, x + width, y + height) for x, y, width, height in raw if width >= 0 <= height]
        if len(rects) == len(raw) and are_plain(raw):
            return rects
    except (TypeError, ValueError, OverflowError):
        pass
    return [rect_of(checked_box(box, f"{where}[{i}].box")) for i, box in enumerate(raw)]


def score_iou_case(case: Mapping) -> dict:
    """One known-answers line; `iou_crowd` is the share of pred that lies in gold, a crowd region."""
    gold, yours = (rect_of(checked_box(case[side], side)) for side in ("gold", "pred"))
    return {"iou": iou(gold, yours), "iou_crowd": ratio(intersection(gold, yours), area(yours))}


def score_match_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred` are lists of box and label on one picture."""
    gold, yours = case["gold"], case["pred"]
    found = overlaps(checked_rects(gold, "gold"), checked_rects(yours, "pred"), case["iou_threshold"])
    named = {(i, j): value for (i, j), value in found.items() if gold[i]["label"] == yours[j]["label"]}

    def measured(pairs: Mapping[Pair, float]) -> dict:
        hits = len(pairs)
        return {
            "tp": hits,
            "fp": len(yours) - hits,
            "fn": len(gold) - hits,
            **prf(hits, len(gold), len(yours)),
            "mean_matched_iou": ratio(sum(pairs.values()), hits),
        }

    return {
        "by_label": measured(most_pairs(named)),
        "ignoring_label": measured(most_pairs(found)),
        "greedy_by_iou": measured(greedy(named)),
    }

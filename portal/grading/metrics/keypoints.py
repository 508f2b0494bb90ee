"""Points of one object against points: object keypoint similarity, PCK, distances, sides exchanged.

Gold points are (x, y, v): v 0 not labelled, 1 labelled but hidden, 2 visible; 1 counts like 2. Yours are
(x, y) or (x, y, v) in the same order, None or v 0 where you set no point. A point that is not labelled in
gold counts for nothing, wherever yours lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, hypot, inf

from portal.grading.assignment import Pair, most_pairs
from portal.grading.metrics.boxes import AIR
from portal.grading.metrics.checks import number, numbers
from portal.grading.metrics.counts import ratio

Point = Sequence[float]

# COCO's seventeen points of a person, from 5,000 pictures labelled twice (Ronchi & Perona 2017).
COCO_SIGMAS = {
    "nose": 0.026,
    **dict.fromkeys(("left_eye", "right_eye"), 0.025),
    **dict.fromkeys(("left_ear", "right_ear"), 0.035),
    **dict.fromkeys(("left_shoulder", "right_shoulder"), 0.079),
    **dict.fromkeys(("left_elbow", "right_elbow"), 0.072),
    **dict.fromkeys(("left_wrist", "right_wrist"), 0.062),
    **dict.fromkeys(("left_hip", "right_hip"), 0.107),
    **dict.fromkeys(("left_knee", "right_knee"), 0.087),
    **dict.fromkeys(("left_ankle", "right_ankle"), 0.089),
}


def distances(gold: Sequence[Point], yours: Sequence[Point | None]) -> list[float | None]:
    """How far each of your points is off, in px; inf for a point not set, None where gold has no label."""
    return [_distance(g, y) if g[2] else None for g, y in zip(gold, yours, strict=True)]


def _distance(gold: Point, yours: Point | None) -> float:
    return hypot(gold[0] - yours[0], gold[1] - yours[1]) if is_set(yours) else inf


def is_set(point: Point | None) -> bool:
    return point is not None and (len(point) < 3 or point[2] > 0)


def similarities(off: Iterable[float | None], sigmas: Iterable[float], area: float) -> list[float | None]:
    """exp(-d^2 / (2 area (2 sigma)^2)) of each distance; None where gold has no label."""
    return [
        None if d is None else exp(-d * d / (8 * area * sigma * sigma)) for d, sigma in zip(off, sigmas, strict=True)
    ]


def oks(gold: Sequence[Point], yours: Sequence[Point | None], sigmas: Sequence[float], area: float) -> float | None:
    """Object keypoint similarity, 0 to 1: the mean of `similarities` over the points labelled in gold.

    Lin et al. 2014 and COCO's keypoint task. `area` is that of the object in square pixels, its box's where
    there is no outline (values shift then). None without a labelled point, where COCO's own code says 1,
    and for an object without area.
    """
    if not area > 0:
        return None
    counted = [value for value in similarities(distances(gold, yours), sigmas, area) if value is not None]
    return ratio(sum(counted), len(counted))


def pck(off: Iterable[float | None], reach: float) -> float | None:
    """Percentage of correct keypoints, 0 to 1: the labelled points at most `reach` px off (Yang & Ramanan 2013).

    PCK@0.2 has 0.2 of the longer side of the object's box as its reach. None without a labelled point.
    """
    counted = [d for d in off if d is not None]
    return ratio(sum(d <= reach + AIR for d in counted), len(counted))


def mean_error(off: Iterable[float | None]) -> float | None:
    """The mean distance in px over labelled points that you set; None without any."""
    counted = [d for d in off if d is not None and d < inf]
    return ratio(sum(counted), len(counted))


def swapped(
    gold: Sequence[Point], yours: Sequence[Point | None], sides: Iterable[tuple[int, int]], reach: float
) -> list[tuple[int, int]]:
    """The pairs of `sides` (left index, right index) whose points carry each other's names.

    Both are labelled and set, one of them or both lie beyond `reach` px, and with names exchanged both lie
    within it.
    """
    found = []
    for left, right in sides:
        if gold[left][2] and gold[right][2] and is_set(yours[left]) and is_set(yours[right]):
            as_named = max(_distance(gold[left], yours[left]), _distance(gold[right], yours[right]))
            exchanged = max(_distance(gold[left], yours[right]), _distance(gold[right], yours[left]))
            if exchanged <= reach + AIR < as_named:
                found.append((left, right))
    return found


def match(
    gold: Sequence[Sequence[Point]],
    yours: Sequence[Sequence[Point | None]],
    sigmas: Sequence[float],
    areas: Sequence[float],
    threshold: float,
) -> dict[Pair, float]:
    """{(gold index, your index): OKS} of the best one-to-one assignment of objects at OKS >= threshold.

    Most pairs first, then the largest total. An object whose OKS is undefined is in no pair.
    """
    found = {
        (i, j): value
        for i, (points, area) in enumerate(zip(gold, areas, strict=True))
        for j, answer in enumerate(yours)
        if (value := oks(points, answer, sigmas, area)) and value >= threshold - AIR
    }
    return most_pairs(found)


def score_case(case: Mapping) -> dict:
    """One known-answers line: `sigmas`, `gold` with `keypoints`, `area` and `bbox`, `pred` with `keypoints`."""
    gold = [numbers(point, 3, f"gold.keypoints[{i}]") for i, point in enumerate(case["gold"]["keypoints"])]
    yours = [_answer(point, f"pred.keypoints[{i}]") for i, point in enumerate(case["pred"]["keypoints"])]
    sigmas = [number(sigma, f"sigmas[{i}]") for i, sigma in enumerate(case["sigmas"])]
    if not len(gold) == len(yours) == len(sigmas):
        raise ValueError(f"pred.keypoints: {len(gold)} points, {len(yours)} answers and {len(sigmas)} sigmas")
    if any(sigma <= 0 for sigma in sigmas):
        raise ValueError("sigmas: every one must be above 0")
    _, _, width, height = numbers(case["gold"]["bbox"], 4, "gold.bbox")
    off = distances(gold, yours)
    return {
        "oks": oks(gold, yours, sigmas, number(case["gold"]["area"], "gold.area")),
        "pck_0.2": pck(off, 0.2 * max(width, height)),
        "mean_error_px": mean_error(off),
    }


def _answer(point: object, where: str) -> Point | None:
    """[x, y] or [x, y, v] from outside; None is a point not set."""
    if point is None:
        return None
    return numbers(point, 3 if isinstance(point, Sequence) and len(point) == 3 else 2, where)

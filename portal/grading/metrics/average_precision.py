"""COCO average precision: the twelve numbers of a file of boxes with scores.

Lin et al. 2014, "Microsoft COCO", and the evaluation code that goes with it. A box is
(x, y, width, height); its area is width * height, and no pixel is added.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from portal.grading.metrics.boxes import checked_box
from portal.grading.metrics.checks import number

Box = tuple[float, float, float, float]


class Gold(NamedTuple):
    """A reference box. A crowd region takes any number of predictions, none of them right or wrong."""

    image: Hashable
    label: Hashable
    box: Box
    crowd: bool
    area: float


class Scored(NamedTuple):
    image: Hashable
    label: Hashable
    box: Box
    score: float


# As the evaluation code steps through them, rounding included: it decides ties at a threshold.
_STEP = (0.95 - 0.5) / 9
IOUS = (*(0.5 + i * _STEP for i in range(9)), 0.95)
RECALLS = (*(i * 0.01 for i in range(100)), 1.0)
# Both ends belong to a range, so 32 * 32 is small and medium.
AREAS = {"": (0, 1e10), "small": (0, 32**2), "medium": (32**2, 96**2), "large": (96**2, 1e10)}
# Predictions of a label on an image that count for recall, best scores first; for precision the most of these.
CUTS = (1, 10, 100)
MOST = CUTS[-1]

RIGHT, WRONG, IGNORED = 1, 0, None


def coco_numbers(gold: Iterable[Gold], yours: Iterable[Scored], labels: Sequence) -> dict[str, float | None]:
    """AP, AP50, AP75, AP of small, medium and large, AR1, AR10, AR100, AR of small, medium and large.

    AP is the mean over labels and IoU 0.50, 0.55, ... 0.95 of the precision at 101 recalls, each the highest
    at that recall or beyond; AR the mean of the recall reached with so many predictions a label and image.
    A label without gold in the size range is left out; without any such label the number is None (the
    evaluation code writes -1). Of equal scores the image of lower id comes first, then the order in the file.
    """
    by_place: dict = defaultdict(lambda: ([], []))
    for side, objects in enumerate((gold, yours)):
        for one in objects:
            by_place[one.label, one.image][side].append(one)
    images = sorted({image for _, image in by_place}, key=lambda image: (isinstance(image, str), image))
    precisions: dict[str, list[list[float]]] = {name: [] for name in AREAS}
    recalls: dict[str, list[list[float]]] = {name: [] for name in (*map(str, CUTS), *AREAS)}
    for label in labels:
        pictures = [_Picture(*by_place[label, image]) for image in images if (label, image) in by_place]
        for name, area in AREAS.items():
            total = sum(picture.gold_within(area) for picture in pictures)
            if not total:
                continue
            outcomes = [picture.outcomes(area) for picture in pictures]
            ranked = _ranked(pictures, outcomes, MOST)
            precisions[name].append([_precision([row[1][t] for row in ranked], total) for t in range(len(IOUS))])
            if name:
                recalls[name].append(_recalls(ranked, total))
                continue
            for cut in CUTS:
                recalls[f"{cut}"].append(_recalls(_ranked(pictures, outcomes, cut), total))
    return {
        "AP": _mean(precisions[""]),
        "AP50": _mean([by_iou[:1] for by_iou in precisions[""]]),
        "AP75": _mean([by_iou[5:6] for by_iou in precisions[""]]),
        **{f"AP_{name}": _mean(precisions[name]) for name in AREAS if name},
        **{f"AR{cut}": _mean(recalls[f"{cut}"]) for cut in CUTS},
        **{f"AR_{name}": _mean(recalls[name]) for name in AREAS if name},
    }


class _Picture:
    """The boxes of one label on one image, and which predictions could mean which of gold."""

    def __init__(self, gold: list[Gold], yours: list[Scored]) -> None:
        self.gold = gold
        self.yours = sorted(yours, key=lambda one: -one.score)[:MOST]
        self.areas = [one.box[2] * one.box[3] for one in self.yours]
        self.overlaps = [_overlaps(one.box, gold) for one in self.yours]

    def gold_within(self, area: tuple[float, float]) -> int:
        return sum(not g.crowd and area[0] <= g.area <= area[1] for g in self.gold)

    def outcomes(self, area: tuple[float, float]) -> list[list[int | None]]:
        """For each prediction, best score first: RIGHT, WRONG or IGNORED at each of IOUS.

        Each takes the free gold box of largest IoU; one outside the size range only if no other is left.
        """
        outside = [g.crowd or not area[0] <= g.area <= area[1] for g in self.gold]
        alone = [WRONG if area[0] <= size <= area[1] else IGNORED for size in self.areas]
        result = [[single] * len(IOUS) for single in alone]
        # Gold inside the range is asked first; the order is otherwise that of the file.
        asked = [sorted(found, key=lambda pair: outside[pair[0]]) for found in self.overlaps]
        for t, threshold in enumerate(IOUS):
            taken: set[int] = set()
            for d, found in enumerate(asked):
                best, chosen = threshold, None
                for g, value in found:
                    if g in taken and not self.gold[g].crowd:
                        continue
                    if chosen is not None and outside[g] and not outside[chosen]:
                        break
                    if value >= best:
                        best, chosen = value, g
                if chosen is not None:
                    taken.add(chosen)
                    result[d][t] = IGNORED if outside[chosen] else RIGHT
        return result


def _overlaps(box: Box, gold: Sequence[Gold]) -> list[tuple[int, float]]:
    """(gold index, IoU) of those that could ever match; with a crowd region, the share of the box in it."""
    x, y, width, height = box
    right, bottom, size = x + width, y + height, width * height
    found = []
    for i, (_, _, (left, top, wide, high), crowd, _) in enumerate(gold):
        across = min(right, left + wide) - max(x, left)
        down = min(bottom, top + high) - max(y, top)
        if across > 0 and down > 0:
            common = across * down
            value = common / (size if crowd else size + wide * high - common)
            if value >= IOUS[0]:
                found.append((i, value))
    return found


def _ranked(pictures: Sequence[_Picture], outcomes: Sequence, cut: int) -> list[tuple[float, list[int | None]]]:
    """(score, outcomes) of the first `cut` predictions of each image, best score first, equals in order."""
    rows = [
        (one.score, outcome)
        for picture, by_prediction in zip(pictures, outcomes, strict=True)
        for one, outcome in zip(picture.yours[:cut], by_prediction[:cut], strict=True)
    ]
    return sorted(rows, key=lambda row: -row[0])


def _precision(outcomes: Sequence[int | None], total: int) -> float:
    """The mean over RECALLS of the highest precision at that recall or beyond, 0 where it is never reached."""
    counted = [outcome for outcome in outcomes if outcome is not IGNORED]
    hits = list(accumulate(counted))
    precision = [hit / n for n, hit in enumerate(hits, 1)]
    best = list(accumulate(reversed(precision), max))[::-1]
    recall = [hit / total for hit in hits]
    places = (bisect_left(recall, wanted) for wanted in RECALLS)
    return sum(best[place] for place in places if place < len(best)) / len(RECALLS)


def _recalls(ranked: Sequence[tuple[float, list[int | None]]], total: int) -> list[float]:
    """The share of gold found at each of IOUS."""
    return [sum(row[1][t] or 0 for row in ranked) / total for t in range(len(IOUS))]


def _mean(rows: Sequence[Sequence[float]]) -> float | None:
    values = [value for row in rows for value in row]
    return sum(values) / len(values) if values else None


def score_case(case: Mapping) -> dict:
    """One known-answers line: `labels`, `images`, `gold` (may have `iscrowd` and `area`), `pred` with `score`.

    ValueError with the place for an image or label that is not declared, and for numbers that are none.
    """
    images, labels = {image["id"] for image in case["images"]}, set(case["labels"])
    gold, yours = [], []
    for side, objects in (("gold", gold), ("pred", yours)):
        for i, raw in enumerate(case[side]):
            where = f"{side}[{i}]"
            image, label = raw["image_id"], raw["label"]
            if image not in images or label not in labels:
                raise ValueError(f"{where}: image {image!r} with label {label!r} is not declared")
            box = checked_box(raw["box"], f"{where}.box")
            if side == "pred":
                objects.append(Scored(image, label, box, number(raw["score"], f"{where}.score")))
            else:
                area = number(raw.get("area", box[2] * box[3]), f"{where}.area")
                objects.append(Gold(image, label, box, bool(raw.get("iscrowd")), area))
    return coco_numbers(gold, yours, case["labels"])

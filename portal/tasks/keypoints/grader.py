"""Grading of keypoints: each labelled point of the reference is one decision; each slip counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from portal.grading.assignment import best_pairs
from portal.grading.metrics import keypoints as metric
from portal.grading.metrics.boxes import AIR
from portal.grading.metrics.counts import ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    Metric,
    ObjectGrade,
    PatternHit,
    Reading,
    Say,
    reading,
)
from portal.tasks.inputs import PictureInput, quote
from portal.tasks.keypoints.schema import (
    GoldObject,
    KeypointTask,
    Marked,
    around,
    dump_gold,
    dump_gold_object,
    dump_object,
)
from portal.tasks.objects import (
    NONE_FOUND,
    base_readings,
    best_of,
    judged,
    missed,
    neither,
    object_headline,
    verdict_of,
)

# An object is meant when its points are this close, or its box shares this much: exchanged sides spoil the first.
LEAST_OKS = 0.5
LEAST_IOU = 0.5


def class_counts(task: KeypointTask, gold: Sequence[GoldObject]) -> dict[str, int]:
    """How many reference objects of each label must be found."""
    return dict(Counter(one.label for one in gold if not one.optional))


def _labelled(g: GoldObject) -> int:
    return sum(v > 0 for _, _, v in g.points.values())


def grade_item(
    task: KeypointTask,
    item: PictureInput,
    gold: Sequence[GoldObject],
    alternatives: Sequence[Alternative],
    answer: Sequence[Marked] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is not None:
        return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))
    required = [g for g in gold if not g.optional]
    objects = tuple(missed(dump_gold_object(g), task.names[g.label], g) for g in required)
    possible = float(sum(map(_labelled, required)) or 1)
    counts = {"earned": 0.0, "possible": possible, "gold": len(required), "found": 0, "yours": 0}
    return ItemGrade("unanswered", 0.0, possible, objects, dump_gold(gold), counts)


def _match(task: KeypointTask, gold: Sequence[GoldObject], yours: Sequence[Marked]) -> dict[int, int]:
    """{gold index: your index} of the best one-to-one pairs, labels ignored.

    Most pairs with gold that must be found, then most pairs, then the largest total of OKS and box overlap.
    """
    most = 2 * min(len(gold), len(yours)) + 1
    weights = {}
    for i, g in enumerate(gold):
        for j, y in enumerate(yours):
            close, shared = _oks(task, g, y), _box_iou(g, y)
            if close >= LEAST_OKS - AIR or shared >= LEAST_IOU - AIR:
                weights[i, j] = close + shared + most * (1 + most * (not g.optional))
    return dict(best_pairs(weights))


def _oks(task: KeypointTask, g: GoldObject, y: Marked) -> float:
    return metric.oks(list(g.points.values()), list(y.points.values()), task.sigmas, g.area) or 0.0


def _box_iou(g: GoldObject, y: Marked) -> float:
    """How much the boxes around the labelled points share."""
    a, b = around(g.points.values()), around(y.points.values())
    if a is None or b is None:
        return 0.0
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / (a[2] * a[3] + b[2] * b[3] - wide * high)


def _grade(task: KeypointTask, item: PictureInput, gold: Sequence[GoldObject], answer: Sequence[Marked]) -> ItemGrade:
    pairs = _match(task, gold, answer)
    objects, hits = [], []
    counts: dict[str, float] = Counter()
    for i, g in enumerate(gold):
        y = answer[pairs[i]] if i in pairs else None
        if g.optional:
            if y is not None:
                objects.append(neither(dump_object(y), dump_gold_object(g), g))
            continue
        counts["gold"] += 1
        counts["possible"] += _labelled(g)
        if y is None:
            objects.append(missed(dump_gold_object(g), task.names[g.label], g))
            hits.append(_hit("missed", item, label=(g.label, task.names[g.label])))
            continue
        graded, slips = _judge(task, item, g, y, counts)
        objects.append(graded)
        hits += slips
    extra = [y for j, y in enumerate(answer) if j not in pairs.values()]
    for y in extra:
        say = Say(N_("The reference has no object here."))
        objects.append(ObjectGrade("extra", dump_object(y), None, None, 0.0, say))
        hits.append(_hit("extra", item, label=(y.label, task.names[y.label])))
    counts["yours"] = counts["found"] + len(extra)
    if counts["gold"]:
        counts["possible"] += len(extra)
    else:
        counts["earned"], counts["possible"] = float(not extra), float(max(1, len(extra)))
    verdict = verdict_of(objects, counts["earned"])
    return ItemGrade(
        verdict, counts["earned"], counts["possible"], tuple(objects), dump_gold(gold), dict(counts), tuple(hits)
    )


class _Slip(NamedTuple):
    """What is wrong with one point: the pattern, what it earns all the same, and how it is said."""

    pattern: str
    credit: float
    say: str


_SLIPS = {
    "off": _Slip("off", 0.0, N_("{point}: {px} px off")),
    "left_out": _Slip("left_out", 0.0, N_("{point}: not set")),
    "swapped": _Slip("swapped", 0.5, N_("{point}: exchanged with the other side")),
    "called_visible": _Slip("called_visible", 0.5, N_("{point}: hidden, not visible")),
    "called_hidden": _Slip("called_hidden", 0.5, N_("{point}: visible, not hidden")),
}


def _judge(
    task: KeypointTask, item: PictureInput, g: GoldObject, y: Marked, counts: dict[str, float]
) -> tuple[ObjectGrade, list[PatternHit]]:
    names = list(task.points)
    gold, yours = list(g.points.values()), list(y.points.values())
    reach = task.reach * max(g.box[2:])
    off = metric.distances(gold, yours)
    sides = [(names.index(left), names.index(right)) for left, right in task.sides]
    swapped = {one for pair in metric.swapped(gold, yours, sides, reach) for one in pair}
    named = y.label in (g.label, *g.any)
    counts["found"] += 1
    counts["named"] += named
    counts["oks"] += _oks(task, g, y)
    slips, hits = [], []
    for k, distance in enumerate(off):
        if distance is None:
            continue
        counts["points"] += 1
        if distance < inf:
            counts["set"] += 1
            counts["px"] += distance
        placed = distance <= reach + AIR
        counts["placed"] += placed
        seen = yours[k][2] == gold[k][2]
        counts["seen"] += placed and seen
        what = _slip_of(distance, placed, k in swapped, yours[k][2], gold[k][2])
        if what is None:
            counts["earned"] += 1
            continue
        slip, px = _SLIPS[what], "" if distance == inf else max(1, round(distance))
        counts["earned"] += slip.credit
        slips.append(Say(slip.say, {"point": task.points[names[k]], "px": px}))
        about = {"point": (names[k], task.points[names[k]]), "label": (g.label, task.names[g.label])}
        hits.append(_hit(slip.pattern, item, **about, **({"px": (px, px)} if what == "off" else {})))
    if not named:
        # A wrong name is one slip, whatever the number of points; it cannot cost more than was earned.
        counts["earned"] -= 0.5 if _labelled(g) > len(slips) else 0.0
        about = {"gold": (g.label, task.names[g.label]), "yours": (y.label, task.names[y.label])}
        slips.append(Say(N_("this is {gold}, not {yours}"), {key: name for key, (_, name) in about.items()}))
        hits.append(_hit("misnamed", item, **about))
    raw, label = dump_gold_object(g), task.names[y.label]
    value, credit = _oks(task, g, y), float(not slips)
    return judged(dump_object(y), raw, g, label, slips, named=named, value=value, credit=credit), hits


def _slip_of(distance: float, placed: bool, swapped: bool, yours: int, gold: int) -> str | None:
    if distance == inf:
        return "left_out"
    if swapped:
        return "swapped"
    if not placed:
        return "off"
    if yours == gold:
        return None
    return "called_visible" if yours > gold else "called_hidden"


def _hit(pattern: str, item: PictureInput, **about: tuple[object, object]) -> PatternHit:
    facts = {key: value for key, (value, _) in about.items()}
    return PatternHit(
        pattern, {"example": quote(item), **facts, "names": {key: name for key, (_, name) in about.items()}}
    )


def measure(task: KeypointTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    gold, found, points, placed = (get(key, 0) for key in ("gold", "found", "points", "placed"))
    return {
        **base_readings(totals),
        "placed": reading(ratio(placed, points), points, NONE_FOUND, share=True),
        "visibility": reading(ratio(get("seen", 0), placed), placed, N_("no point lies near enough"), share=True),
        "oks": reading(ratio(get("oks", 0), found), found, NONE_FOUND),
        "mean_error_px": reading(ratio(get("px", 0), get("set", 0)), get("set", 0), NONE_FOUND),
    }


def headline(task: KeypointTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    return object_headline(graded, Say(N_("objects")))

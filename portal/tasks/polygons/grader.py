"""Grading of polygons: found, placed, named; each object's slips counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from portal.grading.assignment import best_pairs
from portal.grading.metrics import polygons as metric
from portal.grading.metrics.boxes import AIR
from portal.grading.metrics.counts import f1, ratio
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
from portal.tasks.objects import (
    EMPTY_COUNTS,
    IOU50,
    NO_MARKS,
    NONE_FOUND,
    base_readings,
    best_of,
    item_grade,
    judged,
    missed,
    missed_all,
    neither,
    object_headline,
)
from portal.tasks.polygons.schema import (
    GoldPolygon,
    Polygon,
    PolygonTask,
    dump_gold,
    dump_gold_polygon,
    dump_polygon,
)


def class_counts(task: PolygonTask, gold: Sequence[GoldPolygon]) -> dict[str, int]:
    """How many reference objects of each label must be found."""
    return dict(Counter(one.label for one in gold if not one.optional))


def grade_item(
    task: PolygonTask,
    item: PictureInput,
    gold: Sequence[GoldPolygon],
    alternatives: Sequence[Alternative],
    answer: Sequence[Polygon] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        required = [(dump_gold_polygon(g), g.label, task.names[g.label], g) for g in gold if not g.optional]
        return missed_all(required, dump_gold(gold))
    return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))


class _Found(NamedTuple):
    """One pair held together: IoU, areas, boundary F, and whether label and outline are right."""

    iou: float
    cover: metric.Coverage
    boundary: float
    named: bool
    placed: bool


def _match(task: PolygonTask, gold: Sequence[GoldPolygon], yours: Sequence[Polygon]) -> dict[tuple[int, int], float]:
    """{(gold index, your index): IoU} of the best one-to-one pairs at IoU of at least `iou`, labels ignored.

    Most pairs with gold that must be found, then most pairs, then the largest total IoU; labels only break ties.
    """
    fits = metric.overlaps([g.shape for g in gold], [y.shape for y in yours], task.iou)
    most = min(len(gold), len(yours)) + 1
    weights = {
        (i, j): value + AIR * _right(gold[i], yours[j]) + most * (1 + most * (not gold[i].optional))
        for (i, j), value in fits.items()
    }
    return {pair: fits[pair] for pair in best_pairs(weights)}


def _right(g: GoldPolygon, y: Polygon) -> bool:
    return y.label in (g.label, *g.any)


def slack(task: PolygonTask, shape: object) -> float:
    """How many pixels an outline may lie off this object's."""
    left, top, right, bottom = shape.bounds
    return max(task.slack_px, task.slack_share * min(right - left, bottom - top))


def _held(task: PolygonTask, g: GoldPolygon, y: Polygon, iou: float) -> _Found:
    boundary = metric.boundary_f(g.shape, y.shape, slack(task, g.shape)) or 0.0
    return _Found(iou, metric.coverage(g.shape, y.shape), boundary, _right(g, y), boundary >= task.outline - AIR)


def _grade(task: PolygonTask, item: PictureInput, gold: Sequence[GoldPolygon], answer: Sequence[Polygon]) -> ItemGrade:
    pairs = _match(task, gold, answer)
    by_gold = dict(pairs.keys())
    objects, hits = [], []
    counts: dict[str, float] = dict(EMPTY_COUNTS)
    for i, g in enumerate(gold):
        y = answer[by_gold[i]] if i in by_gold else None
        if g.optional:
            if y is not None:
                objects.append(neither(dump_polygon(y), dump_gold_polygon(g), g))
            continue
        counts["gold"] += 1
        if y is None:
            objects.append(missed(dump_gold_polygon(g), task.names[g.label], g))
            hits.append(_hit(task, item, "missed", g))
            continue
        held = _held(task, g, y, pairs[i, by_gold[i]])
        _count(held, counts)
        graded, slips = _judge(task, item, g, y, held)
        objects.append(graded)
        hits += slips
    extra = [j for j in range(len(answer)) if j not in by_gold.values()]
    for j in extra:
        say = Say(N_("The reference has no object here."))
        objects.append(ObjectGrade("extra", dump_polygon(answer[j]), None, None, 0.0, say))
        hits.append(_hit(task, item, "extra", answer[j]))
    return item_grade(objects, counts, len(extra), dump_gold(gold), hits)


def _count(held: _Found, counts: dict[str, float]) -> None:
    for key, value in (
        ("found", 1),
        ("placed", held.boundary),
        ("named", held.named),
        ("iou", held.iou),
        ("hits50", held.named and held.iou >= IOU50 - AIR),
        ("area_common", held.cover.common),
        ("area_missed", held.cover.missed),
        ("area_over", held.cover.over),
    ):
        counts[key] = counts.get(key, 0) + value


def _judge(
    task: PolygonTask, item: PictureInput, g: GoldPolygon, y: Polygon, held: _Found
) -> tuple[ObjectGrade, list[PatternHit]]:
    slips, hits = [], []
    if not held.placed:
        wide = held.cover.over >= held.cover.missed
        share = ratio(max(held.cover.over, held.cover.missed), held.cover.common + held.cover.missed) or 0.0
        facts = {"percent": max(1, round(100 * share))}
        words = N_("{percent} % of the object's area too much") if wide else N_("{percent} % of the object left out")
        slips.append(Say(words, facts))
        hits.append(_hit(task, item, "too_wide" if wide else "too_narrow", g, **facts))
        if len(g.rings) > 1 and len(y.rings) == 1:
            slips.append(Say(N_("its holes are filled")))
            hits.append(_hit(task, item, "holes_filled", g))
    if not held.named:
        names = {"gold": task.names[g.label], "yours": task.names[y.label]}
        slips.append(Say(N_("this is {gold}, not {yours}"), names))
        about = {"gold": g.label, "yours": y.label, "example": quote(item), "names": names}
        hits.append(PatternHit("misnamed", about))
    label = task.names[y.label]
    raw = dump_gold_polygon(g)
    return judged(dump_polygon(y), raw, g, label, slips, named=held.named, value=held.iou), hits


def _hit(
    task: PolygonTask, item: PictureInput, pattern: str, one: Polygon | GoldPolygon, **facts: object
) -> PatternHit:
    names = {"label": task.names[one.label]}
    return PatternHit(pattern, {"label": one.label, "example": quote(item), **facts, "names": names})


def measure(task: PolygonTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    gold, found, yours = get("gold", 0), get("found", 0), get("yours", 0)
    common, lacking, over = (get(f"area_{part}", 0) for part in ("common", "missed", "over"))
    return {
        **base_readings(totals),
        "placed": reading(ratio(get("placed", 0), found), found, NONE_FOUND),
        "f1_iou50": reading(f1(get("hits50", 0), gold, yours), gold + yours, NO_MARKS),
        "mean_iou": reading(ratio(get("iou", 0), found), found, NONE_FOUND),
        "over": reading(ratio(over, common + over), found, NONE_FOUND),
        "under": reading(ratio(lacking, common + lacking), found, NONE_FOUND),
    }


def headline(task: PolygonTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    return object_headline(graded, task.noun or Say(N_("objects")))

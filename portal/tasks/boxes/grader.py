"""Grading of boxes: found, placed, named, flags; each slip counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from portal.grading.assignment import best_pairs
from portal.grading.metrics import boxes as metric
from portal.grading.metrics.boxes import AIR, EDGES, outward
from portal.grading.metrics.counts import f1, ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    Metric,
    ObjectGrade,
    Reading,
    Say,
    reading,
)
from portal.tasks.boxes.geometry import Matched, match
from portal.tasks.boxes.patterns import cause_of, near_miss, patterns
from portal.tasks.boxes.schema import Box, BoxGold, BoxTask, GoldBox, dump_box, dump_gold, dump_gold_box
from portal.tasks.inputs import PictureInput
from portal.tasks.objects import (
    EMPTY_COUNTS,
    IOU50,
    NO_MARKS,
    NONE_FOUND,
    base_readings,
    best_of,
    item_grade,
    missed,
    missed_all,
    neither,
    object_headline,
)

# What an edge that is off says, outside the object and inside it; in the order of EDGES.
_OUTSIDE = (
    N_("left edge {px} px too far left"),
    N_("top edge {px} px too high"),
    N_("right edge {px} px too far right"),
    N_("bottom edge {px} px too low"),
)
_INSIDE = (
    N_("left edge {px} px too far right"),
    N_("top edge {px} px too low"),
    N_("right edge {px} px too far left"),
    N_("bottom edge {px} px too high"),
)
_CAUSES = {
    "shadow": N_("most of that strip is its shadow"),
    "occluder": N_("most of that strip is what stands before it"),
}
# Boxes that are too far off to count as found, where what they lie on is known.
_TOO_FAR = {
    "full_extent": N_("This follows the whole object; the reference has the part that can be seen."),
    "shadow": N_("This reaches over the shadow; the reference has the object alone."),
}


def class_counts(task: BoxTask, gold: BoxGold) -> dict[str, int]:
    """How many reference boxes of each label must be found."""
    return dict(Counter(box.label for box in gold.boxes if not box.optional))


def grade_item(
    task: BoxTask,
    item: PictureInput,
    gold: BoxGold,
    alternatives: Sequence[Alternative],
    answer: Sequence[Box] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        required = [(dump_gold_box(g), g.label, task.names[g.label], g) for g in gold.boxes if not g.optional]
        return missed_all(required, dump_gold(gold))
    return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))


def _grade(task: BoxTask, item: PictureInput, gold: BoxGold, answer: Sequence[Box]) -> ItemGrade:
    m = match(task, gold, answer)
    raw = dump_gold(gold)
    counts = dict(EMPTY_COUNTS)
    objects = []
    for i, g in enumerate(gold.boxes):
        j = m.pairs.get(i)
        if g.optional:
            if j is not None:
                objects.append(neither(dump_box(answer[j]), raw["boxes"][i], g))
            continue
        counts["gold"] += 1
        if j is None:
            objects.append(missed(raw["boxes"][i], task.names[g.label], g))
            cell = f"{g.label}>"
        else:
            objects.append(_found(task, gold, m, i, j, raw["boxes"][i], counts))
            cell = f"{g.label}>{g.label if m.candidates[i, j].named else answer[j].label}"
        counts[cell] = counts.get(cell, 0) + 1
    for j in m.extra:
        objects.append(_extra(m, j, near_miss(task, item, gold, m, j)))
        cell = f">{answer[j].label}"
        counts[cell] = counts.get(cell, 0) + 1
    objects.extend(neither(dump_box(answer[j])) for j in m.ignored)
    counts["hits50"] = _hits50(task, m)
    return item_grade(objects, counts, len(m.extra), raw, patterns(task, item, gold, m))


def _found(task: BoxTask, gold: BoxGold, m: Matched, i: int, j: int, raw: dict, counts: dict) -> ObjectGrade:
    g, y = m.gold[i], m.yours[j]
    value, named = m.candidates[i, j]
    off = m.off[i]
    loose = any(off)
    flags_missed, flags_extra = flag_slips(g, y)
    counts["found"] += 1
    counts["placed"] += 4 - sum(map(bool, off))
    counts["named"] += named
    counts["iou"] = counts.get("iou", 0.0) + value
    if task.flags:
        counts["flags"] = counts.get("flags", 0) + (not flags_missed and not flags_extra)
    for edge, gap in zip(EDGES, outward(g.rect, y.rect), strict=True):
        counts[edge] = counts.get(edge, 0.0) + gap
    slips = _slips(task, gold, g, y, off, named, flags_missed, flags_extra)
    if slips:
        say = Say(N_("Found, with a slip: {slips}."), {"slips": slips})
    else:
        say = Say(N_("Right: {label}."), {"label": task.names[y.label]})
    return ObjectGrade(
        "misnamed" if not named else "loose" if loose else "right",
        dump_box(y),
        raw,
        value,
        0.5 if loose or not named else 1.0,
        say,
        g.why,
        g.rule,
        {"edges": dict(zip(EDGES, off, strict=True)), "named": named, "flags": (*flags_missed, *flags_extra)},
    )


def flag_slips(gold: GoldBox, yours: Box) -> tuple[list[str], list[str]]:
    """Flags that are missing and flags too many, those that may be either way left out."""
    missed = gold.flags - yours.flags - gold.flags_any
    extra = yours.flags - gold.flags - gold.flags_any
    return sorted(missed), sorted(extra)


def _slips(task, gold, g, y, off, named, flags_missed, flags_extra) -> tuple[Say, ...]:
    slips = []
    for k, gap in enumerate(off):
        if gap:
            slips.append(Say((_OUTSIDE if gap > 0 else _INSIDE)[k], {"px": max(1, round(abs(gap)))}))
            cause = cause_of(gold, g, y, k) if gap > 0 else None
            if cause is not None:
                slips.append(Say(_CAUSES[cause]))
    if not named:
        names = {"gold": task.names[g.label], "yours": task.names[y.label]}
        slips.append(Say(N_("this is {gold}, not {yours}"), names))
    for flag in flags_missed:
        slips.append(Say(N_("the flag {flag} is missing"), {"flag": task.flag_names[flag]}))
    for flag in flags_extra:
        slips.append(Say(N_("the flag {flag} is not needed"), {"flag": task.flag_names[flag]}))
    return tuple(slips)


def _extra(m: Matched, j: int, near: tuple | None) -> ObjectGrade:
    if near is not None:
        say = Say(_TOO_FAR[near[1]])
    elif any(pair[1] == j for pair in m.candidates):
        say = Say(N_("This object already has a box."))
    else:
        say = Say(N_("The reference has no object here."))
    return ObjectGrade("extra", dump_box(m.yours[j]), None, None, 0.0, say)


def _hits50(task: BoxTask, m: Matched) -> int:
    """Pairs of the best assignment by label at IoU 0.5, over the gold that must be found."""
    apart = {j for i, j in m.pairs.items() if m.gold[i].optional}.union(m.ignored)
    if task.iou > IOU50:
        # The match was stricter than this metric, so it has not seen every pair.
        gold = [g for g in m.gold if not g.optional]
        yours = [y for j, y in enumerate(m.yours) if j not in apart]
        rects = [g.rect for g in gold], [y.rect for y in yours]
        return len(metric.match(*rects, IOU50, lambda i, j: yours[j].label in (gold[i].label, *gold[i].any)))
    fits = {
        (i, j): 1 + len(m.gold) + value
        for (i, j), (value, named) in m.candidates.items()
        if named and value >= IOU50 - AIR and not m.gold[i].optional and j not in apart
    }
    return len(best_pairs(fits))


def measure(task: BoxTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    gold, found, yours = get("gold", 0), get("found", 0), get("yours", 0)
    readings = {
        **base_readings(totals),
        "placed": reading(ratio(get("placed", 0), 4 * found), 4 * found, NONE_FOUND),
        "f1_iou50": reading(f1(get("hits50", 0), gold, yours), gold + yours, NO_MARKS),
        "mean_iou": reading(ratio(get("iou", 0), found), found, NONE_FOUND),
    }
    for edge in EDGES:
        readings[f"edge_bias_{edge}"] = reading(ratio(get(edge, 0), found), found, NONE_FOUND)
    if task.flags:
        readings["flags"] = reading(ratio(get("flags", 0), found), found, NONE_FOUND, share=True)
    else:
        readings["flags"] = Reading(None, 0, N_("this exercise has no flags"))
    return readings


def headline(task: BoxTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    return object_headline(graded, task.noun or Say(N_("objects")))

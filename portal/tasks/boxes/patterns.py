"""Which slips of feedback.PATTERNS happened on one picture, and what a strip outside an object lies on."""

from __future__ import annotations

from portal.grading.metrics.boxes import EDGES, area, intersection, outward
from portal.grading.types import PatternHit
from portal.tasks.boxes.geometry import Matched, found_iou, off_edges, shorter_side, slack
from portal.tasks.boxes.schema import Box, BoxGold, BoxTask, GoldBox, Rect
from portal.tasks.inputs import PictureInput

# A cause is named only when at least this share of the strip lies on the stored mask.
CAUSE_SHARE = 0.5
# A box that is too far off still means an object when it covers at least this share of it.
NEAR_SHARE = 0.5


def strip(gold: Rect, yours: Rect, edge: int) -> Rect:
    """The part of yours that lies beyond one edge of gold."""
    left, top, right, bottom = yours
    return (
        (left, top, gold[0], bottom),
        (left, top, right, gold[1]),
        (gold[2], top, right, bottom),
        (left, gold[3], right, bottom),
    )[edge]


def cause_of(gold: BoxGold, g: GoldBox, y: Box, edge: int) -> str | None:
    """What the strip beyond an edge mostly lies on: this object's "shadow" or "occluder"; else None."""
    left, top, right, bottom = strip(g.rect, y.rect, edge)
    size = (right - left) * (bottom - top)
    for mask in gold.masks:
        if mask.of != g.id or size <= 0:
            continue
        if mask.area_within(left, top, right, bottom) >= CAUSE_SHARE * size:
            return mask.kind
    return None


def patterns(task: BoxTask, item: PictureInput, gold: BoxGold, m: Matched) -> tuple[PatternHit, ...]:
    """The hits, gold by gold, then the extra boxes. Optional gold is never a slip."""
    hits: list[PatternHit] = []
    for i, g in enumerate(m.gold):
        if g.optional:
            continue
        facts = {"label": g.label, "small": shorter_side(g.rect) < task.small_px}
        j = m.pairs.get(i)
        if j is None:
            hits.append(_hit(task, "missed", facts))
        else:
            hits += _slips(task, item, gold, m, i, j, facts)
    for j in m.extra:
        near = near_miss(task, item, gold, m, j)
        if near is not None:
            g = m.gold[near[0]]
            facts = {"label": g.label, "small": shorter_side(g.rect) < task.small_px}
            hits.append(_hit(task, near[1], facts | near[2]))
        rect = m.yours[j].rect
        kinds = tuple(d.kind for d in gold.decoys if found_iou(task, d.rect, rect) is not None)
        hits.append(_hit(task, "extra", {"label": m.yours[j].label, "decoy": kinds}))
    return tuple(hits)


def _slips(task, item, gold: BoxGold, m: Matched, i: int, j: int, facts: dict) -> list[PatternHit]:
    g, y, off, named = m.gold[i], m.yours[j], m.off[i], m.candidates[i, j].named
    hits = []
    shadow: dict = {}
    for k, gap in enumerate(off):
        if gap:
            edge = {**facts, "edge": EDGES[k], "px": abs(gap)}
            hits.append(_hit(task, "loose" if gap > 0 else "tight", edge))
            if gap > shadow.get("px", 0) and cause_of(gold, g, y, k) == "shadow":
                shadow = edge
    if shadow:
        hits.append(_hit(task, "shadow", shadow))
    if any(gap > 0 for gap in off) and follows_full(task, item, g, y):
        hits.append(_hit(task, "full_extent", facts))
    if not named:
        hits.append(_hit(task, "misnamed", {**facts, "gold": g.label, "yours": y.label}))
    for flag in sorted(g.flags - y.flags - g.flags_any):
        hits.append(_hit(task, "flag_missed", {**facts, "flag": flag}))
    for flag in sorted(y.flags - g.flags - g.flags_any):
        hits.append(_hit(task, "flag_extra", {**facts, "flag": flag}))
    return hits


def near_miss(task: BoxTask, item: PictureInput, gold: BoxGold, m: Matched, j: int):
    """A missed object that an extra box means, though it is too far off: (gold index, pattern, its facts).

    Only where the reason is measured: the box covers the object and goes on over `full` or the stored
    shadow. None otherwise.
    """
    y = m.yours[j]
    for i, g in enumerate(m.gold):
        if i in m.pairs or g.optional or intersection(g.rect, y.rect) < NEAR_SHARE * area(g.rect):
            continue
        if follows_full(task, item, g, y) and found_iou(task, whole(g, item), y.rect) is not None:
            return i, "full_extent", {}
        for k, gap in enumerate(off_edges(task, g.rect, y.rect)):
            if gap > 0 and cause_of(gold, g, y, k) == "shadow":
                return i, "shadow", {"edge": EDGES[k], "px": gap}
    return None


def whole(g: GoldBox, item: PictureInput) -> Rect:
    """The whole object as far as it lies within the picture."""
    left, top, right, bottom = g.full
    return max(left, 0), max(top, 0), min(right, item.width), min(bottom, item.height)


def follows_full(task: BoxTask, item: PictureInput, g: GoldBox, y: Box) -> bool:
    """True when an edge lies beyond the slack and nearer to the whole object than to its visible part."""
    if g.full is None:
        return False
    hidden, reached = outward(g.rect, whole(g, item)), outward(g.rect, y.rect)
    return any(
        h > allowed and r > allowed and abs(h - r) < r
        for h, r, allowed in zip(hidden, reached, slack(task, g.rect), strict=True)
    )


def _hit(task: BoxTask, pattern: str, facts: dict) -> PatternHit:
    names: dict[str, object] = {key: task.names[facts[key]] for key in ("label", "gold", "yours") if key in facts}
    if "flag" in facts:
        names["flag"] = task.flag_names[facts["flag"]]
    return PatternHit(pattern, {**facts, "example": task.names[facts["label"]], "names": names})

"""Which slips of feedback.PATTERNS happened on one picture, and what a strip outside an object lies on."""

from __future__ import annotations

from portal.grading.metrics.boxes import EDGES, outward
from portal.grading.types import PatternHit
from portal.tasks.boxes.geometry import Matched, found_iou, shorter_side, slack
from portal.tasks.boxes.schema import Box, BoxGold, BoxTask, GoldBox, Rect
from portal.tasks.inputs import PictureInput

# A cause is named only when at least this share of the strip lies on the stored mask.
CAUSE_SHARE = 0.5


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


def follows_full(task: BoxTask, item: PictureInput, g: GoldBox, y: Box) -> bool:
    """True when an edge lies beyond the slack and nearer to the whole object than to its visible part."""
    if g.full is None:
        return False
    left, top, right, bottom = g.full
    full = max(left, 0), max(top, 0), min(right, item.width), min(bottom, item.height)
    hidden, reached = outward(g.rect, full), outward(g.rect, y.rect)
    return any(
        h > allowed and r > allowed and abs(h - r) < r
        for h, r, allowed in zip(hidden, reached, slack(task, g.rect), strict=True)
    )


def _hit(task: BoxTask, pattern: str, facts: dict) -> PatternHit:
    names: dict[str, object] = {
        key: task.names[facts[key]] for key in ("label", "gold", "yours") if key in facts
    }
    if "flag" in facts:
        names["flag"] = task.flag_names[facts["flag"]]
    return PatternHit(pattern, {**facts, "example": task.names[facts["label"]], "names": names})

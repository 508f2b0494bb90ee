"""Mistake personas for boxes: the gold spoiled in one stated way.

A spec has `op` and may keep to `labels`. A persona changes nothing where its condition does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from portal.grading.metrics.boxes import EDGES
from portal.grading.types import N_, AnswerError
from portal.tasks.boxes.geometry import shorter_side
from portal.tasks.boxes.schema import Box, BoxGold, BoxTask, GoldBox
from portal.tasks.boxes.simulate import answer_of, as_drawn, clamp
from portal.tasks.inputs import PictureInput
from portal.tasks.shapes import check_label

_COMMON = {"id", "name", "concepts", "op", "labels"}
# op -> (keys it needs, keys it may have)
OPS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "grow": (frozenset({"px"}), frozenset({"edges"})),
    "shrink": (frozenset({"px"}), frozenset({"edges"})),
    "shadow": (frozenset(), frozenset()),
    "full": (frozenset(), frozenset()),
    "drop": (frozenset(), frozenset()),
    "drop_small": (frozenset(), frozenset({"px"})),
    "relabel": (frozenset({"map"}), frozenset()),
    "flag": (frozenset({"flag"}), frozenset({"where"})),
    "unflag": (frozenset(), frozenset({"flag"})),
    "decoy": (frozenset({"label"}), frozenset({"kind"})),
}
# A box this near the edge of the picture touches it.
BORDER_PX = 2


def persona(task: BoxTask, item: PictureInput, gold: BoxGold, spec: Mapping, rng: Random) -> dict:
    """The answer of a persona to this picture. Raises AnswerError for a spec this kind cannot play.

    grow, shrink: `px` on the named `edges` or all. shadow: reaches over the stored shadow. full: takes
    `full` for the visible part. drop_small: leaves out what is shorter than `px` (the task's small_px)
    on a side. flag: sets it on boxes that touch the picture's edge, with `where = "all"` on every one.
    unflag: takes one flag, or all, away. decoy: also boxes what only looks like an object.
    """
    check_persona(task, spec)
    boxes = []
    for g in gold.boxes:
        if g.optional:
            continue
        meant = g.label in spec.get("labels", (g.label,))
        box = _spoil(task, item, gold, g, spec) if meant else as_drawn(g)
        if box is not None:
            boxes.append(box)
    if spec["op"] == "decoy":
        wanted = [d for d in gold.decoys if spec.get("kind", d.kind) == d.kind]
        boxes += [Box("", d.rect, spec["label"]) for d in wanted]
    return answer_of(boxes)


def check_persona(task: BoxTask, spec: Mapping) -> None:
    if spec.get("op") not in OPS:
        raise AnswerError("op", N_("must be one of {expected}"), expected=", ".join(OPS))
    needed, allowed = OPS[spec["op"]]
    for key in spec:
        if key not in needed | allowed | _COMMON:
            raise AnswerError(key, N_("is not a field we know"))
    for key in needed:
        if not spec.get(key):
            raise AnswerError(key, N_("is missing"))
    for label in (*spec.get("labels", ()), *spec.get("map", {}), *spec.get("map", {}).values()):
        check_label(label, task.names, "labels" if label in spec.get("labels", ()) else "map")
    if "label" in spec:
        check_label(spec["label"], task.names, "label")
    if "flag" in spec and spec["flag"] not in task.flag_names:
        raise AnswerError("flag", N_("unknown flag {flag}"), flag=spec["flag"])
    for edge in spec.get("edges", ()):
        if edge not in EDGES:
            raise AnswerError("edges", N_("must be one of {expected}"), expected=", ".join(EDGES))


def _spoil(task: BoxTask, item: PictureInput, gold: BoxGold, g: GoldBox, spec: Mapping) -> Box | None:
    """One gold box as this persona draws it; None when it leaves it out."""
    box, op = as_drawn(g), spec["op"]
    if op in ("grow", "shrink"):
        return _resized(box, item, spec["px"] if op == "grow" else -spec["px"], spec.get("edges", EDGES))
    if op == "shadow":
        return _with_shadow(box, item, gold)
    if op == "full":
        return replace(box, rect=clamp(g.full, item)) if g.full else box
    if op == "drop":
        return None
    if op == "drop_small":
        return None if shorter_side(g.rect) < spec.get("px", task.small_px) else box
    if op == "relabel":
        return replace(box, label=spec["map"].get(box.label, box.label))
    if op == "flag":
        touches = clamp(_wider(box.rect, BORDER_PX), item) != _wider(box.rect, BORDER_PX)
        return replace(box, flags=box.flags | {spec["flag"]}) if touches or spec.get("where") == "all" else box
    if op == "unflag":
        return replace(box, flags=box.flags - {spec.get("flag", flag) for flag in box.flags})
    return box


def _wider(rect, by: float, edges=EDGES):
    signs = (-1, -1, 1, 1)
    return tuple(edge + sign * by * (name in edges) for edge, sign, name in zip(rect, signs, EDGES, strict=True))


def _resized(box: Box, item: PictureInput, by: float, edges) -> Box:
    rect = clamp(_wider(box.rect, by, edges), item)
    return replace(box, rect=rect) if shorter_side(rect) > 0 else box


def _with_shadow(box: Box, item: PictureInput, gold: BoxGold) -> Box:
    """The box stretched over the shadow that is stored for it."""
    rect = box.rect
    for mask in gold.masks:
        bounds = mask.bounds() if mask.kind == "shadow" and mask.of == box.id else None
        if bounds:
            rect = (*map(min, rect[:2], bounds[:2]), *map(max, rect[2:], bounds[2:]))
    return replace(box, rect=clamp(rect, item))

"""Labellers that are not people: perfect, with a shaking hand, right with a probability."""

from __future__ import annotations

from random import Random

from portal.grading.metrics.boxes import iou
from portal.tasks.boxes.geometry import found_iou, is_ignored, shorter_side, slack
from portal.tasks.boxes.schema import Box, BoxGold, BoxTask, GoldBox, Rect, dump_answer
from portal.tasks.inputs import PictureInput
from portal.tasks.slips import draw, rates

# Edges of a careful hand: this many pixels either way are never an error.
SLACK_PX = 2


def perfect(task: BoxTask, gold: BoxGold) -> dict:
    """The gold as an answer, without what is optional."""
    return answer_of([as_drawn(g) for g in gold.boxes if not g.optional])


def as_drawn(g: GoldBox) -> Box:
    return Box(g.id, g.rect, g.label, g.flags)


def answer_of(boxes: list[Box]) -> dict:
    """The stored form, with fresh ids so that nothing points back at gold."""
    return dump_answer(tuple(Box(f"b{i}", b.rect, b.label, b.flags) for i, b in enumerate(boxes, 1)))


def slacken(task: BoxTask, item: PictureInput, gold: BoxGold, rng: Random) -> dict:
    """The gold with every edge up to 2 px off; optional boxes and free flags by chance."""
    boxes = []
    for g in gold.boxes:
        if g.optional and rng.random() < 0.5:
            continue
        flags = g.flags ^ {flag for flag in g.flags_any if rng.random() < 0.5}
        rect = clamp(tuple(edge + rng.randint(-SLACK_PX, SLACK_PX) for edge in g.rect), item)
        rect = rect if shorter_side(rect) >= 1 else g.rect
        boxes.append(Box(g.id, rect, g.label, frozenset(flags)))
    return answer_of(boxes)


def clamp(rect: Rect, item: PictureInput) -> Rect:
    """The rect cut back to the picture."""
    left, top, right, bottom = rect
    return max(left, 0), max(top, 0), min(right, item.width), min(bottom, item.height)


def simulate(task: BoxTask, item: PictureInput, gold: BoxGold, rng: Random, level: float) -> dict:
    """The gold with believable slips, so often that the expected score is about `level`.

    A flag of an object is wrong with probability 1 - level.
    """
    chances = rates(level)
    boxes = []
    required = [g for g in gold.boxes if not g.optional]
    for g in required:
        slip = draw(rng, chances)
        rect, label = g.rect, g.label
        if slip == "misnamed":
            others = [name for name in task.names if name not in (g.label, *g.any)]
            if others:
                label = rng.choice(others)
            else:
                slip = "misplaced"
        if slip == "misplaced":
            moved = _misplaced(task, item, g, gold, rng)
            slip = "missed" if moved is None and rng.random() < 0.5 else slip
            rect = moved or rect
        if slip != "missed":
            boxes.append(Box(g.id, rect, label, _flags(task, g, rng, level)))
    extras = sum(rng.random() < chances.extra for _ in required) if required else rng.random() >= level
    for _ in range(extras):
        rect = _extra(task, item, gold, boxes, rng)
        if rect is not None:
            boxes.append(Box("", rect, rng.choice(list(task.names))))
    return answer_of(boxes)


def _flags(task: BoxTask, g: GoldBox, rng: Random, level: float) -> frozenset[str]:
    """The object's flags, one of them turned over with probability 1 - level."""
    settled = [flag for flag in task.flag_names if flag not in g.flags_any]
    return g.flags ^ {rng.choice(settled)} if settled and rng.random() >= level else g.flags


def _misplaced(task: BoxTask, item: PictureInput, g: GoldBox, gold: BoxGold, rng: Random) -> Rect | None:
    """The box with one edge off by more than the slack and still found; None where there is no room."""
    edges = [0, 1, 2, 3]
    rng.shuffle(edges)
    for edge in edges:
        by = slack(task, g.rect)[edge] + rng.uniform(1, 6)
        for sign in (-1, 1) if edge < 2 else (1, -1):  # outwards first
            moved = list(g.rect)
            moved[edge] = round(moved[edge] + sign * by, 2)
            rect = clamp(tuple(moved), item)
            far_enough = abs(rect[edge] - g.rect[edge]) > slack(task, g.rect)[edge]
            others = any(iou(rect, o.rect) >= iou(rect, g.rect) for o in gold.boxes if o is not g)
            if far_enough and shorter_side(rect) > 0 and found_iou(task, g.rect, rect) and not others:
                return rect
    return None


def _extra(task: BoxTask, item: PictureInput, gold: BoxGold, boxes: list[Box], rng: Random) -> Rect | None:
    """A box where nothing counts as an object: on a decoy if one is free, else anywhere."""
    taken = [g.rect for g in gold.boxes] + [b.rect for b in boxes]
    places = [d.rect for d in gold.decoys]
    rng.shuffle(places)
    for _ in range(20):
        width, height = rng.randint(16, max(16, item.width // 8)), rng.randint(16, max(16, item.height // 8))
        left, top = rng.uniform(0, item.width - width), rng.uniform(0, item.height - height)
        places.append(tuple(round(edge, 2) for edge in (left, top, left + width, top + height)))
    for rect in places:
        rect = clamp(rect, item)
        if shorter_side(rect) <= 0 or is_ignored(gold, rect):
            continue
        if all(iou(rect, other) < 0.2 and found_iou(task, other, rect) is None for other in taken):
            return rect
    return None

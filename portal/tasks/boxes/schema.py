"""Boxes: rectangles on a picture, each with a label and perhaps flags.

A box is [x, y, width, height] in pixels of the picture as stored; edges lie between pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from portal.grading.types import N_, AnswerError
from portal.tasks.boxes.masks import Mask, parse_counts
from portal.tasks.inputs import PictureInput, parse_picture
from portal.tasks.shapes import (
    GoldNotes,
    Label,
    LabelShape,
    ObjectId,
    Shape,
    check_counts,
    check_label,
    check_labels,
    check_once,
    first_repeat,
    list_schema,
    parse_labels,
    parse_shape,
    plain,
    public_labels,
)

# A box may reach this far outside the picture and is cut back to it: rounding, not carelessness.
OUTSIDE_PX = 0.5

Rect = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class BoxTask:
    """Labels, flags and how strictly geometry is read. `noun` is what a headline calls the objects."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    flags: tuple[Label, ...]
    flag_names: Mapping[str, str]
    noun: str | None
    iou: float
    slack_px: float
    slack_share: float
    small_px: float


@dataclass(frozen=True, slots=True)
class Box:
    """A box a learner drew."""

    id: str
    rect: Rect
    label: str
    flags: frozenset[str] = frozenset()
    # The stored form once it was asked for; grading asks twice.
    stored: dict = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GoldBox:
    """A reference box.

    `optional`: right if marked, right if not. `any`: further labels that are right. `flags_any`: flags
    that may be on or off. `full`: the whole object where only a part is visible.
    """

    id: str
    rect: Rect
    label: str
    flags: frozenset[str] = frozenset()
    optional: bool = False
    any: tuple[str, ...] = ()
    flags_any: frozenset[str] = frozenset()
    visible: float | None = None
    full: Rect | None = None
    why: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Decoy:
    """A place that tempts people into a box: a reflection, a poster, something too small."""

    rect: Rect
    kind: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class BoxGold:
    """A picture's reference: boxes, regions that do not count, decoys, masks of shadows and occluders."""

    boxes: tuple[GoldBox, ...]
    ignore: tuple[Rect, ...] = ()
    decoys: tuple[Decoy, ...] = ()
    masks: tuple[Mask, ...] = ()
    # The stored form, made once: a reference never changes, and every grading shows it.
    stored: dict = field(default_factory=dict, compare=False, repr=False)


class _Options(Shape):
    flags: list[LabelShape] = []
    noun: str | None = None


class _Scoring(Shape):
    iou: Annotated[float, Field(gt=0, le=1)] = 0.5
    slack_px: Annotated[float, Field(ge=1, le=50)] = 3.0
    slack_share: Annotated[float, Field(ge=0, le=0.5)] = 0.03
    small_px: Annotated[float, Field(ge=0, le=200)] = 32.0


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options = _Options()
    scoring: _Scoring = _Scoring()


_Four = Annotated[list[float], Field(min_length=4, max_length=4)]


class _Box(Shape):
    id: ObjectId
    box: _Four
    label: str
    flags: list[str] = []


class _GoldBox(_Box, GoldNotes):
    flags_any: list[str] = []
    visible: Annotated[float, Field(ge=0, le=1)] | None = None
    full: _Four | None = None


class _Decoy(Shape):
    box: _Four
    kind: str
    rule: str | None = None


class _Mask(Shape):
    kind: Literal["shadow", "occluder"]
    of: str
    scale: Annotated[int, Field(ge=1, le=64)]
    size: Annotated[list[int], Field(min_length=2, max_length=2)]
    counts: list[int]


class _Answer(Shape):
    boxes: list[_Box]


class _Gold(Shape):
    boxes: list[_GoldBox]
    ignore: list[_Four] = []
    decoys: list[_Decoy] = []
    masks: list[_Mask] = []


def parse_task(raw: dict) -> BoxTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    flags = parse_labels(shape.answer.flags, "answer.flags", at_least=0)
    scoring = shape.scoring
    return BoxTask(
        labels,
        {label.id: label.name for label in labels},
        flags,
        {flag.id: flag.name for flag in flags},
        shape.answer.noun,
        scoring.iou,
        scoring.slack_px,
        scoring.slack_share,
        scoring.small_px,
    )


def parse_item(raw: dict, task: BoxTask) -> PictureInput:
    return parse_picture(raw)


def parse_answer(raw: dict, task: BoxTask, item: PictureInput) -> tuple[Box, ...]:
    """The boxes in the order drawn, each within the picture."""
    check_counts(raw, "boxes")
    shapes = parse_shape(_Answer, raw).boxes
    _check_boxes(shapes, task)
    return tuple(
        Box(s.id, parse_rect(s.box, item, f"boxes[{i}].box"), s.label, frozenset(s.flags)) for i, s in enumerate(shapes)
    )


def parse_gold(raw: dict, task: BoxTask, item: PictureInput) -> BoxGold:
    shape = parse_shape(_Gold, raw)
    _check_boxes(shape.boxes, task)
    boxes = tuple(_gold_box(s, task, item, f"boxes[{i}]") for i, s in enumerate(shape.boxes))
    ignore = tuple(parse_rect(r, item, f"ignore[{i}]") for i, r in enumerate(shape.ignore))
    decoys = tuple(
        Decoy(parse_rect(d.box, item, f"decoys[{i}].box"), d.kind, d.rule) for i, d in enumerate(shape.decoys)
    )
    masks = tuple(_mask(s, item, f"masks[{i}]") for i, s in enumerate(shape.masks))
    gold = BoxGold(boxes, ignore, decoys, masks)
    gold.stored.update(_stored(gold))
    return gold


def _check_boxes(shapes: Sequence[_Box], task: BoxTask) -> None:
    check_once([s.id for s in shapes], "boxes[{}].id")
    for i, shape in enumerate(shapes):
        check_label(shape.label, task.names, f"boxes[{i}].label")
        _check_flags(shape.flags, task, f"boxes[{i}].flags")


def _check_flags(flags: list[str], task: BoxTask, where: str) -> None:
    for j, flag in enumerate(flags):
        if flag not in task.flag_names:
            raise AnswerError(f"{where}[{j}]", N_("unknown flag {flag}"), flag=flag[:60])
    if first_repeat(flags) is not None:
        raise AnswerError(where, N_("the same flag is there twice"))


def _gold_box(shape: _GoldBox, task: BoxTask, item: PictureInput, where: str) -> GoldBox:
    check_labels(shape.any, task.names, f"{where}.any")
    _check_flags(shape.flags_any, task, f"{where}.flags_any")
    full = None
    if shape.full is not None:
        # The whole object may reach beyond the picture, so only its size is checked.
        full = parse_rect(shape.full, None, f"{where}.full")
    return GoldBox(
        shape.id,
        parse_rect(shape.box, item, f"{where}.box"),
        shape.label,
        frozenset(shape.flags),
        shape.optional,
        tuple(shape.any),
        frozenset(shape.flags_any),
        shape.visible,
        full,
        shape.why,
        shape.rule,
    )


def _mask(shape: _Mask, item: PictureInput, where: str) -> Mask:
    rows, cols = shape.size
    if abs(rows * shape.scale - item.height) >= 2 * shape.scale:
        raise AnswerError(f"{where}.size", N_("does not fit the picture at this scale"))
    if abs(cols * shape.scale - item.width) >= 2 * shape.scale:
        raise AnswerError(f"{where}.size", N_("does not fit the picture at this scale"))
    if min(shape.counts, default=0) < 0 or sum(shape.counts) != rows * cols:
        raise AnswerError(f"{where}.counts", N_("must add up to rows times columns"))
    return Mask(shape.kind, shape.of, shape.scale, parse_counts(rows, cols, shape.counts))


def parse_rect(box: Sequence[float], item: PictureInput | None, where: str) -> Rect:
    """Edges from [x, y, width, height], to 0.01 px, cut back to the picture where one is given."""
    x, y, width, height = box
    if not (width > 0 and height > 0):
        raise AnswerError(where, N_("must have a width and a height"))
    left, top, right, bottom = x, y, x + width, y + height
    if item is not None:
        if min(left, top) < -OUTSIDE_PX or right > item.width + OUTSIDE_PX or bottom > item.height + OUTSIDE_PX:
            raise AnswerError(where, N_("reaches outside the picture"))
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, item.width), min(bottom, item.height)
    left, top, right, bottom = (round(float(edge), 2) for edge in (left, top, right, bottom))
    if not (left < right and top < bottom):
        raise AnswerError(where, N_("must have a width and a height"))
    return left, top, right, bottom


def dump_rect(rect: Rect) -> list[float]:
    """[x, y, width, height]; whole numbers without a decimal point."""
    left, top, right, bottom = rect
    return [plain(n) for n in (left, top, round(right - left, 2), round(bottom - top, 2))]


def dump_box(box: Box) -> dict:
    """The stored form. Not to be changed."""
    if not box.stored:
        raw = {"id": box.id, "box": dump_rect(box.rect), "label": box.label, "flags": sorted(box.flags)}
        box.stored.update(raw)
    return box.stored


def dump_gold_box(box: GoldBox) -> dict:
    raw = {"id": box.id, "box": dump_rect(box.rect), "label": box.label, "flags": sorted(box.flags)}
    extras = {
        "optional": box.optional,
        "any": list(box.any),
        "flags_any": sorted(box.flags_any),
        "full": dump_rect(box.full) if box.full else None,
        "why": box.why,
        "rule": box.rule,
    }
    raw |= {name: value for name, value in extras.items() if value}
    if box.visible is not None:
        raw["visible"] = box.visible
    return raw


def dump_answer(answer: tuple[Box, ...]) -> dict:
    return {"boxes": [dump_box(box) for box in answer]}


def dump_gold(gold: BoxGold) -> dict:
    """The reference for display; the masks stay behind, they are large and nothing draws them. Not to be changed."""
    return gold.stored or _stored(gold)


def _stored(gold: BoxGold) -> dict:
    raw: dict = {"boxes": [dump_gold_box(box) for box in gold.boxes]}
    if gold.ignore:
        raw["ignore"] = [dump_rect(rect) for rect in gold.ignore]
    if gold.decoys:
        raw["decoys"] = [{"box": dump_rect(d.rect), "kind": d.kind, "rule": d.rule} for d in gold.decoys]
    return raw


def public_task(task: BoxTask) -> dict:
    flags = [{"id": flag.id, "name": flag.name, "hint": flag.hint} for flag in task.flags]
    answer: dict = {"flags": flags}
    if task.noun:
        answer["noun"] = task.noun
    return {"kind": "boxes", "labels": public_labels(task.labels), "answer": answer}


def answer_schema(task: BoxTask) -> dict:
    """JSON Schema of an answer; pixels of the picture as stored."""
    number = {"type": "number"}
    box = {
        "id": {"type": "string", "minLength": 1, "maxLength": 40},
        "box": {"type": "array", "items": number, "minItems": 4, "maxItems": 4},
        "label": {"type": "string", "enum": list(task.names)},
        "flags": {"type": "array", "uniqueItems": True, "items": {"enum": list(task.flag_names)}},
    }
    return list_schema("boxes", box, optional={"flags"})

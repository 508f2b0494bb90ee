"""Keypoints: objects with a label and named points [x, y, v]; v is 0 not there, 1 hidden, 2 visible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from portal.grading.metrics.keypoints import COCO_SIGMAS
from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput, parse_picture, point_within
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
    list_schema,
    notes,
    parse_labels,
    parse_shape,
    plain,
    public_labels,
)

# Spread of a point whose sigma nobody measured, as a share of the object's size.
USUAL_SIGMA = 0.07

Point = tuple[float, float, int]
ABSENT: Point = (0.0, 0.0, 0)


@dataclass(frozen=True, slots=True)
class KeypointTask:
    """Labels, the points every object has, which of them are sides of one another, and how near is near enough.

    `reach`: a share of the longer side of the object's box.
    """

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    points: Mapping[str, str]
    sides: tuple[tuple[str, str], ...]
    sigmas: tuple[float, ...]
    reach: float


@dataclass(frozen=True, slots=True)
class Marked:
    """An object a learner marked: a point for each of the task's, in their order, `ABSENT` ones included."""

    id: str
    label: str
    points: Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class GoldObject:
    """A reference object. `box` is (left, top, width, height), from its points where the file has none; `area` the
    object's in square pixels, its box's where the file has none."""

    id: str
    label: str
    points: Mapping[str, Point]
    box: tuple[float, float, float, float]
    area: float
    optional: bool = False
    any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


class _Point(Shape):
    id: str
    name: str


class _Options(Shape):
    points: Annotated[list[_Point], Field(min_length=1)]
    sides: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = []


class _Scoring(Shape):
    reach: Annotated[float, Field(gt=0, le=1)] = 0.1
    sigmas: dict[str, Annotated[float, Field(gt=0, le=1)]] = {}


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options
    scoring: _Scoring = _Scoring()


_Three = Annotated[list[float], Field(min_length=3, max_length=3)]


class _Object(Shape):
    id: ObjectId
    label: str
    points: dict[str, _Three]


class _GoldObject(_Object, GoldNotes):
    box: Annotated[list[float], Field(min_length=4, max_length=4)] | None = None
    area: Annotated[float, Field(gt=0)] | None = None


class _Answer(Shape):
    objects: list[_Object]


class _Gold(Shape):
    objects: list[_GoldObject]


def parse_task(raw: dict) -> KeypointTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    check_once([one.id for one in shape.answer.points], "answer.points[{}].id")
    points = {one.id: one.name for one in shape.answer.points}
    for i, pair in enumerate(shape.answer.sides):
        for one in pair:
            _check_point(one, points, f"answer.sides[{i}]")
    for one in shape.scoring.sigmas:
        _check_point(one, points, "scoring.sigmas")
    sigmas = {**dict.fromkeys(points, USUAL_SIGMA), **COCO_SIGMAS, **shape.scoring.sigmas}
    return KeypointTask(
        labels,
        {label.id: label.name for label in labels},
        points,
        tuple((left, right) for left, right in shape.answer.sides),
        tuple(sigmas[one] for one in points),
        shape.scoring.reach,
    )


def _check_point(one: str, points: Mapping[str, str], where: str) -> None:
    if one not in points:
        raise AnswerError(where, N_("there is no point {value}"), value=one[:60])


def parse_item(raw: dict, task: KeypointTask) -> PictureInput:
    return parse_picture(raw)


def parse_answer(raw: dict, task: KeypointTask, item: PictureInput) -> tuple[Marked, ...]:
    """The objects in the order marked; points that are left out are not there."""
    check_counts(raw, "objects")
    shapes = parse_shape(_Answer, raw).objects
    return tuple(Marked(s.id, s.label, points) for s, points in _read(shapes, task, item))


def parse_gold(raw: dict, task: KeypointTask, item: PictureInput) -> tuple[GoldObject, ...]:
    gold = []
    for i, (one, points) in enumerate(_read(parse_shape(_Gold, raw).objects, task, item)):
        where = f"objects[{i}]"
        check_labels(one.any, task.names, f"{where}.any")
        box = tuple(one.box) if one.box else around(points.values())
        if box is None or box[2] <= 0 or box[3] <= 0:
            raise AnswerError(where, N_("needs a box: its points alone span no area"))
        area = one.area or box[2] * box[3]
        gold.append(GoldObject(one.id, one.label, points, box, area, one.optional, tuple(one.any), one.why, one.rule))
    return tuple(gold)


def around(points: Iterable[Point]) -> tuple[float, float, float, float] | None:
    """left, top, width, height of the smallest box around the points that are there; None without any."""
    there = [(x, y) for x, y, v in points if v]
    if not there:
        return None
    xs, ys = [x for x, _ in there], [y for _, y in there]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _read(shapes: Sequence[_Object], task: KeypointTask, item: PictureInput) -> list[tuple]:
    """(shape, its points in the task's order) for each object."""
    check_once([one.id for one in shapes], "objects[{}].id")
    read = []
    for i, one in enumerate(shapes):
        check_label(one.label, task.names, f"objects[{i}].label")
        for name in one.points:
            _check_point(name, task.points, f"objects[{i}].points")
        points = {name: _point(one.points.get(name), item, f"objects[{i}].points.{name}") for name in task.points}
        if not any(v for _, _, v in points.values()):
            raise AnswerError(f"objects[{i}].points", N_("must have at least {min_length} entries"), min_length=1)
        read.append((one, points))
    return read


def _point(point: Sequence[float] | None, item: PictureInput, where: str) -> Point:
    if point is None or point[2] == 0:
        return ABSENT
    x, y, v = point
    if v not in (1, 2):
        raise AnswerError(where, N_("visibility must be 0, 1 or 2"))
    return *point_within((x, y), item, where), int(v)


def dump_object(one: Marked | GoldObject) -> dict:
    """The stored form, without the points that are not there."""
    points = {name: [plain(x), plain(y), v] for name, (x, y, v) in one.points.items() if v}
    return {"id": one.id, "label": one.label, "points": points}


def dump_gold_object(one: GoldObject) -> dict:
    return {**dump_object(one), "box": [plain(value) for value in one.box], **notes(one)}


def dump_answer(answer: Sequence[Marked]) -> dict:
    return {"objects": [dump_object(one) for one in answer]}


def dump_gold(gold: Sequence[GoldObject]) -> dict:
    return {"objects": [dump_gold_object(one) for one in gold]}


def public_task(task: KeypointTask) -> dict:
    points = [{"id": one, "name": name} for one, name in task.points.items()]
    answer = {"points": points, "sides": [list(pair) for pair in task.sides]}
    return {"kind": "keypoints", "labels": public_labels(task.labels), "answer": answer}


def answer_schema(task: KeypointTask) -> dict:
    """JSON Schema of an answer; pixels of the picture as stored, v 1 hidden and 2 visible."""
    point = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}
    points = {
        "type": "object",
        "properties": dict.fromkeys(task.points, point),
        "minProperties": 1,
        "additionalProperties": False,
    }
    one = {
        "id": {"type": "string", "minLength": 1, "maxLength": 40},
        "label": {"type": "string", "enum": list(task.names)},
        "points": points,
    }
    return list_schema("objects", one)

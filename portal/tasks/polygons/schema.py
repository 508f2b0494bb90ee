"""Polygons: rings of points, the outline first, then its holes; each polygon with a label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from portal.grading.metrics import polygons as metric
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

if TYPE_CHECKING:
    from shapely import Geometry

MAX_POINTS = 2000

Rings = tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class PolygonTask:
    """Labels, and how close outlines must be: within the slack for the share `outline` of them."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    noun: str | None
    iou: float
    outline: float
    slack_px: float
    slack_share: float


@dataclass(frozen=True, slots=True)
class Polygon:
    """An outline a learner drew. `shape` is its area, for measuring."""

    id: str
    rings: Rings
    label: str
    shape: Geometry = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GoldPolygon:
    """A reference outline. `optional`: right if marked, right if not; `any`: further labels that are right."""

    id: str
    rings: Rings
    label: str
    shape: Geometry = field(compare=False, repr=False)
    optional: bool = False
    any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


class _Options(Shape):
    noun: str | None = None


class _Scoring(Shape):
    iou: Annotated[float, Field(gt=0, le=1)] = 0.5
    outline: Annotated[float, Field(gt=0, le=1)] = 0.9
    slack_px: Annotated[float, Field(ge=1, le=50)] = 3.0
    slack_share: Annotated[float, Field(ge=0, le=0.5)] = 0.03


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options = _Options()
    scoring: _Scoring = _Scoring()


_Point = Annotated[list[float], Field(min_length=2, max_length=2)]
_Ring = Annotated[list[_Point], Field(max_length=MAX_POINTS)]


class _Polygon(Shape):
    id: ObjectId
    rings: Annotated[list[_Ring], Field(min_length=1)]
    label: str


class _GoldPolygon(_Polygon, GoldNotes):
    pass


class _Answer(Shape):
    polygons: list[_Polygon]


class _Gold(Shape):
    polygons: list[_GoldPolygon]


def parse_task(raw: dict) -> PolygonTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    scoring = shape.scoring
    return PolygonTask(
        labels,
        {label.id: label.name for label in labels},
        shape.answer.noun,
        scoring.iou,
        scoring.outline,
        scoring.slack_px,
        scoring.slack_share,
    )


def parse_item(raw: dict, task: PolygonTask) -> PictureInput:
    return parse_picture(raw)


def parse_answer(raw: dict, task: PolygonTask, item: PictureInput) -> tuple[Polygon, ...]:
    """The polygons in the order drawn. One that crosses itself is refused with the place of the crossing."""
    check_counts(raw, "polygons")
    shapes = parse_shape(_Answer, raw).polygons
    _check(shapes, task)
    read = [_rings(one, item, f"polygons[{i}]") for i, one in enumerate(shapes)]
    return tuple(Polygon(s.id, rings, s.label, shape) for s, (rings, shape) in zip(shapes, read, strict=True))


def parse_gold(raw: dict, task: PolygonTask, item: PictureInput) -> tuple[GoldPolygon, ...]:
    shapes = parse_shape(_Gold, raw).polygons
    _check(shapes, task)
    gold = []
    for i, one in enumerate(shapes):
        check_labels(one.any, task.names, f"polygons[{i}].any")
        rings, shape = _rings(one, item, f"polygons[{i}]")
        more = (one.optional, tuple(one.any), one.why, one.rule)
        gold.append(GoldPolygon(one.id, rings, one.label, shape, *more))
    return tuple(gold)


def _check(shapes: Sequence[_Polygon], task: PolygonTask) -> None:
    check_once([one.id for one in shapes], "polygons[{}].id")
    for i, one in enumerate(shapes):
        check_label(one.label, task.names, f"polygons[{i}].label")


def _rings(one: _Polygon, item: PictureInput, where: str) -> tuple[Rings, Geometry]:
    """The rings to 0.01 px without a repeated closing point, and their shape."""
    rings = []
    for i, points in enumerate(one.rings):
        ring = [point_within(point, item, f"{where}.rings[{i}][{j}]") for j, point in enumerate(points)]
        rings.append(tuple(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring))
    shape, flaw = metric.repair(rings)
    if flaw is not None:
        if flaw.at is None:
            raise AnswerError(where, _FLAWS.get(flaw.what, N_("has no area that can be measured")))
        x, y = (f"{value:g}" for value in flaw.at)
        raise AnswerError(where, N_("crosses or touches itself at {x}, {y}"), x=x, y=y)
    return tuple(rings), shape


_FLAWS = {"has fewer than three different points": N_("has fewer than three different points")}


def dump_polygon(one: Polygon | GoldPolygon) -> dict:
    rings = [[[plain(x), plain(y)] for x, y in ring] for ring in one.rings]
    return {"id": one.id, "rings": rings, "label": one.label}


def dump_gold_polygon(one: GoldPolygon) -> dict:
    return {**dump_polygon(one), **notes(one)}


def dump_answer(answer: Sequence[Polygon]) -> dict:
    return {"polygons": [dump_polygon(one) for one in answer]}


def dump_gold(gold: Sequence[GoldPolygon]) -> dict:
    return {"polygons": [dump_gold_polygon(one) for one in gold]}


def public_task(task: PolygonTask) -> dict:
    answer = {"noun": task.noun} if task.noun else {}
    return {"kind": "polygons", "labels": public_labels(task.labels), "answer": answer}


def answer_schema(task: PolygonTask) -> dict:
    """JSON Schema of an answer; pixels of the picture as stored, the outline first, then its holes."""
    point = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    ring = {"type": "array", "items": point, "minItems": 3, "maxItems": MAX_POINTS}
    one = {
        "id": {"type": "string", "minLength": 1, "maxLength": 40},
        "rings": {"type": "array", "items": ring, "minItems": 1},
        "label": {"type": "string", "enum": list(task.names)},
    }
    return list_schema("polygons", one)

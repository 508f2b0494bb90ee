"""Rating: scores on one scale, for one or more dimensions. The labels of the task are its dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput, TextInput, parse_either
from portal.tasks.shapes import (
    Label,
    LabelShape,
    Nothing,
    Shape,
    check_label,
    object_schema,
    parse_labels,
    parse_shape,
    public_labels,
)


@dataclass(frozen=True, slots=True)
class RatingTask:
    """Dimensions, and the scale from `low` to `high` that all of them use."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    low: int
    high: int

    @property
    def scale(self) -> range:
        """Every number that can be given."""
        return range(self.low, self.high + 1)


@dataclass(frozen=True, slots=True)
class RatingGold:
    """A number for every dimension; `any` holds further numbers that are as right."""

    scores: Mapping[str, int]
    any: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class _Scale(Shape):
    low: Annotated[int, Field(ge=-10, le=100)] = 1
    high: Annotated[int, Field(ge=-10, le=100)] = 5


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Scale = _Scale()
    scoring: Nothing = Nothing()


class _Answer(Shape):
    scores: dict[str, int]


class _Gold(Shape):
    scores: dict[str, int]
    any: dict[str, list[int]] = {}


def parse_task(raw: dict) -> RatingTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    low, high = shape.answer.low, shape.answer.high
    if high <= low:
        raise AnswerError("answer.high", N_("must be more than {gt}"), gt=low)
    return RatingTask(labels, {label.id: label.name for label in labels}, low, high)


def parse_item(raw: dict, task: RatingTask) -> TextInput | PictureInput:
    return parse_either(raw)


def parse_answer(raw: dict, task: RatingTask, item: TextInput | PictureInput) -> Mapping[str, int]:
    """{dimension: number}. A dimension may be left out; it then counts as missed."""
    scores = parse_shape(_Answer, raw).scores
    if not scores:
        raise AnswerError("scores", N_("must have at least {min_length} entries"), min_length=1)
    for dimension, score in scores.items():
        _check(dimension, score, task, f"scores.{dimension[:40]}")
    return scores


def parse_gold(raw: dict, task: RatingTask, item: TextInput | PictureInput) -> RatingGold:
    shape = parse_shape(_Gold, raw)
    scores = parse_answer({"scores": shape.scores}, task, item)
    for dimension in task.names:
        if dimension not in scores:
            raise AnswerError(f"scores.{dimension}", N_("is missing"))
    for dimension, also in shape.any.items():
        for score in also:
            _check(dimension, score, task, f"any.{dimension[:40]}")
    return RatingGold(scores, {dimension: tuple(also) for dimension, also in shape.any.items()})


def _check(dimension: str, score: int, task: RatingTask, where: str) -> None:
    check_label(dimension, task.names, where)
    if score < task.low:
        raise AnswerError(where, N_("must be at least {ge}"), ge=task.low)
    if score > task.high:
        raise AnswerError(where, N_("must be at most {le}"), le=task.high)


def dump_answer(answer: Mapping[str, int]) -> dict:
    """The stored form, sorted, so that equal answers are stored alike."""
    return {"scores": dict(sorted(answer.items()))}


def dump_gold(gold: RatingGold) -> dict:
    raw = dump_answer(gold.scores)
    return {**raw, "any": {name: list(also) for name, also in sorted(gold.any.items())}} if gold.any else raw


def public_task(task: RatingTask) -> dict:
    return {
        "kind": "rating",
        "labels": public_labels(task.labels),
        "answer": {"low": task.low, "high": task.high},
    }


def answer_schema(task: RatingTask) -> dict:
    """JSON Schema of an answer."""
    score = {"type": "integer", "minimum": task.low, "maximum": task.high}
    scores = {
        "type": "object",
        "properties": dict.fromkeys(task.names, score),
        "minProperties": 1,
        "additionalProperties": False,
    }
    return object_schema({"scores": scores})

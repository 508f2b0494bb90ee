"""Preference: A, B or a tie; perhaps a strength and reasons. The labels of the task are the reasons one can tick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PairInput, parse_pair
from portal.tasks.shapes import (
    Label,
    LabelShape,
    Nothing,
    Shape,
    check_labels,
    check_once,
    object_schema,
    parse_labels,
    parse_shape,
    public_labels,
)

CHOICES = ("A", "B", "tie")


@dataclass(frozen=True, slots=True)
class PreferenceTask:
    """Reasons to tick, and what an answer may hold. `strength` is its highest value, 0 when none is asked for."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    tie: bool
    strength: int


@dataclass(frozen=True, slots=True)
class Preference:
    """A side or a tie. Gold has the same form."""

    choice: str
    strength: int | None = None
    reasons: frozenset[str] = frozenset()


class _Options(Shape):
    tie: bool = False
    strength: Annotated[int, Field(ge=0, le=9)] = 0


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options = _Options()
    scoring: Nothing = Nothing()


class _Answer(Shape):
    choice: Literal["A", "B", "tie"]
    strength: int | None = None
    reasons: list[str] = []


def parse_task(raw: dict) -> PreferenceTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels", at_least=0)
    return PreferenceTask(labels, {label.id: label.name for label in labels}, shape.answer.tie, shape.answer.strength)


def parse_item(raw: dict, task: PreferenceTask) -> PairInput:
    return parse_pair(raw)


def parse_answer(raw: dict, task: PreferenceTask, item: PairInput) -> Preference:
    shape = parse_shape(_Answer, raw)
    if shape.choice == "tie" and not task.tie:
        raise AnswerError("choice", N_("must be one of {expected}"), expected="A, B")
    if shape.strength is not None:
        if not task.strength:
            raise AnswerError("strength", N_("is not asked for in this exercise"))
        if shape.choice == "tie":
            raise AnswerError("strength", N_("does not go with a tie"))
        if not 1 <= shape.strength <= task.strength:
            raise AnswerError("strength", N_("must be from {low} to {high}"), low=1, high=task.strength)
    check_labels(shape.reasons, task.names, "reasons")
    check_once(shape.reasons, "reasons[{}]")
    return Preference(shape.choice, shape.strength, frozenset(shape.reasons))


def parse_gold(raw: dict, task: PreferenceTask, item: PairInput) -> Preference:
    return parse_answer(raw, task, item)


def dump_answer(answer: Preference) -> dict:
    """The stored form: only what was said."""
    said: dict = {"choice": answer.choice}
    if answer.strength is not None:
        said["strength"] = answer.strength
    if answer.reasons:
        said["reasons"] = sorted(answer.reasons)
    return said


def public_task(task: PreferenceTask) -> dict:
    return {
        "kind": "preference",
        "labels": public_labels(task.labels),
        "answer": {"tie": task.tie, "strength": task.strength},
    }


def answer_schema(task: PreferenceTask) -> dict:
    """JSON Schema of an answer."""
    properties: dict = {"choice": {"enum": [choice for choice in CHOICES if task.tie or choice != "tie"]}}
    if task.strength:
        properties["strength"] = {"type": "integer", "minimum": 1, "maximum": task.strength}
    if task.labels:
        reason = {"type": "string", "enum": list(task.names)}
        properties["reasons"] = {"type": "array", "items": reason, "uniqueItems": True}
    return object_schema(properties, optional={"strength", "reasons"})

"""Multichoice: a set of labels for an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput, TextInput, parse_either
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


@dataclass(frozen=True, slots=True)
class MultichoiceTask:
    """The labels to choose from."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MultichoiceGold:
    """The labels that must be given, and those that may be given or not."""

    labels: frozenset[str]
    optional: frozenset[str] = frozenset()


class _Task(Shape):
    labels: list[LabelShape]
    answer: Nothing = Nothing()
    scoring: Nothing = Nothing()


class _Answer(Shape):
    labels: list[str]


class _Gold(Shape):
    labels: list[str]
    optional: list[str] = []


def parse_task(raw: dict) -> MultichoiceTask:
    labels = parse_labels(parse_shape(_Task, raw).labels, "labels", at_least=2)
    return MultichoiceTask(labels, {label.id: label.name for label in labels})


def parse_item(raw: dict, task: MultichoiceTask) -> TextInput | PictureInput:
    return parse_either(raw)


def parse_answer(raw: dict, task: MultichoiceTask, item: TextInput | PictureInput) -> frozenset[str]:
    """The labels given; none is an answer too."""
    return _known(parse_shape(_Answer, raw).labels, task, "labels")


def parse_gold(raw: dict, task: MultichoiceTask, item: TextInput | PictureInput) -> MultichoiceGold:
    shape = parse_shape(_Gold, raw)
    labels, optional = _known(shape.labels, task, "labels"), _known(shape.optional, task, "optional")
    if labels & optional:
        raise AnswerError("optional", N_("{value} is used twice"), value=min(labels & optional))
    return MultichoiceGold(labels, optional)


def _known(labels: Sequence[str], task: MultichoiceTask, where: str) -> frozenset[str]:
    check_labels(labels, task.names, where)
    check_once(labels, f"{where}[{{}}]")
    return frozenset(labels)


def dump_answer(answer: frozenset[str]) -> dict:
    """The stored form, sorted, so that equal answers are stored alike."""
    return {"labels": sorted(answer)}


def dump_gold(gold: MultichoiceGold) -> dict:
    raw = dump_answer(gold.labels)
    return {**raw, "optional": sorted(gold.optional)} if gold.optional else raw


def public_task(task: MultichoiceTask) -> dict:
    return {"kind": "multichoice", "labels": public_labels(task.labels), "answer": {}}


def answer_schema(task: MultichoiceTask) -> dict:
    """JSON Schema of an answer."""
    label = {"type": "string", "enum": list(task.names)}
    return object_schema({"labels": {"type": "array", "items": label, "uniqueItems": True}})

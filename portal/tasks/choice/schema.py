"""Choice: one label for an item, perhaps a second one, an abstention, a confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    parse_labels,
    parse_shape,
    public_labels,
)

ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class ChoiceTask:
    """Labels and what an answer may hold besides one of them."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    second: bool
    abstain: bool
    confidence: bool


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """A label, or an abstention. Gold has the same form, without confidence."""

    label: str | None
    second: str | None = None
    abstain: bool = False
    confidence: int | None = None

    @property
    def chosen(self) -> str:
        """The label, or "abstain"."""
        return ABSTAIN if self.abstain else self.label


class _Options(Shape):
    second: bool = False
    abstain: bool = False
    confidence: bool = False


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options = _Options()
    scoring: Nothing = Nothing()


class _Answer(Shape):
    label: str | None = None
    second: str | None = None
    abstain: bool = False
    confidence: Annotated[int, Field(ge=50, le=100)] | None = None


def parse_task(raw: dict) -> ChoiceTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels", at_least=2)
    for i, label in enumerate(labels):
        if label.id == ABSTAIN:
            raise AnswerError(f"labels[{i}].id", N_("abstain is not a label; set answer.abstain instead"))
    options = shape.answer
    names = {label.id: label.name for label in labels}
    return ChoiceTask(labels, names, options.second, options.abstain, options.confidence)


def parse_item(raw: dict, task: ChoiceTask) -> TextInput | PictureInput:
    return parse_either(raw)


def parse_answer(raw: dict, task: ChoiceTask, item: TextInput | PictureInput) -> ChoiceAnswer:
    shape = parse_shape(_Answer, raw)
    for name in ("second", "abstain", "confidence"):
        if getattr(shape, name) not in (None, False) and not getattr(task, name):
            raise AnswerError(name, N_("is not asked for in this exercise"))
    if shape.abstain and (shape.label is not None or shape.second is not None):
        raise AnswerError("abstain", N_("choose a label or abstain, not both"))
    if not shape.abstain and shape.label is None:
        raise AnswerError("label", N_("is missing"))
    if shape.label is not None:
        check_label(shape.label, task.names, "label")
    if shape.second is not None:
        check_label(shape.second, task.names, "second")
        if shape.second == shape.label:
            raise AnswerError("second", N_("must differ from the first label"))
    return ChoiceAnswer(shape.label, shape.second, shape.abstain, shape.confidence)


def parse_gold(raw: dict, task: ChoiceTask, item: TextInput | PictureInput) -> ChoiceAnswer:
    gold = parse_answer(raw, task, item)
    if gold.confidence is not None:
        raise AnswerError("confidence", N_("is not a field we know"))
    return gold


def dump_answer(answer: ChoiceAnswer) -> dict:
    """The stored form: only what was said."""
    said = {"abstain": True} if answer.abstain else {"label": answer.label}
    if answer.second is not None:
        said["second"] = answer.second
    if answer.confidence is not None:
        said["confidence"] = answer.confidence
    return said


def public_task(task: ChoiceTask) -> dict:
    return {
        "kind": "choice",
        "labels": public_labels(task.labels),
        "answer": {"second": task.second, "abstain": task.abstain, "confidence": task.confidence},
    }


def answer_schema(task: ChoiceTask) -> dict:
    """JSON Schema of an answer."""
    label = {"type": "string", "enum": list(task.names)}
    properties = {"label": label}
    if task.second:
        properties["second"] = label
    if task.confidence:
        properties["confidence"] = {"type": "integer", "minimum": 50, "maximum": 100}
    required = [{"required": ["label"]}]
    if task.abstain:
        properties["abstain"] = {"const": True}
        required.append({"required": ["abstain"], "not": {"required": ["label"]}})
    return {"type": "object", "properties": properties, "anyOf": required, "additionalProperties": False}

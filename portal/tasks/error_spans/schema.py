"""Error spans: passages with a category (the task's labels) and a severity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import TextInput, parse_text
from portal.tasks.shapes import (
    GoldNotes,
    Label,
    LabelShape,
    Nothing,
    Shape,
    check_counts,
    check_label,
    check_labels,
    check_once,
    first_repeat,
    list_schema,
    notes,
    parse_labels,
    parse_shape,
    public_labels,
)


@dataclass(frozen=True, slots=True)
class ErrorTask:
    """Categories (`names`), severities by id with their names and points, lightest first."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    severities: Mapping[str, str]
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MarkedError:
    """An error in text[start:end], counted in Unicode code points; `label` is its category."""

    start: int
    end: int
    label: str
    severity: str


@dataclass(frozen=True, slots=True)
class GoldError:
    """A reference error. `optional`: right if marked, right if not; `any`: further categories that are right;
    `severity_any`: further severities."""

    start: int
    end: int
    label: str
    severity: str
    optional: bool = False
    any: tuple[str, ...] = ()
    severity_any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


class _Severity(Shape):
    id: str
    name: str
    points: Annotated[float, Field(ge=0, le=1000, strict=False)]


# As most MQM guidelines set them (Lommel et al. 2014); an exercise may state its own.
_USUAL = [
    _Severity(id="minor", name=N_("Minor"), points=1),
    _Severity(id="major", name=N_("Major"), points=5),
    _Severity(id="critical", name=N_("Critical"), points=25),
]


class _Options(Shape):
    severities: list[_Severity] = _USUAL


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options = _Options()
    scoring: Nothing = Nothing()


class _Error(Shape):
    start: int
    end: int
    category: str
    severity: str


class _GoldError(_Error, GoldNotes):
    severity_any: list[str] = []


class _Answer(Shape):
    spans: list[_Error]


class _Gold(Shape):
    spans: list[_GoldError]


def parse_task(raw: dict) -> ErrorTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    grades = shape.answer.severities
    if not grades:
        raise AnswerError("answer.severities", N_("must have at least {min_length} entries"), min_length=1)
    check_once([one.id for one in grades], "answer.severities[{}].id")
    return ErrorTask(
        labels,
        {label.id: label.name for label in labels},
        {one.id: one.name for one in grades},
        {one.id: one.points for one in grades},
    )


def parse_item(raw: dict, task: ErrorTask) -> TextInput:
    return parse_text(raw)


def parse_answer(raw: dict, task: ErrorTask, item: TextInput) -> tuple[MarkedError, ...]:
    """The errors in reading order; the same one twice is one."""
    check_counts(raw, "spans")
    shapes = parse_shape(_Answer, raw).spans
    _check(shapes, task, item)
    found = {MarkedError(s.start, s.end, s.category, s.severity) for s in shapes}
    return tuple(sorted(found, key=_reading_order))


def parse_gold(raw: dict, task: ErrorTask, item: TextInput) -> tuple[GoldError, ...]:
    shapes = parse_shape(_Gold, raw).spans
    _check(shapes, task, item)
    for i, error in enumerate(shapes):
        check_labels(error.any, task.names, f"spans[{i}].any")
        for j, severity in enumerate(error.severity_any):
            _check_severity(severity, task, f"spans[{i}].severity_any[{j}]")
    twice = first_repeat((s.start, s.end, s.category) for s in shapes)
    if twice is not None:
        raise AnswerError(f"spans[{twice}]", N_("the same span is there twice"))
    gold = (
        GoldError(
            s.start, s.end, s.category, s.severity, s.optional, tuple(s.any), tuple(s.severity_any), s.why, s.rule
        )
        for s in shapes
    )
    return tuple(sorted(gold, key=_reading_order))


def _check(shapes: Sequence[_Error], task: ErrorTask, item: TextInput) -> None:
    for i, error in enumerate(shapes):
        check_label(error.category, task.names, f"spans[{i}].category")
        _check_severity(error.severity, task, f"spans[{i}].severity")
        if not 0 <= error.start < error.end <= len(item.text):
            message = N_("must lie within the text, 0 to {length}, and end after it starts")
            raise AnswerError(f"spans[{i}]", message, length=len(item.text))


def _check_severity(severity: str, task: ErrorTask, where: str) -> None:
    if severity not in task.severities:
        raise AnswerError(where, N_("unknown severity {value}"), value=severity[:60])


def _reading_order(error: MarkedError | GoldError) -> tuple:
    return error.start, -error.end, error.label, error.severity


def dump_error(error: MarkedError | GoldError) -> dict:
    return {"start": error.start, "end": error.end, "category": error.label, "severity": error.severity}


def dump_gold_error(error: GoldError) -> dict:
    return {**dump_error(error), **notes(error, "severity_any")}


def dump_answer(answer: Sequence[MarkedError]) -> dict:
    return {"spans": [dump_error(error) for error in answer]}


def dump_gold(gold: Sequence[GoldError]) -> dict:
    return {"spans": [dump_gold_error(error) for error in gold]}


def public_task(task: ErrorTask) -> dict:
    severities = [{"id": one, "name": name, "points": task.points[one]} for one, name in task.severities.items()]
    return {"kind": "error_spans", "labels": public_labels(task.labels), "answer": {"severities": severities}}


def answer_schema(task: ErrorTask) -> dict:
    """JSON Schema of an answer; offsets are Unicode code points, end exclusive."""
    error = {
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
        "category": {"type": "string", "enum": list(task.names)},
        "severity": {"type": "string", "enum": list(task.severities)},
    }
    return list_schema("spans", error)

"""Spans: pieces of a text, each with a label. They may nest and overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    first_repeat,
    list_schema,
    notes,
    parse_labels,
    parse_shape,
    public_labels,
)


@dataclass(frozen=True, slots=True)
class SpanTask:
    """Labels; `noun` is what a headline calls the things marked, None for "passages"."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    noun: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """Characters text[start:end], counted in Unicode code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A reference span. `optional`: right if marked, right if not; `any`: further labels that are right."""

    start: int
    end: int
    label: str
    optional: bool = False
    any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


class _Options(Shape):
    noun: str | None = None


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options = _Options()
    scoring: Nothing = Nothing()


class _Span(Shape):
    start: int
    end: int
    label: str


class _GoldSpan(_Span, GoldNotes):
    pass


class _Answer(Shape):
    spans: list[_Span]


class _Gold(Shape):
    spans: list[_GoldSpan]


def parse_task(raw: dict) -> SpanTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    return SpanTask(labels, {label.id: label.name for label in labels}, shape.answer.noun)


def parse_item(raw: dict, task: SpanTask) -> TextInput:
    return parse_text(raw)


def parse_answer(raw: dict, task: SpanTask, item: TextInput) -> tuple[Span, ...]:
    """The spans in reading order; the same span with the same label twice is one span."""
    check_counts(raw, "spans")
    shapes = parse_shape(_Answer, raw).spans
    _check_spans(shapes, task, item)
    return tuple(sorted({Span(s.start, s.end, s.label) for s in shapes}, key=_reading_order))


def parse_gold(raw: dict, task: SpanTask, item: TextInput) -> tuple[GoldSpan, ...]:
    shapes = parse_shape(_Gold, raw).spans
    _check_spans(shapes, task, item)
    for i, span in enumerate(shapes):
        surface = item.text[span.start : span.end]
        if surface != surface.strip():
            raise AnswerError(f"spans[{i}]", N_("a reference span must not start or end with white space"))
        check_labels(span.any, task.names, f"spans[{i}].any")
    twice = first_repeat((s.start, s.end, s.label) for s in shapes)
    if twice is not None:
        raise AnswerError(f"spans[{twice}]", N_("the same span is there twice"))
    spans = (GoldSpan(s.start, s.end, s.label, s.optional, tuple(s.any), s.why, s.rule) for s in shapes)
    return tuple(sorted(spans, key=_reading_order))


def _check_spans(shapes: list, task: SpanTask, item: TextInput) -> None:
    for i, span in enumerate(shapes):
        check_label(span.label, task.names, f"spans[{i}].label")
        if not 0 <= span.start < span.end <= len(item.text):
            message = N_("must lie within the text, 0 to {length}, and end after it starts")
            raise AnswerError(f"spans[{i}]", message, length=len(item.text))


def _reading_order(span: Span | GoldSpan) -> tuple:
    """By start, the outer before the inner."""
    return span.start, -span.end, span.label


def dump_span(span: Span | GoldSpan) -> dict:
    return {"start": span.start, "end": span.end, "label": span.label}


def dump_gold_span(span: GoldSpan) -> dict:
    return {**dump_span(span), **notes(span)}


def dump_answer(answer: tuple[Span, ...]) -> dict:
    return {"spans": [dump_span(span) for span in answer]}


def dump_gold(gold: tuple[GoldSpan, ...]) -> dict:
    return {"spans": [dump_gold_span(span) for span in gold]}


def public_task(task: SpanTask) -> dict:
    answer = {"noun": task.noun} if task.noun else {}
    return {"kind": "spans", "labels": public_labels(task.labels), "answer": answer}


def answer_schema(task: SpanTask) -> dict:
    """JSON Schema of an answer; offsets are Unicode code points, end exclusive."""
    span = {
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
        "label": {"type": "string", "enum": list(task.names)},
    }
    return list_schema("spans", span)

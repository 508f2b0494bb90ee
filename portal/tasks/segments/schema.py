"""Segments: stretches of time with labels. They may overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import AudioInput, parse_audio
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

# An end may lie this far behind the recording: players round.
_AIR = 0.05


@dataclass(frozen=True, slots=True)
class SegmentTask:
    """Labels; `tolerance`: how many seconds an edge may be off and still be right."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    tolerance: float


@dataclass(frozen=True, slots=True)
class Segment:
    """From `start` to `end`, in seconds."""

    start: float
    end: float
    label: str


@dataclass(frozen=True, slots=True)
class GoldSegment:
    """A reference stretch. `optional`: right if marked, right if not; `any`: further labels that are right."""

    start: float
    end: float
    label: str
    optional: bool = False
    any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


class _Scoring(Shape):
    tolerance: Annotated[float, Field(gt=0, le=10, strict=False)] = 0.2


class _Task(Shape):
    labels: list[LabelShape]
    answer: Nothing = Nothing()
    scoring: _Scoring = _Scoring()


_Second = Annotated[float, Field(ge=0, strict=False)]


class _Segment(Shape):
    start: _Second
    end: _Second
    label: str


class _GoldSegment(_Segment, GoldNotes):
    pass


class _Answer(Shape):
    segments: list[_Segment]


class _Gold(Shape):
    segments: list[_GoldSegment]


def parse_task(raw: dict) -> SegmentTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    return SegmentTask(labels, {label.id: label.name for label in labels}, shape.scoring.tolerance)


def parse_item(raw: dict, task: SegmentTask) -> AudioInput:
    return parse_audio(raw)


def parse_answer(raw: dict, task: SegmentTask, item: AudioInput) -> tuple[Segment, ...]:
    """The stretches by their start; the same one twice is one."""
    check_counts(raw, "segments")
    shapes = parse_shape(_Answer, raw).segments
    _check(shapes, task, item)
    return tuple(sorted({Segment(s.start, s.end, s.label) for s in shapes}, key=_in_time))


def parse_gold(raw: dict, task: SegmentTask, item: AudioInput) -> tuple[GoldSegment, ...]:
    shapes = parse_shape(_Gold, raw).segments
    _check(shapes, task, item)
    for i, segment in enumerate(shapes):
        check_labels(segment.any, task.names, f"segments[{i}].any")
    twice = first_repeat((s.start, s.end, s.label) for s in shapes)
    if twice is not None:
        raise AnswerError(f"segments[{twice}]", N_("the same segment is there twice"))
    gold = (GoldSegment(s.start, s.end, s.label, s.optional, tuple(s.any), s.why, s.rule) for s in shapes)
    return tuple(sorted(gold, key=_in_time))


def _check(shapes: Sequence[_Segment], task: SegmentTask, item: AudioInput) -> None:
    for i, segment in enumerate(shapes):
        check_label(segment.label, task.names, f"segments[{i}].label")
        if not segment.start < segment.end <= item.seconds + _AIR:
            message = N_("must lie within the recording, 0 to {seconds} s, and end after it starts")
            raise AnswerError(f"segments[{i}]", message, seconds=f"{item.seconds:g}")


def _in_time(segment: Segment | GoldSegment) -> tuple:
    return segment.start, segment.end, segment.label


def dump_segment(segment: Segment | GoldSegment) -> dict:
    return {"start": segment.start, "end": segment.end, "label": segment.label}


def dump_gold_segment(segment: GoldSegment) -> dict:
    return {**dump_segment(segment), **notes(segment)}


def dump_answer(answer: Sequence[Segment]) -> dict:
    return {"segments": [dump_segment(segment) for segment in answer]}


def dump_gold(gold: Sequence[GoldSegment]) -> dict:
    return {"segments": [dump_gold_segment(segment) for segment in gold]}


def public_task(task: SegmentTask) -> dict:
    return {"kind": "segments", "labels": public_labels(task.labels), "answer": {}}


def answer_schema(task: SegmentTask) -> dict:
    """JSON Schema of an answer; times are seconds from the start of the recording."""
    segment = {
        "start": {"type": "number", "minimum": 0},
        "end": {"type": "number", "exclusiveMinimum": 0},
        "label": {"type": "string", "enum": list(task.names)},
    }
    return list_schema("segments", segment)

"""Tracks: objects given by their box at some frames; between two keyframes the box moves evenly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from portal.grading.metrics.tracks import Keyframe
from portal.grading.types import N_, AnswerError
from portal.tasks.boxes.schema import dump_rect, parse_rect
from portal.tasks.inputs import PictureInput, VideoInput, parse_video
from portal.tasks.shapes import (
    GoldNotes,
    Label,
    LabelShape,
    Nothing,
    ObjectId,
    Shape,
    check_counts,
    check_label,
    check_labels,
    check_once,
    first_repeat,
    list_schema,
    notes,
    object_schema,
    parse_labels,
    parse_shape,
    public_labels,
)

MAX_KEYFRAMES = 5000


@dataclass(frozen=True, slots=True)
class TrackTask:
    """Labels; `cover`: the share of its frames in which a track must lie on its object; `stride`: every how many
    frames are looked at."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    cover: float
    stride: int


@dataclass(frozen=True, slots=True)
class Track:
    """An object a learner followed."""

    id: str
    label: str
    keyframes: tuple[Keyframe, ...]


@dataclass(frozen=True, slots=True)
class GoldTrack:
    """A reference track. `optional`: right if followed, right if not; `any`: further labels that are right."""

    id: str
    label: str
    keyframes: tuple[Keyframe, ...]
    optional: bool = False
    any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


class _Scoring(Shape):
    cover: Annotated[float, Field(gt=0, le=1)] = 0.9
    stride: Annotated[int, Field(ge=1, le=1000)] = 1


class _Task(Shape):
    labels: list[LabelShape]
    answer: Nothing = Nothing()
    scoring: _Scoring = _Scoring()


class _Keyframe(Shape):
    frame: int
    box: Annotated[list[float], Field(min_length=4, max_length=4)]
    outside: bool = False


class _Track(Shape):
    id: ObjectId
    label: str
    keyframes: Annotated[list[_Keyframe], Field(min_length=1, max_length=MAX_KEYFRAMES)]


class _GoldTrack(_Track, GoldNotes):
    pass


class _Answer(Shape):
    tracks: list[_Track]


class _Gold(Shape):
    tracks: list[_GoldTrack]


def parse_task(raw: dict) -> TrackTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    return TrackTask(labels, {label.id: label.name for label in labels}, shape.scoring.cover, shape.scoring.stride)


def parse_item(raw: dict, task: TrackTask) -> VideoInput:
    return parse_video(raw)


def parse_answer(raw: dict, task: TrackTask, item: VideoInput) -> tuple[Track, ...]:
    """The tracks in the order made, keyframes by their frame."""
    check_counts(raw, "tracks")
    shapes = parse_shape(_Answer, raw).tracks
    return tuple(Track(s.id, s.label, keyframes) for s, keyframes in _read(shapes, task, item))


def parse_gold(raw: dict, task: TrackTask, item: VideoInput) -> tuple[GoldTrack, ...]:
    gold = []
    for i, (one, keyframes) in enumerate(_read(parse_shape(_Gold, raw).tracks, task, item)):
        check_labels(one.any, task.names, f"tracks[{i}].any")
        gold.append(GoldTrack(one.id, one.label, keyframes, one.optional, tuple(one.any), one.why, one.rule))
    return tuple(gold)


def _read(shapes: Sequence[_Track], task: TrackTask, item: VideoInput) -> list[tuple]:
    """(shape, its keyframes in order) for each track."""
    check_once([one.id for one in shapes], "tracks[{}].id")
    # A box is checked as on a picture of the film's size.
    picture = PictureInput(item.video, item.width, item.height, item.alt)
    read = []
    for i, one in enumerate(shapes):
        check_label(one.label, task.names, f"tracks[{i}].label")
        keyframes = []
        for j, key in enumerate(one.keyframes):
            where = f"tracks[{i}].keyframes[{j}]"
            if not 0 <= key.frame < item.frames:
                message = N_("must be a frame of the film, 0 to {last}")
                raise AnswerError(f"{where}.frame", message, last=item.frames - 1)
            keyframes.append(Keyframe(key.frame, parse_rect(key.box, picture, f"{where}.box"), key.outside))
        keyframes.sort(key=lambda key: key.frame)
        twice = first_repeat(key.frame for key in keyframes)
        if twice is not None:
            raise AnswerError(f"tracks[{i}]", N_("has frame {frame} twice"), frame=keyframes[twice].frame)
        if keyframes[0].outside:
            raise AnswerError(f"tracks[{i}]", N_("starts outside the picture"))
        read.append((one, tuple(keyframes)))
    return read


def dump_track(one: Track | GoldTrack) -> dict:
    keyframes = [{"frame": k.frame, "box": dump_rect(k.rect), "outside": k.outside} for k in one.keyframes]
    return {"id": one.id, "label": one.label, "keyframes": keyframes}


def dump_gold_track(one: GoldTrack) -> dict:
    return {**dump_track(one), **notes(one)}


def dump_answer(answer: Sequence[Track]) -> dict:
    return {"tracks": [dump_track(one) for one in answer]}


def dump_gold(gold: Sequence[GoldTrack]) -> dict:
    return {"tracks": [dump_gold_track(one) for one in gold]}


def public_task(task: TrackTask) -> dict:
    return {"kind": "tracks", "labels": public_labels(task.labels), "answer": {}}


def answer_schema(task: TrackTask) -> dict:
    """JSON Schema of an answer; boxes are [x, y, width, height] in pixels of the film, frames count from 0."""
    key = {
        "frame": {"type": "integer", "minimum": 0},
        "box": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        "outside": {"type": "boolean"},
    }
    key = object_schema(key, optional={"outside"})
    one = {
        "id": {"type": "string", "minLength": 1, "maxLength": 40},
        "label": {"type": "string", "enum": list(task.names)},
        "keyframes": {"type": "array", "items": key, "minItems": 1, "maxItems": MAX_KEYFRAMES},
    }
    return list_schema("tracks", one)

"""The writing half of Label Studio JSON: a task for each item, an annotation for each annotator."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.formats.label_studio_regions import FLAGS, centre_to_corner
from portal.formats.model import Clip, Keypoints, Picture, Record
from portal.formats.report import FormatError, Report
from portal.formats.units import Utf16
from portal.grading.types import N_

# Names of controls for a question or dimension without a name of its own.
WHOLE_NAMES: Mapping[str, str] = MappingProxyType(
    {"choices": "choice", "rating": "rating", "number": "rating", "textarea": "transcription", "ranker": "rank"}
)


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        number = 0
        for position, (item, group) in enumerate(groupby(records, key=lambda record: record.item)):
            together = list(group)
            annotations = []
            for record in together:
                number += 1
                results = list(_Results(record, report).all())
                annotations.append({"id": number, "completed_by": _number(record.annotator), "result": results})
                if not record.annotator:
                    del annotations[-1]["completed_by"]
            task = {"id": _number(item), "data": _data(together), "annotations": annotations, "predictions": []}
            out.write(",\n" if position else "\n")
            out.write(json.dumps(task, ensure_ascii=False, allow_nan=False))
        out.write("\n]\n")


def _number(name: str) -> int | str:
    """The id as a number where it is one written plainly."""
    return int(name) if name.isascii() and name.isdigit() and str(int(name)) == name else name


def _target(record: Record) -> str:
    """The name of what is labelled, in data and results."""
    if isinstance(record.media, Picture):
        return "image"
    if isinstance(record.media, Clip):
        return "video" if record.media.frames or record.media.width else "audio"
    return "text" if record.text is not None else "item"


def _data(records: list[Record]) -> dict[str, str]:
    data: dict[str, str] = {}
    for record in records:
        if record.text is not None:
            data.setdefault("text", record.text)
        if record.media is not None:
            data.setdefault(_target(record), record.media.name)
    return data or {"item": records[0].item}


class _Results:
    """The results of one record."""

    def __init__(self, record: Record, report: Report):
        self.record = record
        self.report = report
        self.target = _target(record)
        self.at = record.item
        self.used: set[str] = set()

    def all(self) -> Iterator[dict]:
        yield from self._whole()
        yield from self._spans()
        yield from self._drawn()
        yield from self._segments()

    def _result(self, kind: str, name: str, value: dict, **more: Any) -> dict:
        return {"type": kind, "from_name": name, "to_name": self.target, "value": value, **more}

    def _whole(self) -> Iterator[dict]:
        record = self.record
        by_question: dict[str, list[str]] = {}
        for given in record.classes:
            by_question.setdefault(given.question, []).append(given.label)
        for question, labels in by_question.items():
            yield self._result("choices", question or WHOLE_NAMES["choices"], {"choices": labels})
        for dimension, score in record.scores.items():
            kind = "rating" if score == int(score) and score >= 0 else "number"
            value = int(score) if kind == "rating" else score
            yield self._result(kind, dimension or WHOLE_NAMES[kind], {kind: value})
        if record.transcript is not None:
            yield self._result("textarea", WHOLE_NAMES["textarea"], {"text": [record.transcript]})
        if record.order:
            yield self._result("ranker", WHOLE_NAMES["ranker"], {"ranker": {"rank": list(record.order)}})

    def _spans(self) -> Iterator[dict]:
        record = self.record
        if not record.spans:
            return
        self.target, before = "text", self.target
        text = record.text or ""
        units = Utf16(text)
        for span in record.spans:
            place = {"start": units.to_units(span.start), "end": units.to_units(span.end)}
            place["text"] = text[span.start : span.end]
            yield self._result("labels", "label", {**place, "labels": [span.label]}, id=span.id)
            yield from self._about(span.id, place, span.attributes)
        for relation in record.relations:
            labels = [relation.label] if relation.label else []
            ends = {"from_id": relation.head, "to_id": relation.tail}
            yield {"type": "relation", **ends, "direction": "right", "labels": labels}
        self.target = before

    def _about(self, name: str, place: dict, attributes: Mapping[str, str], flags: Iterable[str] = (), **more: Any):
        """What is said of a region: a result of the same id for each attribute."""
        for attribute, value in attributes.items():
            yield self._result("choices", attribute, {**place, "choices": [value]}, id=name, **more)
        if flags := sorted(flags):
            yield self._result("choices", FLAGS, {**place, "choices": flags}, id=name, **more)

    def _scale(self) -> tuple[float, float, dict]:
        """What a pixel is in per cent of width and height, and the size as results tell it."""
        picture = self.record.media
        if isinstance(picture, Picture) and picture.unit == "share":
            return 100, 100, {}
        if not isinstance(picture, Picture) or picture.width is None or picture.height is None:
            raise FormatError(self.at, N_("Label Studio needs the size of the picture, which is not known"))
        size = {"original_width": picture.width, "original_height": picture.height, "image_rotation": 0}
        return 100 / picture.width, 100 / picture.height, size

    def _drawn(self) -> Iterator[dict]:
        record = self.record
        if not (record.boxes or record.polygons or record.keypoints):
            return
        fx, fy, size = self._scale()
        for box in record.boxes:
            x, y = box.x, box.y
            if box.rotation:
                x, y = centre_to_corner(x, y, box.width, box.height, box.rotation)
            place = {"x": x * fx, "y": y * fy, "width": box.width * fx, "height": box.height * fy}
            place["rotation"] = box.rotation
            name = self._unique(box.id)
            yield self._result(
                "rectanglelabels", "box", {**place, "rectanglelabels": _list(box.label)}, id=name, **size
            )
            yield from self._about(name, place, box.attributes, box.flags, **size)
        for polygon in record.polygons:
            if len(polygon.rings) > 1:
                self.report.change(N_("polygons"), N_("holes and further parts are left out"), at=self.at)
            place = {"points": [[x * fx, y * fy] for x, y in polygon.rings[0]], "closed": True}
            name = self._unique(polygon.id)
            value = {**place, "polygonlabels": _list(polygon.label)}
            yield self._result("polygonlabels", "polygon", value, id=name, **size)
            yield from self._about(name, place, polygon.attributes, polygon.flags, **size)
        for points in record.keypoints:
            yield from self._keypoints(points, fx, fy, size)

    def _keypoints(self, points: Keypoints, fx: float, fy: float, size: dict) -> Iterator[dict]:
        """The points, and around them the box that tells Label Studio which object they belong to."""
        shown = {name: (x, y, v) for name, (x, y, v) in points.points.items() if v}
        hidden = sum(v == 1 for _, _, v in shown.values())
        self.report.change(N_("points"), N_("hidden ones are written as visible"), hidden, at=self.at)
        missing = len(points.points) - len(shown)
        self.report.drop(N_("points"), N_("not labelled, so nothing is written of them"), missing, at=self.at)
        if not shown:
            self.report.drop(N_("keypoints"), N_("without a labelled point nothing is written"), at=self.at)
            return
        owner = self._unique(points.id)
        left, top = min(x for x, _, _ in shown.values()), min(y for _, y, _ in shown.values())
        width = max(x for x, _, _ in shown.values()) - left
        height = max(y for _, y, _ in shown.values()) - top
        place = {"x": left * fx, "y": top * fy, "width": width * fx, "height": height * fy, "rotation": 0}
        value = {**place, "rectanglelabels": _list(points.label)}
        yield self._result("rectanglelabels", "box", value, id=owner, **size)
        yield from self._about(owner, place, points.attributes, points.flags, **size)
        for i, (name, (x, y, _)) in enumerate(shown.items()):
            value = {"x": x * fx, "y": y * fy, "width": 0.5, "keypointlabels": [name]}
            yield self._result("keypointlabels", "point", value, id=f"{owner}.{i}", parentID=owner, **size)

    def _segments(self) -> Iterator[dict]:
        clip = self.record.media
        length = {"original_length": clip.seconds} if isinstance(clip, Clip) and clip.seconds is not None else {}
        for i, segment in enumerate(self.record.segments):
            place = {"start": segment.start, "end": segment.end, "channel": 0}
            name = self._unique(f"s{i}")
            yield self._result("labels", "speaker", {**place, "labels": _list(segment.label)}, id=name, **length)
            if segment.text:
                value = {**place, "text": [segment.text]}
                yield self._result("textarea", "words", value, id=name, **length)

    def _unique(self, name: str) -> str:
        """The id, with something added where the annotation has it already: boxes and polygons may share ids."""
        while name in self.used:
            name += "'"
        self.used.add(name)
        return name


def _list(label: str) -> list[str]:
    return [label] if label else []

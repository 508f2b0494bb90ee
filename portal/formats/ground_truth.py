"""SageMaker Ground Truth output manifests: a JSON object a line, the label attribute and its metadata side by side.

Read and written: object detection, image and text classification with one or several classes, text spans. Spans are
taken as code points, end exclusive. A label attribute's name is the question that its classes answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from portal.formats import Format, fields, jsontext
from portal.formats.model import Box, Class, Picture, Record, Span
from portal.formats.naming import numbered_item
from portal.formats.pictures import item_of
from portal.formats.probe import Probe
from portal.formats.report import FormatError, Report
from portal.formats.source import Source
from portal.formats.units import in_pixels, number
from portal.grading.types import N_

_META = "-metadata"
_TYPE = "groundtruth/"


def sniff(probe: Probe) -> bool:
    first = probe.first_line if probe.is_jsonl else None
    return isinstance(first, Mapping) and bool({"source", "source-ref"} & set(first))


def read(source: Source, report: Report) -> Iterator[Record]:
    """A record a line."""
    for name in source.names:
        with source.at(name):
            empty = True
            for line, raw in jsontext.lines(source, name):
                empty = False
                yield _record(fields.mapping(raw, f"line {line}"), f"line {line}", source, name, line, report)
            if empty:
                raise FormatError("", N_("is empty"))


def _record(raw: Mapping, where: str, source: Source, name: str, line: int, report: Report) -> Record:
    found: dict[str, Any] = {"classes": [], "boxes": [], "spans": []}
    if "source-ref" in raw:
        address = fields.text(raw["source-ref"], f"{where}: source-ref")
        file_name = PurePosixPath(address.partition("?")[0]).name or address
        item, found["media"] = item_of(file_name), Picture(file_name)
    else:
        item = numbered_item(source, name, line)
        found["text"] = fields.text(fields.of(raw, "source", where), f"{where}: source")
    for key in raw:
        meta = raw.get(key + _META)
        if key in ("source", "source-ref") or key.endswith(_META):
            continue
        if not isinstance(meta, Mapping) or not isinstance(meta.get("type"), str):
            report.drop(
                N_("values beside the labels"),
                N_("they have no metadata that says what they are"),
                at=f"{where}: {key}",
            )
            continue
        _attribute(key, raw[key], meta, f"{where}: {key}", found, report)
    return Record(item, **{part: tuple(value) if isinstance(value, list) else value for part, value in found.items()})


def _attribute(key: str, value: Any, meta: Mapping, where: str, found: dict[str, Any], report: Report) -> None:
    kind = meta["type"].removeprefix(_TYPE)
    if kind == "object-detection":
        _boxes(value, meta, where, found)
    elif kind in ("image-classification", "text-classification"):
        name = meta.get("class-name")
        found["classes"].append(Class(_class(value, meta, where) if name is None else fields.name(name, where), key))
    elif kind in ("image-classification-multilabel", "text-classification-multilabel"):
        found["classes"] += [Class(_class(one, meta, where), key) for one in fields.items(value, where)]
    elif kind == "text-span":
        _spans(value, where, found)
    else:
        report.drop(N_("labels of other kinds"), N_("only boxes, classes and spans are read"), at=f"{where}: {kind}")


def _class(value: Any, meta: Mapping, where: str) -> str:
    names = fields.mapping(meta.get("class-map") or {}, f"{where}: class-map")
    key = fields.name(value, where)
    if key not in names:
        raise FormatError(where, N_("class {value} is not in the class map"), value=key)
    return fields.name(names[key], f"{where}: class-map")


def _boxes(value: Any, meta: Mapping, where: str, found: dict[str, Any]) -> None:
    sizes = fields.items(fields.of(value, "image_size", where, []), f"{where}.image_size")
    if sizes:
        width, height = (fields.whole(fields.of(sizes[0], part, where), where) for part in ("width", "height"))
        picture = found.get("media") or Picture("")
        found["media"] = Picture(picture.name, width, height)
    for i, raw in enumerate(fields.items(fields.of(value, "annotations", where), f"{where}.annotations")):
        place = f"{where}.annotations[{i}]"
        left, top, wide, high = (
            fields.number(fields.of(raw, part, place), f"{place}.{part}") for part in ("left", "top", "width", "height")
        )
        if wide <= 0 or high <= 0:
            raise FormatError(place, N_("is a box of no size"))
        label = _class(fields.of(raw, "class_id", place), meta, f"{place}.class_id")
        found["boxes"].append(Box(str(len(found["boxes"]) + 1), left, top, wide, high, label))


def _spans(value: Any, where: str, found: dict[str, Any]) -> None:
    text = found.get("text")
    if text is None:
        raise FormatError(where, N_("marks spans of a text that is not in the file"))
    annotations = fields.of(value, "annotations", where, value)
    for i, raw in enumerate(fields.items(fields.of(annotations, "entities", where), f"{where}.entities")):
        place = f"{where}.entities[{i}]"
        start, end = (fields.whole(fields.of(raw, part, place), place) for part in ("startOffset", "endOffset"))
        if not 0 <= start < end <= len(text):
            raise FormatError(place, N_("reaches outside the text"))
        label = fields.text(fields.of(raw, "label", place), f"{place}.label")
        found["spans"].append(Span(str(len(found["spans"]) + 1), start, end, label))


def write(records: Iterable[Record], path: Path, report: Report) -> None:
    """A line a record; each line carries the class map of its own labels."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            row = _row(in_pixels(record), report)
            out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def _row(record: Record, report: Report) -> dict:
    picture = record.media if isinstance(record.media, Picture) else None
    if record.text is None:
        row: dict[str, Any] = {"source-ref": picture.name if picture else record.item}
        if picture and item_of(picture.name) != record.item:
            report.change(N_("names of items"), N_("the picture's name stands for the item"), at=record.item)
    else:
        row = {"source": record.text}
        report.change(N_("names of items"), N_("texts are known by their line"), at=record.item)
    if record.boxes or picture and not record.classes:
        _put(row, "labels", *_detection(record, picture, report))
    if record.spans:
        lost = sum(len(span.attributes) for span in record.spans)
        report.drop(N_("attributes"), N_("this format has no place for them"), lost, at=record.item)
        entities = [{"startOffset": s.start, "endOffset": s.end, "label": s.label} for s in record.spans]
        labels = [{"label": label} for label in dict.fromkeys(span.label for span in record.spans)]
        _put(row, "spans", {"annotations": {"entities": entities, "labels": labels}}, "text-span", {})
    questions = dict.fromkeys(one.question for one in record.classes)
    for question in questions:
        labels = [one.label for one in record.classes if one.question == question]
        kind = "text-classification" if record.text is not None else "image-classification"
        names = {str(i): label for i, label in enumerate(labels)}
        several = len(labels) > 1
        value: Any = list(range(len(labels))) if several else 0
        more = {"class-map": names} if several else {"class-name": labels[0], "class-map": names}
        _put(row, question or "class", value, f"{kind}-multilabel" if several else kind, more)
    return row


def _put(row: dict, key: str, value: Any, kind: str, more: Mapping) -> None:
    row[key] = value
    row[key + _META] = {**more, "type": _TYPE + kind, "human-annotated": "yes"}


def _detection(record: Record, picture: Picture | None, report: Report) -> tuple[dict, str, dict]:
    classes: dict[str, int] = {}
    annotations = []
    for box in record.boxes:
        if box.rotation:
            report.drop(N_("boxes"), N_("they are turned; this format has upright ones only"), at=record.item)
            continue
        lost = len(box.flags) + len(box.attributes)
        report.drop(N_("flags and attributes"), N_("this format has no place for them"), lost, at=record.item)
        values = dict(zip(("left", "top", "width", "height"), (box.x, box.y, box.width, box.height), strict=True))
        at = classes.setdefault(box.label, len(classes))
        annotations.append({"class_id": at, **{key: number(value) for key, value in values.items()}})
    value: dict[str, Any] = {"annotations": annotations}
    if picture and picture.width and picture.height:
        value["image_size"] = [{"width": picture.width, "height": picture.height, "depth": 3}]
    return value, "object-detection", {"class-map": {str(at): label for label, at in classes.items()}}


FORMAT = Format(
    name="ground_truth",
    title="SageMaker Ground Truth manifest",
    extensions=(".manifest", ".jsonl"),
    features=frozenset({"classes", "boxes", "spans"}),
    sniff=sniff,
    read=read,
    write=write,
)

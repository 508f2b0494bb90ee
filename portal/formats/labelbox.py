"""Labelbox NDJSON: exports (a data row a line, with all its labels) and annotation imports (a label a line).

Read both, written as the import, which is what Labelbox takes. Text offsets are UTF-16 units and the end is the last
unit, not the one after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.formats import Format, fields, jsontext
from portal.formats.model import Box, Class, Keypoints, Picture, Polygon, Record, Relation, Span
from portal.formats.pictures import item_of
from portal.formats.probe import Probe
from portal.formats.report import FormatError, Report
from portal.formats.source import Source
from portal.formats.units import Utf16, in_pixels, number
from portal.grading.types import N_

_SIDES = ("left", "top", "width", "height")
_TOOLS = ("bbox", "bounding_box", "polygon", "point", "location")


def sniff(probe: Probe) -> bool:
    first = probe.first_line if probe.is_jsonl else None
    return isinstance(first, Mapping) and ("data_row" in first or "dataRow" in first)


def read(source: Source, report: Report) -> Iterator[Record]:
    """A record for each data row and annotator."""
    for name in source.names:
        with source.at(name):
            imported: dict[str, _Labels] = {}
            empty = True
            for line, raw in jsontext.lines(source, name):
                empty, where = False, f"line {line}"
                if "data_row" in fields.mapping(raw, where):
                    yield from _exported(raw, where, report)
                else:
                    row = fields.mapping(fields.of(raw, "dataRow", where), f"{where}.dataRow")
                    key = fields.of(row, "globalKey", f"{where}.dataRow", row.get("id"))
                    _annotation(
                        raw, where, imported.setdefault(fields.name(key, f"{where}.dataRow"), _Labels()), report
                    )
            if empty:
                raise FormatError("", N_("is empty"))
            for item, labels in imported.items():
                yield labels.record(item_of(item), picture=item)


@dataclass
class _Labels:
    """The labels of one data row by one annotator, while its lines are read. `text` is None where the file has none."""

    text: str | None = None
    parts: dict[str, list] = field(default_factory=lambda: {part: [] for part in FEATURES_READ})

    def add(self, part: str, make: Any) -> None:
        """Adds what `make` gives for the next id."""
        self.parts[part].append(make(str(sum(map(len, self.parts.values())) + 1)))

    def record(self, item: str, annotator: str = "", *, picture: str = "", size: tuple = (None, None)) -> Record:
        drawn = any(self.parts[part] for part in ("boxes", "polygons", "keypoints"))
        media = Picture(picture or item, *size) if self.text is None and (drawn or size != (None, None)) else None
        found = {part: tuple(labels) for part, labels in self.parts.items()}
        return Record(item, annotator, text=self.text, media=media, **found)


FEATURES_READ = ("classes", "spans", "relations", "boxes", "polygons", "keypoints")


def _exported(raw: Mapping, where: str, report: Report) -> Iterator[Record]:
    row = fields.mapping(raw["data_row"], f"{where}.data_row")
    name = row.get("global_key") or row.get("external_id") or fields.of(row, "id", f"{where}.data_row")
    name = fields.name(name, f"{where}.data_row")
    media = fields.mapping(raw.get("media_attributes") or {}, f"{where}.media_attributes")
    size = tuple(fields.whole(media[part], where) if media.get(part) else None for part in ("width", "height"))
    is_text = "text" in str(media.get("mime_type", "")) or str(media.get("asset_type", "")) == "text"
    text = row.get("row_data") if is_text or size == (None, None) else None
    found = False
    for project in fields.mapping(raw.get("projects") or {}, f"{where}.projects").values():
        for i, label in enumerate(fields.items(fields.of(project, "labels", where, []), f"{where}.labels")):
            place = f"{where}.labels[{i}]"
            labels = _Labels(text if isinstance(text, str) else None)
            annotations = fields.mapping(fields.of(label, "annotations", place), f"{place}.annotations")
            _objects(annotations, place, labels, report)
            details = fields.mapping(label.get("label_details") or {}, place)
            found = True
            yield labels.record(item_of(name), str(details.get("created_by") or ""), picture=name, size=size)
    if not found:
        yield _Labels(text if isinstance(text, str) else None).record(item_of(name), picture=name, size=size)


def _objects(annotations: Mapping, where: str, labels: _Labels, report: Report) -> None:
    ids: dict[str, str] = {}
    if "frames" in annotations:
        report.drop(N_("labels in films"), N_("only pictures and texts are read"), at=where)
    for i, raw in enumerate(fields.items(annotations.get("objects") or [], f"{where}.objects")):
        place = f"{where}.objects[{i}]"
        before = len(labels.parts["spans"])
        _annotation(fields.mapping(raw, place), place, labels, report)
        if len(labels.parts["spans"]) > before and raw.get("feature_id"):
            ids[raw["feature_id"]] = labels.parts["spans"][-1].id
    for i, raw in enumerate(fields.items(annotations.get("classifications") or [], f"{where}.classifications")):
        _annotation(fields.mapping(raw, where), f"{where}.classifications[{i}]", labels, report)
    for i, raw in enumerate(fields.items(annotations.get("relationships") or [], f"{where}.relationships")):
        _relation(raw, f"{where}.relationships[{i}]", ids, labels, report)


def _relation(raw: Any, where: str, ids: Mapping[str, str], labels: _Labels, report: Report) -> None:
    arrow = next((raw[key] for key in ("unidirectional_relationship", "bidirectional_relationship") if key in raw), raw)
    ends = [ids.get(fields.mapping(arrow, where).get(key, "")) for key in ("source", "target")]
    if None in ends:
        report.drop(N_("relations"), N_("only those between spans are read"), at=where)
        return
    labels.parts["relations"].append(Relation(*ends, fields.name(fields.of(raw, "name", where), f"{where}.name")))


def _annotation(raw: Mapping, where: str, labels: _Labels, report: Report) -> None:
    """One label of an import line, or one object or classification of an export."""
    label = fields.name(raw.get("name") or raw.get("value") or fields.of(raw, "name", where), f"{where}.name")
    nested = raw.get("classifications")
    if nested and any(tool in raw for tool in _TOOLS):
        report.drop(N_("classes of single objects"), N_("only those of the whole item are read"), len(nested), at=where)
    if "bbox" in raw or "bounding_box" in raw:
        box = raw.get("bbox") or raw.get("bounding_box")
        values = [fields.number(fields.of(box, side, where), f"{where}.{side}") for side in _SIDES]
        if values[2] <= 0 or values[3] <= 0:
            raise FormatError(where, N_("is a box of no size"))
        labels.add("boxes", lambda thing_id: Box(thing_id, *values, label))
    elif "polygon" in raw:
        ring = tuple(_point(one, f"{where}.polygon[{i}]") for i, one in enumerate(fields.items(raw["polygon"], where)))
        # Exports close the ring by repeating its first point.
        ring = ring[:-1] if len(ring) > 3 and ring[0] == ring[-1] else ring
        if len(ring) < 3:
            raise FormatError(where, N_("is a polygon of fewer than three points"))
        labels.add("polygons", lambda thing_id: Polygon(thing_id, (ring,), label))
    elif "point" in raw:
        point = _point(raw["point"], f"{where}.point")
        labels.add("keypoints", lambda thing_id: Keypoints(thing_id, label, {"1": (*point, 2)}))
    elif "location" in raw:
        start, end = _offsets(raw["location"], where, labels.text, report)
        labels.add("spans", lambda thing_id: Span(thing_id, start, end, label))
    elif any(key in raw for key in ("answer", "answers", "radio_answer", "checklist_answers")):
        labels.parts["classes"] += [Class(one, label) for one in _answers(raw, where, report)]
    else:
        report.drop(N_("labels of other kinds"), N_("no label of ours is like them"), at=f"{where}: {label}")


def _point(raw: Any, where: str) -> tuple[float, float]:
    return fields.number(fields.of(raw, "x", where), where), fields.number(fields.of(raw, "y", where), where)


def _offsets(raw: Any, where: str, text: str | None, report: Report) -> tuple[int, int]:
    start, last = (fields.whole(fields.of(raw, part, where), f"{where}.{part}") for part in ("start", "end"))
    if last < start or start < 0:
        raise FormatError(f"{where}.location", N_("reaches outside the text"))
    if text is None:
        report.change(N_("spans"), N_("without the text their UTF-16 offsets are taken as they are"))
        return start, last + 1
    units = Utf16(text)
    points = units.to_points(start), units.to_points(last + 1)
    if None in points:
        raise FormatError(f"{where}.location", N_("reaches outside the text, or into the middle of a character"))
    return points


def _answers(raw: Mapping, where: str, report: Report) -> list[str]:
    value = next(raw[key] for key in ("answer", "answers", "radio_answer", "checklist_answers") if key in raw)
    if isinstance(value, str):
        report.drop(N_("written answers"), N_("only chosen classes are read"), at=where)
        return []
    several = value if isinstance(value, list) else [value]
    return [
        fields.name(fields.of(one, "name", where, one.get("value")), where) for one in map(_as_mapping(where), several)
    ]


def _as_mapping(where: str):
    return lambda value: fields.mapping(value, where)


def write(records: Iterable[Record], path: Path, report: Report) -> None:
    """A line a label. An item without labels leaves no line."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            record = in_pixels(record)
            key = record.media.name if isinstance(record.media, Picture) and record.media.name else record.item
            rows = list(_rows(record, report))
            if not rows:
                report.drop(N_("items"), N_("without a label nothing is written of them"), at=record.item)
            for row in rows:
                line = {**row, "dataRow": {"globalKey": key}}
                out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def _rows(record: Record, report: Report) -> Iterator[dict]:
    units = Utf16(record.text or "")
    for question in dict.fromkeys(one.question for one in record.classes):
        answers = [{"name": one.label} for one in record.classes if one.question == question]
        yield {"name": question or "class", "answer": answers if len(answers) > 1 else answers[0]}
    for span in record.spans:
        place = {"start": units.to_units(span.start), "end": units.to_units(span.end) - 1}
        yield {"name": span.label, "location": place}
    for thing in (*record.boxes, *record.polygons, *record.keypoints, *record.spans):
        lost = len(thing.attributes) + len(getattr(thing, "flags", ()))
        report.drop(N_("flags and attributes"), N_("this format has no place for them"), lost, at=record.item)
    for box in record.boxes:
        if box.rotation:
            report.drop(N_("boxes"), N_("they are turned; this format has upright ones only"), at=record.item)
            continue
        values = (box.x, box.y, box.width, box.height)
        yield {"name": box.label, "bbox": {side: number(v) for side, v in zip(_SIDES, values, strict=True)}}
    for polygon in record.polygons:
        holes = len(polygon.rings) - 1
        report.drop(N_("holes and further parts"), N_("a polygon has one ring here"), holes, at=record.item)
        yield {"name": polygon.label, "polygon": [{"x": number(x), "y": number(y)} for x, y in polygon.rings[0]]}
    for points in record.keypoints:
        if len(points.points) != 1:
            report.drop(N_("keypoints"), N_("this format has single points only"), at=record.item)
            continue
        [(x, y, _)] = points.points.values()
        yield {"name": points.label, "point": {"x": number(x), "y": number(y)}}


FORMAT = Format(
    name="labelbox",
    title="Labelbox NDJSON",
    extensions=(".ndjson", ".jsonl"),
    features=frozenset({"classes", "spans", "boxes", "polygons", "keypoints"}),
    sniff=sniff,
    read=read,
    write=write,
)

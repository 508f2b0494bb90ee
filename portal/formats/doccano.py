"""doccano JSONL: classes, spans and relations of texts, one text a line. Offsets are code points.

Read in all shapes doccano writes or takes: `label` or `labels` with names or with [start, end, name]; `entities`
as objects or triples, with `relations` and `cats`; and the same objects in one JSON list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from portal.formats import Format, FormatError, Report, fields, jsontext
from portal.formats.model import Class, Record, Relation, Span
from portal.formats.naming import numbered_item
from portal.formats.probe import Probe
from portal.formats.source import Source
from portal.grading.types import N_

_LABELS = frozenset({"label", "labels", "entities", "relations", "cats"})
# What doccano adds that is no label.
_BESIDE = frozenset({"id", "text", "meta", "Comments", "annotation_approver", "is_confirmed"}) | _LABELS


def sniff(probe: Probe) -> bool:
    first = probe.first_line if probe.is_jsonl else probe.outline[1]
    if (
        probe.suffix == ".manifest"
        or not isinstance(first, Mapping)
        or not (probe.is_jsonl or probe.outline[0] == "list")
    ):
        return False
    return "text" in first and isinstance(first["text"], str) and (set(first) <= _BESIDE or bool(_LABELS & set(first)))


def read(source: Source, report: Report) -> Iterator[Record]:
    for name in source.names:
        with source.at(name):
            for where, position, raw in _objects(source, name):
                record = _record(raw, where, numbered_item(source, name, position), report)
                if record is not None:
                    yield record


def _objects(source: Source, name: str) -> Iterator[tuple[str, int, Any]]:
    """(where, number from 1, object) of a JSON list, or of the lines of a file."""
    if source.head(name, 4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        for _, i, raw in jsontext.members(source, name):
            yield f"[{i}]", i + 1, raw
        return
    empty = True
    for number, raw in jsontext.lines(source, name):
        empty = False
        yield f"line {number}", number, raw
    if empty:
        raise FormatError("", N_("is empty"))


def _record(raw: Any, where: str, item: str, report: Report) -> Record | None:
    text = fields.of(raw, "text", where, None)
    if not text:
        report.drop(N_("items"), N_("without a text there is nothing to label"), at=where)
        return None
    text = fields.text(text, f"{where}: text")
    for key in raw:
        if key not in _BESIDE or key in ("meta", "Comments"):
            report.drop(N_("further fields"), N_("not labels"), at=f"{where}: {key}")
    if raw.get("id") is not None:
        item = fields.name(raw["id"], f"{where}: id")
    classes, spans = _labels(raw, text, where)
    known = {span.id for span in spans}
    relations = tuple(
        _relation(part, known, f"{where}: relations[{i}]")
        for i, part in enumerate(fields.items(raw.get("relations") or [], f"{where}: relations"))
    )
    return Record(item, text=text, classes=classes, spans=spans, relations=relations)


def _labels(raw: Mapping, text: str, where: str) -> tuple[tuple[Class, ...], tuple[Span, ...]]:
    classes: dict[Class, None] = {}
    spans: list[Span] = []
    for key in ("label", "labels", "cats", "entities"):
        value = raw.get(key)
        parts = [value] if isinstance(value, str | int) else fields.items(value or [], f"{where}: {key}")
        for i, part in enumerate(parts):
            at = f"{where}: {key}[{i}]"
            if isinstance(part, str | int) and not isinstance(part, bool):
                classes[Class(str(part))] = None
            else:
                spans.append(_span(part, len(spans), text, at))
    seen: set[str] = set()
    for span in spans:
        if span.id in seen:
            raise FormatError(f"{where}: entities", N_("the id {id} is there twice"), id=span.id)
        seen.add(span.id)
    return tuple(classes), tuple(spans)


def _span(part: Any, position: int, text: str, where: str) -> Span:
    if isinstance(part, Mapping):
        start, end = (
            fields.whole(fields.of(part, key, where), f"{where}.{key}") for key in ("start_offset", "end_offset")
        )
        name, label = part.get("id", position), fields.of(part, "label", where)
    elif isinstance(part, list) and len(part) == 3:
        start, end, label = fields.whole(part[0], f"{where}[0]"), fields.whole(part[1], f"{where}[1]"), part[2]
        name = position
    else:
        raise FormatError(where, N_("must be [start, end, label]"))
    return span_in(text, fields.name(name, f"{where}.id"), start, end, fields.name(label, f"{where}.label"), where)


def span_in(text: str, name: str, start: int, end: int, label: str, where: str) -> Span:
    """The span, once it lies in the text and holds something."""
    if not 0 <= start < end <= len(text):
        message = N_("{start} to {end} must lie within the text, 0 to {length}, and hold something")
        raise FormatError(where, message, start=start, end=end, length=len(text))
    return Span(name, start, end, label)


def _relation(part: Any, known: set[str], where: str) -> Relation:
    head, tail, label = (
        fields.name(fields.of(part, key, where), f"{where}.{key}") for key in ("from_id", "to_id", "type")
    )
    for end in (head, tail):
        if end not in known:
            raise FormatError(where, N_("there is no span with the id {id}"), id=end)
    return Relation(head, tail, label)


def write(records: Iterable[Record], target: Path, report: Report) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            if not record.text:
                report.drop(N_("items"), N_("without a text doccano cannot show them"), at=record.item)
                for things, lost in ((N_("classes"), record.classes), (N_("spans"), record.spans)):
                    report.drop(things, N_("without a text doccano cannot show them"), len(lost), at=record.item)
                continue
            out.write(json.dumps(_line(record, report), ensure_ascii=False, allow_nan=False) + "\n")


def _line(record: Record, report: Report) -> dict:
    for given in record.classes:
        if given.question:
            report.drop(N_("names of questions"), N_("doccano has one list of classes"), at=record.item)
    for span in record.spans:
        report.drop(N_("attributes of spans"), N_("doccano has none"), len(span.attributes), at=record.item)
    line: dict = {"id": _number(record.item), "text": record.text}
    classes = list(dict.fromkeys(given.label for given in record.classes))
    if record.relations or (record.spans and classes):
        # doccano's ids are numbers.
        numbers = [_number(span.id) for span in record.spans]
        if any(isinstance(n, str) for n in numbers):
            numbers = list(range(len(numbers)))
        ids = {span.id: n for span, n in zip(record.spans, numbers, strict=True)}
        line["entities"] = [
            {"id": ids[s.id], "label": s.label, "start_offset": s.start, "end_offset": s.end} for s in record.spans
        ]
        line["relations"] = [
            {"id": i, "from_id": ids[r.head], "to_id": ids[r.tail], "type": r.label}
            for i, r in enumerate(record.relations)
        ]
        if classes:
            line["cats"] = classes
    else:
        line["label"] = [[s.start, s.end, s.label] for s in record.spans] or classes
    return line


def _number(name: str) -> int | str:
    """The id as a number where it is one written plainly."""
    return int(name) if name.isascii() and name.isdigit() and str(int(name)) == name else name


FORMAT = Format(
    "doccano", "doccano JSONL", (".jsonl", ".json"), frozenset({"classes", "spans", "relations"}), sniff, read, write
)

"""YOLO: one text file a picture, a line an object: class number, then shares of the picture's width and height.

Five columns are a box (centre and size), an odd number from seven on is a polygon. Class names come from classes.txt,
obj.names or data.yaml. Pixels come from the picture beside the labels; without it geometry stays in shares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from portal.formats import Format
from portal.formats.fields import parsed
from portal.formats.model import Box, Picture, Polygon, Record
from portal.formats.naming import FileNames
from portal.formats.pictures import SUFFIXES, size_of
from portal.formats.probe import Probe
from portal.formats.report import FormatError, Report
from portal.formats.source import Source
from portal.formats.units import scaled
from portal.grading.types import N_

NAME_FILES = ("classes.txt", "obj.names", "data.yaml", "dataset.yaml")
_NUMBER = r"-?\d+(\.\d+)?([eE][-+]?\d+)?"
_LINE = re.compile(rf"\d+( {_NUMBER}){{4,}}")
# Eight corners, a name and a difficulty: the oriented boxes of DOTA.
_ORIENTED = re.compile(rf"{_NUMBER}( {_NUMBER}){{7}} \S+ \d+")
_LOOK = 1 << 20
# How far outside the picture rounding may have put an edge.
_SLACK = 1e-3


def sniff(probe: Probe) -> bool:
    if probe.suffix != ".txt" or companion(probe.basename):
        return False
    lines = [" ".join(line.split()) for line in probe.lines[:50]]
    return all(_LINE.fullmatch(line) or _ORIENTED.fullmatch(line) for line in lines)


def companion(basename: str) -> bool:
    """Whether a file of that name belongs to a data set of this format without holding labels."""
    return basename in NAME_FILES or basename in ("train.txt", "val.txt", "valid.txt", "test.txt")


def read(source: Source, report: Report) -> Iterator[Record]:
    """One record a file; an empty file says that there was nothing to mark."""
    names: dict[str | None, list[str]] = {}
    stems = Counter(PurePosixPath(name).stem for name in source.names)
    for name in source.names:
        found = source.companion(name, *NAME_FILES)
        if found not in names:
            names[found] = _class_names(source, found) if found else []
        with source.at(name):
            record = _record(source, name, names[found], report)
        # train/1.txt and val/1.txt are two pictures; elsewhere the bare name meets other formats' names.
        yield record if stems[record.item] == 1 else replace(record, item=str(PurePosixPath(name).with_suffix("")))


def _class_names(source: Source, name: str) -> list[str]:
    text = source.text(name)
    if not name.endswith(".yaml"):
        return [line.strip() for line in text.splitlines() if line.strip()]
    with source.at(name):
        return yaml_names(text)


def yaml_names(text: str) -> list[str]:
    """The list under `names:` of a data.yaml, in its three usual spellings; [] without one."""
    lines = [line.split(" #")[0].rstrip() for line in text.splitlines()]
    for at, line in enumerate(lines):
        if not line.startswith("names:"):
            continue
        inline = line.removeprefix("names:").strip()
        if inline:
            parts = inline.strip("[]{}").split(",")
            return [_unquoted(part.rpartition(":")[2] if inline[0] == "{" else part) for part in parts if part.strip()]
        block = []
        for row in lines[at + 1 :]:
            if row and not row.startswith((" ", "-")):
                break
            if row.strip():
                block.append(_unquoted(re.sub(r"^\s*(-|\d+\s*:)\s*", "", row)))
        return block
    return []


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _record(source: Source, name: str, classes: Sequence[str], report: Report) -> Record:
    stem = PurePosixPath(name).stem
    picture, found = Picture(stem, unit="share"), _picture_beside(source, name, stem)
    size = size_of(source.head(found, _LOOK)) if found else None
    if found:
        picture = Picture(PurePosixPath(found).name, *(size or (None, None)), unit="share")
    boxes, polygons = [], []
    for line_number, line in source.lines(name):
        columns = line.split()
        if not columns:
            continue
        where = f"line {line_number}"
        if _ORIENTED.fullmatch(" ".join(columns)):
            report.drop(N_("oriented boxes"), N_("only upright boxes and polygons are read"), at=f"{name}: {where}")
            continue
        label = _label(columns[0], classes, where, report)
        values = [parsed(column, where) for column in columns[1:]]
        _check(values, where)
        if len(values) == 5:
            report.drop(N_("confidences"), N_("labels of people have none"), at=f"{name}: {where}")
        if len(values) in (4, 5):
            boxes.append(_box(str(line_number), label, values, where))
        elif len(values) >= 6 and len(values) % 2 == 0:
            ring = tuple(zip(values[::2], values[1::2], strict=True))
            polygons.append(Polygon(str(line_number), (ring,), label))
        else:
            message = N_("has {count} columns; a box has 5, a polygon an odd number from 7 on")
            raise FormatError(where, message, count=len(columns))
    record = Record(stem, media=picture, boxes=tuple(boxes), polygons=tuple(polygons))
    if size is None:
        return record
    return scaled(record, *size, Picture(picture.name, *size))


def _picture_beside(source: Source, name: str, stem: str) -> str | None:
    """The picture of a label file: beside it, or in images/ where it lies in labels/."""
    path = PurePosixPath(name)
    wanted = [stem + suffix for suffix in SUFFIXES]
    if "labels" in path.parts:
        at = len(path.parts) - 1 - path.parts[::-1].index("labels")
        below = PurePosixPath(*path.parts[at + 1 : -1])
        wanted += [str(PurePosixPath("images", below, one)) for one in wanted]
    return source.companion(name, *wanted)


def _label(text: str, classes: Sequence[str], where: str, report: Report) -> str:
    if not text.isascii() or not text.isdigit():
        raise FormatError(where, N_("must start with the number of a class, not {value}"), value=repr(text[:40]))
    at = int(text)
    if at < len(classes):
        return classes[at]
    if classes:
        message = N_("has class {at}, but only {count} classes are named")
        raise FormatError(where, message, at=at, count=len(classes))
    report.change(N_("labels"), N_("they are called by their number; put classes.txt beside them"))
    return text


def _check(values: Sequence[float], where: str) -> None:
    for value in values[:4] if len(values) == 5 else values:
        if not -_SLACK <= value <= 1 + _SLACK:
            raise FormatError(where, N_("{value} is no share of the picture, 0 to 1"), value=value)


def _box(box_id: str, label: str, values: Sequence[float], where: str) -> Box:
    x, y, width, height = values[:4]
    if width <= 0 or height <= 0:
        raise FormatError(where, N_("is a box of no size"))
    return Box(box_id, x - width / 2, y - height / 2, width, height, label)


def write(records: Iterable[Record], folder: Path, report: Report) -> None:
    """labels/ with one file a record, and classes.txt beside it."""
    names, classes = FileNames(report), {}
    (folder / "labels").mkdir()
    for record in records:
        text = "".join(f"{line}\n" for line in _lines(_in_shares(record), classes, report))
        (folder / "labels" / f"{names.of(record.item)}.txt").write_text(text, encoding="utf-8", newline="\n")
    (folder / "classes.txt").write_text("".join(f"{label}\n" for label in classes), encoding="utf-8", newline="\n")


def _in_shares(record: Record) -> Record:
    picture = record.media
    if not record.boxes and not record.polygons or isinstance(picture, Picture) and picture.unit == "share":
        return record
    if not isinstance(picture, Picture) or not picture.width or not picture.height:
        message = N_("the size of the picture {name} is not known; this format needs it")
        raise FormatError(record.item, message, name=picture.name if picture else record.item)
    return scaled(record, 1 / picture.width, 1 / picture.height, picture)


def _lines(record: Record, classes: dict[str, int], report: Report) -> Iterator[str]:
    for thing in (*record.boxes, *record.polygons):
        if isinstance(thing, Box) and thing.rotation:
            report.drop(N_("boxes"), N_("they are turned; this format has upright ones only"), at=record.item)
            continue
        lost = len(thing.flags) + len(thing.attributes)
        if lost:
            report.drop(N_("flags and attributes"), N_("this format has no place for them"), lost, at=record.item)
        if isinstance(thing, Box):
            values = [thing.x + thing.width / 2, thing.y + thing.height / 2, thing.width, thing.height]
        else:
            if len(thing.rings) > 1:
                why = N_("a polygon has one ring here; the others are left out")
                report.drop(N_("holes and further parts"), why, len(thing.rings) - 1, at=record.item)
            values = [value for point in thing.rings[0] for value in point]
        at = classes.setdefault(" ".join(thing.label.split()), len(classes))
        yield " ".join([str(at), *(_share(value) for value in values)])


def _share(value: float) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".") or "0"


FORMAT = Format(
    name="yolo",
    title="YOLO text",
    extensions=(".txt",),
    features=frozenset({"boxes", "polygons"}),
    sniff=sniff,
    read=read,
    write=write,
    parts=(*NAME_FILES, "train.txt", "val.txt", "valid.txt", "test.txt", "obj.data"),
    folder=True,
)

"""Pascal VOC: one XML file a picture, boxes by their corners.

Corners are taken as edges, as today's tools write them; the challenge's own files counted pixels from 1 and meant
both ends inclusive. Truncated, difficult and occluded are flags.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from portal.formats import Format
from portal.formats.fields import parsed
from portal.formats.model import Box, Picture, Record
from portal.formats.naming import FileNames
from portal.formats.pictures import item_of, name_of
from portal.formats.probe import Probe
from portal.formats.report import FormatError, Report
from portal.formats.source import Source
from portal.formats.units import in_pixels, number
from portal.formats.xmltext import Node, nodes
from portal.grading.types import N_

FLAGS = ("truncated", "difficult", "occluded")
CORNERS = ("xmin", "ymin", "xmax", "ymax")
# Elements of an object that we take, and those that say nothing about the label.
_KNOWN = frozenset({"name", "bndbox", "pose", "id", *FLAGS})


def sniff(probe: Probe) -> bool:
    return probe.root == "annotation" and "<filename" in probe.text


def read(source: Source, report: Report) -> Iterator[Record]:
    """One record a file."""
    for name in source.names:
        for node in nodes(source, name, ("annotation",)):
            with source.at(name):
                yield _record(node, name, report)


def _record(node: Node, name: str, report: Report) -> Record:
    filename = node.value("filename") or Path(name).stem
    size = node.find("size")
    width, height = (_whole(size, part) if size else None for part in ("width", "height"))
    if node.value("segmented") == "1":
        report.drop(N_("picture masks"), N_("they lie in PNG files beside the XML"), at=filename)
    boxes = tuple(_box(one, str(i), report) for i, one in enumerate(node.all("object"), 1))
    return Record(item_of(filename), media=Picture(filename, width, height), boxes=boxes)


def _whole(size: Node, part: str) -> int | None:
    text = size.value(part)
    if not text:
        return None
    value = parsed(text, f"line {size.line}: {part}")
    return int(value) if value > 0 else None


def _box(node: Node, box_id: str, report: Report) -> Box:
    where = f"line {node.line}"
    label, corners = node.value("name"), node.find("bndbox")
    if not label:
        raise FormatError(where, N_("{key} is missing"), key="name")
    if corners is None:
        raise FormatError(where, N_("{key} is missing"), key="bndbox")
    left, top, right, bottom = (parsed(corners.value(one), f"line {corners.line}: {one}") for one in CORNERS)
    if right <= left or bottom <= top:
        raise FormatError(f"line {corners.line}", N_("is a box of no size"))
    for child in node.children:
        if child.tag not in _KNOWN:
            report.drop(
                N_("elements of objects"), N_("only name, box, pose and flags are read"), at=f"{where}: {child.tag}"
            )
    pose = node.value("pose")
    return Box(
        node.value("id") or box_id,
        left,
        top,
        right - left,
        bottom - top,
        label,
        frozenset(flag for flag in FLAGS if node.value(flag) == "1"),
        **({"attributes": {"pose": pose}} if pose and pose != "Unspecified" else {}),
    )


def write(records: Iterable[Record], folder: Path, report: Report) -> None:
    """One file a record."""
    names = FileNames(report)
    for record in records:
        text = "".join(f"{line}\n" for line in _lines(in_pixels(record), report))
        (folder / f"{names.of(record.item)}.xml").write_text(text, encoding="utf-8", newline="\n")


def _lines(record: Record, report: Report) -> Iterator[str]:
    picture = record.media
    yield "<annotation>"
    yield f"  <filename>{escape(name_of(record))}</filename>"
    if isinstance(picture, Picture) and picture.width and picture.height:
        yield f"  <size><width>{picture.width}</width><height>{picture.height}</height><depth>3</depth></size>"
    yield "  <segmented>0</segmented>"
    for box in record.boxes:
        yield from _object(box, record.item, report)
    yield "</annotation>"


def _object(box: Box, item: str, report: Report) -> Iterator[str]:
    if box.rotation:
        report.drop(N_("boxes"), N_("they are turned; this format has upright ones only"), at=item)
        return
    other = sorted(box.flags.difference(FLAGS)) + sorted(set(box.attributes) - {"pose"})
    if other:
        report.drop(N_("flags and attributes"), N_("this format has no place for them"), len(other), at=item)
    corners = (box.x, box.y, box.x + box.width, box.y + box.height)
    yield "  <object>"
    yield f"    <name>{escape(box.label)}</name>"
    yield f"    <id>{escape(box.id)}</id>"
    if "pose" in box.attributes:
        yield f"    <pose>{escape(box.attributes['pose'])}</pose>"
    for flag in FLAGS:
        yield f"    <{flag}>{int(flag in box.flags)}</{flag}>"
    inner = "".join(f"<{tag}>{number(value)}</{tag}>" for tag, value in zip(CORNERS, corners, strict=True))
    yield f"    <bndbox>{inner}</bndbox>"
    yield "  </object>"


FORMAT = Format(
    name="pascal_voc",
    title="Pascal VOC XML",
    extensions=(".xml",),
    features=frozenset({"boxes"}),
    sniff=sniff,
    read=read,
    write=write,
    folder=True,
)

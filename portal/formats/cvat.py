"""CVAT XML 1.1, the export for images and the one for video.

For images every picture is a record. For video the film is one record, its objects tracks. Occluded is a flag;
attributes keep their names. Points are one object whose points are called 1, 2, 3; skeletons bring their own names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from portal.formats import Format
from portal.formats.fields import parsed
from portal.formats.model import Box, Class, Clip, Keyframe, Keypoints, Mask, Picture, Polygon, Record, Track
from portal.formats.pictures import item_of, name_of
from portal.formats.probe import Probe
from portal.formats.report import FormatError, Report
from portal.formats.runs import cut_out, placed
from portal.formats.source import Source
from portal.formats.units import in_pixels, number
from portal.formats.xmltext import Node, nodes
from portal.grading.types import N_

OCCLUDED = frozenset({"occluded"})
_CORNERS = ("xtl", "ytl", "xbr", "ybr")


def sniff(probe: Probe) -> bool:
    return probe.root == "annotations" and bool(re.search(r"<(version|meta|image|track)\b", probe.text))


def read(source: Source, report: Report) -> Iterator[Record]:
    """A record for each <image>; the tracks of a file make one record together."""
    for name in source.names:
        tracks, clip, seen = [], Clip(Path(name).stem), set()
        for node in nodes(source, name, ("image", "track", "meta")):
            with source.at(name):
                if node.tag == "meta":
                    clip = _clip(node, clip)
                elif node.tag == "track":
                    tracks += _track(node, report)
                else:
                    yield _image(node, seen, report)
        if tracks:
            yield Record(item_of(clip.name), media=clip, tracks=tuple(tracks))


def _clip(meta: Node, clip: Clip) -> Clip:
    task = meta.find("task") or meta.find("job") or meta
    size = task.find("original_size")
    width, height = (_whole(size.value(part), size.line) if size else None for part in ("width", "height"))
    frames = _whole(task.value("stop_frame"), task.line)
    return Clip(
        meta.value("source") or clip.name, frames=None if frames is None else frames + 1, width=width, height=height
    )


def _whole(text: str, line: int) -> int | None:
    return int(parsed(text, f"line {line}")) if text else None


def _image(node: Node, seen: set[str], report: Report) -> Record:
    name = _needed(node, "name")
    width, height = (_whole(node.attributes.get(part, ""), node.line) for part in ("width", "height"))
    found: dict[str, list] = {"classes": [], "boxes": [], "polygons": [], "masks": [], "keypoints": []}
    for place, shape in enumerate(node.children, 1):
        reader = _SHAPES.get(shape.tag)
        if reader is None:
            report.drop(
                N_("shapes of other kinds"), N_("no label of ours is like them"), at=f"line {shape.line}: {shape.tag}"
            )
            continue
        part, label = reader(shape, str(place), width, height)
        found[part].append(label)
    item = item_of(name)
    # The export of a project holds its subsets one after the other, and may hold a picture in each.
    if item in seen and node.attributes.get("subset"):
        item = f"{node.attributes['subset']}/{item}"
    seen.add(item)
    return Record(item, media=Picture(name, width, height), **{part: tuple(labels) for part, labels in found.items()})


def _needed(node: Node, key: str) -> str:
    if key not in node.attributes:
        raise FormatError(f"line {node.line}", N_("{key} is missing"), key=key)
    return node.attributes[key]


def _corners(node: Node) -> tuple[float, float, float, float]:
    """left, top, width, height."""
    left, top, right, bottom = (parsed(_needed(node, key), f"line {node.line}: {key}") for key in _CORNERS)
    if right <= left or bottom <= top:
        raise FormatError(f"line {node.line}", N_("is a box of no size"))
    return left, top, right - left, bottom - top


def _flags(node: Node) -> frozenset[str]:
    return OCCLUDED if node.attributes.get("occluded") == "1" else frozenset()


def _attributes(node: Node) -> dict[str, dict]:
    """{"attributes": {...}}, or nothing, so that most labels share one empty mapping."""
    found = {one.attributes.get("name", ""): one.text.strip() for one in node.all("attribute")}
    return {"attributes": found} if found else {}


def _class(node: Node, _place: str, _width: object, _height: object) -> tuple[str, Class]:
    return "classes", Class(_needed(node, "label"))


def _box(node: Node, place: str, _width: object, _height: object) -> tuple[str, Box]:
    rotation = parsed(node.attributes.get("rotation") or "0", f"line {node.line}: rotation")
    return "boxes", Box(
        place, *_corners(node), _needed(node, "label"), _flags(node), rotation=rotation, **_attributes(node)
    )


def _points(node: Node) -> tuple[tuple[float, float], ...]:
    points = []
    for pair in _needed(node, "points").split(";"):
        x, comma, y = pair.partition(",")
        if not comma:
            raise FormatError(f"line {node.line}: points", N_("must be pairs such as 1.5,2;3,4"))
        points.append((parsed(x, f"line {node.line}: points"), parsed(y, f"line {node.line}: points")))
    return tuple(points)


def _polygon(node: Node, place: str, _width: object, _height: object) -> tuple[str, Polygon]:
    ring = _points(node)
    if len(ring) < 3:
        raise FormatError(f"line {node.line}", N_("is a polygon of fewer than three points"))
    return "polygons", Polygon(place, (ring,), _needed(node, "label"), _flags(node), **_attributes(node))


def _mask(node: Node, place: str, width: int | None, height: int | None) -> tuple[str, Mask]:
    """CVAT keeps run lengths row by row inside the mask's own box; ours go column by column over the picture."""
    if not width or not height:
        raise FormatError(f"line {node.line}", N_("is a mask in a picture of unknown size"))
    where = f"line {node.line}"
    left, top, wide, high = (_whole(_needed(node, key), node.line) for key in ("left", "top", "width", "height"))
    runs = [_whole(part.strip(), node.line) for part in _needed(node, "rle").split(",")]
    if left < 0 or top < 0 or wide < 1 or high < 1 or left + wide > width or top + high > height:
        raise FormatError(where, N_("reaches outside the picture"))
    if any(run is None or run < 0 for run in runs) or sum(runs) != wide * high:
        raise FormatError(where, N_("has run lengths that do not add up to its size"))
    counts = placed(runs, (left, top, wide, high), (width, height))
    return "masks", Mask(place, width, height, counts, _needed(node, "label"), _flags(node), **_attributes(node))


def _keypoints(node: Node, place: str, _width: object, _height: object) -> tuple[str, Keypoints]:
    points = {str(i): (x, y, 2) for i, (x, y) in enumerate(_points(node), 1)}
    return "keypoints", Keypoints(place, _needed(node, "label"), points, _flags(node), **_attributes(node))


def _skeleton(node: Node, place: str, _width: object, _height: object) -> tuple[str, Keypoints]:
    points = {}
    for one in node.all("points"):
        hidden, absent = one.attributes.get("occluded") == "1", one.attributes.get("outside") == "1"
        [(x, y)] = _points(one)[:1]
        points[_needed(one, "label")] = (0.0, 0.0, 0) if absent else (x, y, 1 if hidden else 2)
    return "keypoints", Keypoints(place, _needed(node, "label"), points, _flags(node), **_attributes(node))


_SHAPES = {
    "tag": _class,
    "box": _box,
    "polygon": _polygon,
    "mask": _mask,
    "points": _keypoints,
    "skeleton": _skeleton,
}


def _track(node: Node, report: Report) -> list[Track]:
    boxes = node.all("box")
    others = len(node.children) - len(boxes)
    if others:
        report.drop(
            N_("shapes on tracks"), N_("only boxes are followed through a film"), others, at=f"line {node.line}"
        )
    keyframes = []
    for box in boxes:
        # What is no keyframe was interpolated by CVAT and will be again.
        if box.attributes.get("keyframe", "1") != "1":
            continue
        if float(box.attributes.get("rotation") or 0):
            report.drop(N_("rotations on tracks"), N_("boxes on tracks are upright"), at=f"line {box.line}")
        frame = _whole(_needed(box, "frame"), box.line)
        outside = box.attributes.get("outside") == "1"
        keyframes.append(Keyframe(frame, *_corners(box), outside, _flags(box), **_attributes(box)))
    if not keyframes:
        return []
    keyframes.sort(key=lambda one: one.frame)
    for before, after in zip(keyframes, keyframes[1:], strict=False):
        if before.frame == after.frame:
            raise FormatError(f"line {node.line}", N_("has frame {frame} twice"), frame=after.frame)
    return [Track(_needed(node, "id"), _needed(node, "label"), tuple(keyframes))]


def write(records: Iterable[Record], path: Path, report: Report) -> None:
    """Pictures as <image>, tracks of a film as <track>; one file holds the one or the other."""
    tracks, images = count(), count()
    film = None
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n')
        for record in records:
            if isinstance(record.media, Clip) or record.tracks:
                if film is not None or next(images):
                    raise FormatError(
                        record.item, N_("is a film beside other items; this format takes one film a file")
                    )
                film = record.item
                out.writelines(_film(record, tracks, report))
            else:
                if film is not None:
                    raise FormatError(film, N_("is a film beside other items; this format takes one film a file"))
                out.writelines(_picture(in_pixels(record), next(images), report))
        out.write("</annotations>\n")


def _film(record: Record, ids: Iterator[int], report: Report) -> Iterator[str]:
    clip = record.media if isinstance(record.media, Clip) else Clip(record.item)
    yield f"  <meta><source>{escape(clip.name)}</source>"
    if clip.frames is not None:
        yield f"<stop_frame>{clip.frames - 1}</stop_frame>"
    if clip.width and clip.height:
        yield f"<original_size><width>{clip.width}</width><height>{clip.height}</height></original_size>"
    yield "</meta>\n"
    for track in record.tracks:
        yield f'  <track id="{next(ids)}" label={quoteattr(track.label)}>\n'
        for one in track.keyframes:
            corners = _corner_text(one.x, one.y, one.width, one.height)
            state = f'frame="{one.frame}" keyframe="1" outside="{int(one.outside)}" occluded="{_hidden(one)}"'
            yield from _element("box", f"{state} {corners}", one, record.item, report, "    ")
        yield "  </track>\n"


def _picture(record: Record, image_id: int, report: Report) -> Iterator[str]:
    picture = record.media
    size = ""
    if isinstance(picture, Picture) and picture.width and picture.height:
        size = f' width="{picture.width}" height="{picture.height}"'
    yield f'  <image id="{image_id}" name={quoteattr(name_of(record))}{size}>\n'
    for one in record.classes:
        yield f"    <tag label={quoteattr(one.label)}></tag>\n"
    for one in record.boxes:
        turned = f' rotation="{number(one.rotation)}"' if one.rotation else ""
        corners = _corner_text(one.x, one.y, one.width, one.height)
        yield from _shape("box", one, corners + turned, record.item, report)
    for one in record.polygons:
        if len(one.rings) > 1:
            why = N_("a polygon has one ring here; the others are left out")
            report.drop(N_("holes and further parts"), why, len(one.rings) - 1, at=record.item)
        yield from _shape("polygon", one, f'points="{_point_text(one.rings[0])}"', record.item, report)
    for one in record.masks:
        (left, top, width, height), runs = cut_out(one.counts, (one.width, one.height))
        place = f'left="{left}" top="{top}" width="{width}" height="{height}"'
        yield from _shape("mask", one, f'rle="{", ".join(map(str, runs))}" {place}', record.item, report)
    for one in record.keypoints:
        yield from _skeleton_lines(one, record.item, report)
    yield "  </image>\n"


def _hidden(one: Box | Polygon | Mask | Keypoints | Keyframe) -> int:
    return int("occluded" in one.flags)


def _corner_text(x: float, y: float, width: float, height: float) -> str:
    values = (x, y, x + width, y + height)
    return " ".join(f'{key}="{number(value)}"' for key, value in zip(_CORNERS, values, strict=True))


def _point_text(points: Iterable[tuple[float, float]]) -> str:
    return ";".join(f"{number(x)},{number(y)}" for x, y in points)


def _shape(
    tag: str, one: Box | Polygon | Mask | Keypoints, rest: str, item: str, report: Report, inner: str = ""
) -> Iterator[str]:
    head = f'label={quoteattr(one.label)} occluded="{_hidden(one)}" {rest}'
    yield from _element(tag, head, one, item, report, "    ", inner)


def _element(
    tag: str,
    head: str,
    one: Box | Polygon | Mask | Keypoints | Keyframe,
    item: str,
    report: Report,
    indent: str,
    inner: str = "",
) -> Iterator[str]:
    lost = len(one.flags - OCCLUDED)
    if lost:
        report.drop(N_("flags"), N_("only occluded has a place here"), lost, at=item)
    rows = "".join(
        f"<attribute name={quoteattr(key)}>{escape(value)}</attribute>" for key, value in one.attributes.items()
    )
    yield f"{indent}<{tag} {head}>{rows}{inner}</{tag}>\n"


def _skeleton_lines(one: Keypoints, item: str, report: Report) -> Iterator[str]:
    names = list(one.points)
    if names == [str(i) for i in range(1, len(names) + 1)] and all(v == 2 for _, _, v in one.points.values()):
        points = _point_text((x, y) for x, y, _ in one.points.values())
        yield from _shape("points", one, f'points="{points}"', item, report)
        return
    inner = "".join(
        f'<points label={quoteattr(name)} outside="{int(v == 0)}" occluded="{int(v == 1)}" '
        f'points="{number(x)},{number(y)}"></points>'
        for name, (x, y, v) in one.points.items()
    )
    yield from _shape("skeleton", one, 'z_order="0"', item, report, inner)


FORMAT = Format(
    name="cvat",
    title="CVAT XML 1.1",
    extensions=(".xml",),
    features=frozenset({"classes", "boxes", "polygons", "keypoints", "tracks", "masks"}),
    sniff=sniff,
    read=read,
    write=write,
)

"""COCO JSON: boxes, polygons, run-length masks, keypoints and captions of many pictures in one file.

An object becomes the most exact label its annotation holds: keypoints and the outline (polygons or run lengths), else
the box; a box beside an outline only bounds it. iscrowd is the flag "crowd". Category ids may have gaps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from portal.formats import Format, fields, jsontext
from portal.formats.model import Box, Keypoints, Mask, Picture, Polygon, Record, Ring
from portal.formats.pictures import item_of, name_of
from portal.formats.probe import Probe
from portal.formats.report import FormatError, Report
from portal.formats.source import Source
from portal.formats.units import in_pixels, number
from portal.grading.metrics import masks
from portal.grading.types import N_

CROWD = frozenset({"crowd"})
# A box may differ from the outline by rounding.
_SLACK_PX = 1.0
_SCORED = N_("confidences")


class _Category(NamedTuple):
    name: str
    points: tuple[str, ...]


def sniff(probe: Probe) -> bool:
    """By its pictures and annotations; by the first picture alone where those fill all that a first look sees."""
    kind, found = probe.outline
    if kind != "object" or not isinstance(found, Mapping) or "images" not in found:
        return False
    first = found["images"]
    return "annotations" in found or (isinstance(first, Mapping) and {"id", "file_name"} <= set(first))


def read(source: Source, report: Report) -> Iterator[Record]:
    """A record for each picture, those without annotations too. The file is read twice, piece by piece."""
    for name in source.names:
        with source.at(name):
            categories, pictures = _heads(source, name)
            # Annotations come in any order and wait as text, a fifth of what they weigh as objects.
            waiting: dict[str, list[str]] = {key: [] for key in pictures}
            for key, i, raw in jsontext.members(source, name):
                if key == "annotations":
                    waiting[_image(raw, f"annotations[{i}]", pictures)].append(_packed([i, raw]))
            for key, picture in pictures.items():
                labels: list = []
                for i, raw in map(json.loads, waiting.pop(key)):
                    _annotation(raw, f"annotations[{i}]", categories, picture, labels, report)
                yield from _records(picture, labels, report)


_packed = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def _image(raw: Any, where: str, pictures: Mapping[str, Picture]) -> str:
    """The id of the annotation's picture, once it is there."""
    image = fields.name(fields.of(raw, "image_id", where), f"{where}.image_id")
    if image not in pictures:
        raise FormatError(f"{where}.image_id", N_("there is no image {value}"), value=image)
    return image


def _heads(source: Source, name: str) -> tuple[dict[str, _Category], dict[str, Picture]]:
    categories: dict[str, _Category] = {}
    pictures: dict[str, Picture] = {}
    for key, i, raw in jsontext.members(source, name):
        where = f"{key}[{i}]"
        if key == "categories":
            points = tuple(
                fields.text(one, where) for one in fields.items(fields.of(raw, "keypoints", where, []), where)
            )
            label = fields.name(fields.of(raw, "name", where), f"{where}.name")
            _put(categories, raw, where, _Category(label, points))
        elif key == "images":
            file_name = fields.text(fields.of(raw, "file_name", where), f"{where}.file_name")
            size = [raw.get(part) for part in ("width", "height")]
            width, height = (fields.whole(one, where) if one else None for one in size)
            _put(pictures, raw, where, Picture(file_name, width, height))
    return categories, pictures


def _put(found: dict, raw: Mapping, where: str, value: object) -> None:
    key = fields.name(fields.of(raw, "id", where), f"{where}.id")
    if key in found:
        raise FormatError(f"{where}.id", N_("{value} is used twice"), value=key)
    found[key] = value


def _annotation(
    raw: Mapping,
    where: str,
    categories: Mapping[str, _Category],
    picture: Picture,
    labels: list,
    report: Report,
) -> None:
    """Puts what one annotation says into the list of its picture's labels."""
    if "caption" in raw:
        labels.append(fields.text(raw["caption"], f"{where}.caption"))
        return
    category = categories.get(fields.name(fields.of(raw, "category_id", where), f"{where}.category_id"))
    if category is None:
        raise FormatError(f"{where}.category_id", N_("there is no category {value}"), value=raw["category_id"])
    if "score" in raw:
        report.drop(_SCORED, N_("labels of people have none"), at=where)
    thing_id = fields.name(raw.get("id", len(labels) + 1), f"{where}.id")
    shared: dict[str, Any] = {"flags": CROWD if raw.get("iscrowd") else frozenset()}
    attributes = raw.get("attributes") or {}
    if attributes:
        shared["attributes"] = {key: _shown(one) for key, one in fields.mapping(attributes, where).items()}
    box = _box_of(raw, where)
    outline = _outline(raw, where, picture, report)
    if raw.get("keypoints"):
        points = _points(raw["keypoints"], category.points, f"{where}.keypoints")
        labels.append(Keypoints(thing_id, category.name, points, **shared))
    if isinstance(outline, _Runs):
        mask = Mask(thing_id, *outline, category.name, **shared)
        labels.append(mask)
        _compare(box, masks.bbox(mask.counts, (mask.height, mask.width)), where, report)
    elif outline is not None:
        labels.append(Polygon(thing_id, outline, category.name, **shared))
        _compare(box, _bounds(outline), where, report)
    elif not raw.get("keypoints"):
        if box is None:
            raise FormatError(where, N_("{key} is missing"), key="bbox")
        if box[2] <= 0 or box[3] <= 0:
            raise FormatError(f"{where}.bbox", N_("is a box of no size"))
        labels.append(Box(thing_id, *box, category.name, **shared))


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _box_of(raw: Mapping, where: str) -> tuple[float, ...] | None:
    values = fields.items(raw.get("bbox") or [], f"{where}.bbox")
    if not values:
        return None
    if len(values) != 4:
        raise FormatError(f"{where}.bbox", N_("must be left, top, width, height"))
    return tuple(fields.number(value, f"{where}.bbox[{i}]") for i, value in enumerate(values))


class _Runs(NamedTuple):
    width: int
    height: int
    counts: tuple[int, ...]


def _outline(raw: Mapping, where: str, picture: Picture, report: Report) -> tuple[Ring, ...] | _Runs | None:
    """The rings of a polygon, the run lengths of a mask, or None for an annotation without an outline."""
    shape = raw.get("segmentation")
    if not shape:
        return None
    where = f"{where}.segmentation"
    if isinstance(shape, list):
        return tuple(_ring(one, f"{where}[{i}]") for i, one in enumerate(shape))
    size = fields.items(fields.of(shape, "size", where), f"{where}.size")
    if len(size) != 2:
        raise FormatError(f"{where}.size", N_("must be height, width"))
    height, width = (fields.whole(one, f"{where}.size") for one in size)
    if (picture.width or width, picture.height or height) != (width, height):
        raise FormatError(f"{where}.size", N_("is not the size of the picture"))
    counts = fields.of(shape, "counts", where)
    if not isinstance(counts, str):
        counts = [fields.whole(one, f"{where}.counts") for one in fields.items(counts, f"{where}.counts")]
    try:
        return _Runs(width, height, tuple(masks.joined(masks.checked(counts, (height, width), f"{where}.counts"))))
    except ValueError as error:
        raise FormatError("", "{reason}", reason=str(error)) from None


def _ring(values: Any, where: str) -> Ring:
    flat = [fields.number(one, f"{where}[{i}]") for i, one in enumerate(fields.items(values, where))]
    if len(flat) < 6 or len(flat) % 2:
        raise FormatError(where, N_("must be at least three pairs of x and y"))
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def _points(values: Any, names: tuple[str, ...], where: str) -> dict[str, tuple[float, float, int]]:
    flat = [fields.number(one, f"{where}[{i}]") for i, one in enumerate(fields.items(values, where))]
    if len(flat) % 3:
        raise FormatError(where, N_("must be triples of x, y and visibility"))
    named = names or tuple(str(i) for i in range(1, len(flat) // 3 + 1))
    if len(named) != len(flat) // 3:
        message = N_("has {count} points, its category names {named}")
        raise FormatError(where, message, count=len(flat) // 3, named=len(named))
    points = {}
    for name, x, y, seen in zip(named, flat[::3], flat[1::3], flat[2::3], strict=True):
        if seen not in (0, 1, 2):
            raise FormatError(where, N_("visibility must be 0, 1 or 2"))
        points[name] = (x, y, int(seen))
    return points


def _bounds(rings: tuple[Ring, ...]) -> tuple[float, float, float, float]:
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _compare(box: tuple | None, bounds: tuple | None, where: str, report: Report) -> None:
    if box and bounds and any(abs(a - b) > _SLACK_PX for a, b in zip(box, bounds, strict=True)):
        report.change(N_("boxes beside outlines"), N_("they do not bound the outline, which counts"), at=where)


def _records(picture: Picture, labels: list, report: Report) -> Iterator[Record]:
    item = item_of(picture.name)
    captions = [one for one in labels if isinstance(one, str)]
    parts = {
        part: tuple(one for one in labels if isinstance(one, kind))
        for part, kind in (("boxes", Box), ("polygons", Polygon), ("masks", Mask), ("keypoints", Keypoints))
    }
    if not captions:
        yield Record(item, media=picture, **parts)
        return
    if len(captions) > 1:
        why = N_("several for one picture are numbered as if by several annotators")
        report.change(N_("captions"), why, len(captions), at=item)
    for n, caption in enumerate(captions, 1):
        yield Record(item, str(n) if len(captions) > 1 else "", media=picture, transcript=caption, **parts)
        parts = {}


def write(records: Iterable[Record], path: Path, report: Report) -> None:
    """One file; ids count from 1, as the field's own tool takes an annotation 0 for none."""
    images, annotations, categories = [], [], {}
    for record in records:
        record, image_id = in_pixels(record), len(images) + 1
        picture = record.media
        size = {}
        if isinstance(picture, Picture) and picture.width and picture.height:
            size = {"width": picture.width, "height": picture.height}
        images.append({"id": image_id, "file_name": name_of(record), **size})
        for raw in _annotations(record, categories, report):
            annotations.append({"id": len(annotations) + 1, "image_id": image_id, **raw})
    rows = [
        {"id": i, "name": label, **({"keypoints": list(points), "skeleton": []} if points else {})}
        for i, (label, points) in enumerate(categories, 1)
    ]
    found = {"images": images, "annotations": annotations, "categories": rows}
    path.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")


def _annotations(record: Record, categories: dict, report: Report) -> Iterator[dict]:
    for thing in (*record.boxes, *record.polygons, *record.masks, *record.keypoints):
        shape = _shape(thing, record.item, report)
        if shape is None:
            continue
        lost = len(thing.flags - CROWD)
        if lost:
            report.drop(N_("flags"), N_("only crowd has a place here"), lost, at=record.item)
        points = tuple(thing.points) if isinstance(thing, Keypoints) else ()
        raw = {"category_id": categories.setdefault((thing.label, points), len(categories) + 1), **shape}
        raw["iscrowd"] = int("crowd" in thing.flags)
        if thing.attributes:
            raw["attributes"] = dict(thing.attributes)
        yield raw
    if record.transcript is not None:
        yield {"category_id": 0, "caption": record.transcript}


def _shape(thing: Box | Polygon | Mask | Keypoints, item: str, report: Report) -> dict | None:
    if isinstance(thing, Box):
        if thing.rotation:
            report.drop(N_("boxes"), N_("they are turned; this format has upright ones only"), at=item)
            return None
        box = (thing.x, thing.y, thing.width, thing.height)
        return {"bbox": _numbers(box), "area": number(thing.width * thing.height)}
    if isinstance(thing, Polygon):
        rings = [ring for ring in thing.rings[1:] if not inside(ring[0], thing.rings[0])]
        holes = len(thing.rings) - 1 - len(rings)
        if holes:
            report.drop(N_("holes"), N_("a polygon has none here"), holes, at=item)
        kept = (thing.rings[0], *rings)
        flat = [_numbers(value for point in ring for value in point) for ring in kept]
        return {"segmentation": flat, "bbox": _numbers(_bounds(kept)), "area": number(sum(map(_area, kept)))}
    if isinstance(thing, Mask):
        box = masks.bbox(thing.counts, (thing.height, thing.width)) or (0, 0, 0, 0)
        runs = {"size": [thing.height, thing.width], "counts": list(thing.counts)}
        return {"segmentation": runs, "bbox": list(box), "area": sum(thing.counts[1::2])}
    seen = tuple((x, y) for x, y, v in thing.points.values() if v)
    box = _bounds((seen,)) if seen else (0, 0, 0, 0)
    flat = [value for x, y, v in thing.points.values() for value in (number(x), number(y), v)]
    return {"keypoints": flat, "num_keypoints": len(seen), "bbox": _numbers(box), "area": number(box[2] * box[3])}


def _numbers(values: Iterable[float]) -> list[int | float]:
    return [number(value) for value in values]


def _area(ring: Ring) -> float:
    """The area inside a ring (the surveyor's formula)."""
    after = (*ring[1:], ring[0])
    return abs(sum(x * to_y - to_x * y for (x, y), (to_x, to_y) in zip(ring, after, strict=True))) / 2


def inside(point: tuple[float, float], ring: Ring) -> bool:
    """Whether the point lies inside the ring, by the even-odd rule."""
    x, y = point
    within = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            within = not within
    return within


FORMAT = Format(
    name="coco",
    title="COCO JSON",
    extensions=(".json",),
    features=frozenset({"boxes", "polygons", "masks", "keypoints", "transcript"}),
    sniff=sniff,
    read=read,
    write=write,
)

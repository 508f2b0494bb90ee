"""Regions of Label Studio: what was drawn or marked, put together from the results that share an id."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.formats import FormatError, fields
from portal.formats.model import NONE, Box, Clip, Keypoints, Picture, Polygon, Relation, Segment, Span
from portal.formats.report import Report
from portal.formats.units import Utf16
from portal.grading.types import N_

FLAGS = "flags"
# Regions that we cannot hold, by the word they are reported under.
_FOREIGN = {
    "ellipse": N_("ellipses"),
    "brush": N_("brush masks"),
    "bitmask": N_("brush masks"),
    "magicwand": N_("brush masks"),
    "vector": N_("lines"),
    "videorectangle": N_("boxes in films"),
    "hypertext": N_("spans in web pages"),
    "paragraph": N_("spans in dialogues"),
    "timeseries": N_("stretches of measurements"),
}
_DRAWN = frozenset({"rectangle", "polygon", "keypoint"})


@dataclass
class _Region:
    """A region while its results come in: where it stands, its kind, geometry, labels and what was said of it."""

    id: str
    where: str
    kind: str
    value: Mapping
    parent: str | None = None
    labels: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


class Regions:
    """The regions of one annotation. `text` and `media` are what they lie on."""

    def __init__(self, text: str | None, media: Picture | Clip | None, report: Report):
        self.text = text
        self.media = media
        self.report = report
        self.units = Utf16(text) if text is not None else None
        self.regions: dict[str, _Region] = {}
        self.relations: list[tuple[str, Mapping]] = []

    def take(self, where: str, result: Mapping) -> bool:
        """Whether the result is a region or belongs to one; else it is about the whole item."""
        if result["type"] == "relation":
            self.relations.append((where, result))
            return True
        value = result["value"]
        kind = self._kind(result)
        base = result["type"].removesuffix("labels")
        if base in _FOREIGN:
            self.report.drop(_FOREIGN[base], N_("no label of ours is like them"), at=where)
            return True
        if kind is None:
            return False
        name = fields.name(result.get("id", where), f"{where}.id")
        region = self.regions.get(name)
        if region is None:
            region = self.regions[name] = _Region(name, where, kind, value, result["parentID"])
        if result["type"].endswith("labels"):
            labels = value.get(result["type"]) or value.get("labels") or []
            region.labels += [fields.name(label, where) for label in fields.items(labels, f"{where}.value.labels")]
        elif base not in _DRAWN:
            self._said(region, result, where)
        return True

    def _kind(self, result: Mapping) -> str | None:
        """What the result lies on, by its geometry; None when it has none."""
        value, base = result["value"], result["type"].removesuffix("labels")
        if base in _DRAWN:
            return base
        if "width" in value and "x" in value:
            return "rectangle"
        if "points" in value:
            return "polygon"
        if "start" in value and "end" in value:
            on_sound = self.text is None or "original_length" in result or "channel" in value
            return "segment" if on_sound else "span"
        return "keypoint" if "x" in value and "y" in value else None

    def _said(self, region: _Region, result: Mapping, where: str) -> None:
        """Keeps what a choice, rating or text says about a region."""
        kind, value = result["type"], result["value"]
        given = value.get("text" if kind == "textarea" else kind)
        given = given if isinstance(given, list) else [given]
        words = [
            " / ".join(map(str, word)) if isinstance(word, list) else str(word) for word in given if word is not None
        ]
        if kind == "textarea" and region.kind == "segment":
            region.texts += words
        else:
            region.said.setdefault(result["from_name"] or kind, []).extend(words)

    def labels(self) -> dict[str, Any]:
        """The parts of a record that regions make: media, spans, relations, boxes, polygons, keypoints, segments."""
        parents = {region.parent for region in self.regions.values() if region.kind == "keypoint"}
        found: dict[str, list] = {"spans": [], "boxes": [], "polygons": [], "segments": []}
        points: dict[str, list[_Region]] = {}
        for region in self.regions.values():
            if region.kind == "keypoint":
                points.setdefault(region.parent or region.id, []).append(region)
            elif region.kind == "rectangle" and region.id in parents:
                self.report.change(
                    N_("boxes"), N_("around keypoints, read as the object they belong to"), at=region.where
                )
            elif (label := self._read(region)) is not None:
                kinds = {"rectangle": "boxes", "polygon": "polygons", "segment": "segments", "span": "spans"}
                found[kinds[region.kind]].append(label)
        objects = [self._keypoints(name, regions) for name, regions in points.items()]
        return {
            **{name: tuple(labels) for name, labels in found.items()},
            "keypoints": tuple(objects),
            "relations": self._relations({span.id for span in found["spans"]}),
            "media": self.media,
        }

    def _read(self, region: _Region):
        return {"rectangle": self._box, "polygon": self._polygon, "segment": self._segment, "span": self._span}[
            region.kind
        ](region)

    def _label(self, region: _Region) -> str:
        if len(region.labels) > 1:
            count = len(region.labels) - 1
            self.report.drop(N_("further labels of regions"), N_("only the first is kept"), count, at=region.where)
        return region.labels[0] if region.labels else ""

    def _extras(self, region: _Region) -> dict[str, Any]:
        attributes = {name: "; ".join(words) for name, words in region.said.items() if name != FLAGS}
        return {"attributes": attributes or NONE, "flags": frozenset(region.said.get(FLAGS, ()))}

    def _scale(self) -> tuple[float, float]:
        """What a per cent of the width and of the height is: pixels, or a share where the size is not known."""
        if not isinstance(self.media, Picture) or self.media.width is None:
            return 0.01, 0.01
        return self.media.width / 100, self.media.height / 100

    def _number(self, region: _Region, key: str) -> float:
        return fields.number(fields.of(region.value, key, f"{region.where}.value"), f"{region.where}.value.{key}")

    def _box(self, region: _Region) -> Box | None:
        fx, fy = self._scale()
        x, y, width, height = (self._number(region, key) for key in ("x", "y", "width", "height"))
        if width <= 0 or height <= 0:
            self.report.drop(N_("boxes"), N_("without a width or a height"), at=region.where)
            return None
        x, y, width, height = x * fx, y * fy, width * fx, height * fy
        turned = fields.number(region.value.get("rotation") or 0, f"{region.where}.value.rotation") % 360
        if turned:
            if isinstance(self.media, Picture) and self.media.unit == "share":
                self.report.drop(N_("boxes"), N_("turned, on a picture whose size is not told"), at=region.where)
                return None
            # There it turns about its left top corner, here about its centre.
            x, y = corner_to_centre(x, y, width, height, turned)
        place = (round(n, 6) for n in (x, y, width, height))
        return Box(region.id, *place, self._label(region), rotation=turned, **self._extras(region))

    def _polygon(self, region: _Region) -> Polygon | None:
        fx, fy = self._scale()
        at = f"{region.where}.value.points"
        points = fields.items(fields.of(region.value, "points", f"{region.where}.value"), at)
        ring = [_point(point, f"{at}[{i}]", fx, fy) for i, point in enumerate(points)]
        if len(ring) < 3:
            self.report.drop(N_("polygons"), N_("with fewer than three corners"), at=region.where)
            return None
        return Polygon(region.id, (tuple(ring),), self._label(region), **self._extras(region))

    def _keypoints(self, name: str, regions: list[_Region]) -> Keypoints:
        fx, fy = self._scale()
        points: dict[str, tuple[float, float, int]] = {}
        for region in regions:
            point = self._label(region) or str(len(points) + 1)
            if point in points:
                raise FormatError(region.where, N_("the point {name} is there twice in one object"), name=point)
            points[point] = (
                round(self._number(region, "x") * fx, 6),
                round(self._number(region, "y") * fy, 6),
                2,
            )
        parent = self.regions.get(name)
        owner = parent if parent is not None and parent.kind == "rectangle" else None
        label = self._label(owner) if owner else next(iter(points))
        return Keypoints(name, label, points, **self._extras(owner or regions[0]))

    def _segment(self, region: _Region) -> Segment:
        start, end = self._number(region, "start"), self._number(region, "end")
        if start < 0 or end < start:
            raise FormatError(region.where, N_("ends before it starts"))
        self.report.drop(N_("attributes of segments"), N_("segments have none"), len(region.said), at=region.where)
        return Segment(start, end, self._label(region), "\n".join(region.texts))

    def _span(self, region: _Region) -> Span:
        at = f"{region.where}.value"
        start, end = (fields.whole(region.value[key], f"{at}.{key}") for key in ("start", "end"))
        first, last = self.units.to_points(start), self.units.to_points(end)
        if first is None or last is None or first >= last:
            message = N_("{start} to {end} must lie within the text, 0 to {length} UTF-16 units, and hold something")
            raise FormatError(at, message, start=start, end=end, length=self.units.length)
        extras = self._extras(region)
        return Span(region.id, first, last, self._label(region), extras["attributes"])

    def _relations(self, spans: set[str]) -> tuple[Relation, ...]:
        found = []
        for where, raw in self.relations:
            head, tail = (fields.name(fields.of(raw, key, where), where) for key in ("from_id", "to_id"))
            if raw.get("direction") == "left":
                head, tail = tail, head
            if raw.get("direction") == "bi":
                self.report.change(
                    N_("relations"), N_("in both directions, read from the first to the second"), at=where
                )
            if head in spans and tail in spans:
                labels = raw.get("labels") or [""]
                found.append(Relation(head, tail, fields.name(labels[0], f"{where}.labels")))
            else:
                self.report.drop(N_("relations"), N_("they connect no spans of a text"), at=where)
        return tuple(found)


def _point(point: Any, where: str, fx: float, fy: float) -> tuple[float, float]:
    if len(fields.items(point, where)) != 2:
        raise FormatError(where, N_("must be two numbers"))
    x, y = (fields.number(n, where) for n in point)
    return round(x * fx, 6), round(y * fy, 6)


def corner_to_centre(x: float, y: float, width: float, height: float, degrees: float) -> tuple[float, float]:
    """Left and top of the upright box around the centre, of a box turned clockwise about its left top corner."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    centre_x = x + width / 2 * cos - height / 2 * sin
    centre_y = y + width / 2 * sin + height / 2 * cos
    return centre_x - width / 2, centre_y - height / 2


def centre_to_corner(x: float, y: float, width: float, height: float, degrees: float) -> tuple[float, float]:
    """The corner that `corner_to_centre` came from."""
    dx, dy = corner_to_centre(0, 0, width, height, degrees)
    return x - dx, y - dy

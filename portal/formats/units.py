"""From what formats count in to what we count in, and back: UTF-16 units, pixels, parts of a second."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from portal.formats.model import Box, Keypoints, Picture, Polygon, Record
from portal.formats.report import FormatError
from portal.grading.types import N_


class Utf16:
    """Offsets of one text in UTF-16 units (Java, JavaScript) and in code points."""

    def __init__(self, text: str):
        # Code points of the characters that take two units; short texts of the basic plane hold none.
        self._wide = [] if text.isascii() else [i for i, char in enumerate(text) if char > "\uffff"]
        self._wide_units = [at + i for i, at in enumerate(self._wide)]
        self.length = len(text) + len(self._wide)

    def to_points(self, unit: int) -> int | None:
        """The code point offset; None when the unit lies in the middle of a character or outside the text."""
        if not 0 <= unit <= self.length:
            return None
        before = bisect_right(self._wide_units, unit - 1)
        if before and self._wide_units[before - 1] == unit - 1:
            return None
        return unit - before

    def to_units(self, point: int) -> int:
        """The offset in UTF-16 units of a code point offset within the text."""
        return point + bisect_right(self._wide, point - 1)


def in_pixels(record: Record, size: tuple[int, int] | None = None) -> Record:
    """The record with its geometry in pixels. `size` is (width, height) for a picture whose size is not known.

    Raises FormatError when there is geometry in shares and no size.
    """
    picture = record.media
    if not isinstance(picture, Picture) or picture.unit == "px":
        return record
    width, height = picture.width, picture.height
    if size is not None:
        width, height = size
    if width is None or height is None:
        message = N_("the size of the picture {name} is not known; put the picture beside its labels")
        raise FormatError(record.item, message, name=picture.name)
    return scaled(record, width, height, replace(picture, width=width, height=height, unit="px"))


def scaled(record: Record, fx: float, fy: float, picture: Picture) -> Record:
    """The record with its boxes, polygons and points multiplied; `picture` becomes its media."""
    return replace(
        record,
        media=picture,
        boxes=tuple(_box(box, fx, fy) for box in record.boxes),
        polygons=tuple(_polygon(polygon, fx, fy) for polygon in record.polygons),
        keypoints=tuple(_keypoints(points, fx, fy) for points in record.keypoints),
    )


def _box(box: Box, fx: float, fy: float) -> Box:
    return replace(box, x=box.x * fx, y=box.y * fy, width=box.width * fx, height=box.height * fy)


def _polygon(polygon: Polygon, fx: float, fy: float) -> Polygon:
    return replace(polygon, rings=tuple(tuple((x * fx, y * fy) for x, y in ring) for ring in polygon.rings))


def _keypoints(points: Keypoints, fx: float, fy: float) -> Keypoints:
    return replace(points, points={name: (x * fx, y * fy, v) for name, (x, y, v) in points.points.items()})


def number(value: float) -> int | float:
    """A number as files show it: at most six decimals, none for whole ones."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


_STAMP = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})", re.ASCII)


def seconds_of(stamp: str) -> float | None:
    """Seconds of a time stamp of WebVTT or SRT, such as 00:01:02.500 or 01:02,500; None for anything else."""
    match = _STAMP.fullmatch(stamp)
    if match is None or int(match[2]) > 59 or int(match[3]) > 59:
        return None
    # In thousandths first: 1 + 0.378 is not 1.378.
    return ((int(match[1] or 0) * 60 + int(match[2])) * 60_000 + int(match[3] + match[4])) / 1000


def stamp_of(seconds: float, point: str = ".") -> str:
    """The time stamp of those seconds, to the millisecond, hours always written."""
    thousandths = round(seconds * 1000)
    minutes, thousandths = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    whole, thousandths = divmod(thousandths, 1000)
    return f"{hours:02}:{minutes:02}:{whole:02}{point}{thousandths:03}"

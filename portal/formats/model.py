"""What every label file becomes: records of plain frozen labels. One shape between fifteen formats.

A record is one item as one annotator labelled it. Its labels map one to one onto the answers of the task kinds.
Text offsets are Unicode code points, end exclusive. Geometry is pixels of the original image, edges between
pixels, x to the right and y down; times are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Point = tuple[float, float]
Ring = tuple[Point, ...]
Attributes = Mapping[str, str]

# One shared empty mapping: a file of 100,000 boxes should not hold 100,000 empty ones.
NONE: Mapping = MappingProxyType({})


def _none() -> Mapping:
    return NONE


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture an item shows. `width` and `height` are None where the file does not tell them.

    `unit` is "share" where geometry could only be read as shares of width and height, 0 to 1 (YOLO without the
    pictures at hand). Who needs pixels calls `units.in_pixels`, which refuses while the size is unknown.
    """

    name: str
    width: int | None = None
    height: int | None = None
    unit: Literal["px", "share"] = "px"


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording or a film. What the file does not tell is None; `frames` counts them."""

    name: str
    seconds: float | None = None
    frames: int | None = None
    fps: float | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """A class given to the whole item. `question` tells several questions on one item apart."""

    label: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters text[start:end]. `id` is unique in its record, so that relations can name it."""

    id: str
    start: int
    end: int
    label: str
    attributes: Attributes = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Relation:
    """An arrow between two spans of the same record, by their ids."""

    head: str
    tail: str
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height. `rotation` turns it about its centre, in degrees clockwise."""

    id: str
    x: float
    y: float
    width: float
    height: float
    label: str
    flags: frozenset[str] = frozenset()
    rotation: float = 0.0
    attributes: Attributes = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Polygon:
    """An area inside rings, none of them closed by repeating its first point; the outer ring first.

    By the even-odd rule: a ring inside the first is a hole, a ring beside it another part of the object.
    """

    id: str
    rings: tuple[Ring, ...]
    label: str
    flags: frozenset[str] = frozenset()
    attributes: Attributes = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Mask:
    """An area as run lengths: column by column, starting with a run of zeros; they add up to width * height."""

    id: str
    width: int
    height: int
    counts: tuple[int, ...]
    label: str
    flags: frozenset[str] = frozenset()
    attributes: Attributes = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Keypoints:
    """Named points of one object: {name: (x, y, v)}; v is 0 not labelled, 1 hidden, 2 visible."""

    id: str
    label: str
    points: Mapping[str, tuple[float, float, int]]
    flags: frozenset[str] = frozenset()
    attributes: Attributes = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Keyframe:
    """Where a tracked object is from this frame on (counted from 0): left, top, width, height.

    `outside`: it has left the picture. Between two keyframes its place is interpolated.
    """

    frame: int
    x: float
    y: float
    width: float
    height: float
    outside: bool = False
    flags: frozenset[str] = frozenset()
    attributes: Attributes = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Track:
    """One object through a film; keyframes in order of their frames."""

    id: str
    label: str
    keyframes: tuple[Keyframe, ...]
    attributes: Attributes = field(default_factory=_none)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time from `start` to `end`: who or what (`label`), and the words said in it (`text`)."""

    start: float
    end: float
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One item as one annotator labelled it; `annotator` is "" where the file names none.

    A record without labels is an item where nothing was to be marked. `transcript` is text that was written:
    a transcription, translation or reply. `order` is a ranking, best first.
    """

    item: str
    annotator: str = ""
    text: str | None = None
    media: Picture | Clip | None = None
    classes: tuple[Class, ...] = ()
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    boxes: tuple[Box, ...] = ()
    polygons: tuple[Polygon, ...] = ()
    masks: tuple[Mask, ...] = ()
    keypoints: tuple[Keypoints, ...] = ()
    tracks: tuple[Track, ...] = ()
    segments: tuple[Segment, ...] = ()
    transcript: str | None = None
    scores: Mapping[str, float] = field(default_factory=_none)
    order: tuple[str, ...] = ()


# The parts of a record that hold labels: the features a format may have, in the order of the documentation.
FEATURES: Mapping[str, str] = MappingProxyType(
    {
        "classes": "classes",
        "spans": "spans",
        "relations": "relations",
        "boxes": "boxes",
        "polygons": "polygons",
        "masks": "run-length masks",
        "keypoints": "keypoints",
        "tracks": "tracks",
        "segments": "segments",
        "transcript": "written text",
        "scores": "ratings",
        "order": "rankings",
    }
)

"""A graded picture as a server draws it: both sets of boxes, a numbered tag at each mistake, and a closer look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.tasks.figures import numbered

# A tag's side as a share of what is seen: legible where the picture is as wide as a phone.
_TAG = 0.045
# A closer look leaves this much around the mistakes, shows at least this share of the picture, and is not worth it
# where it would show most of it anyway.
_AROUND, _LEAST, _MOST = 1.7, 0.36, 0.75

Box = Sequence[float]
SIDES = ("yours", "gold")


@dataclass(frozen=True, slots=True)
class Tag:
    """A numbered tag: its corner and the middle of its text, in pixels of the picture."""

    number: int
    x: float
    y: float
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Layer:
    """All boxes of one side, "yours" or "gold", that were right or were not, as one SVG path."""

    side: str
    right: bool
    path: str


@dataclass(frozen=True, slots=True)
class View:
    """A part of the picture as an SVG shows it; `size` and `font` are those of its tags."""

    box: tuple[float, float, float, float]
    size: float
    font: float
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything drawn over the picture, mistakes last and so on top. `close` is None where `whole` will do."""

    layers: tuple[Layer, ...]
    whole: View
    close: View | None


def figure(shown: Mapping, objects: Sequence[Mapping]) -> Figure:
    """`shown` is the public input, `objects` the item's objects as a grade stores them."""
    told = [(number, one["tag"] == "right", *(_box(one[side]) for side in SIDES)) for number, one in numbered(objects)]
    slips = [(number, yours or gold) for number, right, yours, gold in told if not right]
    near = _near([box for _number, right, *boxes in told for box in boxes if box and not right], shown)
    layers = (
        Layer(side, right, "".join(_outline(one[2 + place]) for one in told if one[1] == right and one[2 + place]))
        for right in (True, False)
        for place, side in enumerate(SIDES)
    )
    return Figure(
        layers=tuple(layer for layer in layers if layer.path),
        whole=_view((0, 0, shown["width"], shown["height"]), slips),
        close=_view(near, slips) if near else None,
    )


def _box(side: Mapping | None) -> Box | None:
    return side["box"] if side else None


def _outline(box: Box) -> str:
    x, y, width, height = box
    return f"M{x} {y}h{width}v{height}h-{width}z"


def _near(boxes: list[Box], shown: Mapping) -> tuple[float, float, float, float] | None:
    """The part of the picture around the boxes, in the picture's proportions; None where most of it is needed."""
    if not boxes:
        return None
    width, height = shown["width"], shown["height"]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    share = max(_LEAST, _AROUND * (right - left) / width, _AROUND * (bottom - top) / height)
    if share > _MOST:
        return None
    across, down = width * share, height * share
    x = min(max((left + right - across) / 2, 0), width - across)
    y = min(max((top + bottom - down) / 2, 0), height - down)
    return tuple(round(one, 1) for one in (x, y, across, down))


def _view(box: tuple[float, float, float, float], slips: Sequence[tuple[int, Box]]) -> View:
    size = round(box[2] * _TAG, 1)
    return View(box, size, round(size * 0.72, 1), tuple(_tag(number, one, size, box) for number, one in slips))


def _tag(number: int, box: Box, size: float, view: tuple[float, float, float, float]) -> Tag:
    """Above the corner where there is room in the view, else inside the box."""
    left, top = box[:2]
    x, y = min(left, view[0] + view[2] - size), top - size if top - size >= view[1] else top
    return Tag(number, round(x, 1), round(y, 1), round(x + size / 2, 1), round(y + size * 0.76, 1))

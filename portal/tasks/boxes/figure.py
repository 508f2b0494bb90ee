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


@dataclass(frozen=True, slots=True)
class Tag:
    """A numbered tag: its corner and the middle of its text, in pixels of the picture."""

    number: int
    x: float
    y: float
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One object: [x, y, width, height] of either side or None; `slip` is what was wrong, or "right"."""

    slip: str
    yours: Box | None
    gold: Box | None


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

    objects: tuple[Drawn, ...]
    whole: View
    close: View | None


def figure(shown: Mapping, objects: Sequence[Mapping]) -> Figure:
    """`shown` is the public input, `objects` the item's objects as a grade stores them."""
    told = numbered(objects)
    drawn = tuple(Drawn(one["tag"], *(_box(one[side]) for side in ("yours", "gold"))) for _number, one in told)
    slips = [(number, one) for (number, _), one in zip(told, drawn, strict=True) if one.slip != "right"]
    near = _near([box for _number, one in slips for box in (one.yours, one.gold) if box], shown)
    return Figure(
        objects=drawn[::-1],
        whole=_view((0, 0, shown["width"], shown["height"]), slips),
        close=_view(near, slips) if near else None,
    )


def _box(side: Mapping | None) -> Box | None:
    return side["box"] if side else None


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


def _view(box: tuple[float, float, float, float], slips: Sequence[tuple[int, Drawn]]) -> View:
    size = round(box[2] * _TAG, 1)
    return View(box, size, round(size * 0.72, 1), tuple(_tag(number, one, size, box) for number, one in slips))


def _tag(number: int, one: Drawn, size: float, view: tuple[float, float, float, float]) -> Tag:
    """Above the corner where there is room in the view, else inside the box."""
    left, top = (one.yours or one.gold)[:2]
    x, y = min(left, view[0] + view[2] - size), top - size if top - size >= view[1] else top
    return Tag(number, round(x, 1), round(y, 1), round(x + size / 2, 1), round(y + size * 0.76, 1))

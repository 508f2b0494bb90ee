"""Polygons against polygons: what is wrong with one, overlap, how far the outlines agree.

A polygon is a list of rings of [x, y], the outline first, then its holes; a closing point may be repeated
or not, and the direction means nothing. Areas are exact, in square pixels, holes taken out. Shapes are
shapely's, which is loaded with the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from portal.grading.assignment import Pair, most_pairs
from portal.grading.metrics import boxes
from portal.grading.metrics.boxes import AIR
from portal.grading.metrics.checks import points
from portal.grading.metrics.counts import ratio

if TYPE_CHECKING:
    from shapely import Geometry

Ring = Sequence[Sequence[float]]

# What GEOS calls it, and what we do.
_FLAWS = {
    "Self-intersection": "crosses itself",
    "Ring Self-intersection": "touches itself",
    "Hole lies outside shell": "has a hole outside its outline",
    "Holes are nested": "has a hole within a hole",
    "Interior is disconnected": "is cut in two by its holes",
}


class Flaw(NamedTuple):
    """Why a polygon has no honest area, and where: the place of the first crossing, where there is one."""

    what: str
    at: tuple[float, float] | None = None

    def __str__(self) -> str:
        return f"{self.what} at ({self.at[0]:g}, {self.at[1]:g})" if self.at else self.what


_TOO_FEW = Flaw("has fewer than three different points")


class Coverage(NamedTuple):
    """Square pixels that both cover, that only gold covers, and that only yours covers."""

    common: float
    missed: float
    over: float


def parse(rings: Sequence[Ring], where: str = "polygon") -> Geometry:
    """The shape of these rings.

    ValueError with the place for what is no finite number, fewer than three different points, no area, and
    a ring that crosses or touches itself (a spike does) or another.
    """
    shape, flaw = repair(rings, where)
    if flaw:
        raise ValueError(f"{where}: {flaw}")
    return shape


def repair(rings: Sequence[Ring], where: str = "polygon") -> tuple[Geometry, Flaw | None]:
    """The shape of these rings and what had to be mended for it, if anything.

    Mended is by GEOS' make_valid: lines stay where they are and parts wound over twice are outside, so that
    a bow tie is its two wings. What has no area becomes an empty shape. ValueError as `parse`, for numbers.
    """
    from shapely import Polygon, linearrings, make_valid, polygons

    outline, *holes = [points(ring, f"{where}[{i}]") for i, ring in enumerate(rings)] or [[]]
    if len(set(outline)) < 3:
        return Polygon(), _TOO_FEW
    whole = [ring for ring in holes if len(set(ring)) > 2]
    shape = polygons(linearrings(outline), [linearrings(ring) for ring in whole] or None)
    flaw = None if len(whole) == len(holes) else _TOO_FEW
    if shape.is_valid:
        return shape, flaw
    mended = _areas_only(make_valid(shape))
    return mended, flaw or (_flaw(shape) if mended.area else Flaw("has no area"))


def _flaw(shape: Geometry) -> Flaw:
    from shapely import is_valid_reason

    reason = is_valid_reason(shape)
    found = re.fullmatch(r"(.*)\[(\S+) (\S+)\]", reason)
    if not found:
        return Flaw(reason)
    return Flaw(_FLAWS.get(found[1], found[1].lower()), (float(found[2]), float(found[3])))


def _areas_only(shape: Geometry) -> Geometry:
    """The shape without the lines and points that mending leaves behind."""
    from shapely import MultiPolygon, get_parts

    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return MultiPolygon([one for part in get_parts(shape) for one in get_parts(part) if one.geom_type == "Polygon"])


def coverage(gold: Geometry, yours: Geometry) -> Coverage:
    """What both cover and what each covers alone."""
    common = gold.intersection(yours).area
    return Coverage(common, max(0.0, gold.area - common), max(0.0, yours.area - common))


def iou(gold: Geometry, yours: Geometry) -> float | None:
    """Common over joint area (Jaccard 1912); None when neither has any."""
    found = coverage(gold, yours)
    return ratio(found.common, sum(found))


def boundary_f(gold: Geometry, yours: Geometry, tolerance: float) -> float | None:
    """How well the outlines agree, 0 to 1: F of the shares of each that lie within `tolerance` px of the other.

    The boundary measure of Csurka et al. 2013, along the whole line in place of sampled pixels; holes have
    outlines too. The distance is exact to 0.5 % of the tolerance, which must be above 0. One empty shape
    gives 0, two give None.
    """
    if not tolerance > 0:
        raise ValueError(f"the tolerance must be above 0, not {tolerance}")
    mine, theirs = gold.boundary, yours.boundary
    if not mine.length or not theirs.length:
        return 0.0 if mine.length or theirs.length else None
    recall = mine.intersection(theirs.buffer(tolerance)).length / mine.length
    precision = theirs.intersection(mine.buffer(tolerance)).length / theirs.length
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overlaps(gold: Sequence[Geometry], yours: Sequence[Geometry], threshold: float = 0.0) -> dict[Pair, float]:
    """{(gold index, your index): IoU} of every pair with IoU >= threshold and above 0."""
    frames = [[shape.bounds if shape.area else (0.0, 0.0, 0.0, 0.0) for shape in side] for side in (gold, yours)]
    found = {}
    for i, j in boxes.overlaps(*frames):
        value = iou(gold[i], yours[j])
        if value and value >= threshold - AIR:
            found[i, j] = value
    return found


def match(gold: Sequence[Geometry], yours: Sequence[Geometry], threshold: float) -> dict[Pair, float]:
    """{(gold index, your index): IoU} of the best one-to-one assignment, as for boxes."""
    return most_pairs(overlaps(gold, yours, threshold))


def score_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred`, one ring each, `gold_holes` and `pred_holes`.

    A polygon with a flaw is measured after mending.
    """
    (gold, gold_flaw), (yours, your_flaw) = (
        repair([case[side], *case.get(f"{side}_holes", ())], side) for side in ("gold", "pred")
    )
    found = coverage(gold, yours)
    return {
        "gold_valid": gold_flaw is None,
        "pred_valid": your_flaw is None,
        "gold_area": gold.area,
        "pred_area": yours.area,
        "intersection_area": found.common,
        "iou": ratio(found.common, sum(found)),
    }

"""Labellers that are not people: perfect, with slack at the edges, right with a probability, with one habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput
from portal.tasks.polygons.grader import slack
from portal.tasks.polygons.schema import GoldPolygon, PolygonTask, Rings
from portal.tasks.shapes import check_label
from portal.tasks.slips import draw, rates

PERSONA_KEYS = frozenset({"id", "name", "concepts", "map", "never", "grow", "fills"})
_TRIES = 20
# A misplaced outline keeps this much of the object, so that it still means it.
_SHRUNK = 0.8


def _raw(g: GoldPolygon, rings: Rings | None = None, label: str | None = None) -> dict:
    points = [[[round(x, 2), round(y, 2)] for x, y in ring] for ring in (rings or g.rings)]
    return {"id": g.id, "rings": points, "label": label or g.label}


def perfect(task: PolygonTask, gold: Sequence[GoldPolygon]) -> dict:
    """The gold as an answer, without what is optional."""
    return {"polygons": [_raw(g) for g in gold if not g.optional]}


def slacken(task: PolygonTask, item: PictureInput, gold: Sequence[GoldPolygon], rng: Random) -> dict:
    """The gold moved as a whole by less than the slack; optional objects, too."""
    moved = []
    for g in gold:
        most = slack(task, g.shape) / 2
        dx, dy = rng.uniform(-most, most), rng.uniform(-most, most)
        if not g.optional or rng.random() < 0.5:
            moved.append(_raw(g, _within(item, [[(x + dx, y + dy) for x, y in ring] for ring in g.rings])))
    return {"polygons": moved}


def _within(item: PictureInput, rings: Sequence) -> Rings:
    return tuple(
        tuple((min(max(x, 0.0), float(item.width)), min(max(y, 0.0), float(item.height))) for x, y in ring)
        for ring in rings
    )


def _scaled(item: PictureInput, g: GoldPolygon, factor: float) -> Rings:
    """The outline made smaller or larger about its middle."""
    x, y = g.shape.centroid.coords[0]
    return _within(item, [[(x + (px - x) * factor, y + (py - y) * factor) for px, py in ring] for ring in g.rings])


def simulate(task: PolygonTask, item: PictureInput, gold: Sequence[GoldPolygon], rng: Random, level: float) -> dict:
    """The gold with believable slips, so often that the expected score is about `level`."""
    chances = rates(level)
    required = [g for g in gold if not g.optional]
    found = []
    for g in required:
        slip = draw(rng, chances)
        others = [label for label in task.names if label not in (g.label, *g.any)]
        if slip == "misnamed" and not others:
            slip = "misplaced"
        if slip == "misplaced":
            found.append(_raw(g, _scaled(item, g, _SHRUNK)))
        elif slip == "misnamed":
            found.append(_raw(g, label=rng.choice(others)))
        elif slip is None:
            found.append(_raw(g))
    extras = sum(rng.random() < chances.extra for _ in required) if required else rng.random() >= level
    return {"polygons": [*found, *_extras(task, item, gold, rng, int(extras))]}


def _extras(task: PolygonTask, item: PictureInput, gold: Sequence[GoldPolygon], rng: Random, wanted: int) -> list[dict]:
    """Small squares away from every reference object and from each other."""
    taken = [g.shape.bounds for g in gold]
    found: list[dict] = []
    side = sqrt(item.width * item.height) / 40
    for _ in range(_TRIES * wanted):
        if len(found) == wanted:
            break
        x, y = round(rng.uniform(0, item.width - side), 1), round(rng.uniform(0, item.height - side), 1)
        if all(x + side < a or x > c or y + side < b or y > d for a, b, c, d in taken):
            taken.append((x, y, x + side, y + side))
            ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
            found.append({"id": f"extra{len(found)}", "rings": [ring], "label": rng.choice(list(task.names))})
    return found


def persona(task: PolygonTask, item: PictureInput, gold: Sequence[GoldPolygon], spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    map: label -> label given instead. never: labels never outlined. grow: factor by which every outline is larger
    (below 1 smaller). fills: true for somebody who never cuts out holes.
    """
    check_persona(task, spec)
    found = []
    for g in gold:
        if g.optional or g.label in spec.get("never", ()):
            continue
        rings = _scaled(item, g, spec["grow"]) if "grow" in spec else g.rings
        found.append(_raw(g, rings[:1] if spec.get("fills") else rings, spec.get("map", {}).get(g.label)))
    return {"polygons": found}


def check_persona(task: PolygonTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    for label in spec.get("never", ()):
        check_label(label, task.names, "never")
    grow = spec.get("grow", 1.0)
    if isinstance(grow, bool) or not isinstance(grow, int | float) or not grow > 0:
        raise AnswerError("grow", N_("must be more than {gt}"), gt=0)

"""Labellers that are not people: perfect, with slack, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput
from portal.tasks.keypoints.schema import GoldObject, KeypointTask, Point, dump_object
from portal.tasks.shapes import check_label

PERSONA_KEYS = frozenset({"id", "name", "concepts", "map", "mirror", "skips", "visible", "shift"})
# A simulated slip puts a point this many times the reach away.
_OFF = 1.5


def perfect(task: KeypointTask, gold: Sequence[GoldObject]) -> dict:
    """The gold as an answer, without what is optional."""
    return {"objects": [dump_object(g) for g in gold if not g.optional]}


def _moved(item: PictureInput, point: Point, dx: float, dy: float) -> list[float]:
    x, y, v = point
    return [round(min(max(x + dx, 0), item.width), 2), round(min(max(y + dy, 0), item.height), 2), v]


def _raw(g: GoldObject, points: Mapping[str, Sequence[float]], label: str | None = None) -> dict:
    return {"id": g.id, "label": label or g.label, "points": dict(points)}


def slacken(task: KeypointTask, item: PictureInput, gold: Sequence[GoldObject], rng: Random) -> dict:
    """The gold with every point off by less than the reach; optional objects, too."""
    found = []
    for g in gold:
        most = task.reach * max(g.box[2:]) * 0.9
        points = {}
        for name, point in g.points.items():
            angle, far = rng.uniform(0, 2 * pi), rng.uniform(0, most)
            if point[2]:
                points[name] = _moved(item, point, far * cos(angle), far * sin(angle))
        if not g.optional or rng.random() < 0.5:
            found.append(_raw(g, points))
    return {"objects": found}


def simulate(task: KeypointTask, item: PictureInput, gold: Sequence[GoldObject], rng: Random, level: float) -> dict:
    """Each point right with probability `level`, else too far off. Points left out could cost the whole object.

    Where nothing is to be marked something is, as often as the level leaves.
    """
    found = []
    for g in gold:
        if g.optional:
            continue
        points = {}
        for name, point in g.points.items():
            far = 0.0 if rng.random() < level else _OFF * task.reach * max(g.box[2:])
            # Away from the nearer edge of the picture, so that it is not pushed back.
            if point[2]:
                points[name] = _moved(item, point, far if point[0] < item.width / 2 else -far, 0.0)
        found.append(_raw(g, points))
    if not any(not g.optional for g in gold) and rng.random() >= level:
        x, y = rng.uniform(0, item.width), rng.uniform(0, item.height)
        points = {next(iter(task.points)): [round(x, 1), round(y, 1), 2]}
        found.append({"id": "extra", "label": next(iter(task.names)), "points": points})
    return {"objects": found}


def persona(task: KeypointTask, item: PictureInput, gold: Sequence[GoldObject], spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    map: label -> label given instead. mirror: true for somebody who takes the picture's left for the person's.
    skips: points never set. visible: true for somebody who calls every point visible. shift: points (by name) set
    too far, by one and a half times the reach.
    """
    check_persona(task, spec)
    other = dict(task.sides) | {right: left for left, right in task.sides}
    found = []
    for g in gold:
        if g.optional:
            continue
        points = {}
        for name, point in g.points.items():
            if not point[2] or name in spec.get("skips", ()):
                continue
            far = _OFF * task.reach * max(g.box[2:]) if name in spec.get("shift", ()) else 0.0
            x, y, v = _moved(item, point, far, 0.0)
            points[other.get(name, name) if spec.get("mirror") else name] = [x, y, 2 if spec.get("visible") else v]
        if points:
            found.append(_raw(g, points, spec.get("map", {}).get(g.label)))
    return {"objects": found}


def check_persona(task: KeypointTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    for key in ("skips", "shift"):
        for one in spec.get(key, ()):
            if one not in task.points:
                raise AnswerError(key, N_("there is no point {value}"), value=str(one)[:60])

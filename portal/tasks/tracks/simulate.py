"""Labellers that are not people: perfect, with slack, right with a probability, and those with one habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from portal.grading.metrics.tracks import Keyframe, interpolate
from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import VideoInput
from portal.tasks.shapes import check_label
from portal.tasks.slips import draw, rates
from portal.tasks.tracks.schema import GoldTrack, Track, TrackTask, dump_track

PERSONA_KEYS = frozenset({"id", "name", "concepts", "map", "never", "stops", "splits"})
# A misplaced track is left after this share of its way: still found, not followed to the end.
_LEFT = 0.7
_TRIES = 20


def perfect(task: TrackTask, gold: Sequence[GoldTrack]) -> dict:
    """The gold as an answer, without what is optional."""
    return {"tracks": [dump_track(g) for g in gold if not g.optional]}


def slacken(task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], rng: Random) -> dict:
    """The gold with every box moved by up to a twentieth of its size; optional tracks, too."""
    found = []
    for g in gold:
        across, down = rng.uniform(-0.05, 0.05), rng.uniform(-0.05, 0.05)
        keyframes = tuple(Keyframe(k.frame, _shifted(item, k.rect, across, down), k.outside) for k in g.keyframes)
        if not g.optional or rng.random() < 0.5:
            found.append(dump_track(Track(g.id, g.label, keyframes)))
    return {"tracks": found}


def _shifted(item: VideoInput, rect: Sequence[float], across: float, down: float) -> tuple[float, ...]:
    left, top, right, bottom = rect
    dx = min(max(across * (right - left), -left), item.width - right)
    dy = min(max(down * (bottom - top), -top), item.height - bottom)
    return left + dx, top + dy, right + dx, bottom + dy


def last_frame(item: VideoInput, g: GoldTrack | Track) -> int:
    """The frame after the last in which the track is in sight."""
    last = g.keyframes[-1]
    return last.frame if last.outside else item.frames


def _until(g: GoldTrack, frame: int) -> dict:
    """The track left at that frame: where it is then is its last place, and from there it is out of sight."""
    kept = [k for k in g.keyframes if k.frame < frame]
    here = interpolate(g.keyframes, [frame]).get(frame)
    if here is not None:
        kept.append(Keyframe(frame, here, True))
    elif not kept[-1].outside:
        kept += [k for k in g.keyframes if k.frame >= frame][:1]
    return dump_track(Track(g.id, g.label, tuple(kept)))


def _way(item: VideoInput, g: GoldTrack, share: float) -> int:
    first = g.keyframes[0].frame
    return first + max(1, round(share * (last_frame(item, g) - first)))


def simulate(task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], rng: Random, level: float) -> dict:
    """The gold with believable slips, so often that the expected score is about `level`."""
    chances = rates(level)
    required = [g for g in gold if not g.optional]
    found = []
    for g in required:
        slip = draw(rng, chances)
        others = [label for label in task.names if label not in (g.label, *g.any)]
        if slip in ("misplaced", "misnamed") and others:
            found.append(dump_track(Track(g.id, rng.choice(others), g.keyframes)))
        elif slip in ("misplaced", "misnamed"):
            found.append(_until(g, _way(item, g, _LEFT)))
        elif slip is None:
            found.append(dump_track(g))
    extras = sum(rng.random() < chances.extra for _ in required) if required else rng.random() >= level
    return {"tracks": [*found, *_extras(task, item, gold, rng, int(extras))]}


def _extras(task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], rng: Random, wanted: int) -> list[dict]:
    """Boxes that stand still where no reference track has a keyframe near."""
    found: list[dict] = []
    side = min(item.width, item.height) / 30
    taken = [k.rect for g in gold for k in g.keyframes]
    for _ in range(_TRIES * wanted):
        if len(found) == wanted:
            break
        left, top = rng.uniform(0, item.width - side), rng.uniform(0, item.height - side)
        rect = (round(left, 1), round(top, 1), round(left + side, 1), round(top + side, 1))
        if all(rect[2] < a or rect[0] > c or rect[3] < b or rect[1] > d for a, b, c, d in taken):
            taken.append(rect)
            label = rng.choice(list(task.names))
            found.append(dump_track(Track(f"extra{len(found)}", label, (Keyframe(0, rect),))))
    return found


def persona(task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    map: label -> label given instead. never: labels never followed. stops: the share of its way after which every
    track is left. splits: true for somebody who starts a new track half-way.
    """
    check_persona(task, spec)
    found = []
    for g in gold:
        if g.optional or g.label in spec.get("never", ()):
            continue
        g = GoldTrack(g.id, spec.get("map", {}).get(g.label, g.label), g.keyframes)
        if "stops" in spec:
            found.append(_until(g, _way(item, g, spec["stops"])))
        elif spec.get("splits"):
            found += _halves(item, g)
        else:
            found.append(dump_track(g))
    return {"tracks": found}


def _halves(item: VideoInput, g: GoldTrack) -> list[dict]:
    middle = _way(item, g, 0.6)
    here = interpolate(g.keyframes, [middle]).get(middle)
    rest = [k for k in g.keyframes if k.frame > middle]
    if here is None:
        return [dump_track(g)]
    second = Track(f"{g.id}-2", g.label, (Keyframe(middle, here), *rest))
    return [_until(g, middle), dump_track(second)]


def check_persona(task: TrackTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    for label in spec.get("never", ()):
        check_label(label, task.names, "never")
    stops = spec.get("stops", 0.5)
    if isinstance(stops, bool) or not isinstance(stops, int | float) or not 0 < stops < 1:
        raise AnswerError("stops", N_("must be from {low} to {high}"), low=0, high=1)

"""Labellers that are not people: perfect, with slack at the edges, right with a probability, with one habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import AudioInput
from portal.tasks.segments.schema import GoldSegment, Segment, SegmentTask, dump_answer
from portal.tasks.shapes import check_label
from portal.tasks.slips import draw, rates

PERSONA_KEYS = frozenset({"id", "name", "concepts", "map", "never", "start", "end"})
_TRIES = 20


def perfect(task: SegmentTask, gold: Sequence[GoldSegment]) -> dict:
    """The gold as an answer, without what is optional."""
    return dump_answer([Segment(g.start, g.end, g.label) for g in gold if not g.optional])


def _moved(item: AudioInput, g: GoldSegment, start: float, end: float, label: str | None = None) -> Segment:
    """The stretch with its edges moved by seconds, kept inside the recording and at least a hundredth long."""
    first = min(max(g.start + start, 0.0), item.seconds - 0.01)
    return Segment(first, max(min(g.end + end, item.seconds), first + 0.01), label or g.label)


def slacken(task: SegmentTask, item: AudioInput, gold: Sequence[GoldSegment], rng: Random) -> dict:
    """The gold with edges off by less than the tolerance, at most a fifth of the stretch; optional ones, too."""
    slack = []
    for g in gold:
        most = min(task.tolerance, (g.end - g.start) / 5)
        moved = _moved(item, g, rng.uniform(-most, most), rng.uniform(-most, most))
        if not g.optional or rng.random() < 0.5:
            slack.append(moved)
    return dump_answer(slack)


def simulate(task: SegmentTask, item: AudioInput, gold: Sequence[GoldSegment], rng: Random, level: float) -> dict:
    """The gold with believable slips, so often that the expected score is about `level`."""
    chances = rates(level)
    required = [g for g in gold if not g.optional]
    found = []
    for g in required:
        slip = draw(rng, chances)
        others = [label for label in task.names if label not in (g.label, *g.any)]
        # An edge that is off must not lose the stretch: a third of its length, and beyond the tolerance.
        off = max((g.end - g.start) / 3, task.tolerance * 1.1)
        if slip == "misnamed" and not others:
            slip = "misplaced"
        if slip == "misplaced" and off > (g.end - g.start) / 2:
            slip = "misnamed" if others else None
        if slip == "misplaced":
            found.append(_moved(item, g, off, 0.0))
        elif slip == "misnamed":
            found.append(Segment(g.start, g.end, rng.choice(others)))
        elif slip is None:
            found.append(Segment(g.start, g.end, g.label))
    extras = sum(rng.random() < chances.extra for _ in required) if required else rng.random() >= level
    return dump_answer([*found, *_extras(task, item, gold, rng, int(extras))])


def _extras(
    task: SegmentTask, item: AudioInput, gold: Sequence[GoldSegment], rng: Random, wanted: int
) -> list[Segment]:
    """Short stretches away from every reference one and from each other."""
    found: list[Segment] = []
    for _ in range(_TRIES * wanted):
        if len(found) == wanted:
            break
        length = item.seconds / 50
        start = rng.uniform(0, item.seconds - length)
        if all(start + length <= one.start or start >= one.end for one in (*gold, *found)):
            found.append(Segment(start, start + length, rng.choice(list(task.names))))
    return found


def persona(task: SegmentTask, item: AudioInput, gold: Sequence[GoldSegment], spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    map: label -> label given instead. never: labels never marked. start, end: seconds by which every edge is late
    (early below 0).
    """
    check_persona(task, spec)
    found = [
        _moved(item, g, spec.get("start", 0), spec.get("end", 0), spec.get("map", {}).get(g.label))
        for g in gold
        if not g.optional and g.label not in spec.get("never", ())
    ]
    return dump_answer(found)


def check_persona(task: SegmentTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    for label in spec.get("never", ()):
        check_label(label, task.names, "never")
    for key in ("start", "end"):
        if isinstance(spec.get(key, 0), bool) or not isinstance(spec.get(key, 0), int | float):
            raise AnswerError(key, N_("must be a number"))

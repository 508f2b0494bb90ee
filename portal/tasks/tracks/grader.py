"""Grading of tracks: found, followed, named; each track's slips counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from portal.grading.assignment import best_pairs
from portal.grading.metrics import tracks as metric
from portal.grading.metrics.boxes import AIR
from portal.grading.metrics.counts import f1, ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    Metric,
    ObjectGrade,
    PatternHit,
    Reading,
    Say,
    reading,
)
from portal.tasks.inputs import VideoInput
from portal.tasks.objects import (
    IOU50,
    NO_GOLD,
    NO_MARKS,
    NONE_FOUND,
    base_readings,
    best_of,
    item_grade,
    judged,
    missed,
    neither,
    object_headline,
)
from portal.tasks.text import shown
from portal.tasks.tracks.schema import GoldTrack, Track, TrackTask, dump_gold, dump_gold_track, dump_track

# A track follows an object when it lies on it in this share of the object's frames, or most of its own lie on it.
HALF = 0.5
_QUOTE = 60


def class_counts(task: TrackTask, gold: Sequence[GoldTrack]) -> dict[str, int]:
    """How many reference tracks of each label must be found."""
    return dict(Counter(one.label for one in gold if not one.optional))


def grade_item(
    task: TrackTask,
    item: VideoInput,
    gold: Sequence[GoldTrack],
    alternatives: Sequence[Alternative],
    answer: Sequence[Track] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is not None:
        return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))
    required = [g for g in gold if not g.optional]
    possible = float(max(1, len(required)))
    counts = {"earned": 0.0, "possible": possible, "gold": len(required), "found": 0, "yours": 0, "films": 1}
    objects = tuple(missed(dump_gold_track(g), task.names[g.label], g) for g in required)
    return ItemGrade("unanswered", 0.0, possible, objects, dump_gold(gold), counts)


class _Seen(NamedTuple):
    """The film frame by frame: frames of each gold track and each of yours, and frames in which two agree."""

    gold: list[int]
    yours: list[int]
    together: dict[tuple[int, int], int]


def _seen(task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], yours: Sequence[Track]) -> _Seen:
    film = metric.from_keyframes(
        {i: g.keyframes for i, g in enumerate(gold)},
        {j: y.keyframes for j, y in enumerate(yours)},
        range(0, item.frames, task.stride),
        IOU50,
    )
    in_gold = Counter(film.gold[i] for frame in film.frames for i in frame.gold)
    in_yours = Counter(film.yours[j] for frame in film.frames for j in frame.yours)
    together = Counter((film.gold[i], film.yours[j]) for frame in film.frames for i, j in frame.overlaps)
    return _Seen([in_gold[i] for i in range(len(gold))], [in_yours[j] for j in range(len(yours))], dict(together))


def _match(gold: Sequence[GoldTrack], seen: _Seen) -> dict[int, int]:
    """{gold index: your index}, one to one: tracks that follow an object for half of its way.

    Most frames together, gold that must be found first; labels are ignored.
    """
    most = 1 + sum(seen.together.values())
    weights = {
        (i, j): frames + most * (not gold[i].optional)
        for (i, j), frames in seen.together.items()
        if frames >= HALF * seen.gold[i] - AIR
    }
    return dict(best_pairs(weights))


def _grade(task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], answer: Sequence[Track]) -> ItemGrade:
    seen = _seen(task, item, gold, answer)
    pairs = _match(gold, seen)
    # A further track that lies on an object mostly is a part of it; the slip is the object's, and counts there.
    parts = {
        j: i
        for (i, j), frames in sorted(seen.together.items(), key=lambda one: one[1])
        if j not in pairs.values() and frames >= HALF * seen.yours[j] - AIR
    }
    objects, hits = [], []
    counts: dict[str, float] = Counter({"films": 1})
    for i, g in enumerate(gold):
        y = answer[pairs[i]] if i in pairs else None
        if g.optional:
            if y is not None:
                objects.append(neither(dump_track(y), dump_gold_track(g), g))
            continue
        counts["gold"] += 1
        if y is None:
            objects.append(missed(dump_gold_track(g), task.names[g.label], g))
            hits.append(_hit("missed", task, item, g))
            continue
        split = any(of == i for of in parts.values())
        graded, slips = _judge(task, item, seen, (i, pairs[i]), g, y, split)
        objects.append(graded)
        hits += slips
        counts["found"] += 1
        counts["named"] += _right(g, y)
    extra = [j for j in range(len(answer)) if j not in pairs.values() and j not in parts]
    for j in parts:
        say = Say(N_("A part of an object that has a track already: one object, one track."))
        objects.append(ObjectGrade("ignored", dump_track(answer[j]), None, None, 0.0, say))
    for j in extra:
        say = Say(N_("The reference has no object here."))
        objects.append(ObjectGrade("extra", dump_track(answer[j]), None, None, 0.0, say))
        hits.append(_hit("extra", task, item, answer[j]))
    counts |= _measured(task, item, gold, answer, pairs)
    hits += _switches(task, item, gold, answer)
    return item_grade(objects, counts, len(extra), dump_gold(gold), hits)


def _right(g: GoldTrack, y: Track) -> bool:
    return y.label in (g.label, *g.any)


def _judge(
    task: TrackTask, item: VideoInput, seen: _Seen, pair: tuple[int, int], g: GoldTrack, y: Track, split: bool
) -> tuple[ObjectGrade, list[PatternHit]]:
    on_it = seen.together[pair]
    lost, beside = seen.gold[pair[0]] - on_it, seen.yours[pair[1]] - on_it
    slips, hits = [], []
    if on_it < task.cover * seen.gold[pair[0]] - AIR:
        facts = {"frames": lost * task.stride}
        slips.append(Say(N_("in {frames} frames the box is missing or off"), facts))
        if not split:
            hits.append(_hit("lost", task, item, g, **facts))
    # Frames beside the object that are no frames of it: the object is out of sight there.
    elif beside - lost > (1 - task.cover) * seen.gold[pair[0]] + AIR:
        facts = {"frames": (beside - lost) * task.stride}
        slips.append(Say(N_("in {frames} frames it goes on though the object is out of sight"), facts))
        hits.append(_hit("ran_on", task, item, g, **facts))
    if split:
        slips.append(Say(N_("it goes on under another track")))
    if not _right(g, y):
        names = {"gold": task.names[g.label], "yours": task.names[y.label]}
        slips.append(Say(N_("this is {gold}, not {yours}"), names))
        about = {"gold": g.label, "yours": y.label, "example": shown(item.alt, _QUOTE), "names": names}
        hits.append(PatternHit("misnamed", about))
    label, value = task.names[y.label], ratio(on_it, seen.gold[pair[0]])
    return judged(dump_track(y), dump_gold_track(g), g, label, slips, named=_right(g, y), value=value), hits


def _film(task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], answer: Sequence[Track]) -> metric.Video:
    return metric.from_keyframes(
        {g.id: g.keyframes for g in gold},
        {y.id: y.keyframes for y in answer},
        range(0, item.frames, task.stride),
        IOU50,
    )


def _measured(
    task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], answer: Sequence[Track], pairs: Mapping[int, int]
) -> dict[str, float]:
    """Sums for the field's measures; what is optional, and what follows it, stands on neither side."""
    beside = {j for i, j in pairs.items() if gold[i].optional}
    ours = [g for g in gold if not g.optional]
    film = _film(task, item, ours, [y for j, y in enumerate(answer) if j not in beside])
    clear, same = metric.clear(film, IOU50), metric.identity(film, IOU50)
    return {
        "boxes_gold": clear.gold_boxes,
        "boxes_yours": clear.your_boxes,
        "boxes_hit": clear.hits,
        "switches": len(clear.switches),
        "iou": sum(sum(frame.values()) for frame in clear.pairs),
        "id_hits": same.hits,
    }


def _switches(
    task: TrackTask, item: VideoInput, gold: Sequence[GoldTrack], answer: Sequence[Track]
) -> list[PatternHit]:
    by_id = {g.id: g for g in gold if not g.optional}
    film = _film(task, item, list(by_id.values()), answer)
    return [
        _hit("switched", task, item, by_id[switch.gold], frame=switch.frame * task.stride)
        for switch in metric.clear(film, IOU50).switches
    ]


def _hit(pattern: str, task: TrackTask, item: VideoInput, one: GoldTrack | Track, **facts: object) -> PatternHit:
    names = {"label": task.names[one.label]}
    return PatternHit(pattern, {"label": one.label, "example": shown(item.alt, _QUOTE), **facts, "names": names})


def measure(task: TrackTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts, over all films of the set."""
    get = totals.get
    films = get("films", 0)
    ours, theirs, hits = (get(f"boxes_{part}", 0) for part in ("gold", "yours", "hit"))
    wrong = ratio(ours + theirs - 2 * hits + get("switches", 0), ours)

    return {
        **base_readings(totals),
        "placed": reading(ratio(hits, ours), ours, NO_GOLD),
        "idf1": reading(f1(get("id_hits", 0), ours, theirs), ours + theirs, NO_MARKS),
        "mota": reading(None if wrong is None else 1 - wrong, ours, NO_GOLD),
        "switches": reading(ratio(get("switches", 0), films), films, N_("nothing to measure yet")),
        "mean_iou": reading(ratio(get("iou", 0), hits), hits, NONE_FOUND),
    }


def headline(task: TrackTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    return object_headline(graded, Say(N_("tracks")))

"""Grading of segments: found, placed, named; each stretch's slips counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from portal.grading.assignment import best_pairs
from portal.grading.metrics import audio_segments as metric
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
from portal.tasks.inputs import AudioInput
from portal.tasks.objects import (
    EMPTY_COUNTS,
    IOU50,
    NO_GOLD,
    NO_MARKS,
    NONE_FOUND,
    base_readings,
    best_of,
    item_grade,
    judged,
    missed,
    missed_all,
    neither,
    object_headline,
)
from portal.tasks.segments.schema import (
    GoldSegment,
    Segment,
    SegmentTask,
    dump_gold,
    dump_gold_segment,
    dump_segment,
)


def class_counts(task: SegmentTask, gold: Sequence[GoldSegment]) -> dict[str, int]:
    """How many reference stretches of each label must be found."""
    return dict(Counter(segment.label for segment in gold if not segment.optional))


def grade_item(
    task: SegmentTask,
    item: AudioInput,
    gold: Sequence[GoldSegment],
    alternatives: Sequence[Alternative],
    answer: Sequence[Segment] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        required = [(dump_gold_segment(g), g.label, task.names[g.label], g) for g in gold if not g.optional]
        return missed_all(required, dump_gold(gold))
    return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))


class _Matched(NamedTuple):
    pairs: dict[int, int]  # gold index -> your index
    iou: dict[tuple[int, int], float]
    extra: list[int]  # your indices without gold


def _iou(g: GoldSegment, y: Segment) -> float:
    common = min(g.end, y.end) - max(g.start, y.start)
    return common / (max(g.end, y.end) - min(g.start, y.start)) if common > 0 else 0.0


def _right(g: GoldSegment, y: Segment) -> bool:
    return y.label in (g.label, *g.any)


def _match(task: SegmentTask, gold: Sequence[GoldSegment], yours: Sequence[Segment]) -> _Matched:
    """The best one-to-one pairs: found is half of the joint time, or both edges within the tolerance.

    Most pairs with gold that must be found, then most pairs, then right labels, then the largest total overlap.
    """
    iou = {}
    for i, g in enumerate(gold):
        for j, y in enumerate(yours):
            value = _iou(g, y)
            if value >= IOU50 - AIR or value and not any(_edges(task, g, y)):
                iou[i, j] = value
    most = min(len(gold), len(yours)) + 1
    weights = {
        (i, j): value + most * (_right(gold[i], yours[j]) + most * (1 + most * (not gold[i].optional)))
        for (i, j), value in iou.items()
    }
    pairs = dict(best_pairs(weights))
    taken = set(pairs.values())
    return _Matched(pairs, iou, [j for j in range(len(yours)) if j not in taken])


def _edges(task: SegmentTask, g: GoldSegment, y: Segment) -> tuple[float, float]:
    """How many seconds start and end are late, 0 within the tolerance."""
    gaps = (y.start - g.start, y.end - g.end)
    return tuple(gap if abs(gap) > task.tolerance + AIR else 0.0 for gap in gaps)


def _grade(task: SegmentTask, item: AudioInput, gold: Sequence[GoldSegment], answer: Sequence[Segment]) -> ItemGrade:
    m = _match(task, gold, answer)
    objects, hits = [], []
    counts: dict[str, float] = {**EMPTY_COUNTS, **_seconds(item, gold, answer, m)}
    for i, g in enumerate(gold):
        y = answer[m.pairs[i]] if i in m.pairs else None
        if g.optional:
            if y is not None:
                objects.append(neither(dump_segment(y), dump_gold_segment(g), g))
            continue
        counts["gold"] += 1
        if y is None:
            objects.append(missed(dump_gold_segment(g), task.names[g.label], g))
            hits.append(_hit(task, "missed", g))
            continue
        graded, slips = _found(task, g, y, m.iou[i, m.pairs[i]], counts)
        objects.append(graded)
        hits += slips
    for j in m.extra:
        y = answer[j]
        merged = sum(_covers(y, g) for g in gold) > 1
        say = Say(N_("This runs over several stretches of the reference.") if merged else _NOT_HERE)
        objects.append(ObjectGrade("extra", dump_segment(y), None, None, 0.0, say))
        hits.append(_hit(task, "merged" if merged else "extra", y))
    return item_grade(objects, counts, len(m.extra), dump_gold(gold), hits)


_NOT_HERE = N_("The reference has nothing here.")


def _covers(y: Segment, g: GoldSegment) -> bool:
    """Whether at least half of the reference stretch lies in yours."""
    return 2 * (min(g.end, y.end) - max(g.start, y.start)) >= g.end - g.start


def _seconds(item: AudioInput, gold: Sequence[GoldSegment], answer: Sequence[Segment], m: _Matched) -> dict[str, float]:
    """Seconds wrong and in all; what is optional stands on neither side, accepted labels are the gold's."""
    paired = {j: gold[i] for i, j in m.pairs.items()}
    ours = [(g.start, g.end, g.label) for g in gold if not g.optional]
    theirs = []
    for j, y in enumerate(answer):
        g = paired.get(j)
        if g is None or not g.optional:
            theirs.append((y.start, y.end, g.label if g is not None and _right(g, y) else y.label))
    speech = metric.speech(metric.stretches(ours, theirs, item.seconds))
    wrong = speech.missed + speech.false_alarm + speech.confusion
    return {"seconds_wrong": wrong, "seconds_gold": speech.gold_total}


def _found(
    task: SegmentTask, g: GoldSegment, y: Segment, iou: float, counts: dict[str, float]
) -> tuple[ObjectGrade, list[PatternHit]]:
    edges, named = _edges(task, g, y), _right(g, y)
    for key, value in (
        ("found", 1),
        ("placed", 2 - sum(map(bool, edges))),
        ("named", named),
        ("hits50", named and iou >= IOU50 - AIR),
        ("onset", abs(y.start - g.start)),
        ("offset", abs(y.end - g.end)),
    ):
        counts[key] = counts.get(key, 0) + value
    slips, hits = [], []
    for gap, (early, late), patterns in zip(edges, _EDGE_SAYS, _EDGE_PATTERNS, strict=True):
        if gap:
            facts = {"seconds": round(abs(gap), 2)}
            slips.append(Say(late if gap > 0 else early, facts))
            hits.append(_hit(task, patterns[gap > 0], g, **facts))
    if not named:
        names = {"gold": task.names[g.label], "yours": task.names[y.label]}
        slips.append(Say(N_("this is {gold}, not {yours}"), names))
        facts = {"gold": g.label, "yours": y.label, "example": _when(g), "names": names}
        hits.append(PatternHit("misnamed", facts))
    label = task.names[y.label]
    return judged(dump_segment(y), dump_gold_segment(g), g, label, slips, named=named, value=iou), hits


_EDGE_SAYS = (
    (N_("it starts {seconds} s too early"), N_("it starts {seconds} s too late")),
    (N_("it ends {seconds} s too early"), N_("it ends {seconds} s too late")),
)
_EDGE_PATTERNS = (("early_start", "late_start"), ("early_end", "late_end"))


def _when(segment: Segment | GoldSegment) -> str:
    return f"{segment.start:g}–{segment.end:g} s"


def _hit(task: SegmentTask, pattern: str, segment: Segment | GoldSegment, **facts: object) -> PatternHit:
    names = {"label": task.names[segment.label]}
    return PatternHit(pattern, {"label": segment.label, "example": _when(segment), **facts, "names": names})


def measure(task: SegmentTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    gold, found, yours, seconds = get("gold", 0), get("found", 0), get("yours", 0), get("seconds_gold", 0)
    return {
        **base_readings(totals),
        "placed": reading(ratio(get("placed", 0), 2 * found), 2 * found, NONE_FOUND),
        "segment_f1": reading(f1(get("hits50", 0), gold, yours), gold + yours, NO_MARKS),
        "onset_error": reading(ratio(get("onset", 0), found), found, NONE_FOUND),
        "offset_error": reading(ratio(get("offset", 0), found), found, NONE_FOUND),
        "error_rate": reading(ratio(get("seconds_wrong", 0), seconds), seconds, NO_GOLD),
    }


def headline(task: SegmentTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    return object_headline(graded, Say(N_("stretches")))

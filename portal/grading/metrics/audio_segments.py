"""Stretches of sound against stretches of sound: who speaks when, what is heard when.

A segment is (start, end, label) in seconds, start <= end; segments may overlap. No collar is left out around
edges, and speech of two at once counts twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from portal.grading.assignment import Pair, best_pairs
from portal.grading.metrics import boxes
from portal.grading.metrics.boxes import AIR
from portal.grading.metrics.checks import number
from portal.grading.metrics.counts import ratio

Segment = tuple[float, float, Hashable]


class Stretch(NamedTuple):
    """So many seconds in which nothing starts or ends; a label is there as often as it is marked."""

    seconds: float
    gold: tuple[Hashable, ...]
    yours: tuple[Hashable, ...]


class Speech(NamedTuple):
    """Seconds of speech: not marked, marked where there is none, under another name, and in all of gold."""

    missed: float
    false_alarm: float
    confusion: float
    gold_total: float

    @property
    def error_rate(self) -> float | None:
        """(missed + false alarm + confusion) / gold; above 1 is legal, None without speech in gold."""
        return ratio(self.missed + self.false_alarm + self.confusion, self.gold_total)


class Timing(NamedTuple):
    """Seconds over matched segments: mean of yours - gold (above 0 is late), and mean distance. None without any."""

    onset_bias: float | None
    offset_bias: float | None
    onset_error: float | None
    offset_error: float | None


def stretches(gold: Iterable[Segment], yours: Iterable[Segment], duration: float) -> list[Stretch]:
    """The time from 0 to `duration` cut at every start and end, without the stretches where nobody marked anything."""
    active: tuple[list, list] = [], []
    events = []
    for labels, segments in zip(active, (gold, yours), strict=True):
        for start, end, label in segments:
            start, end = max(start, 0.0), min(end, duration)
            if start < end:
                events += [(start, labels.append, label), (end, labels.remove, label)]
    events.sort(key=lambda event: event[0])
    found, since = [], 0.0
    for at, change, label in events:
        if at > since:
            if active[0] or active[1]:
                found.append(Stretch(at - since, tuple(active[0]), tuple(active[1])))
            since = at
        change(label)
    return found


def best_names(cut: Sequence[Stretch]) -> dict[Hashable, Hashable]:
    """{your label: gold label}, one to one, with the most seconds together; labels never together have none.

    Of equals the names of larger Jaccard index, so that no order and no spelling decides.
    """
    together: Counter = Counter()
    for seconds, gold, yours in cut:
        for g in gold:
            for y in yours:
                together[g, y] += seconds
    shares = jaccard(cut)
    golds, others = (list(dict.fromkeys(pair[side] for pair in together)) for side in (0, 1))
    weights = {(golds.index(g), others.index(y)): s + AIR * shares[g, y] for (g, y), s in together.items()}
    return {others[j]: golds[i] for i, j in best_pairs(weights)}


def jaccard(cut: Iterable[Stretch]) -> dict[tuple[Hashable, Hashable], float]:
    """{(gold label, your label): seconds of both / seconds of either} of those that are ever marked together."""
    golds, others, both = Counter(), Counter(), Counter()
    for seconds, gold, yours in cut:
        mine, theirs = set(gold), set(yours)
        for totals, labels in ((golds, mine), (others, theirs), (both, product(mine, theirs))):
            for label in labels:
                totals[label] += seconds
    return {(g, y): seconds / (golds[g] + others[y] - seconds) for (g, y), seconds in both.items()}


def speech(cut: Iterable[Stretch], names: Mapping[Hashable, Hashable] | None = None) -> Speech:
    """What went wrong, for how many seconds.

    With `names` (`best_names`) the rate is the diarization error rate (NIST 2000, md-eval), where a label of
    yours without a name is nobody; without, labels are taken literally: the identification error rate.
    """
    missed = false_alarm = confusion = total = 0.0
    for seconds, gold, yours in cut:
        named = yours if names is None else [names[y] for y in yours if y in names]
        right = sum([min(gold.count(name), named.count(name)) for name in set(gold)])
        missed += seconds * max(0, len(gold) - len(yours))
        false_alarm += seconds * max(0, len(yours) - len(gold))
        confusion += seconds * (min(len(gold), len(yours)) - right)
        total += seconds * len(gold)
    return Speech(missed, false_alarm, confusion, total)


def jaccard_error_rate(cut: Sequence[Stretch], names: Mapping[Hashable, Hashable]) -> float | None:
    """The mean over gold labels of 1 - Jaccard with the label of yours named so, 1 where none is (DIHARD II, 2019).

    Each label counts alike however long it speaks; 0 to 1. None when either side is empty.
    """
    golds = {g for stretch in cut for g in stretch.gold}
    if not golds or not any(stretch.yours for stretch in cut):
        return None
    shares = jaccard(cut)
    return 1 - sum(shares.get((g, y), 0.0) for y, g in names.items()) / len(golds)


def match(
    gold: Sequence[Segment],
    yours: Sequence[Segment],
    threshold: float,
    allowed: Callable[[int, int], bool] | None = None,
) -> dict[Pair, float]:
    """{(gold index, your index): IoU} of the best one-to-one assignment of segments as boxes of one dimension."""
    sides = [[(start, 0.0, end, 1.0) for start, end, _ in segments] for segments in (gold, yours)]
    return boxes.match(*sides, threshold, allowed)


def timing(pairs: Iterable[tuple[Segment, Segment]]) -> Timing:
    """How far starts and ends of (gold, yours) are off."""
    gaps = [(yours[0] - gold[0], yours[1] - gold[1]) for gold, yours in pairs]
    n = len(gaps)
    return Timing(
        *(ratio(sum(gap[edge] for gap in gaps), n) for edge in (0, 1)),
        *(ratio(sum(abs(gap[edge]) for gap in gaps), n) for edge in (0, 1)),
    )


def score_case(case: Mapping) -> dict:
    """One known-answers line: `duration`, `gold` and `pred` with `start`, `end` and `label`.

    ValueError with the place for a segment that ends before it starts, and for numbers that are none.
    """
    sides = [_segments(case[side], side) for side in ("gold", "pred")]
    cut = stretches(*sides, number(case["duration"], "duration"))
    names = best_names(cut)
    mapped, literal = speech(cut, names), speech(cut)
    return {
        "der": mapped.error_rate,
        "missed": mapped.missed,
        "false_alarm": mapped.false_alarm,
        "confusion": mapped.confusion,
        "gold_total": mapped.gold_total,
        "ier": literal.error_rate,
        "ier_confusion": literal.confusion,
        "jer": jaccard_error_rate(cut, names),
    }


def _segments(objects: Sequence[Mapping], where: str) -> list[Segment]:
    segments = []
    for i, one in enumerate(objects):
        start, end = (number(one[edge], f"{where}[{i}].{edge}") for edge in ("start", "end"))
        if end < start:
            raise ValueError(f"{where}[{i}]: ends at {end}, before it starts at {start}")
        segments.append((start, end, one["label"]))
    return segments

"""Spans against spans: the four schemas of SemEval-2013 task 9, and one-to-one matching.

Offsets are code points, end exclusive, and every span covers something. A span is (start, end, label). A mark
is (start, end, labels): one label for an answer, all the right ones for gold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from portal.grading.assignment import Pair, best_pairs
from portal.grading.metrics.counts import prf
from portal.grading.words import N_

Span = tuple[int, int, str]
Mark = tuple[int, int, frozenset[str]]

NO_SPANS = N_("nothing is marked on either side")

# More overlaps than this in one text are nested without end; see `match`.
MOST_OVERLAPS = 50_000


class Counts(NamedTuple):
    """What the four schemas are made of; counts of many texts add up field by field.

    `pairs` of gold and yours overlap, one to one; `exact` of them have the same bounds, `named` the same
    label, `strict` both.
    """

    gold: int
    yours: int
    pairs: int
    exact: int
    named: int
    strict: int


def count(gold: Iterable[Span], yours: Iterable[Span]) -> Counts:
    """The counts of one text whose spans neither overlap nor repeat within a side.

    The pairs are the best there are, whatever the order (see `match`): nothing exact is lost to something
    partial that was listed before it.
    """
    ours, theirs = set(gold), set(yours)
    # A span that both sides have overlaps nothing else.
    rest, others = ours - theirs, theirs - ours
    pairs = strict = len(ours) - len(rest)
    exact = named = strict
    if rest and others:
        for a, b in _flat_pairs(sorted(rest), sorted(others)):
            pairs += 1
            if a[2] == b[2]:
                named += 1
            elif a[0] == b[0] and a[1] == b[1]:
                exact += 1
    return Counts(len(ours), len(theirs), pairs, exact, named, strict)


def by_label(gold: Iterable[Span], yours: Iterable[Span]) -> dict[str, Counts]:
    """{label: the counts of its spans alone}, for every label on either side of one text, in their order."""
    ours, theirs = _grouped(gold), _grouped(yours)
    return {label: count(ours.get(label, ()), theirs.get(label, ())) for label in sorted(ours.keys() | theirs.keys())}


def _grouped(spans: Iterable[Span]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span[2], []).append(span)
    return found


def pooled(counts: Iterable[Counts]) -> Counts:
    """The counts of many texts added up. Rates come from these, never from the mean of each text's rates."""
    return Counts(*map(sum, zip(*counts, Counts(0, 0, 0, 0, 0, 0), strict=True)))


def schemas(counts: Counts) -> dict[str, dict]:
    """strict, exact, partial and type (Segura-Bedmar, Martinez & Herrero-Zazo 2013).

    A pair is correct in strict when bounds and label are, in exact and partial when the bounds are, in type
    when the label is; other pairs are incorrect, or partial in `partial`, where they count a half. Without
    a partner a gold span is missed, one of yours spurious. P = correct / yours, R = correct / gold.
    """
    gold, yours, n, exact, named, strict = counts
    result = {}
    for schema, correct in (("strict", strict), ("exact", exact), ("partial", exact), ("type", named)):
        partial = n - correct if schema == "partial" else 0
        result[schema] = {
            "correct": correct,
            "incorrect": n - correct - partial,
            "partial": partial,
            "missed": gold - n,
            "spurious": yours - n,
            **prf(correct + partial / 2, gold, yours),
        }
    return result


def as_sets(gold: Iterable[Span], yours: Iterable[Span]) -> dict[str, dict]:
    """strict and exact as sets, for spans that nest, overlap or repeat: a span with two labels is two."""
    result = {}
    for schema, size in (("strict", 3), ("exact", 2)):
        ours, theirs = {span[:size] for span in gold}, {span[:size] for span in yours}
        result[schema] = prf(len(ours & theirs), len(ours), len(theirs))
    return result


def is_flat(spans: Iterable[Span] | Iterable[Mark]) -> bool:
    """True when no two of the spans share a character."""
    places = sorted([span[:2] for span in spans])
    return all(a[1] <= b[0] for a, b in pairwise(places))


def overlap(a: Mark, b: Mark) -> int:
    """How many characters both cover."""
    return min(a[1], b[1]) - max(a[0], b[0]) if a[0] < b[1] and b[0] < a[1] else 0


def match(gold: Sequence[Mark], yours: Sequence[Mark], required: Sequence[bool] | None = None) -> list[Pair]:
    """The best one-to-one pairs (gold index, your index) among those that overlap, whatever the order.

    Best means, each deciding only where the ones before are equal: most exact pairs with a right label;
    most exact pairs; most pairs with `required` gold; most pairs; the largest total overlap; most right
    labels. So an exact match is never lost to a partial one listed before it.

    With more than MOST_OVERLAPS overlaps in one text, what is not exact is paired in the order of the text.
    """
    pairs, open_gold, open_yours = _exact(gold, yours, required)
    if not open_gold or not open_yours:
        return sorted(pairs)
    rest, others = ([(*side[i][:2], i) for i in left] for side, left in ((gold, open_gold), (yours, open_yours)))
    overlaps = _overlaps(rest, others)
    if overlaps is None:
        return sorted(pairs + _first_come(rest, others))
    return sorted(pairs + best_pairs(_weights(overlaps, gold, yours, required)))


def _exact(gold, yours, required) -> tuple[list[Pair], list[int], list[int]]:
    """The pairs with the same bounds, those with a right label first, and who is left on each side.

    They come first in the order of preference, so they can be taken before anything else.
    """
    pairs: list[Pair] = []
    open_gold, open_yours = dict.fromkeys(range(len(gold))), dict.fromkeys(range(len(yours)))
    by_place: dict[tuple[int, int], list[int]] = {}
    for j, (start, end, _) in enumerate(yours):
        by_place.setdefault((start, end), []).append(j)
    for label_too in (True, False):
        for i in sorted(open_gold, key=lambda i: bool(required) and not required[i]):
            start, end, labels = gold[i]
            for j in by_place.get((start, end), ()):
                if j in open_yours and (not label_too or labels & yours[j][2]):
                    pairs.append((i, j))
                    del open_gold[i], open_yours[j]
                    break
    return pairs, list(open_gold), list(open_yours)


def _overlaps(gold: list[tuple], yours: list[tuple]) -> dict[Pair, int] | None:
    """{pair of ids: characters both cover} of (start, end, id) lists; None when there are too many."""
    found: dict[Pair, int] = {}
    open_ends: tuple[list, list] = ([], [])
    marks = [(start, end, 0, i) for start, end, i in gold] + [(start, end, 1, j) for start, end, j in yours]
    for start, end, side, here in sorted(marks):
        others = open_ends[1 - side]
        while others and others[0][0] <= start:
            heappop(others)
        for other_end, other in others:
            found[(other, here) if side else (here, other)] = min(end, other_end) - start
        if len(found) > MOST_OVERLAPS:
            return None
        heappush(open_ends[side], (end, here))
    return found


def _weights(overlaps: Mapping[Pair, int], gold, yours, required) -> dict[Pair, int]:
    """Whole numbers in which each aim outweighs any sum of the aims after it."""
    most_pairs = min(len(gold), len(yours)) + 1
    for_size = most_pairs
    for_pair = for_size * (sum(overlaps.values()) + 1)
    for_required = for_pair * most_pairs * 2
    return {
        (i, j): size * for_size
        + bool(gold[i][2] & yours[j][2])
        + for_pair
        + (for_required if required is None or required[i] else 0)
        for (i, j), size in overlaps.items()
    }


def _first_come(gold: list[tuple], yours: list[tuple]) -> list[Pair]:
    """Pairs of (start, end, id) that overlap, each span taking the first free one in the order of the text."""
    gold, yours = sorted(gold), sorted(yours)
    pairs, i, j = [], 0, 0
    while i < len(gold) and j < len(yours):
        if gold[i][1] <= yours[j][0]:
            i += 1
        elif yours[j][1] <= gold[i][0]:
            j += 1
        else:
            pairs.append((gold[i][2], yours[j][2]))
            i, j = i + 1, j + 1
    return pairs


def _flat_pairs(gold: Sequence[Span], yours: Sequence[Span]) -> list[tuple[Span, Span]]:
    """The best pairs of two flat, sorted sides, in the order of the text."""
    meeting = []  # gold index, your index, characters both cover
    i = j = 0
    while i < len(gold) and j < len(yours):
        start, end, _ = gold[i]
        other_start, other_end, _ = yours[j]
        common = (end if end < other_end else other_end) - (start if start > other_start else other_start)
        if common > 0:
            meeting.append((i, j, common))
        if end <= other_end:
            i += 1
        else:
            j += 1
    if any(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(meeting)):
        named = [gold[i][2] == yours[j][2] for i, j, _ in meeting]
        return [(gold[i], yours[j]) for i, j in _best_in_order(meeting, named)]
    return [(gold[i], yours[j]) for i, j, _ in meeting]


def _best_in_order(meeting: Sequence[tuple[int, int, int]], named: Sequence[bool]) -> list[Pair]:
    """Most pairs, then the largest overlap, then most right labels, of overlaps in the order of the text.

    Each overlap excludes only a run of those right before and after it, so one pass settles it: the best up to
    here is the best without this one, or this one and the best up to its run.
    """
    for_pair = sum(size for _, _, size in meeting) + 1
    for_size = len(meeting) + 1
    best, run = [0], 0
    before: list[int | None] = []  # where the best goes on that takes an overlap; None for those it leaves
    for k, (i, j, size) in enumerate(meeting):
        if not k or (meeting[k - 1][0] != i and meeting[k - 1][1] != j):
            run = k
        elif meeting[run][0] != i and meeting[run][1] != j:
            run = k - 1
        taken = best[run] + (for_pair + size) * for_size + named[k]
        before.append(run if taken > best[k] else None)
        best.append(max(best[k], taken))
    chosen, k = [], len(meeting)
    while k:
        k -= 1
        start = before[k]
        if start is not None:
            chosen.append(meeting[k][:2])
            k = start
    return chosen


def score_case(case: Mapping) -> dict:
    """The metrics of one known-answers line: `gold` and `pred` are lists of start, end, label."""
    gold, yours = ([(s["start"], s["end"], s["label"]) for s in case[side]] for side in ("gold", "pred"))
    if is_flat(gold) and is_flat(yours):
        return schemas(count(gold, yours))
    return as_sets(gold, yours)

"""Spans against spans: one-to-one matching and the four schemas of SemEval-2013 task 9.

Offsets are code points, end exclusive. A mark is (start, end, labels): one label for an answer, all
the right ones for gold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from portal.grading.assignment import best_pairs
from portal.grading.metrics.counts import prf

Mark = tuple[int, int, frozenset[str]]


def overlap(a: Mark, b: Mark) -> int:
    """How many characters both cover."""
    return min(a[1], b[1]) - max(a[0], b[0]) if a[0] < b[1] and b[0] < a[1] else 0


def match(gold: Sequence[Mark], yours: Sequence[Mark], required: Sequence[bool] | None = None) -> list[tuple[int, int]]:
    """The best one-to-one pairs (gold index, your index) among those that overlap, whatever the order.

    Best means, each deciding only where the ones before are equal: most exact pairs with a right label;
    most exact pairs; most pairs with `required` gold; most pairs; the largest total overlap; most right
    labels. So an exact match is never lost to a partial one listed before it.
    """
    pairs: list[tuple[int, int]] = []
    open_gold, open_yours = dict.fromkeys(range(len(gold))), dict.fromkeys(range(len(yours)))
    # Exact pairs come first in the order of preference, so they can be taken before anything else.
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
    if open_gold and open_yours:
        pairs += best_pairs(_weights(gold, yours, list(open_gold), list(open_yours), required))
    return sorted(pairs)


def _weights(gold, yours, open_gold, open_yours, required) -> dict[tuple[int, int], int]:
    """Whole numbers in which each aim outweighs any sum of the aims after it."""
    common = {(i, j): overlap(gold[i], yours[j]) for i in open_gold for j in open_yours}
    common = {pair: size for pair, size in common.items() if size}
    most_pairs = min(len(open_gold), len(open_yours)) + 1
    for_size = most_pairs
    for_pair = for_size * (sum(common.values()) + 1)
    for_required = for_pair * most_pairs * 2
    return {
        (i, j): size * for_size
        + bool(gold[i][2] & yours[j][2])
        + for_pair
        + (for_required if required is None or required[i] else 0)
        for (i, j), size in common.items()
    }


def is_flat(marks: Sequence[Mark]) -> bool:
    """True when no two of the marks share a character."""
    return all(a[1] <= b[0] for a, b in pairwise(sorted(marks, key=lambda m: (m[0], m[1]))))


def schemas(gold: Sequence[Mark], yours: Sequence[Mark]) -> dict[str, dict]:
    """strict, exact, partial and type (Segura-Bedmar et al. 2013), from the best assignment.

    P = COR / ACT and R = COR / POS, a partial match counting a half in `partial`.
    """
    pairs = match(gold, yours)
    n, missed, spurious = len(pairs), len(gold) - len(pairs), len(yours) - len(pairs)
    exact = [gold[i][:2] == yours[j][:2] for i, j in pairs]
    named = [bool(gold[i][2] & yours[j][2]) for i, j in pairs]
    correct = {
        "strict": sum(e and t for e, t in zip(exact, named, strict=True)),
        "exact": sum(exact),
        "partial": sum(exact),
        "type": sum(named),
    }
    result = {}
    for schema, right in correct.items():
        partial = n - right if schema == "partial" else 0
        result[schema] = {
            "correct": right,
            "incorrect": n - right - partial,
            "partial": partial,
            "missed": missed,
            "spurious": spurious,
            **prf(right + partial / 2, len(gold), len(yours)),
        }
    return result


def as_sets(gold: Sequence[Mark], yours: Sequence[Mark]) -> dict[str, dict]:
    """strict and exact as sets, for spans that nest, overlap or repeat."""
    result = {}
    for schema, size in (("strict", 3), ("exact", 2)):
        mine, theirs = {mark[:size] for mark in gold}, {mark[:size] for mark in yours}
        result[schema] = prf(len(mine & theirs), len(mine), len(theirs))
    return result


def score_case(case: Mapping) -> dict:
    """The metrics of one known-answers line: `gold` and `pred` are lists of start, end, label."""
    gold, yours = ([(s["start"], s["end"], frozenset([s["label"]])) for s in case[side]] for side in ("gold", "pred"))
    if is_flat(gold) and is_flat(yours):
        return schemas(gold, yours)
    return as_sets(gold, yours)

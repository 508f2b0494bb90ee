"""Sets of labels against sets of labels, item by item.

A label an item has twice counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.grading.metrics.counts import f1, ratio
from portal.grading.metrics.sets import jaccard_distance, masi_distance
from portal.grading.words import N_

NO_ITEMS = N_("there is no item to compare")
NO_LABELS = N_("neither side uses a label anywhere")


class LabelCounts(NamedTuple):
    """How often a label is right (on both sides of an item), in gold, in yours."""

    hits: int
    gold: int
    yours: int


def tally(gold: Iterable[Collection], yours: Iterable[Collection]) -> dict[object, LabelCounts]:
    """{label: its counts} over two equally long lists, for every label that occurs."""
    hits: Counter = Counter()
    in_gold: Counter = Counter()
    in_yours: Counter = Counter()
    for ours, theirs in zip(map(set, gold), map(set, yours), strict=True):
        in_gold.update(ours)
        in_yours.update(theirs)
        hits.update(ours & theirs)
    return {label: LabelCounts(hits[label], in_gold[label], in_yours[label]) for label in in_gold | in_yours}


def micro_f1(counts: Mapping[object, LabelCounts]) -> float | None:
    """F1 over all labels of all items pooled. None when neither side uses a label (0/0)."""
    return f1(*map(sum, zip(*counts.values(), strict=True))) if counts else None


def macro_f1(counts: Mapping[object, LabelCounts], labels: Sequence) -> float | None:
    """The plain mean of F1 over the full list `labels`; one that is never used counts 0.

    None when none of them is used at all: there is nothing to measure.
    """
    scores = [f1(*counts[label]) for label in labels if label in counts]
    return sum(scores) / len(labels) if scores else None


def score_case(case: Mapping) -> dict:
    """One known-answers line: `labels`, and `gold` and `pred` as lists of label lists."""
    labels = case["labels"]
    gold, yours = [frozenset(one) for one in case["gold"]], [frozenset(one) for one in case["pred"]]
    n = len(gold)
    counts = tally(gold, yours)
    wrong = sum(c.gold + c.yours - 2 * c.hits for c in counts.values())
    pairs = list(zip(gold, yours, strict=True))
    return {
        "f1_micro": micro_f1(counts),
        "f1_macro": macro_f1(counts, labels),
        "per_label_f1": {str(k): f1(*counts[k]) if k in counts else 0.0 for k in labels},
        "jaccard_mean": ratio(n - sum(jaccard_distance(a, b) for a, b in pairs), n),
        "exact_match": ratio(sum(a == b for a, b in pairs), n),
        "hamming_loss": ratio(wrong, n * len(labels)),
        "masi_distance_mean": ratio(sum(masi_distance(a, b) for a, b in pairs), n),
    }

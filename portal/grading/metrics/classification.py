"""One label against one label: accuracy, per class, averages, kappas.

Everything is worked out from cells {(gold, yours): count}, so it pools and resamples cheaply.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from portal.grading.words import N_

Cells = Mapping[tuple[Hashable, Hashable], float]

NO_ITEMS = N_("there is no item to compare")
CONSTANT = N_("both sides used one and the same label throughout")


class ClassScores(NamedTuple):
    """One class. Precision without a prediction, recall without gold: None. F1 without either: None."""

    precision: float | None
    recall: float | None
    f1: float | None
    support: float


def tally(gold: Iterable, yours: Iterable) -> Counter:
    """The cells of two equally long lists."""
    return Counter(zip(gold, yours, strict=True))


def confusion(cells: Cells, labels: Sequence) -> list[list[float]]:
    """Rows are gold, columns are yours, both in the order of `labels`; other labels are left out."""
    place = {label: i for i, label in enumerate(labels)}
    rows: list[list[float]] = [[0] * len(labels) for _ in labels]
    for (gold, yours), count in cells.items():
        if gold in place and yours in place:
            rows[place[gold]][place[yours]] = count
    return rows


def accuracy(cells: Cells) -> float | None:
    """The share of items with the same label. None without items."""
    n = sum(cells.values())
    return sum(count for (gold, yours), count in cells.items() if gold == yours) / n if n else None


def per_class(cells: Cells, labels: Iterable) -> dict[Hashable, ClassScores]:
    """Precision, recall, F1 = 2 tp / (gold + yours) and support of each label."""
    gold_n, yours_n = margins(cells)
    scores = {}
    for label in labels:
        hits = cells.get((label, label), 0)
        marked, support = yours_n.get(label, 0), gold_n.get(label, 0)
        scores[label] = ClassScores(
            hits / marked if marked else None,
            hits / support if support else None,
            2 * hits / (marked + support) if marked + support else None,
            support,
        )
    return scores


def seen(cells: Cells) -> set:
    """The labels that occur in gold or in the answers."""
    return {label for pair, count in cells.items() if count for label in pair}


def macro_f1(cells: Cells, labels: Iterable | None = None) -> float | None:
    """The plain mean of F1 over `labels`, by default those seen on either side; unused ones count 0.

    The label list decides the value: say which one it was. None without labels.
    """
    return mean_f1(per_class(cells, seen(cells) if labels is None else labels))


def mean_f1(scores: Mapping[Hashable, ClassScores]) -> float | None:
    """The plain mean of F1 over these classes, 0 for an undefined one. None without classes."""
    return sum([s.f1 or 0 for s in scores.values()]) / len(scores) if scores else None


def weighted_f1(scores: Mapping[Hashable, ClassScores]) -> float | None:
    """The mean of F1 over these classes, each weighted by its gold items. None without any."""
    support = sum([s.support for s in scores.values()])
    return sum([(s.f1 or 0) * s.support for s in scores.values()]) / support if support else None


def balanced_accuracy(scores: Mapping[Hashable, ClassScores]) -> float | None:
    """The mean recall over the classes that gold has. None when it has none."""
    recalls = [s.recall for s in scores.values() if s.recall is not None]
    return sum(recalls) / len(recalls) if recalls else None


def kappa(cells: Cells, labels: Sequence | None = None, power: int = 0) -> float | None:
    """Cohen's kappa (1960); None where both sides are constant and equal (0/0), or without items.

    power 1 weighs a disagreement by its distance on the full scale `labels`, power 2 by the squared
    distance (Cohen 1968); 0 counts every disagreement alike. Values below 0 are worse than chance.
    """
    if power:
        place = {label: i for i, label in enumerate(labels)}
        return weighted_kappa({(place[g], place[y]): count for (g, y), count in cells.items()}, power)
    n = sum(cells.values())
    gold_n, yours_n = margins(cells)
    alike = sum(count for (gold, yours), count in cells.items() if gold == yours)
    by_chance = sum(count * yours_n.get(label, 0) for label, count in gold_n.items())
    # Not divided by n before, so that whole counts stay whole and 0/0 is seen.
    return _corrected((n - alike) * n, n * n - by_chance)


def weighted_kappa(cells: Cells, power: int) -> float | None:
    """Cohen's weighted kappa of numbers, a disagreement weighing |gold - yours| ** power; power is 1 or 2."""
    n = sum(cells.values())
    gold_n, yours_n = margins(cells)
    observed = sum(abs(gold - yours) ** power * count for (gold, yours), count in cells.items())
    if power == 2:
        # Over all pairs of the margins, (g - y)^2 = g^2 - 2gy + y^2 sums up side by side.
        squares = sum(value * value * count for side in (gold_n, yours_n) for value, count in side.items())
        sums = [sum(value * count for value, count in side.items()) for side in (gold_n, yours_n)]
        return _corrected(observed * n, squares * n - 2 * sums[0] * sums[1])
    expected = gold_below = yours_below = 0
    values = sorted(gold_n.keys() | yours_n.keys())
    for value, above in pairwise(values):
        # The step from here to the next value lies between these pairs of one below and one above.
        gold_below += gold_n.get(value, 0)
        yours_below += yours_n.get(value, 0)
        expected += (above - value) * (gold_below * (n - yours_below) + yours_below * (n - gold_below))
    return _corrected(observed * n, expected)


def _corrected(observed: float, expected: float) -> float | None:
    """1 - observed / expected disagreement; None for 0/0, with room for the rounding of counts that are not whole."""
    return 1 - observed / expected if expected > 1e-9 else None


def margins(cells: Cells) -> tuple[dict, dict]:
    """The counts of each gold label, and of each of yours."""
    gold_n: dict = {}
    yours_n: dict = {}
    for (gold, yours), count in cells.items():
        gold_n[gold] = gold_n.get(gold, 0) + count
        yours_n[yours] = yours_n.get(yours, 0) + count
    return gold_n, yours_n


def score_case(case: Mapping) -> dict:
    """The metrics of one known-answers line: `labels`, `ordinal`, `gold`, `pred`.

    In `per_class` a 0/0 is 0.0, as the mean over classes takes it.
    """
    cells = tally(case["gold"], case["pred"])
    labels, used = case["labels"], seen(cells)
    scores = per_class(cells, [label for label in labels if label in used])
    right = accuracy(cells)
    found = {
        "accuracy": right,
        "f1_macro": mean_f1(scores),
        "f1_weighted": weighted_f1(scores),
        # With one label an item, every slip is one class's miss and another's false alarm.
        "f1_micro": right,
        "balanced_accuracy": balanced_accuracy(scores),
        "kappa": kappa(cells),
        "confusion": confusion(cells, labels),
        "per_class": {
            str(label): {
                "precision": one.precision or 0.0,
                "recall": one.recall or 0.0,
                "f1": one.f1 or 0.0,
                "support": one.support,
            }
            for label, one in scores.items()
        },
    }
    if case.get("ordinal"):
        found["kappa_linear"] = kappa(cells, labels, power=1)
        found["kappa_quadratic"] = kappa(cells, labels, power=2)
    return found

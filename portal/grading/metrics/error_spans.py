"""Errors marked in a text, as in MQM (Lommel et al. 2014; Freitag et al. 2021): place, category, severity.

Whether the right characters are marked, whether the spans are, and what the errors cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.grading.metrics import spans
from portal.grading.metrics.counts import prf, ratio
from portal.grading.words import N_

# Points per severity as most MQM guidelines set them; an exercise states its own.
WEIGHTS = {"neutral": 0, "minor": 1, "major": 5, "critical": 25}

NO_ERRORS = N_("neither side marks an error")
NO_MATCH = N_("no error of yours lies on one of the reference")


class Error(NamedTuple):
    """An error in text[start:end]; offsets are code points."""

    start: int
    end: int
    category: str
    severity: str


class Matched(NamedTuple):
    """Errors of both sides that overlap, one to one, and how many of them agree.

    `drift` is the sum of your points minus those of gold over the pairs: above 0 is too severe.
    """

    pairs: int
    same_category: int
    same_severity: int
    drift: float

    @property
    def mean_drift(self) -> float | None:
        return ratio(self.drift, self.pairs)


def characters(gold: Iterable[Error], yours: Iterable[Error]) -> tuple[int, int, int]:
    """Characters covered by both sides, by gold, by yours. One covered several times counts once."""
    ours, theirs = _cover(gold), _cover(yours)
    common = i = j = 0
    while i < len(ours) and j < len(theirs):
        common += max(0, min(ours[i][1], theirs[j][1]) - max(ours[i][0], theirs[j][0]))
        if ours[i][1] <= theirs[j][1]:
            i += 1
        else:
            j += 1
    return common, sum(b - a for a, b in ours), sum(b - a for a, b in theirs)


def _cover(errors: Iterable[Error]) -> list[tuple[int, int]]:
    """What the errors cover: stretches in order that do not touch."""
    cover: list[tuple[int, int]] = []
    for start, end in sorted((e.start, e.end) for e in errors):
        if cover and start <= cover[-1][1]:
            cover[-1] = cover[-1][0], max(cover[-1][1], end)
        else:
            cover.append((start, end))
    return cover


def span_strict(gold: Iterable[Error], yours: Iterable[Error]) -> dict:
    """Precision, recall and F1 of (start, end, category) as sets; severity aside."""
    ours, theirs = ({e[:3] for e in side} for side in (gold, yours))
    return prf(len(ours & theirs), len(ours), len(theirs))


def penalty(errors: Iterable[Error], weights: Mapping[str, float]) -> float:
    """The points of all errors together. Raises KeyError for a severity without a weight."""
    return sum(weights[e.severity] for e in errors)


def matched(gold: Sequence[Error], yours: Sequence[Error], weights: Mapping[str, float]) -> Matched:
    """How errors that overlap agree; the pairs are those of `spans.match`, the category standing for the label."""
    marks = ([(e.start, e.end, frozenset((e.category,))) for e in side] for side in (gold, yours))
    pairs = [(gold[i], yours[j]) for i, j in spans.match(*marks)]
    return Matched(
        len(pairs),
        sum(g.category == y.category for g, y in pairs),
        sum(g.severity == y.severity for g, y in pairs),
        sum(weights[y.severity] - weights[g.severity] for g, y in pairs),
    )


def score_case(case: Mapping) -> dict:
    """One known-answers line: `weights`, and `gold` and `pred` as lists of start, end, category, severity."""
    gold, yours = (
        [Error(e["start"], e["end"], e["category"], e["severity"]) for e in case[side]] for side in ("gold", "pred")
    )
    by_character = prf(*characters(gold, yours))
    ours, theirs = (penalty(side, case["weights"]) for side in (gold, yours))
    return {
        **{f"char_{name}": value for name, value in by_character.items()},
        "span_strict": span_strict(gold, yours),
        "penalty_gold": ours,
        "penalty_pred": theirs,
        "penalty_difference": theirs - ours,
    }

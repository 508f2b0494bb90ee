"""Ratings on a scale of whole numbers: how close, in which direction, how well chance-corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from portal.grading.metrics.classification import tally, weighted_kappa
from portal.grading.metrics.counts import ratio
from portal.grading.metrics.ranking import spearman
from portal.grading.words import N_

NO_RATINGS = N_("there is no rating to compare")
CONSTANT = N_("both sides used one and the same number throughout")


def exact(gold: Sequence[int], yours: Sequence[int]) -> float | None:
    """The share of equal ratings. None without ratings, as all of these."""
    return within(gold, yours, 0)


def within(gold: Sequence[int], yours: Sequence[int], steps: int) -> float | None:
    """The share of ratings at most `steps` apart."""
    return ratio(sum(abs(d) <= steps for d in _errors(gold, yours)), len(gold))


def mean_error(gold: Sequence[int], yours: Sequence[int]) -> float | None:
    """The mean distance, in steps of the scale (MAE)."""
    return ratio(sum(map(abs, _errors(gold, yours))), len(gold))


def rmse(gold: Sequence[int], yours: Sequence[int]) -> float | None:
    """The root of the mean squared distance; far misses weigh more than in `mean_error`."""
    squared = ratio(sum(d * d for d in _errors(gold, yours)), len(gold))
    return None if squared is None else sqrt(squared)


def bias(gold: Sequence[int], yours: Sequence[int]) -> float | None:
    """The mean of yours minus gold: above 0 is too high. Order alone (Spearman) does not notice it."""
    return ratio(sum(_errors(gold, yours)), len(gold))


def _errors(gold: Sequence[int], yours: Sequence[int]) -> list[int]:
    return [y - g for g, y in zip(gold, yours, strict=True)]


def score_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred`, whole numbers on the `scale`; kappas by distance on it."""
    gold, yours = case["gold"], case["pred"]
    cells = tally(gold, yours)
    return {
        "exact": exact(gold, yours),
        "within_1": within(gold, yours, 1),
        "mae": mean_error(gold, yours),
        "rmse": rmse(gold, yours),
        "bias": bias(gold, yours),
        "kappa_linear": weighted_kappa(cells, 1),
        "kappa_quadratic": weighted_kappa(cells, 2),
        "spearman": spearman(gold, yours),
    }

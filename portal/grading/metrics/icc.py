"""Intraclass correlation: how much of the variance of numeric ratings lies between items.

Source: P. Shrout and J. Fleiss, "Intraclass correlations: uses in assessing rater reliability" (1979), six forms from
the mean squares of items by raters:

    icc1   raters differ from item to item; one rating
    icc2   a sample of raters rates every item, and their level matters; one rating
    icc3   these raters and no others, and a rater's level does not matter; one rating
    icc1k, icc2k, icc3k   the same for the mean of all k ratings
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from portal.grading.measured import Reading
from portal.grading.words import N_

TOO_SMALL = N_("it takes two items and two raters")
NO_VARIANCE = N_("the items do not differ, so there is nothing to tell apart")
NAMES = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")

# A sum of squares this small beside the squares of the ratings is 0 with rounding on it.
_NOTHING = 1e-20
# And so is a denominator beside the mean squares it was made from.
_SMALL = 1e-12


def icc(ratings: Sequence[Sequence[float]]) -> dict[str, Reading]:
    """The six forms from ratings[rater][item], every item rated by every rater.

    None with fewer than two items or raters, and where a denominator is 0.
    """
    k, n = len(ratings), len(ratings[0]) if ratings else 0
    if k < 2 or n < 2:
        return {name: Reading(None, n, TOO_SMALL) for name in NAMES}
    items = [fsum(item) / k for item in zip(*ratings, strict=True)]
    raters = [fsum(row) / n for row in ratings]
    mean = fsum(items) / n
    largest = max(abs(value) for row in ratings for value in row)
    nothing = _NOTHING * n * k * largest * largest

    def whole(squares: float) -> float:
        return squares if squares > nothing else 0.0

    between = whole(k * fsum((item - mean) ** 2 for item in items))
    levels = whole(n * fsum((rater - mean) ** 2 for rater in raters))
    within = whole(fsum((value - items[i]) ** 2 for row in ratings for i, value in enumerate(row)))
    rest = whole(
        fsum((value - items[i] - raters[j] + mean) ** 2 for j, row in enumerate(ratings) for i, value in enumerate(row))
    )
    bms, wms = between / (n - 1), within / (n * (k - 1))
    jms, ems = levels / (k - 1), rest / ((n - 1) * (k - 1))
    parts = {
        "icc1": (bms - wms, bms + (k - 1) * wms),
        "icc2": (bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        "icc3": (bms - ems, bms + (k - 1) * ems),
        "icc1k": (bms - wms, bms),
        "icc2k": (bms - ems, bms + (jms - ems) / n),
        "icc3k": (bms - ems, bms),
    }
    size = bms + wms + jms + ems
    return {
        name: Reading(above / below, n) if abs(below) > _SMALL * size else Reading(None, n, NO_VARIANCE)
        for name, (above, below) in parts.items()
    }


def score_case(case: Mapping) -> dict:
    """One known-answers line."""
    return {name: reading.value for name, reading in icc(case["ratings"]).items()}

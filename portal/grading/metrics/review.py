"""Checking the labels of others: which wrong ones were found, which right ones were accused, how they were mended.

Accuracy alone rewards waving everything through when most labels are right; so errors are planted, and what
counts is how many of them were found, at which price.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from portal.grading.metrics.counts import f1, ratio
from portal.grading.words import N_

NO_ITEMS = N_("there is no label to check")
NO_ERRORS = N_("none of the labels shown is wrong")
NO_CLEAN = N_("none of the labels shown is right")
NONE_FLAGGED = N_("you called no label wrong")
NONE_FOUND = N_("no wrong label was found")
NO_CONTRAST = N_("it takes wrong and right labels to tell them apart")


class ReviewCounts(NamedTuple):
    """Items reviewed: `errors` show a wrong label, `hits` of them were flagged and `fixed` mended right.

    `false_alarms` are right labels flagged; `right_after` are items whose label is right in the end.
    """

    items: int
    errors: int
    hits: int
    false_alarms: int
    fixed: int
    right_after: int

    @property
    def precision(self) -> float | None:
        """The share of flagged labels that were wrong. None when nothing was flagged."""
        return ratio(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float | None:
        """The share of wrong labels that were flagged. None when none was wrong."""
        return ratio(self.hits, self.errors)

    @property
    def f1(self) -> float | None:
        """None when nothing was wrong and nothing flagged."""
        return f1(self.hits, self.errors, self.hits + self.false_alarms)

    @property
    def false_alarm_rate(self) -> float | None:
        """The share of right labels that were flagged. None when none was right."""
        return ratio(self.false_alarms, self.items - self.errors)

    @property
    def fix_accuracy(self) -> float | None:
        """The share of wrong labels found whose correction is the right one; no correction is not right."""
        return ratio(self.fixed, self.hits)

    @property
    def final_accuracy(self) -> float | None:
        """The share of items whose label is right after the review."""
        return ratio(self.right_after, self.items)

    @property
    def _z(self) -> tuple[float, float] | None:
        """The normal quantiles of the hit and false alarm rates, with the log-linear correction."""
        clean = self.items - self.errors
        if not self.errors or not clean:
            return None
        from statistics import NormalDist

        quantile = NormalDist().inv_cdf
        return quantile((self.hits + 0.5) / (self.errors + 1)), quantile((self.false_alarms + 0.5) / (clean + 1))

    @property
    def sensitivity(self) -> float | None:
        """d', the sensitivity index of signal detection: z(hit rate) - z(false alarm rate). 0 is guessing.

        Rates are (count + 0.5) / (n + 1), the log-linear correction (Hautus 1995), so that 0 % and 100 % stay
        finite; it is always applied. None without both wrong and right labels.
        """
        z = self._z
        return None if z is None else z[0] - z[1]

    @property
    def criterion(self) -> float | None:
        """c = -(z(hit rate) + z(false alarm rate)) / 2, corrected alike: above 0 flags too rarely, below too often."""
        z = self._z
        return None if z is None else -(z[0] + z[1]) / 2


def review_counts(items: Iterable[Mapping]) -> ReviewCounts:
    """The counts of items with `gold`, `shown`, `verdict` ("ok" or "wrong") and `fix`, the new label or None.

    Where a label was flagged without a fix, the one shown stays.
    """
    n = errors = hits = false_alarms = fixed = right_after = 0
    for item in items:
        gold, flagged, fix = item["gold"], item["verdict"] == "wrong", item.get("fix")
        is_error = item["shown"] != gold
        n += 1
        errors += is_error
        hits += is_error and flagged
        false_alarms += flagged and not is_error
        fixed += is_error and flagged and fix == gold
        right_after += (fix if flagged and fix is not None else item["shown"]) == gold
    return ReviewCounts(n, errors, hits, false_alarms, fixed, right_after)


def score_case(case: Mapping) -> dict:
    """One known-answers line: `items`, as `review_counts` takes them."""
    counts = review_counts(case["items"])
    return {
        "error_precision": counts.precision,
        "error_recall": counts.recall,
        "error_f1": counts.f1,
        "false_alarm_rate": counts.false_alarm_rate,
        "fix_accuracy": counts.fix_accuracy,
        "final_accuracy": counts.final_accuracy,
    }

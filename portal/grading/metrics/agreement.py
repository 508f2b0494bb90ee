"""Agreement between raters: percent, Cohen, Fleiss, Gwet, self-consistency. Krippendorff's alpha is in `alpha`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

from portal.grading.measured import Reading
from portal.grading.metrics import alpha
from portal.grading.metrics.classification import Cells, accuracy, kappa, tally
from portal.grading.metrics.ratings import NOT_SHARED, ONE_VALUE, Measure, Pattern, Ratings, Sums, measure
from portal.grading.words import N_

UNEQUAL = N_("the items do not all have the same number of labels")
ONE_CATEGORY = N_("there is only one label to choose from")


def percent() -> Measure:
    """The mean over items with two ratings or more of the share of their pairs that are equal."""

    def sums(pattern: Pattern) -> Sums:
        return {"shared": 1, "alike": alike(pattern)} if len(pattern) > 1 else {}

    return Measure(
        sums,
        lambda totals: totals["alike"] / totals["shared"] if totals.get("shared") else None,
        lambda totals: NOT_SHARED,
        "shared",
    )


def alike(pattern: Pattern) -> float:
    """The share of equal pairs among two ratings or more."""
    m = len(pattern)
    return sum(count * (count - 1) for count in Counter(pattern).values()) / (m * (m - 1))


def gwet_ac1(categories: int) -> Measure:
    """Gwet's AC1 = (pa - pe) / (1 - pe), pe = sum of p_c (1 - p_c) / (categories - 1).

    pa is the percent agreement; p_c is the mean over all rated items, those with one rating included, of the share of
    ratings that chose c. `categories` counts all labels there were to choose from, used or not, and changes the value.
    It stays high where one label is given to nearly every item, where kappa and alpha fall (K. Gwet, "Computing
    inter-rater reliability and its variance in the presence of high agreement", 2008). None when no item has two
    ratings, or there was no choice.
    """

    def sums(pattern: Pattern) -> Sums:
        m = len(pattern)
        found: dict[Hashable, float] = {"rated": 1}
        found |= {("share", code): count / m for code, count in Counter(pattern).items()}
        if m > 1:
            found |= {"shared": 1, "alike": alike(pattern)}
        return found

    def value(totals: Sums) -> float | None:
        if not totals.get("shared") or categories < 2:
            return None
        agreed, rated = totals["alike"] / totals["shared"], totals["rated"]
        shares = [totals.get(("share", code), 0) / rated for code in range(categories)]
        # At most 1/2 with two categories, less with more: the denominator is never 0.
        chance = sum(share * (1 - share) for share in shares) / (categories - 1)
        return (agreed - chance) / (1 - chance)

    return Measure(sums, value, lambda totals: NOT_SHARED if categories > 1 else ONE_CATEGORY, "shared")


def fleiss_kappa(categories: int) -> Measure:
    """Fleiss' kappa = (pa - pe) / (1 - pe), pe = sum of squared shares of all ratings (Fleiss 1971).

    Defined only where every item has the same number of ratings, two or more; None otherwise, and where one
    value was given throughout (0/0).
    """

    def sums(pattern: Pattern) -> Sums:
        m = len(pattern)
        found: dict[Hashable, float] = {"rated": 1, ("rated by", m): 1}
        found |= {("share", code): count / m for code, count in Counter(pattern).items()}
        if m > 1:
            found |= {"shared": 1, "alike": alike(pattern)}
        return found

    def equal(totals: Sums) -> bool:
        counts = [key for key in totals if type(key) is tuple and key[0] == "rated by" and totals[key]]
        return len(counts) == 1 and counts[0][1] > 1

    def value(totals: Sums) -> float | None:
        if not equal(totals):
            return None
        shared = totals["shared"]
        chance = sum((totals.get(("share", code), 0) / shared) ** 2 for code in range(categories))
        return (totals["alike"] / shared - chance) / (1 - chance) if chance < 1 - 1e-12 else None

    def why(totals: Sums) -> str:
        if not totals.get("shared"):
            return NOT_SHARED
        return ONE_VALUE if equal(totals) else UNEQUAL

    return Measure(sums, value, why, "shared")


def cohen_kappa(cells: Cells, scale: Sequence[Hashable] | None = None, power: int = 0) -> Reading:
    """Cohen's kappa of two raters over the items both rated, with the reason where it is undefined.

    `power` 1 or 2 weighs disagreements by their distance or squared distance on the full `scale`.
    """
    n = sum(cells.values())
    value = kappa(cells, scale, power)
    return Reading(value, n, None if value is not None else ONE_VALUE if n else NOT_SHARED)


def pair_cells(ratings: Sequence[Sequence[Hashable | None]]) -> dict[tuple[int, int], Counter]:
    """{(rater, later rater): {(label, label): items both rated}} from ratings[rater][item], None for missing."""
    return {
        (i, j): Counter({cell: count for cell, count in tally(ratings[i], ratings[j]).items() if None not in cell})
        for i, j in combinations(range(len(ratings)), 2)
    }


def self_consistency(first: Mapping[Hashable, Hashable], second: Mapping[Hashable, Hashable]) -> dict[str, Reading]:
    """How one person's two passes agree, matched by item: `percent` and Cohen's `kappa`.

    An item in one pass only, or None in either, is left out.
    """
    both = [item for item in first if first[item] is not None and second.get(item) is not None]
    cells = tally([first[item] for item in both], [second[item] for item in both])
    same = accuracy(cells)
    return {
        "percent": Reading(same, len(both), NOT_SHARED if same is None else None, share=True),
        "kappa": cohen_kappa(cells),
    }


def score_case(case: Mapping) -> dict:
    """One known-answers line: `ratings[rater][item]`, `categories` in order, `level`."""
    columns, categories = case["ratings"], case["categories"]
    ratings = Ratings.of(zip(*columns, strict=True), categories)
    values, q = ratings.values, len(categories)
    measures = {
        "percent_agreement": percent(),
        "alpha_nominal": alpha.nominal(values),
        "gwet_ac1": gwet_ac1(q),
        "fleiss_kappa": fleiss_kappa(q),
    }
    on_a_scale = case["level"] != "nominal"
    if on_a_scale:
        measures["alpha_ordinal"] = alpha.ordinal(values)
        if all(isinstance(value, int | float) for value in values):
            measures["alpha_interval"] = alpha.interval(values)
    if case["level"] == "ratio":
        measures["alpha_ratio"] = alpha.ratio(values)
    found = {name: reading.value for name, reading in measure(ratings, measures).items()}
    pairs = pair_cells(columns)
    if len(columns) == 2:
        found["cohen_kappa"] = kappa(pairs[0, 1])
        if on_a_scale:
            found["cohen_kappa_quadratic"] = kappa(pairs[0, 1], categories, power=2)
    else:
        found["pairwise_cohen_kappa"] = [kappa(cells) for cells in pairs.values()]
    return found


def score_sets_case(case: Mapping) -> dict:
    """One known-answers line: `ratings[rater][item]` are lists of labels, null where there is no rating."""
    columns = [[None if labels is None else frozenset(labels) for labels in column] for column in case["ratings"]]
    ratings = Ratings.of(zip(*columns, strict=True))
    found = measure(
        ratings,
        {
            "alpha_masi": alpha.masi(ratings.values),
            "alpha_jaccard": alpha.jaccard(ratings.values),
            "alpha_nominal_exact_set": alpha.nominal(ratings.values),
        },
    )
    return {name: reading.value for name, reading in found.items()}

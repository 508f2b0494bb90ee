"""Agreement where each rating is one value: a label, a number on a scale, or a set of labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from portal.grading.agreement.parts import LABELS_SHOWN, Parts, affordable, closeness_of, ratio_of
from portal.grading.agreement.report import PairFigure
from portal.grading.agreement.table import Table
from portal.grading.metrics import alpha
from portal.grading.metrics.agreement import cohen_kappa, fleiss_kappa, gwet_ac1, pair_cells, percent
from portal.grading.metrics.classification import accuracy, kappa
from portal.grading.metrics.icc import icc
from portal.grading.metrics.ratings import Measure, Ratings, measure, rows_of, with_intervals
from portal.grading.metrics.sets import jaccard_distance
from portal.grading.types import Metric, Reading

# A scale of whole numbers is taken to have every step between its ends, up to this many.
_MOST_STEPS = 101


def parts_of(table: Table, *, resamples: int, seed: int) -> Parts:
    """Everything about a table of labels, a scale or sets."""
    values = steps(table) if table.kind == "scale" else table.labels if table.kind == "labels" else ()
    rows = table.by_item()
    ratings = Ratings.of(rows, values)
    lead, measures = _measures(table, ratings)
    by_label = _one_by_one(table, ratings)
    everything = {**measures, **{("label", label): one for label, (_given, one) in by_label.items()}}
    sums, weights = rows_of(ratings, everything)
    several = len(ratings.values) ** 2 if table.kind == "sets" or table.level == "ratio" else 0
    drawn = affordable(sums, resamples, several)
    found = with_intervals(sums, weights, everything, resamples=drawn, seed=seed)
    figures = {name: found[name] for name in measures}
    pairs, matrix = _pairs(table, ratings.values, lead)
    if len(pairs) == 1 and matrix != lead:
        figures[matrix] = _kappa_with_interval(pairs[0], ratings.values, matrix, resamples=drawn, seed=seed)
    if table.kind == "scale":
        figures |= _correlations(table)
    return Parts(
        figures,
        lead,
        matrix,
        pairs,
        {label: (given, found["label", label]) for label, (given, _one) in by_label.items()},
        closeness_of(rows, _likeness(table, ratings.values)),
        drawn,
    )


def steps(table: Table) -> tuple:
    """The scale's steps in order: the declared ones; else all whole numbers between the ends, or what was used."""
    used = {value for column in table.ratings for value in column if value is not None}
    if table.labels:
        return tuple(table.labels) + tuple(sorted(used - set(table.labels)))
    if used and all(float(value).is_integer() for value in used) and max(used) - min(used) < _MOST_STEPS:
        return tuple(range(int(min(used)), int(max(used)) + 1))
    return tuple(sorted(used))


def _measures(table: Table, ratings: Ratings) -> tuple[str, dict[str, Measure]]:
    """Which figure leads, and all that are made from sums over items."""
    values = ratings.values
    if table.kind == "sets":
        return "alpha_masi", {
            "percent": percent(),
            "overlap": _mean("overlap", values, lambda a, b: 1 - jaccard_distance(a, b)),
            "alpha_masi": alpha.masi(values),
            "alpha_jaccard": alpha.jaccard(values),
            "alpha_exact": alpha.nominal(values),
        }
    if table.kind == "labels":
        return "alpha_nominal", {
            "percent": percent(),
            "alpha_nominal": alpha.nominal(values),
            "ac1": gwet_ac1(len(values)),
            "fleiss": fleiss_kappa(len(values)),
        }
    level = {"ordinal": alpha.ordinal, "interval": alpha.interval, "ratio": alpha.ratio, "nominal": alpha.nominal}
    lead = f"alpha_{table.level}"
    return lead, {
        "percent": percent(),
        "distance": _mean("distance", values, lambda a, b: abs(a - b)),
        lead: level[table.level](values),
    }


def _mean(name: str, values: Sequence, likeness) -> Measure:
    """The mean over shared items of the mean of `likeness` over their pairs."""

    def sums(pattern: tuple[int, ...]) -> dict[Hashable, float]:
        (found,) = closeness_of([tuple(values[code] for code in pattern)], likeness)
        return {} if found is None else {"shared": 1, name: found}

    return ratio_of(name, "shared", "shared")._replace(sums=sums)


def _likeness(table: Table, values: Sequence):
    """How alike two ratings are, from 0 to 1, for drift and for the order of disputes."""
    if table.kind == "sets":
        return lambda a, b: 1 - jaccard_distance(a, b)
    if table.kind == "scale" and len(values) > 1:
        width = max(values) - min(values)
        return lambda a, b: 1 - abs(a - b) / width
    return lambda a, b: float(a == b)


def _one_by_one(table: Table, ratings: Ratings) -> dict[Hashable, tuple[int, Measure]]:
    """{label: (times given, its measure against the rest)}, most frequent first, cut off at LABELS_SHOWN."""
    given: Counter = Counter()
    for pattern, count in ratings.patterns.items():
        for code in pattern:
            for label in ratings.values[code] if table.kind == "sets" else (code,):
                given[label] += count
    most = given.most_common(LABELS_SHOWN)
    if table.kind == "sets":
        measures = alpha.members(ratings.values, [label for label, _count in most])
        return {label: (count, measures[label]) for label, count in most}
    return {ratings.values[code]: (count, alpha.one_against_rest(code)) for code, count in most}


def _pairs(table: Table, values: Sequence, lead: str) -> tuple[tuple[PairFigure, ...], str]:
    """Each two raters, and the name of the value that the matrix shows."""
    cells = pair_cells(table.ratings)
    whole = all(isinstance(value, int) for value in values)
    if table.kind == "labels":
        name, value_of = "kappa", lambda pair: cohen_kappa(cells[pair])
    elif table.kind == "scale" and whole and table.level != "ratio":
        # Cohen's weights are distances of places, which on a scale of whole numbers are those of the numbers.
        name, value_of = "kappa_quadratic", lambda pair: cohen_kappa(cells[pair], values, 2)
    else:
        name, value_of = lead, lambda pair: _pair_alpha(table, pair)
    found = []
    for first, second in table.rater_pairs():
        reading: Reading = value_of((first, second))
        own = cells[first, second]
        found.append(PairFigure(first, second, sum(own.values()), accuracy(own), reading.value, reading.why, own))
    return tuple(found), name


def _pair_alpha(table: Table, pair: tuple[int, int]) -> Reading:
    """The leading alpha of two raters alone."""
    ratings = Ratings.of(zip(*(table.ratings[rater] for rater in pair), strict=True))
    lead, measures = _measures(table, ratings)
    return measure(ratings, {lead: measures[lead]})[lead]


def _kappa_with_interval(pair: PairFigure, values: Sequence, name: str, *, resamples: int, seed: int) -> Metric:
    """Cohen's kappa of the only two raters, with its interval."""
    power = 2 if name == "kappa_quadratic" else 0
    rows = [{("cell", *cell): 1, "shared": 1} for cell in pair.cells]

    def value(totals: Mapping) -> float | None:
        return kappa({key[1:]: n for key, n in totals.items() if key != "shared"}, values, power)

    one = Measure(lambda pattern: {}, value, lambda totals: pair.why, "shared")
    return with_intervals(rows, list(pair.cells.values()), {name: one}, resamples=resamples, seed=seed)[name]


def _correlations(table: Table) -> dict[str, Metric]:
    """ICC over the items that every rater rated: one rating of a sample of raters, of these raters, and their mean."""
    complete = [row for row in table.by_item() if None not in row]
    columns = list(zip(*complete, strict=True)) if complete else [[] for _ in table.raters]
    found = icc(columns)
    return {
        name: Metric(found[name].value, None, None, found[name].n, found[name].why)
        for name in ("icc2", "icc3", "icc2k")
    }

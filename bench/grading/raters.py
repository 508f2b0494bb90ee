"""Agreement between raters: the report as the site makes it, and Fleiss' and Cohen's kappas beside statsmodels."""

from itertools import combinations
from statistics import median

from bench.grading import contest, data
from bench.grading.contest import Numbers, Side
from bench.grading.lines import Line, Row
from portal.grading.agreement import Report, compare, table_of
from portal.grading.metrics.agreement import fleiss_kappa
from portal.grading.metrics.ratings import Ratings
from portal.grading.metrics.ratings import measure as measure_ratings


def measure(line: Line, *, quick: bool) -> Row:
    """The row of a line about agreement."""
    ratings = data.ratings(10_000, 5)
    if line.name == "fleiss":
        return contest.measure(line, _our_fleiss(ratings), _statsmodels_fleiss(ratings), quick=quick)
    resamples = 1000 if line.name == "bootstrap" else 0

    def run() -> Report:
        return compare(table_of("labels", ratings, labels=data.SCALE), resamples=resamples)

    taken = [contest.timed(run) for _ in range(2 if quick else 5)]
    equal, differences = 0, ()
    if line.library:
        equal, differences = contest.compare(_kappas(run()), _statsmodels_kappas(ratings))
    return Row(line, 1000 * median(taken), None, equal, differences)


def _our_fleiss(ratings) -> Side:
    columns = [list(given.values()) for given in ratings.values()]

    def run():
        counted = Ratings.of(zip(*columns, strict=True), data.SCALE)
        return measure_ratings(counted, {"Fleiss": fleiss_kappa(len(data.SCALE))})

    return Side(run, lambda found: {"Fleiss": found["Fleiss"].value})


def _statsmodels_fleiss(ratings) -> Side:
    import numpy as np
    from statsmodels.stats.inter_rater import aggregate_raters
    from statsmodels.stats.inter_rater import fleiss_kappa as fleiss

    given = np.array([list(one.values()) for one in ratings.values()]).T
    return Side(lambda: fleiss(aggregate_raters(given)[0]), lambda found: {"Fleiss": found})


def _kappas(report: Report) -> Numbers:
    """What a report and statsmodels both know: Fleiss' kappa, and Cohen's of each two raters."""
    numbers = {"Fleiss": report.figures["fleiss"].value}
    for pair in report.pairs:
        numbers[f"kappa of {report.raters[pair.first].name} and {report.raters[pair.second].name}"] = pair.value
    return numbers


def _statsmodels_kappas(ratings) -> Numbers:
    import numpy as np
    from statsmodels.stats.inter_rater import cohens_kappa

    fleiss = _statsmodels_fleiss(ratings)
    numbers = dict(fleiss.numbers(fleiss.run()))
    for (first, one), (second, other) in combinations(ratings.items(), 2):
        cells = np.zeros((len(data.SCALE), len(data.SCALE)))
        np.add.at(cells, tuple(np.array(list(side.values())) - 1 for side in (one, other)), 1)
        numbers[f"kappa of {first} and {second}"] = cohens_kappa(cells, return_results=False)
    return numbers

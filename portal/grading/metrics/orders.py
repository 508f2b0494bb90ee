"""Two full orders of the same things, best first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from portal.grading.metrics import ranking
from portal.grading.metrics.counts import ratio
from portal.grading.words import N_, AnswerError

NO_TOP = N_("there is nothing to put first")


def positions(gold: Sequence[Hashable], yours: Sequence[Hashable]) -> list[int]:
    """Where yours puts each thing, in gold's order. Raises AnswerError unless both order the same things once."""
    place = {thing: i for i, thing in enumerate(yours)}
    if len(place) < len(yours) or len(set(gold)) < len(gold):
        raise AnswerError("", N_("an order holds something twice"))
    if place.keys() != set(gold):
        raise AnswerError("", N_("the two orders hold different things"))
    return [place[thing] for thing in gold]


def score_case(case: Mapping) -> dict:
    """One known-answers line: `gold` and `pred`, the same ids best first.

    `swapped_pairs` are those the other way round; `kendall_distance` is their share of all pairs, None with
    fewer than two things, as are tau and rho. A swap costs the same at the top and at the end.
    """
    gold, yours = case["gold"], case["pred"]
    places = positions(gold, yours)
    counts = ranking.pairs(range(len(places)), places)
    return {
        "kendall_tau_b": ranking.tau_b(counts),
        "spearman": ranking.spearman(range(len(places)), places),
        "swapped_pairs": counts.swapped,
        "kendall_distance": ratio(counts.swapped, counts.n),
        "exact": list(gold) == list(yours),
        "top1": gold[0] == yours[0] if gold else None,
    }

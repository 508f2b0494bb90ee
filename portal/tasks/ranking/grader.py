"""Grading of rankings: every pair that the reference orders is one decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from portal.grading.engine import counted
from portal.grading.metrics import ranking
from portal.grading.metrics.counts import ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    Metric,
    ObjectGrade,
    PatternHit,
    Reading,
    Say,
    reading,
)
from portal.tasks.inputs import OptionsInput
from portal.tasks.objects import best_of
from portal.tasks.ranking.schema import RankingGold, RankingTask, dump_gold
from portal.tasks.text import shown

_QUOTE = 60


def class_counts(task: RankingTask, gold: RankingGold) -> dict[str, int]:
    """{}: a ranking has no classes to balance a draw by."""
    return {}


def grade_item(
    task: RankingTask,
    item: OptionsInput,
    gold: RankingGold,
    alternatives: Sequence[Alternative],
    answer: Sequence[str] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        say = Say(N_("No answer; in the reference {gold} comes first."), {"gold": _name(item, gold.groups[0][0])})
        missed = ObjectGrade("missed", None, dump_gold(gold), None, 0.0, say)
        possible = float(len(_pairs(gold)))
        counts = {"earned": 0.0, "possible": possible, "items": 1}
        return ItemGrade("unanswered", 0.0, possible, (missed,), dump_gold(gold), counts)
    return best_of(gold, alternatives, lambda candidate: _grade(item, candidate, answer))


def _pairs(gold: RankingGold) -> list[tuple[str, str]]:
    """(better, worse) for every pair that the reference orders."""
    rank = gold.rank
    pairs = combinations(sorted(rank, key=rank.__getitem__), 2)
    return [(a, b) for a, b in pairs if rank[a] != rank[b]]


def _grade(item: OptionsInput, gold: RankingGold, answer: Sequence[str]) -> ItemGrade:
    place = {one: i for i, one in enumerate(answer)}
    pairs = _pairs(gold)
    wrong = [(better, worse) for better, worse in pairs if place[better] > place[worse]]
    top = answer[0] in gold.groups[0]
    counts = {
        "earned": float(len(pairs) - len(wrong)),
        "possible": float(len(pairs)),
        "items": 1,
        "answered": 1,
        "swaps": len(wrong),
        "exact": not wrong,
        "top1": top,
        # Nobody can tie here, so pairs that the reference ties are left out: a perfect order must reach 1.
        "tau_b": ranking.tau_b(ranking.Pairs(len(pairs), len(pairs) - len(wrong), len(wrong), 0, 0)),
    }
    return ItemGrade(
        "right" if not wrong else "partial" if counts["earned"] else "wrong",
        counts["earned"],
        counts["possible"],
        _objects(item, gold, answer, wrong),
        dump_gold(gold),
        counts,
        _patterns(item, gold, answer, wrong, len(pairs)),
    )


def _name(item: OptionsInput, option_id: str) -> str:
    return shown(next(one.text for one in item.options if one.id == option_id), _QUOTE)


def _objects(
    item: OptionsInput, gold: RankingGold, answer: Sequence[str], wrong: Sequence[tuple[str, str]]
) -> tuple[ObjectGrade, ...]:
    """One object a swapped pair of neighbours in your order, which is where a swap can be seen; else all is right."""
    if not wrong:
        return (
            ObjectGrade("right", {"order": list(answer)}, dump_gold(gold), None, 1.0, Say(N_("The order is right."))),
        )
    swapped = set(wrong)
    return tuple(
        ObjectGrade(
            "misnamed",
            {"order": [first, second]},
            {"order": [second, first]},
            None,
            0.0,
            Say(N_("{gold} belongs before {yours}."), {"gold": _name(item, second), "yours": _name(item, first)}),
        )
        for first, second in zip(answer, answer[1:], strict=False)
        if (second, first) in swapped
    )


def _patterns(
    item: OptionsInput, gold: RankingGold, answer: Sequence[str], wrong: Sequence[tuple[str, str]], n: int
) -> tuple[PatternHit, ...]:
    example = shown(item.prompt or item.options[0].text, _QUOTE)
    hits = []
    for pattern, group, yours in (
        ("top_missed", gold.groups[0], answer[0]),
        ("bottom_missed", gold.groups[-1], answer[-1]),
    ):
        if yours not in group:
            names = {"gold": _name(item, group[0]), "yours": _name(item, yours)}
            hits.append(PatternHit(pattern, {"gold": group[0], "yours": yours, "example": example, "names": names}))
    if 2 * len(wrong) > n:
        hits.append(PatternHit("turned", {"example": example, "names": {}}))
    length = {one.id: len(one.text) for one in item.options}
    if wrong and all(length[worse] > length[better] for better, worse in wrong):
        hits.append(PatternHit("longer_first", {"example": example, "names": {}}))
    return tuple(hits)


def measure(task: RankingTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts; means are over the items that were answered, shares over all."""
    get = totals.get
    items, answered, repeats = (round(get(key, 0)) for key in ("items", "answered", "repeats"))
    possible, nothing, silent = get("possible", 0), N_("nothing to measure yet"), N_("nothing was put in order")
    return {
        "score": reading(ratio(get("earned", 0), possible), possible, nothing),
        "tau_b": reading(ratio(get("tau_b", 0), answered), answered, silent),
        "swaps": reading(ratio(get("swaps", 0), answered), answered, silent),
        "exact": reading(ratio(get("exact", 0), items), items, nothing, share=True),
        "top1": reading(ratio(get("top1", 0), items), items, nothing, share=True),
        "repeats": reading(ratio(get("repeats_same", 0), repeats), repeats, N_("no item came twice"), share=True),
    }


def headline(task: RankingTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    items = counted(graded)
    if not items:
        return Say(N_("Nothing in this set counted."))
    right, pairs = (round(sum(getattr(one.grade, key) for one in items)) for key in ("earned", "possible"))
    return Say(N_("You ordered {right} of {pairs} pairs as the reference does."), {"right": right, "pairs": pairs})

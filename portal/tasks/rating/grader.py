"""Grading of ratings: each dimension of an item is one decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.grading.engine import cells, counted
from portal.grading.metrics import classification, scale
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
from portal.tasks.inputs import PictureInput, TextInput, quote
from portal.tasks.objects import best_of, verdict_of
from portal.tasks.rating.schema import RatingGold, RatingTask, dump_gold

# What a number that many steps off earns; anything farther earns nothing.
CREDIT = {0: 1.0, 1: 0.5}
FAR = 2


def class_counts(task: RatingTask, gold: RatingGold) -> dict[str, int]:
    """{number: how many dimensions have it}, so that a draw holds the whole scale."""
    counts: dict[str, int] = {}
    for score in gold.scores.values():
        counts[str(score)] = counts.get(str(score), 0) + 1
    return counts


def grade_item(
    task: RatingTask,
    item: TextInput | PictureInput,
    gold: RatingGold,
    alternatives: Sequence[Alternative],
    answer: Mapping[str, int] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        objects = tuple(_left_out(task, name, gold.scores[name]) for name in task.names)
        counts = {"earned": 0.0, "possible": float(len(objects))}
        return ItemGrade("unanswered", 0.0, counts["possible"], objects, dump_gold(gold), counts)
    return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))


def _grade(task: RatingTask, item: TextInput | PictureInput, gold: RatingGold, answer: Mapping[str, int]) -> ItemGrade:
    objects, hits = [], []
    counts: dict[str, float] = {"earned": 0.0, "possible": float(len(task.names)), "rated": len(answer)}
    for name in task.names:
        if name not in answer:
            objects.append(_left_out(task, name, gold.scores[name]))
            hits.append(_hit(task, item, "left_out", name))
            continue
        yours = answer[name]
        # The nearest of the right numbers is this dimension's gold for every metric.
        right = min((gold.scores[name], *gold.any.get(name, ())), key=lambda score: abs(score - yours))
        off = yours - right
        objects.append(_rated(task, name, right, yours))
        counts["earned"] += CREDIT.get(abs(off), 0.0)
        for key, value in (("exact", off == 0), ("within_one", abs(off) <= 1), ("off", off), (f"{right}>{yours}", 1)):
            counts[key] = counts.get(key, 0) + value
        hits += [_hit(task, item, pattern, name, right, yours) for pattern in _slips(task, right, yours)]
    return ItemGrade(
        verdict_of(objects, counts["earned"]),
        counts["earned"],
        counts["possible"],
        tuple(objects),
        dump_gold(gold),
        counts,
        tuple(hits),
    )


def _left_out(task: RatingTask, name: str, right: int) -> ObjectGrade:
    say = Say(N_("{label}: no number; the reference is {gold}."), {"label": task.names[name], "gold": right})
    return ObjectGrade("missed", None, {"dimension": name, "score": right}, None, 0.0, say)


def _rated(task: RatingTask, name: str, right: int, yours: int) -> ObjectGrade:
    off = yours - right
    facts = {"label": task.names[name], "yours": yours, "gold": right, "steps": abs(off)}
    if not off:
        tag, say = "right", Say(N_("{label}: {yours} is right."), facts)
    elif abs(off) == 1:
        words = N_("{label}: {yours} is one too high.") if off > 0 else N_("{label}: {yours} is one too low.")
        tag, say = "loose", Say(words, facts)
    else:
        high, low = N_("{label}: {yours} is {steps} too high."), N_("{label}: {yours} is {steps} too low.")
        tag, say = "misnamed", Say(high if off > 0 else low, facts)
    raw = [{"dimension": name, "score": score} for score in (yours, right)]
    return ObjectGrade(tag, *raw, float(off), CREDIT.get(abs(off), 0.0), say)


def _slips(task: RatingTask, right: int, yours: int) -> list[str]:
    if yours == right:
        return []
    slips = ["too_high" if yours > right else "too_low"]
    if abs(yours - right) >= FAR:
        slips.append("far_off")
    middle = (task.low + task.high) / 2
    if right in (task.low, task.high) and abs(yours - middle) < abs(right - middle):
        slips.append("to_the_middle")
    return slips


def _hit(
    task: RatingTask,
    item: TextInput | PictureInput,
    pattern: str,
    name: str,
    right: int | None = None,
    yours: int | None = None,
) -> PatternHit:
    facts = {"label": name, "example": quote(item), "names": {"label": task.names[name]}}
    if right is not None:
        facts |= {"gold": right, "yours": yours, "steps": abs(yours - right)}
    return PatternHit(pattern, facts)


def measure(task: RatingTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts, all dimensions together."""
    get = totals.get
    possible, rated, repeats = get("possible", 0), round(get("rated", 0)), round(get("repeats", 0))
    nothing, silent = N_("nothing to measure yet"), N_("no number was given")
    kappa = classification.kappa(cells(totals), [str(score) for score in task.scale], power=2)
    return {
        "score": reading(ratio(get("earned", 0), possible), possible, nothing),
        "exact": reading(ratio(get("exact", 0), rated), rated, silent, share=True),
        "within_one": reading(ratio(get("within_one", 0), rated), rated, silent, share=True),
        "bias": reading(ratio(get("off", 0), rated), rated, silent),
        "kappa_quadratic": reading(kappa, rated, scale.CONSTANT),
        "repeats": reading(ratio(get("repeats_same", 0), repeats), repeats, N_("no item came twice"), share=True),
    }


def headline(task: RatingTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    items = counted(graded)
    if not items:
        return Say(N_("Nothing in this set counted."))
    total = round(sum(item.grade.possible for item in items))
    exact = round(sum(item.grade.counts.get("exact", 0) for item in items))
    return Say(N_("You gave {n} of {all} ratings the reference's number."), {"n": exact, "all": total})

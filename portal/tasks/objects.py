"""What spans and boxes share: an item holds many objects, each right, slipped, missed or extra."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from portal.grading.engine import counted
from portal.grading.types import N_, Alternative, GradedItem, ItemGrade, ObjectGrade, Say

# The sums every such kind keeps, so that none is missing from an item without objects.
EMPTY_COUNTS: Mapping[str, float] = MappingProxyType(
    {"earned": 0.0, "possible": 0.0, "gold": 0, "found": 0, "placed": 0.0, "named": 0, "yours": 0}
)


def best_of(gold: Any, alternatives: Sequence[Alternative], grade: Callable[[Any], ItemGrade]) -> ItemGrade:
    """The grade against the reference that serves the answer best.

    Best is the highest share of credit after the weight, then the fewest slips, then the first.
    """
    best, best_key = None, None
    for candidate, weight in (Alternative(gold), *alternatives):
        graded = grade(candidate)
        if weight != 1:
            graded = _weighted(graded, weight)
        key = (graded.earned / graded.possible, graded.verdict == "right")
        if best is None or key > best_key:
            best, best_key = graded, key
        if best_key == (1, True):
            break
    return best


def _weighted(grade: ItemGrade, weight: float) -> ItemGrade:
    """The grade with its credit multiplied; less than full credit is not "right"."""
    earned = grade.earned * weight
    verdict = "partial" if grade.verdict == "right" and weight < 1 else grade.verdict
    counts = {**grade.counts, "earned": earned}
    return ItemGrade(verdict, earned, grade.possible, grade.objects, grade.gold, counts, grade.patterns)


def missed_all(required: Iterable[tuple[dict, str, str, Any]], gold: dict) -> ItemGrade:
    """The grade of an item without an answer: everything missed, and never a full mark for an empty gold.

    `required` holds (stored form, label, the label's name, the gold object).
    """
    objects, counts = [], dict(EMPTY_COUNTS)
    for raw, label, name, thing in required:
        say = Say(N_("Missed: {label}."), {"label": name})
        objects.append(ObjectGrade("missed", None, raw, None, 0.0, say, thing.why, thing.rule))
        counts[f"{label}>"] = counts.get(f"{label}>", 0) + 1
    counts["gold"] = len(objects)
    counts["possible"] = float(max(1, len(objects)))
    return ItemGrade("unanswered", 0.0, counts["possible"], tuple(objects), gold, counts)


def verdict_of(objects: Sequence[ObjectGrade], earned: float) -> str:
    """right without any slip, wrong without any credit, partial between."""
    slips = any(o.tag not in ("right", "ignored") or o.facts.get("flags") for o in objects)
    if not slips:
        return "right"
    return "partial" if earned else "wrong"


def object_headline(graded: Sequence[GradedItem], noun: object) -> Say:
    """How many of the objects were found, and how many were marked where the reference has none."""
    items = counted(graded)
    if not items:
        return Say(N_("Nothing in this set counted."))
    found, gold, yours = (round(sum(item.grade.counts[key] for item in items)) for key in ("found", "gold", "yours"))
    if not gold:
        return Say(N_("There was nothing to mark in this set."))
    facts = {"found": found, "gold": gold, "noun": noun, "extra": yours - found}
    if facts["extra"]:
        return Say(N_("You found {found} of {gold} {noun}, and marked {extra} too many."), facts)
    return Say(N_("You found {found} of {gold} {noun}."), facts)

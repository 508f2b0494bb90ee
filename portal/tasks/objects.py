"""What kinds that mark objects share: an item holds many, each right, with a slip, missed or extra."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from portal.grading.engine import counted
from portal.grading.metrics.counts import ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    ObjectGrade,
    PatternHit,
    Reading,
    Say,
    reading,
)

IOU50 = 0.5

NO_GOLD = N_("the reference marks nothing in this set")
NONE_FOUND = N_("nothing was found")
NO_MARKS = N_("nothing is marked on either side")

# The sums every such kind keeps, so that none is missing from an item without objects.
EMPTY_COUNTS: Mapping[str, float] = MappingProxyType(
    {"earned": 0.0, "possible": 0.0, "gold": 0, "found": 0, "placed": 0.0, "named": 0, "yours": 0}
)


def best_of(gold: Any, alternatives: Sequence[Alternative], grade: Callable[[Any], ItemGrade]) -> ItemGrade:
    """The grade against the reference that serves the answer best.

    Best is the highest share of credit after the weight, then one without any slip, then the first.
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
        objects.append(missed(raw, name, thing))
        counts[f"{label}>"] = counts.get(f"{label}>", 0) + 1
    counts["gold"] = len(objects)
    counts["possible"] = float(max(1, len(objects)))
    return ItemGrade("unanswered", 0.0, counts["possible"], tuple(objects), gold, counts)


def missed(raw: dict, name: object, thing: Any) -> ObjectGrade:
    """The grade of a reference object that nobody marked; `name` is what people call its label."""
    return ObjectGrade(
        "missed", None, raw, None, 0.0, Say(N_("Missed: {label}."), {"label": name}), thing.why, thing.rule
    )


def neither(yours: dict, raw: dict | None = None, thing: Any = None) -> ObjectGrade:
    """The grade of a mark that may be there or not, on an optional object or in a region that does not count."""
    say = Say(N_("Neither needed nor wrong; it does not count."))
    why, rule = (thing.why, thing.rule) if thing else (None, None)
    return ObjectGrade("ignored", yours, raw, None, 0.0, say, why, rule)


def judged(
    yours: dict,
    raw: dict,
    thing: Any,
    name: object,
    slips: Sequence[Say],
    *,
    named: bool,
    value: float | None,
    credit: float | None = None,
    facts: Mapping[str, object] | None = None,
) -> ObjectGrade:
    """The grade of a reference object that was found: right without a slip, else misnamed or loose.

    `name` is what people call your label. Credit is 1, or 0.5 with slips, however many, unless it is given.
    """
    if slips:
        say = Say(N_("Found, with a slip: {slips}."), {"slips": tuple(slips)})
    else:
        say = Say(N_("Right: {label}."), {"label": name})
    tag = "right" if not slips else "loose" if named else "misnamed"
    credit = (0.5 if slips else 1.0) if credit is None else credit
    return ObjectGrade(tag, yours, raw, value, credit, say, thing.why, thing.rule, facts or {})


def item_grade(
    objects: Sequence[ObjectGrade],
    counts: dict[str, float],
    extra: int,
    gold: dict,
    patterns: Sequence[PatternHit],
) -> ItemGrade:
    """The grade of an item of which every object is judged: credit over reference objects and extras.

    Where the reference marks nothing, that is one decision: right, or wrong with as many slips as extras.
    """
    counts["yours"] = counts["found"] + extra
    if counts["gold"]:
        earned, possible = sum(one.credit for one in objects), float(counts["gold"] + extra)
    else:
        earned, possible = float(not extra), float(max(1, extra))
    counts |= {"earned": earned, "possible": possible}
    return ItemGrade(verdict_of(objects, earned), earned, possible, tuple(objects), gold, dict(counts), tuple(patterns))


def base_readings(totals: Mapping[str, float]) -> dict[str, Reading]:
    """score, found and named, from pooled counts."""
    get = totals.get
    gold, found, possible = get("gold", 0), get("found", 0), get("possible", 0)
    return {
        "score": reading(ratio(get("earned", 0), possible), possible, NO_GOLD),
        "found": reading(ratio(found, gold), gold, NO_GOLD, share=True),
        "named": reading(ratio(get("named", 0), found), found, NONE_FOUND, share=True),
    }


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

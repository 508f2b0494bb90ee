"""Grading of multichoice: each label of an item is one decision; each slip counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.grading.engine import FEWEST_PER_CLASS, cells, counted
from portal.grading.metrics import multilabel
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
from portal.tasks.multichoice.schema import MultichoiceGold, MultichoiceTask, dump_gold
from portal.tasks.objects import best_of, verdict_of


def class_counts(task: MultichoiceTask, gold: MultichoiceGold) -> dict[str, int]:
    """{label: 1} for every label that must be given."""
    return dict.fromkeys(sorted(gold.labels), 1)


def grade_item(
    task: MultichoiceTask,
    item: TextInput | PictureInput,
    gold: MultichoiceGold,
    alternatives: Sequence[Alternative],
    answer: frozenset[str] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        return _unanswered(task, gold)
    return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))


def _unanswered(task: MultichoiceTask, gold: MultichoiceGold) -> ItemGrade:
    objects = tuple(_missed(task, label) for label in sorted(gold.labels))
    counts = {"earned": 0.0, "possible": float(max(1, len(objects))), "items": 1, "gold": len(objects), "yours": 0}
    counts |= {f"{label}>": 1 for label in gold.labels}
    return ItemGrade("unanswered", 0.0, counts["possible"], objects, dump_gold(gold), counts)


def _grade(
    task: MultichoiceTask, item: TextInput | PictureInput, gold: MultichoiceGold, answer: frozenset[str]
) -> ItemGrade:
    right, missed = sorted(gold.labels & answer), sorted(gold.labels - answer)
    extra, either = sorted(answer - gold.labels - gold.optional), sorted(answer & gold.optional)
    objects = (
        *(_object(task, label, "right", N_("Right: {label}."), 1.0) for label in right),
        *(_missed(task, label) for label in missed),
        *(_object(task, label, "extra", N_("Not in the reference: {label}.")) for label in extra),
        *(_object(task, label, "ignored", N_("Neither needed nor wrong: {label}.")) for label in either),
    )
    union = len(right) + len(missed) + len(extra)
    # A deliberate "none of these" is one decision, right or wrong.
    possible = float(union if gold.labels else max(1, len(extra)))
    earned = float(len(right) if gold.labels else not extra)
    counts = {
        "earned": earned,
        "possible": possible,
        "items": 1,
        "gold": len(gold.labels),
        "yours": len(right) + len(extra),
        "hits": len(right),
        "jaccard": len(right) / union if union else 1.0,
        "exact": not missed and not extra,
        **{f"{label}>{label}": 1 for label in right},
        **{f"{label}>": 1 for label in missed},
        **{f">{label}": 1 for label in extra},
    }
    return ItemGrade(
        verdict_of(objects, earned),
        earned,
        possible,
        objects,
        dump_gold(gold),
        counts,
        _patterns(task, item, missed, extra),
    )


def _object(task: MultichoiceTask, label: str, tag: str, say: str, credit: float = 0.0) -> ObjectGrade:
    raw = {"label": label}
    gold = raw if tag in ("right", "ignored") else None
    return ObjectGrade(tag, raw, gold, None, credit, Say(say, {"label": task.names[label]}))


def _missed(task: MultichoiceTask, label: str) -> ObjectGrade:
    say = Say(N_("Missed: {label}."), {"label": task.names[label]})
    return ObjectGrade("missed", None, {"label": label}, None, 0.0, say)


def _patterns(
    task: MultichoiceTask, item: TextInput | PictureInput, missed: Sequence[str], extra: Sequence[str]
) -> tuple[PatternHit, ...]:
    example, names = quote(item), task.names
    if len(missed) == len(extra) == 1:
        gold, yours = missed[0], extra[0]
        facts = {"gold": gold, "yours": yours, "example": example}
        return (PatternHit("swapped", {**facts, "names": {"gold": names[gold], "yours": names[yours]}}),)
    hits = [
        PatternHit(pattern, {"label": label, "example": example, "names": {"label": names[label]}})
        for pattern, labels in (("missed", missed), ("extra", extra))
        for label in labels
    ]
    if len(extra) > 1:
        hits.append(PatternHit("too_many", {"example": example, "extra": len(extra), "names": {}}))
    return tuple(hits)


def measure(task: MultichoiceTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts. `basis`, the counts of the whole draw, settles the labels of the mean."""
    get = totals.get
    items, repeats = round(get("items", 0)), round(get("repeats", 0))
    sides = get("gold", 0) + get("yours", 0)
    table = _by_label(totals)
    often = [label for label, one in _by_label(basis).items() if one.gold >= FEWEST_PER_CLASS]
    macro = multilabel.macro_f1(table, often) if items else None
    nothing = N_("nothing to measure yet")
    return {
        "score": reading(ratio(get("earned", 0), get("possible", 0)), get("possible", 0), nothing),
        "micro_f1": reading(multilabel.micro_f1(table), sides, multilabel.NO_LABELS),
        "macro_f1": reading(macro, items, N_("no label has five items in this set")),
        "jaccard": reading(ratio(get("jaccard", 0), items), items, nothing),
        "exact": reading(ratio(get("exact", 0), items), items, nothing, share=True),
        "repeats": reading(ratio(get("repeats_same", 0), repeats), repeats, N_("no item came twice"), share=True),
    }


def _by_label(totals: Mapping[str, float]) -> dict[str, multilabel.LabelCounts]:
    """The counts of each label, from cells that say "a>a" for right, "a>" for missed and ">a" for extra."""
    table: dict[str, multilabel.LabelCounts] = {}
    for (gold, yours), count in cells(totals).items():
        before = table.get(gold or yours, multilabel.LabelCounts(0, 0, 0))
        more = (bool(gold and yours) * count, bool(gold) * count, bool(yours) * count)
        table[gold or yours] = multilabel.LabelCounts(*(a + b for a, b in zip(before, more, strict=True)))
    return table


def headline(task: MultichoiceTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    items = counted(graded)
    if not items:
        return Say(N_("Nothing in this set counted."))
    hits, gold, yours = (round(sum(one.grade.counts.get(key, 0) for one in items)) for key in ("hits", "gold", "yours"))
    if yours > hits:
        facts = {"hits": hits, "gold": gold, "extra": yours - hits}
        return Say(N_("You gave {hits} of {gold} labels, and {extra} too many."), facts)
    return Say(N_("You gave {hits} of {gold} labels."), {"hits": hits, "gold": gold})

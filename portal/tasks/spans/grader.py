"""Grading of spans: found, placed, named, each slip counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from portal.grading.metrics import spans as metric
from portal.grading.metrics.counts import f1, ratio
from portal.grading.types import (
    N_,
    Alternative,
    GradedItem,
    ItemGrade,
    Metric,
    ObjectGrade,
    Reading,
    Say,
    reading,
)
from portal.tasks.inputs import TextInput
from portal.tasks.objects import (
    EMPTY_COUNTS,
    NONE_FOUND,
    base_readings,
    best_of,
    item_grade,
    judged,
    missed,
    missed_all,
    neither,
    object_headline,
)
from portal.tasks.spans.matching import Matched, match
from portal.tasks.spans.patterns import patterns
from portal.tasks.spans.schema import GoldSpan, Span, SpanTask, dump_gold, dump_gold_span, dump_span
from portal.tasks.text import shown, trim


def class_counts(task: SpanTask, gold: Sequence[GoldSpan]) -> dict[str, int]:
    """How many reference spans of each label must be found."""
    return dict(Counter(span.label for span in gold if not span.optional))


def grade_item(
    task: SpanTask,
    item: TextInput,
    gold: Sequence[GoldSpan],
    alternatives: Sequence[Alternative],
    answer: Sequence[Span] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        required = [(dump_gold_span(g), g.label, task.names[g.label], g) for g in gold if not g.optional]
        return missed_all(required, dump_gold(gold))
    return best_of(gold, alternatives, lambda candidate: grade_against(task, item, candidate, answer))


def grade_against(task: SpanTask, item: TextInput, gold: Sequence[GoldSpan], answer: Sequence[Span]) -> ItemGrade:
    m = match(item, gold, answer)
    counts = dict(EMPTY_COUNTS)
    objects = []
    for i, g in enumerate(gold):
        j = m.pairs.get(i)
        if g.optional:
            if j is not None:
                objects.append(neither(dump_span(answer[j]), dump_gold_span(g), g))
            continue
        cell = f"{g.label}>{answer[j].label if j is not None else ''}"
        if j is None:
            objects.append(missed(dump_gold_span(g), task.names[g.label], g))
        else:
            objects.append(_found(task, item, m, i, j, counts))
        if j is not None and objects[-1].facts["named"]:
            cell = f"{g.label}>{g.label}"
        counts[cell] = counts.get(cell, 0) + 1
        counts["gold"] += 1
    for j in m.extra:
        y = answer[j]
        say = Say(N_("The reference does not mark this."))
        objects.append(ObjectGrade("extra", dump_span(y), None, None, 0.0, say))
        counts[f">{y.label}"] = counts.get(f">{y.label}", 0) + 1
    return item_grade(objects, counts, len(m.extra), dump_gold(gold), patterns(task, item, m))


def _found(task: SpanTask, item: TextInput, m: Matched, i: int, j: int, counts: dict) -> ObjectGrade:
    g, y, gold, yours = m.gold[i], m.yours[j], m.gold_marks[i], m.your_marks[j]
    exact, named = gold[:2] == yours[:2], bool(gold[2] & yours[2])
    common = metric.overlap(gold, yours)
    counts["found"] += 1
    counts["placed"] += 1 if exact else 0.5
    counts["exact"] = counts.get("exact", 0) + exact
    counts["named"] += named
    counts["strict"] = counts.get("strict", 0) + (exact and named)
    slips = () if exact else edge_slips(item.text, gold, yours)
    if not named:
        slips += (Say(N_("this is {gold}, not {yours}"), {"gold": task.names[g.label], "yours": task.names[y.label]}),)
    return judged(
        dump_span(y),
        dump_gold_span(g),
        g,
        task.names[y.label],
        slips,
        named=named,
        value=common / (max(gold[1], yours[1]) - min(gold[0], yours[0])),
        facts={"exact": exact, "named": named},
    )


def edge_slips(text: str, gold: metric.Mark, yours: metric.Mark) -> tuple[Say, ...]:
    """What is too much and what is left out, in the order of the text."""
    slips = []
    for much, start, end in (
        (True, yours[0], gold[0]),
        (False, gold[0], yours[0]),
        (True, gold[1], yours[1]),
        (False, yours[1], gold[1]),
    ):
        if start < end:
            words = N_("“{text}” is too much") if much else N_("“{text}” is left out")
            first, last = trim(text, start, end)
            slips.append(Say(words, {"text": shown(text[first:last], 40)}))
    return tuple(slips)


def measure(task: SpanTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    gold, found, yours = get("gold", 0), get("found", 0), get("yours", 0)
    exact, either = get("exact", 0), round(gold + yours)
    return {
        **base_readings(totals),
        "placed": reading(ratio(get("placed", 0), found), found, NONE_FOUND),
        "strict_f1": reading(f1(get("strict", 0), gold, yours), either, metric.NO_SPANS),
        "partial_f1": reading(f1(exact + (found - exact) / 2, gold, yours), either, metric.NO_SPANS),
        "type_f1": reading(f1(get("named", 0), gold, yours), either, metric.NO_SPANS),
    }


def headline(task: SpanTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    noun = task.noun or Say(N_("passages"))
    return object_headline(graded, noun)

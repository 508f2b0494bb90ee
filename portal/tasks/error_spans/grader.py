"""Grading of error spans: found, placed, named, weighed; each error's slips counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from portal.grading.metrics import error_spans as metric
from portal.grading.metrics import spans
from portal.grading.metrics.counts import f1, ratio
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
from portal.tasks.error_spans.schema import (
    ErrorTask,
    GoldError,
    MarkedError,
    dump_error,
    dump_gold,
    dump_gold_error,
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
from portal.tasks.spans.grader import edge_slips
from portal.tasks.spans.matching import Matched, match
from portal.tasks.text import shown

_QUOTE = 40


def class_counts(task: ErrorTask, gold: Sequence[GoldError]) -> dict[str, int]:
    """How many reference errors of each category must be found."""
    return dict(Counter(error.label for error in gold if not error.optional))


def grade_item(
    task: ErrorTask,
    item: TextInput,
    gold: Sequence[GoldError],
    alternatives: Sequence[Alternative],
    answer: Sequence[MarkedError] | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        required = [(dump_gold_error(g), g.label, task.names[g.label], g) for g in gold if not g.optional]
        return missed_all(required, dump_gold(gold))
    return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))


def _grade(task: ErrorTask, item: TextInput, gold: Sequence[GoldError], answer: Sequence[MarkedError]) -> ItemGrade:
    m = match(item, gold, answer)
    objects, hits = [], []
    counts: dict[str, float] = {**EMPTY_COUNTS, "items": 1, **_measured(task, m)}
    for i, g in enumerate(gold):
        y = answer[m.pairs[i]] if i in m.pairs else None
        if g.optional:
            if y is not None:
                objects.append(neither(dump_error(y), dump_gold_error(g), g))
            continue
        counts["gold"] += 1
        if y is None:
            objects.append(missed(dump_gold_error(g), task.names[g.label], g))
            hits.append(_hit(task, item, "missed", g))
            continue
        graded, slips = _found(task, item, m, i, counts)
        objects.append(graded)
        hits += slips
    for j in m.extra:
        say = Say(N_("The reference finds nothing wrong here."))
        objects.append(ObjectGrade("extra", dump_error(answer[j]), None, None, 0.0, say))
        hits.append(_hit(task, item, "extra", answer[j]))
    return item_grade(objects, counts, len(m.extra), dump_gold(gold), hits)


def _measured(task: ErrorTask, m: Matched) -> dict[str, float]:
    """Sums for the field's measures; what is optional stands on neither side, on trimmed passages."""
    paired = {j: i for i, j in m.pairs.items()}
    gold = [metric.Error(*m.gold_marks[i][:2], g.label, g.severity) for i, g in enumerate(m.gold) if not g.optional]
    yours = []
    for j, y in enumerate(m.yours):
        g = m.gold[paired[j]] if j in paired else None
        if g is not None and g.optional:
            continue
        # Where the reference accepts several, the learner's own is the one that counts.
        label = g.label if g is not None and y.label in g.any else y.label
        severity = g.severity if g is not None and y.severity in g.severity_any else y.severity
        yours.append(metric.Error(*m.your_marks[j][:2], label, severity))
    both, in_gold, in_yours = metric.characters(gold, yours)
    return {
        "chars_both": both,
        "chars_gold": in_gold,
        "chars_yours": in_yours,
        "penalty": metric.penalty(yours, task.points) - metric.penalty(gold, task.points),
    }


def _found(
    task: ErrorTask, item: TextInput, m: Matched, i: int, counts: dict[str, float]
) -> tuple[ObjectGrade, list[PatternHit]]:
    g, y = m.gold[i], m.yours[m.pairs[i]]
    gold, yours = m.gold_marks[i], m.your_marks[m.pairs[i]]
    exact, named = gold[:2] == yours[:2], y.label in (g.label, *g.any)
    weighed = y.severity in (g.severity, *g.severity_any)
    for key, value in (("found", 1), ("placed", 1 if exact else 0.5), ("named", named), ("severity", weighed)):
        counts[key] = counts.get(key, 0) + value
    counts["strict"] = counts.get("strict", 0) + (exact and named)
    slips, hits = (), []
    if not exact:
        slips += edge_slips(item.text, gold, yours)
        hits.append(_hit(task, item, "misplaced", g))
    if not named:
        names = {"gold": task.names[g.label], "yours": task.names[y.label]}
        slips += (Say(N_("this is {gold}, not {yours}"), names),)
        hits.append(PatternHit("misnamed", {**_about(item, g), "gold": g.label, "yours": y.label, "names": names}))
    if not weighed:
        names = {"gold": Say(task.severities[g.severity]), "yours": Say(task.severities[y.severity])}
        slips += (Say(N_("it weighs {gold}, not {yours}"), names),)
        pattern = "too_severe" if task.points[y.severity] > task.points[g.severity] else "too_light"
        facts = {**_about(item, g), "label": g.label, "gold": g.severity, "yours": y.severity}
        hits.append(PatternHit(pattern, {**facts, "names": {**names, "label": task.names[g.label]}}))
    graded = judged(
        dump_error(y),
        dump_gold_error(g),
        g,
        task.names[y.label],
        slips,
        named=named,
        value=spans.overlap(gold, yours) / (max(gold[1], yours[1]) - min(gold[0], yours[0])),
    )
    return graded, hits


def _about(item: TextInput, error: MarkedError | GoldError) -> dict:
    return {"example": shown(item.text[error.start : error.end], _QUOTE)}


def _hit(task: ErrorTask, item: TextInput, pattern: str, error: MarkedError | GoldError) -> PatternHit:
    names = {"label": task.names[error.label]}
    return PatternHit(pattern, {**_about(item, error), "label": error.label, "names": names})


def measure(task: ErrorTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    gold, found, yours, items = get("gold", 0), get("found", 0), get("yours", 0), get("items", 0)
    chars_gold, chars_yours = get("chars_gold", 0), get("chars_yours", 0)
    return {
        **base_readings(totals),
        "placed": reading(ratio(get("placed", 0), found), found, NONE_FOUND),
        "severity": reading(ratio(get("severity", 0), found), found, NONE_FOUND, share=True),
        "char_f1": reading(
            f1(get("chars_both", 0), chars_gold, chars_yours), chars_gold + chars_yours, metric.NO_ERRORS
        ),
        "strict_f1": reading(f1(get("strict", 0), gold, yours), gold + yours, metric.NO_ERRORS),
        "penalty_difference": reading(ratio(get("penalty", 0), items), items, N_("nothing was answered")),
    }


def headline(task: ErrorTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    return object_headline(graded, Say(N_("errors")))

"""From answers to a grade: items, metrics, pass marks, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from portal.grading.intervals import percentiles, resampled_totals, wilson
from portal.grading.types import (
    N_,
    Entry,
    Feedback,
    FiredFeedback,
    Grade,
    GradedItem,
    ItemGrade,
    MarkResult,
    Metric,
    PassMark,
    PatternHit,
    Reading,
    Say,
    TaskType,
)

# A value this little below a mark is the mark, with floating point on it.
AIR = 1e-9
# A class with fewer gold items in the draw says too little to enter a mean over classes.
FEWEST_PER_CLASS = 5


def grade_items(task_type: TaskType, task: Any, entries: Sequence[Entry]) -> tuple[GradedItem, ...]:
    """Every item graded, in the order given."""
    graded = []
    for entry in entries:
        grade = task_type.grade_item(task, entry.item, entry.gold, entry.alternatives, entry.answer)
        if entry.ambiguous:
            # Shown for what it is, but it counts for nobody and against nobody.
            grade = replace(grade, verdict="ambiguous", earned=0.0, possible=0.0)
        answer = None if entry.answer is None else task_type.dump_answer(entry.answer)
        graded.append(GradedItem(entry.item_id, entry.concept, entry.repeat_of, grade, answer))
    return tuple(graded)


def counted(graded: Iterable[GradedItem]) -> list[GradedItem]:
    """The items that count: neither ambiguous nor a hidden repeat."""
    return [item for item in graded if item.repeat_of is None and item.grade.verdict != "ambiguous"]


def summarise(task_type: TaskType, task: Any, graded: Sequence[GradedItem]) -> dict[str, Metric]:
    """Every metric of the kind, in its order, over the items that count.

    Shares have their Wilson interval; the others wait for `with_intervals`.
    """
    totals = _pooled(graded)
    readings = task_type.measure(task, totals, totals)
    return {name: _metric(readings[name]) for name in task_type.metrics}


def _metric(reading: Reading) -> Metric:
    interval = None
    if reading.share and reading.value is not None:
        interval = wilson(reading.value, reading.n)
    low, high = interval or (None, None)
    return Metric(reading.value, low, high, reading.n, reading.why)


def _pooled(graded: Sequence[GradedItem]) -> dict[str, float]:
    """The counts of all items that count, added up, with how many repeats were answered alike."""
    totals: dict[str, float] = {}
    for item in counted(graded):
        for key, count in item.grade.counts.items():
            totals[key] = totals.get(key, 0) + count
    answers = {item.item_id: item.answer for item in graded if item.repeat_of is None}
    for item in graded:
        first = answers.get(item.repeat_of) if item.repeat_of else None
        if first is not None and item.answer is not None:
            totals["repeats"] = totals.get("repeats", 0) + 1
            totals["repeats_same"] = totals.get("repeats_same", 0) + _alike(first, item.answer)
    return totals


def _alike(a: dict, b: dict) -> bool:
    """The same answer twice; how sure one was may differ."""
    return {**a, "confidence": None} == {**b, "confidence": None}


def with_intervals(
    task_type: TaskType,
    task: Any,
    graded: Sequence[GradedItem],
    metrics: Mapping[str, Metric],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> dict[str, Metric]:
    """The metrics with a 95 % percentile bootstrap over items where no interval was there yet.

    With fewer than two items, or a value undefined in more than half of the resamples, there is none.
    """
    missing = [name for name, m in metrics.items() if m.value is not None and m.low is None]
    rows = [item.grade.counts for item in counted(graded)]
    if not missing or len(rows) < 2:
        return dict(metrics)
    basis = _pooled(graded)
    values: dict[str, list[float]] = {name: [] for name in missing}
    for totals in resampled_totals(rows, resamples, seed):
        readings = task_type.measure(task, totals, basis)
        for name in missing:
            if (value := readings[name].value) is not None:
                values[name].append(value)
    result = dict(metrics)
    for name in missing:
        if len(values[name]) * 2 >= resamples:
            low, high = percentiles(values[name])
            result[name] = metrics[name]._replace(low=low, high=high)
    return result


def grade(
    task_type: TaskType,
    task: Any,
    entries: Sequence[Entry],
    *,
    marks: Sequence[PassMark],
    feedback: Sequence[Feedback],
    intervals: bool = False,
    seed: int = 0,
) -> Grade:
    """The grade of one attempt.

    Passed: there are marks and every one holds. Too close to call is judged by the intervals at hand,
    so a test or exam asks for `intervals`; practice does not need them.
    """
    graded = grade_items(task_type, task, entries)
    metrics = summarise(task_type, task, graded)
    if intervals:
        metrics = with_intervals(task_type, task, graded, metrics, seed=seed)
    results = mark_results(marks, metrics)
    passed = bool(results) and all(mark.held for mark in results)
    return Grade(
        score=metrics["score"].value,
        passed=passed,
        distinction=passed and has_distinction(results),
        too_close=too_close(results),
        metrics=metrics,
        marks=results,
        items=graded,
        fired=fired(feedback, graded),
    )


def mark_results(marks: Sequence[PassMark], metrics: Mapping[str, Metric]) -> tuple[MarkResult, ...]:
    """Each mark with its metric. An undefined metric does not hold, and says why."""
    results = []
    for mark in marks:
        metric = metrics[mark.metric]
        held = metric.value is not None and metric.value >= mark.at_least - AIR
        results.append(
            MarkResult(
                mark.metric,
                mark.at_least,
                mark.distinction,
                metric.value,
                metric.low,
                metric.high,
                metric.n,
                held,
                metric.why,
            )
        )
    return tuple(results)


def has_distinction(results: Sequence[MarkResult]) -> bool:
    """True when some mark names a distinction and every one that does is reached."""
    named = [mark for mark in results if mark.distinction is not None]
    return bool(named) and all(m.value is not None and m.value >= m.distinction - AIR for m in named)


def too_close(results: Sequence[MarkResult]) -> bool:
    """True when more items could turn the outcome: some interval straddles its mark, and no mark is
    clearly failed or undefined."""
    straddles = False
    for mark in results:
        if mark.value is None:
            return False
        if mark.low is None or mark.high is None:
            if not mark.held:
                return False
            continue
        if mark.high < mark.at_least - AIR:
            return False
        straddles = straddles or mark.low < mark.at_least - AIR
    return straddles


def fired(feedback: Sequence[Feedback], graded: Sequence[GradedItem]) -> tuple[FiredFeedback, ...]:
    """The remarks that occurred at least as often as they ask, in the order they were declared."""
    hits = [(item, hit) for item in counted(graded) for hit in item.grade.patterns]
    result = []
    for remark in feedback:
        mine = [(item, hit) for item, hit in hits if matches(remark, hit, item.concept)]
        if mine and len(mine) >= remark.at_least:
            items = tuple(dict.fromkeys(item.item_id for item, _ in mine))
            say = Say(remark.say, {"n": len(mine), **_said([hit for _, hit in mine])})
            result.append(FiredFeedback(remark.id, len(mine), say, remark.rule, remark.lesson, items))
    return tuple(result)


def matches(remark: Feedback, hit: PatternHit, concept: str = "") -> bool:
    """True when the hit is of the remark's pattern and passes every filter.

    A filter and a fact may each be one value or several; one in common is enough. `prefix` and `suffix`
    name the two ends of one thing: where both are given, either end will do.
    """
    if hit.pattern != remark.pattern:
        return False
    passed = {
        name: bool(_several(wanted) & _several(concept if name == "concepts" else hit.facts.get(name)))
        for name, wanted in remark.filters.items()
    }
    ends = [passed.pop(name) for name in ("prefix", "suffix") if name in passed]
    return all(passed.values()) and (not ends or any(ends))


def _several(value: object) -> set:
    several = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    return {part.casefold() if isinstance(part, str) else part for part in several if part is not None}


def _said(hits: Sequence[PatternHit]) -> dict[str, object]:
    """Facts for the sentence: those of the first hit, and the mean where they are pixels."""
    facts = dict(hits[0].facts)
    if "px" in facts:
        facts["px"] = round(sum(hit.facts["px"] for hit in hits) / len(hits))
    return facts | facts.pop("names", {})


def item_say(grade: ItemGrade) -> Say:
    """One sentence about an item as a whole."""
    slips = [o for o in grade.objects if o.tag not in ("right", "ignored")]
    if grade.verdict == "ambiguous":
        return Say(N_("More than one answer can be defended here, so this one does not count."))
    if grade.verdict == "unanswered":
        return Say(N_("No answer."))
    if not grade.objects:
        return Say(N_("Right: there is nothing to mark here."))
    if len(grade.objects) == 1:
        return grade.objects[0].say
    if grade.verdict == "right":
        return Say(N_("All right."))
    if len(slips) == 1:
        return slips[0].say
    right = sum(o.tag == "right" for o in grade.objects)
    return Say(N_("{right} right, {slips} to look at."), {"right": right, "slips": len(slips)})


def confusion(graded: Sequence[GradedItem]) -> dict[tuple[str, str], float]:
    """{(gold label, your label): count} over the items that count; "" stands for nothing there."""
    return cells(_pooled(graded))


def cells(totals: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """The label pairs among pooled counts, which write them as "gold>yours"."""
    pairs = {}
    for key, count in totals.items():
        gold, arrow, yours = key.partition(">")
        if arrow and count:
            pairs[gold, yours] = count
    return pairs


def persona_answer(task_type: TaskType, task: Any, entry: Entry, spec: Mapping, rng: Any) -> dict:
    """What a mistake persona answers to this item: its slip, or the gold outside its `concepts`."""
    concepts = spec.get("concepts")
    if concepts and entry.concept not in concepts:
        return task_type.perfect_answer(task, entry.gold)
    return task_type.persona(task, entry.item, entry.gold, spec, rng)

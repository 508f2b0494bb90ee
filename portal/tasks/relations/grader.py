"""Grading of relations: passages as in spans, then the arrows between those that were found.

A slip counts once: a relation one of whose passages was missed is not asked for, and one drawn to a passage that is
an extra is not counted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from portal.grading.metrics import relations as metric
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
from portal.tasks.inputs import TextInput
from portal.tasks.objects import best_of, missed_all, object_headline, verdict_of
from portal.tasks.relations.schema import Arrow, Graph, RelationTask, dump_arrow, dump_gold, ends
from portal.tasks.spans import grader as spans
from portal.tasks.spans.matching import match
from portal.tasks.spans.schema import dump_gold_span
from portal.tasks.text import shown

_QUOTE = 30


def class_counts(task: RelationTask, gold: Graph) -> dict[str, int]:
    """How many relations of each name must be drawn."""
    return dict(Counter(arrow.label for arrow in gold.relations if not arrow.optional))


def grade_item(
    task: RelationTask,
    item: TextInput,
    gold: Graph,
    alternatives: Sequence[Alternative],
    answer: Graph | None,
) -> ItemGrade:
    """The grade against the alternative that serves this answer best."""
    if answer is None:
        names = task.spans.names
        required = [(dump_gold_span(g), g.label, names[g.label], g) for g in gold.entities if not g.optional]
        return missed_all(required, dump_gold(gold))
    return best_of(gold, alternatives, lambda candidate: _grade(task, item, candidate, answer))


class _Joined(NamedTuple):
    """Arrows of the answer held against gold's, in the places of gold's entities."""

    objects: list[ObjectGrade]
    hits: list[PatternHit]
    counts: dict[str, float]


def _grade(task: RelationTask, item: TextInput, gold: Graph, answer: Graph) -> ItemGrade:
    passages = spans.grade_against(task.spans, item, gold.entities, answer.entities)
    joined = _arrows(task, item, gold, answer)
    objects = (*passages.objects, *joined.objects)
    # Passages may be all optional, and nothing may be joined; then only extras can be wrong.
    counted = [one for one in objects if one.tag != "ignored"]
    earned = sum(one.credit for one in counted)
    possible = float(len(counted))
    if not any(one.gold for one in counted):
        earned, possible = float(not counted), float(max(1, len(counted)))
    counts = {**passages.counts, **joined.counts, **_strict(task, gold, answer), "earned": earned, "possible": possible}
    return ItemGrade(
        verdict_of(objects, earned),
        earned,
        possible,
        objects,
        dump_gold(gold),
        counts,
        (*passages.patterns, *joined.hits),
    )


def _arrows(task: RelationTask, item: TextInput, gold: Graph, answer: Graph) -> _Joined:
    matched = match(item, gold.entities, answer.entities)
    place = {j: i for i, j in matched.pairs.items()}
    # An answer's arrow in the places of gold's entities; None where one end means nothing in gold.
    yours = [
        _turned(task, Arrow(place[arrow.head], place[arrow.tail], arrow.label))
        for arrow in answer.relations
        if arrow.head in place and arrow.tail in place
    ]
    wanted = [arrow for arrow in gold.relations if arrow.head in matched.pairs and arrow.tail in matched.pairs]
    found = _Joined([], [], {"asked": 0, "drawn": 0, "joined": 0, "right": 0})
    free = list(dict.fromkeys(yours))
    for right_only in (True, False):
        for arrow in list(wanted):
            mine = next((one for one in free if _means(task, arrow, one, exactly=right_only)), None)
            if mine is not None:
                free.remove(mine)
                wanted.remove(arrow)
                _judge(task, item, gold, arrow, mine, found)
    for arrow in wanted:
        if not arrow.optional:
            _judge(task, item, gold, arrow, None, found)
    for mine in free:
        say = Say(N_("The reference does not join these."))
        found.objects.append(ObjectGrade("extra", dump_arrow(mine), None, None, 0.0, say))
        found.hits.append(_hit("relation_extra", task, item, gold, mine))
        found.counts["drawn"] += 1
    return found


def _turned(task: RelationTask, arrow: Arrow) -> Arrow:
    """Without direction where the relation has none."""
    if arrow.label in task.symmetric and arrow.head > arrow.tail:
        return replace(arrow, head=arrow.tail, tail=arrow.head)
    return arrow


def _means(task: RelationTask, gold: Arrow, mine: Arrow, *, exactly: bool) -> bool:
    """Whether yours is the reference's arrow: exactly, or between the same two passages."""
    if exactly:
        return (mine.head, mine.tail) == (gold.head, gold.tail) and mine.label in (gold.label, *gold.any)
    return {mine.head, mine.tail} == {gold.head, gold.tail}


def _judge(task: RelationTask, item: TextInput, gold: Graph, arrow: Arrow, mine: Arrow | None, found: _Joined) -> None:
    """Adds what became of one relation of the reference."""
    if arrow.optional:
        say = Say(N_("Neither needed nor wrong; it does not count."))
        found.objects.append(ObjectGrade("ignored", dump_arrow(mine), dump_arrow(arrow), None, 0.0, say))
        return
    found.counts["asked"] += 1
    facts = {"label": task.names[arrow.label]}
    if mine is None:
        say = Say(N_("Relation missed: {label}."), facts)
        found.objects.append(ObjectGrade("missed", None, dump_arrow(arrow), None, 0.0, say, arrow.why, arrow.rule))
        found.hits.append(_hit("relation_missed", task, item, gold, arrow))
        return
    named = mine.label in (arrow.label, *arrow.any)
    same_way = (mine.head, mine.tail) == (arrow.head, arrow.tail)
    slips = []
    if not named:
        names = {"gold": task.names[arrow.label], "yours": task.names[mine.label]}
        slips.append(Say(N_("this is {gold}, not {yours}"), names))
        about = {"gold": arrow.label, "yours": mine.label, "example": _example(item, gold, arrow), "names": names}
        found.hits.append(PatternHit("relation_misnamed", about))
    elif not same_way:
        slips.append(Say(N_("it points the other way")))
        found.hits.append(_hit("reversed", task, item, gold, arrow))
    found.counts["drawn"] += 1
    found.counts["joined"] += 1
    found.counts["right"] += not slips
    say = (
        Say(N_("Relation with a slip: {slips}."), {"slips": tuple(slips)})
        if slips
        else Say(N_("Right: {label}."), facts)
    )
    found.objects.append(
        ObjectGrade(
            "right" if not slips else "misnamed" if not named else "loose",
            dump_arrow(mine),
            dump_arrow(arrow),
            None,
            0.5 if slips else 1.0,
            say,
            arrow.why,
            arrow.rule,
        )
    )


def _example(item: TextInput, gold: Graph, arrow: Arrow) -> str:
    head, tail = (gold.entities[end] for end in (arrow.head, arrow.tail))
    return " → ".join(shown(item.text[one.start : one.end], _QUOTE) for one in (head, tail))


def _hit(pattern: str, task: RelationTask, item: TextInput, gold: Graph, arrow: Arrow) -> PatternHit:
    facts = {"label": arrow.label, "example": _example(item, gold, arrow)}
    return PatternHit(pattern, {**facts, "names": {"label": task.names[arrow.label]}})


def _strict(task: RelationTask, gold: Graph, answer: Graph) -> dict[str, float]:
    """Sums for strict relation F1, as sets; optional relations on neither side."""
    optional = {one[:2] for one in ends(gold, [arrow for arrow in gold.relations if arrow.optional])}
    ours = ends(gold, [arrow for arrow in gold.relations if not arrow.optional])
    theirs = [one for one in ends(answer, answer.relations) if one[:2] not in optional]
    hits = metric.strict(ours, theirs, task.symmetric)["tp"]
    return {"strict_hits": hits, "strict_gold": len(ours), "strict_yours": len(theirs)}


def measure(task: RelationTask, totals: Mapping[str, float], basis: Mapping[str, float]) -> dict[str, Reading]:
    """Every metric from pooled counts."""
    get = totals.get
    readings = spans.measure(task.spans, totals, basis)
    asked, drawn = get("asked", 0), get("drawn", 0)
    either = get("strict_gold", 0) + get("strict_yours", 0)

    no_arrows = N_("no relation to draw between the passages that were found")
    return {
        **{name: readings[name] for name in ("score", "found", "placed", "named")},
        "joined": reading(ratio(get("joined", 0), asked), asked, no_arrows, share=True),
        "relation_f1": reading(f1(get("right", 0), asked, drawn), asked + drawn, no_arrows),
        "strict_f1": reading(
            f1(get("strict_hits", 0), get("strict_gold", 0), get("strict_yours", 0)), either, metric.NO_RELATIONS
        ),
    }


def headline(task: RelationTask, graded: Sequence[GradedItem], metrics: Mapping[str, Metric]) -> Say:
    passages = object_headline(graded, Say(N_("passages")))
    asked, right = (round(sum(one.grade.counts.get(key, 0) for one in graded)) for key in ("asked", "right"))
    if not asked:
        return passages
    facts = {"passages": passages, "right": right, "asked": asked}
    return Say(N_("{passages} {right} of the {asked} relations between them are right."), facts)

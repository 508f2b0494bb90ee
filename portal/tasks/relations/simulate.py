"""Labellers that are not people: perfect, with slack at the edges, right with a probability, with one habit."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import TextInput
from portal.tasks.relations.schema import Arrow, Graph, RelationTask
from portal.tasks.shapes import check_label
from portal.tasks.slips import draw, rates
from portal.tasks.spans import simulate as spans
from portal.tasks.spans.schema import GoldSpan, Span

PERSONA_KEYS = frozenset({"id", "name", "concepts", "map", "never", "reverse", "skip"})


def perfect(task: RelationTask, gold: Graph) -> dict:
    """The gold as an answer, without what is optional."""
    return _answer(gold, {i: Span(g.start, g.end, g.label) for i, g in enumerate(gold.entities) if not g.optional})


def _answer(gold: Graph, marks: Mapping[int, Span], arrows: list[Arrow] | None = None, more: tuple = ()) -> dict:
    """The stored form of these marks (by the place of the gold they stand for) and of gold's arrows between them."""
    if arrows is None:
        arrows = [arrow for arrow in gold.relations if not arrow.optional]
    entities = [{"id": f"g{i}", "start": m.start, "end": m.end, "label": m.label} for i, m in marks.items()]
    entities += [{"id": f"m{n}", "start": m.start, "end": m.end, "label": m.label} for n, m in enumerate(more)]
    relations = [
        {"head": f"g{arrow.head}", "tail": f"g{arrow.tail}", "label": arrow.label}
        for arrow in arrows
        if arrow.head in marks and arrow.tail in marks
    ]
    return {"entities": entities, "relations": relations}


def slacken(task: RelationTask, item: TextInput, gold: Graph, rng: Random) -> dict:
    """The gold with white space and punctuation beside passages taken in by chance; optional ones, too."""
    marks = {}
    for i, g in enumerate(gold.entities):
        [one] = spans.slacken(task.spans, item, [GoldSpan(g.start, g.end, g.label)], rng)["spans"]
        if not g.optional or rng.random() < 0.5:
            marks[i] = Span(one["start"], one["end"], one["label"])
    return _answer(gold, marks)


def simulate(task: RelationTask, item: TextInput, gold: Graph, rng: Random, level: float) -> dict:
    """Passages and arrows with believable slips, so often that the expected score is about `level`."""
    chances = rates(level)
    marks: dict[int, Span] = {}
    required = [(i, g) for i, g in enumerate(gold.entities) if not g.optional]
    for i, g in required:
        slip = draw(rng, chances)
        others = [label for label in task.spans.names if label not in (g.label, *g.any)]
        if slip in ("misplaced", "misnamed") and others:
            marks[i] = Span(g.start, g.end, rng.choice(others))
        elif slip is None or slip != "missed":
            marks[i] = Span(g.start, g.end, g.label)
    arrows = []
    for arrow in gold.relations:
        slip = draw(rng, chances)
        if arrow.optional or slip == "missed":
            continue
        others = [label for label in task.names if label not in (arrow.label, *arrow.any)]
        if slip and others:
            arrow = Arrow(arrow.head, arrow.tail, rng.choice(others))
        elif slip:
            arrow = Arrow(arrow.tail, arrow.head, arrow.label)
        arrows.append(arrow)
    wanted = len(required) + len(gold.relations)
    extras = sum(rng.random() < chances.extra for _ in range(wanted)) if wanted else rng.random() >= level
    taken = (*gold.entities, *marks.values())
    return _answer(gold, marks, arrows, tuple(spans.extra_words(task.spans, item.text, taken, rng, int(extras))))


def persona(task: RelationTask, item: TextInput, gold: Graph, spec: Mapping, rng: Random) -> dict:
    """The gold spoiled in one way.

    map: relation -> relation drawn instead. never: relations never drawn. reverse: relations drawn the other way
    round. skip: entity labels never marked.
    """
    check_persona(task, spec)
    marks = {
        i: Span(g.start, g.end, g.label)
        for i, g in enumerate(gold.entities)
        if not g.optional and g.label not in spec.get("skip", ())
    }
    arrows = []
    for arrow in gold.relations:
        if arrow.optional or arrow.label in spec.get("never", ()):
            continue
        label = spec.get("map", {}).get(arrow.label, arrow.label)
        ends = (arrow.tail, arrow.head) if arrow.label in spec.get("reverse", ()) else (arrow.head, arrow.tail)
        arrows.append(Arrow(*ends, label))
    return _answer(gold, marks, arrows)


def check_persona(task: RelationTask, spec: Mapping) -> None:
    """Raises AnswerError for a spec this kind cannot play."""
    for key in spec:
        if key not in PERSONA_KEYS:
            raise AnswerError(key, N_("is not a field we know"))
    for source, target in spec.get("map", {}).items():
        check_label(source, task.names, "map")
        check_label(target, task.names, f"map.{source}")
    for key, names in (("never", task.names), ("reverse", task.names), ("skip", task.spans.names)):
        for label in spec.get(key, ()):
            check_label(label, names, key)

"""Relations: entities, which are spans with ids, and arrows between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import TextInput, parse_text
from portal.tasks.shapes import (
    GoldNotes,
    Label,
    LabelShape,
    Nothing,
    Shape,
    check_counts,
    check_label,
    check_labels,
    check_once,
    first_repeat,
    many_schema,
    notes,
    object_schema,
    parse_labels,
    parse_shape,
    public_labels,
)
from portal.tasks.spans.schema import GoldSpan, Span, SpanTask, dump_gold_span, dump_span


@dataclass(frozen=True, slots=True)
class RelationTask:
    """Labels of entities (`spans`, as a task of its own) and of relations; `symmetric` ones have no direction."""

    spans: SpanTask
    labels: tuple[Label, ...]
    names: Mapping[str, str]
    symmetric: frozenset[str]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation between two entities by their place in the list. `optional` and `any` as for gold spans."""

    head: int
    tail: int
    label: str
    optional: bool = False
    any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Entities in reading order, and the arrows between them; an answer or a gold."""

    entities: tuple[Span, ...] | tuple[GoldSpan, ...]
    relations: tuple[Arrow, ...]


class _RelationLabel(LabelShape):
    symmetric: bool = False


class _Options(Shape):
    relations: list[_RelationLabel]


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options
    scoring: Nothing = Nothing()


class _Entity(Shape):
    id: str
    start: int
    end: int
    label: str


class _GoldEntity(_Entity, GoldNotes):
    pass


class _Arrow(Shape):
    head: str
    tail: str
    label: str


class _GoldArrow(_Arrow, GoldNotes):
    pass


class _Answer(Shape):
    entities: list[_Entity]
    relations: list[_Arrow]


class _Gold(Shape):
    entities: list[_GoldEntity]
    relations: list[_GoldArrow]


def parse_task(raw: dict) -> RelationTask:
    shape = parse_shape(_Task, raw)
    entities = parse_labels(shape.labels, "labels")
    relations = parse_labels(shape.answer.relations, "answer.relations")
    return RelationTask(
        SpanTask(entities, {label.id: label.name for label in entities}, None),
        relations,
        {label.id: label.name for label in relations},
        frozenset(label.id for label in shape.answer.relations if label.symmetric),
    )


def parse_item(raw: dict, task: RelationTask) -> TextInput:
    return parse_text(raw)


def parse_answer(raw: dict, task: RelationTask, item: TextInput) -> Graph:
    """The entities in reading order and the arrows between them; what is there twice is there once."""
    check_counts(raw, "entities", "relations")
    shape = parse_shape(_Answer, raw)
    _check(shape, task, item)
    marks = {one.id: Span(one.start, one.end, one.label) for one in shape.entities}
    entities = tuple(sorted(set(marks.values()), key=_reading_order))
    place = {one: entities.index(mark) for one, mark in marks.items()}
    arrows = (_settled(Arrow(place[r.head], place[r.tail], r.label), task) for r in shape.relations)
    return Graph(entities, tuple(dict.fromkeys(arrow for arrow in arrows if arrow.head != arrow.tail)))


def parse_gold(raw: dict, task: RelationTask, item: TextInput) -> Graph:
    shape = parse_shape(_Gold, raw)
    _check(shape, task, item)
    for i, one in enumerate(shape.entities):
        check_labels(one.any, task.spans.names, f"entities[{i}].any")
    for i, one in enumerate(shape.relations):
        check_labels(one.any, task.names, f"relations[{i}].any")
    twice = first_repeat((e.start, e.end, e.label) for e in shape.entities)
    if twice is not None:
        raise AnswerError(f"entities[{twice}]", N_("the same span is there twice"))
    marks = {e.id: GoldSpan(e.start, e.end, e.label, e.optional, tuple(e.any), e.why, e.rule) for e in shape.entities}
    entities = tuple(sorted(marks.values(), key=_reading_order))
    place = {one: entities.index(mark) for one, mark in marks.items()}
    arrows = tuple(
        _settled(Arrow(place[r.head], place[r.tail], r.label, r.optional, tuple(r.any), r.why, r.rule), task)
        for r in shape.relations
    )
    twice = first_repeat((arrow.head, arrow.tail, arrow.label) for arrow in arrows)
    if twice is not None:
        raise AnswerError(f"relations[{twice}]", N_("the same relation is there twice"))
    return Graph(entities, arrows)


def _check(shape: _Answer | _Gold, task: RelationTask, item: TextInput) -> None:
    check_once([one.id for one in shape.entities], "entities[{}].id")
    for i, one in enumerate(shape.entities):
        check_label(one.label, task.spans.names, f"entities[{i}].label")
        if not 0 <= one.start < one.end <= len(item.text):
            message = N_("must lie within the text, 0 to {length}, and end after it starts")
            raise AnswerError(f"entities[{i}]", message, length=len(item.text))
    ids = {one.id for one in shape.entities}
    for i, arrow in enumerate(shape.relations):
        check_label(arrow.label, task.names, f"relations[{i}].label")
        for end in ("head", "tail"):
            if getattr(arrow, end) not in ids:
                message = N_("there is no entity {value}")
                raise AnswerError(f"relations[{i}].{end}", message, value=getattr(arrow, end)[:60])
        if arrow.head == arrow.tail:
            raise AnswerError(f"relations[{i}]", N_("joins an entity with itself"))


def _settled(arrow: Arrow, task: RelationTask) -> Arrow:
    """The arrow, one without direction from the earlier entity to the later one."""
    if arrow.label not in task.symmetric or arrow.head <= arrow.tail:
        return arrow
    return Arrow(arrow.tail, arrow.head, arrow.label, arrow.optional, arrow.any, arrow.why, arrow.rule)


def _reading_order(span: Span | GoldSpan) -> tuple:
    return span.start, -span.end, span.label


def dump_arrow(arrow: Arrow) -> dict:
    """The stored form; entities are called by their place: "e0", "e1"."""
    return {"head": f"e{arrow.head}", "tail": f"e{arrow.tail}", "label": arrow.label, **notes(arrow)}


def dump_answer(answer: Graph) -> dict:
    return _dump(answer, dump_span)


def dump_gold(gold: Graph) -> dict:
    return _dump(gold, dump_gold_span)


def _dump(graph: Graph, dump_entity) -> dict:
    entities = [{"id": f"e{i}", **dump_entity(one)} for i, one in enumerate(graph.entities)]
    return {"entities": entities, "relations": [dump_arrow(arrow) for arrow in graph.relations]}


def public_task(task: RelationTask) -> dict:
    labels = public_labels(task.labels)
    relations = [{**label, "symmetric": label["id"] in task.symmetric} for label in labels]
    return {"kind": "relations", "labels": public_labels(task.spans.labels), "answer": {"relations": relations}}


def answer_schema(task: RelationTask) -> dict:
    """JSON Schema of an answer; offsets are Unicode code points, end exclusive."""
    text = {"type": "string"}
    entity = {
        "id": text,
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
        "label": {"type": "string", "enum": list(task.spans.names)},
    }
    arrow = {"head": text, "tail": text, "label": {"type": "string", "enum": list(task.names)}}
    return object_schema({"entities": many_schema(entity), "relations": many_schema(arrow)})


def ends(graph: Graph, arrows: Sequence[Arrow]) -> list[tuple]:
    """((start, end, label), (start, end, label), relation label) for each arrow, as the metrics take them."""
    marks = [(one.start, one.end, one.label) for one in graph.entities]
    return [(marks[arrow.head], marks[arrow.tail], arrow.label) for arrow in arrows]

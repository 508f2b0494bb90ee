"""Audit: verdicts on objects that somebody else labelled. The labels of the task are the labels under review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import PictureInput, TextInput, parse_either, public_input
from portal.tasks.shapes import (
    Label,
    LabelShape,
    Nothing,
    Shape,
    check_count,
    check_counts,
    check_label,
    check_once,
    list_schema,
    parse_labels,
    parse_shape,
    public_labels,
)


@dataclass(frozen=True, slots=True)
class AuditTask:
    """Labels under review; kinds and severities an error may be given; `fix`: whether the right label is asked for."""

    labels: tuple[Label, ...]
    names: Mapping[str, str]
    kinds: Mapping[str, str]
    severities: Mapping[str, str]
    fix: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An object as it was labelled: a passage, a box, or with neither the item as a whole."""

    id: str
    label: str
    start: int | None = None
    end: int | None = None
    box: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class AuditInput:
    """What was labelled, and how."""

    of: TextInput | PictureInput
    objects: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label called wrong: what kind of error, how bad, and the label it should be, where asked for."""

    kind: str | None = None
    severity: str | None = None
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class GoldVerdict:
    """A label that is wrong. `optional`: right if flagged, right if not; the `_any` hold what is as right."""

    kind: str | None = None
    severity: str | None = None
    fix: str | None = None
    optional: bool = False
    kind_any: tuple[str, ...] = ()
    severity_any: tuple[str, ...] = ()
    fix_any: tuple[str, ...] = ()
    why: str | None = None
    rule: str | None = None


Answer = Mapping[str, Verdict]  # what is not in it was called right
Gold = Mapping[str, GoldVerdict]


class _Named(Shape):
    id: str
    name: str


class _Options(Shape):
    kinds: list[_Named] = []
    severities: list[_Named] = []
    fix: bool = False


class _Task(Shape):
    labels: list[LabelShape]
    answer: _Options = _Options()
    scoring: Nothing = Nothing()


class _Shown(Shape):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    label: str
    start: int | None = None
    end: int | None = None
    box: Annotated[list[float], Field(min_length=4, max_length=4, strict=False)] | None = None


class _Verdict(Shape):
    object: str
    verdict: Literal["ok", "wrong"]
    kind: str | None = None
    severity: str | None = None
    fix: str | None = None


class _GoldVerdict(_Verdict):
    optional: bool = False
    kind_any: list[str] = []
    severity_any: list[str] = []
    fix_any: list[str] = []
    why: str | None = None
    rule: str | None = None


class _Answer(Shape):
    verdicts: list[_Verdict]


class _Gold(Shape):
    verdicts: list[_GoldVerdict]


class _Objects(Shape):
    objects: Annotated[list[_Shown], Field(min_length=1)]


def parse_task(raw: dict) -> AuditTask:
    shape = parse_shape(_Task, raw)
    labels = parse_labels(shape.labels, "labels")
    for part in ("kinds", "severities"):
        check_once([one.id for one in getattr(shape.answer, part)], f"answer.{part}[{{}}].id")
    return AuditTask(
        labels,
        {label.id: label.name for label in labels},
        {one.id: one.name for one in shape.answer.kinds},
        {one.id: one.name for one in shape.answer.severities},
        shape.answer.fix,
    )


def parse_item(raw: dict, task: AuditTask) -> AuditInput:
    if not isinstance(raw, dict):
        raise AnswerError("", N_("must be an object"))
    of = parse_either({key: value for key, value in raw.items() if key != "objects"})
    shapes = parse_shape(_Objects, {"objects": raw.get("objects", [])}).objects
    check_count(shapes, "objects")
    check_once([one.id for one in shapes], "objects[{}].id")
    for i, one in enumerate(shapes):
        check_label(one.label, task.names, f"objects[{i}].label")
        _check_place(one, of, f"objects[{i}]")
    return AuditInput(
        of,
        tuple(Shown(o.id, o.label, o.start, o.end, None if o.box is None else tuple(o.box)) for o in shapes),
    )


def _check_place(one: _Shown, of: TextInput | PictureInput, where: str) -> None:
    if one.start is None and one.end is None and one.box is None:
        return
    if isinstance(of, TextInput):
        if one.box is not None or one.start is None or one.end is None:
            raise AnswerError(where, N_("must be a passage of the text: start and end"))
        if not 0 <= one.start < one.end <= len(of.text):
            message = N_("must lie within the text, 0 to {length}, and end after it starts")
            raise AnswerError(where, message, length=len(of.text))
        return
    if one.box is None or one.start is not None or one.end is not None:
        raise AnswerError(where, N_("must be a box of the picture: left, top, width, height"))
    left, top, width, height = one.box
    if width <= 0 or height <= 0 or left < 0 or top < 0 or left + width > of.width or top + height > of.height:
        raise AnswerError(where, N_("must lie within the picture and have a size"))


def public_item(item: AuditInput) -> dict:
    """The fields a browser may see, named one by one."""
    objects = []
    for one in item.objects:
        shown: dict = {"id": one.id, "label": one.label}
        if one.box is not None:
            shown["box"] = list(one.box)
        elif one.start is not None:
            shown |= {"start": one.start, "end": one.end}
        objects.append(shown)
    return {**public_input(item.of), "objects": objects}


def parse_answer(raw: dict, task: AuditTask, item: AuditInput) -> Answer:
    """{object: verdict} of the labels called wrong. Objects without a verdict, and those called ok, are left out."""
    check_counts(raw, "verdicts")
    shapes = parse_shape(_Answer, raw).verdicts
    _check(shapes, task, item)
    return {one.object: Verdict(one.kind, one.severity, one.fix) for one in shapes if one.verdict == "wrong"}


def parse_gold(raw: dict, task: AuditTask, item: AuditInput) -> Gold:
    """{object: verdict} of the labels that are wrong; every one needs what the task asks for."""
    shapes = parse_shape(_Gold, raw).verdicts
    _check(shapes, task, item)
    gold = {}
    for i, one in enumerate(shapes):
        if one.verdict != "wrong":
            continue
        # A fix may be missing: what should not be labelled at all has no right label.
        for part, asked in (("kind", task.kinds), ("severity", task.severities)):
            if asked and getattr(one, part) is None:
                raise AnswerError(f"verdicts[{i}].{part}", N_("is missing"))
        gold[one.object] = GoldVerdict(
            one.kind,
            one.severity,
            one.fix,
            one.optional,
            tuple(one.kind_any),
            tuple(one.severity_any),
            tuple(one.fix_any),
            one.why,
            one.rule,
        )
    return gold


def _check(shapes: list, task: AuditTask, item: AuditInput) -> None:
    known = {one.id: one.label for one in item.objects}
    check_once([one.object for one in shapes], "verdicts[{}].object")
    for i, one in enumerate(shapes):
        where = f"verdicts[{i}]"
        if one.object not in known:
            raise AnswerError(f"{where}.object", N_("there is no object {value}"), value=one.object[:60])
        for part, names in (("kind", task.kinds), ("severity", task.severities), ("fix", task.names)):
            value = getattr(one, part)
            if value is None:
                continue
            if one.verdict == "ok" or not (task.fix if part == "fix" else names):
                raise AnswerError(f"{where}.{part}", N_("is not asked for here"))
            check_label(value, names, f"{where}.{part}")
        if one.fix is not None and one.fix == known[one.object]:
            raise AnswerError(f"{where}.fix", N_("is the label that is there already"))


def _dump(verdicts: Mapping[str, Verdict | GoldVerdict], more: tuple[str, ...] = ()) -> dict:
    rows = []
    for one, verdict in sorted(verdicts.items()):
        row: dict = {"object": one, "verdict": "wrong"}
        for name in ("kind", "severity", "fix", *more):
            value = getattr(verdict, name)
            if value:
                row[name] = list(value) if isinstance(value, tuple) else value
        rows.append(row)
    return {"verdicts": rows}


def dump_answer(answer: Answer) -> dict:
    return _dump(answer)


def dump_gold(gold: Gold) -> dict:
    return _dump(gold, ("optional", "kind_any", "severity_any", "fix_any", "why", "rule"))


def public_task(task: AuditTask) -> dict:
    answer = {
        "kinds": [{"id": one, "name": name} for one, name in task.kinds.items()],
        "severities": [{"id": one, "name": name} for one, name in task.severities.items()],
        "fix": task.fix,
    }
    return {"kind": "audit", "labels": public_labels(task.labels), "answer": answer}


def answer_schema(task: AuditTask) -> dict:
    """JSON Schema of an answer."""
    properties: dict = {"object": {"type": "string"}, "verdict": {"enum": ["ok", "wrong"]}}
    for name, values in (("kind", task.kinds), ("severity", task.severities), ("fix", task.fix and task.names)):
        if values:
            properties[name] = {"type": "string", "enum": list(values)}
    return list_schema("verdicts", properties, optional={"kind", "severity", "fix"})

"""Ranking: an order of the item's options. Gold may hold groups that count as equally good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.grading.types import N_, AnswerError
from portal.tasks.inputs import OptionsInput, parse_options
from portal.tasks.shapes import (
    LabelShape,
    Nothing,
    Shape,
    check_once,
    object_schema,
    parse_shape,
)


@dataclass(frozen=True, slots=True)
class RankingTask:
    """A ranking needs no labels: what is ordered comes with each item."""


@dataclass(frozen=True, slots=True)
class RankingGold:
    """Groups of option ids, best first; within a group the order is free."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def rank(self) -> dict[str, int]:
        """{option id: the place of its group}."""
        return {one: place for place, group in enumerate(self.groups) for one in group}


class _Task(Shape):
    labels: list[LabelShape] = []
    answer: Nothing = Nothing()
    scoring: Nothing = Nothing()


class _Answer(Shape):
    order: list[str]


class _Gold(Shape):
    order: list[str | list[str]]


def parse_task(raw: dict) -> RankingTask:
    if parse_shape(_Task, raw).labels:
        raise AnswerError("labels", N_("is not asked for in this exercise"))
    return RankingTask()


def parse_item(raw: dict, task: RankingTask) -> OptionsInput:
    return parse_options(raw)


def parse_answer(raw: dict, task: RankingTask, item: OptionsInput) -> tuple[str, ...]:
    """The ids of all options, best first."""
    order = parse_shape(_Answer, raw).order
    _check(order, item)
    return tuple(order)


def parse_gold(raw: dict, task: RankingTask, item: OptionsInput) -> RankingGold:
    groups = tuple(tuple([one] if isinstance(one, str) else one) for one in parse_shape(_Gold, raw).order)
    _check([one for group in groups for one in group], item)
    if len(groups) < 2:
        raise AnswerError("order", N_("must put something before something else"))
    return RankingGold(groups)


def _check(order: Sequence[str], item: OptionsInput) -> None:
    known = {one.id for one in item.options}
    for i, one in enumerate(order):
        if one not in known:
            raise AnswerError(f"order[{i}]", N_("there is no option {value}"), value=one[:60])
    check_once(order, "order[{}]")
    if len(order) < len(known):
        raise AnswerError("order", N_("must hold every option"))


def dump_answer(answer: Sequence[str]) -> dict:
    return {"order": list(answer)}


def dump_gold(gold: RankingGold) -> dict:
    return {"order": [group[0] if len(group) == 1 else list(group) for group in gold.groups]}


def public_task(task: RankingTask) -> dict:
    return {"kind": "ranking", "labels": [], "answer": {}}


def answer_schema(task: RankingTask) -> dict:
    """JSON Schema of an answer."""
    order = {"type": "array", "items": {"type": "string"}, "minItems": 2, "uniqueItems": True}
    return object_schema({"order": order})

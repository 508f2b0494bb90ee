"""What grading takes and gives: frozen, plain, and free of any framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from portal.grading.measured import Metric as Metric
from portal.grading.measured import Reading as Reading
from portal.grading.measured import reading as reading
from portal.grading.words import N_ as N_
from portal.grading.words import AnswerError as AnswerError


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence for people: gettext(text).format(**facts).

    A fact may itself be a Say, or a tuple of them (joined by commas); `render` translates those too.
    """

    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def render(self, gettext: Callable[[str], str]) -> str:
        return gettext(self.text).format(**{k: _shown(v, gettext) for k, v in self.facts.items()})

    def plain(self) -> str:
        return self.render(str)

    __str__ = plain

    def as_json(self) -> dict:
        return {"text": self.text, "facts": {k: _stored(v) for k, v in self.facts.items()}}

    @classmethod
    def from_json(cls, raw: Mapping) -> Say:
        """The Say that `as_json` wrote."""
        return cls(raw["text"], {k: _restored(v) for k, v in raw["facts"].items()})


def _shown(value: object, gettext: Callable[[str], str]) -> object:
    if isinstance(value, Say):
        return value.render(gettext)
    if isinstance(value, tuple):
        return ", ".join(str(_shown(part, gettext)) for part in value)
    return value


def _stored(value: object) -> object:
    if isinstance(value, Say):
        return {"say": value.as_json()}
    if isinstance(value, tuple):
        return [_stored(part) for part in value]
    return value


def _restored(value: object) -> object:
    if isinstance(value, dict) and set(value) == {"say"}:
        return Say.from_json(value["say"])
    if isinstance(value, list):
        return tuple(_restored(part) for part in value)
    return value


class MetricWords(NamedTuple):
    """How a metric is named: in plain words, in the field's words, and explained in one sentence.

    `counted` says that the value is a count over n, so that "64 of 67" can be shown in its place.
    """

    plain: str
    field: str
    explain: str
    counted: bool = False


class Pattern(NamedTuple):
    """A slip the kind can recognise: filters a [[feedback]] may set, fields its `say` may use."""

    filters: tuple[str, ...]
    facts: tuple[str, ...]
    explain: str


@dataclass(frozen=True, slots=True)
class PatternHit:
    """One occurrence of a pattern, with the facts that filters look at.

    Labels are ids in `facts`; `facts["names"]` holds what people call them, for the sentence.
    """

    pattern: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ObjectGrade:
    """One object of an item. tag: right | loose | misnamed | missed | extra | ignored."""

    tag: str
    yours: dict | None
    gold: dict | None
    value: float | None
    credit: float
    say: Say
    why: str | None = None
    rule: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_json(self, gettext: Callable[[str], str] = str) -> dict:
        return {
            "tag": self.tag,
            "yours": self.yours,
            "gold": self.gold,
            "value": self.value,
            "credit": self.credit,
            "say": self.say.render(gettext),
            "why": self.why,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class ItemGrade:
    """One item graded. verdict: right | partial | wrong | unanswered | ambiguous.

    `gold` is the alternative chosen for this answer; `counts` are the sums every metric is made from.
    """

    verdict: str
    earned: float
    possible: float
    objects: tuple[ObjectGrade, ...]
    gold: dict
    counts: Mapping[str, float]
    patterns: tuple[PatternHit, ...] = ()

    @property
    def credit(self) -> float | None:
        """The item's own share, 0 to 1; None where it does not count."""
        return self.earned / self.possible if self.possible else None


class Alternative(NamedTuple):
    """Another right answer; `weight` multiplies its credit."""

    gold: Any
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of an attempt as it goes into grading; everything in it is already parsed."""

    item_id: str
    concept: str
    repeat_of: str | None
    item: Any
    gold: Any
    alternatives: Sequence[Alternative] = ()
    answer: Any = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class GradedItem:
    """One item of an attempt as it comes out; `answer` in its stored form, None when there was none."""

    item_id: str
    concept: str
    repeat_of: str | None
    grade: ItemGrade
    answer: dict | None

    def as_json(self, gettext: Callable[[str], str] = str) -> dict:
        grade = self.grade
        return {
            "id": self.item_id,
            "verdict": grade.verdict,
            "credit": grade.credit,
            "objects": [o.as_json(gettext) for o in grade.objects],
            "gold": grade.gold,
        }


@dataclass(frozen=True, slots=True)
class PassMark:
    """A line to reach: `metric` at least `at_least`, unrounded."""

    metric: str
    at_least: float
    distinction: float | None = None


@dataclass(frozen=True, slots=True)
class MarkResult:
    """A pass mark held against what was measured."""

    metric: str
    at_least: float
    distinction: float | None
    value: float | None
    low: float | None
    high: float | None
    n: int
    held: bool
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """A named remark of an exercise, fired when `pattern` (as narrowed by `filters`) occurs often enough."""

    id: str
    pattern: str
    filters: Mapping[str, object]
    at_least: int
    say: str
    rule: str | None = None
    lesson: str | None = None


@dataclass(frozen=True, slots=True)
class FiredFeedback:
    """A remark that fired: how often, in which items, and its sentence."""

    id: str
    n: int
    say: Say
    rule: str | None
    lesson: str | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """An attempt's grade. `score` is pooled credit, 0 to 1, or None when nothing counted."""

    score: float | None
    passed: bool
    distinction: bool
    too_close: bool
    metrics: Mapping[str, Metric]
    marks: tuple[MarkResult, ...]
    items: tuple[GradedItem, ...]
    fired: tuple[FiredFeedback, ...]


@dataclass(frozen=True)
class TaskType:
    """A kind of task: the functions that read, grade, describe and imitate its answers.

    Every `parse_*` raises AnswerError; what it returns is frozen and never checked again.
    """

    name: str
    parse_task: Callable[[dict], Any]
    parse_item: Callable[[dict, Any], Any]
    parse_gold: Callable[[dict, Any, Any], Any]
    parse_answer: Callable[[dict, Any, Any], Any]
    dump_answer: Callable[[Any], dict]
    public_task: Callable[[Any], dict]
    public_item: Callable[[Any], dict]
    answer_schema: Callable[[Any], dict]
    class_counts: Callable[[Any, Any], Mapping[str, int]]
    empty_answer: Callable[[Any], dict | None]
    perfect_answer: Callable[[Any, Any], dict]
    grade_item: Callable[..., ItemGrade]
    measure: Callable[..., dict[str, Reading]]
    headline: Callable[..., Say]
    simulate: Callable[..., dict]
    slacken: Callable[..., dict]
    persona: Callable[..., dict]
    metrics: Mapping[str, MetricWords]
    patterns: Mapping[str, Pattern]
    # figure(public input, objects): what its feedback.html needs to draw a graded item without script.
    figure: Callable[[Mapping, Sequence[Mapping]], Any] | None = None

    def summarise(self, task: Any, graded: Sequence[GradedItem]) -> dict[str, Metric]:
        """Every metric of the kind over the items that count, with Wilson intervals for shares."""
        from portal.grading.engine import summarise

        return summarise(self, task, graded)

"""What the library holds: frozen, and small enough for every worker to keep in memory.

An item keeps its input and gold as JSON text and parses them when asked, so a thousand items cost what
their text costs, and a dict handed out is always the caller's own copy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from portal.grading.types import Alternative, Entry, Feedback, PassMark, TaskType


class Media(NamedTuple):
    """A file an item shows: its name in the content, the name a browser asks for, where it lies now."""

    name: str
    public_name: str
    sha256: str
    path: Path | None


class Label(NamedTuple):
    """A label to choose, with the key that picks it."""

    id: str
    name: str
    hint: str
    key: str


class Rule(NamedTuple):
    """A rule of a guideline. `html` holds no ids, so it may stand on a page any number of times."""

    id: str
    name: str
    html: str
    lesson: str | None


class SkillUse(NamedTuple):
    """The skill an exercise measures and the level it can show."""

    id: str
    level: int


class Persona(NamedTuple):
    """An imagined labeller who makes one mistake; the feedback of the same id must fire for them."""

    id: str
    name: str
    spec: Mapping[str, object]


class TaskVersion(NamedTuple):
    """Everything but the items that it takes to show a grade and to make it again."""

    hash: str
    canonical_json: bytes


class ItemVersion(NamedTuple):
    """One item with its gold, as it stood when somebody first saw it."""

    hash: str
    canonical_json: bytes


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class TaskRules:
    """The labels, rules and marks by which answers are graded: of an exercise, or of a stored version."""

    id: str
    title: str
    kind: str
    lang: str
    task_json: bytes
    marks: tuple[PassMark, ...]
    feedback: tuple[Feedback, ...]
    guideline: str
    guideline_html: str
    rules: Mapping[str, Rule]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"

    @property
    def task_type(self) -> TaskType:
        from portal import tasks

        return tasks.get(self.kind)

    @property
    def task(self) -> Any:
        """The task as its kind reads it."""
        return _parsed_task(self)

    @property
    def raw_task(self) -> dict:
        """{"labels", "answer", "scoring"}, a copy of the caller's own."""
        return json.loads(self.task_json)

    @property
    def labels(self) -> tuple[Label, ...]:
        return _labels(self)

    def task_version(self) -> TaskVersion:
        from portal.library.versions import task_version

        return task_version(self)


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Item:
    """One thing to label, with its reference answer. Never send one whole to a browser."""

    id: str
    pool: str
    concept: str
    difficulty: int
    repeat_of: str | None
    ambiguous: bool
    made_by: str
    rules: tuple[str, ...]
    class_counts: Mapping[str, int]
    media: tuple[Media, ...]
    input_json: bytes
    gold_json: bytes
    of: TaskRules

    def __repr__(self) -> str:
        # Gold must not end up in a log by way of an error message.
        return f"<Item {self.of.id}/{self.id}>"

    @property
    def raw_input(self) -> dict:
        return json.loads(self.input_json)

    @property
    def raw_gold(self) -> dict:
        return json.loads(self.gold_json)["gold"]

    @property
    def why(self) -> str:
        return _parsed_gold(self).why

    @property
    def second_pass(self) -> dict | None:
        return json.loads(self.gold_json)["second_pass"]

    @property
    def input(self) -> Any:
        """The input as the kind reads it."""
        return _parsed_input(self)

    @property
    def gold(self) -> Any:
        """The reference answer as the kind reads it."""
        return _parsed_gold(self).gold

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        return _parsed_gold(self).alternatives

    def public_input(self) -> dict:
        """What a browser may see before grading, pictures under their public address."""
        shown = self.of.task_type.public_item(self.input)
        addresses = {media.name: f"/media/{media.public_name}" for media in self.media}
        return {key: addresses.get(value, value) if isinstance(value, str) else value for key, value in shown.items()}

    def entry(self, answer: Any = None) -> Entry:
        """This item as grading takes it; `answer` parsed, None when there was none."""
        return Entry(
            item_id=self.id,
            concept=self.concept,
            repeat_of=self.repeat_of,
            item=self.input,
            gold=self.gold,
            alternatives=self.alternatives,
            answer=answer,
            ambiguous=self.ambiguous,
        )

    @property
    def hash(self) -> str:
        """The hash of its version."""
        from portal.library.versions import item_hash

        return item_hash(self)

    def version(self) -> ItemVersion:
        from portal.library.versions import item_version

        return item_version(self)


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Exercise(TaskRules):
    """A guideline, a label set, pools of items with gold, scoring and pass marks.

    `taste` names practice items that suit somebody who has never labelled anything, best first.
    """

    summary: str
    minutes: int
    draw: int
    modes: tuple[str, ...]
    try_: bool
    taste: tuple[str, ...]
    licence: str
    skills: tuple[SkillUse, ...]
    lessons: tuple[str, ...]
    personas: tuple[Persona, ...]
    items: Mapping[str, Item]
    revision: str
    text_revision: str

    def pool(self, name: str) -> tuple[Item, ...]:
        """The items of practice, test or exam, in their order on disk."""
        return tuple(item for item in self.items.values() if item.pool == name)


class Option(NamedTuple):
    """One answer to a lesson's question, and why it is right or not."""

    text: str
    right: bool
    why: str


class Question(NamedTuple):
    """A check-yourself question; exactly one option is right."""

    ask: str
    options: tuple[Option, ...]


class Source(NamedTuple):
    """Where something was read. mark: confirmed | one source | no trace found | does not add up."""

    title: str
    publisher: str
    year: int | None
    url: str | None
    checked: str | None
    mark: str


class TocEntry(NamedTuple):
    """A heading of a lesson: its fragment, its words and its level (2 to 4)."""

    id: str
    name: str
    level: int


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Lesson:
    """One page to read, with an observable outcome."""

    id: str
    title: str
    module: str
    track: str
    outcome: str
    minutes: int
    skills: tuple[str, ...]
    practice: str | None
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    html: str
    text: str
    toc: tuple[TocEntry, ...]
    prev: str | None
    next: str | None

    def __repr__(self) -> str:
        return f"<Lesson {self.id}>"


class Track(NamedTuple):
    """A stretch of the curriculum; `modules` are ids in reading order."""

    id: str
    title: str
    about: str
    modules: tuple[str, ...]


class Module(NamedTuple):
    """A handful of lessons and the exercises that go with them."""

    id: str
    track: str
    title: str
    lessons: tuple[str, ...]
    exercises: tuple[str, ...]


class Skill(NamedTuple):
    """An ability with five observable levels; levels[0] is level 1, "" where none is defined.

    `target` is the level to aim for, 0 where none is named.
    """

    id: str
    number: int
    name: str
    category: str
    target: int
    target_words: str
    levels: tuple[str, ...]


class Term(NamedTuple):
    """A word of the field in one or two plain sentences."""

    id: str
    name: str
    plain: str


class _ParsedGold(NamedTuple):
    gold: Any
    alternatives: tuple[Alternative, ...]
    why: str


@lru_cache(maxsize=256)
def _parsed_task(rules: TaskRules) -> Any:
    return rules.task_type.parse_task(rules.raw_task)


@lru_cache(maxsize=256)
def _labels(rules: TaskRules) -> tuple[Label, ...]:
    raw = rules.raw_task["labels"]
    return tuple(
        Label(label["id"], label["name"], label.get("hint", ""), str(place) if place <= 9 else "")
        for place, label in enumerate(raw, 1)
    )


# Saving an answer needs the input alone, which is small.
@lru_cache(maxsize=4096)
def _parsed_input(item: Item) -> Any:
    return item.of.task_type.parse_item(item.raw_input, item.of.task)


# A picture's reference can hold 50 KB of masks, so only the items of a few busy exercises are kept.
@lru_cache(maxsize=512)
def _parsed_gold(item: Item) -> _ParsedGold:
    kind, task, shown = item.of.task_type, item.of.task, item.input
    stored = json.loads(item.gold_json)
    return _ParsedGold(
        kind.parse_gold(stored["gold"], task, shown),
        tuple(
            Alternative(kind.parse_gold(other["gold"], task, shown), other.get("weight", 1.0))
            for other in stored["alternatives"]
        ),
        stored["why"],
    )

"""What each template of the practice room may use."""

from dataclasses import dataclass, field
from typing import Any

from portal.library import Exercise, Lesson, Rule
from portal.practice.models import Attempt, Challenge
from portal.practice.queries import Standing


@dataclass(frozen=True, slots=True)
class ListRow:
    """One exercise in the list of practice sets."""

    exercise: Exercise
    skills: tuple[str, ...]
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """/practice"""

    rows: tuple[ListRow, ...]
    query: str
    lessons: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A pass mark in words: what it asks, and in small type what the field calls it."""

    plain: str
    field: str
    explain: str
    at_least: float
    distinction: float | None


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """/practice/<exercise>"""

    exercise: Exercise
    marks: tuple[MarkLine, ...]
    lessons: tuple[Lesson, ...]
    skills: tuple[tuple[str, str, int], ...]
    open_attempt: Attempt | None
    answered: int
    history: tuple[Attempt, ...]
    can_start: bool
    pools: dict[str, int]
    fresh: int


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """/practice/attempts/<id> while the attempt is open."""

    attempt_id: int
    exercise_id: str
    exercise_title: str
    mode: str
    kind: str
    item_count: int
    guideline_html: str
    rules: tuple[Rule, ...]
    task: dict
    data_json: str
    user_key: str
    nojs: dict | None = None


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One measured number: plain sentence first, the field's name in small type.

    `count` is how many of the n, where the value is such a share.
    """

    name: str
    plain: str
    field: str
    explain: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    why: str | None
    count: int | None = None
    mark: float | None = None
    held: bool | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A named feedback that fired: what happened how often, the rule, and the lesson that explains it."""

    say: str
    rule: Rule | None
    lesson: Lesson | None
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One item of a result: what was asked, answered, right, and why."""

    number: int
    slot: str
    input: dict
    verdict: str
    credit: float | None
    objects: tuple[dict, ...]
    yours: dict | None
    gold: dict
    why: str
    rules: tuple[Rule, ...]
    lesson: Lesson | None
    fresh: bool
    challenge: Challenge | None
    # What the kind's feedback.html draws with; its shape is the kind's own.
    figure: Any = None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """/practice/attempts/<id> once graded."""

    attempt: Attempt
    exercise: Exercise | None
    title: str
    kind: str
    headline: str
    remarks: tuple[Remark, ...]
    passed: bool
    distinction: bool
    too_close: bool
    can_extend: bool
    extended: bool
    score: float | None
    score_low: float | None
    score_high: float | None
    score_without: float | None
    marks: tuple[MetricLine, ...]
    metrics: tuple[MetricLine, ...]
    items: tuple[ResultItem, ...]
    worst: int
    mistakes: int
    labels: dict[str, str]
    data_json: str
    notes: tuple[tuple[Any, str, float | None], ...]
    counts_for: tuple[str, ...]
    previous: Attempt | None
    own: bool = True
    more: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One attempt and how its score differs from the one before it."""

    attempt: Attempt
    title: str
    change: float | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """/practice/history"""

    rows: tuple[HistoryRow, ...]
    before: int | None

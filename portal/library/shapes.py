"""The shapes of content files, before anything is looked up. An unknown key is refused everywhere."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from portal.tasks.shapes import LabelShape, Shape, error_words, path_of

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Share = Annotated[float, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=1900, le=2100)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Address = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
RuleId = Annotated[str, Field(pattern=r"^R\d+[a-z]?$")]
Level = Annotated[int, Field(ge=1, le=5)]
Mark = Literal["confirmed", "one source", "no trace found", "does not add up"]
Class = Literal["official", "survey", "platform advert", "press", "self-reported", "article claim"]


class SkillUseShape(Shape):
    id: Slug
    level: Level


class PassShape(Shape):
    metric: Text
    at_least: Share
    distinction: Share | None = None


class _Open(Shape):
    """Known fields, and a rest that the kind of the exercise knows: its filters, its persona's habits."""

    rest: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        fields = set(cls.model_fields) - {"rest"}
        known = {name: value for name, value in raw.items() if name in fields}
        return known | {"rest": {name: value for name, value in raw.items() if name not in fields}}


class FeedbackShape(_Open):
    id: Slug
    pattern: Text
    at_least: Annotated[int, Field(ge=1)] = 1
    say: Text
    rule: RuleId | None = None
    lesson: Slug | None = None


class PersonaShape(_Open):
    id: Slug
    name: Text


class ExerciseShape(Shape):
    title: Text
    kind: Text
    lang: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    summary: Text
    minutes: Annotated[int, Field(ge=1, le=600)]
    draw: Annotated[int, Field(ge=1, le=200)]
    modes: Annotated[list[Literal["practice", "test", "exam"]], Field(min_length=1)]
    try_: bool = Field(default=False, alias="try")
    taste: list[str] = []
    licence: Text
    skills: Annotated[list[SkillUseShape], Field(min_length=1)]
    lessons: list[Slug] = []
    labels: list[LabelShape]
    answer: dict[str, Any] = {}
    scoring: dict[str, Any] = {}
    marks: Annotated[list[PassShape], Field(min_length=1, alias="pass")]
    rules: dict[RuleId, Slug] = {}
    feedback: list[FeedbackShape] = []
    personas: list[PersonaShape] = []


class ItemShape(Shape):
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    pool: Literal["practice", "test", "exam"]
    input: dict[str, Any]
    concept: str
    difficulty: Annotated[int, Field(ge=1, le=3)]
    repeat_of: str | None = None


class AlternativeShape(Shape):
    gold: dict[str, Any]
    weight: Annotated[float, Field(gt=0, le=1)] = 1.0


class GoldShape(Shape):
    id: str
    gold: dict[str, Any]
    alternatives: list[AlternativeShape] = []
    why: str
    rules: list[RuleId] = []
    ambiguous: bool = False
    made_by: Literal["written", "scene", "person"]
    second_pass: dict[str, Any] | None = None


class SourceShape(Shape):
    title: Text
    publisher: Text
    year: Year | None = None
    url: Address | None = None
    checked: Day | None = None
    mark: Mark


class OptionShape(Shape):
    text: Text
    right: bool = False
    why: Text


class QuestionShape(Shape):
    ask: Text
    options: Annotated[list[OptionShape], Field(min_length=2)]


class LessonShape(Shape):
    title: Text
    module: Slug
    outcome: Text
    minutes: Annotated[int, Field(ge=1, le=600)]
    skills: list[Slug] = []
    practice: Slug | None = None
    sources: list[SourceShape] = []
    questions: list[QuestionShape] = []


class TermShape(Shape):
    id: Slug
    name: Text
    plain: Text


class GlossaryShape(Shape):
    term: list[TermShape]


class SkillShape(Shape):
    id: Slug
    number: Annotated[int, Field(ge=1)]
    name: Text
    category: Text
    target: Annotated[int, Field(ge=0, le=5)]
    target_words: str = ""
    levels: Annotated[list[str], Field(min_length=5, max_length=5)]


class SkillsShape(Shape):
    skill: list[SkillShape]


class TrackShape(Shape):
    id: Slug
    title: Text
    about: Text


class ModuleShape(Shape):
    id: Slug
    track: Slug
    title: Text
    lessons: list[Slug] = []
    exercises: list[Slug] = []


class CurriculumShape(Shape):
    track: list[TrackShape]
    module: list[ModuleShape]


class SettingsShape(Shape):
    hours_per_year: Annotated[int, Field(ge=1)]


class FigureShape(Shape):
    id: Slug
    claim: Text
    group: Text
    low: float | None = None
    high: float | None = None
    unit: Text
    year: Year
    place: Text
    n: Annotated[int, Field(ge=1)] | None = None
    publisher: Text
    source: Text
    url: Address
    class_: Class = Field(alias="class")
    mark: Mark
    note: Text
    checked: Day


class OccupationShape(Shape):
    id: Slug
    name: Text
    soc: Text
    median_year: int
    median_hour: float | None = None
    outlook: int
    suits: list[Slug] = []
    url: Address


class BackgroundShape(Shape):
    id: Slug
    name: Text
    occupation: Slug | None = None
    carries: Text


class MarketShape(Shape):
    settings: SettingsShape
    figure: list[FigureShape]
    occupation: list[OccupationShape] = []
    background: list[BackgroundShape] = []


class ThingShape(Shape):
    id: Slug
    title: Text
    why: Text
    minutes: Annotated[int, Field(ge=1)]
    kind: Literal["exercise", "lesson", "page"]
    target: Text
    for_backgrounds: Annotated[list[str], Field(min_length=1)]
    needs_hours: Annotated[int, Field(ge=1)]
    mode: Literal["practice", "test", "exam"] | None = None


class PlanShape(Shape):
    thing: list[ThingShape]


def read_shape(shape: type[Shape], raw: object) -> tuple[Any, list[tuple[str, str]]]:
    """(the typed form, no errors), or (None, every (where, message) that is wrong)."""
    try:
        return shape.model_validate(raw), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, [(path_of(d["loc"]), error_words(d)) for d in details]

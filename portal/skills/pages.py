"""What the templates of the skills room may use."""

from dataclasses import dataclass

from portal.library import Exercise, Lesson
from portal.library.models import Skill
from portal.skills.levels import Standing
from portal.skills.models import Evidence


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill in the overview: level reached, level aimed at, whether anything here measures it."""

    skill: Skill
    level: int
    pieces: int
    measured: bool


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """/skills"""

    groups: tuple[tuple[str, tuple[SkillLine, ...]], ...]
    measured: tuple[SkillLine, ...]
    rest: int
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of a skill: what it asks for in words, and how far the evidence carries."""

    number: int
    words: str
    standing: Standing
    can_show: bool


@dataclass(frozen=True, slots=True)
class SkillPage:
    """/skills/<id>"""

    skill: Skill
    level: int
    levels: tuple[LevelLine, ...]
    next: LevelLine | None
    wait_hours: int
    evidence: tuple[Evidence, ...]
    exercises: tuple[tuple[Exercise, int], ...]
    lessons: tuple[Lesson, ...]

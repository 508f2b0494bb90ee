"""Reads: how far a learner has come."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.curriculum.models import LessonProgress


@dataclass(frozen=True, slots=True)
class Progress:
    """Lessons done, lessons opened, and the one opened last without being done."""

    done: frozenset[str]
    opened: frozenset[str]
    left_off: str | None


NONE = Progress(frozenset(), frozenset(), None)


def progress_of(session: Session, user_id: int) -> Progress:
    """The learner's progress over all lessons, in one query."""
    rows = session.execute(
        select(LessonProgress.lesson_id, LessonProgress.done_at)
        .where(LessonProgress.user_id == user_id)
        .order_by(LessonProgress.opened_at.desc())
    ).all()
    return Progress(
        done=frozenset(row.lesson_id for row in rows if row.done_at),
        opened=frozenset(row.lesson_id for row in rows),
        left_off=next((row.lesson_id for row in rows if row.done_at is None), None),
    )


def is_done(session: Session, user_id: int, lesson_id: str) -> bool:
    """Whether the learner has answered the lesson's questions."""
    row = session.get(LessonProgress, (user_id, lesson_id))
    return row is not None and row.done_at is not None

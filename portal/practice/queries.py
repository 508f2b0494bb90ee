"""Reads of the practice room: rows, or small frozen dataclasses."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from portal.practice.models import Attempt, Challenge, GradeRow, Slot

PAGE = 30

# Built once: every page of the practice room starts with one of these.
OWN_ATTEMPT = select(Attempt).where(Attempt.id == bindparam("attempt_id"), Attempt.user_id == bindparam("user_id"))
_NEWEST = (
    select(
        Attempt.exercise_id,
        # A set reopened for more items is older than what was closed since, and still the one to go on with.
        func.coalesce(func.max(case((Attempt.state == "open", Attempt.id))), func.max(Attempt.id)).label("id"),
        func.count(Attempt.id).label("attempts"),
    )
    .where(Attempt.user_id == bindparam("user_id"), Attempt.state.in_(("open", "closed")))
    .group_by(Attempt.exercise_id)
    .subquery()
)
STANDINGS = select(
    Attempt.exercise_id,
    Attempt.id,
    Attempt.mode,
    Attempt.state,
    Attempt.score,
    Attempt.passed,
    _NEWEST.c.attempts,
).join(_NEWEST, _NEWEST.c.id == Attempt.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a learner stands with one exercise: the open attempt, else the last closed one."""

    attempt_id: int
    mode: str
    state: str
    score: float | None
    passed: bool | None
    attempts: int


def find_attempt(session: Session, user_id: int, attempt_id: int) -> Attempt | None:
    """The learner's own attempt, or None."""
    return session.scalar(OWN_ATTEMPT, {"attempt_id": attempt_id, "user_id": user_id})


def find_slot(session: Session, attempt: Attempt, slot_id: str) -> Slot | None:
    """The item of that attempt, or None."""
    return session.scalar(select(Slot).where(Slot.attempt_id == attempt.id, Slot.slot_id == slot_id))


def standings(session: Session, user_id: int) -> dict[str, Standing]:
    """The learner's standing by exercise, in one query."""
    return {row[0]: Standing(*row[1:]) for row in session.execute(STANDINGS, {"user_id": user_id})}


def history(
    session: Session, user_id: int, *, exercise_id: str | None = None, before: int | None = None, limit: int = PAGE
) -> list[Attempt]:
    """The learner's attempts, newest first; `before` an attempt's id for the next page."""
    statement = select(Attempt).where(Attempt.user_id == user_id)
    if exercise_id is not None:
        statement = statement.where(Attempt.exercise_id == exercise_id)
    if before is not None:
        statement = statement.where(Attempt.id < before)
    return list(session.scalars(statement.order_by(Attempt.id.desc()).limit(limit)))


def closed_sets(
    session: Session, user_id: int, mode: str, *, before: int | None = None, limit: int = PAGE
) -> list[Attempt]:
    """The learner's graded attempts in that mode, newest first; `before` an attempt's id for the next page."""
    statement = select(Attempt).where(Attempt.user_id == user_id, Attempt.state == "closed", Attempt.mode == mode)
    if before is not None:
        statement = statement.where(Attempt.id < before)
    return list(session.scalars(statement.order_by(Attempt.id.desc()).limit(limit)))


def last_scores(session: Session, user_id: int, *, before: int) -> dict[tuple[str, str], float | None]:
    """The score of the last closed attempt older than that one, by exercise and mode."""
    last = (
        select(func.max(Attempt.id))
        .where(Attempt.user_id == user_id, Attempt.state == "closed", Attempt.id < before)
        .group_by(Attempt.exercise_id, Attempt.mode)
    )
    rows = session.execute(select(Attempt.exercise_id, Attempt.mode, Attempt.score).where(Attempt.id.in_(last)))
    return {(exercise_id, mode): score for exercise_id, mode, score in rows}


def grades_of(session: Session, attempt: Attempt) -> list[GradeRow]:
    """Every grade of the attempt, first to newest."""
    return list(session.scalars(select(GradeRow).where(GradeRow.attempt_id == attempt.id).order_by(GradeRow.revision)))


def challenges_of(session: Session, attempt: Attempt) -> dict[str, Challenge]:
    """The learner's challenges of this attempt's references, by slot."""
    rows = session.scalars(select(Challenge).where(Challenge.attempt_id == attempt.id))
    return {row.slot_id: row for row in rows}


def answered_count(session: Session, attempt: Attempt) -> int:
    """How many of the attempt's items have an answer."""
    return session.scalar(
        select(func.count()).select_from(Slot).where(Slot.attempt_id == attempt.id, Slot.answer.is_not(None))
    )


def closed_attempts(session: Session, exercise_id: str) -> list[int]:
    """Ids of all closed attempts at the exercise, for re-grading."""
    return list(
        session.scalars(
            select(Attempt.id).where(Attempt.exercise_id == exercise_id, Attempt.state == "closed").order_by(Attempt.id)
        )
    )


def overdue(session: Session, now: datetime) -> list[Attempt]:
    """Open attempts whose deadline has passed."""
    return list(session.scalars(select(Attempt).where(Attempt.state == "open", Attempt.deadline < now)))

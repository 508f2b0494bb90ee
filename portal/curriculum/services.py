"""Writes: a lesson was opened, its questions were answered."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.curriculum.models import LessonProgress
from portal.db import insert_new
from portal.web import events

# Opening the same page again within this time changes nothing worth a write.
REMEMBERED = timedelta(minutes=10)


def opened(session: Session, user_id: int, lesson_id: str, *, now: datetime) -> bool:
    """Remembers where the learner reads. Returns whether there was something to write."""
    row = session.get(LessonProgress, (user_id, lesson_id))
    if row is None:
        insert_new(session, LessonProgress, [{"user_id": user_id, "lesson_id": lesson_id, "opened_at": now}])
    elif now - row.opened_at >= REMEMBERED:
        row.opened_at = now
    else:
        return False
    session.flush()
    return True


def answered(session: Session, user_id: int, lesson_id: str, *, right: int, now: datetime) -> None:
    """The lesson's questions were answered: it is done, the first time for good."""
    insert_new(session, LessonProgress, [{"user_id": user_id, "lesson_id": lesson_id, "opened_at": now}])
    row = session.get_one(LessonProgress, (user_id, lesson_id))
    first = row.done_at is None
    row.done_at = row.done_at or now
    row.right = right
    session.flush()
    if first:
        events.record(session, user_id, "lesson_done", lesson_id, now=now)
        events.tell(session, "lesson_done", user_id, lesson_id, now=now)


def _export(session: Session, user: User) -> list[dict]:
    rows = session.scalars(select(LessonProgress).where(LessonProgress.user_id == user.id))
    return [
        {
            "lesson": row.lesson_id,
            "opened_at": row.opened_at.isoformat(),
            "done_at": row.done_at.isoformat() if row.done_at else None,
            "right": row.right,
        }
        for row in rows
    ]


def _erase(session: Session, user: User) -> None:
    session.execute(delete(LessonProgress).where(LessonProgress.user_id == user.id))


PERSONAL = events.PersonalData("lessons", _export, _erase)

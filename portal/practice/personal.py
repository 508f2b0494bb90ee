"""What practice keeps about a person: every attempt, answer and challenge."""

import json

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.practice.models import Attempt, Challenge, Exposure, GradeRow, Slot
from portal.practice.shapes import instant_json
from portal.web.events import PersonalData


def export(session: Session, user: User) -> dict:
    """Attempts with their answers, times and grades, oldest first; challenges."""
    attempts = session.scalars(select(Attempt).where(Attempt.user_id == user.id).order_by(Attempt.id)).all()
    slots: dict[int, list[Slot]] = {}
    mine = select(Attempt.id).where(Attempt.user_id == user.id)
    for slot in session.scalars(select(Slot).where(Slot.attempt_id.in_(mine)).order_by(Slot.id)):
        slots.setdefault(slot.attempt_id, []).append(slot)
    grades: dict[int, list[GradeRow]] = {}
    for row in session.scalars(select(GradeRow).where(GradeRow.attempt_id.in_(mine)).order_by(GradeRow.id)):
        grades.setdefault(row.attempt_id, []).append(row)
    challenges = session.scalars(select(Challenge).where(Challenge.user_id == user.id).order_by(Challenge.id))
    return {
        "attempts": [
            {
                "id": one.id,
                "exercise": one.exercise_id,
                "mode": one.mode,
                "state": one.state,
                "attempt_no": one.attempt_no,
                "seen_before": one.seen_before,
                "started_at": instant_json(one.started_at),
                "closed_at": instant_json(one.closed_at),
                "answers": [
                    {
                        "id": slot.slot_id,
                        "answer": json.loads(slot.answer) if slot.answer else None,
                        "seconds": round(slot.seconds, 1),
                        "answered_at": instant_json(slot.answered_at),
                    }
                    for slot in slots.get(one.id, ())
                ],
                "grades": [
                    {
                        "revision": row.revision,
                        "cause": row.cause,
                        "score": row.score,
                        "passed": row.passed,
                        "metrics": row.summary["metrics"],
                        "at": instant_json(row.created_at),
                    }
                    for row in grades.get(one.id, ())
                ],
            }
            for one in attempts
        ],
        "challenges": [
            {"exercise": one.exercise_id, "rule": one.rule, "reason": one.reason, "at": instant_json(one.created_at)}
            for one in challenges
        ],
    }


def erase(session: Session, user: User) -> None:
    """Removes all of it. Versions of items stay: they hold nothing of a person."""
    mine = select(Attempt.id).where(Attempt.user_id == user.id)
    for table in (Slot, GradeRow):
        session.execute(delete(table).where(table.attempt_id.in_(mine)))
    for table in (Challenge, Exposure, Attempt):
        session.execute(delete(table).where(table.user_id == user.id))


PERSONAL = PersonalData("practice", export, erase)

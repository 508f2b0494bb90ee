"""Saving an answer, fixing it before its reasons are shown, objecting to a reference. All flush, none commits."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from portal.db import insert_new
from portal.grading.types import N_, AnswerError
from portal.library import Library
from portal.practice.attempts import Closed
from portal.practice.models import Attempt, Challenge, Exposure, Slot
from portal.practice.versions import item_of
from portal.web import events

MOST_SECONDS = 6 * 3600.0

# Built once: saving is what the site does most.
STORED = (
    select(
        Slot.id,
        Slot.item_id,
        Slot.item_hash,
        Slot.version,
        Slot.answer,
        Slot.locked_at,
        Attempt.exercise_id,
        Attempt.task_hash,
        Attempt.state,
        Attempt.deadline,
    )
    .join(Attempt, Attempt.id == Slot.attempt_id)
    .where(
        Slot.slot_id == bindparam("slot_id"),
        Attempt.id == bindparam("attempt_id"),
        Attempt.user_id == bindparam("user_id"),
    )
    # On PostgreSQL a submit at the same moment waits for this answer, or this answer finds the set closed.
    .with_for_update(read=True, of=Attempt)
)
# Over whatever stands there, and over the version the caller last saw.
OVERWRITE = (
    update(Slot)
    .where(
        Slot.id == bindparam("slot"),
        Slot.locked_at.is_(None),
        select(Attempt.id).where(Attempt.id == bindparam("of_attempt"), Attempt.state == "open").exists(),
    )
    .values(
        answer=bindparam("new_answer"),
        version=Slot.version + 1,
        seconds=Slot.seconds + bindparam("more_seconds"),
        answered_at=bindparam("at"),
    )
    .returning(Slot.version)
    .execution_options(synchronize_session=False)
)
REPLACE = OVERWRITE.where(Slot.version == bindparam("known"))


class Conflict(Exception):
    """The answer has moved on since the caller last saw it."""

    def __init__(self, answer: dict | None, version: int) -> None:
        super().__init__(version)
        self.answer, self.version = answer, version


class Saved(NamedTuple):
    """What saving an answer came to."""

    version: int


def save_answer(
    session: Session,
    library: Library,
    user_id: int,
    attempt_id: int,
    slot_id: str,
    raw: object,
    *,
    version: int | None,
    seconds: float,
    now: datetime,
) -> Saved | None:
    """The answer's new version; None when the learner has no such item.

    `version` is the one the caller last saw; None overwrites.
    Raises Conflict with the stored answer, Closed, AnswerError; the stored answer then stands.
    """
    row = _answer_row(session, user_id, attempt_id, slot_id)
    if row is None:
        return None
    if not _can_change(row, now):
        raise Closed
    answer = None
    if raw is not None:
        item = item_of(session, library, row.exercise_id, row.item_id, row.item_hash, row.task_hash)
        kind = item.of.task_type
        parsed = kind.parse_answer(raw, item.of.task, item.input)
        answer = json.dumps(kind.dump_answer(parsed), ensure_ascii=False, separators=(",", ":"))
    facts = {
        "slot": row.id,
        "of_attempt": attempt_id,
        "new_answer": answer,
        "more_seconds": min(max(seconds, 0.0), MOST_SECONDS),
        "at": now if answer is not None else None,
    }
    if version is None:
        saved = session.execute(OVERWRITE, facts).scalar_one_or_none()
    else:
        saved = session.execute(REPLACE, {**facts, "known": version}).scalar_one_or_none()
    if saved is None:
        row = _answer_row(session, user_id, attempt_id, slot_id)
        if not _can_change(row, now):
            raise Closed
        raise Conflict(json.loads(row.answer) if row.answer else None, row.version)
    return Saved(saved)


def _answer_row(session: Session, user_id: int, attempt_id: int, slot_id: str) -> Row | None:
    """The stored answer with what decides whether it may change, in one read."""
    facts = {"slot_id": slot_id, "attempt_id": attempt_id, "user_id": user_id}
    return session.execute(STORED, facts).one_or_none()


def _can_change(row: Row, now: datetime) -> bool:
    in_time = row.deadline is None or now <= row.deadline
    return row.state == "open" and row.locked_at is None and in_time


def lock_answer(session: Session, attempt: Attempt, slot: Slot, *, now: datetime) -> None:
    """Fixes the answer before its reasons are shown. Raises Closed when the set is over, AnswerError without one.

    `slot` then holds the answer that was fixed, also when another tab saved one a moment ago.
    """
    if attempt.mode not in ("practice", "review"):
        raise Closed
    still_open = select(Attempt.id).where(Attempt.id == attempt.id, Attempt.state == "open").exists()
    locked = session.execute(
        update(Slot)
        .where(Slot.id == slot.id, Slot.locked_at.is_(None), Slot.answer.is_not(None), still_open)
        .values(locked_at=now),
        execution_options={"synchronize_session": False},
    )
    session.refresh(slot)
    session.refresh(attempt)
    if attempt.state != "open":
        raise Closed
    if slot.locked_at is None:
        raise AnswerError("answer", N_("answer first, then check"))
    if locked.rowcount:
        expose(session, attempt, [slot], now=now)


def expose(session: Session, attempt: Attempt, slots: Iterable[Slot], *, now: datetime) -> None:
    """Remembers that the reasons of these items were shown to this learner."""
    rows = [
        {"user_id": attempt.user_id, "exercise_id": attempt.exercise_id, "item_id": slot.item_id, "shown_at": now}
        for slot in slots
    ]
    insert_new(session, Exposure, rows)


def challenge(session: Session, attempt: Attempt, slot: Slot, *, rule: str, reason: str, now: datetime) -> None:
    """Stores, or rewords, this learner's word against a reference. Raises Closed before grading."""
    if attempt.state != "closed":
        raise Closed
    row = {
        "attempt_id": attempt.id,
        "slot_id": slot.slot_id,
        "exercise_id": attempt.exercise_id,
        "item_id": slot.item_id,
        "item_hash": slot.item_hash,
        "user_id": attempt.user_id,
        "created_at": now,
        "rule": rule,
        "reason": reason,
    }
    insert_new(session, Challenge, [row])
    session.execute(
        update(Challenge)
        .where(Challenge.attempt_id == attempt.id, Challenge.slot_id == slot.slot_id)
        .values(rule=rule, reason=reason)
    )
    events.record(session, attempt.user_id, "reference_challenged", slot.item_hash[:12], now=now)
    session.flush()


def withdraw_challenge(session: Session, attempt: Attempt, slot_id: str) -> None:
    """Takes the learner's word back."""
    row = session.scalar(select(Challenge).where(Challenge.attempt_id == attempt.id, Challenge.slot_id == slot_id))
    if row is not None:
        session.delete(row)
        session.flush()

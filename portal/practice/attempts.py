"""Writes of the practice room, one function for each thing a person does. All flush, none commits."""

import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.grading.types import AnswerError
from portal.library import Exercise, Item, Library
from portal.library.draw import draw_items
from portal.practice.models import Attempt, Challenge, Exposure, ItemVersion, Slot, TaskVersion
from portal.practice.versions import item_of, keep_media
from portal.web import events

IDLE_PRACTICE = timedelta(days=14)
MOST_SECONDS = 6 * 3600.0
MORE_ITEMS = 12


class ModeDiffers(Exception):
    """An attempt at this exercise is open in another mode; `attempt` is it."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.mode)
        self.attempt = attempt


class NotAllowed(Exception):
    """This learner cannot have that attempt; the message says why."""


class Conflict(Exception):
    """The answer has moved on since the caller last saw it."""

    def __init__(self, answer: dict | None, version: int) -> None:
        super().__init__(version)
        self.answer, self.version = answer, version


class Closed(Exception):
    """The attempt, or this item's answer, can no longer change."""


class Saved(NamedTuple):
    """What saving an answer came to."""

    version: int


def start_attempt(
    session: Session,
    user: User,
    exercise: Exercise,
    mode: str,
    *,
    now: datetime,
    seed: int | None = None,
    chosen: Sequence[Item] = (),
) -> tuple[Attempt, bool]:
    """The learner's open attempt at the exercise, and whether it was made now.

    Items they have not been shown the reasons of come first. `chosen` names the items instead of a draw.
    Raises ModeDiffers, NotAllowed.
    """
    attempt = open_attempt(session, user.id, exercise.id)
    if attempt is not None:
        if attempt.mode != mode:
            raise ModeDiffers(attempt)
        return attempt, False
    _may_start(session, user, exercise, mode)
    seed = secrets.randbits(31) if seed is None else seed
    exposed = exposed_items(session, user.id, exercise.id)
    items = tuple(chosen) or draw_items(exercise.pool(mode), exercise.draw, seed, exposed)
    attempt = Attempt(
        user_id=user.id,
        exercise_id=exercise.id,
        task_hash=_keep_task(session, exercise),
        mode=mode,
        state="open",
        attempt_no=_next_number(session, user.id, exercise.id, mode),
        seed=seed,
        item_count=len(items),
        seen_before=sum(item.id in exposed for item in items),
        started_at=now,
        touched_at=now,
    )
    _keep_items(session, exercise.id, items)
    try:
        with session.begin_nested():
            session.add(attempt)
            session.flush()
    except IntegrityError:
        # A second tab was faster; its attempt is the one.
        other = open_attempt(session, user.id, exercise.id)
        if other is None:
            raise
        if other.mode != mode:
            raise ModeDiffers(other) from None
        return other, False
    _add_slots(session, attempt, items, exposed, first=0)
    events.record(session, user.id, "attempt_started", f"{exercise.id}:{mode}", now=now)
    return attempt, True


def _may_start(session: Session, user: User, exercise: Exercise, mode: str) -> None:
    if mode not in exercise.modes:
        raise NotAllowed("mode")
    if user.is_guest:
        had = session.scalar(select(func.count()).select_from(Attempt).where(Attempt.user_id == user.id))
        if mode != "practice" or not exercise.try_ or had:
            raise NotAllowed("guest")


def open_attempt(session: Session, user_id: int, exercise_id: str) -> Attempt | None:
    """The learner's open attempt at the exercise, if any."""
    return session.scalar(
        select(Attempt).where(Attempt.user_id == user_id, Attempt.exercise_id == exercise_id, Attempt.state == "open")
    )


def exposed_items(session: Session, user_id: int, exercise_id: str) -> frozenset[str]:
    """Ids of the exercise's items whose reasons this learner has been shown."""
    return frozenset(
        session.scalars(
            select(Exposure.item_id).where(Exposure.user_id == user_id, Exposure.exercise_id == exercise_id)
        )
    )


def _next_number(session: Session, user_id: int, exercise_id: str, mode: str) -> int:
    last = session.scalar(
        select(func.max(Attempt.attempt_no)).where(
            Attempt.user_id == user_id, Attempt.exercise_id == exercise_id, Attempt.mode == mode
        )
    )
    return (last or 0) + 1


def _insert_new(session: Session, table: type, rows: list[dict]) -> None:
    """Inserts the rows whose key is not there yet."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(table).on_conflict_do_nothing(), rows)


def _keep_task(session: Session, exercise: Exercise) -> str:
    version = exercise.task_version()
    if session.get(TaskVersion, version.hash) is None:
        row = {"hash": version.hash, "exercise_id": exercise.id, "body": version.canonical_json.decode()}
        _insert_new(session, TaskVersion, [row])
    return version.hash


def _keep_items(session: Session, exercise_id: str, items: Iterable[Item]) -> None:
    """Makes the drawn items rows that no later change of the content can touch."""
    versions = {item.version().hash: item for item in items}
    known = set(session.scalars(select(ItemVersion.hash).where(ItemVersion.hash.in_(versions))))
    rows = []
    for key, item in versions.items():
        if key not in known:
            keep_media(item)
            body = item.version().canonical_json.decode()
            rows.append({"hash": key, "exercise_id": exercise_id, "item_id": item.id, "body": body})
    if rows:
        _insert_new(session, ItemVersion, rows)


def _add_slots(
    session: Session, attempt: Attempt, items: Sequence[Item], exposed: frozenset[str], *, first: int
) -> None:
    session.add_all(
        Slot(
            attempt_id=attempt.id,
            position=position,
            item_id=item.id,
            item_hash=item.version().hash,
            seen_before=item.id in exposed,
            version=0,
            seconds=0.0,
        )
        for position, item in enumerate(items, first)
    )
    session.flush()


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

    `version` is the one the caller last saw; None overwrites (a form without script has no other choice).
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
    known = row.version if version is None else version
    still_open = select(Attempt.id).where(Attempt.id == attempt_id, Attempt.state == "open").exists()
    changed = session.execute(
        update(Slot)
        .where(Slot.id == row.id, Slot.version == known, Slot.locked_at.is_(None), still_open)
        .values(
            answer=answer,
            version=known + 1,
            seconds=Slot.seconds + min(max(seconds, 0.0), MOST_SECONDS),
            answered_at=now if answer is not None else None,
        ),
        execution_options={"synchronize_session": False},
    )
    if changed.rowcount == 0:
        row = _answer_row(session, user_id, attempt_id, slot_id)
        if not _can_change(row, now):
            raise Closed
        raise Conflict(json.loads(row.answer) if row.answer else None, row.version)
    return Saved(known + 1)


def _answer_row(session: Session, user_id: int, attempt_id: int, slot_id: str) -> Row | None:
    """The stored answer with what decides whether it may change, in one read."""
    return session.execute(
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
        .where(Slot.slot_id == slot_id, Attempt.id == attempt_id, Attempt.user_id == user_id)
        # On PostgreSQL a submit at the same moment waits for this answer, or this answer finds the set closed.
        .with_for_update(read=True, of=Attempt)
    ).one_or_none()


def _can_change(row: Row, now: datetime) -> bool:
    in_time = row.deadline is None or now <= row.deadline
    return row.state == "open" and row.locked_at is None and in_time


def lock_answer(session: Session, attempt: Attempt, slot: Slot, *, now: datetime) -> None:
    """Fixes the answer before its reasons are shown. Raises Closed when the set is over, AnswerError without one."""
    if attempt.state != "open" or attempt.mode not in ("practice", "review"):
        raise Closed
    if slot.locked_at is not None:
        return
    if slot.answer is None:
        raise AnswerError("answer", "answer first, then check")
    slot.locked_at = now
    attempt.touched_at = now
    expose(session, attempt, [slot], now=now)
    session.flush()


def expose(session: Session, attempt: Attempt, slots: Iterable[Slot], *, now: datetime) -> None:
    """Remembers that the reasons of these items were shown to this learner."""
    rows = [
        {"user_id": attempt.user_id, "exercise_id": attempt.exercise_id, "item_id": slot.item_id, "shown_at": now}
        for slot in slots
    ]
    if rows:
        _insert_new(session, Exposure, rows)


def abandon(session: Session, attempt: Attempt, *, now: datetime) -> None:
    """Sets an open attempt aside: no grade, no evidence, its number stays used."""
    if attempt.state != "open":
        raise Closed
    attempt.state = "abandoned"
    attempt.closed_at = now
    events.record(session, attempt.user_id, "attempt_abandoned", str(attempt.id), now=now)
    session.flush()


def abandon_idle(session: Session, now: datetime) -> None:
    """Sets aside practice that nobody has touched for 14 days."""
    session.execute(
        update(Attempt)
        .where(
            Attempt.state == "open",
            Attempt.mode.in_(("practice", "review")),
            Attempt.touched_at < now - IDLE_PRACTICE,
        )
        .values(state="abandoned", closed_at=now)
    )


def more_items(session: Session, attempt: Attempt, exercise: Exercise, *, now: datetime) -> bool:
    """Reopens a set that was too close to call with up to 12 fresh items. False when there are none.

    The items answered before stay as they are. Raises Closed when that was done before.
    """
    if attempt.state != "closed" or attempt.extended_at is not None or attempt.mode == "practice":
        raise Closed
    exposed = exposed_items(session, attempt.user_id, attempt.exercise_id)
    fresh = [item for item in exercise.pool(attempt.mode) if item.id not in exposed]
    items = draw_items(fresh, min(MORE_ITEMS, len(fresh)), attempt.seed + 1, exposed) if fresh else ()
    if not items or exercise.task_version().hash != attempt.task_hash:
        return False
    _keep_items(session, exercise.id, items)
    session.execute(
        update(Slot).where(Slot.attempt_id == attempt.id, Slot.locked_at.is_(None)).values(locked_at=attempt.closed_at)
    )
    _add_slots(session, attempt, items, exposed, first=attempt.item_count)
    attempt.item_count += len(items)
    attempt.state, attempt.closed_at, attempt.extended_at, attempt.touched_at = "open", None, now, now
    session.flush()
    return True


def challenge(session: Session, attempt: Attempt, slot: Slot, *, rule: str, reason: str, now: datetime) -> None:
    """Stores, or rewords, this learner's word against a reference. Raises Closed before grading."""
    if attempt.state != "closed":
        raise Closed
    row = session.scalar(select(Challenge).where(Challenge.attempt_id == attempt.id, Challenge.slot_id == slot.slot_id))
    if row is None:
        row = Challenge(
            attempt_id=attempt.id,
            slot_id=slot.slot_id,
            exercise_id=attempt.exercise_id,
            item_id=slot.item_id,
            item_hash=slot.item_hash,
            user_id=attempt.user_id,
            created_at=now,
        )
        session.add(row)
    row.rule, row.reason = rule, reason
    events.record(session, attempt.user_id, "reference_challenged", slot.item_hash[:12], now=now)
    session.flush()


def withdraw_challenge(session: Session, attempt: Attempt, slot_id: str) -> None:
    """Takes the learner's word back."""
    row = session.scalar(select(Challenge).where(Challenge.attempt_id == attempt.id, Challenge.slot_id == slot_id))
    if row is not None:
        session.delete(row)
        session.flush()

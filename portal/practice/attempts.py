"""Starting a set, setting it aside, asking for more items. All flush, none commits."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.library import Exercise, Item
from portal.library.draw import draw_items
from portal.practice.models import Attempt, Exposure, Slot
from portal.practice.versions import keep_items, keep_task
from portal.web import events

IDLE_PRACTICE = timedelta(days=14)
MORE_ITEMS = 12


class OtherOpen(Exception):
    """Another attempt at this exercise is open: the one of that id."""

    def __init__(self, attempt_id: int) -> None:
        super().__init__(attempt_id)
        self.attempt_id = attempt_id


class NotAllowed(Exception):
    """This learner cannot have that attempt; the message says why."""


class Closed(Exception):
    """The attempt, or this item's answer, can no longer change."""


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
    Raises OtherOpen, NotAllowed.
    """
    attempt = open_attempt(session, user.id, exercise.id)
    if attempt is not None:
        if attempt.mode != mode:
            raise OtherOpen(attempt.id)
        return attempt, False
    _may_start(session, user, exercise, mode)
    seed = secrets.randbits(31) if seed is None else seed
    exposed = exposed_items(session, user.id, exercise.id)
    items = tuple(chosen) or draw_items(exercise.pool(mode), exercise.draw, seed, exposed)
    attempt = Attempt(
        user_id=user.id,
        exercise_id=exercise.id,
        task_hash=keep_task(session, exercise),
        mode=mode,
        state="open",
        attempt_no=_next_number(session, user.id, exercise.id, mode),
        seed=seed,
        item_count=len(items),
        seen_before=sum(item.id in exposed for item in items),
        started_at=now,
        touched_at=now,
    )
    keep_items(session, exercise.id, items)
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
            raise OtherOpen(other.id) from None
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


def _add_slots(
    session: Session, attempt: Attempt, items: Sequence[Item], exposed: frozenset[str], *, first: int
) -> None:
    session.add_all(
        Slot(
            attempt_id=attempt.id,
            position=position,
            item_id=item.id,
            item_hash=item.hash,
            seen_before=item.id in exposed,
            version=0,
            seconds=0.0,
        )
        for position, item in enumerate(items, first)
    )
    session.flush()


def abandon(session: Session, attempt: Attempt, *, now: datetime) -> None:
    """Sets an open attempt aside: no grade, no evidence, its number stays used.

    A set that was reopened with more items goes back to the result it had. Raises Closed when it is over.
    """
    reopened = attempt.extended_at is not None
    if reopened:
        # What was locked when the set was reopened is what the result stands on.
        first = select(Slot).where(Slot.attempt_id == attempt.id, Slot.locked_at.is_not(None)).subquery()
        count, closed_at = session.execute(select(func.count(first.c.id), func.max(first.c.locked_at))).one()
        values = {"state": "closed", "closed_at": closed_at, "item_count": count}
    else:
        values = {"state": "abandoned", "closed_at": now}
    done = session.execute(
        update(Attempt).where(Attempt.id == attempt.id, Attempt.state == "open").values(**values),
        execution_options={"synchronize_session": False},
    )
    session.refresh(attempt)
    if done.rowcount == 0:
        raise Closed
    if reopened:
        session.execute(delete(Slot).where(Slot.attempt_id == attempt.id, Slot.locked_at.is_(None)))
    events.record(session, attempt.user_id, "attempt_abandoned", str(attempt.id), now=now)
    session.flush()


def abandon_idle(session: Session, now: datetime) -> None:
    """Sets aside practice that nobody has touched for 14 days: neither checked nor answered an item."""
    since = now - IDLE_PRACTICE
    # Answering and checking leave the attempt's own row alone: that would make two tabs wait for each other.
    lately = (Slot.answered_at >= since) | (Slot.locked_at >= since)
    touched = select(Slot.id).where(Slot.attempt_id == Attempt.id, lately).exists()
    session.execute(
        update(Attempt)
        .where(
            Attempt.state == "open",
            Attempt.mode.in_(("practice", "review")),
            Attempt.touched_at < since,
            ~touched,
        )
        .values(state="abandoned", closed_at=now),
        execution_options={"synchronize_session": False},
    )


def more_items(session: Session, attempt: Attempt, exercise: Exercise, *, now: datetime) -> bool:
    """Reopens a set that was too close to call with up to 12 fresh items. False when there are none.

    The items answered before stay as they are. Raises Closed when that was done before, OtherOpen when
    another set of the exercise is open.
    """
    if attempt.mode == "practice" or exercise.task_version().hash != attempt.task_hash:
        raise Closed
    exposed = exposed_items(session, attempt.user_id, attempt.exercise_id)
    fresh = [item for item in exercise.pool(attempt.mode) if item.id not in exposed]
    items = draw_items(fresh, min(MORE_ITEMS, len(fresh)), attempt.seed + 1, exposed) if fresh else ()
    if not items:
        return False
    closed_at, first = attempt.closed_at, attempt.item_count
    if not _reopen(session, attempt, len(items), now=now):
        raise Closed
    keep_items(session, exercise.id, items)
    session.execute(
        update(Slot).where(Slot.attempt_id == attempt.id, Slot.locked_at.is_(None)).values(locked_at=closed_at)
    )
    _add_slots(session, attempt, items, exposed, first=first)
    return True


def _reopen(session: Session, attempt: Attempt, more: int, *, now: datetime) -> bool:
    """Whether this caller, of all who ask at once, reopens the set."""
    try:
        with session.begin_nested():
            done = session.execute(
                update(Attempt)
                .where(Attempt.id == attempt.id, Attempt.state == "closed", Attempt.extended_at.is_(None))
                .values(
                    state="open", closed_at=None, extended_at=now, touched_at=now, item_count=Attempt.item_count + more
                ),
                execution_options={"synchronize_session": False},
            )
    except IntegrityError:
        other = open_attempt(session, attempt.user_id, attempt.exercise_id)
        if other is None:
            raise
        raise OtherOpen(other.id) from None
    session.refresh(attempt)
    return done.rowcount > 0

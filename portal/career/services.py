"""Writes of the pay log: a timer starts and stops, an entry is made, changed, removed, brought back."""

import datetime as dt
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.career import queries
from portal.career.models import PayEntry
from portal.career.money import MOST_MINUTES

# Nobody labels for so long at a stretch: whoever stops such a timer is asked what is true.
FORGOTTEN = timedelta(hours=16)
KEPT_REMOVED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What somebody says about one piece of work."""

    worked_on: dt.date
    platform: str
    kind: str
    paid: bool
    minutes: int
    received_minor: int | None
    expenses_minor: int
    currency: str
    basis: str
    rate_minor: int | None = None
    rate_max_minor: int | None = None
    rate_period: str | None = None
    rate_per_items: int | None = None
    pieces: int | None = None
    source: str = ""
    note: str = ""


class StaleError(RuntimeError):
    """The entry was changed elsewhere since this form was opened; `entry` is how it stands now."""

    def __init__(self, entry: PayEntry) -> None:
        super().__init__("changed meanwhile")
        self.entry = entry


class ForgottenError(RuntimeError):
    """The timer ran for longer than anybody works; its owner has to say how long it really was."""


def start_timer(
    session: Session,
    user_id: int,
    client_id: str,
    *,
    platform: str,
    kind: str,
    paid: bool,
    today: dt.date,
    now: datetime,
) -> PayEntry:
    """The timer that runs now: this one, or the one that ran already. Currency and tax as in the last entry.

    Sent a second time, after its timer was stopped, it gives that entry back and starts nothing.
    """
    last = queries.last_entry(session, user_id)
    entry = PayEntry(
        user_id=user_id,
        client_id=client_id,
        worked_on=today,
        platform=platform,
        kind=kind,
        paid=paid,
        started_at=now,
        currency=last.currency if last else "USD",
        basis=last.basis if last else "gross",
        expenses_minor=0,
        created_at=now,
        changed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError:
        found = queries.by_client_id(session, user_id, client_id) or queries.running_timer(session, user_id)
        if found is None:
            raise
        return found
    return entry


def stop_timer(session: Session, entry: PayEntry, *, minutes: int | None = None, now: datetime) -> PayEntry:
    """The entry, stopped; one stopped before stays as it is. `minutes` stands in for a forgotten timer.

    Raises ForgottenError when the timer ran for longer than FORGOTTEN and no minutes are given.
    """
    if not entry.is_running:
        return entry
    if minutes is None and now - entry.started_at > FORGOTTEN:
        raise ForgottenError
    session.execute(
        update(PayEntry)
        .where(PayEntry.id == entry.id, PayEntry.stopped_at.is_(None))
        .values(
            stopped_at=now,
            minutes=elapsed_minutes(entry, now) if minutes is None else minutes,
            changed_at=now,
            version=PayEntry.version + 1,
        )
    )
    session.refresh(entry)
    return entry


def elapsed_minutes(entry: PayEntry, now: datetime) -> int:
    """Whole minutes the timer has run, at least 1, at most a day."""
    seconds = (now - entry.started_at).total_seconds()
    return min(MOST_MINUTES, max(1, int(seconds / 60 + 0.5)))


def add_entry(session: Session, user_id: int, client_id: str, facts: EntryFacts, *, now: datetime) -> PayEntry:
    """The new entry, or the one that the same form made before."""
    entry = PayEntry(user_id=user_id, client_id=client_id, created_at=now, changed_at=now, **asdict(facts))
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError:
        found = queries.by_client_id(session, user_id, client_id)
        if found is None:
            raise
        return found
    return entry


def change_entry(session: Session, entry: PayEntry, version: int, facts: EntryFacts, *, now: datetime) -> PayEntry:
    """The entry as the form says. Raises StaleError when it was changed since the form was opened."""
    done = session.execute(
        update(PayEntry)
        .where(PayEntry.id == entry.id, PayEntry.version == version, PayEntry.removed_at.is_(None))
        .values(**asdict(facts), version=version + 1, changed_at=now)
    )
    session.refresh(entry)
    if done.rowcount == 0:
        raise StaleError(entry)
    return entry


def remove_entry(session: Session, entry: PayEntry, *, now: datetime) -> None:
    """Takes the entry out of the log for 30 days, then for good. A running timer is stopped by it."""
    if entry.is_running:
        entry.minutes, entry.stopped_at = elapsed_minutes(entry, now), now
    entry.removed_at = now
    session.flush()


def restore_entry(session: Session, user_id: int, entry_id: int, *, now: datetime) -> bool:
    """Whether the removed entry is back; False when there is none, or its 30 days are over."""
    done = session.execute(
        update(PayEntry)
        .where(
            PayEntry.id == entry_id,
            PayEntry.user_id == user_id,
            PayEntry.removed_at.is_not(None),
            PayEntry.removed_at > now - KEPT_REMOVED,
        )
        .values(removed_at=None, changed_at=now)
        .returning(PayEntry.id)
    )
    return done.scalar_one_or_none() is not None


def forget_removed(session: Session, now: datetime) -> None:
    """Deletes what was removed more than 30 days ago, some at a time."""
    old = select(PayEntry.id).where(PayEntry.removed_at <= now - KEPT_REMOVED).limit(1000)
    session.execute(delete(PayEntry).where(PayEntry.id.in_(old)))

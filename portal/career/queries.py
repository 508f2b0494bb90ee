"""Reads of the pay log. Every one asks for the owner: there is no way to read somebody else's pay."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from portal.career.models import PayEntry
from portal.career.money import Rate, effective_hourly, round_minor

PAGE = 30
MOST_PLATFORMS = 50


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are asked for: those of a month (its first day), of a platform, or both."""

    month: dt.date | None = None
    platform: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return self.month is None and not self.platform

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found = []
        if self.month is not None:
            after = (self.month.replace(day=28) + timedelta(days=4)).replace(day=1)
            found.append(and_(PayEntry.worked_on >= self.month, PayEntry.worked_on < after))
        if self.platform:
            found.append(PayEntry.platform == self.platform)
        return found


@dataclass(frozen=True, slots=True)
class Sums:
    """Money and time of some entries in one currency."""

    received_minor: int
    expenses_minor: int
    paid_minutes: int
    unpaid_minutes: int

    @property
    def minutes(self) -> int:
        """All the time, paid and unpaid."""
        return self.paid_minutes + self.unpaid_minutes

    @property
    def hourly_minor(self) -> int | None:
        """Minor units an hour, rounded once; None without time."""
        return round_minor(effective_hourly(self.received_minor, self.expenses_minor, self.minutes))

    @property
    def unpaid_share(self) -> float | None:
        """Part of the time that was unpaid; None without time."""
        return self.unpaid_minutes / self.minutes if self.minutes else None


@dataclass(frozen=True, slots=True)
class CurrencyTotals:
    """What came in and how long it took, in one currency."""

    currency: str
    selection: Sums
    week: Sums
    month: Sums
    all: Sums
    entries: int
    unsettled: int
    gross: int
    net: int


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """One platform in one currency: what was advertised last, and what it came to."""

    platform: str
    currency: str
    sums: Sums
    rate: Rate | None
    rate_hourly: tuple[int, ...] | None


def _mine(user_id: int) -> Select:
    return select(PayEntry).where(PayEntry.user_id == user_id, PayEntry.removed_at.is_(None))


def find_entry(session: Session, user_id: int, entry_id: int) -> PayEntry | None:
    """The owner's entry, running or not; None when it is somebody else's, removed or never was."""
    return session.scalar(_mine(user_id).where(PayEntry.id == entry_id))


def by_client_id(session: Session, user_id: int, client_id: str) -> PayEntry | None:
    """The entry that a form with this id made, removed or not."""
    return session.scalar(select(PayEntry).where(PayEntry.user_id == user_id, PayEntry.client_id == client_id))


def running_timer(session: Session, user_id: int) -> PayEntry | None:
    """The timer that runs, if one does."""
    return session.scalar(_mine(user_id).where(PayEntry.started_at.is_not(None), PayEntry.stopped_at.is_(None)))


def last_entry(session: Session, user_id: int) -> PayEntry | None:
    """The newest entry, for what a new one begins with."""
    return session.scalar(_mine(user_id).order_by(PayEntry.worked_on.desc(), PayEntry.id.desc()).limit(1))


def log_page(
    session: Session, user_id: int, wanted: LogFilter, before: tuple[dt.date, int] | None = None
) -> tuple[list[PayEntry], tuple[dt.date, int] | None]:
    """A page of the log, newest first, and where the next one begins: after (day, id)."""
    query = _mine(user_id).where(PayEntry.minutes.is_not(None), *wanted.conditions)
    if before is not None:
        day, entry_id = before
        query = query.where(PayEntry.worked_on <= day, or_(PayEntry.worked_on < day, PayEntry.id < entry_id))
    rows = list(session.scalars(query.order_by(PayEntry.worked_on.desc(), PayEntry.id.desc()).limit(PAGE + 1)))
    if len(rows) <= PAGE:
        return rows, None
    return rows[:PAGE], (rows[PAGE - 1].worked_on, rows[PAGE - 1].id)


def all_entries(session: Session, user_id: int, wanted: LogFilter) -> Iterator[PayEntry]:
    """Every finished entry of the selection, oldest first, read in pieces."""
    query = _mine(user_id).where(PayEntry.minutes.is_not(None), *wanted.conditions)
    return session.scalars(query.order_by(PayEntry.worked_on, PayEntry.id).execution_options(yield_per=500))


def removed_entries(session: Session, user_id: int, since: datetime) -> list[PayEntry]:
    """What was removed since then, newest removal first, at most a hundred."""
    query = (
        select(PayEntry)
        .where(PayEntry.user_id == user_id, PayEntry.removed_at > since)
        .order_by(PayEntry.removed_at.desc(), PayEntry.id.desc())
    )
    return list(session.scalars(query.limit(100)))


def _sums(condition: ColumnElement[bool]) -> list[ColumnElement]:
    """Four sums over the rows that meet the condition, in the order of Sums."""

    def total(value: object, more: ColumnElement[bool] = true()) -> ColumnElement:
        return func.coalesce(func.sum(case((and_(condition, more), value), else_=0)), 0)

    return [
        total(func.coalesce(PayEntry.received_minor, 0)),
        total(PayEntry.expenses_minor),
        total(PayEntry.minutes, PayEntry.paid.is_(True)),
        total(PayEntry.minutes, PayEntry.paid.is_(False)),
    ]


def totals(session: Session, user_id: int, today: dt.date, wanted: LogFilter) -> list[CurrencyTotals]:
    """Sums of each currency, most time first: this week from Monday, this month, all, and the selection."""
    monday = today - timedelta(days=today.weekday())
    spans = [
        and_(true(), *wanted.conditions),
        PayEntry.worked_on >= monday,
        PayEntry.worked_on >= today.replace(day=1),
        true(),
    ]
    was_paid = PayEntry.received_minor.is_not(None)
    query = (
        select(
            PayEntry.currency,
            func.count(),
            func.sum(case((and_(PayEntry.received_minor.is_(None), PayEntry.paid.is_(True)), 1), else_=0)),
            func.sum(case((and_(was_paid, PayEntry.basis == "gross"), 1), else_=0)),
            func.sum(case((and_(was_paid, PayEntry.basis == "net"), 1), else_=0)),
            *(column for span in spans for column in _sums(span)),
        )
        .where(PayEntry.user_id == user_id, PayEntry.removed_at.is_(None), PayEntry.minutes.is_not(None))
        .group_by(PayEntry.currency)
        .order_by(func.sum(PayEntry.minutes).desc(), PayEntry.currency)
    )
    found = []
    for currency, entries, unsettled, gross, net, *rest in session.execute(query):
        # PostgreSQL adds whole numbers up to a Decimal.
        selection, week, month, everything = (Sums(*map(int, rest[at : at + 4])) for at in range(0, 16, 4))
        counts = (int(one) for one in (entries, unsettled, gross, net))
        found.append(CurrencyTotals(currency, selection, week, month, everything, *counts))
    return found


def platforms(session: Session, user_id: int) -> list[PlatformLine]:
    """Each platform and currency, the latest first, with what was advertised there last. Two queries."""
    with_pace = and_(PayEntry.pieces.is_not(None), PayEntry.minutes.is_not(None))
    where = (PayEntry.user_id == user_id, PayEntry.removed_at.is_(None), PayEntry.minutes.is_not(None))
    query = (
        select(
            PayEntry.platform,
            PayEntry.currency,
            func.sum(case((with_pace, PayEntry.pieces), else_=0)),
            func.sum(case((with_pace, PayEntry.minutes), else_=0)),
            *_sums(true()),
        )
        .where(*where)
        .group_by(PayEntry.platform, PayEntry.currency)
        .order_by(func.max(PayEntry.worked_on).desc(), PayEntry.platform, PayEntry.currency)
        .limit(MOST_PLATFORMS)
    )
    rates = _latest_rates(session, where)
    found = []
    for platform, currency, pieces, minutes, *rest in session.execute(query):
        rate = rates.get((platform, currency))
        hourly = rate.hourly(pieces=int(pieces), minutes=int(minutes)) if rate else None
        found.append(PlatformLine(platform, currency, Sums(*map(int, rest)), rate, hourly))
    return found


def _latest_rates(session: Session, where: tuple) -> dict[tuple[str, str], Rate]:
    """The newest advertised rate of each platform and currency."""
    place = func.row_number().over(
        partition_by=(PayEntry.platform, PayEntry.currency),
        order_by=(PayEntry.worked_on.desc(), PayEntry.id.desc()),
    )
    columns = (
        PayEntry.platform, PayEntry.rate_minor, PayEntry.rate_max_minor, PayEntry.currency,
        PayEntry.rate_period, PayEntry.rate_per_items,
    )  # fmt: skip
    ranked = select(*columns, place.label("place")).where(*where, PayEntry.rate_minor.is_not(None)).subquery()
    rows = session.execute(select(ranked).where(ranked.c.place == 1))
    return {(row.platform, row.currency): Rate(*row[1:6]) for row in rows}


def unpaid_share(session: Session, user_id: int) -> float | None:
    """Part of all logged time that was unpaid, whatever the currency; None without time."""
    where = (PayEntry.user_id == user_id, PayEntry.removed_at.is_(None), PayEntry.minutes.is_not(None))
    row = session.execute(select(*_sums(true())).where(*where)).one()
    return Sums(*map(int, row)).unpaid_share

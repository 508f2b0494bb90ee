"""Counting tries, across workers: rows in the database, so every node sees the same count."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from flask import Flask, request
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.exceptions import TooManyRequests

from portal.db import Base, get_session, now_utc


class RateCount(Base):
    """How often something was tried in one window of time."""

    __tablename__ = "rate_counts"
    __table_args__ = {}

    key: Mapped[str] = mapped_column(primary_key=True)
    window_at: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


def init_app(app: Flask) -> None:
    """Nothing to connect; the table is enough. Old windows are removed by the worker."""


def caller() -> str:
    """The address that is counted: for IPv6 its network of 64 bits, all of which one household has."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "?"
    if isinstance(address, IPv6Address):
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


def window_start(now: datetime, seconds: int) -> datetime:
    """When the window that holds `now` began."""
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)


def count_try(session: Session, key: str, *, now: datetime, seconds: int = 60) -> int:
    """How many tries this window has seen, this one included. Commits at once: a refused try counts too."""
    start = window_start(now, seconds)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(RateCount)
        .values(key=key, window_at=start, count=1)
        .on_conflict_do_update(index_elements=["key", "window_at"], set_={"count": RateCount.count + 1})
        .returning(RateCount.count)
    )
    count = session.execute(statement).scalar_one()
    session.commit()
    return count


def give_back(session: Session, key: str, *, now: datetime, seconds: int = 60) -> None:
    """Takes one try back: it was a good one. Part of the caller's transaction."""
    session.execute(
        update(RateCount)
        .where(RateCount.key == key, RateCount.window_at == window_start(now, seconds))
        .values(count=RateCount.count - 1)
    )


def limit(name: str, *, most: int, seconds: int = 60, who: str | None = None) -> None:
    """Raises 429 when `who` (the caller's address unless told) has tried more than `most` times."""
    now = now_utc()
    if count_try(get_session(), f"{name}:{who or caller()}", now=now, seconds=seconds) > most:
        over = window_start(now, seconds) + timedelta(seconds=seconds) - now
        raise TooManyRequests(retry_after=int(over.total_seconds()) + 1)


def tries(session: Session, key: str, *, since: datetime) -> int:
    """Sum of the counts of a key since an instant."""
    rows = session.scalars(select(RateCount.count).where(RateCount.key == key, RateCount.window_at >= since))
    return sum(rows)


def forget_old(session: Session, *, now: datetime) -> None:
    """Removes windows older than a day."""
    session.execute(delete(RateCount).where(RateCount.window_at < now - timedelta(days=1)))

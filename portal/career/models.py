"""The pay log."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.career.money import Rate
from portal.db import Base

RUNNING = text("started_at IS NOT NULL AND stopped_at IS NULL")


class PayEntry(Base):
    """Work of one day and what came in for it; a timer is an entry that has begun and not stopped.

    Amounts are minor units of `currency`. `received_minor` is null while nobody said what came in:
    that is not 0.
    """

    __tablename__ = "pay_entries"
    __table_args__ = (
        # A form sent twice makes one entry.
        UniqueConstraint("user_id", "client_id"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
        CheckConstraint("received_minor >= 0 AND expenses_minor >= 0", name="amounts"),
        Index(None, "user_id", "worked_on", "id"),
        Index("uq_pay_entries_running", "user_id", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index(
            "ix_pay_entries_removed",
            "removed_at",
            sqlite_where=text("removed_at IS NOT NULL"),
            postgresql_where=text("removed_at IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    worked_on: Mapped[dt.date] = mapped_column(Date)
    platform: Mapped[str] = mapped_column(default="")
    # task | test | training | waiting | other, and whether that time was paid.
    kind: Mapped[str] = mapped_column(default="task")
    paid: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[dt.datetime | None]
    stopped_at: Mapped[dt.datetime | None]
    minutes: Mapped[int | None]
    received_minor: Mapped[int | None] = mapped_column(BigInteger)
    expenses_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str]
    # gross | net
    basis: Mapped[str] = mapped_column(default="gross")
    # What was advertised: an amount or a range, for a period or for so many pieces.
    rate_minor: Mapped[int | None] = mapped_column(BigInteger)
    rate_max_minor: Mapped[int | None] = mapped_column(BigInteger)
    rate_period: Mapped[str | None]
    rate_per_items: Mapped[int | None]
    pieces: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]

    @property
    def is_running(self) -> bool:
        """Whether this is a timer that has not been stopped."""
        return self.started_at is not None and self.stopped_at is None

    @property
    def rate(self) -> Rate | None:
        """What was advertised, if that was noted."""
        if self.rate_minor is None or self.rate_period is None:
            return None
        return Rate(self.rate_minor, self.rate_max_minor, self.currency, self.rate_period, self.rate_per_items)

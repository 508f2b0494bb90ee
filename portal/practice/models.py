"""Attempts: what was asked (kept versions), what was answered, what was shown, how it was graded."""

import json
import secrets
from datetime import datetime
from functools import cached_property

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

AUTOINCREMENT = {"sqlite_autoincrement": True}


def new_slot_id() -> str:
    """A random id an item travels under: it says nothing about which item it is."""
    return secrets.token_urlsafe(9)


def new_public_id() -> str:
    """128 random bits for what strangers may see."""
    return secrets.token_urlsafe(16)


class TaskVersion(Base):
    """Labels, scoring, pass marks and guideline as they were, by the hash of their canonical JSON."""

    __tablename__ = "task_versions"
    __table_args__ = {}

    hash: Mapped[str] = mapped_column(primary_key=True)
    exercise_id: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]


class ItemVersion(Base):
    """One item as it was: input, gold, alternatives, reasons, rules, media, by hash."""

    __tablename__ = "item_versions"
    __table_args__ = {}

    hash: Mapped[str] = mapped_column(primary_key=True)
    exercise_id: Mapped[str] = mapped_column(index=True)
    item_id: Mapped[str]
    body: Mapped[str]


class Attempt(Base):
    """One sitting of one learner."""

    __tablename__ = "attempts"
    __table_args__ = (
        # At most one open attempt a learner and exercise, whatever two tabs ask for at once.
        Index(
            "uq_attempts_open",
            "user_id",
            "exercise_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        UniqueConstraint("user_id", "exercise_id", "mode", "attempt_no"),
        Index("ix_attempts_history", "user_id", "exercise_id", "id"),
        Index("ix_attempts_idle", "state", "touched_at"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    exercise_id: Mapped[str] = mapped_column(index=True)
    task_hash: Mapped[str] = mapped_column(ForeignKey("task_versions.hash"))
    mode: Mapped[str]
    state: Mapped[str]
    attempt_no: Mapped[int]
    seed: Mapped[int]
    item_count: Mapped[int]
    seen_before: Mapped[int]
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    # When "too close to call" was answered with more items; that happens once.
    extended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # Copies of the newest grade, so that a history needs no second query.
    score: Mapped[float | None]
    passed: Mapped[bool | None]


class Slot(Base):
    """One item of one attempt, and the answer to it."""

    __tablename__ = "slots"
    __table_args__ = (UniqueConstraint("attempt_id", "position"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[str] = mapped_column(unique=True, default=new_slot_id)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    position: Mapped[int]
    item_id: Mapped[str]
    item_hash: Mapped[str] = mapped_column(ForeignKey("item_versions.hash"))
    # Whether its reasons had been shown to this learner before the attempt: practice, never evidence.
    seen_before: Mapped[bool]
    answer: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    answered_at: Mapped[datetime | None]
    # Set when the reasons were shown: the answer standing then is the one that counts.
    locked_at: Mapped[datetime | None]


class Exposure(Base):
    """The first time anything of an item's gold was shown to a learner."""

    __tablename__ = "exposures"
    __table_args__ = {}

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    exercise_id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    shown_at: Mapped[datetime]


class GradeRow(Base):
    """One grading of one attempt. Never changed but for intervals, which are made at first read."""

    __tablename__ = "grades"
    __table_args__ = (UniqueConstraint("attempt_id", "revision"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    revision: Mapped[int]
    grader_version: Mapped[str]
    cause: Mapped[str]
    score: Mapped[float | None]
    passed: Mapped[bool]
    too_close: Mapped[bool]
    # Metrics, marks, headline, fired feedback; and per item verdict, objects, gold, reasons, rules.
    summary: Mapped[dict] = mapped_column(JSON)
    items: Mapped[str]
    intervals_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @cached_property
    def graded(self) -> list[dict]:
        """The items, read once. Shared: never change them."""
        return json.loads(self.items)


class Challenge(Base):
    """ "This reference is wrong": which item, why, and by which rule. Stays with the item's version."""

    __tablename__ = "challenges"
    __table_args__ = (UniqueConstraint("attempt_id", "slot_id"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    slot_id: Mapped[str]
    exercise_id: Mapped[str]
    item_id: Mapped[str]
    item_hash: Mapped[str] = mapped_column(ForeignKey("item_versions.hash"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    created_at: Mapped[datetime]

"""What attempts showed, frozen when they closed."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.practice.models import new_public_id


class Evidence(Base):
    """One attempt's showing for one skill, over the items the learner had not seen the reasons of."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("attempt_id", "skill_id"),
        Index("ix_evidence_user_skill", "user_id", "skill_id", "closed_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    skill_id: Mapped[str]
    # The highest level this exercise can show, and the pooled credit it asks for.
    level: Mapped[int]
    needed: Mapped[float]
    exercise_id: Mapped[str]
    # Title and headline as they were: a row must read the same when the exercise is gone.
    title: Mapped[str]
    headline: Mapped[dict] = mapped_column(JSON)
    kind: Mapped[str]
    task_hash: Mapped[str] = mapped_column(ForeignKey("task_versions.hash"))
    mode: Mapped[str]
    tier: Mapped[str]
    made_by: Mapped[str]
    metric: Mapped[str]
    value: Mapped[float | None]
    # Made at first read, then kept.
    low: Mapped[float | None]
    high: Mapped[float | None]
    n: Mapped[int]
    earned: Mapped[float]
    possible: Mapped[float]
    seen_before: Mapped[int]
    attempt_no: Mapped[int]
    passed: Mapped[bool]
    distinction: Mapped[bool]
    closed_at: Mapped[datetime]
    time_zone: Mapped[str]
    site: Mapped[str]
    operator: Mapped[str]

    notes: Mapped[list["EvidenceNote"]] = relationship(
        order_by="EvidenceNote.id", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def counts_earned(self) -> float:
        """Credit by the newest grade: what levels are judged by."""
        return self.notes[-1].earned if self.notes else self.earned

    @property
    def counts_possible(self) -> float:
        """Credit that could be had, by the newest grade."""
        return self.notes[-1].possible if self.notes else self.possible


class EvidenceNote(Base):
    """A later grade of the same answers, shown as a dated note beside the first."""

    __tablename__ = "evidence_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    cause: Mapped[str]
    value: Mapped[float | None]
    earned: Mapped[float]
    possible: Mapped[float]
    __table_args__ = {"sqlite_autoincrement": True}

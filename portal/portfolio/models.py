"""One public page a learner, its sample, and the handles that were ever used."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Portfolio(Base):
    """What its owner says and which parts strangers may see. Private until `published_at` is set."""

    __tablename__ = "portfolios"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    handle: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    line: Mapped[str] = mapped_column(default="")
    # The fact strip. `starts` is "", "now" or a month as in "2027-01"; `nda` is "", "yes" or "read".
    place: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    hours_a_week: Mapped[int | None]
    starts: Mapped[str] = mapped_column(default="")
    # [[name, level]]; level is "", "A1" to "C2" or "native".
    languages: Mapped[list] = mapped_column(JSON, default=list)
    tools: Mapped[str] = mapped_column(default="")
    nda: Mapped[str] = mapped_column(default="")
    more: Mapped[str] = mapped_column(default="")
    background: Mapped[str] = mapped_column(default="")
    experience: Mapped[str] = mapped_column(default="")
    # Sections switched off.
    hidden: Mapped[list] = mapped_column(JSON, default=list)
    # Public ids of the results switched on. A new result is not among them until its owner says so.
    results: Mapped[list] = mapped_column(JSON, default=list)
    indexed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_portfolios_removed",
            "removed_at",
            sqlite_where=text("removed_at IS NOT NULL"),
            postgresql_where=text("removed_at IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )


class Sample(Base):
    """One practice item with a mistake, frozen as it was graded when its owner chose it."""

    __tablename__ = "portfolio_samples"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("portfolios.id", ondelete="CASCADE"), unique=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[str]
    exercise_id: Mapped[str]
    title: Mapped[str]
    task_hash: Mapped[str] = mapped_column(ForeignKey("task_versions.hash"))
    item_hash: Mapped[str] = mapped_column(ForeignKey("item_versions.hash"))
    # The item's part of the stored grade: answer, reference, objects, reason, rules.
    graded: Mapped[dict] = mapped_column(JSON)
    graded_at: Mapped[datetime]
    # What changed after the mistake, in the learner's words.
    lesson_learned: Mapped[str]
    # Later verdicts on the same answer, [[instant, verdict]].
    notes: Mapped[list] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None]


class Handle(Base):
    """A handle that somebody had. It is never given to another, and holds nothing of who had it."""

    __tablename__ = "handles"
    __table_args__ = {}

    handle: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)

"""One public page a learner, and the handles that were ever used."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
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
    # Place, hours, languages, tools, NDA: short texts in the order of the strip.
    facts: Mapped[str] = mapped_column(default="")
    background: Mapped[str] = mapped_column(default="")
    experience: Mapped[str] = mapped_column(default="")
    # Sections switched off, and public ids of results that are not shown.
    hidden: Mapped[list] = mapped_column(JSON, default=list)
    indexed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None]


class Handle(Base):
    """A handle that somebody had. It is never given to another, and holds nothing of who had it."""

    __tablename__ = "handles"
    __table_args__ = {}

    handle: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)

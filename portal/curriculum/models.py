"""What a learner has opened and finished."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class LessonProgress(Base):
    """One learner and one lesson: when last opened, when its questions were answered, how many rightly."""

    __tablename__ = "lesson_progress"
    __table_args__ = {}

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    right: Mapped[int | None]

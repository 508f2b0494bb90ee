"""Agreement reports, and the files of those that are still to be made."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class AgreementReport(Base):
    """One report and how it stands: waiting until `report` or `problem` is there.

    `report` is what grading.agreement wrote, `headline` its first sentence, `problem` why there is none. One that is
    not kept goes by itself, one that was removed can be brought back for a while.
    """

    __tablename__ = "agreement_reports"
    __table_args__ = (
        # A form sent twice makes one report.
        UniqueConstraint("user_id", "client_id"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        Index(None, "user_id", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    # What was asked for: a Wanted, and from which overlap two boxes are one.
    wanted: Mapped[dict] = mapped_column(JSON)
    progress: Mapped[int] = mapped_column(default=0)
    headline: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    # Lists of reports need none of its numbers.
    report: Mapped[dict | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    problem: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    @property
    def state(self) -> str:
        """waiting | done | failed"""
        return "done" if self.headline else "failed" if self.problem else "waiting"


class AgreementUpload(Base):
    """A file that waits to be read, compressed. Deleted in the moment its report is made or fails."""

    __tablename__ = "agreement_uploads"
    __table_args__ = (UniqueConstraint("report_id", "place"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("agreement_reports.id", ondelete="CASCADE"))
    place: Mapped[int]
    name: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)

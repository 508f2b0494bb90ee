"""Agreement reports made from uploaded label files, and the files of those still to be made."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("headline", sa.JSON(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.Column("created_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", UTC_DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="ck_agreement_reports_progress"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_agreement_reports_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_reports"),
        sa.UniqueConstraint("user_id", "client_id", name="uq_agreement_reports_user_id_client_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agreement_reports_user_id_created_at", "agreement_reports", ["user_id", "created_at"])
    op.create_table(
        "agreement_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["agreement_reports.id"], name="fk_agreement_uploads_report_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_uploads"),
        sa.UniqueConstraint("report_id", "place", name="uq_agreement_uploads_report_id_place"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("agreement_uploads")
    op.drop_table("agreement_reports")

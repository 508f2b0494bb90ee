"""Evidence of skills, frozen when an attempt closes, with later grades as dated notes."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Double(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("headline", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("task_hash", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("earned", sa.Double(), nullable=False),
        sa.Column("possible", sa.Double(), nullable=False),
        sa.Column("seen_before", sa.Integer(), nullable=False),
        sa.Column("attempt_no", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("distinction", sa.Boolean(), nullable=False),
        sa.Column("closed_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_evidence_attempt_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["task_hash"], ["task_versions.hash"], name="fk_evidence_task_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_evidence_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("attempt_id", "skill_id", name="uq_evidence_attempt_id_skill_id"),
        sa.UniqueConstraint("public_id", name="uq_evidence_public_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_user_skill", "evidence", ["user_id", "skill_id", "closed_at"])
    op.create_table(
        "evidence_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("earned", sa.Double(), nullable=False),
        sa.Column("possible", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_evidence_notes_evidence_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_notes_evidence_id", "evidence_notes", ["evidence_id"])


def downgrade() -> None:
    op.drop_table("evidence_notes")
    op.drop_table("evidence")

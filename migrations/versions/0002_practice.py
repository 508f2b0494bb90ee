"""Attempts with kept versions of what was asked, answers, exposures, grades and challenges.

A grade must stay showable and recomputable after the content has changed, so the items and tasks that were
drawn are rows of their own, keyed by the hash of what they say.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_versions",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_item_versions"),
    )
    op.create_index("ix_item_versions_exercise_id", "item_versions", ["exercise_id"])
    op.create_table(
        "task_versions",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_task_versions"),
    )
    op.create_index("ix_task_versions_exercise_id", "task_versions", ["exercise_id"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("task_hash", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt_no", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("seen_before", sa.Integer(), nullable=False),
        sa.Column("started_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("deadline", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("extended_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["task_hash"], ["task_versions.hash"], name="fk_attempts_task_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_attempts_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint("public_id", name="uq_attempts_public_id"),
        sa.UniqueConstraint(
            "user_id", "exercise_id", "mode", "attempt_no", name="uq_attempts_user_id_exercise_id_mode_attempt_no"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempts_exercise_id", "attempts", ["exercise_id"])
    op.create_index("ix_attempts_history", "attempts", ["user_id", "started_at"])
    op.create_index("ix_attempts_idle", "attempts", ["state", "touched_at"])
    op.create_index(
        "uq_attempts_open",
        "attempts",
        ["user_id", "exercise_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "exposures",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("shown_at", UTC_DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_exposures_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "exercise_id", "item_id", name="pk_exposures"),
    )
    op.create_table(
        "challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.String(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", UTC_DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_challenges_attempt_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_hash"], ["item_versions.hash"], name="fk_challenges_item_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_challenges_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_challenges"),
        sa.UniqueConstraint("attempt_id", "slot_id", name="uq_challenges_attempt_id_slot_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_challenges_item_hash", "challenges", ["item_hash"])
    op.create_index("ix_challenges_user_id", "challenges", ["user_id"])
    op.create_table(
        "grades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("grader_version", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("too_close", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("items", sa.String(), nullable=False),
        sa.Column("intervals_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("created_at", UTC_DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_grades_attempt_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_grades"),
        sa.UniqueConstraint("attempt_id", "revision", name="uq_grades_attempt_id_revision"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("seen_before", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("answered_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("locked_at", UTC_DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_slots_attempt_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_hash"], ["item_versions.hash"], name="fk_slots_item_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
        sa.UniqueConstraint("attempt_id", "position", name="uq_slots_attempt_id_position"),
        sa.UniqueConstraint("slot_id", name="uq_slots_slot_id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("slots", "grades", "challenges", "exposures", "attempts", "task_versions", "item_versions"):
        op.drop_table(table)

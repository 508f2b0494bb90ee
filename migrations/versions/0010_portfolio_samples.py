"""One sample with a mistake on the public page, frozen as it was graded."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portfolio_samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.String(), nullable=False),
        sa.Column("exercise_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("task_hash", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("graded", sa.JSON(), nullable=False),
        sa.Column("graded_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("lesson_learned", sa.String(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", UTC_DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["page_id"], ["portfolios.id"], name="fk_portfolio_samples_page_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_portfolio_samples_attempt_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["task_hash"], ["task_versions.hash"], name="fk_portfolio_samples_task_hash"),
        sa.ForeignKeyConstraint(["item_hash"], ["item_versions.hash"], name="fk_portfolio_samples_item_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_portfolio_samples"),
        sa.UniqueConstraint("page_id", name="uq_portfolio_samples_page_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_portfolio_samples_attempt_id", "portfolio_samples", ["attempt_id"])


def downgrade() -> None:
    op.drop_table("portfolio_samples")

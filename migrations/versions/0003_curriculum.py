"""Which lessons a learner has opened and finished: for "continue where you left off"."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson_progress",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("opened_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("done_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_lesson_progress_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "lesson_id", name="pk_lesson_progress"),
    )


def downgrade() -> None:
    op.drop_table("lesson_progress")

"""The history of one exercise is read by learner and exercise together.

With 100,000 sets, SQLite took the index of the exercise and read everybody's sets of it to show one learner's ten.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_attempts_history", table_name="attempts")
    op.create_index("ix_attempts_history", "attempts", ["user_id", "exercise_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_attempts_history", table_name="attempts")
    op.create_index("ix_attempts_history", "attempts", ["user_id", "started_at"])

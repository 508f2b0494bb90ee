"""The public page and the handles that were ever used."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portfolios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column("experience", sa.String(), nullable=False),
        sa.Column("hidden", sa.JSON(), nullable=False),
        sa.Column("indexed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", UTC_DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_portfolios_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_portfolios"),
        sa.UniqueConstraint("handle", name="uq_portfolios_handle"),
        sa.UniqueConstraint("user_id", name="uq_portfolios_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "handles",
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_handles_user_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("handle", name="pk_handles"),
    )
    op.create_index("ix_handles_user_id", "handles", ["user_id"])


def downgrade() -> None:
    op.drop_table("handles")
    op.drop_table("portfolios")

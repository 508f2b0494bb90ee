"""The pay log: time worked, paid and unpaid, and what came in for it. A running timer is a row of it."""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RUNNING = sa.text("started_at IS NOT NULL AND stopped_at IS NULL")
REMOVED = sa.text("removed_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "pay_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("started_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", UTC_DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("received_minor", sa.BigInteger(), nullable=True),
        sa.Column("expenses_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("rate_minor", sa.BigInteger(), nullable=True),
        sa.Column("rate_max_minor", sa.BigInteger(), nullable=True),
        sa.Column("rate_period", sa.String(), nullable=True),
        sa.Column("rate_per_items", sa.Integer(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UTC_DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", UTC_DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="ck_pay_entries_minutes"),
        sa.CheckConstraint("received_minor >= 0 AND expenses_minor >= 0", name="ck_pay_entries_amounts"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_pay_entries_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_pay_entries"),
        sa.UniqueConstraint("user_id", "client_id", name="uq_pay_entries_user_id_client_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pay_entries_user_id_worked_on_id", "pay_entries", ["user_id", "worked_on", "id"])
    op.create_index(
        "uq_pay_entries_running",
        "pay_entries",
        ["user_id"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    op.create_index(
        "ix_pay_entries_removed",
        "pay_entries",
        ["removed_at"],
        sqlite_where=REMOVED,
        postgresql_where=REMOVED,
    )


def downgrade() -> None:
    op.drop_table("pay_entries")

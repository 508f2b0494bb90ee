"""Results are on the public page because their owner chose them.

So far everything was shown that had not been switched off, so a result closed after publishing went public unseen.
The choice so far is kept: what was not switched off is on the list.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import UTC_DateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SECTIONS = ("facts", "measured", "background", "experience")
REMOVED = sa.text("removed_at IS NOT NULL")

portfolios = sa.table(
    "portfolios",
    sa.column("id", sa.Integer),
    sa.column("user_id", sa.Integer),
    sa.column("hidden", sa.JSON),
    sa.column("results", sa.JSON),
)
evidence = sa.table(
    "evidence",
    sa.column("user_id", sa.Integer),
    sa.column("public_id", sa.String),
    sa.column("mode", sa.String),
    sa.column("seen_before", sa.Integer),
)


def upgrade() -> None:
    with op.batch_alter_table("portfolios", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("results", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("changed_at", UTC_DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("removed_at", UTC_DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_portfolios_removed", "portfolios", ["removed_at"], sqlite_where=REMOVED, postgresql_where=REMOVED
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(portfolios)).all():
        shown = connection.scalars(
            sa.select(evidence.c.public_id).where(
                evidence.c.user_id == row.user_id, evidence.c.mode.in_(("test", "exam")), evidence.c.seen_before == 0
            )
        ).all()
        values = {
            "results": [one for one in shown if one not in row.hidden],
            "hidden": [one for one in row.hidden if one in SECTIONS],
        }
        connection.execute(portfolios.update().where(portfolios.c.id == row.id).values(values))


def downgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(portfolios)).all():
        every = connection.scalars(sa.select(evidence.c.public_id).where(evidence.c.user_id == row.user_id)).all()
        hidden = [*row.hidden, *(one for one in every if one not in row.results)]
        connection.execute(portfolios.update().where(portfolios.c.id == row.id).values(hidden=hidden))
    op.drop_index("ix_portfolios_removed", "portfolios")
    with op.batch_alter_table("portfolios", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for name in ("results", "changed_at", "removed_at"):
            batch.drop_column(name)

"""The free text of facts goes: 0007 moved it to fields, and nothing reads it any more."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("portfolios", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("facts")


def downgrade() -> None:
    with op.batch_alter_table("portfolios", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("facts", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT id, place, hours_a_week, languages, tools, nda, more FROM portfolios")
    ).all()
    for row in rows:
        languages = row.languages if isinstance(row.languages, list) else json.loads(row.languages)
        lines = [
            row.place,
            f"{row.hours_a_week} hours a week" if row.hours_a_week else "",
            ", ".join(" ".join(filter(None, one)) for one in languages),
            row.tools,
            "NDA fine" if row.nda else "",
            row.more,
        ]
        connection.execute(
            sa.text("UPDATE portfolios SET facts = :facts WHERE id = :id"),
            {"id": row.id, "facts": "\n".join(filter(None, lines))},
        )

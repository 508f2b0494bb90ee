"""The facts of the public page get fields of their own.

A free text could not be printed in a recruiter's order, and nobody could tell an empty part from a forgotten one.
What is recognised in the old lines goes to its field, everything else to `more`: nothing is lost.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXTS = ("place", "time_zone", "starts", "tools", "nda", "more")
HOURS = re.compile(r"(\d{1,2}) (?:h|hours?) (?:a|per) week", re.IGNORECASE)
LANGUAGE = re.compile(r"([^\W\d_]+) (A1|A2|B1|B2|C1|C2|native)", re.IGNORECASE)
NDA = re.compile(r"NDA(?::)? ?(?:is )?(?:fine|ok|okay|yes)\.?", re.IGNORECASE)
ZONE = re.compile(r"(?:UTC|GMT) ?[+\-\u2212] ?\d{1,2}(?::\d\d)?", re.IGNORECASE)
MOST_LANGUAGES = 5

portfolios = sa.table(
    "portfolios",
    sa.column("id", sa.Integer),
    sa.column("facts", sa.String),
    sa.column("hours_a_week", sa.Integer),
    sa.column("languages", sa.JSON),
    *(sa.column(name, sa.String) for name in TEXTS),
)


def upgrade() -> None:
    with op.batch_alter_table("portfolios", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for name in TEXTS:
            batch.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("hours_a_week", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(portfolios.c.id, portfolios.c.facts)).all():
        connection.execute(portfolios.update().where(portfolios.c.id == row.id).values(fields_of(row.facts)))


def fields_of(facts: str) -> dict:
    """The old lines as fields. Only a line that is recognised as a whole is taken apart."""
    found: dict = {"languages": []}
    rest = []
    for line in filter(None, (line.strip() for line in facts.splitlines())):
        hours, languages = HOURS.fullmatch(line), _languages(line)
        if ZONE.fullmatch(line) and "place" not in found:
            found["place"] = line
        elif hours and 1 <= int(hours[1]) <= 80 and "hours_a_week" not in found:
            found["hours_a_week"] = int(hours[1])
        elif languages and not found["languages"]:
            found["languages"] = languages
        elif NDA.fullmatch(line):
            found["nda"] = "yes"
        else:
            rest.append(line)
    return {**found, "more": " \N{MIDDLE DOT} ".join(rest)}


def _languages(line: str) -> list:
    parts = [LANGUAGE.fullmatch(part.strip()) for part in line.split(",")]
    if not all(parts) or len(parts) > MOST_LANGUAGES:
        return []
    return [[part[1], "native" if part[2].lower() == "native" else part[2].upper()] for part in parts]


def downgrade() -> None:
    with op.batch_alter_table("portfolios", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for name in (*TEXTS, "hours_a_week", "languages"):
            batch.drop_column(name)

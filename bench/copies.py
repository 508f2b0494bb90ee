"""Many people at once: each new one has all that an original has, under ids of their own. Plain SQL on SQLite.

Copies are real, consistent rows: sets with their answers, grades that name the copied slots, evidence that
points at the copied set.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

PRIME, MODULUS = 524287, 1048573
MARK = "'m' || printf('%05x', ({id} * 524287) % 1048573)"


def mark_of(attempt_id: int) -> str:
    """Six characters that start every slot id of the set, and no other set's. In no order, as real ids are."""
    return f"m{attempt_id * PRIME % MODULUS:05x}"


def copy_people(connection: Connection, originals: Sequence[int], count: int) -> None:
    """Adds so many people, the originals in turn. Slot ids of the originals must start with their set's mark."""
    run = connection.exec_driver_sql
    for name in ("originals", "people", "sets"):
        run(f"DROP TABLE IF EXISTS temp.{name}")
    run("CREATE TEMP TABLE originals (place INTEGER PRIMARY KEY, id INTEGER)")
    run("INSERT INTO originals VALUES (?, ?)", [(place, user_id) for place, user_id in enumerate(originals)])
    run("CREATE TEMP TABLE people (new INTEGER PRIMARY KEY, old INTEGER)")
    run(
        "INSERT INTO people WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) "
        "SELECT (SELECT max(id) FROM users) + 1 + i, (SELECT id FROM originals WHERE place = i % ?) FROM n WHERE i < ?",
        (count, len(originals), count),
    )
    run("CREATE TEMP TABLE sets (new INTEGER PRIMARY KEY, old INTEGER, person INTEGER, old_mark TEXT, new_mark TEXT)")
    run(
        f"INSERT INTO sets SELECT id, old, person, {MARK.format(id='old')}, {MARK.format(id='id')} FROM ("
        "SELECT (SELECT max(id) FROM attempts) + row_number() OVER (ORDER BY people.new, attempts.id) AS id, "
        "attempts.id AS old, people.new AS person FROM people JOIN attempts ON attempts.user_id = people.old)"
    )
    run("CREATE INDEX temp.sets_by_person ON sets (person, old)")
    random_id = "lower(hex(randomblob(16)))"
    of_person = "people JOIN {table} t ON t.user_id = people.old"
    of_set = "sets JOIN {table} t ON t.attempt_id = sets.old"
    _copy(
        connection,
        "users",
        "people JOIN {table} t ON t.id = people.old",
        id="people.new",
        email="'copy' || people.new || '@example.org'",
        session_key="lower(hex(randomblob(24)))",
    )
    _copy(
        connection,
        "attempts",
        "sets JOIN {table} t ON t.id = sets.old",
        id="sets.new",
        user_id="sets.person",
        public_id=random_id,
    )
    _copy(
        connection,
        "slots",
        of_set,
        attempt_id="sets.new",
        slot_id="sets.new_mark || substr(t.slot_id, 7)",
    )
    _copy(
        connection,
        "grades",
        of_set,
        attempt_id="sets.new",
        items="replace(t.items, sets.old_mark, sets.new_mark)",
        summary="replace(t.summary, sets.old_mark, sets.new_mark)",
    )
    _copy(connection, "evidence", of_set, attempt_id="sets.new", user_id="sets.person", public_id=random_id)
    for table in ("exposures", "lesson_progress", "pay_entries"):
        _copy(connection, table, of_person, user_id="people.new")
    closed = '(SELECT sets.new FROM sets WHERE sets.person = people.new AND sets.old = CAST(t."on" AS INTEGER))'
    _copy(connection, "events", of_person, user_id="people.new", on=f'COALESCE({closed}, t."on")')
    # A copied page names no results: it would name the original's.
    handle = "'copy-' || people.new"
    _copy(connection, "portfolios", of_person, user_id="people.new", handle=handle, results="'[]'")
    _copy(connection, "handles", of_person, user_id="people.new", handle=handle)


def _copy(connection: Connection, table: str, source: str, **changed: str) -> None:
    """Copies the rows that `source` joins as t; `changed` says what stands in a column instead."""
    from portal.db import Base

    found = Base.metadata.tables[table].columns
    names = [column.name for column in found if column.name != "id" or "id" in changed]
    values = [changed.get(name, f't."{name}"') for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {source.format(table=table)}"
    )

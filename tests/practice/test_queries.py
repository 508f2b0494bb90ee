"""Reads that must not notice how many others use the site."""

import pytest
from sqlalchemy import event

from portal.practice import queries


@pytest.fixture
def plans(app, session):
    """plans(read) -> how SQLite finds the rows of each statement that `read()` sends, one text a step."""
    if app.extensions["engine"].dialect.name != "sqlite":
        # PostgreSQL plans by statistics, and tables of a test have none.
        pytest.skip("plans are looked at on SQLite alone")

    def explain(read):
        sent = []
        engine = app.extensions["engine"]

        def note(_connection, _cursor, statement, parameters, _context, _many):
            sent.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", note)
        try:
            read()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        connection = session.connection()
        steps = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all() for text, values in sent]
        return [row.detail for rows in steps for row in rows]

    return explain


@pytest.mark.parametrize(
    "read",
    [
        lambda session: queries.history(session, 1, limit=10),
        lambda session: queries.history(session, 1, exercise_id="ex-010", limit=10),
        lambda session: queries.standings(session, 1),
        lambda session: queries.find_attempt(session, 1, 1),
    ],
    ids=["history", "history of an exercise", "standings", "one attempt"],
)
def test_a_learners_sets_are_found_by_learner_or_id(session, plans, read):
    steps = [step for step in plans(lambda: read(session)) if "attempts" in step]
    assert steps
    assert all("user_id=?" in step or "rowid=?" in step for step in steps), steps

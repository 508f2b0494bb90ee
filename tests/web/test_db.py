"""The database: all of a transaction or nothing, for two callers at once, and errors that tell no secrets."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.db import transaction
from portal.web.events import Event, record


def test_what_a_savepoint_wrote_goes_when_the_transaction_fails(app, rows, now):
    def fail():
        with app.app_context(), transaction() as session:
            session.scalars(select(Event)).all()
            with session.begin_nested():
                record(session, None, "inside", now=now)
                session.flush()
            record(session, None, "after", now=now)
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert rows(Event) == []


def test_what_a_savepoint_wrote_is_seen_by_others_at_the_end_alone(app, rows, now):
    with app.app_context(), transaction() as session:
        with session.begin_nested():
            record(session, None, "inside", now=now)
            session.flush()
        seen = []
        thread = threading.Thread(target=lambda: seen.append(len(rows(Event))))
        thread.start()
        thread.join()
        assert seen == [0]
    assert [one.what for one in rows(Event)] == ["inside"]


def test_errors_of_the_database_name_no_values(app):
    with app.app_context(), transaction() as session, pytest.raises(DBAPIError) as caught:
        session.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "ada@example.org"})
    assert "ada@example.org" not in str(caught.value)

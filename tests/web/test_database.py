"""A database that is locked, read-only, full or gone: a clear 503 at once, work kept, nothing half done."""

import json
import sqlite3
import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from portal.db import make_engine
from portal.practice.models import Attempt, GradeRow, Slot


@pytest.fixture
def on_sqlite(settings):
    """On PostgreSQL every way stands for a server that refuses writes."""
    return settings.on_sqlite


@pytest.fixture
def each_connection(app):
    """with each_connection("PRAGMA ..."): it is run on every connection the app uses, and undone after."""

    @contextmanager
    def set_for_all(statement: str):
        engine = app.extensions["engine"]

        def prepare(connection, _record, _proxy):
            connection.execute(statement)

        event.listen(engine, "checkout", prepare)
        try:
            yield
        finally:
            event.remove(engine, "checkout", prepare)
            engine.dispose()

    return set_for_all


@pytest.fixture
def stuck(app, on_sqlite, each_connection, settings):
    """stuck(how): a context in which the database takes no writes."""

    @contextmanager
    def locked():
        other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
        other.execute("BEGIN IMMEDIATE")
        try:
            with each_connection("PRAGMA busy_timeout=20"):
                yield
        finally:
            other.rollback()
            other.close()

    @contextmanager
    def full():
        with app.extensions["engine"].connect() as connection:
            # No room is left in the file either.
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))
            pages = connection.execute(text("PRAGMA page_count")).scalar()
        with each_connection(f"PRAGMA max_page_count={pages}"):
            yield

    @contextmanager
    def refusing():
        engine = app.extensions["engine"]

        def prepare(connection, _record, _proxy):
            connection.execute("SET default_transaction_read_only = on")
            connection.commit()

        def undo(connection, _record):
            connection.execute("SET default_transaction_read_only = off")
            connection.commit()

        event.listen(engine, "checkout", prepare)
        event.listen(engine, "checkin", undo)
        try:
            yield
        finally:
            event.remove(engine, "checkout", prepare)
            event.remove(engine, "checkin", undo)
            engine.dispose()

    def read_only():
        return each_connection("PRAGMA query_only=ON")

    ways = {"locked": locked, "full": full, "read-only": read_only} if on_sqlite else {}
    return lambda how: ways.get(how, refusing)()


WAYS = ["locked", "full", "read-only"]


@pytest.fixture
def working(member, make_attempt, items_of):
    """(address of an open set, its slots): the first item is answered."""
    attempt = make_attempt(member.user_id, close=False, answers=None)
    slots = list(items_of(attempt))
    put = f"/api/v1/attempts/{attempt}/answers/{slots[0]}"
    assert member.call("PUT", put, {"answer": {"label": "other"}}, If_Match="0").status_code == 204
    return attempt, slots


def check_503(answer) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    if answer.mimetype == "application/json":
        assert answer.json["error"]["code"] == "database"
    assert "cannot write just now" in answer.text
    assert "sqlite" not in answer.text.lower()
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("how", WAYS)
def test_a_write_is_refused_in_words_and_nothing_changes(member, working, stuck, rows, how):
    attempt, slots = working
    before = [(slot.answer, slot.version) for slot in rows(Slot)]
    calls = [
        lambda: member.call("PUT", f"/api/v1/attempts/{attempt}/answers/{slots[0]}", {"answer": None}, If_Match="1"),
        lambda: member.call("POST", f"/api/v1/attempts/{attempt}/submit"),
        lambda: member.submit(f"/practice/attempts/{attempt}/abandon"),
        lambda: member.submit("/practice/ex-100/start", {"mode": "test"}),
        lambda: member.submit("/pay/timer/start", {"platform": "Acme", "client_id": "x" * 20, "work": "paid-task"}),
    ]
    if how == "full":
        # A full disk still lets a page be rewritten in its place: only what needs room is refused.
        calls = calls[1:2] + calls[3:4]
    with stuck(how):
        for call in calls:
            check_503(call())
    assert [(slot.answer, slot.version) for slot in rows(Slot)] == before
    assert [one.state for one in rows(Attempt)] == ["open"]
    assert rows(GradeRow) == []
    for call in calls[:2]:
        assert call().status_code < 400


@pytest.mark.parametrize("how", WAYS)
def test_everything_that_is_only_read_goes_on(member, stranger, working, stuck, how):
    attempt, _slots = working
    paths = ["/", "/learn", "/learn/o1-1", "/practice", "/practice/ex-010", "/skills", "/pay", "/settings", "/healthz"]
    with stuck(how):
        for path in [*paths, f"/practice/attempts/{attempt}", f"/api/v1/attempts/{attempt}", "/readyz"]:
            assert member.get(path).status_code == 200, path
        for path in ("/", "/learn/o1-1", "/practice/ex-010", "/try/ex-010", "/signin"):
            assert stranger.get(path).status_code == 200, path


@pytest.mark.parametrize("how", WAYS)
def test_saved_again_when_it_can_be_the_work_is_there(member, working, stuck, rows, how):
    attempt, slots = working
    put = f"/api/v1/attempts/{attempt}/answers/{slots[0]}"
    with stuck(how):
        answer = member.call("PUT", put, {"answer": {"label": "refund"}}, If_Match="1")
    if answer.status_code == 503:
        answer = member.call("PUT", put, {"answer": {"label": "refund"}}, If_Match="1")
    assert (answer.status_code, answer.headers["ETag"]) == (204, '"2"')
    assert json.loads(rows(Slot)[0].answer) == {"label": "refund"}


def test_a_writer_that_is_soon_done_is_waited_for(member, working, settings, rows, on_sqlite):
    if not on_sqlite:
        return
    attempt, slots = working
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.rollback)
    done.start()
    put = f"/api/v1/attempts/{attempt}/answers/{slots[0]}"
    assert member.call("PUT", put, {"answer": None}, If_Match="1").status_code == 204
    done.join()
    other.close()


@pytest.fixture
def gone(app, on_sqlite):
    """The app asks a database that is not there."""
    engine = app.extensions["engine"]
    url = "sqlite:////dev/null/none.db" if on_sqlite else "postgresql+psycopg://127.0.0.1:1/none?connect_timeout=1"
    app.extensions["engine"] = make_engine(url)
    yield
    app.extensions["engine"].dispose()
    app.extensions["engine"] = engine


def test_a_database_that_is_gone_leaves_clear_pages(member, stranger, gone):
    assert stranger.get("/healthz").status_code == 200
    for client in (stranger, member):
        check_503(client.get("/readyz"))
    for path in ("/", "/practice", "/settings", "/learn/o1-1"):
        check_503(member.get(path))
    check_503(member.get("/api/v1/session"))
    assert stranger.get("/learn/o1-1").status_code == 200
    assert stranger.get("/practice/ex-010").status_code == 200


@pytest.mark.parametrize("how", WAYS)
def test_the_log_names_the_trouble_and_the_request(member, working, stuck, logged, how):
    attempt, _slots = working
    with stuck(how):
        answer = member.call("POST", f"/api/v1/attempts/{attempt}/submit")
    [line] = [one for one in logged() if one["what"] == "database cannot be used"]
    assert line["id"] == answer.headers["X-Request-Id"]
    assert "other" not in line["error"].replace("another", "")

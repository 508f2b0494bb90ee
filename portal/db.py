"""The database: base class of all tables, the session of one request, and transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask, current_app, g
from sqlalchemy import Connection, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTC_DateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. Naive values are refused: they would be silently shifted."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table. Ids are never used again, so an old link can never show a new row."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UTC_DateTime()}
    __table_args__ = {"sqlite_autoincrement": True}


def make_engine(url: str) -> Engine:
    """An engine for the address. SQLite gets write-ahead logging, foreign keys and a five second wait.

    Values stay out of error messages, for those end up in logs.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_size=4, max_overflow=4, pool_pre_ping=True, pool_recycle=1800, hide_parameters=True
        )
    engine = create_engine(url, connect_args={"timeout": 5}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-8000")
        connection.execute("PRAGMA temp_store=MEMORY")

    @event.listens_for(engine, "savepoint")
    def _begin(connection: Connection, _name: str | None) -> None:
        # Python's driver begins a transaction before the first write only: a savepoint taken earlier would be
        # a transaction of its own, and its end would commit.
        if not connection.connection.dbapi_connection.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def get_session() -> Session:
    """The session of this request (or of this application context), opened at first use."""
    if "db" not in g:
        g.db = Session(current_app.extensions["engine"], expire_on_commit=False)
    return g.db


@contextmanager
def transaction() -> Iterator[Session]:
    """The request's session; commits at the end of the block, rolls back when it raises."""
    session = get_session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def insert_new(session: Session, table: type, rows: list[dict]) -> None:
    """Inserts the rows whose key is not there yet; two callers at once both get through."""
    if not rows:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.__table__.primary_key if column.name in rows[0]]
    # In one order everywhere: two callers that wait for each other's rows would wait for ever.
    ordered = sorted(rows, key=lambda row: [row[key] for key in keys])
    session.execute(insert(table).on_conflict_do_nothing(), ordered)


def now_utc() -> datetime:
    """The present instant. Views pass it down as `now`; nothing below asks the clock."""
    return datetime.now(UTC)


def init_app(app: Flask) -> None:
    """Connects the app to its database; sessions close with their context."""
    url = app.config["SETTINGS"].database_url
    app.extensions["engine"] = make_engine(url)

    @app.teardown_appcontext
    def _close(_error: BaseException | None) -> None:
        session = g.pop("db", None)
        if session is not None:
            session.close()

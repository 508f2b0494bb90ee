"""Bringing the database to the shape the code expects."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from config import ROOT


class BehindError(RuntimeError):
    """The database is older than the code; the message names the command that mends it."""


def alembic_config(connection: object = None) -> object:
    """Alembic's configuration for this project; `connection` is what migrations run on."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest revision in migrations/versions. Read from file names: Alembic takes 0.3 s to import."""
    return max(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def current(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(engine: Engine, to: str = "head") -> None:
    """Runs the missing migrations. SQLite first gets write-ahead logging, which stays with the file."""
    from alembic import command

    if engine.dialect.name == "sqlite":
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        with engine.connect() as connection:
            connection.execute(text("PRAGMA journal_mode=WAL"))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Rebuilding a table in batch mode would otherwise delete the rows that point at it.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        command.upgrade(alembic_config(connection), to)
        connection.commit()
    # The connection that ignored foreign keys must not serve anybody afterwards.
    engine.dispose()


def downgrade(engine: Engine, to: str) -> None:
    """Steps back, for tests and for whoever must return to an older version."""
    from alembic import command

    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        command.downgrade(alembic_config(connection), to)
        connection.commit()
    engine.dispose()


def prepare(engine: Engine, data_dir: Path) -> str | None:
    """Makes the database current before the site starts.

    SQLite is copied, then migrated; returns the copy's path when one was made. Other databases are shared by
    several nodes and are never migrated by a start: BehindError names the command.
    """
    at = current(engine)
    if at == head():
        return None
    if engine.dialect.name != "sqlite":
        raise BehindError("The database is behind the code. Run: ./goldpath migrate")
    copy = None
    if at is not None:
        copy = str(data_dir / f"before-{head()}.db")
        backup_sqlite(engine.url.database, copy)
    upgrade(engine)
    return copy


def backup_sqlite(source: str, target: str) -> None:
    """A consistent copy of a SQLite file, also while it is in use. Leaves nothing half done at `target`.

    Raises OSError and sqlite3.Error.
    """
    partial = Path(f"{target}.part")
    try:
        partial.touch(mode=0o600)
        # Read-only, so that a database that is not there is an error instead of an empty copy.
        with (
            closing(sqlite3.connect(f"{Path(source).resolve().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(partial)) as new,
        ):
            old.backup(new)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise

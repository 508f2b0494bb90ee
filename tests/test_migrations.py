"""The steps of the database: every one goes up and comes back, and their sum is what the code expects."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import MetaData, Table, inspect, select

from config import ROOT
from portal.db import Base, make_engine
from portal.portfolio.models import Portfolio
from portal.web import migrate

STEPS = sorted(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


@pytest.fixture
def empty(site, settings, tmp_path, worker_id):
    """An engine on an empty database beside the app's own, of the same kind."""
    if settings.on_sqlite:
        url = f"sqlite:///{tmp_path / 'steps.db'}"
    else:
        from tests.conftest import _fresh_postgres

        url = _fresh_postgres(settings.database_url, f"goldpath_steps_{worker_id}")
    engine = make_engine(url)
    yield engine
    engine.dispose()


def differences(engine) -> list:
    """What autogenerate would still change."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def test_steps_are_numbered_without_gaps():
    assert [f"{number:04d}" for number in range(1, len(STEPS) + 1)] == STEPS
    assert migrate.head() == STEPS[-1]


def test_the_newest_shape_is_what_the_code_expects(empty):
    migrate.upgrade(empty)
    assert differences(empty) == []


def test_every_step_goes_up_and_comes_back(empty):
    for step in STEPS:
        migrate.upgrade(empty, step)
        assert migrate.current(empty) == step
        before = ["base", *STEPS][STEPS.index(step)]
        migrate.downgrade(empty, before)
        assert migrate.current(empty) == (None if before == "base" else before)
        migrate.upgrade(empty, step)
    for step in reversed(["base", *STEPS[:-1]]):
        migrate.downgrade(empty, step)
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(empty)
    assert differences(empty) == []


def test_each_step_says_why():
    for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"):
        assert Path(path).read_text().startswith('"""'), path.name


def test_no_id_is_ever_used_again_on_sqlite(site, settings):
    if not settings.on_sqlite:
        return
    with site.extensions["engine"].connect() as connection:
        for table in Base.metadata.sorted_tables:
            keys = list(table.primary_key.columns)
            if len(keys) == 1 and keys[0].autoincrement and str(keys[0].type) == "INTEGER":
                sql = "SELECT sql FROM sqlite_master WHERE name = ?"
                made = connection.exec_driver_sql(sql, (table.name,)).scalar()
                assert "AUTOINCREMENT" in made, table.name


def put(connection, table: str, **values) -> int:
    """The id of a new row; columns that must hold something and are not told hold what is empty for their type."""
    found = Table(table, MetaData(), autoload_with=connection)
    empty_of = {int: 0, str: "", bool: False, float: 0.0, datetime: datetime(2026, 11, 23, tzinfo=UTC)}
    row = {
        column.name: empty_of.get(column.type.python_type, "[]")
        for column in found.columns
        if not column.nullable and column.server_default is None and not column.primary_key
    }
    return connection.execute(found.insert().values(row | values)).inserted_primary_key[0]


def test_facts_move_to_their_fields_and_nothing_is_lost(empty):
    facts = "UTC+1\n25 hours a week\nEnglish C2, Spanish native\nNDA fine\nCVAT and Label Studio\nFrom January"
    migrate.upgrade(empty, "0006")
    with empty.begin() as connection:
        for number, text in enumerate((facts, "", "Just one <line>, of my own")):
            user = put(connection, "users", email=f"{number}@example.org", session_key=str(number))
            put(connection, "portfolios", user_id=user, handle=f"demo-{number}", facts=text, hidden=["facts"])
    migrate.upgrade(empty)
    with empty.connect() as connection:
        found = connection.execute(select(Portfolio.__table__).order_by(Portfolio.id)).all()
    moved, nothing, own = found
    assert (moved.place, moved.hours_a_week, moved.nda) == ("UTC+1", 25, "yes")
    assert moved.languages == [["English", "C2"], ["Spanish", "native"]]
    assert moved.more == "CVAT and Label Studio \N{MIDDLE DOT} From January"
    assert (nothing.place, nothing.hours_a_week, nothing.languages, nothing.more) == ("", None, [], "")
    assert own.more == "Just one <line>, of my own"
    assert [row.hidden for row in found] == [["facts"]] * 3
    migrate.downgrade(empty, "0006")
    with empty.connect() as connection:
        back = connection.exec_driver_sql("SELECT facts FROM portfolios ORDER BY id").scalars().all()
    assert back[0].splitlines()[:3] == ["UTC+1", "25 hours a week", "English C2, Spanish native"]
    assert back[1:] == ["", "Just one <line>, of my own"]


def test_results_that_were_shown_are_the_ones_chosen(empty):
    migrate.upgrade(empty, "0006")
    with empty.begin() as connection:
        user = put(connection, "users", email="a@example.org", session_key="a")
        put(connection, "task_versions", hash="h")
        for number, mode in enumerate(("test", "test", "practice")):
            attempt = put(connection, "attempts", user_id=user, public_id=str(number), task_hash="h", attempt_no=number)
            put(
                connection,
                "evidence",
                user_id=user,
                attempt_id=attempt,
                public_id=f"e{number}",
                task_hash="h",
                mode=mode,
            )
        put(connection, "portfolios", user_id=user, handle="demo", hidden=["experience", "e1"])
    migrate.upgrade(empty)
    with empty.connect() as connection:
        page = connection.execute(select(Portfolio.__table__)).one()
    assert page.results == ["e0"]
    assert page.hidden == ["experience"]
    migrate.downgrade(empty, "0008")
    with empty.connect() as connection:
        hidden = connection.exec_driver_sql("SELECT hidden FROM portfolios").scalar()
    assert "e1" in str(hidden)
    assert "e0" not in str(hidden)

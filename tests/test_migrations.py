"""The steps of the database: every one goes up and comes back, and their sum is what the code expects."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from config import ROOT
from portal.db import Base, make_engine
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

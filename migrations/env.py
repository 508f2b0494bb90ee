"""Alembic's environment: the connection and the tables come from the running app."""

from alembic import context

from portal.db import Base


def run() -> None:
    """Runs the migrations on the connection given by `portal.web.migrate`."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()

"""Commands of the running site: `./goldpath migrate`, `backup`, `user`, `worker`. Rooms add their own."""

import sqlite3
import sys
from pathlib import Path

import click
from flask import Flask, current_app


def site_command(argv: list[str]) -> int:
    """Runs one command of the site. Returns its exit status."""
    from config import Settings
    from portal import create_app
    from portal.web.starting import NotStarted, in_clear_words, refuse

    try:
        with in_clear_words():
            app = create_app(Settings.from_env())
            return _run(app, argv)
    except NotStarted as error:
        return refuse(str(error))


def _run(app: Flask, argv: list[str]) -> int:
    try:
        done = app.cli.main(args=argv, prog_name="goldpath", standalone_mode=False, obj=_script_info(app))
        return done or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        print("goldpath: stopped.", file=sys.stderr)  # noqa: T201
        return 1


def _script_info(app: Flask) -> object:
    from flask.cli import ScriptInfo

    return ScriptInfo(create_app=lambda: app)


def init_app(app: Flask) -> None:
    """Registers the commands that belong to no single room."""

    @app.cli.command("migrate")
    def migrate() -> None:
        """Bring the database to the newest shape."""
        from portal.web import migrate as steps

        steps.upgrade(current_app.extensions["engine"])
        click.echo("The database is current.")

    @app.cli.command("backup")
    @click.argument("file")
    def backup(file: str) -> None:
        """Write a consistent copy of the SQLite database to FILE."""
        from portal.web.migrate import backup_sqlite

        settings = current_app.config["SETTINGS"]
        if not settings.on_sqlite:
            raise click.ClickException("Use pg_dump for PostgreSQL.")
        if Path(file).exists():
            raise click.ClickException(f"{file} exists already.")
        try:
            backup_sqlite(current_app.extensions["engine"].url.database, file)
        except (OSError, sqlite3.Error) as error:
            raise click.ClickException(f"No copy was made: {error}.") from error
        click.echo(f"Copied to {file}.")

    @app.cli.command("worker")
    def worker() -> None:
        """Run jobs and chores until stopped."""
        from portal.jobs import work_forever

        work_forever(current_app._get_current_object())

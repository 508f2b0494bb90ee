"""Attempts: starting, answering, checking, grading, results and history."""

from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader


def init_app(app: Flask) -> None:
    """Registers pages, regular work, the regrade command and what is kept about a person."""
    from portal import jobs, tasks
    from portal.practice import attempts, grades, personal, queries, views
    from portal.web import events

    app.register_blueprint(views.bp)
    # Each kind's templates lie with the kind: "tasks/boxes/widget.html".
    kinds = FileSystemLoader(Path(tasks.__file__).parent)
    app.jinja_loader = ChoiceLoader([app.jinja_loader, PrefixLoader({"tasks": kinds})])
    events.keeps_personal_data(app, personal.PERSONAL)
    jobs.chore(app, timedelta(hours=1), attempts.abandon_idle)

    def close_overdue(session: object, now: object) -> None:
        for attempt in queries.overdue(session, now):
            try:
                with session.begin_nested():
                    grades.submit_attempt(session, app.extensions["library"], attempt, now=now)
            except Exception:
                # One that cannot be graded must not keep the others open.
                app.logger.exception("overdue set %s could not be closed", attempt.id)

    jobs.chore(app, timedelta(minutes=1), close_overdue)

    @app.cli.command("regrade")
    @click.argument("exercise_id")
    def regrade(exercise_id: str) -> None:
        """Grade the closed attempts at EXERCISE_ID again with today's reference answers."""
        from portal.db import now_utc, transaction
        from portal.practice.models import Attempt

        with transaction() as session:
            ids = queries.closed_attempts(session, exercise_id)
        if not ids and exercise_id not in current_app.extensions["library"].exercises:
            raise click.ClickException(f"There is no exercise {exercise_id}, and nobody has done it.")
        changed = 0
        for attempt_id in ids:
            with transaction() as session:
                attempt = session.get_one(Attempt, attempt_id)
                library = current_app.extensions["library"]
                row = grades.regrade_attempt(session, library, attempt, now=now_utc(), cause="regrade")
                changed += row is not None
        click.echo(f"{len(ids)} attempt{'' if len(ids) == 1 else 's'} graded again, {changed} changed.")

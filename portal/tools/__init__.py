"""Tools for one's own label files: the agreement report."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages, the job that makes large reports, what is kept about a person, and the pruning."""
    from datetime import timedelta

    from portal import jobs
    from portal.tools import personal, services, views, work
    from portal.web import events

    app.register_blueprint(views.bp)
    jobs.handles(app, work.JOB, work.run_job)
    jobs.chore(app, timedelta(hours=1), services.forget_old)
    events.keeps_personal_data(app, personal.PERSONAL)

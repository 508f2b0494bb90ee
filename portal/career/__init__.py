"""What the work pays: the market as far as it is known, and one's own pay log."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages, what is kept about a person, and the pruning of removed entries."""
    from datetime import timedelta

    from portal import jobs
    from portal.career import personal, services, views
    from portal.web import events

    app.register_blueprint(views.bp)
    events.keeps_personal_data(app, personal.PERSONAL)
    jobs.chore(app, timedelta(hours=6), services.forget_removed)

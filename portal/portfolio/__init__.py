"""The public page, built from what other rooms know."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages; takes the page down when its owner leaves; forgets removed pages after 30 days."""
    from datetime import timedelta

    from portal import jobs
    from portal.portfolio import personal, samples, services, views
    from portal.web import events

    app.register_blueprint(views.bp)
    events.on(app, "account_closing", services.account_closing)
    events.on(app, "attempt_regraded", samples.attempt_regraded)
    events.keeps_personal_data(app, personal.PERSONAL)
    jobs.chore(app, timedelta(hours=6), services.forget_removed)

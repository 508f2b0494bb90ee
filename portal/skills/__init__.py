"""Evidence from closed attempts, levels, and what is missing for the next one."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages, and writes evidence whenever an attempt closes or is graded again."""
    from portal.skills import services, views
    from portal.web import events

    app.register_blueprint(views.bp)
    events.on(app, "attempt_closed", services.write_evidence)
    events.on(app, "attempt_regraded", services.add_note)
    events.keeps_personal_data(app, services.PERSONAL)

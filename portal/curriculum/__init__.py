"""Reading lessons: the list, one lesson, its questions, progress."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages and what is kept about a person."""
    from portal.curriculum import services, views
    from portal.web import events

    app.register_blueprint(views.bp)
    events.keeps_personal_data(app, services.PERSONAL)

"""/api/v1: thin JSON views over the rooms' services."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the API and its description."""
    from portal.api import me, openapi, views

    app.register_blueprint(views.bp)
    app.register_blueprint(me.bp)
    app.register_blueprint(openapi.bp)

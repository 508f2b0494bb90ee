"""The landing page, five messages without an account, the first two questions, and today."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages."""
    from portal.home import views

    app.register_blueprint(views.bp)

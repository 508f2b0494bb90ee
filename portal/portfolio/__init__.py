"""The public page, built from what other rooms know."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages; takes the page down when its owner leaves."""
    from portal.portfolio import services, views
    from portal.web import events

    app.register_blueprint(views.bp)
    events.on(app, "account_closing", services.account_closing)
    events.keeps_personal_data(app, services.PERSONAL)

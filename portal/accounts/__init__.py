"""Sign up, sign in, settings, tokens; all that is kept about a person, and its end."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Connects accounts to the app."""
    from portal.accounts import session

    session.init_app(app)

"""Translations, and times in the reader's zone."""

from flask import Flask
from flask_babel import Babel
from flask_login import current_user

LANGUAGES = ("en",)


def init_app(app: Flask) -> None:
    """Chooses the language and the time zone of each answer. English until a catalogue is added."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=_locale, timezone_selector=_timezone)


def _locale() -> str:
    return LANGUAGES[0]


def _timezone() -> str:
    return current_user.time_zone if current_user and current_user.is_authenticated else "UTC"

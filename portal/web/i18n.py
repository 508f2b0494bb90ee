"""Translations, and times in the reader's zone."""

from collections.abc import Callable

from flask import Flask, g
from flask_babel import Babel, get_translations
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

LANGUAGES = ("en",)


def init_app(app: Flask) -> None:
    """Chooses the language and the time zone of each answer. English until a catalogue is added."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=_locale, timezone_selector=_timezone)
    # A page says fifty things; Flask-Babel would look the catalogue up for each.
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext)


def gettext(message: str, /, **facts: object) -> str:
    """The message in the reader's language; with facts they are filled in, and "%%" is a percent sign.

    A page says a hundred things: Flask-Babel's own, which looks the catalogue up for each, takes ten times as long.
    """
    text = _catalogue().ugettext(message)
    return text % facts if facts else text


def translator() -> Callable[[str], str]:
    """What translates into the reader's language, for many sentences without facts of their own."""
    return _catalogue().ugettext


def ngettext(one: str, many: str, n: int, /) -> str:
    """The form of the message that fits the number, which stands in it as %(num)s."""
    return _catalogue().ungettext(one, many, n) % {"num": n}


def _catalogue() -> object:
    catalogue = g.get("catalogue")
    if catalogue is None:
        catalogue = g.catalogue = get_translations()
    return catalogue


@pass_eval_context
def _gettext(context: EvalContext, message: str, /, **facts: object) -> str:
    """The message in the reader's language for a template, with the facts filled in and escaped."""
    text = gettext(message)
    if context.autoescape:
        text = Markup(text)  # noqa: S704
    # "%%" stands for a percent sign, whether there are facts or not.
    return text % facts if "%" in text else text


def _locale() -> str:
    return LANGUAGES[0]


def _timezone() -> str:
    return current_user.time_zone if current_user and current_user.is_authenticated else "UTC"

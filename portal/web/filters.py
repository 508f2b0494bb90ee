"""How numbers, instants and money are written in pages."""

from datetime import datetime
from functools import lru_cache
from math import floor
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_login import current_user

from portal.grading.types import Say
from portal.web.currencies import write_minor
from portal.web.i18n import gettext


def init_app(app: Flask) -> None:
    """Registers the filters and what every template may ask."""
    app.jinja_env.filters.update(
        percent=percent, number=number, instant=instant, day=day, money=money, say=say, headline=headline
    )
    app.jinja_env.globals.update(site=_Site(app), field_attributes=field_attributes)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


class _Site:
    """Name and operator of this site, for templates."""

    def __init__(self, app: Flask) -> None:
        settings = app.config["SETTINGS"]
        self.name = settings.site_name
        self.operator = settings.operator_name
        self.contact = settings.operator_contact
        self.public_url = settings.public_url


def field_attributes(field: object, described_by: list[str], more: dict) -> dict:
    """HTML attributes of a form field: what describes it, and whether it was refused."""
    attributes = dict(more)
    if described_by:
        attributes["aria_describedby"] = " ".join(described_by)
    if field.errors:
        attributes["aria_invalid"] = "true"
    return attributes


def percent(value: float | None, mark: float | None = None) -> str:
    """0.943 as "94 %"; undefined as a dash. Never rounds up to 100, to a `mark` that is missed, or down to 0."""
    if value is None:
        return "–"
    shown = round(value * 100)
    if mark is not None and value < mark - 1e-9 and shown >= round(mark * 100):
        return f"{floor(value * 1000) / 10} %"
    if shown == 100 and value < 1:
        shown = 99
    if shown == 0 and value > 0:
        shown = 1
    return f"{shown} %"


def number(value: float | None, digits: int = 2) -> str:
    """A figure with so many digits after the point; undefined as a dash."""
    return "–" if value is None else f"{value:.{digits}f}"


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The time zone of that name, UTC when it is unknown."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _local(value: datetime) -> datetime:
    name = current_user.time_zone if current_user and current_user.is_authenticated else "UTC"
    return value.astimezone(zone(name))


def instant(value: datetime | None) -> str:
    """An instant in the reader's zone: "14 Oct 2026, 09:30"."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local.day} {local:%b %Y, %H:%M}"


def day(value: datetime | None) -> str:
    """The day of an instant in the reader's zone: "14 Oct 2026"."""
    if value is None:
        return ""
    local = _local(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%b %Y}"


def money(minor: int | None, currency: str) -> str:
    """Minor units as an amount: 1250, "USD" as "12.50 USD"."""
    if minor is None:
        return "–"
    return f"{write_minor(minor, currency, grouped=True)} {currency}"


def say(sentence: Say) -> str:
    """A sentence of the grading core in the reader's language."""
    return sentence.render(gettext)


def headline(stored: dict) -> str:
    """A sentence as it was stored with a grade, in the reader's language."""
    return say(Say.from_json(stored))


def current_library():
    """The library of the running app."""
    return current_app.extensions["library"]

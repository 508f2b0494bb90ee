"""The fact strip: what each field may hold, and how a recruiter reads it."""

from datetime import date, datetime

from flask_babel import format_date

from portal.portfolio.models import Portfolio
from portal.web.filters import zone
from portal.web.i18n import gettext as _

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
MOST_HOURS = 80
MOST_LANGUAGES = 5
MONTHS_AHEAD = 12


def strip_of(page: Portfolio, now: datetime) -> tuple[str, ...]:
    """The facts in a recruiter's order, each ready to print; what was not said is not there."""
    parts = (
        ", ".join(filter(None, (page.place, offset_words(page.time_zone, now)))),
        hours_words(page.hours_a_week, page.starts, now.date()),
        ", ".join(language_words(name, level) for name, level in page.languages),
        page.tools,
        {"yes": _("NDA fine"), "read": _("NDA after reading it")}.get(page.nda, ""),
        page.more,
    )
    return tuple(part for part in parts if part)


def offset_words(name: str, now: datetime) -> str:
    """A time zone as its distance from UTC today: "UTC+1", "UTC−3:30"; empty for no zone."""
    if not name:
        return ""
    minutes = round(now.astimezone(zone(name)).utcoffset().total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def hours_words(hours: int | None, starts: str, today: date) -> str:
    """Hours a week and when they begin. A month that has come is "now"."""
    month = month_of(starts)
    if month is not None and month > today.replace(day=1):
        when = format_date(month, "MMMM y")
        return _("%(n)s hours a week from %(when)s", n=hours, when=when) if hours else _("from %(when)s", when=when)
    if starts:
        return _("%(n)s hours a week, free to start now", n=hours) if hours else _("free to start now")
    return _("%(n)s hours a week", n=hours) if hours else ""


def month_of(starts: str) -> date | None:
    """The first day of a month as stored, "2027-01"; None for anything else."""
    try:
        return date.fromisoformat(f"{starts}-01")
    except ValueError:
        return None


def start_choices(stored: str, today: date) -> list[tuple[str, str]]:
    """Not said, now, the next twelve months, and what was chosen before."""
    months = [(today.year + (today.month + n) // 12, (today.month + n) % 12 + 1) for n in range(MONTHS_AHEAD)]
    choices = [f"{year}-{month:02}" for year, month in months]
    if month_of(stored) is not None and stored not in choices:
        choices.insert(0, stored)
    named = [(choice, format_date(month_of(choice), "MMMM y")) for choice in choices]
    return [("", _("Not said")), ("now", _("Now")), *named]


def language_words(name: str, level: str) -> str:
    """ "English C2", "Spanish native"."""
    return " ".join(filter(None, (name, _("native") if level == "native" else level)))

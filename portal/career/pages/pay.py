"""Pages of the pay log."""

from dataclasses import dataclass
from datetime import datetime

from portal.career.forms.pay import EntryForm, LogFilterForm, StartForm, StopForm, clock
from portal.career.models import PayEntry
from portal.career.money import Rate, effective_hourly, round_minor
from portal.career.queries import CurrencyTotals, PlatformLine
from portal.career.services import FORGOTTEN, elapsed_minutes
from portal.web.currencies import write_minor
from portal.web.filters import money
from portal.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Timer:
    """The timer that runs. `clock` is how long by now, hours and minutes."""

    entry: PayEntry
    clock: str
    minutes: int
    hours: int
    forgotten: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the list; `hourly_minor` is None without time, or where nobody has said what came in."""

    entry: PayEntry
    hourly_minor: int | None
    unsettled: bool


@dataclass(frozen=True, slots=True)
class LogPage:
    """/pay"""

    timer: Timer | None
    start: StartForm
    stop: StopForm
    totals: tuple[CurrencyTotals, ...]
    platforms: tuple[PlatformLine, ...]
    places: tuple[str, ...]
    lines: tuple[LogLine, ...]
    filter: LogFilterForm
    filtered: bool
    query: dict[str, str]
    older: str | None
    is_first: bool
    removed: PayEntry | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that stands otherwise in the log than in the form."""

    label: str
    saved: str
    yours: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """/pay/new and /pay/<id>"""

    form: EntryForm
    entry: PayEntry | None
    just_stopped: bool
    open_more: bool
    platforms: tuple[str, ...]
    by_rate: str | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """/pay/removed"""

    entries: tuple[PayEntry, ...]


def timer_of(entry: PayEntry | None, now: datetime) -> Timer | None:
    """The running timer as a page shows it."""
    if entry is None:
        return None
    ran = now - entry.started_at
    return Timer(
        entry=entry,
        clock=clock(max(0, int(ran.total_seconds() // 60))),
        minutes=elapsed_minutes(entry, now),
        hours=int(ran.total_seconds() // 3600),
        forgotten=ran > FORGOTTEN,
        now=now,
    )


def line_of(entry: PayEntry) -> LogLine:
    """The entry with its own hourly rate."""
    unsettled = entry.paid and entry.received_minor is None
    hourly = None
    if entry.received_minor is not None:
        hourly = effective_hourly(entry.received_minor, entry.expenses_minor, entry.minutes)
    return LogLine(entry, round_minor(hourly), unsettled)


def duration(minutes: int | None) -> str:
    """150 as "2 h 30 min"."""
    if minutes is None:
        return "–"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(m)s min", m=rest)
    return _("%(h)s h %(m)s min", h=f"{hours:,}", m=rest) if rest else _("%(h)s h", h=f"{hours:,}")


def span(ends: tuple[int, ...] | None, currency: str) -> str:
    """One amount or a range: "12.00 to 18.00 USD"."""
    if ends is None:
        return "–"
    if len(ends) == 1:
        return money(ends[0], currency)
    low = money(ends[0], currency).removesuffix(f" {currency}")
    return _("%(low)s to %(high)s", low=low, high=money(ends[1], currency))


def amount(minor: int, currency: str) -> str:
    """An amount where the currency is named already: 125050, "USD" as "1,250.50"."""
    return write_minor(minor, currency, grouped=True)


def rate_words(rate: Rate | None) -> str:
    """A rate as it was advertised: "7.50 USD for 1,000 pieces"."""
    if rate is None:
        return ""
    pay = span(rate.ends, rate.currency)
    if rate.period == "piece":
        return _("%(amount)s for %(n)s pieces", amount=pay, n=f"{rate.per_items or 1:,}")
    return {
        "hour": _("%(amount)s an hour", amount=pay),
        "day": _("%(amount)s a day", amount=pay),
        "week": _("%(amount)s a week", amount=pay),
        "month": _("%(amount)s a month", amount=pay),
        "year": _("%(amount)s a year", amount=pay),
    }[rate.period]


def due_by_rate(entry: PayEntry) -> str | None:
    """What the advertised rate would have come to for this entry; None where it cannot be said."""
    due = entry.rate.due(minutes=entry.minutes or 0, pieces=entry.pieces or 0) if entry.rate else None
    return None if due is None else span(due, entry.currency)

"""The market page, with the geometry of its chart."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.career.forms.market import MarketForm
from portal.career.market import Bar, Ends, Scale
from portal.library.reference import Figure, Occupation
from portal.web.currencies import write_minor
from portal.web.i18n import gettext as _

ROW = 62
TOP = 34


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its place in the picture: `left` and widths in per cent of it, `top` in px."""

    name: str
    words: str
    kind: str
    top: int
    left: str
    width: str
    after_left: str
    after_width: str
    after_words: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A line of the scale."""

    left: str
    anchor: str
    year: str
    hour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture of the scale; `height` in px, its width is that of the page."""

    height: int
    bars: tuple[DrawnBar, ...]
    marks: tuple[DrawnMark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A line of the table that says what the picture shows."""

    name: str
    figure: Figure
    hour: str
    year: str
    after: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure with its value in words, and what it comes to in a year or an hour."""

    figure: Figure
    value: str
    also: str


@dataclass(frozen=True, slots=True)
class Group:
    """Figures about one thing."""

    id: str
    name: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class ProspectLine:
    """What one kind of work could pay the reader, in words."""

    name: str
    hour: str
    year: str
    against: str
    against_kind: str | None
    how: str
    sources: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class WorthAnswer:
    """The answer to "is this worth it for me", all of it sentences."""

    now: str
    heading: str
    sentences: tuple[str, ...]
    prospects: tuple[ProspectLine, ...]
    carries: str
    occupation: Occupation | None


@dataclass(frozen=True, slots=True)
class MarketPage:
    """/market"""

    form: MarketForm
    claim: str
    after: str
    chart: Chart
    rows: tuple[ScaleRow, ...]
    hours: int
    unpaid: int
    own_unpaid: int | None
    groups: tuple[Group, ...]
    occupations: tuple[Occupation, ...]
    worth: WorthAnswer | None


def dollars(minor: int) -> str:
    """Cents as dollars: 2496000 as "24,960", 1250 as "12.50"."""
    whole, rest = divmod(abs(minor), 100)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole:,}" if rest == 0 else f"{sign}{whole:,}.{rest:02d}"


def round_dollars(minor: int) -> str:
    """Cents as whole dollars, for yearly pay."""
    return dollars((minor + 50) // 100 * 100)


def between(low: str, high: str) -> str:
    """Both ends in words, or the one they are."""
    return low if low == high else _("%(low)s to %(high)s", low=low, high=high)


def hour_words(ends: Ends) -> str:
    """Pay an hour in words, without the currency."""
    if ends.low_hour % 100 == ends.high_hour % 100 == 0:
        return between(dollars(ends.low_hour), dollars(ends.high_hour))
    return between(*(write_minor(end, "USD", grouped=True) for end in (ends.low_hour, ends.high_hour)))


def year_words(ends: Ends) -> str:
    """Pay a year in words, whole dollars, without the currency."""
    return between(round_dollars(ends.low_year), round_dollars(ends.high_year))


def bar_names() -> dict[str, str]:
    """Short names for the figures on the scale."""
    return {
        "entry-band": _("Salaried entry, the article’s claim"),
        "ziprecruiter-trainer": _("All AI trainers, ZipRecruiter"),
        "platform-start": _("Platform, at the start, the article’s claim"),
        "hireart-generalist": _("Generalist at the start, HireArt survey"),
        "verge-us": _("Remotasks in the US, The Verge, 2023"),
        "platform-experienced": _("Platform, experienced, the article’s claim"),
        "bls-office-clerks": _("For comparison: office clerks, official"),
        "bls-customer-service": _("For comparison: customer service, official"),
    }


def chart_of(scale: Scale) -> Chart:
    """The scale as a picture: every place worked out here, nothing in the template."""
    names = bar_names()

    def place(cents: int) -> float:
        return 100 * cents / scale.end_year

    def width(ends: Ends) -> str:
        # A median is one number: a sliver that can still be seen.
        return f"{max(0.8, place(ends.high_year) - place(ends.low_year)):.2f}%"

    bars = []
    for row, bar in enumerate(scale.bars):
        after = bar.after
        bars.append(
            DrawnBar(
                name=names.get(bar.figure.id, bar.figure.claim),
                words=_("%(hour)s an hour, %(year)s a year", hour=hour_words(bar.ends), year=year_words(bar.ends)),
                kind=bar.kind,
                top=TOP + row * ROW,
                left=f"{place(bar.ends.low_year):.2f}%",
                width=width(bar.ends),
                after_left=f"{place(after.low_year):.2f}%" if after else "",
                after_width=width(after) if after else "",
                after_words=_("after unpaid time %(hour)s an hour", hour=hour_words(after)) if after else "",
            )
        )
    return Chart(
        height=TOP + len(bars) * ROW,
        bars=tuple(bars),
        marks=tuple(_mark(scale, cents, place(cents)) for cents in scale.marks),
        words="; ".join(f"{bar.name}: {bar.words}" for bar in bars),
    )


def _mark(scale: Scale, cents: int, left: float) -> DrawnMark:
    anchor = "start" if cents == 0 else "end" if cents == scale.end_year else "middle"
    return DrawnMark(f"{left:.2f}%", anchor, dollars(cents), dollars(round(cents / scale.hours)))


def rows_of(bars: Iterable[Bar]) -> tuple[ScaleRow, ...]:
    """The same as the picture, as lines of a table."""
    names = bar_names()
    return tuple(
        ScaleRow(
            name=names.get(bar.figure.id, bar.figure.claim),
            figure=bar.figure,
            hour=hour_words(bar.ends),
            year=year_words(bar.ends),
            after=_("%(hour)s an hour, %(year)s a year", hour=hour_words(bar.after), year=year_words(bar.after))
            if bar.after
            else "",
        )
        for bar in bars
    )

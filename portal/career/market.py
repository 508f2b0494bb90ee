"""What the market page works out: pay on one scale, and what a change could mean for one reader. Pure.

Everything is US dollars and US figures in cents; only the reader's own rate ever touches another currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from portal.career.money import HOURS_PER_YEAR, convert, round_minor
from portal.library.reference import Figure, Market, Occupation

# What stands on the scale: salaried first, then by the hour, then other jobs to compare with.
SCALE = (
    ("entry-band", "salary"),
    ("ziprecruiter-trainer", "salary"),
    ("platform-start", "gig"),
    ("hireart-generalist", "gig"),
    ("verge-us", "gig"),
    ("platform-experienced", "gig"),
    ("bls-office-clerks", "other"),
    ("bls-customer-service", "other"),
)
# Expert work by the hour, for those whose background is the expertise.
EXPERT = {
    "nursing": "hireart-medicine",
    "law": "hireart-law-engineering",
    "engineering": "hireart-law-engineering",
}
STEP_MINOR = 2_500_000


@dataclass(frozen=True, slots=True)
class Ends:
    """The same pay an hour and a year, in cents; both ends equal where a figure is one number."""

    low_hour: int
    high_hour: int
    low_year: int
    high_year: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure on the scale. `after` is what is left when part of the time is unpaid; gig work only."""

    figure: Figure
    kind: str
    ends: Ends
    after: Ends | None


@dataclass(frozen=True, slots=True)
class Scale:
    """All bars, the end of the scale and its marks in cents a year."""

    bars: tuple[Bar, ...]
    end_year: int
    marks: tuple[int, ...]
    hours: int
    unpaid: int


def cents(value: float) -> int:
    """A figure of the file in cents; 12.5 is 1250. Read as written, so that no float is ever summed."""
    return int(Fraction(str(value)) * 100)


def ends_of(figure: Figure, hours: int) -> Ends | None:
    """The figure an hour and a year at so many hours; None when it is not pay or has no number."""
    if figure.unit not in ("USD/hour", "USD/year") or figure.low is None:
        return None
    period = figure.unit.removeprefix("USD/")
    low, high = cents(figure.low), cents(figure.high if figure.high is not None else figure.low)
    return Ends(*(round_minor(convert(end, period, to, hours)) for to in ("hour", "year") for end in (low, high)))


def less_unpaid(ends: Ends, unpaid: int) -> Ends:
    """What is left of advertised pay when `unpaid` per cent of all the time is not paid."""
    keep = Fraction(100 - unpaid, 100)
    return Ends(*(round_minor(end * keep) for end in (ends.low_hour, ends.high_hour, ends.low_year, ends.high_year)))


def scale_of(market: Market, hours: int, unpaid: int) -> Scale:
    """Salaries and pay by the hour side by side, both at `hours` a year."""
    bars = []
    for figure_id, kind in SCALE:
        figure = market.figures.get(figure_id)
        ends = _bar_ends(market, figure, hours) if figure is not None else None
        if ends is not None:
            after = less_unpaid(ends, unpaid) if kind == "gig" and unpaid else None
            bars.append(Bar(figure, kind, ends, after))
    highest = max((bar.ends.high_year for bar in bars), default=0)
    step = STEP_MINOR
    while highest > 6 * step:
        step *= 2
    end = max(4, -(-highest // step)) * step
    return Scale(tuple(bars), end, tuple(range(0, end + 1, step)), hours, unpaid)


def _bar_ends(market: Market, figure: Figure, hours: int) -> Ends | None:
    """The figure an hour and a year. An official median stands as published, both ways."""
    official = next((one for one in market.occupations.values() if one.url == figure.url), None)
    if official is None or official.median_hour is None or hours != HOURS_PER_YEAR:
        return ends_of(figure, hours)
    hour, year = cents(official.median_hour), cents(official.median_year)
    return Ends(hour, hour, year, year)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader said about now; `now_hour` is cents an hour, None when it was not said or has no rate."""

    now_hour: Fraction | None
    hours_week: int
    unpaid: int
    background: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """One kind of work and what it could pay this reader. `against` is below | within | above | None."""

    kind: str
    ends: Ends
    sources: tuple[Figure, ...]
    against: str | None


@dataclass(frozen=True, slots=True)
class Worth:
    """The answer: prospects, what people of the same background earn in the US, and the verdict.

    verdict: unsaid | stop | cut-first | open | better, from the prospects everybody has.
    """

    prospects: tuple[Prospect, ...]
    occupation: Occupation | None
    carries: str
    verdict: str
    now_hour: int | None
    now_year: int | None


def worth_of(market: Market, question: Question) -> Worth:
    """What the figures we hold say to this reader; prospects whose figures are missing are left out."""
    found = [
        _prospect("gig", market, ("platform-start", "hireart-generalist"), question),
        _prospect("salary", market, ("ziprecruiter-trainer", "entry-band"), question),
    ]
    if question.background in EXPERT:
        found.append(_prospect("expert", market, (EXPERT[question.background],), question))
    prospects = tuple(one for one in found if one is not None)
    background = market.backgrounds.get(question.background)
    occupation = market.occupations.get(background.occupation or "") if background else None
    now = question.now_hour
    return Worth(
        prospects=prospects,
        occupation=occupation,
        carries=background.carries if background else "",
        verdict=_verdict({one.kind: one.against for one in prospects}),
        now_hour=round_minor(now),
        now_year=round_minor(now * question.hours_week * 52) if now is not None else None,
    )


def _prospect(kind: str, market: Market, figure_ids: tuple[str, ...], question: Question) -> Prospect | None:
    """The range the figures span an hour, and in a year of the reader's hours.

    For a salary the range runs from the lowest pay of all trainers to the top of the claimed entry band,
    an hour of a full-time year; fewer hours are taken as the same pay an hour.
    """
    figures = tuple(market.figures[one] for one in figure_ids if one in market.figures)
    spans = [(figure, ends_of(figure, HOURS_PER_YEAR)) for figure in figures]
    spans = [(figure, ends) for figure, ends in spans if ends is not None]
    if not spans:
        return None
    low = min(ends.low_hour for _figure, ends in spans)
    # The average of everybody called a trainer runs far beyond a first job.
    tops = [ends.high_hour for figure, ends in spans if figure.id != "ziprecruiter-trainer"]
    high = max(tops or [ends.high_hour for _figure, ends in spans])
    year = question.hours_week * 52
    ends = Ends(low, high, low * year, high * year)
    if kind == "gig":
        ends = less_unpaid(ends, question.unpaid)
    return Prospect(kind, ends, tuple(figure for figure, _ends in spans), _against(ends, question.now_hour))


def _against(ends: Ends, now_hour: Fraction | None) -> str | None:
    """Where the range lies as seen from the pay now."""
    if now_hour is None:
        return None
    if ends.high_hour < now_hour:
        return "below"
    return "above" if ends.low_hour > now_hour else "within"


def _verdict(against: Mapping[str, str | None]) -> str:
    gig, salary = against.get("gig"), against.get("salary")
    if gig is None and salary is None:
        return "unsaid"
    if "below" in (gig, salary) and {gig, salary} <= {"below", None}:
        return "stop"
    if gig == "below":
        return "cut-first"
    return "better" if {gig, salary} <= {"above", None} else "open"

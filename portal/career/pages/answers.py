"""The words of the market page: values, claims set against each other, "is this worth it for me"."""

from collections.abc import Iterable

from portal.career.forms.market import MarketForm
from portal.career.market import Prospect, Scale, Worth, ends_of
from portal.career.pages.market import (
    FigureLine,
    Group,
    ProspectLine,
    WorthAnswer,
    between,
    dollars,
    hour_words,
    year_words,
)
from portal.library.reference import Figure
from portal.web.i18n import gettext as _


def groups_of(figures: Iterable[Figure], hours: int) -> tuple[Group, ...]:
    """The figures by what they are about, in the order of the file."""
    names = {
        "growth": _("Is it growing?"),
        "pay": _("What does it pay?"),
        "evidence": _("Does careful data matter?"),
    }
    found: dict[str, list[FigureLine]] = {}
    for figure in figures:
        found.setdefault(figure.group, []).append(_line(figure, hours))
    return tuple(Group(group, names.get(group, group.capitalize()), tuple(lines)) for group, lines in found.items())


def _line(figure: Figure, hours: int) -> FigureLine:
    ends = ends_of(figure, hours)
    if ends is None:
        return FigureLine(figure, _value(figure), "")
    if figure.unit == "USD/hour":
        value = _("%(pay)s USD an hour", pay=hour_words(ends))
        also = _("%(pay)s USD for %(hours)s hours", pay=year_words(ends), hours=f"{hours:,}")
    else:
        value = _("%(pay)s USD a year", pay=year_words(ends))
        also = _("%(pay)s USD an hour over %(hours)s hours", pay=hour_words(ends), hours=f"{hours:,}")
    return FigureLine(figure, value, also)


def _value(figure: Figure) -> str:
    """The number with its unit; open above where the source says "at least"."""
    if figure.low is None:
        return _("no number given")
    low = _plain(figure.low)
    if figure.high is None:
        low = _("at least %(n)s", n=low)
    amount = low if figure.high in (None, figure.low) else between(low, _plain(figure.high))
    if figure.unit == "rank":
        return _("rank %(n)s", n=amount)
    return f"{amount} {figure.unit}"


def _plain(value: float) -> str:
    return f"{value:,g}".replace("-", "\N{MINUS SIGN}")


def claim_of(scale: Scale) -> str:
    """Entry pay by the hour set against entry pay by the year, as one sentence; "" without both figures."""
    bars = {bar.figure.id: bar for bar in scale.bars}
    if "platform-start" not in bars or "entry-band" not in bars:
        return ""
    gig, salary = bars["platform-start"], bars["entry-band"]
    words = {
        "hour": hour_words(gig.ends),
        "year": year_words(gig.ends),
        "salary": year_words(salary.ends),
        "hours": f"{scale.hours:,}",
    }
    return _("%(hour)s dollars an hour is %(year)s a year at %(hours)s hours, not %(salary)s.", **words)


def after_of(scale: Scale) -> str:
    """What unpaid time leaves of pay at the start, as a sentence; "" when no time is unpaid."""
    gig = next((bar for bar in scale.bars if bar.figure.id == "platform-start"), None)
    if gig is None or gig.after is None:
        return ""
    return _(
        "With %(share)s %% of the time unpaid, %(year)s a year are left, or %(hour)s an hour.",
        share=scale.unpaid,
        year=year_words(gig.after),
        hour=hour_words(gig.after),
    )


def worth_answer(worth: Worth, form: MarketForm, country: str) -> WorthAnswer:
    """The answer in sentences, the hard one first."""
    return WorthAnswer(
        now=_now(worth, form),
        heading=_heading(worth.verdict),
        sentences=tuple(_sentences(worth, form, country)),
        prospects=tuple(_prospect(one, form) for one in worth.prospects),
        carries=worth.carries,
        occupation=worth.occupation,
    )


def _now(worth: Worth, form: MarketForm) -> str:
    if worth.now_hour is not None:
        words = {"hour": dollars(worth.now_hour), "year": dollars((worth.now_year + 50) // 100 * 100)}
        if form.currency.data == "USD":
            return _("You earn %(hour)s USD an hour now, %(year)s a year.", **words)
        return _("At your rate you earn %(hour)s USD an hour now, %(year)s a year.", **words)
    if form.pay.minor is None:
        return _("You did not say what you earn now, so nothing is compared.")
    return _(
        "Nothing is compared: the figures are in USD and we hold no exchange rate. "
        "Write one beside your pay, and your pay is put on the same scale."
    )


def _heading(verdict: str) -> str:
    return {
        "unsaid": _("What this work could pay you"),
        "stop": _("On pay alone, this is not worth it for you."),
        "cut-first": _("The first months would be a pay cut; what follows is open."),
        "open": _("On pay alone, this could go either way."),
        "better": _("On pay alone, this would be a step up."),
    }[verdict]


def _sentences(worth: Worth, form: MarketForm, country: str) -> Iterable[str]:
    if form.country.data and form.country.data != "US":
        yield _(
            "These are US figures. We hold none for %(country)s that we could trace to a source, and pay "
            "differs greatly between countries: one platform paid 1 to 3 dollars an hour in Kenya in 2023.",
            country=country,
        )
    if worth.verdict == "stop":
        yield _("Every range we hold lies below what you earn now. Stopping here is a sensible answer.")
    elif worth.verdict == "cut-first":
        yield _(
            "If you cannot live on the first months’ pay, stopping here is a sensible answer. "
            "So is learning beside the job you have."
        )
    elif worth.verdict == "open":
        yield _(
            "Your pay lies within the range. Hours that nobody promises decide it, "
            "so keep the job you have until they come."
        )
    elif worth.verdict == "better":
        yield _("That holds for hours that are paid. Platforms promise none, so do not give up a steady job for them.")
    yield _("No source we found says how many of those who begin on a platform come to a salaried job.")


def _prospect(prospect: Prospect, form: MarketForm) -> ProspectLine:
    names = {
        "gig": _("First months, on a platform"),
        "salary": _("First salaried job, if you get one"),
        "expert": _("Expert work by the hour"),
    }
    how = {
        "gig": _("Lowest and highest of the figures below, less %(share)s %% unpaid time.", share=form.unpaid.data)
        if form.unpaid.data
        else _("Lowest and highest of the figures below, as if every hour were paid. It rarely is."),
        "salary": _(
            "From the lowest pay ZipRecruiter lists to the top of the band the article claims without "
            "a source; that top is about ZipRecruiter’s average of everybody. An hour is one of 2,080 a year."
        ),
        "expert": _("It pays for a licence and years of practice, and promises no hours."),
    }
    against = {
        "below": _("less than now"),
        "within": _("less or more than now"),
        "above": _("more than now"),
    }
    ends = prospect.ends
    words = {"pay": year_words(ends), "hours": form.hours_week.data}
    year = _("%(pay)s USD a year at %(hours)s hours a week", **words)
    return ProspectLine(
        name=names[prospect.kind],
        hour=_("%(pay)s USD an hour", pay=hour_words(ends)),
        # Nobody is promised expert work by the hour for a whole year.
        year="" if prospect.kind == "expert" else year,
        against=against.get(prospect.against, ""),
        against_kind=prospect.against,
        how=how[prospect.kind],
        sources=prospect.sources,
    )

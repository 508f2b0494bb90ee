"""/market: what is said about this work, on one scale, and what it would mean for the reader."""

from fractions import Fraction

from flask import render_template, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from portal.career import market, queries
from portal.career.forms.market import MarketForm
from portal.career.money import convert
from portal.career.pages import answers
from portal.career.pages import market as pages
from portal.career.views import bp
from portal.db import get_session
from portal.library.reference import Figure, Market
from portal.web.currencies import currency_digits
from portal.web.filters import current_library

# Any of these in the address means that somebody asked "is this worth it for me".
ASKS = ("pay", "rate", "hours_week", "country", "background")


@bp.get("/market")
def market_page() -> object:
    """The page for what the address says; 422 with the words at the field when that cannot be."""
    known = current_library().market
    form = _form(known)
    valid = form.validate()
    hours = known.hours_per_year if form.hours.errors else form.hours.data
    unpaid = 0 if form.unpaid.errors else form.unpaid.data
    scale = market.scale_of(known, hours, unpaid)
    asked = valid and any(request.args.get(name, "").strip() for name in ASKS)
    page = pages.MarketPage(
        form=form,
        claim=answers.claim_of(scale),
        after=answers.after_of(scale),
        chart=pages.chart_of(scale),
        rows=pages.rows_of(scale.bars),
        hours=hours,
        unpaid=unpaid,
        own_unpaid=_own_unpaid(),
        groups=answers.groups_of(_listed(known), hours),
        occupations=tuple(known.occupations.values()),
        worth=_worth(known, form) if asked else None,
    )
    return render_template("career/market.html", page=page), 200 if valid else 422


def _form(known: Market) -> MarketForm:
    """The form as sent; what the address leaves out stands at its default."""
    member = current_user.is_authenticated and not current_user.is_guest
    asked = any(name in request.args for name in ASKS)
    defaults = {
        "hours": str(known.hours_per_year),
        "unpaid": "0",
        "period": "year",
        "currency": "USD",
        "country": "",
        "background": (current_user.background or "") if member and not asked else "",
        "hours_week": "" if asked else str((current_user.hours_a_week if member else None) or ""),
    }
    backgrounds = [(one.id, one.name) for one in known.backgrounds.values()]
    if defaults["background"] not in known.backgrounds:
        defaults["background"] = ""
    return MarketForm(MultiDict(defaults | request.args.to_dict()), backgrounds=backgrounds)


def _listed(known: Market) -> list[Figure]:
    """The figures but those of occupations, which have a table of their own."""
    official = {one.url for one in known.occupations.values()}
    return [figure for figure in known.figures.values() if figure.url not in official]


def _own_unpaid() -> int | None:
    """The unpaid part of the reader's own log in whole per cent, shown to nobody else."""
    if not current_user.is_authenticated or current_user.is_guest:
        return None
    share = queries.unpaid_share(get_session(), current_user.id)
    return None if share is None else min(95, round(share * 100))


def _worth(known: Market, form: MarketForm) -> object:
    if form.hours_week.data is None:
        form.hours_week.data, form.hours_week.raw_data = 40, None
    question = market.Question(_now_hour(form), form.hours_week.data, form.unpaid.data, form.background.data)
    country = dict(form.country.choices).get(form.country.data, "")
    return answers.worth_answer(market.worth_of(known, question), form, country)


def _now_hour(form: MarketForm) -> Fraction | None:
    """What the reader earns now, in cents an hour; None when not said, or in money we cannot convert."""
    if form.pay.minor is None:
        return None
    dollars = Fraction(form.pay.minor, 10 ** currency_digits(form.currency.data))
    if form.currency.data != "USD":
        if form.rate_value is None:
            return None
        dollars /= form.rate_value
    return convert(dollars * 100, form.period.data, "hour", form.hours_week.data * 52)

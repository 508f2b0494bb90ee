"""The market page: every figure with its mark, one scale, and an honest answer to "is this worth it"."""

import html
import re
from fractions import Fraction

import pytest

from portal.career.market import Question, cents, ends_of, less_unpaid, scale_of, worth_of
from portal.career.money import convert


@pytest.fixture
def market(app):
    """The figures of the site's content."""
    return app.extensions["library"].market


def question(now_hour=None, hours_week=40, unpaid=0, background="") -> Question:
    return Question(now_hour, hours_week, unpaid, background)


def test_the_page_is_open_to_strangers_guests_and_members(stranger, member, client_of, make_user):
    for client in (stranger, member, client_of(make_user(guest=True))):
        assert client.get("/market").status_code == 200


def test_every_figure_stands_with_its_source_class_and_mark(stranger, market):
    page = html.unescape(stranger.get("/market").text)
    official = {one.url for one in market.occupations.values()}
    shown = [figure for figure in market.figures.values() if figure.url not in official]
    assert len(shown) >= 12
    for figure in shown:
        assert figure.claim in page
        assert figure.source in page
        assert figure.mark in page
        assert figure.url in page
        assert figure.note in page
    for occupation in market.occupations.values():
        assert occupation.name in page
        assert f"{occupation.median_year:,}" in page


def test_pay_at_the_start_is_24960_to_37440_a_year(stranger):
    page = stranger.get("/market").text
    assert "12 to 18 dollars an hour is 24,960 to 37,440 a year at 2,080 hours, not 45,000 to 65,000." in page


def test_unpaid_time_and_fewer_hours_lower_the_year(stranger):
    assert "19,968 to 29,952 a year are left, or 9.60 to 14.40 an hour" in stranger.get("/market?unpaid=20").text
    assert "12,000 to 18,000 a year at 1,000 hours" in stranger.get("/market?hours=1000").text


def test_picture_and_table_say_the_same(stranger):
    page = stranger.get("/market?unpaid=20").text
    picture = re.search(r"<svg.*?</svg>", page, re.DOTALL)[0]
    table = re.search(r'<details class="twin">.*?</details>', page, re.DOTALL)[0]
    names = re.findall(r'class="name">([^<]+)<', picture)
    assert len(names) == 8
    for name in names:
        assert name in table
    assert "24,960 to 37,440" in picture
    assert "24,960 to 37,440" in table


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("hours=0", "hours"),
        ("hours=9999", "hours"),
        ("hours=abc", "hours"),
        ("hours=", "hours"),
        ("unpaid=-1", "unpaid"),
        ("unpaid=100", "unpaid"),
        ("unpaid=1e400", "unpaid"),
        ("pay=-5", "pay"),
        ("pay=NaN", "pay"),
        ("pay=12.5&currency=JPY", "pay"),
        ("currency=XXX", "currency"),
        ("period=piece", "period"),
        ("rate=0", "rate"),
        ("rate=1e400", "rate"),
        ("rate=83.125", "rate"),
        ("hours_week=0", "hours_week"),
        ("hours_week=169", "hours_week"),
        ("country=Atlantis", "country"),
        ("background=<script>", "background"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(stranger, query, field):
    answer = stranger.get(f"/market?{query}")
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "24,960 to 37,440" in answer.text
    assert "<script>" not in answer.text
    typed = query.split("=")[1].split("&")[0]
    if field in ("hours", "unpaid", "pay", "rate", "hours_week") and typed:
        assert f'value="{typed}"' in answer.text


def test_the_chart_has_no_inline_style_or_script(stranger):
    page = stranger.get("/market?unpaid=30").text
    assert " style=" not in page
    assert "<script" not in page


@pytest.mark.parametrize("hours", [1, 100, 2080, 8784])
def test_every_bar_lies_on_the_scale(market, hours):
    scale = scale_of(market, hours, 95)
    assert len(scale.bars) == 8
    assert 4 <= len(scale.marks) <= 8
    for bar in scale.bars:
        assert 0 <= bar.ends.low_year <= bar.ends.high_year <= scale.end_year
        if bar.after:
            assert bar.after.high_year <= bar.ends.high_year


def test_figures_of_the_file_are_read_to_the_cent(market):
    assert cents(20.97) == 2097
    assert cents(12.5) == 1250
    ends = ends_of(market.figures["hireart-generalist"], 2080)
    assert (ends.low_hour, ends.high_hour, ends.low_year, ends.high_year) == (
        1250,
        1550,
        2_600_000,
        3_224_000,
    )
    assert ends_of(market.figures["growth-310"], 2080) is None
    assert less_unpaid(ends, 0) == ends


@pytest.mark.parametrize(
    ("now_hour", "verdict"),
    [(5000, "stop"), (2500, "cut-first"), (1500, "open"), (1000, "better"), (None, "unsaid")],
)
def test_the_verdict_follows_from_the_ranges(market, now_hour, verdict):
    worth = worth_of(market, question(None if now_hour is None else Fraction(now_hour)))
    assert worth.verdict == verdict


def test_unpaid_time_can_turn_the_answer(market):
    assert worth_of(market, question(Fraction(1100))).verdict == "better"
    assert worth_of(market, question(Fraction(1100), unpaid=40)).verdict == "cut-first"


def test_a_year_is_a_year_of_the_readers_hours(market):
    worth = worth_of(market, question(Fraction(1000), hours_week=20))
    gig = worth.prospects[0]
    assert (gig.ends.low_year, gig.ends.high_year) == (1200 * 1040, 1800 * 1040)
    assert worth.now_year == 1000 * 1040


def test_experts_see_what_their_field_pays_by_the_hour(market):
    kinds = [one.kind for one in worth_of(market, question(background="law")).prospects]
    assert kinds == ["gig", "salary", "expert"]
    assert len(worth_of(market, question(background="office")).prospects) == 2


def test_prospects_without_figures_are_left_out(market):
    from dataclasses import replace

    bare = replace(market, figures={}, occupations={}, backgrounds={})
    assert worth_of(bare, question(Fraction(1000), background="law")).prospects == ()
    assert scale_of(bare, 2080, 0).bars == ()


def test_stopping_is_a_sensible_answer(stranger):
    page = stranger.get("/market?pay=150000&background=law").text
    assert "On pay alone, this is not worth it for you." in page
    assert "Stopping here is a sensible answer." in page
    assert "does not add up" in page


def test_pay_by_month_and_hours_is_put_on_the_hour(stranger):
    page = stranger.get("/market?pay=2.000&period=month&currency=USD&hours_week=20").status_code
    assert page == 422
    page = stranger.get("/market?pay=2000&period=month&currency=USD&hours_week=20").text
    hourly = convert(200_000, "month", "hour", 1040)
    assert f"You earn {float(hourly) / 100:.2f} USD an hour now, 24,000 a year." in page


def test_no_exchange_rate_is_invented(stranger):
    page = stranger.get("/market?pay=40000&currency=EUR&country=DE").text
    assert "we hold no exchange rate" in page
    assert "These are US figures. We hold none for Germany" in page
    assert "less than now" not in page
    page = stranger.get("/market?pay=40000&currency=EUR&country=DE&rate=0,92").text
    assert "At your rate you earn 20.90 USD an hour now, 43,478 a year." in page


def test_us_readers_are_not_told_about_other_countries(stranger):
    assert "These are US figures. We hold none" not in stranger.get("/market?pay=40000&country=US").text


def test_what_was_not_said_is_said_to_be_missing(stranger):
    page = stranger.get("/market?background=office").text
    assert "You did not say what you earn now, so nothing is compared." in page
    assert "Office clerks" in page or "office clerks" in page


def test_nothing_is_stored_by_asking(stranger, member, queries_of):
    for client in (stranger, member):
        with queries_of() as seen:
            client.get("/market?pay=40000&currency=EUR&rate=0.92&background=office")
        assert all(statement.lstrip().upper().startswith("SELECT") for statement in seen)


def test_a_member_finds_what_the_site_knows_filled_in(client_of, make_user):
    client = client_of(make_user(background="teaching", hours_a_week=12))
    page = client.get("/market").text
    assert re.search(r'<option selected value="teaching"', page)
    assert re.search(r'name="hours_week"[^>]*value="12"', page)
    assert 'id="answer"' not in page


def test_ones_own_unpaid_share_is_shown_to_its_owner_alone(member, other, stranger, log):
    log(member.user_id, minutes=30)
    log(member.user_id, minutes=10, paid=False, kind="test", received_minor=None)
    assert "In your own log it is 25 %." in member.get("/market").text
    for client in (other, stranger):
        assert "In your own log" not in client.get("/market").text


def test_market_and_pay_lead_to_each_other(member):
    assert 'href="/pay"' in member.get("/market").text
    assert 'href="/market"' in member.get("/pay").text

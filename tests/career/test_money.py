"""Money is whole numbers and fractions: what is typed is what is stored, and nothing is lost on the way."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.career.money import (
    MOST_MINOR,
    PERIODS,
    MoneyError,
    Rate,
    convert,
    effective_hourly,
    parse_amount,
    parse_decimal,
    parse_minutes,
    piece_hourly,
    round_minor,
)
from portal.web.currencies import CODES, currency_digits, write_minor
from portal.web.filters import money

TIMED = [period for period in PERIODS if period != "piece"]
amounts = st.integers(0, MOST_MINOR)
currencies = st.sampled_from(CODES)


@given(amounts, currencies)
def test_an_amount_written_and_read_is_the_same(minor, currency):
    assert parse_amount(write_minor(minor, currency), currency) == minor


@given(st.integers(0, MOST_MINOR), st.sampled_from(["USD", "EUR", "JPY"]))
def test_thousands_may_be_marked_where_nothing_is_ambiguous(minor, currency):
    written = write_minor(minor, currency, grouped=True)
    assert parse_amount(written, currency) == minor
    assert parse_amount(written.translate(str.maketrans(",.", ".,")), currency) == minor
    assert parse_amount(written.replace(",", " "), currency) == minor
    assert parse_amount(written.replace(",", "’"), currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12,50", "USD", 1250),
        ("12.50", "USD", 1250),
        ("12.5", "USD", 1250),
        (" 12 ", "USD", 1200),
        (".5", "USD", 50),
        ("0", "USD", 0),
        ("1 250,00", "EUR", 125000),
        ("1\u202f250,00", "EUR", 125000),
        ("1'250.00", "CHF", 125000),
        ("1,234,567.89", "USD", 123456789),
        ("1.234.567", "EUR", 123456700),
        ("1,500", "JPY", 1500),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
        ("1,234.567", "KWD", 1234567),
        ("١٢٫٥٠", "EGP", 1250),
    ],
)
def test_an_amount_is_read_as_it_is_written_in_many_places(text, currency, minor):
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("-5", "USD", "negative"),
        ("−5,00", "USD", "negative"),
        ("NaN", "USD", "number"),
        ("inf", "USD", "number"),
        ("1e400", "USD", "number"),
        ("12 dollars", "USD", "number"),
        ("<b>1</b>", "USD", "number"),
        ("", "USD", "number"),
        (".", "USD", "number"),
        ("1,,2", "USD", "number"),
        ("1.2.3", "USD", "number"),
        ("12 5", "USD", "number"),
        ("1,23,456", "USD", "number"),
        ("12.50", "JPY", "decimals"),
        ("12.5", "JPY", "decimals"),
        ("1.2345", "USD", "decimals"),
        ("1.234,567", "USD", "decimals"),
        ("1,234", "USD", "ambiguous"),
        ("12.345", "EUR", "ambiguous"),
        ("9" * 40, "USD", "large"),
        ("99999999999999", "USD", "large"),
    ],
)
def test_what_is_no_amount_says_why(text, currency, code):
    with pytest.raises(MoneyError) as caught:
        parse_amount(text, currency)
    assert caught.value.code == code


@given(st.text(max_size=30), st.sampled_from(["USD", "JPY", "KWD"]))
def test_any_text_is_an_amount_or_refused(text, currency):
    with suppress(MoneyError):
        assert 0 <= parse_amount(text, currency) <= MOST_MINOR


def test_a_rate_of_exchange_keeps_its_decimals():
    assert parse_decimal("0,9234", 8) == Fraction(9234, 10000)
    assert parse_decimal("83.1250", 8) == Fraction(831250, 10000)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("1:30", 90),
        ("1 h 30", 90),
        ("1h30", 90),
        ("2h", 120),
        ("90 min", 90),
        ("0", 0),
        ("24:00", 1440),
    ],
)
def test_time_is_read_as_minutes_or_as_a_clock(text, minutes):
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "negative"),
        ("1:75", "clock"),
        ("soon", "clock"),
        ("1.5", "clock"),
        ("", "clock"),
        ("1441", "large"),
        ("24:01", "large"),
        ("9" * 5000, "large"),
    ],
)
def test_an_absurd_time_is_refused(text, code):
    with pytest.raises(MoneyError) as caught:
        parse_minutes(text)
    assert caught.value.code == code


@given(st.integers(0, 1440))
def test_minutes_written_as_a_clock_are_the_same(minutes):
    assert parse_minutes(f"{minutes // 60}:{minutes % 60:02d}") == minutes


def test_12_to_18_an_hour_is_24960_to_37440_a_year():
    assert [convert(cents, "hour", "year") for cents in (1200, 1800)] == [2_496_000, 3_744_000]


@given(amounts, st.sampled_from(TIMED), st.sampled_from(TIMED), st.integers(1, 8784))
def test_pay_converted_there_and_back_is_the_same(minor, period, to, hours):
    assert convert(convert(minor, period, to, hours), to, period, hours) == minor


@given(amounts, st.sampled_from(TIMED), st.integers(1, 8784))
def test_the_same_pay_in_any_period_is_the_same_pay_an_hour(minor, period, hours):
    yearly = convert(minor, period, "year", hours)
    assert convert(yearly, "year", "hour", hours) == convert(minor, period, "hour", hours)


def test_pieces_take_as_long_as_they_take():
    with pytest.raises(ValueError):
        convert(750, "piece", "hour")
    assert piece_hourly(750, 1000, 4000, 120) == 1500
    assert piece_hourly(750, 1000, 4000, 0) is None


@given(amounts, amounts, st.integers(1, 10**7))
def test_the_hourly_rate_times_the_hours_is_the_money(received, expenses, minutes):
    assert effective_hourly(received, expenses, minutes) * minutes / 60 == received - expenses


@given(amounts, amounts, st.integers(1, 1440), st.integers(1, 1440))
def test_unpaid_time_never_raises_the_rate(received, expenses, paid, unpaid):
    with_it = effective_hourly(received, min(expenses, received), paid + unpaid)
    assert with_it <= effective_hourly(received, min(expenses, received), paid)


def test_without_time_the_rate_is_undefined_and_with_costs_alone_below_zero():
    assert effective_hourly(5000, 0, 0) is None
    assert effective_hourly(0, 500, 60) == -500
    assert round_minor(None) is None


@given(st.fractions(min_value=-(10**12), max_value=10**12))
def test_rounding_is_off_by_half_a_minor_unit_at_most(value):
    assert abs(round_minor(value) - value) <= Fraction(1, 2)
    assert round_minor(-value) == -round_minor(value)


def test_an_advertised_range_is_hourly_at_both_ends():
    assert Rate(2_496_000, 3_744_000, "USD", "year").hourly() == (1200, 1800)
    assert Rate(1500, None, "USD", "hour").hourly() == (1500,)
    assert Rate(750, None, "USD", "piece", 1000).hourly(pieces=4000, minutes=120) == (1500,)
    assert Rate(750, None, "USD", "piece", 1000).hourly(pieces=0, minutes=120) is None


def test_what_a_rate_comes_to_needs_work_to_go_by():
    assert Rate(1500, 2000, "USD", "hour").due(minutes=90, pieces=0) == (2250, 3000)
    assert Rate(750, None, "USD", "piece", 1000).due(minutes=0, pieces=120) == (90,)
    assert Rate(750, None, "USD", "piece", 1000).due(minutes=60, pieces=0) is None
    assert Rate(1500, None, "USD", "hour").due(minutes=0, pieces=0) is None


def test_minor_units_are_those_of_iso_4217():
    assert [currency_digits(code) for code in ("USD", "JPY", "KWD", "AFN", "IQD", "ISK")] == [
        2,
        0,
        3,
        2,
        3,
        0,
    ]
    assert len(set(CODES)) == len(CODES)


def test_large_amounts_are_shown_to_the_last_digit():
    assert money(MOST_MINOR, "USD") == "9,999,999,999.99 USD"
    assert money(-5, "USD") == "-0.05 USD"
    assert money(None, "USD") == "–"

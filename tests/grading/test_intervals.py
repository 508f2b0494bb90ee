"""Intervals against published numbers and against themselves."""

import random
from collections import Counter
from math import exp, lgamma, log, log1p

import pytest

from portal.grading.intervals import binomial, percentiles, resampled_totals, wilson


def test_wilson_of_a_published_example():
    # Newcombe 1998, table I: 81 of 263 and 15 of 148.
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15 / 148, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_wilson_at_the_ends_stays_within_0_and_1():
    assert wilson(0.0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1.0, 20) == pytest.approx((0.8389, 1.0), abs=5e-5)
    assert wilson(1.0, 0) is None


def test_resampling_keeps_totals_and_repeats_for_a_seed():
    rows = [{"a": 1, "b": 2}, {"a": 3}, {"b": 5}]
    first = list(resampled_totals(rows, 50, seed=7))
    assert first == list(resampled_totals(rows, 50, seed=7))
    assert first != list(resampled_totals(rows, 50, seed=8))
    possible = {1, 3, 0}
    assert all(total["a"] <= 3 * max(possible) for total in first)


@pytest.mark.parametrize("sizes", [(300, 200, 500), (1, 2, 1)], ids=["few rows of many items", "many rows"])
def test_resampling_rows_that_stand_for_several_items_draws_as_many(sizes):
    rows = [{i: 1} for i in range(3)]
    drawn = list(resampled_totals(rows, 2000, 3, sizes))
    assert {sum(totals.values()) for totals in drawn} == {sum(sizes)}
    assert drawn == list(resampled_totals(rows, 2000, 3, sizes))
    for i, size in enumerate(sizes):
        share = size / sum(sizes)
        counts = [totals[i] for totals in drawn]
        mean = sum(counts) / len(counts)
        assert mean == pytest.approx(size, rel=0.05)
        variance = sum((count - mean) ** 2 for count in counts) / len(counts)
        assert variance == pytest.approx(sum(sizes) * share * (1 - share), rel=0.1)


@pytest.mark.parametrize(("n", "p"), [(10_000, 0.1), (10_000, 0.0005), (40, 0.5), (1000, 0.97), (5, 0.2), (3, 1.0)])
def test_binomial_draws_are_as_frequent_as_they_should_be(n, p):
    rng, draws = random.Random(7), 20_000
    seen = Counter(binomial(rng, n, p) for _ in range(draws))
    if p == 1:
        assert seen == {n: draws}
        return
    surprise = degrees = 0
    for k in range(n + 1):
        chance = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p)
        if (wanted := draws * exp(chance)) > 10:
            surprise += (seen[k] - wanted) ** 2 / wanted
            degrees += 1
    # The chi-squared statistic has mean `degrees` and variance 2 * degrees.
    assert surprise < degrees + 4 * (2 * degrees) ** 0.5


def test_percentiles_interpolate():
    assert percentiles([0, 1, 2, 3, 4], 0.25, 0.9) == pytest.approx((1.0, 3.6))
    assert percentiles([2.0]) == (2.0, 2.0)

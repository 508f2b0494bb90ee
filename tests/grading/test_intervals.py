"""Intervals against published numbers and against themselves."""

import pytest

from portal.grading.intervals import percentiles, resampled_totals, wilson


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


def test_percentiles_interpolate():
    assert percentiles([0, 1, 2, 3, 4], 0.25, 0.9) == pytest.approx((1.0, 3.6))
    assert percentiles([2.0]) == (2.0, 2.0)

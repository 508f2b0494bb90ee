"""The arithmetic behind `./goldpath bench`."""

import pytest

from bench.ratios import Burst, Round, middle_ratio, pace, slowest_hundredth, spread, typical_wait


def test_a_burst_tells_its_median_wait_and_its_pace():
    burst = Burst(seconds=2.0, waits=(0.1, 0.9, 0.2, 0.3))
    assert typical_wait(burst) == pytest.approx(0.25)
    assert pace(burst) == pytest.approx(0.5)


def test_slowest_hundredth_of_two_hundred_is_the_third_slowest():
    waits = tuple(n / 1000 for n in range(200))
    assert slowest_hundredth(Burst(1.0, waits)) == pytest.approx(0.197)


def test_slowest_hundredth_of_a_few_is_the_slowest():
    assert slowest_hundredth(Burst(1.0, (0.3, 0.1))) == pytest.approx(0.3)


def test_a_round_is_held_against_the_floor_before_and_after():
    one = Round(before=1.0, measured=3.0, after=2.0)
    assert one.ratio == pytest.approx(2.0)
    assert one.noise == pytest.approx(2.0)


def test_one_disturbed_round_does_not_move_the_ratio():
    calm = [Round(1.0, 2.0, 1.0), Round(2.0, 4.0, 2.0)]
    assert middle_ratio([*calm, Round(1.0, 50.0, 1.0)]) == pytest.approx(2.0)


def test_spread_is_quartiles_around_the_median():
    assert spread([5, 1, 2, 4, 3]) == (2, 3, 4)

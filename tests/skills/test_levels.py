"""The rules that turn results into levels."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.intervals import wilson
from portal.skills.levels import HIGHEST, VALID, hours_until_apart, reached_level, standing

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Piece:
    """A result, as the rules see it."""

    earned: float = 60
    possible: float = 60
    age: timedelta = DAY
    level: int = 4
    needed: float = 0.8
    mode: str = "test"

    @property
    def n(self):
        return round(self.possible)

    @property
    def counts_earned(self):
        return self.earned

    @property
    def counts_possible(self):
        return self.possible

    @property
    def closed_at(self):
        return NOW - self.age


def stand(*pieces, level=3):
    return standing(pieces, level, now=NOW)


def test_nothing_shown_is_no_level():
    assert reached_level([], now=NOW) == 0
    one = stand()
    assert (one.earned, one.share, one.low, one.more_items) == (False, None, None, None)


def test_two_good_results_a_day_apart_make_the_level_of_their_exercise():
    assert reached_level([Piece(), Piece(age=2 * DAY)], now=NOW) == 4
    assert reached_level([Piece(level=2), Piece(level=2, age=2 * DAY)], now=NOW) == 2


def test_one_result_is_not_enough_however_good():
    one = stand(Piece(600, 600))
    assert (one.earned, one.pieces, one.more_items) == (False, 1, 0)


@pytest.mark.parametrize(("minutes", "earned"), [(20 * 60 - 1, False), (20 * 60, True)])
def test_two_results_must_lie_20_hours_apart(minutes, earned):
    assert stand(Piece(age=DAY), Piece(age=DAY + timedelta(minutes=minutes))).earned is earned


def test_the_first_and_last_of_many_must_lie_20_hours_apart():
    ages = [timedelta(hours=hours) for hours in (1, 12, 22)]
    assert stand(*[Piece(age=age) for age in ages]).earned
    assert not stand(*[Piece(age=age) for age in ages[:2]]).earned


@pytest.mark.parametrize(("modes", "level"), [("pp", 2), ("pt", 4), ("pe", 4), ("tt", 4)])
def test_from_level_3_on_one_of_them_is_a_test_or_an_exam(modes, level):
    names = {"p": "practice", "t": "test", "e": "exam"}
    pieces = [Piece(mode=names[mode], age=DAY * place) for place, mode in enumerate(modes, 1)]
    assert reached_level(pieces, now=NOW) == level


def test_results_of_an_exercise_for_a_lower_level_do_not_count_for_a_higher():
    pieces = [Piece(level=2), Piece(level=3, age=2 * DAY)]
    assert [stand(*pieces, level=level).pieces for level in (1, 2, 3, 4)] == [2, 2, 1, 0]
    assert reached_level(pieces, now=NOW) == 2


def test_results_count_for_12_months():
    assert stand(Piece(), Piece(age=VALID)).earned
    assert not stand(Piece(), Piece(age=VALID + timedelta(seconds=1))).earned


def test_the_lower_end_of_the_pooled_interval_must_reach_the_mark():
    weak, strong = Piece(45, 60), Piece(60, 60, age=2 * DAY)
    one = stand(weak, strong)
    low, _high = wilson(105 / 120, 120)
    assert (one.share, one.low) == (105 / 120, low)
    assert one.earned is (low >= 0.8)
    assert not stand(Piece(50, 60), Piece(50, 60, age=2 * DAY)).earned


def test_one_bad_day_counts_with_the_good_ones():
    assert not stand(Piece(), Piece(age=2 * DAY), Piece(10, 60)).earned


def test_marks_of_different_exercises_are_weighed_by_their_items():
    one = stand(Piece(30, 30, needed=0.9), Piece(10, 10, needed=0.7, age=2 * DAY))
    assert one.needed == pytest.approx(0.85)


def test_the_newest_grade_counts():
    class Regraded(Piece):
        @property
        def counts_earned(self):
            return 10

    assert not stand(Regraded(), Piece(age=2 * DAY)).earned


def test_items_needed_bring_the_lower_end_to_the_mark_and_one_less_does_not():
    one = stand(Piece(27, 30), Piece(27, 30, age=2 * DAY))
    assert one.more_items > 0
    for more, enough in ((one.more_items, True), (one.more_items - 1, False)):
        assert (wilson(0.9, 60 + more)[0] >= 0.8) is enough


def test_at_or_below_the_mark_no_number_of_items_would_do():
    assert stand(Piece(48, 60), Piece(48, 60, age=2 * DAY)).more_items is None
    assert stand(Piece(20, 60)).more_items is None


def test_a_hair_above_the_mark_too_many_would_be_needed():
    assert stand(Piece(8001, 10_000)).more_items is None


def test_level_5_is_never_given_by_results():
    assert reached_level([Piece(600, 600, level=5), Piece(600, 600, level=5, age=2 * DAY)], now=NOW) == HIGHEST == 4


def test_the_wait_until_a_second_result_is_far_enough_is_in_whole_hours():
    assert hours_until_apart([], now=NOW) == 0
    assert hours_until_apart([Piece(age=timedelta(0))], now=NOW) == 20
    assert hours_until_apart([Piece(age=timedelta(minutes=61))], now=NOW) == 19
    assert hours_until_apart([Piece(age=timedelta(hours=20))], now=NOW) == 0
    assert hours_until_apart([Piece(age=timedelta(0)), Piece(age=DAY)], now=NOW) == 0


pieces = st.lists(
    st.builds(
        lambda possible, share, hours, level, mode: Piece(
            possible * share, possible, timedelta(hours=hours), level, 0.8, mode
        ),
        st.integers(1, 100),
        st.floats(0, 1),
        st.integers(0, 10_000),
        st.integers(1, 5),
        st.sampled_from(["practice", "test", "exam"]),
    ),
    max_size=6,
)


@settings(max_examples=50, derandomize=True)
@given(pieces)
def test_order_changes_nothing(found):
    assert standing(found, 3, now=NOW).earned is standing(found[::-1], 3, now=NOW).earned
    assert reached_level(found, now=NOW) == reached_level(found[::-1], now=NOW)


@settings(max_examples=50, derandomize=True)
@given(pieces)
def test_a_level_is_earned_by_at_least_two_results_and_an_interval_above_the_mark(found):
    for level in range(1, HIGHEST + 1):
        one = standing(found, level, now=NOW)
        if one.earned:
            assert one.pieces >= 2
            assert one.low >= one.needed - 1e-9
            assert one.more_items == 0
            assert one.checked or level < 3

"""Segments of sound: who is who, what was missed, and what changes nothing."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.cases import score_case
from portal.grading.metrics import audio_segments as audio

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
quarter = st.integers(0, 80).map(lambda n: n / 4)
segment = st.tuples(quarter, quarter, st.sampled_from("ABC")).map(lambda s: (min(s[:2]), max(s[:2]), s[2]))
sides = st.lists(segment, max_size=8)


def raw(segments):
    return [dict(zip(("start", "end", "label"), one, strict=True)) for one in segments]


def measures(gold, yours, duration=20):
    return score_case({"task": "audio_segments", "duration": duration, "gold": raw(gold), "pred": raw(yours)})


@tried
@given(sides, sides, st.integers(0, 10**6), quarter)
def test_order_and_place_change_nothing(gold, yours, seed, by):
    expected, rng = pytest.approx(measures(gold, yours)), Random(seed)
    assert measures(rng.sample(gold, len(gold)), rng.sample(yours, len(yours))) == expected
    moved = [[(start + by, end + by, label) for start, end, label in side] for side in (gold, yours)]
    assert measures(*moved, 20 + by) == expected


@tried
@given(sides, sides)
def test_names_of_speakers_do_not_matter_to_der_and_jer(gold, yours):
    expected = measures(gold, yours)
    names = {"A": "y", "B": "x", "C": "z"}
    found = measures(gold, [(start, end, names[label]) for start, end, label in yours])
    for name in ("der", "jer", "missed", "false_alarm", "confusion", "gold_total"):
        assert found[name] == pytest.approx(expected[name]), name
    both = [[(start, end, names[label]) for start, end, label in side] for side in (gold, yours)]
    assert measures(*both) == pytest.approx(expected)


@tried
@given(sides)
def test_gold_against_itself_is_perfect(gold):
    found = measures(gold, gold)
    total = found.pop("gold_total")
    assert found["der"] == found["ier"] == found["jer"] == (0 if total else None)
    assert found["missed"] == found["false_alarm"] == found["confusion"] == found["ier_confusion"] == 0


@tried
@given(sides, sides)
def test_what_one_side_misses_the_other_invents(gold, yours):
    there, back = measures(gold, yours), measures(yours, gold)
    assert there["missed"] == pytest.approx(back["false_alarm"])
    assert there["confusion"] == pytest.approx(back["confusion"])


def test_only_the_time_up_to_the_duration_counts():
    assert measures([(-1, 3, "A")], [(0, 9, "A")], 4) == {
        "der": pytest.approx(1 / 3),
        "missed": 0,
        "false_alarm": 1,
        "confusion": 0,
        "gold_total": 3,
        "ier": pytest.approx(1 / 3),
        "ier_confusion": 0,
        "jer": 0.25,
    }


def test_swapped_names_are_right_for_a_diary_of_speech_and_wrong_where_names_are_fixed():
    gold, yours = [(0, 5, "A"), (5, 9, "B")], [(0, 5, "B"), (5, 9, "A")]
    found = measures(gold, yours, 9)
    assert (found["der"], found["ier"]) == (0, 1)
    assert audio.best_names(audio.stretches(gold, yours, 9)) == {"B": "A", "A": "B"}


def test_of_equal_names_the_one_that_speaks_less_elsewhere_serves_best():
    gold, yours = [(0, 2, "A")], [(0, 1, "y"), (5, 12, "y"), (1, 2, "x")]
    assert audio.best_names(audio.stretches(gold, yours, 20)) == {"x": "A"}
    assert measures(gold, yours)["jer"] == 0.5


def test_two_at_once_count_twice():
    found = measures([(0, 4, "A"), (0, 4, "B")], [(0, 4, "A")], 4)
    assert (found["gold_total"], found["missed"], found["der"]) == (8, 4, 0.5)


def test_segments_are_matched_as_boxes_of_one_dimension():
    gold, yours = [(0, 10, "a"), (20, 30, "a"), (5, 5, "a")], [(21, 31, "b"), (0, 5, "a"), (0, 4, "a"), (5, 5, "a")]
    assert audio.match(gold, yours, 0.5) == {(0, 1): 0.5, (1, 0): pytest.approx(9 / 11)}
    assert audio.match(gold, yours, 0.5, lambda i, j: gold[i][2] == yours[j][2]) == {(0, 1): 0.5}


def test_timing_says_how_early_and_how_late():
    pairs = [((0, 10, "a"), (0.25, 9.5, "a")), ((20, 30, "a"), (19.75, 29, "a"))]
    assert audio.timing(pairs) == (0, -0.75, 0.25, 0.75)
    assert audio.timing([]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("segment", "where"),
    [
        ((2, 1, "a"), r"pred\[0\]: ends at 1, before it starts at 2"),
        ((float("nan"), 1, "a"), r"pred\[0\]\.start: nan is not a finite number"),
        ((0, float("inf"), "a"), r"pred\[0\]\.end: inf is not a finite number"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_place(segment, where):
    with pytest.raises(ValueError, match=where):
        measures([], [segment])

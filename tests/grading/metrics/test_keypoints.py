"""Keypoints: what counts, what does not, and whose names were exchanged."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.cases import score_case
from portal.grading.metrics import keypoints

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
place = st.integers(0, 200)
objects = st.lists(st.tuples(place, place, st.integers(0, 2), place, place), min_size=1, max_size=8)
PERSON = [(50, 20, 2), (30, 40, 2), (70, 40, 1), (25, 80, 2), (75, 80, 0)]
SIGMAS = [0.05] * 5
SIDES = [(1, 2), (3, 4)]


def measures(gold, yours, area=5000.0):
    sigmas = [0.03 + 0.01 * i for i in range(len(gold))]
    off = keypoints.distances(gold, yours)
    return [keypoints.oks(gold, yours, sigmas, area), keypoints.pck(off, 20), keypoints.mean_error(off)]


@tried
@given(objects)
def test_gold_against_itself_is_perfect(points):
    gold = [point[:3] for point in points]
    labelled = any(point[2] for point in gold)
    assert measures(gold, [point[:2] for point in gold]) == ([1, 1, 0] if labelled else [None, None, None])


@tried
@given(objects, place, place)
def test_place_and_hidden_points_change_nothing(points, dx, dy):
    gold, yours = [point[:3] for point in points], [point[3:] for point in points]
    expected = pytest.approx(measures(gold, yours))
    moved = [(x + dx, y + dy, v) for x, y, v in gold], [(x + dx, y + dy) for x, y in yours]
    assert measures(*moved) == expected
    assert measures([(x, y, min(v, 1)) for x, y, v in gold], yours) == expected
    # Where gold has no label it does not matter what you did.
    elsewhere = [y if g[2] else None for g, y in zip(gold, yours, strict=True)]
    assert measures(gold, elsewhere) == expected


@tried
@given(objects, st.randoms(use_true_random=False))
def test_order_of_points_changes_nothing(points, rng):
    order = rng.sample(range(len(points)), len(points))

    def measured(points, sigmas):
        gold, yours = [point[:3] for point in points], [point[3:] for point in points]
        return keypoints.oks(gold, yours, sigmas, 5000.0)

    sigmas = [0.03 + 0.01 * i for i in range(len(points))]
    again = measured([points[i] for i in order], [sigmas[i] for i in order])
    assert again == pytest.approx(measured(points, sigmas))


def test_a_point_not_set_is_as_far_off_as_can_be():
    yours = [(50, 20), None, (70, 40, 0), (25, 80, 2), None]
    off = keypoints.distances(PERSON, yours)
    assert off == [0, inf, inf, 0, None]
    assert keypoints.oks(PERSON, yours, SIGMAS, 900.0) == 0.5
    assert keypoints.pck(off, 5) == 0.5
    assert keypoints.mean_error(off) == 0


def test_an_object_without_area_has_no_scale():
    assert keypoints.oks(PERSON, [(0, 0)] * 5, SIGMAS, 0) is None


def test_a_distance_of_exactly_the_reach_is_right():
    assert keypoints.pck([0.1 + 0.2, None], 0.3) == 1.0


def test_exchanged_names_are_found_and_nothing_else():
    right = [point[:2] for point in PERSON]
    assert keypoints.swapped(PERSON, right, SIDES, 10) == []
    crossed = [right[0], right[2], right[1], right[4], right[3]]
    # The other pair has a side that gold does not label.
    assert keypoints.swapped(PERSON, crossed, SIDES, 10) == [(1, 2)]
    astray = [right[0], (90, 90), right[1], right[3], right[4]]
    assert keypoints.swapped(PERSON, astray, SIDES, 10) == []
    assert keypoints.swapped(PERSON, [right[0], None, right[1], None, None], SIDES, 10) == []


def test_objects_are_matched_by_their_points():
    moved = [(x + 100, y, v) for x, y, v in PERSON]
    nothing = [(0, 0, 0)] * 5
    near = [(x + 1, y) for x, y, _ in moved]
    pairs = keypoints.match([PERSON, moved, nothing], [near, [None] * 5], SIGMAS, [5000.0] * 3, 0.5)
    assert list(pairs) == [(1, 0)]
    assert pairs[1, 0] == keypoints.oks(moved, near, SIGMAS, 5000.0)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"pred": {"keypoints": [[1, float("nan")]]}}, r"pred\.keypoints\[0\]\[1\]: nan is not a finite number"),
        ({"pred": {"keypoints": [[1, 2], [3, 4]]}}, r"pred\.keypoints: 1 points, 2 answers and 1 sigmas"),
        ({"pred": {"keypoints": [7]}}, r"pred\.keypoints\[0\]: 2 numbers expected"),
        ({"sigmas": [0]}, "sigmas: every one must be above 0"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_place(change, where):
    gold = {"keypoints": [[1, 2, 2]], "area": 9, "bbox": [0, 0, 3, 3]}
    case = {"task": "keypoints", "sigmas": [0.1], "gold": gold, "pred": {"keypoints": [[1, 2]]}}
    with pytest.raises(ValueError, match=where):
        score_case({**case, **change})

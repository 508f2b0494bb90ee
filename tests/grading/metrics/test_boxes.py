"""Boxes: every pair that counts is seen, the best pairs are made, and bad numbers are named."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.cases import score_case
from portal.grading.metrics import boxes

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
edge = st.integers(0, 40)
rect = st.tuples(edge, edge, edge, edge).map(lambda r: (r[0], r[1], r[0] + r[2], r[1] + r[3]))
rects = st.lists(rect, max_size=8)


@tried
@given(rects, rects, st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.5, 0.75, 1.0]))
def test_every_pair_at_the_threshold_is_seen(gold, yours, threshold):
    plain = {(i, j): boxes.iou(g, y) for i, g in enumerate(gold) for j, y in enumerate(yours)}
    expected = {pair: value for pair, value in plain.items() if value and value >= threshold - boxes.AIR}
    assert boxes.overlaps(gold, yours, threshold) == pytest.approx(expected)


@tried
@given(rects, rects)
def test_the_best_assignment_is_at_least_as_good_as_highest_first(gold, yours):
    found = boxes.overlaps(gold, yours, 0.3)
    best, first = boxes.match(gold, yours, 0.3), boxes.greedy(found)
    assert len({i for i, _ in best}) == len({j for _, j in best}) == len(best) >= len(first)
    if len(best) == len(first):
        assert sum(best.values()) >= sum(first.values()) - 1e-12


@tried
@given(rects, rects, st.integers(0, 10**6), edge)
def test_order_side_and_place_change_nothing(gold, yours, seed, by):
    def outcome(gold, yours):
        pairs = boxes.match(gold, yours, 0.4)
        return len(pairs), pytest.approx(sum(pairs.values()))

    expected = outcome(gold, yours)
    assert outcome(yours, gold) == expected
    moved = [[tuple(value + by for value in one) for one in side] for side in (gold, yours)]
    assert outcome(*moved) == expected
    rng = Random(seed)
    assert outcome(rng.sample(gold, len(gold)), rng.sample(yours, len(yours))) == expected


@tried
@given(rects)
def test_gold_against_itself_is_perfect(gold):
    case = {"task": "boxes_match", "iou_threshold": 0.5}
    drawn = [{"box": [x, y, end - x, foot - y], "label": "a"} for x, y, end, foot in gold if end > x and foot > y]
    found = score_case({**case, "gold": drawn, "pred": drawn[::-1]})
    for measured in found.values():
        assert measured["f1"] == (1 if drawn else None)
        assert measured["mean_matched_iou"] == (pytest.approx(1) if drawn else None)


def test_an_iou_at_the_very_threshold_is_a_match():
    assert boxes.match([(0, 0, 10, 10)], [(0, 0, 5, 10)], 0.5) == {(0, 0): 0.5}
    assert boxes.match([(0, 0, 10, 10)], [(0, 0, 4.99, 10)], 0.5) == {}
    # Twice as wide or high, to one side: as far apart as two middles can be.
    for double in ((-10, 0, 10, 10), (0, 0, 20, 10), (0, -10, 10, 10), (0, 0, 10, 20)):
        assert boxes.match([(0, 0, 10, 10)], [double], 0.5) == {(0, 0): 0.5}


def test_highest_first_can_lose_a_pair():
    gold, yours = [(0, 0, 30, 10), (10, 0, 40, 10)], [(9, 0, 39, 10), (17, 0, 47, 10)]
    assert len(boxes.greedy(boxes.overlaps(gold, yours, 0.5))) == 1
    assert boxes.match(gold, yours, 0.5) == {(0, 0): pytest.approx(21 / 39), (1, 1): pytest.approx(23 / 37)}


def test_a_box_without_area_overlaps_nothing():
    flat = (5, 5, 5, 25)
    assert boxes.overlaps([flat, (5, 5, 5, 5)], [flat, (5, 5, 5, 5), (0, 0, 30, 30)]) == {}


def test_bias_says_which_edge_is_too_far_out():
    pairs = [((10, 10, 20, 20), (8, 10, 23, 19)), ((50, 50, 60, 60), (50, 50, 61, 60))]
    assert boxes.edge_bias(pairs) == {"left": 1.0, "top": 0.0, "right": 2.0, "bottom": -0.5}
    assert boxes.edge_bias([]) == dict.fromkeys(boxes.EDGES)


@pytest.mark.parametrize(
    ("box", "where"),
    [
        ([0, 0, float("nan"), 5], r"pred\[1\]\.box\[2\]: nan is not a finite number"),
        ([0, float("inf"), 5, 5], r"pred\[1\]\.box\[1\]: inf is not a finite number"),
        ([0, 0, -1, 5], r"pred\[1\]\.box: width and height are not below 0"),
        ([0, 0, 5], r"pred\[1\]\.box: 4 numbers expected"),
        ("0055", r"pred\[1\]\.box: 4 numbers expected"),
        ([0, 0, True, 5], r"pred\[1\]\.box\[2\]: True is not"),
    ],
)
def test_a_box_that_is_none_is_refused_with_its_place(box, where):
    pred = [{"box": [0, 0, 5, 5], "label": "a"}, {"box": box, "label": "a"}]
    with pytest.raises(ValueError, match=where):
        score_case({"task": "boxes_match", "iou_threshold": 0.5, "gold": [], "pred": pred})


def test_a_hundred_equal_boxes_are_matched_at_once():
    same = [(0, 0, 10, 10)] * 100
    assert len(boxes.match(same, same, 0.5)) == 100

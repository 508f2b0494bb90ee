"""Masks by their runs, against the same masks pixel by pixel."""

import json
from itertools import chain, groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.cases import score_case
from portal.grading.metrics import masks

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
KNOWN = Path(__file__).parents[1] / "known" / "masks.jsonl"


@st.composite
def pictures(draw, count=2):
    """(size, masks as lists of columns)."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    column = st.lists(st.integers(0, 1), min_size=height, max_size=height)
    return (height, width), [draw(st.lists(column, min_size=width, max_size=width)) for _ in range(count)]


def counts_of(columns):
    """The runs, made from the pixels."""
    runs = [(value, len(list(run))) for value, run in groupby(chain.from_iterable(columns))]
    return [0] * runs[0][0] + [length for _, length in runs]


@tried
@given(pictures())
def test_runs_measure_what_the_pixels_say(world):
    size, columns = world
    a, b = map(counts_of, columns)
    pixels, more = (list(chain.from_iterable(mask)) for mask in columns)
    common = sum(p and q for p, q in zip(pixels, more, strict=True))
    joint = sum(p or q for p, q in zip(pixels, more, strict=True))
    assert masks.area(a) == sum(pixels)
    assert masks.intersection(a, b) == masks.intersection(b, a) == common
    assert masks.iou(a, b) == (common / joint if joint else None)
    assert masks.dice(a, b) == (2 * common / (sum(pixels) + sum(more)) if joint else None)
    assert masks.iou_crowd(a, b) == (common / sum(more) if any(more) else None)
    xs = [x for x, column in enumerate(columns[0]) if any(column)]
    ys = [y for column in columns[0] for y, value in enumerate(column) if value]
    box = (xs[0], min(ys), xs[-1] - xs[0] + 1, max(ys) - min(ys) + 1) if xs else None
    assert masks.bbox(a, size) == box


@tried
@given(pictures(count=1))
def test_a_mask_against_itself_is_perfect(world):
    counts = counts_of(world[1][0])
    expected = 1 if masks.area(counts) else None
    assert masks.iou(counts, counts) == masks.dice(counts, counts) == masks.iou_crowd(counts, counts) == expected


@tried
@given(st.lists(st.integers(0, 10**6), max_size=30))
def test_the_compressed_string_reads_back(counts):
    assert masks.decode(masks.encode(counts)) == counts


def test_the_compressed_string_is_the_published_one():
    for line in KNOWN.read_text().splitlines():
        case = json.loads(line)
        for side in ("gold", "pred"):
            assert masks.encode(case[side]["counts"]) == case[side]["compressed"]
            del case[side]["counts"]
        assert score_case(case)["iou"] == case["expected"]["iou"]


@tried
@given(pictures(count=1), st.lists(st.integers(0, 5), max_size=3))
def test_runs_of_no_length_change_nothing(world, places):
    size, [columns] = world
    counts = counts_of(columns)
    padded = list(counts)
    for place in places:
        padded[place:place] = [0, 0] if place <= len(padded) else []
    assert masks.joined(padded) == masks.joined(counts)
    assert masks.area(padded) == masks.area(counts)
    assert masks.intersection(padded, counts) == masks.area(counts)
    assert masks.bbox(padded, size) == masks.bbox(counts, size)


def test_a_polygon_covers_the_pixels_whose_middle_it_holds():
    square = [[1, 1], [4, 1], [4, 3], [1, 3]]
    assert masks.from_polygon([square], (4, 6)) == [5, 2, 2, 2, 2, 2, 9]
    # 4.5 is the middle of the fifth column, so an edge there is outside; winding is the same either way.
    assert masks.from_polygon([[[0.6, 0], [4.5, 0], [4.5, 9], [0.6, 9]][::-1]], (1, 6)) == [1, 3, 2]
    assert masks.from_polygon([[[0, 1.4], [2, 1.4], [2, 3.6], [0, 3.6]]], (5, 2)) == [1, 3, 2, 3, 1]
    hole = [[2, 1], [3, 1], [3, 3], [2, 3]]
    assert masks.from_polygon([square, hole], (4, 6)) == [5, 2, 6, 2, 9]
    assert masks.from_polygon([[[-5, -5], [50, -5], [50, 50], [-5, 50]]], (4, 6)) == [0, 24]
    assert masks.from_polygon([[[0.6, 0], [1.4, 0], [1.4, 3]]], (4, 6)) == [24]
    assert masks.from_polygon([], (4, 6)) == [24]


@pytest.mark.parametrize(
    ("mask", "where"),
    [
        ({"counts": [5, 2]}, r"pred\.counts: the runs cover 7 pixels of 2 x 4"),
        ({"counts": [9, -1]}, r"pred\.counts\[1\]: -1 is not a length"),
        ({"counts": [4.0, 4]}, r"pred\.counts\[0\]: 4\.0 is not a length"),
        ({"compressed": "44 "}, r"pred\.compressed: character 2: ' ' does not occur"),
        ({"compressed": "4d"}, r"pred\.compressed: the run lengths stop in the middle"),
        ({"compressed": "O"}, r"pred\.compressed: character 0: run 0 would be -1 long"),
    ],
)
def test_a_mask_that_is_none_is_refused_with_its_place(mask, where):
    with pytest.raises(ValueError, match=where):
        score_case({"task": "masks", "size": [2, 4], "gold": {"counts": [8]}, "pred": mask})

"""Polygons: overlap, outlines, and what is wrong with one and where."""

import subprocess
import sys
from math import cos, pi, sin
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.metrics import polygons

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]]
BOW_TIE = [[0, 0], [10, 10], [10, 0], [0, 4]]


@st.composite
def stars(draw):
    """A ring that does not cross itself."""
    corners = draw(st.integers(3, 9))
    x, y = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    radii = draw(st.lists(st.integers(5, 20), min_size=corners, max_size=corners))
    angles = [2 * pi * i / corners for i in range(corners)]
    return [[x + r * cos(a), y + r * sin(a)] for r, a in zip(radii, angles, strict=True)]


def measures(gold, yours):
    a, b = polygons.parse([gold]), polygons.parse([yours])
    return [polygons.iou(a, b), polygons.boundary_f(a, b, 2)]


@tried
@given(stars(), stars(), st.integers(0, 20), st.integers(-50, 50))
def test_side_start_winding_closing_and_place_change_nothing(gold, yours, start, by):
    expected = pytest.approx(measures(gold, yours), abs=1e-6)
    assert measures(yours, gold) == expected
    turned = yours[start % len(yours) :] + yours[: start % len(yours)]
    assert measures(gold, turned[::-1]) == expected
    assert measures([*gold, gold[0]], [turned[0], *turned]) == expected
    moved = [[[x + by, y - by] for x, y in ring] for ring in (gold, yours)]
    assert measures(*moved) == expected


@tried
@given(stars())
def test_gold_against_itself_is_perfect(ring):
    assert measures(ring, ring) == pytest.approx([1, 1])


@tried
@given(st.lists(stars(), max_size=5), st.lists(stars(), max_size=5), st.integers(0, 10**6))
def test_the_best_pairs_do_not_depend_on_order(gold, yours, seed):
    gold, yours = ([polygons.parse([ring]) for ring in side] for side in (gold, yours))
    plain = {(i, j): polygons.iou(g, y) for i, g in enumerate(gold) for j, y in enumerate(yours)}
    assert polygons.overlaps(gold, yours, 0.2) == {pair: value for pair, value in plain.items() if value >= 0.2}
    pairs = polygons.match(gold, yours, 0.2)
    rng = Random(seed)
    again = polygons.match(rng.sample(gold, len(gold)), rng.sample(yours, len(yours)), 0.2)
    assert (len(again), sum(again.values())) == (len(pairs), pytest.approx(sum(pairs.values())))


def test_holes_are_taken_out():
    hole = [[2, 2], [8, 2], [8, 8], [2, 8]]
    ring, whole = polygons.parse([SQUARE, hole]), polygons.parse([SQUARE])
    assert polygons.coverage(ring, whole) == (64, 0, 36)
    assert polygons.coverage(whole, ring) == (64, 36, 0)
    # All of the outer outline fits, and none of the inner one: 40 of 64 px.
    assert polygons.boundary_f(ring, whole, 1) == pytest.approx(2 * 40 / 64 / (1 + 40 / 64))


def test_outlines_agree_within_the_tolerance_only():
    larger = [[-2, -2], [12, -2], [12, 12], [-2, 12]]
    a, b = polygons.parse([SQUARE]), polygons.parse([larger])
    assert polygons.boundary_f(a, b, 3) == pytest.approx(1)
    assert polygons.boundary_f(a, b, 1) == 0
    with pytest.raises(ValueError, match="the tolerance must be above 0, not 0"):
        polygons.boundary_f(a, b, 0)


@pytest.mark.parametrize(
    ("rings", "flaw"),
    [
        ([BOW_TIE], "crosses itself at (2.85714, 2.85714)"),
        ([[[0, 0], [10, 0], [10, 10], [10, 15], [10, 10], [0, 10]]], "touches itself at (10, 10)"),
        ([[[0, 0], [10, 0], [10, 10], [5, 0], [0, 10]]], "touches itself at (5, 0)"),
        ([[[0, 0], [5, 5], [10, 10]]], "has no area"),
        ([[[0, 0], [5, 5]]], "has fewer than three different points"),
        ([[[0, 0], [5, 5], [5, 5], [0, 0]]], "has fewer than three different points"),
        ([[]], "has fewer than three different points"),
        ([], "has fewer than three different points"),
        ([SQUARE, [[20, 20], [22, 20], [22, 22]]], "has a hole outside its outline at (20, 20)"),
        ([SQUARE, [[2, 2], [3, 3]]], "has fewer than three different points"),
        ([SQUARE, [[5, 0], [10, 5], [5, 10], [0, 5]]], "is cut in two by its holes at (5, 0)"),
    ],
)
def test_a_flaw_is_refused_with_its_place(rings, flaw):
    with pytest.raises(ValueError) as refused:
        polygons.parse(rings, "polygons[3]")
    assert str(refused.value) == f"polygons[3]: {flaw}"
    assert str(polygons.repair(rings)[1]) == flaw


@pytest.mark.parametrize(
    ("ring", "where"),
    [
        ([[0, 0], [float("nan"), 1], [2, 2]], r"a\[0\]\[1\]\[0\]: nan is not a finite number"),
        ([[0, 0], [1, float("inf")], [2, 2]], r"a\[0\]\[1\]\[1\]: inf is not a finite number"),
        ([[0, 0], [1, 1e300], [2, 2]], r"a\[0\]\[1\]\[1\]: 1e\+300 is not a finite number up to 1e\+15"),
        ([[0, 0], [1], [2, 2]], r"a\[0\]\[1\]: 2 numbers expected"),
        ("00", r"a\[0\]: a list of points expected"),
    ],
)
def test_numbers_that_are_none_are_refused_even_when_mending(ring, where):
    for read in (polygons.parse, polygons.repair):
        with pytest.raises(ValueError, match=where):
            read([ring], "a")


def test_a_bow_tie_is_mended_to_its_wings():
    shape, _ = polygons.repair([BOW_TIE])
    assert shape.area == pytest.approx(41.428571)
    assert polygons.iou(shape, polygons.parse([SQUARE])) == pytest.approx(0.41428571)


def test_mending_leaves_areas_only():
    spike, _ = polygons.repair([[[0, 0], [10, 0], [10, 10], [10, 15], [10, 10], [0, 10]]])
    assert measures_of(spike) == [1, 1]
    line, _ = polygons.repair([[[0, 0], [5, 5], [10, 10]]])
    assert measures_of(line) == [0, 0]
    assert polygons.iou(line, line) is None
    assert polygons.boundary_f(line, line, 1) is None


def measures_of(shape):
    square = polygons.parse([SQUARE])
    return [polygons.iou(square, shape), pytest.approx(polygons.boundary_f(square, shape, 1))]


def test_shapely_is_loaded_with_the_first_polygon():
    code = (
        "import sys; from portal.grading.metrics import polygons, masks, keypoints; before = 'shapely' in sys.modules\n"
        "polygons.parse([[(0, 0), (1, 0), (0, 1)]]); print(before, 'shapely' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False True"

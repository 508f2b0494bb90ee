"""Agreement measures keep what their definitions promise, on whatever raters say."""

import random
from fractions import Fraction
from itertools import permutations
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.metrics import alpha
from portal.grading.metrics.agreement import (
    UNEQUAL,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    pair_cells,
    percent,
    self_consistency,
)
from portal.grading.metrics.alpha import BELOW_ZERO
from portal.grading.metrics.classification import tally
from portal.grading.metrics.icc import NO_VARIANCE, TOO_SMALL, icc
from portal.grading.metrics.ratings import NOT_SHARED, ONE_VALUE, Ratings, measure, rows_of, with_intervals
from portal.grading.metrics.sets import jaccard_distance, masi_distance

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)

VALUES = (1, 2, 3, 5)
LEVELS = {"nominal": alpha.nominal, "ordinal": alpha.ordinal, "interval": alpha.interval, "ratio": alpha.ratio}
SQUARED = {
    "nominal": lambda c, k: c != k,
    "interval": lambda c, k: (c - k) ** 2,
    "ratio": lambda c, k: Fraction(c - k, c + k) ** 2,
}

one_rating = st.none() | st.sampled_from(VALUES)
tables = st.integers(2, 4).flatmap(lambda raters: st.lists(st.tuples(*[one_rating] * raters), min_size=1, max_size=12))
pairs = st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)), min_size=1, max_size=15)


def everything(items, values=VALUES):
    """Every measure of the items, by name."""
    ratings = Ratings.of(items, values)
    measures = {name: level(ratings.values) for name, level in LEVELS.items()}
    measures |= {"percent": percent(), "ac1": gwet_ac1(len(values)), "fleiss": fleiss_kappa(len(values))}
    measures |= {("one", code): alpha.one_against_rest(code) for code in range(len(values))}
    return {name: reading.value for name, reading in measure(ratings, measures).items()}


def same(a, b):
    return a is b if a is None or b is None else isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def by_definition(items, squared):
    """Alpha as it is defined, over every ordered pair of ratings, in exact fractions."""
    units = [[value for value in item if value is not None] for item in items]
    units = [unit for unit in units if len(unit) > 1]
    given = [value for unit in units for value in unit]
    if len(set(given)) < 2:
        return None
    observed = sum(
        Fraction(sum(Fraction(squared(a, b)) for a, b in permutations(unit, 2)), len(unit) - 1) for unit in units
    )
    expected = sum(Fraction(squared(a, b)) for a, b in permutations(given, 2))
    return float(1 - (len(given) - 1) * observed / expected)


@tried
@given(tables)
@pytest.mark.parametrize("level", sorted(SQUARED))
def test_alpha_is_what_its_definition_says(level, items):
    assert same(everything(items)[level], by_definition(items, SQUARED[level]))


@tried
@given(tables)
def test_ordinal_alpha_is_what_its_definition_says(items):
    given_ = [value for item in items if sum(v is not None for v in item) > 1 for value in item if value is not None]
    counts = [given_.count(value) for value in VALUES]

    def squared(c, k):
        low, high = sorted((VALUES.index(c), VALUES.index(k)))
        return (Fraction(sum(counts[low : high + 1])) - Fraction(counts[low] + counts[high], 2)) ** 2

    assert same(everything(items)["ordinal"], by_definition(items, squared))


@tried
@given(tables)
def test_one_label_against_the_rest_is_the_alpha_of_yes_and_no(items):
    found = everything(items)
    for code, value in enumerate(VALUES):
        yes_or_no = [[None if v is None else v == value for v in item] for item in items]
        assert same(found["one", code], by_definition(yes_or_no, SQUARED["nominal"]))


@tried
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_items_and_raters_changes_nothing(items, rng):
    shuffled = rng.sample(items, len(items))
    order = rng.sample(range(len(items[0])), len(items[0]))
    turned = [[item[i] for i in order] for item in shuffled]
    assert all(map(same, everything(items).values(), everything(turned).values()))


@tried
@given(tables)
def test_renaming_labels_changes_nothing_where_they_have_no_order(items):
    names = {None: None, 1: "dog", 2: "cat", 3: "", 5: "none"}
    renamed = [[names[value] for value in item] for item in items]
    ratings = Ratings.of(renamed)
    found = measure(
        ratings,
        {"nominal": alpha.nominal(ratings.values), "percent": percent(), "ac1": gwet_ac1(len(VALUES)),
         "fleiss": fleiss_kappa(len(VALUES))},
    )  # fmt: skip
    before = everything(items)
    assert all(same(reading.value, before[name]) for name, reading in found.items())


@tried
@given(tables)
def test_moving_a_scale_changes_no_interval_alpha_and_stretching_no_ratio_alpha(items):
    before = everything(items)
    moved = [[None if value is None else value * 10 + 1000 for value in item] for item in items]
    ratings = Ratings.of(moved)
    assert same(measure(ratings, {"a": alpha.interval(ratings.values)})["a"].value, before["interval"])
    stretched = [[None if value is None else value * 7 for value in item] for item in items]
    ratings = Ratings.of(stretched)
    assert same(measure(ratings, {"a": alpha.ratio(ratings.values)})["a"].value, before["ratio"])


@tried
@given(pairs)
def test_kappa_is_symmetric_and_shares_its_n(items):
    first, second = zip(*items, strict=True)
    there, back = cohen_kappa(tally(first, second)), cohen_kappa(tally(second, first))
    assert same(there.value, back.value)
    assert there.n == len(items)
    weighted = [cohen_kappa(tally(*sides), VALUES, 2).value for sides in ((first, second), (second, first))]
    assert same(*weighted)


@tried
@given(st.lists(st.sampled_from(VALUES), min_size=2, max_size=12), st.integers(2, 4))
def test_perfect_agreement_is_1_and_undefined_where_only_one_value_was_given(gold, raters):
    found = everything([[value] * raters for value in gold])
    wanted = 1.0 if len(set(gold)) > 1 else None
    assert found["percent"] == found["ac1"] == 1.0
    assert {found[name] for name in (*LEVELS, "fleiss")} == {wanted}
    assert cohen_kappa(tally(gold, gold)).value == wanted


@tried
@given(tables)
def test_a_rating_nobody_shares_moves_no_alpha(items):
    alone = [*items, [5] + [None] * (len(items[0]) - 1)]
    before, after = everything(items), everything(alone)
    assert all(same(before[name], after[name]) for name in (*LEVELS, "percent"))


def test_an_unshared_rating_counts_for_what_ac1_expects():
    shared = [("a", "a"), ("b", "a")]
    alone = [*shared, ("b", None)]
    values = [measure(Ratings.of(items), {"ac1": gwet_ac1(2)})["ac1"].value for items in (shared, alone)]
    # Without it pe = 2 * 3/4 * 1/4; with it both labels have a share of one half.
    assert values == pytest.approx([(0.5 - 0.375) / 0.625, 0.0])


def test_declared_labels_nobody_used_change_ac1_and_nothing_else():
    items = [("a", "a"), ("a", "b"), ("b", "b")]
    ratings = Ratings.of(items)
    few = measure(ratings, {"ac1": gwet_ac1(2), "fleiss": fleiss_kappa(2), "alpha": alpha.nominal(ratings.values)})
    wide = Ratings.of(items, "abcdef")
    many = measure(wide, {"ac1": gwet_ac1(6), "fleiss": fleiss_kappa(6), "alpha": alpha.nominal(wide.values)})
    assert few["fleiss"] == many["fleiss"]
    assert few["alpha"] == many["alpha"]
    assert few["ac1"].value < many["ac1"].value


@pytest.mark.parametrize(
    ("items", "name", "reason"),
    [
        ([("a", None), (None, "b")], "alpha", NOT_SHARED),
        ([("a", "a"), ("a", "a")], "alpha", ONE_VALUE),
        ([("a", "a", "b"), ("a", "b", None)], "fleiss", UNEQUAL),
        ([("a", "a"), ("a", "a")], "fleiss", ONE_VALUE),
        ([("a", None)], "percent", NOT_SHARED),
    ],
)
def test_what_is_undefined_says_why(items, name, reason):
    ratings = Ratings.of(items)
    measures = {"alpha": alpha.nominal(ratings.values), "fleiss": fleiss_kappa(2), "percent": percent()}
    reading = measure(ratings, measures)[name]
    assert reading.value is None
    assert reading.why == reason


def test_a_ratio_scale_refuses_values_below_zero():
    ratings = Ratings.of([(-1, 1), (2, 2)])
    reading = measure(ratings, {"alpha": alpha.ratio(ratings.values)})["alpha"]
    assert (reading.value, reading.why) == (None, BELOW_ZERO)


def test_small_differences_of_large_numbers_are_not_lost():
    near = [(1, 2), (2, 2), (3, 4), (5, 5)]
    far = [[10**9 + value for value in item] for item in near]
    values = [measure(r, {"a": alpha.interval(r.values)})["a"].value for r in (Ratings.of(near), Ratings.of(far))]
    assert values[0] == pytest.approx(values[1])


def test_pairs_leave_out_what_one_of_them_did_not_rate():
    cells = pair_cells([["a", "b", None], ["a", None, "b"], ["b", "b", "b"]])
    assert cells == {
        (0, 1): {("a", "a"): 1},
        (0, 2): {("a", "b"): 1, ("b", "b"): 1},
        (1, 2): {("a", "b"): 1, ("b", "b"): 1},
    }


def test_self_consistency_matches_passes_by_item():
    first = {"i1": "a", "i2": "b", "i3": "a", "i4": None}
    second = {"i3": "b", "i2": "b", "i1": "a", "i4": "a", "i9": "b"}
    found = self_consistency(first, second)
    assert found["percent"].n == 3
    assert found["percent"].value == pytest.approx(2 / 3)
    assert found["kappa"].value == pytest.approx(0.4)
    nothing = self_consistency(first, {})
    assert [reading.why for reading in nothing.values()] == [NOT_SHARED, NOT_SHARED]


@tried
@given(*[st.frozensets(st.sampled_from("abcd"))] * 2)
def test_set_distances_are_symmetric_and_0_for_equal_sets_only(a, b):
    for distance in (masi_distance, jaccard_distance):
        assert distance(a, b) == distance(b, a)
        assert 0 <= distance(a, b) <= 1
        assert (distance(a, b) == 0) == (a == b)
    assert masi_distance(a, b) >= jaccard_distance(a, b)


def test_masi_of_its_published_cases():
    a, ab, bc = frozenset("a"), frozenset("ab"), frozenset("bc")
    assert masi_distance(a, ab) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi_distance(ab, bc) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi_distance(frozenset(), a) == 1.0
    assert masi_distance(frozenset(), frozenset()) == 0.0


def test_icc_says_why_it_is_undefined():
    assert {reading.why for reading in icc([[1, 2, 3]]).values()} == {TOO_SMALL}
    assert {reading.why for reading in icc([[0.1, 0.1, 0.1], [0.1, 0.1, 0.1]]).values()} == {NO_VARIANCE}


@tried
@given(st.lists(st.tuples(*[st.integers(1, 7)] * 3), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_icc_does_not_care_for_order_or_scale(items, rng):
    before = icc(list(zip(*items, strict=True)))
    order = rng.sample(range(3), 3)
    shuffled = rng.sample(items, len(items))
    moved = icc([[item[rater] * 3 + 50 for item in shuffled] for rater in order])
    assert all(same(before[name].value, moved[name].value) for name in before)


def test_intervals_hold_the_value_repeat_for_a_seed_and_shrink_with_items():
    rng = random.Random(4)
    items = [[rng.choice("ab") if rng.random() < 0.3 else truth for _ in range(3)] for truth in "ab" * 200]

    def found(count, seed):
        ratings = Ratings.of(items[:count])
        measures = {"alpha": alpha.nominal(ratings.values), "percent": percent()}
        return with_intervals(*rows_of(ratings, measures), measures, resamples=400, seed=seed)

    few, many = found(40, 1), found(400, 1)
    for name, one in many.items():
        assert one.low < one.value < one.high
        assert one.high - one.low < few[name].high - few[name].low
    assert many == found(400, 1)
    assert many != found(400, 2)


def test_no_interval_where_nothing_is_measured():
    ratings = Ratings.of([("a", "a")])
    measures = {"alpha": alpha.nominal(ratings.values), "percent": percent()}
    found = with_intervals(*rows_of(ratings, measures), measures)
    assert (found["alpha"].value, found["alpha"].low, found["alpha"].why) == (None, None, ONE_VALUE)
    assert (found["percent"].value, found["percent"].low) == (1.0, None)

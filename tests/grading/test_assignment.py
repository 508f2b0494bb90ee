"""The assignment is the best there is, whatever the order."""

from functools import cache
from random import Random

import pytest

from portal.grading.assignment import best_pairs, most_pairs


def brute(weights, rows, cols):
    """The greatest total over all ways to pair, by trying them."""

    @cache
    def best(row, free):
        if row == rows:
            return 0.0
        pairs = (weights[row, col] + best(row + 1, free - {col}) for col in free if (row, col) in weights)
        return max(best(row + 1, free), *pairs, 0.0)

    return best(0, frozenset(range(cols)))


@pytest.mark.parametrize("seed", range(100))
def test_the_total_is_the_greatest_possible(seed):
    rng = Random(seed)
    rows, cols = rng.randint(1, 7), rng.randint(1, 7)
    pairs = [(i, j) for i in range(rows) for j in range(cols)]
    weights = {pair: rng.choice([1, 2, 3, rng.random() + 0.1]) for pair in pairs if rng.random() < 0.8}
    chosen = best_pairs(weights)
    assert len({i for i, _ in chosen}) == len({j for _, j in chosen}) == len(chosen)
    assert sum(weights[pair] for pair in chosen) == pytest.approx(brute(weights, rows, cols))


def test_pairs_that_are_not_offered_are_never_made():
    assert best_pairs({(0, 0): 1.0, (1, 0): 2.0}) == [(1, 0)]
    assert best_pairs({}) == []


def test_the_order_of_the_pairs_changes_nothing():
    weights = {(i, j): 1 + ((i * 7 + j * 3) % 5) / 10 for i in range(6) for j in range(5)}
    backwards = dict(reversed(list(weights.items())))
    assert best_pairs(weights) == best_pairs(backwards)


def test_two_pairs_are_better_than_one_with_more_overlap():
    assert most_pairs({(0, 0): 0.9, (0, 1): 0.4, (1, 0): 0.4}) == {(0, 1): 0.4, (1, 0): 0.4}
    assert most_pairs({(0, 0): 0.5, (0, 1): 0.4, (1, 1): 0.4, (1, 0): 0.4}) == {(0, 0): 0.5, (1, 1): 0.4}
    assert most_pairs({}) == {}


def test_a_hundred_by_a_hundred_is_no_trouble():
    rng = Random(1)
    weights = {(i, j): rng.random() + 0.01 for i in range(100) for j in range(100)}
    assert len(best_pairs(weights)) == 100

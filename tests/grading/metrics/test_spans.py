"""Spans: the best pairs, whatever the order and however many."""

import pytest
from hypothesis import given, settings

from portal.grading.metrics import spans
from tests.grading.metrics.test_text_properties import flat_spans

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)


def marks(side):
    return [(start, end, frozenset([label])) for start, end, label in side]


def plain(side):
    return [(span["start"], span["end"], span["label"]) for span in side]


@given(gold=flat_spans().map(plain), yours=flat_spans().map(plain))
@tried
def test_one_pass_over_the_text_finds_what_the_best_assignment_finds(gold, yours):
    pairs = spans.match(marks(gold), marks(yours))
    found = spans.count(gold, yours)
    assert found.pairs == len(pairs)
    assert found.exact == sum(gold[i][:2] == yours[j][:2] for i, j in pairs)
    assert found.named == sum(gold[i][2] == yours[j][2] for i, j in pairs)
    assert found.strict == sum(gold[i] == yours[j] for i, j in pairs)


def test_most_pairs_come_before_the_longest_overlap():
    gold, yours = [(0, 10, "A"), (10, 20, "A")], [(1, 18, "A"), (18, 20, "A")]
    assert spans.count(gold, yours).pairs == 2
    assert spans.match(marks(gold), marks(yours)) == [(0, 0), (1, 1)]


def test_an_exact_match_is_never_lost_to_a_partial_one():
    gold = [(0, 10, "A")]
    for yours in ([(0, 5, "A"), (0, 10, "A")], [(0, 10, "A"), (0, 5, "A")]):
        pairs = spans.match(marks(gold), marks(yours))
        assert [yours[j] for _, j in pairs] == [(0, 10, "A")]


def test_counts_of_texts_are_pooled_before_rates_are_made():
    one = spans.count([(0, 3, "A")], [(0, 3, "A")])
    nine = spans.count([(3 * i, 3 * i + 3, "A") for i in range(9)], [])
    assert spans.schemas(spans.pooled([one, nine]))["strict"]["recall"] == 0.1
    assert spans.schemas(spans.pooled([]))["strict"]["f1"] is None


def test_labels_are_scored_apart():
    found = spans.by_label([(0, 3, "A"), (4, 6, "B")], [(0, 3, "A"), (4, 7, "B"), (8, 9, "C")])
    assert {label: spans.schemas(one)["strict"]["f1"] for label, one in found.items()} == {"A": 1.0, "B": 0.0, "C": 0.0}
    assert found["B"].pairs == 1


@pytest.mark.timeout(30)
def test_a_hundred_thousand_spans_in_one_text_are_scored():
    n = 100_000
    staggered = [[(10 * i + by, 10 * i + by + 10, "A") for i in range(n)] for by in (0, 4)]
    assert spans.count(*staggered).pairs == n
    # More overlaps than a best assignment is worth.
    n = 30_000
    assert len(spans.match(*(marks(side[:n]) for side in staggered))) == n


@pytest.mark.timeout(30)
def test_a_heap_of_nested_spans_is_paired_in_the_order_of_the_text():
    n = 20_000
    nested = [[(i, 2 * n + by - i, "A") for i in range(n)] for by in (1, 2)]
    assert not spans.is_flat(nested[0])
    assert spans.match(*map(marks, nested)) == [(i, i) for i in range(n)]


def test_what_only_touches_does_not_overlap():
    assert spans.is_flat([(0, 5, "A"), (5, 9, "A")])
    assert spans.count([(0, 5, "A")], [(5, 9, "A")]).pairs == 0
    assert spans.overlap((0, 5, frozenset()), (5, 9, frozenset())) == 0

"""What the known answers do not show of classification, rankings, preferences, reviews, groups and the rest."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.metrics import classification, error_spans, grouping, preferences, qa, ranking, relations, review
from portal.grading.words import AnswerError

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)
small = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12)


@given(pairs=small, power=st.sampled_from([1, 2]))
@tried
def test_weighted_kappa_is_the_sum_over_all_pairs_of_the_margins(pairs, power):
    cells = classification.tally([g for g, _ in pairs], [y for _, y in pairs])
    n = len(pairs)
    expected = sum(abs(g - y) ** power for g, _ in pairs for _, y in pairs)
    observed = n * sum(abs(g - y) ** power for g, y in pairs)
    found = classification.weighted_kappa(cells, power)
    assert found == (pytest.approx(1 - observed / expected) if expected else None)


def test_kappa_of_one_constant_label_is_undefined_and_of_a_constant_side_is_0():
    assert classification.kappa({("a", "a"): 9}) is None
    assert classification.kappa({("a", "a"): 8, ("b", "a"): 1}) == 0
    assert classification.kappa({}) is None


def test_the_label_list_decides_macro_f1():
    cells = classification.tally(["a", "a"], ["a", "b"])
    assert classification.macro_f1(cells) == pytest.approx(1 / 3)
    assert classification.macro_f1(cells, ["a", "b", "c"]) == pytest.approx(2 / 9)
    assert classification.macro_f1(cells, ["a"]) == pytest.approx(2 / 3)


@given(pairs=small)
@tried
def test_pairs_of_a_ranking_are_those_counted_one_by_one(pairs):
    gold, yours = [g for g, _ in pairs], [y for _, y in pairs]
    signs = [((a[0] > b[0]) - (a[0] < b[0])) * ((a[1] > b[1]) - (a[1] < b[1])) for a, b in combinations(pairs, 2)]
    found = ranking.pairs(gold, yours)
    assert (found.n, found.same, found.swapped) == (len(signs), signs.count(1), signs.count(-1))


@pytest.mark.timeout(20)
def test_a_hundred_thousand_scores_are_ranked():
    n = 100_000
    assert ranking.pairs(range(n), range(n, 0, -1)).swapped == n * (n - 1) // 2


def test_what_is_not_a_number_has_no_rank():
    for measured in (ranking.pairs, ranking.spearman):
        with pytest.raises(ValueError, match="NaN has no rank"):
            measured([1.0, float("nan")], [1.0, 2.0])


def test_a_lean_to_the_first_shows_beside_what_gold_prefers():
    always_first = classification.tally("AABB", "AAAA")
    assert preferences.position_bias(always_first) == 0.5
    assert preferences.position_bias(classification.tally("AABB", "BBBB")) == -0.5
    assert preferences.position_bias(classification.tally("AABB", "BBAA")) == 0
    assert preferences.position_bias(classification.tally(["tie"], ["A"])) is None


def counts(hits, errors, false_alarms, clean):
    return review.ReviewCounts(errors + clean, errors, hits, false_alarms, hits, clean)


def test_sensitivity_is_0_for_guessing_whatever_the_habit():
    for flagged in (0, 5, 10):
        assert counts(flagged, 10, flagged, 10).sensitivity == pytest.approx(0)
    assert counts(0, 10, 0, 10).criterion > 0 > counts(10, 10, 10, 10).criterion


def test_sensitivity_of_a_perfect_review_is_finite_and_grows_with_the_evidence():
    few, many = counts(5, 5, 0, 5).sensitivity, counts(50, 50, 0, 50).sensitivity
    # z(5.5 / 6) - z(0.5 / 6), twice the normal quantile of 11/12.
    assert few == pytest.approx(2 * 1.3829941)
    assert many > few


def test_sensitivity_needs_wrong_and_right_labels():
    assert counts(0, 0, 2, 5).sensitivity is None
    assert counts(3, 5, 0, 0).sensitivity is None


def test_groups_are_compared_whatever_they_are_called():
    gold, yours = dict(enumerate([0, 0, 1, 1])), dict(enumerate("xxyz"))
    found = grouping.measure(gold, yours)
    # Hubert & Arabie by hand: one pair of both, two of gold, one of yours, six in all.
    assert found["adjusted_rand"] == pytest.approx(4 / 7)
    assert found["rand"] == pytest.approx(5 / 6)
    assert found["pairs"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3)}
    assert found["b_cubed"] == {"precision": 1.0, "recall": 0.75, "f1": pytest.approx(6 / 7)}
    assert grouping.measure(gold, gold)["adjusted_rand"] == 1


def test_piles_that_leave_nothing_to_chance_have_no_adjusted_rand():
    alone, together = {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 1, "c": 1}
    assert grouping.measure(alone, alone)["adjusted_rand"] is None
    assert grouping.measure(together, together)["adjusted_rand"] is None
    assert grouping.measure(alone, together)["adjusted_rand"] == 0
    assert grouping.measure({}, {})["b_cubed"]["f1"] is None


@given(pairs=small)
@tried
def test_grouping_does_not_mind_which_side_is_gold(pairs):
    gold, yours = dict(enumerate(g for g, _ in pairs)), dict(enumerate(y for _, y in pairs))
    there, back = grouping.measure(gold, yours), grouping.measure(yours, gold)
    assert there["adjusted_rand"] == back["adjusted_rand"]
    assert there["rand"] == back["rand"]
    assert there["b_cubed"]["precision"] == pytest.approx(back["b_cubed"]["recall"])


def test_an_item_in_two_groups_or_on_one_side_only_is_refused():
    assert grouping.memberships([["a", "b"], ["c"]]) == {"a": 0, "b": 0, "c": 1}
    with pytest.raises(AnswerError, match="a is in two groups"):
        grouping.memberships([["a"], ["a"]])
    with pytest.raises(AnswerError, match="do not sort the same items"):
        grouping.measure({"a": 1}, {"b": 1})


PER, ORG = (0, 3, "PER"), (10, 13, "ORG")


def test_the_direction_of_a_symmetric_relation_says_nothing():
    gold, yours = [(PER, ORG, "knows"), (PER, ORG, "owns")], [(ORG, PER, "knows"), (ORG, PER, "owns")]
    assert relations.strict(gold, yours)["tp"] == 0
    assert relations.strict(gold, yours, symmetric=["knows"])["tp"] == 1


def test_relations_can_be_scored_where_the_entities_are_right():
    wrong_end = (20, 25, "LOC")
    gold, yours = [(PER, ORG, "owns"), (PER, wrong_end, "in")], [(PER, ORG, "owns")]
    assert relations.strict(gold, yours)["recall"] == 0.5
    assert relations.given_entities(gold, yours, [PER, ORG])["recall"] == 1


def test_answers_in_a_script_without_spaces_are_compared_by_character():
    assert qa.f1(["東京都"], "東京") == 0
    assert qa.f1(["東京都"], "東京", by_character=True) == pytest.approx(0.8)


def error(start, end, category="accuracy", severity="minor"):
    return error_spans.Error(start, end, category, severity)


def test_errors_that_overlap_tell_category_severity_and_drift():
    gold = [error(0, 5), error(10, 15, severity="major"), error(20, 25)]
    yours = [error(1, 5, severity="major"), error(10, 15, "fluency", "major"), error(40, 45)]
    found = error_spans.matched(gold, yours, error_spans.WEIGHTS)
    assert found == (2, 1, 1, 4)
    assert found.mean_drift == 2
    assert error_spans.matched([], [], error_spans.WEIGHTS).mean_drift is None


def test_a_character_that_is_marked_twice_counts_once():
    assert error_spans.characters([error(0, 5), error(3, 8)], [error(4, 10), error(4, 10)]) == (4, 8, 6)

"""The agreement report: its numbers are those of the measures, and its sentences fit the numbers."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.agreement import Box, Span, Table, compare, table_of
from portal.grading.agreement.words import WORDS, plain_number, plain_share

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)


def labels(*columns, **more):
    """A table of labels from one string a rater; a space is a missing label."""
    ratings = {
        f"r{i}": {f"i{place}": label for place, label in enumerate(column) if label != " "}
        for i, column in enumerate(columns)
    }
    items = [f"i{place}" for place in range(max(map(len, columns)))]
    return table_of("labels", ratings, items=items, **more)


def report(table, **more):
    return compare(table, resamples=more.pop("resamples", 50), **more)


def said(sentences):
    return " ".join(sentence.plain() for sentence in sentences)


def marked(*texts):
    """A table of spans from {rater: [spans of each text]}."""
    ratings = {
        f"r{i}": {f"d{n}": tuple(Span(*one) for one in marks) for n, marks in enumerate(own)}
        for i, own in enumerate(texts)
    }
    return table_of("spans", ratings)


def test_two_raters_get_every_figure_with_the_number_of_shared_items():
    # Cohen's kappa of 20/5/10/15 is .400, a much used example.
    table = labels("y" * 20 + "y" * 5 + "n" * 10 + "n" * 15 + "y", "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15)
    found = report(table)
    assert (found.items, found.shared) == (51, 50)
    assert found.figures["kappa"].value == pytest.approx(0.4)
    assert found.figures["percent"].value == pytest.approx(0.7)
    assert {metric.n for metric in found.figures.values()} == {50}
    assert found.figures["kappa"].low < 0.4 < found.figures["kappa"].high
    assert found.pairs[0].cells == {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert found.raters[0].alone == ("i50",)
    assert "50 items were labelled by both people" in said(found.reading)


def test_the_prevalence_paradox_is_explained_where_it_occurs():
    # Feinstein & Cicchetti 1990: agreement .85 in both tables, kappa .70 and .32.
    even = report(labels("y" * 40 + "y" * 9 + "n" * 6 + "n" * 45, "y" * 40 + "n" * 9 + "y" * 6 + "n" * 45))
    lopsided = report(labels("y" * 80 + "y" * 10 + "n" * 5 + "n" * 5, "y" * 80 + "n" * 10 + "y" * 5 + "n" * 5))
    assert [one.figures["percent"].value for one in (even, lopsided)] == [0.85, 0.85]
    assert lopsided.figures["kappa"].value == pytest.approx(0.3182, abs=1e-4)
    assert "AC1" not in said(even.caveats)
    assert "88 % of all labels are “y”" in said(lopsided.caveats)


def test_one_value_throughout_is_undefined_and_says_why():
    found = report(labels("aaaa", "aaaa"))
    assert found.figures["alpha_nominal"].value is None
    assert found.figures["percent"].value == 1.0
    assert "is undefined: only one value was ever given" in said(found.caveats)
    assert "Nothing is open" in said(found.reading)


def test_nothing_shared_is_a_report_without_numbers():
    found = report(labels("ab  ", "  ab"))
    assert found.shared == 0
    assert all(metric.value is None and metric.why for metric in found.figures.values())
    assert found.caveats == ()
    assert found.drift is None
    assert [rater.alone for rater in found.raters] == [("i0", "i1"), ("i2", "i3")]


@pytest.mark.parametrize(
    "table",
    [labels("yyyyyn" * 5, "yyyynn" * 5), marked([[(0, 3, "A")]] * 30, [[(0, 4, "A")]] * 30)],
    ids=["labels", "spans"],
)
def test_without_resamples_there_are_figures_and_no_intervals(table):
    without, with_them = compare(table, resamples=0), report(table)
    assert {name: one.value for name, one in without.figures.items()} == {
        name: one.value for name, one in with_them.figures.items()
    }
    assert all(one.low is None for one in without.figures.values())
    assert without.drift.change.value == with_them.drift.change.value
    assert (without.drift.change.low, without.drift.change.high) == (None, None)
    assert without.as_json()["resamples"] == 0


def test_worse_than_chance_is_below_0_and_says_where_to_look():
    found = report(labels("abababab", "babababa"))
    assert found.figures["alpha_nominal"].value == pytest.approx(-0.875)
    assert "below 0 is possible" in said(found.caveats)


def test_few_shared_items_are_called_few_and_many_are_not():
    assert "Only 4 items are shared" in said(report(labels("abab", "abba")).caveats)
    assert "Only" not in said(report(labels("ab" * 20, "ab" * 20)).caveats)


def test_disputes_come_worst_first_then_by_rarest_label_then_in_order():
    found = report(labels("aaabaa", "aaaaac", "abcaaa"))
    # i1 and i2 and i5 and i3 are two against one; "c" was given twice, "b" twice, so order decides.
    assert [one.item for one in found.disputes] == ["i1", "i2", "i3", "i5"]
    found = report(labels("aabbca", "aacbab"))
    assert [one.item for one in found.disputes] == ["i2", "i4", "i5"]
    assert found.disputed == 3
    cut = report(labels("aabbca", "aacbab"), most_disputes=1)
    assert ([one.item for one in cut.disputes], cut.disputed) == (["i2"], 3)


def test_the_label_and_the_rater_that_stand_out_are_named():
    rng = random.Random(1)
    truth = [rng.choice("abc") for _ in range(90)]
    odd = ["b" if label == "a" and i % 2 else "a" if label == "b" and i % 3 else label for i, label in enumerate(truth)]
    found = report(labels("".join(truth), "".join(truth), "".join(odd)))
    assert "“a” and “b”" in said(found.reading)
    assert "“r2” differs most from the others" in said(found.reading)
    assert found.by_label["c"][1].value == 1.0


def test_falling_agreement_is_told_and_steady_agreement_is_not_called_falling():
    rng = random.Random(2)
    truth = [rng.choice("ab") for _ in range(200)]
    tired = [label if i < 100 or rng.random() < 0.6 else "ab"[label == "a"] for i, label in enumerate(truth)]
    found = report(labels("".join(truth), "".join(tired)), resamples=200)
    assert "Agreement fell" in said(found.reading)
    assert len(found.drift.blocks) == 10
    assert [block.first for block in found.drift.blocks] == list(range(1, 201, 20))
    assert found.drift.before == 1.0
    steady = report(labels("ab" * 50, "ab" * 50))
    assert "much the same" in said(steady.reading)
    assert report(labels("ab" * 5, "ab" * 5)).drift is None


def test_a_scale_counts_near_misses_and_names_who_rates_higher():
    strict = {f"i{i}": 1 + i % 4 for i in range(40)}
    kind = {item: score + 1 for item, score in strict.items()}
    found = report(table_of("scale", {"strict": strict, "kind": kind}, labels=(1, 2, 3, 4, 5), level="ordinal"))
    assert found.labels == (1, 2, 3, 4, 5)
    assert found.matrix == "kappa_quadratic"
    assert found.figures["distance"].value == 1.0
    assert found.figures["icc3"].value == pytest.approx(1.0)
    assert found.figures["icc2"].value < found.figures["icc3"].value
    assert "“kind” rates 1.0 higher than “strict”" in said(found.reading)
    assert 0 < found.disputes[0].agreement < 1


def test_a_scale_with_a_gap_keeps_its_steps():
    table = table_of("scale", {"a": {"i1": 1, "i2": 5}, "b": {"i1": 1, "i2": 2}}, level="ordinal")
    assert report(table).labels == (1, 2, 3, 4, 5)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_each_level_leads_with_its_own_alpha(level):
    table = table_of("scale", {"a": {"i1": 1.5, "i2": 3}, "b": {"i1": 1.5, "i2": 2}}, level=level)
    assert report(table).main == f"alpha_{level}"


def test_sets_of_labels_are_compared_as_sets():
    one = {"i1": frozenset("ab"), "i2": frozenset(), "i3": frozenset("c")}
    two = {"i1": frozenset("a"), "i2": frozenset(), "i3": frozenset("c")}
    found = report(table_of("sets", {"one": one, "two": two}))
    assert found.figures["percent"].value == pytest.approx(2 / 3)
    assert found.figures["overlap"].value == pytest.approx((0.5 + 1 + 1) / 3)
    assert found.by_label["c"] == (2, found.by_label["c"][1])
    assert found.by_label["c"][1].value == 1.0
    assert found.by_label["b"][1].value == 0.0
    assert found.raters[0].labels == {"a": 1, "b": 1, "c": 1}


def test_spans_are_compared_by_pairs_and_by_characters():
    found = report(marked([[(0, 4, "A"), (6, 8, "B")], []], [[(0, 4, "A"), (5, 8, "B")], []]))
    assert found.figures["f1"].value == 0.5
    assert found.figures["f1_overlap"].value == 1.0
    assert found.figures["identical"].value == 0.5
    assert found.pairs[0].cells == {("A", "A"): 1, ("B", "B"): 1}
    # 8 characters each: AAAA..BB and AAAA.BBB.
    assert found.figures["alpha_characters"].value == pytest.approx(1 - 15 * 2 / (256 - 8**2 - 3**2 - 5**2))


def test_characters_beyond_the_last_mark_count_when_the_text_is_known():
    short = marked([[(0, 4, "A")]], [[(0, 3, "A")]])
    long = Table("spans", short.raters, short.items, short.ratings, lengths=(100,))
    values = [report(table).figures["alpha_characters"].value for table in (short, long)]
    assert values[0] < values[1]


def test_a_span_twice_is_one_span_and_a_box_twice_is_one_too_many():
    spans = report(marked([[(0, 4, "A"), (0, 4, "A")]], [[(0, 4, "A")]]))
    assert spans.figures["f1"].value == 1.0
    box = Box((0, 0, 10, 10), "car")
    boxes = report(table_of("boxes", {"a": {"i": (box, box)}, "b": {"i": (box,)}}))
    assert boxes.figures["f1"].value == pytest.approx(2 / 3)


def test_boxes_agree_from_the_overlap_that_was_asked_for():
    ratings = {"a": {"i": (Box((0, 0, 10, 10), "car"),)}, "b": {"i": (Box((0, 0, 10, 6), "van"),)}}
    table = table_of("boxes", ratings)
    found = report(table)
    assert (found.figures["f1"].value, found.figures["f1_place"].value) == (0.0, 1.0)
    assert found.figures["iou"].value == pytest.approx(0.6)
    assert found.pairs[0].cells == {("car", "van"): 1}
    apart = report(table, iou=0.7)
    assert apart.figures["f1_place"].value == 0.0
    assert apart.pairs[0].cells == {("car", ""): 1, ("", "van"): 1}


@pytest.mark.parametrize("kind", ["spans", "boxes"])
def test_items_with_very_many_marks_are_still_matched(kind):
    def marks(shift, count=1000):
        if kind == "spans":
            return tuple(Span(3 * i + shift, 3 * i + 5 + shift, "A") for i in range(count))
        return tuple(Box((3 * i + shift, 0, 3 * i + 50 + shift, 9), "A") for i in range(count))

    found = report(table_of(kind, {"a": {"i": marks(0)}, "b": {"i": marks(1)}}), resamples=2)
    assert found.figures["f1_overlap" if kind == "spans" else "f1"].value > 0.99


@pytest.mark.parametrize("kind", ["spans", "boxes"])
def test_a_heap_of_marks_is_matched_where_they_are_equal(kind):
    def marks(shift, count=600):
        if kind == "spans":
            return tuple(Span(i + shift, 5000 - i, "A") for i in range(count))
        return tuple(Box((0, 0, 1000 + i + shift, 100), "A") for i in range(count))

    found = report(table_of(kind, {"a": {"i": marks(0)}, "b": {"i": marks(0)[:300] + marks(0.5)[300:]}}), resamples=2)
    assert found.figures["f1"].value == pytest.approx(0.5)


def test_nobody_marking_anything_is_undefined_and_full_agreement_an_item():
    found = report(table_of("boxes", {"a": {"i": ()}, "b": {"i": ()}}))
    assert found.figures["f1"].value is None
    assert found.figures["identical"].value == 1.0
    assert found.disputed == 0
    assert "nobody marked anything" in said(found.reading)


rows = st.lists(st.lists(st.sampled_from("abc "), min_size=3, max_size=3), min_size=1, max_size=25)


@tried
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_items_and_raters_changes_no_figure(items, rng):
    columns = ["".join(column) for column in zip(*items, strict=True)]
    shuffled = rng.sample(items, len(items))
    turned = ["".join(column) for column in zip(*shuffled, strict=True)]
    before, after = report(labels(*columns), resamples=2), report(labels(*rng.sample(turned, 3)), resamples=2)
    assert before.shared == after.shared
    for name, metric in before.figures.items():
        assert metric.value == pytest.approx(after.figures[name].value)
    assert before.by_label.keys() == after.by_label.keys()
    for label, (given_times, metric) in before.by_label.items():
        assert given_times == after.by_label[label][0]
        assert metric.value == pytest.approx(after.by_label[label][1].value)


@tried
@given(rows)
def test_every_report_can_be_written_as_json_and_is_the_same_again(items):
    table = labels(*("".join(column) for column in zip(*items, strict=True)))
    found = json.loads(json.dumps(report(table).as_json(), allow_nan=False))
    assert found == json.loads(json.dumps(report(table).as_json()))
    assert {one["name"] for one in found["figures"]} <= set(WORDS)


def test_a_table_that_does_not_fit_together_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="no such kind"):
        Table("colours", (), (), ())
    with pytest.raises(ValueError, match="as wide or as long"):
        Table("labels", ("a",), ("i",), (("x", "y"),))


@pytest.mark.parametrize(
    ("value", "number", "share"),
    [
        (None, "–", "–"),
        (0.614, "0.61", "61 %"),
        (1.0, "1.00", "100 %"),
        (0.9999, "0.9999", "99 %"),
        (0.0, "0.00", "0 %"),
        (0.001, "0.001", "1 %"),
        (-0.0004, "-0.0004", "0 %"),
    ],
)
def test_numbers_never_round_to_full_agreement_or_none(value, number, share):
    assert (plain_number(value), plain_share(value)) == (number, share)

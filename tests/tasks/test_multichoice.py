"""Multichoice: each label of an item is one decision."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import grade_one, make_entry, make_task

TASK = make_task("multichoice")


def one(gold, answer, **more):
    wrap = {"item": {"text": "Late, and bent."}, **more}
    return grade_one("multichoice", TASK, {"labels": gold}, None if answer is None else {"labels": answer}, **wrap)


def metrics(*pairs):
    entries = [
        make_entry("multichoice", TASK, {"labels": g}, {"labels": a}, item={"text": "x"}, item_id=f"i{n}")
        for n, (g, a) in enumerate(pairs)
    ]
    return grade(get("multichoice"), TASK, entries, marks=(), feedback=()).metrics


def patterns(gold, answer):
    return [hit.pattern for hit in one(gold, answer).patterns]


def persona(spec, gold):
    task_type = get("multichoice")
    item = task_type.parse_item({"text": "x"}, TASK)
    return task_type.persona(TASK, item, task_type.parse_gold({"labels": gold}, TASK, item), spec, Random(1))["labels"]


def test_none_of_these_is_an_answer_and_silence_is_not():
    assert (one([], []).verdict, one([], []).credit) == ("right", 1.0)
    assert (one([], None).verdict, one([], None).credit) == ("unanswered", 0.0)
    assert one([], ["a", "b"]).credit == 0.0


def test_each_slip_counts_once():
    assert one(["a", "b"], ["a"]).credit == 0.5
    assert one(["a", "b"], ["a", "b", "c"]).credit == pytest.approx(2 / 3)


def test_metrics_are_those_of_the_pooled_labels():
    found = metrics((["a", "b"], ["a"]), (["a"], ["a", "c"]), ([], []))
    assert found["micro_f1"].value == pytest.approx(2 * 2 / (3 + 3))
    assert found["jaccard"].value == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)
    assert found["exact"].value == pytest.approx(1 / 3)
    assert found["macro_f1"].value is None
    assert found["macro_f1"].why == "no label has five items in this set"


def test_a_mean_over_labels_leaves_out_those_with_fewer_than_five_items():
    found = metrics(*[(["a"], ["a"])] * 5, (["b"], []))
    assert found["macro_f1"].value == 1.0


@pytest.mark.parametrize(
    ("spec", "gold", "given", "fires"),
    [
        ({"map": {"a": "c"}}, ["a", "b"], ["b", "c"], ["swapped"]),
        ({"never": ["b"]}, ["a", "b"], ["a"], ["missed"]),
        ({"always": ["b", "c"]}, ["a"], ["a", "b", "c"], ["extra", "extra", "too_many"]),
        ({"only_first": True}, ["a", "b", "c"], ["a"], ["missed", "missed"]),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, gold, given, fires):
    assert persona(spec, gold) == given
    assert patterns(gold, given) == fires


@pytest.mark.parametrize("spec", [{"map": {"x": "a"}}, {"never": ["x"]}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    with pytest.raises(AnswerError):
        persona(spec, ["a"])

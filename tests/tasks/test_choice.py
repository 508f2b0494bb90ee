"""Choice: accuracy decides, everything else is measured beside it."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import grade_one, make_entry, make_task

TASK = make_task("choice", second=True, abstain=True, confidence=True)


def one(gold, answer, **more):
    return grade_one("choice", TASK, gold, answer, **more)


def metrics(*pairs):
    entries = [make_entry("choice", TASK, g, a, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("choice"), TASK, entries, marks=(), feedback=()).metrics


def patterns(gold, answer):
    return [hit.pattern for hit in one(gold, answer).patterns]


def test_the_alternative_with_most_credit_is_the_gold():
    others = [({"label": "b"}, 0.5), ({"label": "c"}, 1.0)]
    half = one({"label": "a"}, {"label": "b"}, others=others)
    assert (half.earned, half.verdict, half.gold) == (0.5, "partial", {"label": "b"})
    full = one({"label": "a"}, {"label": "c"}, others=others)
    assert (full.earned, full.verdict, full.gold) == (1.0, "right", {"label": "c"})


def test_an_alternative_may_differ_in_the_second_label_alone():
    others = [({"label": "a"}, 1.0)]
    assert one({"label": "a", "second": "b"}, {"label": "a"}, others=others).verdict == "right"
    assert one({"label": "a", "second": "b"}, {"label": "a", "second": "b"}, others=others).verdict == "right"


def test_a_wrong_answer_is_held_against_the_first_gold():
    assert one({"label": "a"}, {"label": "c"}, others=[({"label": "b"}, 1.0)]).gold == {"label": "a"}


def test_second_labels_never_touch_the_score():
    gold = {"label": "a", "second": "b"}
    for answer in ({"label": "a"}, {"label": "a", "second": "c"}, gold):
        assert one(gold, answer).earned == 1.0
    assert patterns(gold, {"label": "a", "second": "c"}) == ["second_extra", "second_missed"]
    assert patterns(gold, {"label": "a"}) == ["second_missed"]
    assert patterns({"label": "a"}, {"label": "a", "second": "c"}) == ["second_extra"]


def test_second_f1_counts_hits_over_both_sides():
    gold = {"label": "a", "second": "b"}
    found = metrics((gold, gold), (gold, {"label": "a"}), ({"label": "a"}, gold))
    assert found["second_f1"].value == pytest.approx(2 * 1 / (2 + 2))
    assert metrics(({"label": "a"}, {"label": "a"}))["second_f1"].value is None


def test_abstaining_is_right_only_where_gold_abstains():
    opened, shut = {"abstain": True}, {"label": "a"}
    assert one(opened, opened).verdict == "right"
    assert one(opened, shut).verdict == "wrong"
    assert one(shut, opened).verdict == "wrong"
    assert patterns(opened, shut) == ["guessed"]
    assert patterns(shut, opened) == ["skipped"]
    found = metrics((opened, opened), (opened, shut), (shut, opened), (shut, shut))
    assert found["abstain_f1"].value == 0.5
    assert found["decidable_accuracy"].value == 0.5
    assert found["decidable_accuracy"].n == 2


def test_calibration_is_one_less_the_brier_score():
    gold = {"label": "a"}
    sure_right, sure_wrong = {"label": "a", "confidence": 90}, {"label": "b", "confidence": 100}
    found = metrics((gold, sure_right), (gold, sure_wrong), (gold, {"label": "a"}))["calibration"]
    assert found.value == pytest.approx(1 - (0.1**2 + 1) / 2)
    assert found.n == 2
    coin = metrics((gold, {"label": "a", "confidence": 50}), (gold, {"label": "b", "confidence": 50}))
    assert coin["calibration"].value == pytest.approx(0.75)


def test_being_sure_and_wrong_is_a_pattern_of_its_own():
    assert patterns({"label": "a"}, {"label": "b", "confidence": 85}) == ["confused", "overconfident"]
    assert patterns({"label": "a"}, {"label": "b", "confidence": 84}) == ["confused"]
    assert patterns({"label": "a"}, {"label": "a", "confidence": 100}) == []


def test_labels_with_fewer_than_five_gold_items_enter_no_mean():
    right = [({"label": "a"}, {"label": "a"})] * 5
    rare = [({"label": "b"}, {"label": "c"})] * 4
    assert metrics(*right, *rare)["macro_f1"].value == 1.0
    assert metrics(*right[:4])["macro_f1"].value is None
    assert "five" in metrics(*right[:4])["macro_f1"].why


def test_kappa_is_undefined_when_both_sides_are_constant():
    assert metrics(*[({"label": "a"}, {"label": "a"})] * 6)["kappa"].value is None
    assert metrics(({"label": "a"}, {"label": "a"}), ({"label": "b"}, {"label": "b"}))["kappa"].value == 1.0


def test_an_unanswered_item_is_missed_by_its_class_and_given_to_none():
    pairs = [({"label": "a"}, {"label": "a"})] * 4 + [({"label": "a"}, None)]
    assert metrics(*pairs)["macro_f1"].value == pytest.approx(2 * 4 / (5 + 4))


def test_what_is_not_asked_for_is_refused():
    bare = make_task("choice")
    for extra in ({"second": "b"}, {"confidence": 70}):
        with pytest.raises(AnswerError, match="is not asked for"):
            make_entry("choice", bare, {"label": "a"}, {"label": "a", **extra})
    with pytest.raises(AnswerError, match="is not asked for"):
        make_entry("choice", bare, {"abstain": True}, None)


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({"labels": [{"id": "a", "name": "A"}]}, "labels"),
        ({"labels": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]}, r"labels\[1\].id"),
        ({"labels": [{"id": "a", "name": "A"}, {"id": "abstain", "name": "B"}]}, r"labels\[1\].id"),
        ({"labels": [{"id": "a", "name": "A"}, {"id": "b c", "name": "B"}]}, r"labels\[1\].id"),
        ({"labels": [{"id": "a", "name": "A"}, {"id": "b", "name": " "}]}, r"labels\[1\].name"),
        ({"labels": [], "answer": {"third": True}}, "answer.third"),
        ({}, "labels: is missing"),
    ],
)
def test_a_task_that_cannot_be_read_says_where(raw, where):
    with pytest.raises(AnswerError, match=where):
        get("choice").parse_task(raw)


@pytest.mark.parametrize(
    ("spec", "gold", "expected"),
    [
        ({"map": {"a": "b"}}, {"label": "a"}, {"label": "b"}),
        ({"map": {"a": "b"}}, {"label": "c"}, {"label": "c"}),
        ({"answer": "c"}, {"abstain": True}, {"label": "c"}),
        ({"second": "never"}, {"label": "a", "second": "b"}, {"label": "a"}),
        ({"second": "always"}, {"label": "a", "second": "b"}, {"label": "a", "second": "b"}),
        ({"confidence": 100}, {"label": "a"}, {"label": "a", "confidence": 100}),
    ],
)
def test_a_persona_makes_its_mistake_and_no_other(spec, gold, expected):
    entry = make_entry("choice", TASK, gold, None)
    answer = get("choice").persona(TASK, entry.item, entry.gold, {"id": "p", "name": "P", **spec}, Random(1))
    assert answer == {"confidence": 75, **expected}


def test_personas_add_seconds_guess_and_shy_away():
    def play(spec, gold):
        entry = make_entry("choice", TASK, gold, None)
        rng = Random(1)
        return [get("choice").persona(TASK, entry.item, entry.gold, spec, rng) for _ in range(40)]

    assert all(answer["second"] != "a" for answer in play({"second": "always"}, {"label": "a"}))
    assert all("label" in answer for answer in play({"abstain": "never"}, {"abstain": True}))
    assert 10 < sum("abstain" in answer for answer in play({"abstain": "hard"}, {"label": "a"})) < 30


@pytest.mark.parametrize("spec", [{"mpa": {}}, {"map": {"a": "x"}}, {"answer": "x"}, {"second": "some"}])
def test_a_persona_that_cannot_be_played_says_why(spec):
    entry = make_entry("choice", TASK, {"label": "a"}, None)
    with pytest.raises(AnswerError):
        get("choice").persona(TASK, entry.item, entry.gold, spec, Random(1))

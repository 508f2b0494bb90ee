"""Preference: the side decides, strength and reasons are measured beside it."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import grade_one, make_entry, make_task

TASK = make_task("preference", tie=True, strength=3)
ITEM = {"prompt": "How long?", "a": "Six minutes.", "b": "It depends on a great many things, to be sure."}


def said(choice, strength=None, *reasons):
    raw = {"choice": choice, "reasons": list(reasons)}
    return {**raw, "strength": strength} if strength else raw


def one(gold, answer, **more):
    return grade_one("preference", TASK, gold, answer, item=ITEM, **more)


def metrics(*pairs):
    entries = [
        make_entry("preference", TASK, said(g), None if a is None else said(a), item=ITEM, item_id=f"i{n}")
        for n, (g, a) in enumerate(pairs)
    ]
    return grade(get("preference"), TASK, entries, marks=(), feedback=()).metrics


def persona(spec, gold, seed=1):
    task_type = get("preference")
    item = task_type.parse_item(ITEM, TASK)
    return task_type.persona(TASK, item, task_type.parse_gold(gold, TASK, item), spec, Random(seed))["choice"]


def test_a_tie_is_half_way_either_way():
    assert [one(said(g), said(a)).credit for g, a in (("A", "tie"), ("tie", "B"), ("A", "B"), ("tie", "tie"))] == [
        0.5,
        0.5,
        0.0,
        1.0,
    ]


def test_the_alternative_that_serves_the_answer_best_is_its_gold():
    graded = one(said("A", 3), said("tie"), others=[(said("tie"), 1.0)])
    assert (graded.credit, graded.verdict, graded.gold) == (1.0, "right", {"choice": "tie"})


def test_somebody_who_always_says_a_leans_to_the_first():
    found = metrics(("A", "A"), ("B", "A"), ("B", "A"), ("A", "A"))
    assert found["position_bias"].value == 0.5
    assert found["kappa"].value == 0.0
    assert metrics(("A", "B"), ("B", "A"))["position_bias"].value == 0.0


def test_unanswered_pairs_lean_nowhere_and_count_as_missed():
    found = metrics(("A", None), ("B", "B"))
    assert found["position_bias"].value == 0.0
    assert found["accuracy"].value == 0.5


def test_without_decided_pairs_their_accuracy_is_undefined_with_a_reason():
    found = metrics(("tie", "tie"))["decided_accuracy"]
    assert (found.value, found.why) == (None, "the reference calls every pair a tie")


@pytest.mark.parametrize(
    ("gold", "answer", "fires"),
    [
        (said("A"), said("B"), ["reversed"]),
        (said("A"), said("tie"), ["tied"]),
        (said("tie"), said("A"), ["forced"]),
        (said("A", 1), said("A", 3), ["too_strong"]),
        (said("A", 3), said("A", 1), ["too_weak"]),
        (said("A", 1, "a"), said("A", 1, "b"), ["reason_missed", "reason_extra"]),
        (said("A", 2, "a"), said("A", 2, "a"), []),
    ],
)
def test_each_slip_has_its_remark(gold, answer, fires):
    assert [hit.pattern for hit in one(gold, answer).patterns] == fires


def test_a_taste_for_length_can_be_told_from_a_slip():
    [hit] = one(said("A"), said(persona({"longer": True}, said("A")))).patterns
    assert (hit.facts["yours"], hit.facts["longer"]) == ("B", "B")


def test_personas_keep_to_their_habit():
    assert persona({"always": "B"}, said("A")) == "B"
    assert persona({"tie": "never"}, said("tie")) in ("A", "B")
    assert {persona({"tie": "always"}, said("A"), seed) for seed in range(9)} == {"A", "tie"}


@pytest.mark.parametrize("spec", [{"always": "C"}, {"tie": "often"}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    with pytest.raises(AnswerError):
        persona(spec, said("A"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"a": "x", "b": "x"}, "b: is the same text as a"),
        ({"a": "x", "b": " "}, "b: must not be empty"),
        ({"a": "x", "b": "y", "prompt": "a\rb"}, "prompt: holds a carriage return or a zero character"),
    ],
)
def test_a_pair_that_cannot_be_compared_is_refused(raw, message):
    with pytest.raises(AnswerError) as caught:
        get("preference").parse_item(raw, TASK)
    assert str(caught.value) == message

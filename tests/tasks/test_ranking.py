"""Ranking: every pair that the reference orders is one decision."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import make_entry

TASK = get("ranking").parse_task({"labels": []})
ITEM = {
    "prompt": "Which?",
    "options": [
        {"id": one, "text": text} for one, text in (("p", "Long, long answer."), ("q", "Short."), ("r", "Mid one."))
    ],
}


def entry(gold, answer, **more):
    wrap = None if answer is None else {"order": list(answer)}
    return make_entry("ranking", TASK, {"order": list(gold)}, wrap, item=ITEM, **more)


def one(gold, answer):
    made = entry(gold, answer)
    return get("ranking").grade_item(TASK, made.item, made.gold, made.alternatives, made.answer)


def metrics(*pairs):
    entries = [entry(g, a, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("ranking"), TASK, entries, marks=(), feedback=()).metrics


def test_each_pair_counts_once():
    assert one("pqr", "qpr").credit == pytest.approx(2 / 3)
    assert one("pqr", "rqp").credit == 0.0


def test_a_group_of_equals_counts_neither_way():
    assert one(["p", ["q", "r"]], "prq").credit == 1.0
    assert one(["p", ["q", "r"]], "qpr").credit == 0.5


def test_tau_is_one_minus_one_and_between():
    assert metrics(("pqr", "pqr"))["tau_b"].value == 1.0
    assert metrics(("pqr", "rqp"))["tau_b"].value == -1.0
    assert metrics(("pqr", "pqr"), ("pqr", "rqp"))["tau_b"].value == 0.0
    # Two of three pairs alike: (2 - 1) / 3.
    assert metrics(("pqr", "qpr"))["tau_b"].value == pytest.approx(1 / 3)


def test_only_what_was_answered_has_an_order():
    found = metrics(("pqr", None), ("pqr", "pqr"))
    assert (found["tau_b"].value, found["exact"].value, found["score"].value) == (1.0, 0.5, 0.5)
    silent = metrics(("pqr", None))["tau_b"]
    assert (silent.value, silent.why) == (None, "nothing was put in order")


@pytest.mark.parametrize(
    ("spec", "gold", "given", "fires"),
    [
        ({"turned": True}, "qrp", "prq", {"top_missed", "bottom_missed", "turned", "longer_first"}),
        ({"longer": True}, "qrp", "prq", {"top_missed", "bottom_missed", "turned", "longer_first"}),
        ({"as_shown": True}, "rpq", "pqr", {"top_missed", "bottom_missed", "turned"}),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, gold, given, fires):
    made = entry(gold, None)
    answer = get("ranking").persona(TASK, made.item, made.gold, spec, Random(1))
    assert "".join(answer["order"]) == given
    assert {hit.pattern for hit in one(gold, given).patterns} == fires


def test_a_persona_nobody_could_play_is_refused():
    made = entry("pqr", None)
    with pytest.raises(AnswerError):
        get("ranking").persona(TASK, made.item, made.gold, {"sleepy": True}, Random(1))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"options": ITEM["options"][:1]}, "options: must have at least 2 entries"),
        ({"options": [*ITEM["options"], {"id": "p", "text": "z"}]}, "options[3].id: p is used twice"),
        ({"options": [*ITEM["options"], {"id": "z", "text": "Short."}]}, "options[3].text: Short. is used twice"),
    ],
)
def test_options_that_cannot_be_ordered_are_refused(raw, message):
    with pytest.raises(AnswerError) as caught:
        get("ranking").parse_item(raw, TASK)
    assert str(caught.value) == message


def test_gold_must_prefer_something():
    with pytest.raises(AnswerError, match="before something else"):
        entry([["p", "q", "r"]], None)


def test_labels_have_no_place():
    with pytest.raises(AnswerError, match="labels"):
        get("ranking").parse_task({"labels": [{"id": "a", "name": "A"}]})

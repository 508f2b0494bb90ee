"""From items to a grade: what counts, what passes, what is too close, what fires."""

from dataclasses import replace
from random import Random

import pytest

from portal.grading.engine import (
    confusion,
    grade,
    item_say,
    persona_answer,
    summarise,
    too_close,
    with_intervals,
)
from portal.grading.types import Feedback, MarkResult, PassMark, Say
from portal.tasks import get
from tests.grading.make import boxes, grade_one, make_entry, make_task

CHOICE = get("choice")


def sitting(*pairs, task=None, **more):
    """Entries of (gold, yours) labels; None for no answer."""
    task = task or make_task("choice")
    return task, [
        make_entry("choice", task, {"label": gold}, yours and {"label": yours}, item_id=f"i{n}", **more)
        for n, (gold, yours) in enumerate(pairs)
    ]


def graded(entries, task, marks=(), feedback=(), **more):
    return grade(CHOICE, task, entries, marks=marks, feedback=feedback, **more)


def test_credit_is_pooled_and_no_answer_counts_as_missed():
    task, entries = sitting(("a", "a"), ("a", "b"), ("b", None), ("c", "c"))
    result = graded(entries, task)
    assert result.score == 0.5
    assert [item.grade.verdict for item in result.items] == ["right", "wrong", "unanswered", "right"]
    assert result.metrics["score"].n == 4


def test_a_set_without_items_has_no_score_and_says_why():
    result = graded([], make_task("choice"), [PassMark("score", 0.8)])
    assert result.score is None
    assert not result.passed
    assert result.marks[0].why == "nothing to measure yet"


def test_a_mark_is_held_at_its_very_value():
    task, entries = sitting(*[("a", "a")] * 4, ("a", "b"))
    assert graded(entries, task, [PassMark("score", 0.8, 0.9)]).passed
    assert not graded(entries, task, [PassMark("score", 0.8000001)]).passed
    # 0.1 + 0.2 is 0.30000000000000004: floating point fails nobody.
    assert graded(entries, task, [PassMark("score", 0.8 + 1e-12)]).passed


def test_every_mark_must_hold_and_without_marks_nothing_is_passed():
    task, entries = sitting(*[("a", "a")] * 5)
    assert graded(entries, task, [PassMark("score", 0.9)]).passed
    assert not graded(entries, task, [PassMark("score", 0.9), PassMark("calibration", 0.5)]).passed
    assert not graded(entries, task).passed


def test_distinction_needs_a_pass_and_every_named_distinction():
    task, entries = sitting(*[("a", "a")] * 9, ("a", "b"))
    assert graded(entries, task, [PassMark("score", 0.8, 0.9)]).distinction
    assert not graded(entries, task, [PassMark("score", 0.8, 0.95)]).distinction
    assert not graded(entries, task, [PassMark("score", 0.8)]).distinction


def mark(value, low, high, at_least=0.8):
    return MarkResult("score", at_least, None, value, low, high, 10, value is not None and value >= at_least)


def test_too_close_when_an_interval_straddles_its_mark():
    assert too_close([mark(0.82, 0.7, 0.9)])
    assert too_close([mark(0.78, 0.7, 0.9)])
    assert not too_close([mark(0.9, 0.8, 0.95)])
    assert not too_close([mark(0.5, 0.3, 0.7)])


def test_a_mark_clearly_failed_or_undefined_is_not_too_close():
    assert not too_close([mark(0.82, 0.7, 0.9), mark(0.5, 0.3, 0.7)])
    assert not too_close([mark(0.82, 0.7, 0.9), mark(None, None, None)])
    assert too_close([mark(0.82, 0.7, 0.9), mark(0.99, 0.9, 1.0)])


def test_ambiguous_items_count_for_nobody():
    task, entries = sitting(("a", "a"), ("a", "b"))
    result = graded([entries[0], replace(entries[1], ambiguous=True)], task)
    assert result.score == 1.0
    assert result.items[1].grade.verdict == "ambiguous"
    assert result.items[1].grade.possible == 0


def test_hidden_repeats_are_scored_for_consistency_only():
    task, entries = sitting(("a", "b"), ("a", "a"))
    again = make_entry("choice", task, {"label": "a"}, {"label": "a"}, item_id="r0", repeat_of="i0")
    same = make_entry("choice", task, {"label": "a"}, {"label": "a"}, item_id="r1", repeat_of="i1")
    result = graded([*entries, again, same], task)
    assert result.score == 0.5
    assert result.metrics["repeats"].value == 0.5
    assert result.metrics["repeats"].n == 2


def remark(pattern="confused", at_least=2, say="{n} times {gold} as {yours}: {example}", **filters):
    return Feedback("mood", pattern, filters, at_least, say, "R1", "f3-1")


def test_feedback_fires_when_its_pattern_occurs_often_enough():
    task, entries = sitting(("a", "b"), ("a", "b"), ("a", "c"), ("c", "c"))
    [fired] = graded(entries, task, feedback=[remark(gold=["a"], yours=["b"])]).fired
    assert fired.n == 2
    assert fired.items == ("i0", "i1")
    assert fired.say.plain() == "2 times Apple as Bear: Where is my parcel?"
    assert (fired.rule, fired.lesson) == ("R1", "f3-1")
    assert not graded(entries, task, feedback=[remark(gold=["a"], yours=["b"], at_least=3)]).fired
    assert not graded(entries, task, feedback=[remark(gold=["c"], at_least=1)]).fired


def test_feedback_keeps_the_order_of_its_declaration():
    task, entries = sitting(("a", "b"), ("c", "a"))
    first, second = remark(gold=["c"], at_least=1), remark(gold=["a"], at_least=1)
    assert graded(entries, task, feedback=[first, second]).fired[0].items == ("i1",)
    assert graded(entries, task, feedback=[second, first]).fired[0].items == ("i0",)


def test_feedback_can_be_kept_to_concepts():
    task, entries = sitting(("a", "b"), concept="trap")
    assert graded(entries, task, feedback=[remark(at_least=1, concepts=["trap"])]).fired
    assert not graded(entries, task, feedback=[remark(at_least=1, concepts=["plain"])]).fired


def test_bootstrap_intervals_come_when_asked_and_repeat():
    rng = Random(5)
    task, entries = sitting(*[("abc"[n % 3], rng.choice(["abc"[n % 3], "b"])) for n in range(30)])
    plain = graded(entries, task)
    assert plain.metrics["score"].low is not None
    assert plain.metrics["kappa"].low is None
    sure = graded(entries, task, intervals=True, seed=3)
    kappa = sure.metrics["kappa"]
    assert kappa.low < kappa.value < kappa.high
    later = with_intervals(CHOICE, task, plain.items, plain.metrics, seed=3)
    assert later == sure.metrics
    assert with_intervals(CHOICE, task, plain.items, plain.metrics, seed=4) != later


def test_one_item_has_no_bootstrap_interval():
    task = make_task("boxes")
    entry = make_entry("boxes", task, boxes((10, 10, 50, 50, "a")), boxes((10, 10, 50, 50, "a")))
    result = grade(get("boxes"), task, [entry], marks=(), feedback=(), intervals=True)
    assert result.score == 1.0
    assert result.metrics["score"].low is None


def test_confusion_counts_every_pair():
    task, entries = sitting(("a", "b"), ("a", "b"), ("c", None), ("c", "c"))
    cells = confusion(graded(entries, task).items)
    assert cells == {("a", "b"): 2, ("c", ""): 1, ("c", "c"): 1}


def test_summarise_names_every_metric_of_the_kind_in_order():
    for kind in ("choice", "spans", "boxes"):
        assert list(summarise(get(kind), make_task(kind), [])) == list(get(kind).metrics)


def test_an_item_has_one_sentence():
    task = make_task("boxes")
    gold = boxes((10, 10, 50, 50, "a"), (200, 10, 50, 50, "a"))
    some = boxes((10, 10, 50, 50, "a"), (200, 10, 50, 64, "a"))
    said = {
        "All right.": grade_one("boxes", task, gold, gold),
        "Found, with a slip: bottom edge 14 px too low.": grade_one("boxes", task, gold, some),
        "0 right, 2 to look at.": grade_one("boxes", task, gold, {"boxes": []}),
        "No answer.": grade_one("boxes", task, gold, None),
        "Right: there is nothing to mark here.": grade_one("boxes", task, {"boxes": []}, {"boxes": []}),
    }
    assert {item_say(result).plain() for result in said.values()} == set(said)
    for sentence, result in said.items():
        assert item_say(result).plain() == sentence


def test_a_persona_kept_to_concepts_leaves_other_items_alone():
    task = make_task("choice")
    trap = make_entry("choice", task, {"label": "a"}, None, concept="trap")
    plain = make_entry("choice", task, {"label": "a"}, None)
    spec = {"id": "x", "concepts": ["trap"], "answer": "b"}
    assert persona_answer(CHOICE, task, trap, spec, Random(1)) == {"label": "b"}
    assert persona_answer(CHOICE, task, plain, spec, Random(1)) == {"label": "a"}


def test_a_sentence_survives_storage_and_translates_its_parts():
    say = Say("Found: {slips}.", {"slips": (Say("left {px}", {"px": 3}), Say("low")), "n": 2})
    again = Say.from_json(say.as_json())
    assert again == say
    assert again.plain() == str(again) == "Found: left 3, low."
    words = {"Found: {slips}.": "Gefunden: {slips}.", "left {px}": "links {px}", "low": "tief"}
    assert again.render(words.__getitem__) == "Gefunden: links 3, tief."


def test_grading_twenty_choices_is_quick():
    import timeit

    task, entries = sitting(*[("abc"[n % 3], "abca"[n % 4]) for n in range(20)])
    best = min(timeit.repeat(lambda: graded(entries, task), number=10, repeat=5)) / 10
    assert best < 0.005, f"{best * 1000:.2f} ms"  # 0.3 ms on a quiet machine


@pytest.mark.parametrize("kind", ["choice", "spans", "boxes"])
def test_every_pattern_fact_can_be_used_in_a_sentence(kind):
    for pattern in get(kind).patterns.values():
        assert pattern.facts[:2] == ("n", "example")
        assert "concepts" in pattern.filters

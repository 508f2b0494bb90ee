"""Segments: found, placed, named; a stretch's slips count once."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import make_entry, make_task

TASK = make_task("segments", {"tolerance": 0.2})
ITEM = {"audio": "a.opus", "seconds": 20}


def segments(*found):
    return {"segments": [{"start": a, "end": b, "label": label} for a, b, label in found]}


def one(gold, answer):
    entry = make_entry("segments", TASK, gold, answer, item=ITEM)
    return get("segments").grade_item(TASK, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs):
    entries = [make_entry("segments", TASK, g, a, item=ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("segments"), TASK, entries, marks=(), feedback=()).metrics


@pytest.mark.parametrize(
    ("answer", "credit", "fires"),
    [
        ((2, 6, "a"), 1.0, []),
        ((1.8, 6.2, "a"), 1.0, []),
        ((1.5, 6, "a"), 0.5, ["early_start"]),
        ((3, 5, "b"), 0.5, ["late_start", "early_end", "misnamed"]),
        ((2, 6.5, "a"), 0.5, ["late_end"]),
        ((10, 12, "a"), 0.0, ["missed", "extra"]),
    ],
)
def test_several_slips_of_one_stretch_cost_one_half(answer, credit, fires):
    graded = one(segments((2, 6, "a")), segments(answer))
    assert graded.credit == credit
    assert [hit.pattern for hit in graded.patterns] == fires


def test_a_very_short_stretch_is_found_by_its_edges():
    assert one(segments((2, 2.1, "a")), segments((2.08, 2.25, "a"))).credit == 1.0


def test_one_stretch_over_two_is_said_to_be_that():
    graded = one(segments((2, 4, "a"), (6, 8, "a")), segments((2, 8, "a")))
    assert [hit.pattern for hit in graded.patterns] == ["missed", "missed", "merged"]


def test_rates_pool_seconds_over_the_set():
    found = metrics(
        (segments((0, 10, "a")), segments((0, 8, "a"))),
        (segments((0, 2, "a")), segments((0, 2, "b"))),
    )
    assert found["error_rate"].value == pytest.approx((2 + 2) / (10 + 2))
    assert found["onset_error"].value == 0.0
    assert found["offset_error"].value == pytest.approx(1.0)
    assert found["segment_f1"].value == pytest.approx(2 * 1 / 4)


def test_an_empty_reference_wants_a_deliberate_answer():
    assert one(segments(), segments()).verdict == "right"
    assert one(segments(), None).credit == 0.0


@pytest.mark.parametrize(
    ("spec", "fires"),
    [
        ({"map": {"a": "c"}}, ["misnamed"]),
        ({"never": ["a"]}, ["missed"]),
        ({"start": -0.5}, ["early_start"]),
        ({"end": 0.5}, ["late_end"]),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, fires):
    gold = segments((2, 6, "a"))
    entry = make_entry("segments", TASK, gold, None, item=ITEM)
    answer = get("segments").persona(TASK, entry.item, entry.gold, spec, Random(1))
    assert [hit.pattern for hit in one(gold, answer).patterns] == fires


@pytest.mark.parametrize("spec", [{"map": {"x": "a"}}, {"never": ["x"]}, {"start": "early"}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    entry = make_entry("segments", TASK, segments((2, 6, "a")), None, item=ITEM)
    with pytest.raises(AnswerError):
        get("segments").persona(TASK, entry.item, entry.gold, spec, Random(1))

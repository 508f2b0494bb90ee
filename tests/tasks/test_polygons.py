"""Polygons: found by area, placed by outline, named; an object's slips count once."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import make_entry, make_task
from tests.tasks.worlds.polygons import ITEM, square

TASK = make_task("polygons")


def polygons(*found):
    """From (rings, label)."""
    return {"polygons": [{"id": f"n{i}", "rings": rings, "label": label} for i, (rings, label) in enumerate(found)]}


def one(gold, answer):
    entry = make_entry("polygons", TASK, gold, answer, item=ITEM)
    return get("polygons").grade_item(TASK, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs):
    entries = [make_entry("polygons", TASK, g, a, item=ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("polygons"), TASK, entries, marks=(), feedback=()).metrics


ROOF = ([square(100, 100, 200)], "a")
RING = ([square(100, 100, 200), square(150, 150, 100)], "a")


@pytest.mark.parametrize(
    ("gold", "answer", "credit", "fires"),
    [
        (ROOF, ROOF, 1.0, []),
        (ROOF, ([square(102, 98, 201)], "a"), 1.0, []),
        (ROOF, ([square(80, 80, 240)], "a"), 0.5, ["too_wide"]),
        (ROOF, ([square(120, 120, 160)], "b"), 0.5, ["too_narrow", "misnamed"]),
        (RING, ROOF, 0.5, ["too_wide", "holes_filled"]),
        (ROOF, ([square(500, 300, 100)], "a"), 0.0, ["missed", "extra"]),
    ],
)
def test_several_slips_of_one_object_cost_one_half(gold, answer, credit, fires):
    graded = one(polygons(gold), polygons(answer))
    assert graded.credit == credit
    assert [hit.pattern for hit in graded.patterns] == fires


def test_areas_are_exact_with_holes_taken_out():
    found = metrics((polygons(RING), polygons(ROOF)))
    assert found["mean_iou"].value == pytest.approx(30000 / 40000)
    assert found["over"].value == pytest.approx(10000 / 40000)
    assert found["under"].value == 0.0


def test_more_corners_on_the_same_line_change_nothing():
    ring = [[100, 100], [150, 100], [200, 100], [300, 100], [300, 300], [100, 300]]
    found = metrics((polygons(ROOF), polygons(([ring], "a"))))
    assert found["score"].value == 1.0
    assert found["placed"].value == pytest.approx(1.0)


def test_an_empty_reference_wants_a_deliberate_answer():
    assert one(polygons(), polygons()).verdict == "right"
    assert one(polygons(), None).credit == 0.0


@pytest.mark.parametrize(
    ("spec", "gold", "fires"),
    [
        ({"map": {"a": "c"}}, ROOF, ["misnamed"]),
        ({"never": ["a"]}, ROOF, ["missed"]),
        ({"grow": 1.2}, ROOF, ["too_wide"]),
        ({"grow": 0.8}, ROOF, ["too_narrow"]),
        ({"fills": True}, RING, ["too_wide", "holes_filled"]),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, gold, fires):
    entry = make_entry("polygons", TASK, polygons(gold), None, item=ITEM)
    answer = get("polygons").persona(TASK, entry.item, entry.gold, spec, Random(1))
    assert [hit.pattern for hit in one(polygons(gold), answer).patterns] == fires


@pytest.mark.parametrize("spec", [{"map": {"x": "a"}}, {"never": ["x"]}, {"grow": 0}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    entry = make_entry("polygons", TASK, polygons(ROOF), None, item=ITEM)
    with pytest.raises(AnswerError):
        get("polygons").persona(TASK, entry.item, entry.gold, spec, Random(1))


@pytest.mark.parametrize(
    ("rings", "message"),
    [
        ([[[0, 0], [50, 0], [50, float("nan")]]], "must be a finite number"),
        ([[[0, 0], [50, 0], [100, 0]]], "has no area that can be measured"),
        ([square(0, 0, 100), square(200, 200, 50)], "crosses or touches itself"),
        ([[[0, 0]] * 2001], "must have at most 2000 entries"),
    ],
)
def test_a_shape_without_an_honest_area_is_refused(rings, message):
    with pytest.raises(AnswerError) as caught:
        one(polygons(), polygons((rings, "a")))
    assert message in str(caught.value)

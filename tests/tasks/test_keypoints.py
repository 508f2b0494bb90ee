"""Keypoints: each point is one decision, and each slip counts once."""

from math import exp
from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import LABELS, make_entry
from tests.tasks.worlds import keypoints as world

TASK = get("keypoints").parse_task({"labels": LABELS, **world.TASK})
PERSON = world.person(100, 100, 100)


def objects(*found):
    return {"objects": list(found)}


def moved(name, dx, v=2):
    x, y, _ = PERSON["points"][name]
    return {**PERSON, "points": {**PERSON["points"], name: [x + dx, y, v]}}


def one(gold, answer):
    entry = make_entry("keypoints", TASK, gold, answer, item=world.ITEM)
    return get("keypoints").grade_item(TASK, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs):
    entries = [make_entry("keypoints", TASK, g, a, item=world.ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("keypoints"), TASK, entries, marks=(), feedback=()).metrics


def mirrored():
    points = PERSON["points"]
    return {**PERSON, "points": {**points, "left": points["right"], "right": points["left"]}}


@pytest.mark.parametrize(
    ("answer", "earned", "fires"),
    [
        (PERSON, 4, []),
        (moved("nose", 10), 4, []),
        (moved("nose", 11), 3, ["off"]),
        (moved("nose", 0, 1), 3.5, ["called_hidden"]),
        (moved("nose", 0, 0), 3, ["left_out"]),
        (mirrored(), 3, ["swapped", "swapped"]),
        ({**PERSON, "label": "b"}, 3.5, ["misnamed"]),
    ],
)
def test_each_point_is_one_decision(answer, earned, fires):
    graded = one(objects(PERSON), objects(answer))
    assert (graded.earned, graded.possible) == (earned, 4)
    assert [hit.pattern for hit in graded.patterns] == fires


def test_a_missed_object_costs_its_points_and_an_extra_adds_one():
    other = world.person(500, 300, 100)
    graded = one(objects(PERSON), objects(other))
    assert (graded.earned, graded.possible) == (0, 5)
    assert [hit.pattern for hit in graded.patterns] == ["missed", "extra"]


def test_points_the_reference_does_not_have_count_for_nothing():
    gold = {**PERSON, "points": {k: v for k, v in PERSON["points"].items() if k != "foot"}, "box": [100, 100, 100, 100]}
    assert one(objects(gold), objects(PERSON)).credit == 1.0


def test_closeness_is_the_object_keypoint_similarity():
    found = metrics((objects(PERSON), objects(moved("nose", 8))))
    width, height = 80, 100
    # COCO's sigma for the nose; the others lie exactly.
    expected = (3 + exp(-64 / (8 * width * height * 0.026**2))) / 4
    assert found["oks"].value == pytest.approx(expected)
    assert found["mean_error_px"].value == pytest.approx(2.0)
    assert found["placed"].value == 1.0


def test_gold_whose_points_span_no_area_needs_a_box():
    lonely = {"id": "g", "label": "a", "points": {"nose": [10, 10, 2]}}
    with pytest.raises(AnswerError, match="needs a box"):
        one(objects(lonely), None)
    assert one(objects({**lonely, "box": [0, 0, 50, 50]}), objects(lonely)).verdict == "right"


@pytest.mark.parametrize(
    ("spec", "fires"),
    [
        ({"map": {"a": "c"}}, {"misnamed"}),
        ({"mirror": True}, {"swapped"}),
        ({"skips": ["nose"]}, {"left_out"}),
        ({"visible": True}, {"called_visible"}),
        ({"shift": ["foot"]}, {"off"}),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, fires):
    gold = objects(moved("nose", 0, 1))
    entry = make_entry("keypoints", TASK, gold, None, item=world.ITEM)
    answer = get("keypoints").persona(TASK, entry.item, entry.gold, spec, Random(1))
    assert {hit.pattern for hit in one(gold, answer).patterns} == fires


@pytest.mark.parametrize("spec", [{"map": {"x": "a"}}, {"skips": ["tail"]}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    entry = make_entry("keypoints", TASK, objects(PERSON), None, item=world.ITEM)
    with pytest.raises(AnswerError):
        get("keypoints").persona(TASK, entry.item, entry.gold, spec, Random(1))

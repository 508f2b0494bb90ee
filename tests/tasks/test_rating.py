"""Rating: each dimension is one decision, near misses earn a half."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import grade_one, make_entry, make_task

TASK = make_task("rating", low=1, high=5)
ITEM = {"text": "Q: When? A: On Mondays."}


def scores(*numbers):
    return {"scores": dict(zip("abc", numbers, strict=False))}


def one(gold, answer):
    return grade_one("rating", TASK, gold, answer, item=ITEM)


def metrics(*pairs):
    entries = [make_entry("rating", TASK, g, a, item=ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("rating"), TASK, entries, marks=(), feedback=()).metrics


def persona(spec, gold):
    task_type = get("rating")
    item = task_type.parse_item(ITEM, TASK)
    return task_type.persona(TASK, item, task_type.parse_gold(gold, TASK, item), spec, Random(1))


def test_one_step_off_earns_a_half_and_two_nothing():
    assert one(scores(3, 3, 3), scores(3, 4, 5)).credit == 0.5
    assert [o.tag for o in one(scores(3, 3, 3), scores(3, 4, 5)).objects] == ["right", "loose", "misnamed"]


def test_one_point_too_high_throughout_is_a_bias_of_one():
    found = metrics((scores(1, 2, 3), scores(2, 3, 4)), (scores(4, 1, 2), scores(5, 2, 3)))
    assert found["bias"].value == 1.0
    assert found["exact"].value == 0.0
    assert found["within_one"].value == 1.0


def test_kappa_weighs_on_the_full_scale():
    # Sim & Wright: weights come from the place on the scale, whether or not a number was used.
    pairs = [(scores(1, 5, 5), scores(1, 5, 4))]
    cells = {(1, 1): 1, (5, 5): 1, (5, 4): 1}
    observed = sum((g - y) ** 2 * n for (g, y), n in cells.items()) / 3
    expected = sum((g - y) ** 2 for g in (1, 5, 5) for y in (1, 5, 4)) / 9
    assert metrics(*pairs)["kappa_quadratic"].value == pytest.approx(1 - observed / expected)


def test_constant_ratings_leave_kappa_undefined_with_its_reason():
    found = metrics((scores(3, 3, 3), scores(3, 3, 3)))["kappa_quadratic"]
    assert (found.value, found.why) == (None, "both sides used one and the same number throughout")


@pytest.mark.parametrize(
    ("spec", "gold", "given", "fires"),
    [
        ({"shift": 1}, (1, 3, 5), (2, 4, 5), {"too_high", "to_the_middle"}),
        ({"shift": -2, "dimensions": ["a"]}, (5, 3, 3), (3, 3, 3), {"too_low", "far_off", "to_the_middle"}),
        ({"middle": True}, (1, 3, 5), (2, 3, 4), {"too_high", "too_low", "to_the_middle"}),
        ({"halo": True}, (4, 1, 3), (4, 4, 4), {"too_high", "far_off", "to_the_middle"}),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, gold, given, fires):
    assert persona(spec, scores(*gold)) == scores(*given)
    assert {hit.pattern for hit in one(scores(*gold), scores(*given)).patterns} == fires


@pytest.mark.parametrize("spec", [{"dimensions": ["x"]}, {"shift": "up"}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    with pytest.raises(AnswerError):
        persona(spec, scores(1, 2, 3))


def test_a_scale_must_rise():
    with pytest.raises(AnswerError, match=r"answer\.high"):
        make_task("rating", low=3, high=3)


def test_gold_needs_every_dimension():
    with pytest.raises(AnswerError, match=r"scores\.c: is missing"):
        one(scores(1, 2), scores(1, 2, 3))

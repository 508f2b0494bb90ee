"""Error spans: found, placed, named and weighed; an error's slips count once."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import make_entry, make_task

TASK = make_task("error_spans")
ITEM = {"text": "The kettle have a two years warranty, so send it to the kitchen."}


def errors(*found):
    return {"spans": [dict(zip(("start", "end", "category", "severity"), one, strict=True)) for one in found]}


def one(gold, answer):
    entry = make_entry("error_spans", TASK, gold, answer, item=ITEM)
    return get("error_spans").grade_item(TASK, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs):
    entries = [make_entry("error_spans", TASK, g, a, item=ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("error_spans"), TASK, entries, marks=(), feedback=()).metrics


HAVE = (11, 15, "a", "minor")


@pytest.mark.parametrize(
    ("answer", "credit", "fires"),
    [
        (HAVE, 1.0, []),
        ((11, 17, "a", "minor"), 0.5, ["misplaced"]),
        ((11, 15, "b", "minor"), 0.5, ["misnamed"]),
        ((11, 15, "a", "critical"), 0.5, ["too_severe"]),
        ((4, 15, "b", "major"), 0.5, ["misplaced", "misnamed", "too_severe"]),
        ((18, 21, "a", "minor"), 0.0, ["missed", "extra"]),
    ],
)
def test_several_slips_of_one_error_cost_one_half(answer, credit, fires):
    graded = one(errors(HAVE), errors(answer))
    assert graded.credit == credit
    assert [hit.pattern for hit in graded.patterns] == fires


def test_a_text_without_errors_wants_a_deliberate_answer():
    assert one(errors(), errors()).verdict == "right"
    assert one(errors(), None).credit == 0.0
    assert one(errors(), errors(HAVE)).credit == 0.0


def test_field_measures_are_those_of_the_pooled_characters_and_points():
    found = metrics(
        (errors((0, 10, "a", "major")), errors((5, 15, "b", "minor"))),
        (errors(), errors((18, 21, "a", "critical"))),
    )
    # Edges are trimmed first: (0, 10) stays, (5, 15) stays.
    assert found["char_f1"].value == pytest.approx(2 * 5 / (10 + 10 + 3))
    assert found["penalty_difference"].value == pytest.approx(((1 - 5) + 25) / 2)
    assert found["severity"].value == 0.0
    assert found["strict_f1"].value == 0.0


def test_an_exercise_states_its_own_severities():
    own = get("error_spans").parse_task(
        {"labels": [{"id": "a", "name": "A"}], "answer": {"severities": [{"id": "bad", "name": "Bad", "points": 3}]}}
    )
    assert dict(own.points) == {"bad": 3}
    with pytest.raises(AnswerError, match="unknown severity"):
        get("error_spans").parse_answer(errors(HAVE), own, get("error_spans").parse_item(ITEM, own))


@pytest.mark.parametrize(
    ("spec", "fires"),
    [
        ({"map": {"a": "c"}}, ["misnamed"]),
        ({"never": ["a"]}, ["missed"]),
        ({"severity": "critical"}, ["too_severe"]),
        ({"shift": 1}, ["too_severe"]),
        ({"shift": -1}, []),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, fires):
    entry = make_entry("error_spans", TASK, errors(HAVE), None, item=ITEM)
    answer = get("error_spans").persona(TASK, entry.item, entry.gold, spec, Random(1))
    assert [hit.pattern for hit in one(errors(HAVE), answer).patterns] == fires


@pytest.mark.parametrize("spec", [{"map": {"x": "a"}}, {"severity": "awful"}, {"shift": "up"}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    entry = make_entry("error_spans", TASK, errors(HAVE), None, item=ITEM)
    with pytest.raises(AnswerError):
        get("error_spans").persona(TASK, entry.item, entry.gold, spec, Random(1))

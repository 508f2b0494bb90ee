"""Audit: errors found and false alarms, never the share of labels waved through."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import LABELS, make_entry
from tests.tasks.worlds import audit as world

TASK = get("audit").parse_task({"labels": LABELS, **world.TASK})
ITEM = {"text": world.TEXT, "objects": world.shown("a", "a", "b", "b")}


def wrong(one, kind="label", severity="minor", fix="c"):
    row = {"object": one, "verdict": "wrong", "kind": kind, "severity": severity, "fix": fix}
    return {key: value for key, value in row.items() if value}


def verdicts(*rows):
    return {"verdicts": list(rows)}


GOLD = verdicts(wrong("o0"), wrong("o2", "edges", "major", None))


def one(gold, answer, item=ITEM):
    entry = make_entry("audit", TASK, gold, answer, item=item)
    return get("audit").grade_item(TASK, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs):
    entries = [make_entry("audit", TASK, g, a, item=ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("audit"), TASK, entries, marks=(), feedback=()).metrics


def test_waving_everything_through_scores_nothing_however_much_is_right():
    found = metrics((GOLD, verdicts()))
    assert found["final_accuracy"].value == 0.5
    assert found["score"].value == 0.0


def test_nothing_wrong_and_nothing_flagged_is_right():
    assert one(verdicts(), verdicts()).verdict == "right"
    assert one(verdicts(), None).credit == 0.0
    assert one(verdicts(), verdicts(wrong("o1", fix=None))).credit == 0.0


@pytest.mark.parametrize(
    ("answer", "credit", "fires"),
    [
        (GOLD, 1.0, []),
        (
            verdicts(wrong("o0", "edges", "major", "b"), GOLD["verdicts"][1]),
            0.75,
            ["wrong_kind", "too_severe", "wrong_fix"],
        ),
        (verdicts(wrong("o0", fix=None), GOLD["verdicts"][1]), 0.75, ["no_fix"]),
        (verdicts(GOLD["verdicts"][0], wrong("o2", "edges", "minor", None)), 0.75, ["too_light"]),
        (verdicts(GOLD["verdicts"][0]), 0.5, ["missed"]),
        (verdicts(*GOLD["verdicts"], wrong("o1", fix=None)), 2 / 3, ["false_alarm"]),
    ],
)
def test_several_slips_with_one_error_cost_one_half(answer, credit, fires):
    graded = one(GOLD, answer)
    assert graded.credit == pytest.approx(credit)
    assert [hit.pattern for hit in graded.patterns] == fires


def test_measures_are_those_of_signal_detection():
    from statistics import NormalDist

    found = metrics((GOLD, verdicts(GOLD["verdicts"][0], wrong("o1", fix=None))))
    assert (found["hits"].value, found["false_alarms"].value) == (0.5, 0.5)
    z = NormalDist().inv_cdf
    assert found["d_prime"].value == pytest.approx(z(1.5 / 3) - z(1.5 / 3))
    sharp = metrics((GOLD, GOLD))["d_prime"]
    assert sharp.value == pytest.approx(z(2.5 / 3) - z(0.5 / 3))
    assert metrics((verdicts(), verdicts()))["d_prime"].why == "it takes wrong and right labels to tell them apart"


@pytest.mark.parametrize(
    ("spec", "fires"),
    [
        ({"trusts": True}, ["missed", "missed"]),
        ({"misses": ["edges"]}, ["missed"]),
        ({"flags": ["b"]}, ["false_alarm"]),
        ({"kind": "label"}, ["wrong_kind"]),
        ({"severity": "minor"}, ["too_light"]),
        ({"fix": "never"}, ["no_fix"]),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, fires):
    entry = make_entry("audit", TASK, GOLD, None, item=ITEM)
    answer = get("audit").persona(TASK, entry.item, entry.gold, spec, Random(1))
    assert [hit.pattern for hit in one(GOLD, answer).patterns] == fires


@pytest.mark.parametrize("spec", [{"flags": ["x"]}, {"misses": ["x"]}, {"kind": "x"}, {"fix": "often"}, {"sleepy": 1}])
def test_a_persona_nobody_could_play_is_refused(spec):
    entry = make_entry("audit", TASK, GOLD, None, item=ITEM)
    with pytest.raises(AnswerError):
        get("audit").persona(TASK, entry.item, entry.gold, spec, Random(1))


@pytest.mark.parametrize(
    ("objects", "message"),
    [
        ([], "objects: must have at least 1 entries"),
        ([{"id": "o", "label": "z"}], "objects[0].label: unknown label z"),
        ([{"id": "o", "label": "a", "start": 0}], "objects[0]: must be a passage of the text"),
        ([{"id": "o", "label": "a", "box": [0, 0, 1, 1]}], "objects[0]: must be a passage of the text"),
        ([{"id": "o", "label": "a"}, {"id": "o", "label": "b"}], "objects[1].id: o is used twice"),
    ],
)
def test_objects_that_cannot_be_judged_are_refused(objects, message):
    with pytest.raises(AnswerError) as caught:
        get("audit").parse_item({"text": "x y", "objects": objects}, TASK)
    assert message in str(caught.value)


def test_boxes_of_a_picture_can_be_judged_too():
    picture = {"image": "a.webp", "width": 80, "height": 50, "alt": "A street"}
    item = {**picture, "objects": [{"id": "o", "label": "a", "box": [1, 2, 30, 40]}]}
    assert one(verdicts(wrong("o")), verdicts(wrong("o")), item).verdict == "right"
    outside = {**picture, "objects": [{"id": "o", "label": "a", "box": [60, 2, 30, 40]}]}
    with pytest.raises(AnswerError, match="within the picture"):
        get("audit").parse_item(outside, TASK)

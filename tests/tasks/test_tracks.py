"""Tracks: one object, one track; each track's slips count once."""

from random import Random

import pytest

from portal.grading.engine import grade
from portal.grading.types import AnswerError
from portal.tasks import get
from tests.grading.make import make_entry, make_task
from tests.tasks.worlds.tracks import ITEM, drive

TASK = make_task("tracks")
ENDS = drive(1, 300, 0, 12)


def tracks(*found):
    return {"tracks": list(found)}


def one(gold, answer):
    entry = make_entry("tracks", TASK, gold, answer, item=ITEM)
    return get("tracks").grade_item(TASK, entry.item, entry.gold, entry.alternatives, entry.answer)


def metrics(*pairs):
    entries = [make_entry("tracks", TASK, g, a, item=ITEM, item_id=f"i{n}") for n, (g, a) in enumerate(pairs)]
    return grade(get("tracks"), TASK, entries, marks=(), feedback=()).metrics


def play(spec, gold):
    entry = make_entry("tracks", TASK, gold, None, item=ITEM)
    return get("tracks").persona(TASK, entry.item, entry.gold, spec, Random(1))


@pytest.mark.parametrize(
    ("gold", "answer", "credit", "fires"),
    [
        (drive(0, 20), drive(0, 20), 1.0, []),
        (drive(0, 20), drive(0, 24), 1.0, []),
        (drive(0, 20), {**drive(0, 20), "label": "b"}, 0.5, ["misnamed"]),
        (ENDS, drive(1, 300, 0, 9), 0.5, ["lost"]),
        (
            ENDS,
            {**ENDS, "keyframes": [ENDS["keyframes"][0], {**ENDS["keyframes"][1], "outside": False}]},
            0.5,
            ["ran_on"],
        ),
        (drive(0, 20), drive(0, 400), 0.0, ["missed", "extra"]),
    ],
)
def test_several_slips_of_one_track_cost_one_half(gold, answer, credit, fires):
    graded = one(tracks(gold), tracks(answer))
    assert graded.credit == credit
    assert [hit.pattern for hit in graded.patterns] == fires


def test_an_object_in_two_tracks_is_one_slip_and_a_switch():
    gold = tracks(drive(0, 20))
    answer = play({"splits": True}, gold)
    graded = one(gold, answer)
    assert (graded.earned, graded.possible) == (0.5, 1)
    assert [hit.pattern for hit in graded.patterns] == ["switched"]
    found = metrics((gold, answer))
    assert found["switches"].value == 1
    assert found["mota"].value == pytest.approx(1 - 1 / 20)
    assert found["idf1"].value == pytest.approx(2 * 12 / 40)


def test_two_objects_exchanged_half_way_are_seen():
    gold = tracks(drive(0, 20), drive(1, 140))
    a, b = (one["keyframes"] for one in gold["tracks"])
    # At frame 10 each track goes on where the other was.
    at = {20: 10 + 300 * 10 / 17, 140: 10 + 300 * 10 / 17}
    crossed = tracks(
        {
            "id": "x",
            "label": "a",
            "keyframes": [
                a[0],
                {"frame": 9, "box": [10 + 300 * 9 / 17, 20, 80, 60]},
                {"frame": 10, "box": [at[140], 140, 80, 60]},
                b[1],
            ],
        },
        {
            "id": "y",
            "label": "a",
            "keyframes": [
                b[0],
                {"frame": 9, "box": [10 + 300 * 9 / 17, 140, 80, 60]},
                {"frame": 10, "box": [at[20], 20, 80, 60]},
                a[1],
            ],
        },
    )
    graded = one(gold, crossed)
    assert {hit.pattern for hit in graded.patterns} == {"lost", "switched"}
    assert metrics((gold, crossed))["switches"].value == 2


def test_a_stride_looks_at_every_third_frame():
    task = make_task("tracks", {"stride": 3})
    entry = make_entry("tracks", task, tracks(drive(0, 20)), tracks(drive(0, 20)), item=ITEM)
    graded = get("tracks").grade_item(task, entry.item, entry.gold, (), entry.answer)
    assert graded.counts["boxes_gold"] == 7


def test_an_empty_reference_wants_a_deliberate_answer():
    assert one(tracks(), tracks()).verdict == "right"
    assert one(tracks(), None).credit == 0.0


@pytest.mark.parametrize(
    ("spec", "fires"),
    [
        ({"map": {"a": "c"}}, ["misnamed"]),
        ({"never": ["a"]}, ["missed"]),
        ({"stops": 0.7}, ["lost"]),
        ({"splits": True}, ["switched"]),
    ],
)
def test_a_persona_has_its_one_habit_and_its_remark_fires(spec, fires):
    gold = tracks(drive(0, 20))
    assert [hit.pattern for hit in one(gold, play(spec, gold)).patterns] == fires


@pytest.mark.parametrize("spec", [{"map": {"x": "a"}}, {"never": ["x"]}, {"stops": 2}, {"sleepy": True}])
def test_a_persona_nobody_could_play_is_refused(spec):
    with pytest.raises(AnswerError):
        play(spec, tracks(drive(0, 20)))

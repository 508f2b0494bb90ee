"""Boxes: found, placed, named; what was measured and nothing else."""

from random import Random

import pytest

from portal.grading.engine import grade, matches
from portal.grading.types import AnswerError, Feedback
from portal.tasks import get
from portal.tasks.boxes.masks import Mask, parse_counts
from tests.grading.make import boxes, grade_one, make_entry, make_task

FLAGS = [{"id": "occ", "name": "Partly hidden"}, {"id": "cut", "name": "Cut off"}]
TASK = make_task("boxes", flags=FLAGS)
# Columns 2 to 5, row 4 of a picture in squares of 50 px: under the car of CAR, where its shadow falls.
SHADOW = {
    "kind": "shadow",
    "of": "n0",
    "scale": 50,
    "size": [10, 16],
    "counts": [24, 1, 9, 1, 9, 1, 9, 1, 105],
}
CAR = (100, 100, 200, 100, "a")


def one(gold, answer, **more):
    return grade_one("boxes", TASK, gold, answer, **more)


def tags(grade):
    return [o.tag for o in grade.objects]


def hits(gold, answer):
    return [hit.pattern for hit in one(gold, answer).patterns]


def say(gold, answer):
    return one(gold, answer).objects[0].say.plain()


def test_found_at_half_overlap_exactly():
    gold = boxes((0, 0, 100, 100, "a"))
    assert tags(one(gold, boxes((0, 0, 50, 100, "a")))) == ["loose"]
    assert tags(one(gold, boxes((0, 0, 49.9, 100, "a")))) == ["missed", "extra"]


def test_a_small_object_is_found_by_its_edges():
    gold = boxes((100, 100, 12, 12, "a"))
    # Two px off on every edge: IoU is only 0.44, yet nobody can mean anything else.
    assert tags(one(gold, boxes((102, 102, 8, 8, "a")))) == ["right"]
    assert tags(one(gold, boxes((103, 103, 6, 6, "a")))) == ["right"]
    assert tags(one(gold, boxes((104, 104, 4, 4, "a")))) == ["missed", "extra"]


@pytest.mark.parametrize(
    ("box", "placed"),
    [((97, 100, 203, 100), 4), ((96, 100, 204, 100), 4), ((94, 100, 206, 100), 4), ((93, 100, 207, 100), 3)],
)
def test_an_edge_is_placed_within_three_px_or_three_per_cent(box, placed):
    # 3 % of a width of 200 are 6 px.
    assert one(boxes(CAR), boxes((*box, "a"))).counts["placed"] == placed


def test_each_slip_counts_once():
    gold = boxes(CAR)
    assert one(gold, boxes((80, 80, 220, 120, "a"))).earned == 0.5
    assert one(gold, boxes((100, 100, 200, 100, "b"))).earned == 0.5
    assert one(gold, boxes((80, 80, 220, 120, "b"))).earned == 0.5
    assert tags(one(gold, boxes((80, 80, 220, 120, "b")))) == ["misnamed"]


def test_a_second_box_on_an_object_is_extra_and_says_so():
    grade = one(boxes(CAR), boxes(CAR, (102, 100, 200, 100, "a")))
    assert tags(grade) == ["right", "extra"]
    assert (grade.earned, grade.possible) == (1.0, 2.0)
    assert grade.objects[1].say.plain() == "This object already has a box."


def test_matching_is_by_geometry_and_the_label_decides_between_equals():
    gold = boxes((0, 0, 100, 100, "a"), (0, 0, 100, 100, "b"))
    assert tags(one(gold, boxes((0, 0, 100, 100, "b"), (0, 0, 100, 100, "a")))) == ["right", "right"]
    near = boxes((0, 0, 100, 100, "a"), (30, 0, 100, 100, "b"))
    swapped = one(near, boxes((0, 0, 100, 100, "b"), (30, 0, 100, 100, "a")))
    assert tags(swapped) == ["misnamed", "misnamed"]


def test_required_objects_are_matched_before_optional_ones():
    gold = boxes((0, 0, 100, 100, "a"), (10, 0, 100, 100, "a"))
    gold["boxes"][1]["optional"] = True
    grade = one(gold, boxes((10, 0, 100, 100, "a")))
    assert tags(grade) == ["loose"]
    both = one(gold, boxes((10, 0, 100, 100, "a"), (0, 0, 100, 100, "a")))
    assert (tags(both), both.verdict) == (["right", "ignored"], "right")


def test_boxes_in_ignore_regions_count_neither_way():
    gold = {**boxes(CAR), "ignore": [[400, 300, 100, 100]]}
    grade = one(gold, boxes(CAR, (450, 350, 100, 50, "b")))
    assert (tags(grade), grade.possible) == (["right", "ignored"], 1.0)
    assert tags(one(gold, boxes(CAR, (451, 350, 100, 50, "b")))) == ["right", "extra"]


def test_empty_gold_is_worth_one():
    empty = {"boxes": []}
    assert (one(empty, empty).verdict, one(empty, empty).earned) == ("right", 1.0)
    assert (one(empty, None).verdict, one(empty, None).earned, one(empty, None).possible) == (
        "unanswered",
        0,
        1,
    )
    assert one(empty, boxes(CAR)).verdict == "wrong"


def test_flags_are_measured_beside_the_score():
    gold = boxes(CAR, flags=["occ"])
    slip = one(gold, boxes(CAR, flags=["cut"]))
    assert (slip.earned, slip.verdict, tags(slip)) == (1.0, "partial", ["right"])
    assert slip.objects[0].say.plain() == (
        "Found, with a slip: the flag Partly hidden is missing, the flag Cut off is not needed."
    )
    assert [hit.pattern for hit in slip.patterns] == ["flag_missed", "flag_extra"]
    free = boxes(CAR, flags_any=["occ"])
    assert one(free, boxes(CAR, flags=["occ"])).verdict == one(free, boxes(CAR)).verdict == "right"


@pytest.mark.parametrize(
    ("rect", "words"),
    [
        ((76, 100, 224, 114), "left edge 24 px too far left, bottom edge 14 px too low"),
        ((100, 90, 210, 110), "top edge 10 px too high, right edge 10 px too far right"),
        ((110, 110, 190, 90), "left edge 10 px too far right, top edge 10 px too low"),
        ((100, 100, 190, 90), "right edge 10 px too far left, bottom edge 10 px too high"),
    ],
)
def test_sentences_name_edge_distance_and_direction(rect, words):
    assert say(boxes(CAR), boxes((*rect, "a"))) == f"Found, with a slip: {words}."


def test_a_cause_is_named_only_when_the_stored_mask_shows_it():
    low = boxes((100, 100, 200, 140, "a"))
    with_mask = {**boxes(CAR), "masks": [SHADOW]}
    assert say(boxes(CAR), low) == "Found, with a slip: bottom edge 40 px too low."
    assert say(with_mask, low).endswith("bottom edge 40 px too low, most of that strip is its shadow.")
    assert hits(with_mask, low) == ["loose", "shadow"]
    assert hits(boxes(CAR), low) == ["loose"]
    # Somebody else's shadow, and a strip that lies elsewhere, explain nothing.
    assert hits({**boxes(CAR), "masks": [{**SHADOW, "of": "n9"}]}, low) == ["loose"]
    assert hits(with_mask, boxes((100, 60, 200, 140, "a"))) == ["loose"]
    hides = {**boxes(CAR), "masks": [{**SHADOW, "kind": "occluder"}]}
    assert say(hides, low).endswith("most of that strip is what stands before it.")
    assert hits(hides, low) == ["loose"]


def test_the_cause_needs_half_of_the_strip():
    with_mask = {**boxes(CAR), "masks": [SHADOW]}
    # The shadow ends at y = 250: of a strip down to 300 it covers half, of one to 302 less.
    assert hits(with_mask, boxes((100, 100, 200, 200, "a"))) == ["loose", "shadow"]
    more = {**boxes((100, 90, 200, 110, "a")), "masks": [SHADOW]}
    assert hits(more, boxes((100, 90, 200, 212, "a"))) == ["loose"]


def test_following_the_whole_object_is_a_pattern():
    gold = boxes(CAR)
    gold["boxes"][0]["full"] = [100, 100, 200, 180]
    assert hits(gold, boxes((100, 100, 200, 180, "a"))) == ["loose", "full_extent"]
    assert hits(gold, boxes((100, 100, 200, 150, "a"))) == ["loose", "full_extent"]
    assert hits(gold, boxes((100, 100, 200, 130, "a"))) == ["loose"]
    assert hits(gold, boxes((80, 100, 220, 100, "a"))) == ["loose"]
    assert hits(gold, boxes(CAR)) == []


def test_a_box_of_the_whole_object_too_large_to_be_found_is_still_explained():
    gold = boxes((100, 100, 60, 100, "a"))
    gold["boxes"][0]["full"] = [100, 100, 200, 100]
    whole = boxes((100, 100, 200, 100, "a"))
    grade = one(gold, whole)
    assert tags(grade) == ["missed", "extra"]
    assert [hit.pattern for hit in grade.patterns] == ["missed", "full_extent", "extra"]
    assert grade.objects[1].say.plain().startswith("This follows the whole object;")
    # Elsewhere, or with another shape, nothing is claimed.
    assert hits(gold, boxes((150, 100, 200, 100, "a"))) == ["missed", "extra"]
    assert hits(gold, boxes((100, 20, 200, 400, "a"))) == ["missed", "extra"]


def test_a_box_over_a_long_shadow_is_still_explained():
    flat = {**boxes((100, 170, 200, 30, "a")), "masks": [SHADOW]}
    grade = one(flat, boxes((100, 170, 200, 80, "a")))
    assert [hit.pattern for hit in grade.patterns] == ["missed", "shadow", "extra"]
    assert grade.objects[1].say.plain().startswith("This reaches over the shadow;")


def test_missed_small_objects_and_decoys_can_be_filtered():
    gold = {
        **boxes((100, 100, 20, 20, "a")),
        "decoys": [{"box": [300, 300, 60, 60], "kind": "reflection", "rule": "R6"}],
    }
    missed, extra = one(gold, boxes((302, 300, 60, 60, "b"))).patterns

    def fires(hit, **filters):
        return matches(Feedback("x", hit.pattern, filters, 1, ""), hit)

    assert fires(missed, small=True)
    assert not fires(missed, small=False)
    assert fires(extra, decoy="reflection")
    assert not fires(extra, decoy=["poster"])
    assert fires(extra, label=["b"])


def test_pixels_in_a_remark_are_the_mean():
    entries = [
        make_entry("boxes", TASK, boxes(CAR), boxes((x, 100, 300 - x, 100, "a")), item_id=f"i{x}") for x in (90, 80)
    ]
    remark = Feedback("loose", "loose", {"edge": "left"}, 2, "{n} left edges, {px} px on average", None, None)
    [fired] = grade(get("boxes"), TASK, entries, marks=(), feedback=[remark]).fired
    assert fired.say.plain() == "2 left edges, 15 px on average"


def test_metrics_pool_counts_over_the_set():
    gold = boxes(CAR, (400, 100, 100, 100, "b"), (600, 100, 100, 100, "b"))
    answer = boxes((90, 100, 210, 100, "a"), (400, 100, 100, 100, "c"), (10, 400, 50, 50, "c"))
    entries = [make_entry("boxes", TASK, gold, answer)]
    found = grade(get("boxes"), TASK, entries, marks=(), feedback=()).metrics
    assert found["score"].value == pytest.approx((0.5 + 0.5) / (3 + 1))
    assert found["found"].value == pytest.approx(2 / 3)
    assert found["placed"].value == pytest.approx(7 / 8)
    assert found["named"].value == pytest.approx(1 / 2)
    assert found["f1_iou50"].value == pytest.approx(2 * 1 / (3 + 3))
    assert found["mean_iou"].value == pytest.approx((200 / 210 + 1) / 2)
    assert found["edge_bias_left"].value == pytest.approx(5)
    assert found["edge_bias_right"].value == 0
    assert found["flags"].value == 1.0


def test_f1_at_half_keeps_its_threshold_when_found_is_stricter():
    strict = make_task("boxes", {"iou": 0.9})
    entry = make_entry("boxes", strict, boxes((0, 0, 100, 100, "a")), boxes((0, 0, 80, 100, "a")))
    found = grade(get("boxes"), strict, [entry], marks=(), feedback=()).metrics
    assert found["found"].value == 0
    assert found["f1_iou50"].value == 1.0


def test_a_task_without_flags_has_no_flag_metric():
    bare = make_task("boxes")
    entry = make_entry("boxes", bare, boxes(CAR), boxes(CAR))
    flags = grade(get("boxes"), bare, [entry], marks=(), feedback=()).metrics["flags"]
    assert (flags.value, flags.why) == (None, "this exercise has no flags")


def test_the_headline_uses_the_exercises_own_word():
    task = make_task("boxes", noun="vehicles")
    entry = make_entry("boxes", task, boxes(CAR), boxes(CAR))
    result = grade(get("boxes"), task, [entry], marks=(), feedback=())
    headline = get("boxes").headline(task, result.items, result.metrics)
    assert headline.plain() == "You found 1 of 1 vehicles."


def test_the_headline_says_how_many_were_marked_too_many():
    task = make_task("boxes", noun="vehicles")
    entry = make_entry("boxes", task, boxes(CAR), boxes(CAR, (700, 10, 60, 60, "a")))
    result = grade(get("boxes"), task, [entry], marks=(), feedback=())
    headline = get("boxes").headline(task, result.items, result.metrics)
    assert headline.plain() == "You found 1 of 1 vehicles, and marked 1 too many."


def test_masks_are_read_column_by_column():
    mask = Mask("shadow", "g", 2, parse_counts(3, 4, [1, 4, 2, 1, 4]))
    assert mask.columns == (((1, 3),), ((0, 2),), ((1, 2),), ())
    assert mask.bounds() == (0, 0, 6, 6)
    assert mask.area_within(0, 0, 8, 6) == 5 * 4
    assert mask.area_within(1, 1, 3, 5) == 3 + 3
    assert Mask("shadow", "g", 2, parse_counts(2, 2, [4])).bounds() is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"counts": [1]}, r"masks\[0\].counts"),
        ({"counts": [-1, 161]}, r"masks\[0\].counts"),
        ({"size": [9, 16], "scale": 4}, r"masks\[0\].size"),
        ({"kind": "fog"}, r"masks\[0\].kind"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(change, where):
    with pytest.raises(AnswerError, match=where):
        make_entry("boxes", TASK, {**boxes(CAR), "masks": [{**SHADOW, **change}]}, None)


def test_half_a_pixel_outside_is_cut_back_and_more_is_refused():
    near = boxes((-0.5, 0, 100.5, 500.5, "a"))
    entry = make_entry("boxes", TASK, boxes(CAR), near)
    assert get("boxes").dump_answer(entry.answer)["boxes"][0]["box"] == [0, 0, 100, 500]
    with pytest.raises(AnswerError, match="reaches outside"):
        make_entry("boxes", TASK, boxes(CAR), boxes((-0.51, 0, 100, 100, "a")))


def test_more_objects_than_we_take_are_refused():
    many = boxes(*[(1, 1, 10, 10, "a")] * 501)
    with pytest.raises(AnswerError, match="at most 500"):
        make_entry("boxes", TASK, boxes(CAR), many)


def test_five_hundred_boxes_on_one_object_are_graded_at_once():
    grade = one(boxes(CAR, CAR, CAR), boxes(*[CAR] * 500))
    assert (grade.earned, grade.possible) == (3.0, 500.0)


def play(spec, gold):
    entry = make_entry("boxes", TASK, gold, None)
    spec = {"id": "p", "name": "P", **spec}
    answer = get("boxes").persona(TASK, entry.item, entry.gold, spec, Random(1))
    get("boxes").parse_answer(answer, TASK, entry.item)
    return [(*box["box"], box["label"], *box["flags"]) for box in answer["boxes"]]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"op": "grow", "px": 10}, [(90, 90, 220, 120, "a"), (0, 0, 30, 30, "b")]),
        ({"op": "grow", "px": 10, "edges": ["left"]}, [(90, 100, 210, 100, "a"), (0, 0, 20, 20, "b")]),
        ({"op": "shrink", "px": 10, "labels": ["a"]}, [(110, 110, 180, 80, "a"), (0, 0, 20, 20, "b")]),
        ({"op": "shadow"}, [(100, 100, 200, 150, "a"), (0, 0, 20, 20, "b")]),
        ({"op": "full"}, [(100, 100, 200, 180, "a"), (0, 0, 20, 20, "b")]),
        ({"op": "drop", "labels": ["b"]}, [CAR]),
        ({"op": "drop_small"}, [CAR]),
        ({"op": "drop_small", "px": 10}, [CAR, (0, 0, 20, 20, "b")]),
        ({"op": "relabel", "map": {"a": "c"}}, [(*CAR[:4], "c"), (0, 0, 20, 20, "b")]),
        ({"op": "flag", "flag": "cut"}, [CAR, (0, 0, 20, 20, "b", "cut")]),
        ({"op": "flag", "flag": "cut", "where": "all"}, [(*CAR, "cut"), (0, 0, 20, 20, "b", "cut")]),
        ({"op": "decoy", "label": "c"}, [CAR, (0, 0, 20, 20, "b"), (600, 100, 50, 50, "c")]),
        ({"op": "decoy", "label": "c", "kind": "poster"}, [CAR, (0, 0, 20, 20, "b")]),
    ],
)
def test_a_persona_makes_its_mistake(spec, expected):
    gold = {
        **boxes(CAR, (0, 0, 20, 20, "b")),
        "masks": [SHADOW],
        "decoys": [{"box": [600, 100, 50, 50], "kind": "reflection"}],
    }
    gold["boxes"][0]["full"] = [100, 100, 200, 180]
    assert play(spec, gold) == expected


def test_a_persona_can_take_flags_away():
    gold = boxes(CAR, flags=["occ", "cut"])
    assert play({"op": "unflag"}, gold) == [CAR]
    assert play({"op": "unflag", "flag": "cut"}, gold) == [(*CAR, "occ")]


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"op": "grow"},
        {"op": "grow", "px": 5, "edges": ["west"]},
        {"op": "flag", "flag": "z"},
        {"op": "full", "px": 1},
    ],
)
def test_a_persona_that_cannot_be_played_says_why(spec):
    with pytest.raises(AnswerError):
        play(spec, boxes(CAR))

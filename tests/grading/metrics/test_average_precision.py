"""COCO's numbers: what changes nothing, what is left out, and how long it takes."""

import timeit
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.grading.cases import score_case

tried = settings(derandomize=True, max_examples=50, deadline=None, database=None)


def world(seed, images=3, boxes=6, labels=("car", "bus")):
    """Gold with crowds among it and predictions near it, no two of equal score."""
    rng = Random(seed)
    gold, pred = [], []
    for image in range(images):
        for _ in range(boxes):
            x, y, w, h = rng.randint(0, 400), rng.randint(0, 300), rng.randint(4, 150), rng.randint(4, 150)
            label = rng.choice(labels)
            gold.append({"image_id": image, "label": label, "box": [x, y, w, h], "iscrowd": int(rng.random() < 0.1)})
            near = [x + rng.randint(-9, 9), y + rng.randint(-9, 9), w + rng.randint(0, 9), h + rng.randint(0, 9)]
            pred.append({"image_id": image, "label": label, "box": near, "score": rng.random()})
    pictures = [{"id": i, "width": 640, "height": 480} for i in range(images)]
    return {"task": "boxes_ap", "labels": list(labels), "images": pictures, "gold": gold, "pred": pred}


@tried
@given(st.integers(0, 10**6))
def test_order_names_and_place_change_nothing(seed):
    case = world(seed)
    expected = pytest.approx(score_case(case))
    rng = Random(seed)
    assert (
        score_case({**case, **{side: rng.sample(case[side], len(case[side])) for side in ("gold", "pred")}}) == expected
    )
    names = {"car": "b", "bus": "a"}
    other = {side: [{**o, "label": names[o["label"]]} for o in case[side]] for side in ("gold", "pred")}
    assert score_case({**case, **other, "labels": ["a", "b"]}) == expected
    moved = {
        side: [{**o, "box": [o["box"][0] + 7, o["box"][1] - 3, *o["box"][2:]]} for o in case[side]]
        for side in ("gold", "pred")
    }
    assert score_case({**case, **moved}) == expected


@tried
@given(st.integers(0, 10**6))
def test_gold_against_itself_is_perfect(seed):
    case = world(seed)
    case["pred"] = [{**g, "score": 1 - i / 100} for i, g in enumerate(case["gold"]) if not g["iscrowd"]]
    found = score_case(case)
    assert found["AP"] == found["AR100"] == pytest.approx(1)
    assert all(value is None or value == pytest.approx(1) for name, value in found.items() if name.startswith("AP"))


def test_annotations_have_no_numbers_that_could_be_zero():
    # An evaluation by annotation id takes id 0 for "not matched" and gives a perfect file .2525.
    case = world(4, images=1, labels=("car",))
    case["gold"] = [{**g, "id": i, "iscrowd": 0} for i, g in enumerate(case["gold"])]
    case["pred"] = [{**g, "score": 1 - i / 100} for i, g in enumerate(case["gold"])]
    assert score_case(case)["AP"] == pytest.approx(1)


def test_the_area_of_an_outline_decides_the_size():
    case = world(1, images=1, boxes=1, labels=("car",))
    case["gold"] = [{"image_id": 0, "label": "car", "box": [0, 0, 200, 200], "area": 500}]
    case["pred"] = [{"image_id": 0, "label": "car", "box": [0, 0, 200, 200], "score": 0.5}]
    found = score_case(case)
    assert (found["AP_small"], found["AP_medium"], found["AP_large"]) == (pytest.approx(1), None, None)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"image_id": 9}, r"pred\[2\]: image 9 with label 'car' is not declared"),
        ({"label": "tram"}, r"pred\[2\]: image 0 with label 'tram' is not declared"),
        ({"score": float("nan")}, r"pred\[2\]\.score: nan is not a finite number"),
        ({"box": [0, 0, float("-inf"), 1]}, r"pred\[2\]\.box\[2\]: -inf is not a finite number"),
        ({"box": [0, 0, -4, 1]}, r"pred\[2\]\.box: width and height are not below 0"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_place(change, where):
    case = world(1, labels=("car",))
    case["pred"][2] |= change
    with pytest.raises(ValueError, match=where):
        score_case(case)


def test_a_hundred_images_take_no_time():
    case = world(1, images=100, boxes=10)
    best = min(timeit.repeat(lambda: score_case(case), number=1, repeat=3))
    assert best < 0.5, f"{best * 1000:.0f} ms"  # 40 ms on a quiet machine
